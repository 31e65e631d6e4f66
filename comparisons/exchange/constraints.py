"""What the check constraints of a model would refuse, told without asking the database for every row."""

import re

from django.db.models import CheckConstraint, F, Q

LOOKUPS = {
    "exact": lambda value, other: value == other,
    "in": lambda value, others: value in others,
    "gt": lambda value, other: value > other,
    "gte": lambda value, other: value >= other,
    "range": lambda value, bounds: bounds[0] <= value <= bounds[1],
    "regex": lambda value, pattern: re.search(pattern, value) is not None,
    "contains": lambda value, part: part in value,
}


def violated(row):
    """Yield the check constraints of its model that the row, a model instance, would break."""
    for constraint in row._meta.constraints:
        if isinstance(constraint, CheckConstraint) and holds(constraint.condition, row) is False:
            yield constraint


def holds(condition, row):
    """Return whether a row meets a Q: True, False, or None where an empty field leaves it open, as in SQL."""
    found = [
        holds(child, row) if isinstance(child, Q) else _leaf_holds(*child, row)
        for child in condition.children
    ]
    if condition.connector == Q.AND:
        whole = False if False in found else None if None in found else True
    elif condition.connector == Q.OR:
        whole = True if True in found else None if None in found else False
    else:
        raise NotImplementedError(f"A constraint with {condition.connector} is not understood here.")
    return not whole if condition.negated and whole is not None else whole


def _leaf_holds(key, other, row):
    name, _, lookup = key.partition("__")
    value = getattr(row, row._meta.get_field(name).attname)
    if isinstance(other, F):
        other = getattr(row, row._meta.get_field(other.name).attname)
    elif lookup == "isnull":
        return (value is None) == other
    if value is None or other is None:
        return None
    if lookup not in ("", *LOOKUPS):
        raise NotImplementedError(f"A constraint with the lookup {lookup} is not understood here.")
    return LOOKUPS[lookup or "exact"](value, other)
