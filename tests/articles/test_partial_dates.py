"""Dates that say only as much as is known."""

import pytest
from django.core.exceptions import ValidationError

from articles.partial_dates import in_words, validate_partial_date


@pytest.mark.parametrize("value", ["2025", "2025-02", "2025-02-03", "2024-02-29", "0001", "9999-12-31"])
def test_a_year_a_month_or_a_day_is_accepted(value):
    validate_partial_date(value)


@pytest.mark.parametrize(
    "value",
    [
        "25",
        "20250",
        "2025-",
        "2025-2",
        "2025-00",
        "2025-13",
        "2025-02-",
        "2025-02-3",
        "2025-02-00",
        "2025-02-32",
        "2025-02-03T10:00",
        "2025/02/03",
        "03.02.2025",
        "Feb 2025",
        "−2025",
        "٢٠٢٥",
        " 2025",
        "2025\n",
        "2025-02-03\n",
        "",
    ],
)
def test_anything_else_is_refused_with_examples(value):
    with pytest.raises(ValidationError, match="2025, 2025-02 or 2025-02-03"):
        validate_partial_date(value)


@pytest.mark.parametrize("value", ["2025-02-29", "2025-04-31", "0000", "0000-01"])
def test_a_day_that_never_was_is_refused_by_name(value):
    with pytest.raises(ValidationError, match=f"{value} is not a day of the calendar"):
        validate_partial_date(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025", "2025"),
        ("2025-02", "Feb 2025"),
        ("2025-02-03", "3 Feb 2025"),
        ("2025-12-31", "31 Dec 2025"),
        ("", ""),
    ],
)
def test_words_say_no_more_than_the_date(value, words):
    assert in_words(value) == words


def test_partial_dates_sort_as_they_stand():
    in_order = ["2024-12-31", "2025", "2025-02", "2025-02-03", "2025-10", "2026"]
    assert sorted(set(in_order)) == in_order
