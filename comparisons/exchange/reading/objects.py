"""JSON: a list of objects, one for each entry."""

import json
from decimal import Decimal

from .records import Record, Table, Unreadable, check_total, decoded, shown

MAX_DIGITS = 400


class _Pairs(dict):
    """An object of the file; one in which a name stands twice remembers it."""

    repeated = None


def read_json(data, columns):
    """Return the Table of a JSON file. Cells are text, int, Decimal, bool or None; anything else is a problem."""
    text = decoded(data, "json")
    if text.lstrip()[:1] == "<":
        raise Unreadable("The name ends in .json, but the file is a web page or XML.")
    entries = _parsed(text)
    if not isinstance(entries, list):
        raise Unreadable("The file is not a list: it begins with [ and holds one object for each entry.")
    check_total(len(entries))
    known = set(columns)
    used = set()
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            raise Unreadable(f"Entry {number} is not an object with names and values.")
        if entry.repeated is not None:
            raise Unreadable(f"In entry {number} the name {shown(entry.repeated)} stands twice.")
        if unknown := entry.keys() - known:
            name = shown(min(unknown))
            raise Unreadable(f"There is no column {name} (entry {number}). Known are: {', '.join(columns)}.")
        used |= entry.keys()
    return Table([name for name in columns if name in used], _records(entries), len(entries), "entry")


def _parsed(text):
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_number(Decimal),
            parse_int=_number(int),
        )
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            raise Unreadable(f"After the end of the list, in line {error.lineno}, more follows.") from None
        raise Unreadable(
            f"The file is not JSON: it goes wrong at line {error.lineno}, character {error.colno}."
            " Perhaps it was cut off."
        ) from None
    except RecursionError:
        raise Unreadable("The file nests lists and objects too deeply.") from None


def _object(pairs):
    found = _Pairs(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        found.repeated = next(name for name in names if names.count(name) > 1)
    return found


def _refuse_constant(name):
    raise Unreadable(f"The file holds {name}, which is no number.")


def _number(kind):
    def read(text):
        if len(text) > MAX_DIGITS:
            raise Unreadable(f"The file holds a number with {len(text):,} characters.")
        return kind(text)

    return read


def _records(entries):
    for number, entry in enumerate(entries, 1):
        entries[number - 1] = None  # what was handed out need not be kept
        problems = [
            (name, f"is {'a list' if isinstance(value, list) else 'an object'}; one value is expected.")
            for name, value in entry.items()
            if isinstance(value, list | dict)
        ]
        yield Record(number, entry, problems)
