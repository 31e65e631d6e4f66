"""Files that editors hand in: CSV, XLSX and JSON, refused with one sentence where they are not what they claim to be."""

from .delimited import read_csv
from .objects import read_json
from .records import MAX_BYTES, MAX_ROWS, Record, Table, Unreadable
from .workbooks import read_xlsx

__all__ = ["FORMATS", "MAX_BYTES", "MAX_ROWS", "Record", "Table", "Unreadable", "read"]

FORMATS = {"csv": read_csv, "xlsx": read_xlsx, "json": read_json}

MEBIBYTE = 1024 * 1024


def read(name, data, columns):
    """Return the Table that a file holds; `name` tells its format, `columns` are the names that it may use.

    Raises Unreadable with a sentence where the file as a whole cannot be understood.
    """
    kind = name.rpartition(".")[2].lower() if "." in name else ""
    if kind not in FORMATS:
        wrong = f"The name ends in “.{kind[:20]}”" if kind else "The name has no ending"
        raise Unreadable(f"{wrong}; a file to import is .csv, .xlsx or .json.")
    if not data:
        raise Unreadable("The file is empty.")
    if len(data) > MAX_BYTES:
        raise Unreadable(
            f"The file has {len(data) / MEBIBYTE:.1f} MB; up to {MAX_BYTES // MEBIBYTE} MB can be imported at once."
        )
    return FORMATS[kind](data, columns)
