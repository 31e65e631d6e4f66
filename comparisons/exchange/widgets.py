"""How each kind of column is read and written; a refusal is the end of a sentence that begins with the column."""

import datetime
import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import connection
from import_export import widgets

from articles.models import FormerSlug
from articles.partial_dates import validate_partial_date

from .notation import in_digits
from .reading.records import shown, unfit_text

INTEGER = re.compile(r"[+-]?[0-9]{1,10}")
DECIMAL = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EXACT_IN_SQLITE = 15
AS_TEXT = "write it as text (format the cell as text, or put it in quotation marks)."


def is_blank(value):
    return value is None or (isinstance(value, str) and not value.strip())


def kind_of(value):
    """Return what a value is that should be something else."""
    if isinstance(value, bool):
        return "a truth value"
    if isinstance(value, int | float | Decimal):
        return "a number"
    if isinstance(value, datetime.date):
        return "a date"
    return "text" if isinstance(value, str) else "no single value"


class Words(widgets.Widget):
    """Text, kept to the last blank."""

    def clean(self, value, row=None, **kwargs):
        if value is None:
            return ""
        if not isinstance(value, str):
            raise ValueError(f"is {kind_of(value)}; text is expected: {AS_TEXT}")
        if problem := unfit_text(value):
            raise ValueError(problem)
        return value

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class Word(Words):
    """Text in which blanks at the ends mean nothing: slugs and the like."""

    def clean(self, value, row=None, **kwargs):
        return super().clean(value).strip()


class PartialDate(Word):
    """2025, 2025-02 or 2025-02-03. A workbook's whole number is a year; its dates would invent a day."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, int | float) and value in range(1000, 10_000):
            value = str(int(value))
        if isinstance(value, datetime.date):
            raise ValueError(f"is a date cell, which always says a day: {AS_TEXT}")
        text = super().clean(value)
        if text:
            try:
                validate_partial_date(text)
            except ValidationError:
                raise ValueError(
                    f"is {shown(text)}; write a year, a month or a day that exists, such as 2025-02."
                ) from None
        return text


class Day(widgets.Widget):
    """A day of the calendar, as 2025-02-03."""

    def clean(self, value, row=None, **kwargs):
        if is_blank(value):
            return None
        if isinstance(value, datetime.datetime):
            if value.time() != datetime.time():
                raise ValueError("has a time of day; only a day is expected.")
            return value.date()
        if isinstance(value, datetime.date):
            return value
        if isinstance(value, str) and DATE.fullmatch(value.strip()):
            try:
                return datetime.date.fromisoformat(value.strip())
            except ValueError:
                raise ValueError(f"is {shown(value)}, which is no day of the calendar.") from None
        raise ValueError(f"is {shown(value)}; write a day as 2025-02-03.")

    def render(self, value, obj=None, **kwargs):
        return None if value is None else value.isoformat()


class Whole(widgets.Widget):
    """A whole number within bounds."""

    def __init__(self, least, most):
        super().__init__()
        self.least, self.most = least, most

    def clean(self, value, row=None, **kwargs):
        if is_blank(value):
            return None
        number = None
        if isinstance(value, str) and INTEGER.fullmatch(value.strip()):
            number = int(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            number = value
        elif isinstance(value, float | Decimal) and abs(value) < 10**10 and value == int(value):
            number = int(value)
        if number is None:
            raise ValueError(f"is {shown(value)}; write a whole number.")
        if not self.least <= number <= self.most:
            raise ValueError(f"is {shown(value)}; write a number from {self.least} to {self.most}.")
        return number

    def render(self, value, obj=None, **kwargs):
        return value


class Figure(widgets.Widget):
    """A number with as many digits as the column keeps."""

    def __init__(self, digits, places):
        super().__init__()
        self.digits, self.places = digits, places

    def clean(self, value, row=None, **kwargs):
        if is_blank(value):
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            raise ValueError(f"is {kind_of(value)}; write a number such as 12.5.")
        if isinstance(value, str):
            if not DECIMAL.fullmatch(value.strip()):
                raise ValueError(f"is {shown(value)}; write a number such as 12.5, without separators.")
            value = value.strip()
        number = Decimal(repr(value) if isinstance(value, float) else value)
        if not number.is_finite():
            raise ValueError(f"is {shown(value)}; write a number such as 12.5.")
        if number and number.adjusted() >= self.digits - self.places:
            raise ValueError(f"is too large: {self.digits - self.places} digits fit before the point.")
        if number.as_tuple().exponent < -self.places and number != round(number, self.places):
            raise ValueError(f"is {shown(value)}; {self.places} digits fit after the point.")
        number = round(number, self.places)
        if (
            connection.vendor == "sqlite"
            and len(in_digits(abs(number)).replace(".", "").lstrip("0")) > EXACT_IN_SQLITE
        ):
            raise ValueError(f"is {shown(value)}; this database keeps {EXACT_IN_SQLITE} digits of a number.")
        return number

    def render(self, value, obj=None, **kwargs):
        return value


class OneOf(Word):
    """One of a few words. Blank means what the entry has, or the usual one for a new entry, unless blank is a choice."""

    def __init__(self, choices):
        super().__init__()
        self.choices = [key for key in choices.values if key]

    def clean(self, value, row=None, **kwargs):
        word = super().clean(value)
        if word and word not in self.choices:
            raise ValueError(f"is {shown(word)}; write one of: {', '.join(self.choices)}.")
        return word


class Reference(widgets.ForeignKeyWidget):
    """Another entry by its slug, today's or a former one. All slugs are looked up once, not once for each row."""

    def __init__(self, model):
        super().__init__(model, field="slug", key_is_id=True)

    def load(self):
        self.slugs = dict(self.model._base_manager.values_list("pk", "slug"))
        self.keys = {slug: key for key, slug in self.slugs.items()}
        former = FormerSlug.objects.filter(kind=self.model._meta.label_lower).values_list("slug", "target")
        self.former = {slug: key for slug, key in former if key in self.slugs}

    def clean(self, value, row=None, **kwargs):
        if is_blank(value):
            return None
        if not isinstance(value, str):
            raise ValueError(f"is {kind_of(value)}; a slug is expected.")
        slug = value.strip()
        key = self.keys.get(slug) or self.former.get(slug)
        if key is None:
            raise self.unknown(slug)
        return key

    def unknown(self, slug):
        return ValueError(f"is {shown(slug)}, but there is no {self.model._meta.verbose_name} of that slug.")

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else self.slugs.get(value, "")


class Sibling(Reference):
    """Another entry of the same file or of the table. What is not in the table is remembered, to be looked for later."""

    def clean(self, value, row=None, **kwargs):
        self.pending = None
        try:
            return super().clean(value, row, **kwargs)
        except ValueError:
            if not isinstance(value, str) or unfit_text(value):
                raise
            self.pending = value.strip()
            return None
