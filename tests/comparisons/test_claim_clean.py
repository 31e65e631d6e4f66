"""A claim's reading is of its criterion's measure. No database: the rule is about plain values."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError

from comparisons.models import Claim
from tests.factories import CriterionFactory

MEASURES = ["rating", "availability", "quantity", "suitability", "description"]
READINGS = {"rating": 0, "availability": "none", "quantity": 0}
FITTING = [
    ("rating", "rating"),
    ("suitability", "rating"),
    ("availability", "availability"),
    ("quantity", "quantity"),
]
WRONG = [pair for pair in product(MEASURES, READINGS) if pair not in FITTING]


def claim_with(measure, **readings):
    return Claim(criterion=CriterionFactory.build(pk=1, name="Speed", measure=measure), **readings)


@pytest.mark.parametrize(("measure", "field"), FITTING)
def test_a_reading_of_the_measure_is_accepted(measure, field):
    claim_with(measure, **{field: READINGS[field]}).clean()


@pytest.mark.parametrize(("measure", "field"), WRONG)
def test_a_reading_of_another_measure_is_refused_at_its_field(measure, field):
    with pytest.raises(ValidationError) as refused:
        claim_with(measure, **{field: READINGS[field]}).clean()
    assert refused.value.message_dict == {field: [f"“Speed” is measured as {measure}; leave this empty."]}


@pytest.mark.parametrize("measure", MEASURES)
def test_no_reading_fits_every_measure(measure):
    claim_with(measure).clean()


def test_a_claim_without_criterion_is_told_so_by_its_field():
    Claim(rating=1).clean()
