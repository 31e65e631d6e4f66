"""What is told without the database is what the database would say."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import CheckConstraint, Q

from articles.models import Article
from comparisons.exchange import RESOURCES
from comparisons.exchange.constraints import holds, violated
from comparisons.models import Claim
from tests.properties import given, st

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 1)
claims = st.fixed_dictionaries(
    {
        "statement": st.sampled_from(["", "x"]),
        "locator": st.sampled_from(["", "x"]),
        "framework_id": st.sampled_from([None, 1]),
        "compared_with_id": st.sampled_from([None, 1, 2]),
        "rating": st.sampled_from([None, -3, -2, 0, 2, 3]),
        "availability": st.sampled_from(["", "core", "wrong"]),
        "quantity": st.sampled_from([None, Decimal(0), Decimal(2)]),
        "quantity_high": st.sampled_from([None, Decimal(1), Decimal(2)]),
        "qualifier": st.sampled_from(["", "about", "wrong"]),
        "conditions": st.sampled_from(["", "x"]),
        "as_of": st.sampled_from(["", "2025", "2025-13", "x"]),
        "state": st.sampled_from(
            ["draft", "in_review", "published", "disputed", "outdated", "rejected", "wrong"]
        ),
        "state_reason": st.sampled_from(["", "x"]),
        "state_since": st.sampled_from([None, DAY]),
        "state_source_id": st.sampled_from([None, 1]),
        "published_on": st.sampled_from([None, DAY]),
    }
).map(lambda values: Claim(**values))
articles = st.fixed_dictionaries(
    {
        "id": st.sampled_from([None, 1]),
        "reading_state": st.sampled_from(["to_read", "wrong"]),
        "published": st.sampled_from(["", "2025", "x"]),
        "kind": st.sampled_from(["guide", "wrong"]),
        "address_status": st.sampled_from(["unconfirmed", "confirmed"]),
        "url": st.sampled_from(["", "https://example.org/"]),
        "copy_of_id": st.sampled_from([None, 1, 2]),
        "read_on": st.sampled_from([None, DAY]),
        "read_by": st.sampled_from(["", "Ada"]),
    }
).map(lambda values: Article(**values))


def refused_by_the_database(row):
    found = set()
    for constraint in row._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            try:
                constraint.validate(type(row), row, using=DEFAULT_DB_ALIAS)
            except ValidationError:
                found.add(constraint.name)
    return found


@given(row=claims | articles)
def test_the_same_constraints_are_violated_as_in_the_database(row):
    assert {constraint.name for constraint in violated(row)} == refused_by_the_database(row)


@pytest.mark.parametrize("resource", RESOURCES.values())
def test_every_constraint_has_its_column_and_its_sentence(resource):
    constraints = {
        constraint.name: constraint
        for constraint in resource._meta.model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert resource.CONSTRAINTS.keys() == constraints.keys()
    for name, (column, sentence) in resource.CONSTRAINTS.items():
        assert column in resource._meta.fields
        sentence = sentence or constraints[name].violation_error_message
        assert sentence.endswith("."), name
        assert name not in sentence


@pytest.mark.parametrize("condition", [Q(statement__iexact="x"), Q(statement="x") ^ Q(locator="x")])
def test_a_condition_that_is_not_understood_is_no_silent_yes(condition):
    with pytest.raises(NotImplementedError):
        holds(condition, Claim(statement="x", locator="y"))
