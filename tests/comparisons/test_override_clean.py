"""A verdict set by an editor has a value of its criterion's measure."""

import pytest
from django.core.exceptions import ValidationError

from comparisons.models import Override
from tests.factories import CriterionFactory


def override_with(measure, **value):
    return Override(criterion=CriterionFactory.build(pk=1, name="Speed", measure=measure), **value)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("rating", {"rating": 0}),
        ("suitability", {"rating": -2}),
        ("availability", {"availability": "none"}),
    ],
)
def test_a_value_of_the_measure_is_accepted(measure, value):
    override_with(measure, **value).clean()


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("rating", {}),
        ("rating", {"availability": "core"}),
        ("suitability", {"availability": "core"}),
        ("availability", {}),
        ("availability", {"rating": 2}),
        ("quantity", {"rating": 2}),
        ("description", {"rating": 2}),
        ("description", {"availability": "core"}),
    ],
)
def test_any_other_value_is_refused(measure, value):
    with pytest.raises(ValidationError, match=f"“Speed” is measured as {measure}"):
        override_with(measure, **value).clean()


def test_an_override_without_criterion_is_told_so_by_its_field():
    Override(rating=1).clean()
