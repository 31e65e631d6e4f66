"""How cells are written: numbers in digits, and texts so that no spreadsheet program takes them for a formula."""

from ..exports import FORMULA_STARTS

# A cell that begins so gets an apostrophe, which the import takes off again.
GUARDED = (*FORMULA_STARTS, "'")


def guarded(text):
    """Return a text so that no spreadsheet program takes it for a formula."""
    return f"'{text}" if text.startswith(GUARDED) else text


def unguarded(text):
    """Return what was written by `guarded`."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(GUARDED) else text


def in_digits(number):
    """Return a number as digits, without exponent and trailing zeros."""
    if isinstance(number, int):
        return str(number)
    digits = format(number, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
