"""XLSX: the first sheet of a workbook, values only."""

import datetime
import io
import re
import warnings
import zipfile
from itertools import islice

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser

from .packages import checked_package
from .records import MAX_ROWS, Record, Table, Unreadable, check_columns, check_total, shown

CHUNK = 500
CHUNK_OF_BYTES = 1024 * 1024
ROW = re.compile(rb"[<:]row[\s>]")
# How workbooks write characters that XML cannot hold.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DAMAGED = "The workbook is damaged: its parts do not fit each other."


def read_xlsx(data, columns):
    """Return the Table of a workbook's only filled sheet. Cells are text, numbers, dates or None."""
    package = checked_package(data)
    with _parsing():
        workbook = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheets = workbook.worksheets
    if not sheets:
        raise Unreadable("The workbook has no sheet with cells.")
    for sheet in sheets[1:]:
        if next(_rows(sheet), None) is not None:
            raise Unreadable(
                f"The workbook has several filled sheets, {shown(sheet.title)} too; keep the one to import."
            )
    header, first = _header(_rows(sheets[0]))
    check_columns(header, columns, f"row {first}")
    return Table(header, _records(sheets[0], header, first), _count_rows(package, sheets[0]), "row")


class _parsing:
    """Whatever the parser stumbles over in a hostile file is told as one sentence; its own warnings are not."""

    def __enter__(self):
        self.quiet = warnings.catch_warnings()
        self.quiet.__enter__()
        warnings.simplefilter("ignore")

    def __exit__(self, kind, error, traceback):
        self.quiet.__exit__(kind, error, traceback)
        if error is not None and isinstance(error, Exception) and not isinstance(error, Unreadable):
            raise Unreadable(DAMAGED) from None


def _rows(sheet):
    """Yield (number, cells) of each row that holds something, in order."""
    with _parsing():
        source = sheet._get_source()
        book = sheet.parent
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        rows = parser.parse()
    last = 0
    while True:
        with _parsing():
            chunk = list(islice(rows, CHUNK))
        if not chunk:
            return
        for number, cells in chunk:
            if number <= last:
                raise Unreadable(f"Row {number} stands twice or out of its order in the workbook.")
            last = number
            filled = [cell for cell in cells if cell["value"] is not None or cell["data_type"] == "f"]
            if filled:
                yield number, filled


def _header(rows):
    number, cells = next(rows, (0, []))
    if not cells:
        raise Unreadable("The sheet is empty.")
    width = max(cell["column"] for cell in cells)
    if width > 200:
        raise Unreadable(f"The header goes on to column {get_column_letter(width)}.")
    header = [""] * width
    for cell in cells:
        if cell["data_type"] == "f":
            raise Unreadable(f"{_named(cell)} in the header holds a formula.")
        header[cell["column"] - 1] = str(cell["value"]).strip()
    return header, number


def _count_rows(package, sheet):
    """Return how many rows the sheet lists, without parsing them."""
    count, tail = -1, b""  # the header is none
    try:
        with package.open(sheet._worksheet_path) as content:
            while chunk := content.read(CHUNK_OF_BYTES):
                chunk = tail + chunk
                count += len(ROW.findall(chunk))
                tail = chunk[-4:]
    except (KeyError, zipfile.BadZipFile):
        raise Unreadable(DAMAGED) from None
    return count


def _records(sheet, header, first):
    rows = _rows(sheet)
    next(rows)
    for found, (number, cells) in enumerate(rows, 1):
        if found > MAX_ROWS:
            check_total(found)
        record = Record(number, dict.fromkeys(header))
        for cell in cells:
            if cell["column"] > len(header):
                record.problems.append(("", f"{_named(cell)} stands outside the columns of the header."))
                break
            name = header[cell["column"] - 1]
            value, problem = _value(cell)
            record.cells[name] = value
            if problem:
                record.problems.append((name, problem))
        yield record


def _value(cell):
    """Return a cell's value and, where it is none that can be imported, the end of a sentence."""
    value, kind = cell["value"], cell["data_type"]
    if kind == "f":
        return None, f"is a formula (cell {_named(cell)}); write its value."
    if kind == "e":
        return None, f"is the error {shown(value)} (cell {_named(cell)})."
    if isinstance(value, str):
        return ESCAPED.sub(_unescaped, value), None
    if isinstance(value, CellRichText):
        return str(value), None
    if isinstance(value, bool | int | float | datetime.date):
        return value, None
    return None, "is a time of day; a date or text is expected."


def _unescaped(match):
    return chr(int(match[1], 16))


def _named(cell):
    return f"{get_column_letter(cell['column'])}{cell['row']}"
