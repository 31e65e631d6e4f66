"""What every format is read into, and what no format may hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_BYTES = 30 * 1024 * 1024
MAX_ROWS = 100_000
MAX_CELL = 1_000_000  # characters

# What a file begins with that is something else than its name says.
SIGNATURES = [
    (b"PK\x03\x04", "a workbook or another zipped file"),
    (b"PK\x05\x06", "an empty zipped file"),
    (b"\xd0\xcf\x11\xe0", "an old (.xls) or encrypted workbook"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document (RTF)"),
]


class Unreadable(Exception):
    """The file as a whole cannot be understood; the message is a sentence for whoever sent it."""


@dataclass(slots=True)
class Record:
    """One row of a file: its line, its cells by column, and what is wrong with it already as (column, sentence)."""

    line: int
    cells: dict
    problems: list = field(default_factory=list)


@dataclass
class Table:
    """A file that was understood: its columns, its rows in order, how many there are, and what a line is called."""

    columns: list[str]
    records: Iterator[Record]
    total: int
    place: str  # "line", "row" or "entry"


def decoded(data, ending):
    """Return the text of a UTF-8 file without its byte order mark."""
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise Unreadable(f"The name ends in .{ending}, but the file is {what}.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_like_utf_16(data):
        raise Unreadable(f"The file is written in {_wide(data)}; save it as UTF-8.")
    if (at := data.find(b"\0")) >= 0:
        raise Unreadable(f"Line {line_at(data, at)} holds a NUL character, which no text has.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = line_at(data, error.start)
        raise Unreadable(f"Line {line} is not UTF-8; save the file with the encoding UTF-8.") from None
    if text.startswith("\ufeff"):
        raise Unreadable("The file begins with two byte order marks; save it as UTF-8 once more.")
    if not text.strip():
        raise Unreadable("The file is empty: it holds nothing but blanks.")
    return text


def line_at(data, offset):
    """Return the number of the line in which a byte stands."""
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def _wide(data):
    return "UTF-32" if data[:200].count(b"\0") * 3 > len(data[:200]) * 2 else "UTF-16"


def _looks_like_utf_16(data):
    head = data[:200]
    return len(head) >= 8 and head.count(b"\0") >= len(head) * 2 // 5


def check_columns(names, known, place):
    """Refuse a header with columns that have no name, the same name or a name that means nothing."""
    seen = set()
    for position, name in enumerate(names, 1):
        if not name:
            raise Unreadable(f"Column {position} of the header has no name.")
        if name in seen:
            raise Unreadable(f"The column {shown(name)} stands twice in the header.")
        if name not in known:
            raise Unreadable(f"There is no column {shown(name)} ({place}). Known are: {', '.join(known)}.")
        seen.add(name)


def check_total(total):
    if total > MAX_ROWS:
        raise Unreadable(f"The file has more than {MAX_ROWS:,} rows; import it in parts.")
    if not total:
        raise Unreadable("The file holds no rows: there is nothing to import.")


def unfit_text(text):
    """Return what no stored text may hold as the end of a sentence, or None."""
    if "\0" in text:
        return "holds a NUL character, which no text has."
    if len(text) > MAX_CELL:
        return f"has {len(text):,} characters; a cell holds {MAX_CELL:,} at most."
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        return "holds half a character (a lone surrogate)."
    return None


def shown(value, limit=60):
    """Return what a file holds so that a message can repeat it: short, on one line, printable."""
    text = str(value)
    text = "".join(character if character.isprintable() else "�" for character in text[: limit + 1])
    return f"“{text[:limit]}…”" if len(text) > limit else f"“{text}”"
