"""Texts that a spreadsheet program would take for a formula, made harmless in CSV files and read back as they were."""

from ..exports import FORMULA_STARTS

# A cell that begins so gets an apostrophe, which the import takes off again.
GUARDED = (*FORMULA_STARTS, "'")


def guarded(text):
    """Return a text so that no spreadsheet program takes it for a formula."""
    return f"'{text}" if text.startswith(GUARDED) else text


def unguarded(text):
    """Return what was written by `guarded`."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(GUARDED) else text
