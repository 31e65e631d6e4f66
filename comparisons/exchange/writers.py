"""Rows as files, one at a time: CSV, XLSX and JSON that lose no character and run no formula."""

import csv
import io
import json
import re
import zipfile
from decimal import Decimal
from itertools import islice
from xml.sax.saxutils import escape

from .notation import guarded, in_digits

CHUNK = 200  # rows that are handed out together
# What spreadsheet programs hold in a cell, and how many digits of a number they keep.
MAX_WORKBOOK_CELL = 32_767
MAX_EXACT_DIGITS = 15

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


class Unwritable(Exception):
    """A value does not fit into the format; the message is a sentence."""


def file_lines(kind, columns, rows):
    """Yield a file as bytes. Each row is a list of text, int, Decimal or None, in the order of the columns."""
    return {"csv": _csv, "xlsx": _xlsx, "json": _json}[kind](columns, rows)


def _in_chunks(rows):
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _csv(columns, rows):
    buffer = io.StringIO(newline="")
    # A lone carriage return ends a line for some programs, so everything but numbers stands in quotes.
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(columns)
    for chunk in _in_chunks(rows):
        for row in chunk:
            writer.writerow(
                [
                    guarded(value) if isinstance(value, str) else "" if value is None else _Bare(value)
                    for value in row
                ]
            )
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue().encode()


class _Bare(float):
    """A number that the CSV writer leaves without quotes, with all its digits."""

    def __new__(cls, value):
        self = super().__new__(cls, 0)
        self.digits = in_digits(value)
        return self

    def __repr__(self):
        return self.digits

    __str__ = __repr__


def _json(columns, rows):
    names = [json.dumps(name) for name in columns]
    before = "[\n"
    for chunk in _in_chunks(rows):
        objects = []
        for row in chunk:
            pairs = (f"{name}: {_json_value(value)}" for name, value in zip(names, row, strict=True))
            objects.append("{" + ", ".join(pairs) + "}")
        yield (before + ",\n".join(objects)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _json_value(value):
    if isinstance(value, Decimal):
        return in_digits(value)
    return json.dumps(value, ensure_ascii=False)


# --- Workbooks ---

# A library's writer gives nothing out before the last row; a sheet of text needs no more than this.
PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/styles.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="Entries" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'styles" Target="styles.xml"/></Relationships>'
    ),
    # Format 49 is text: what an editor types into these columns stays as it was typed.
    "xl/styles.xml": (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# XML cannot hold the first of these at all, and reads a carriage return as a line feed; the last is the escape itself.
NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class _Outflow(io.RawIOBase):
    """A file that is only written, and hands out what was written so far."""

    def __init__(self):
        self.chunks = []

    def writable(self):
        return True

    def write(self, data):
        self.chunks.append(bytes(data))
        return len(data)

    def taken(self):
        found = b"".join(self.chunks)
        self.chunks.clear()
        return found


def _xlsx(columns, rows):
    outflow = _Outflow()
    with zipfile.ZipFile(outflow, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in PARTS.items():
            package.writestr(_part(name), XML + content)
        with package.open(_part("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            sheet.write(
                f'{XML}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                f'<cols><col min="1" max="{len(columns)}" width="20" style="1" customWidth="1"/></cols>'
                f"<sheetData>{_xlsx_row(columns, columns)}".encode()
            )
            for chunk in _in_chunks(rows):
                sheet.write("".join(_xlsx_row(columns, row) for row in chunk).encode())
                if outflow.chunks:
                    yield outflow.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield outflow.taken()


def _part(name):
    part = zipfile.ZipInfo(name)  # dated 1980: the same rows give the same file
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def _xlsx_row(columns, row):
    return f"<row>{''.join(_xlsx_cell(name, value) for name, value in zip(columns, row, strict=True))}</row>"


def _xlsx_cell(column, value):
    if value is None or value == "":
        return '<c s="1"/>'
    if not isinstance(value, str):
        digits = in_digits(value)
        if sum(digit.isdigit() for digit in digits) <= MAX_EXACT_DIGITS:
            return f"<c><v>{digits}</v></c>"
        value = digits
    if len(value) > MAX_WORKBOOK_CELL:
        raise Unwritable(
            f"A {column} of {len(value):,} characters does not fit into the cell of a workbook; take CSV or JSON."
        )
    text = escape(NOT_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", value))
    return f'<c t="inlineStr" s="1"><is><t xml:space="preserve">{text}</t></is></c>'
