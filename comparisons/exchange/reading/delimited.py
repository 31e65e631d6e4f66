"""CSV: commas, UTF-8, one header line."""

import csv
import io

from ..notation import unguarded
from .records import MAX_CELL, MAX_ROWS, Record, Table, Unreadable, check_columns, check_total, decoded

csv.field_size_limit(MAX_CELL)


def read_csv(data, columns):
    """Return the Table of a CSV file. Every cell is text."""
    text = decoded(data, "csv")
    start = text.lstrip()[:15].lower()
    if start.startswith(("[", "{")):
        raise Unreadable("The name ends in .csv, but the file is JSON.")
    if start.startswith("<"):
        raise Unreadable("The name ends in .csv, but the file is a web page or XML.")
    header, total = _survey(text)
    check_columns(header, columns, "line 1")
    check_total(total)
    return Table(header, _records(text, header), total, "line")


def _survey(text):
    """Read to the end once; return the header and the number of rows."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    header, total = None, 0
    began = 1
    try:
        for row in rows:
            if header is None:
                header = [name.strip() for name in row]
                _check_separator(header)
            elif row:
                total += 1
                if total > MAX_ROWS:
                    break
            began = rows.line_num + 1
    except csv.Error as error:
        raise Unreadable(_told(str(error), began)) from None
    return header, total


def _told(error, line):
    """Return what the parser found, in our words."""
    if "unexpected end" in error:
        return f"The quotation mark that opens in line {line} is never closed; perhaps the file was cut off."
    if "larger than field limit" in error:
        return f"A cell of line {line} has more than {MAX_CELL:,} characters."
    if "expected after" in error:
        return f"In line {line} a cell goes on after its closing quotation mark; write quotation marks within it twice."
    return f"Line {line} is not CSV."


def _check_separator(header):
    if len(header) != 1:
        return
    for separator, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if separator in header[0]:
            raise Unreadable(f"The cells are separated by {name}; save the file with commas.")
    if not header[0]:
        raise Unreadable("The first line, which names the columns, is empty.")


def _records(text, header):
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    next(rows)
    line = rows.line_num + 1
    for row in rows:
        if row:
            problems = []
            if len(row) != len(header):
                cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
                problems = [("", f"The line has {cells}, the header {len(header)}.")]
            yield Record(line, dict(zip(header, map(unguarded, row), strict=False)), problems)
        line = rows.line_num + 1
