"""Dates that say only as much as is known: 2025, 2025-02 or 2025-02-03.

They are stored as text in ISO 8601's reduced precision, so that they sort and compare as they stand
("2025" <= "2025-02" < "2026") and no month is invented where an article gives only the year.
"""

import datetime
import re

from django.core.exceptions import ValidationError
from django.db import models

PATTERN = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def validate_partial_date(value):
    """Raise ValidationError unless the text is a year, a month or a day that exists."""
    if not re.fullmatch(PATTERN, value) or value.endswith("\n"):
        raise ValidationError("Write a year, a month or a day: 2025, 2025-02 or 2025-02-03.")
    try:
        datetime.date.fromisoformat((value + "-01-01")[:10])
    except ValueError as error:
        raise ValidationError(f"{value} is not a day of the calendar.") from error


def in_words(value):
    """Return '2025-02-03' as '3 Feb 2025', '2025-02' as 'Feb 2025', '' as ''."""
    year, *rest = value.split("-")
    if not rest:
        return year
    month = f"{MONTHS[int(rest[0]) - 1]} {year}"
    return f"{int(rest[1])} {month}" if len(rest) == 2 else month


class PartialDateField(models.CharField):
    """A date as exact as its source; blank where the source gives none."""

    default_validators = [validate_partial_date]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
