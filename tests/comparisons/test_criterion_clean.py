"""What the admin refuses about a criterion, and why."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories import ClaimFactory, CriterionFactory, OverrideFactory

WORDS = {
    "word_minus_2": "Very slow",
    "word_minus_1": "Slow",
    "word_0": "Moderate",
    "word_plus_1": "Fast",
    "word_plus_2": "Very fast",
}


@pytest.mark.parametrize("measure", ["rating", "suitability"])
def test_a_scale_may_have_five_words(measure):
    CriterionFactory.build(measure=measure, **WORDS).clean()


@pytest.mark.parametrize("measure", ["rating", "availability", "quantity", "suitability", "description"])
def test_a_criterion_needs_no_words(measure):
    CriterionFactory.build(measure=measure).clean()


@pytest.mark.parametrize("missing", WORDS)
def test_four_words_of_five_are_refused(missing):
    with pytest.raises(ValidationError, match="all five words of the scale or none"):
        CriterionFactory.build(**(WORDS | {missing: ""})).clean()


@pytest.mark.parametrize("measure", ["availability", "quantity", "description"])
def test_a_measure_without_steps_has_no_words_for_them(measure):
    with pytest.raises(ValidationError, match="Only ratings and suitabilities have words"):
        CriterionFactory.build(measure=measure, **WORDS).clean()


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "published", "rejected"])
def test_the_measure_stays_while_claims_are_read_by_it(state):
    criterion = ClaimFactory(criterion__measure="rating", state=state).criterion
    criterion.measure = "availability"
    with pytest.raises(ValidationError) as refused:
        criterion.clean()
    assert list(refused.value.message_dict) == ["measure"]


@pytest.mark.django_db
def test_the_measure_stays_while_a_verdict_is_set_by_it():
    criterion = OverrideFactory(criterion__measure="rating").criterion
    criterion.measure = "availability"
    with pytest.raises(ValidationError) as refused:
        criterion.clean()
    assert list(refused.value.message_dict) == ["measure"]


@pytest.mark.django_db
def test_the_measure_may_change_while_claims_only_describe():
    criterion = ClaimFactory(criterion__measure="rating", rating=None).criterion
    criterion.measure = "availability"
    criterion.clean()


@pytest.mark.django_db
def test_everything_else_may_change_under_readings():
    criterion = ClaimFactory().criterion
    criterion.name = "Speed, in words"
    criterion.clean()
