"""The database refuses nonsense about frameworks, criteria, claims and verdicts: one test for each of its rules.

SQLite names the columns of a unique constraint and PostgreSQL its name, so those tests accept either.
"""

import pytest
from django.db import IntegrityError

from comparisons.models import Claim, Framework
from tests.factories import (
    TODAY,
    ArticleFactory,
    ClaimFactory,
    CriterionFactory,
    FrameworkFactory,
    GroupFactory,
    OverrideFactory,
    ReleaseFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def figure(**fields):
    """Make a claim with a figure, which is right but for the given fields."""
    right = {"criterion__measure": "quantity", "rating": None, "quantity": 100, "conditions": "not stated"}
    return ClaimFactory(**(right | fields))


# --- Framework and release -----------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["django-vs-flask", "django-to-flask"])
def test_framework_slug_holds_no_joining_word(slug):
    with pytest.raises(IntegrityError, match="framework_slug_holds_no_joining_word"):
        FrameworkFactory(slug=slug)


def test_frameworks_differ_in_name():
    FrameworkFactory(name="Django")
    with pytest.raises(IntegrityError, match=r"comparisons_framework.name"):
        FrameworkFactory(name="Django")


def test_frameworks_differ_in_slug():
    FrameworkFactory(slug="django")
    other = FrameworkFactory(slug="flask")
    with pytest.raises(IntegrityError, match=r"comparisons_framework.slug"):
        Framework.objects.filter(slug=other.slug).update(slug="django")


def test_release_is_told_once():
    release = ReleaseFactory()
    with pytest.raises(IntegrityError, match=r"release_is_told_once|release.framework_id, .*release.version"):
        ReleaseFactory(framework=release.framework, version=release.version)


@pytest.mark.parametrize("field", ["released", "supported_until"])
def test_release_dates_are_partial_dates(field):
    with pytest.raises(IntegrityError, match="release_dates_are_partial_dates"):
        ReleaseFactory(**{field: "2026-13"})


def test_release_is_supported_after_it_came():
    with pytest.raises(IntegrityError, match="release_is_supported_after_it_came"):
        ReleaseFactory(released="2025-04", supported_until="2025-03")


@pytest.mark.parametrize(
    ("released", "supported_until"),
    [("2025-04", "2025"), ("2025-04-02", "2025-04"), ("2025-04", "2025-04"), ("2025", "2025-04-02")],
)
def test_support_may_end_within_the_month_or_year_of_the_release(released, supported_until):
    ReleaseFactory(released=released, supported_until=supported_until)


def test_an_article_stays_while_a_release_rests_on_it():
    release = ReleaseFactory()
    with pytest.raises(IntegrityError, match=r"'Release.source'"):
        release.source.delete()


# --- Group and criterion -------------------------------------------------------------------------


def test_groups_differ_in_name():
    GroupFactory(name="Security")
    with pytest.raises(IntegrityError, match=r"comparisons_group.name"):
        GroupFactory(name="Security")


def test_groups_differ_in_slug():
    GroupFactory(slug="security")
    other = GroupFactory()
    other.slug = "security"
    with pytest.raises(IntegrityError, match=r"comparisons_group.slug"):
        other.save()


def test_a_group_stays_while_it_has_criteria():
    criterion = CriterionFactory()
    with pytest.raises(IntegrityError, match=r"'Criterion.group'"):
        criterion.group.delete()


def test_criterion_measure_is_known():
    with pytest.raises(IntegrityError, match="criterion_measure_is_known"):
        CriterionFactory(measure="taste")


@pytest.mark.parametrize(
    "fields",
    [
        {"measure": "quantity", "unit": "", "better": "lower"},
        {"measure": "quantity", "unit": "ms", "better": ""},
        {"measure": "quantity", "unit": "ms", "better": "taller"},
        {"measure": "rating", "unit": "ms"},
        {"measure": "rating", "better": "lower"},
    ],
)
def test_criterion_has_unit_and_direction_if_quantity(fields):
    with pytest.raises(IntegrityError, match="criterion_has_unit_and_direction_if_quantity"):
        CriterionFactory(**fields)


def test_criterion_is_reviewed_some_day():
    with pytest.raises(IntegrityError, match="criterion_is_reviewed_some_day"):
        CriterionFactory(review_months=0)


def test_criteria_differ_in_name():
    CriterionFactory(name="Speed")
    with pytest.raises(IntegrityError, match=r"comparisons_criterion.name"):
        CriterionFactory(name="Speed")


def test_criteria_differ_in_slug():
    CriterionFactory(slug="speed")
    other = CriterionFactory()
    other.slug = "speed"
    with pytest.raises(IntegrityError, match=r"comparisons_criterion.slug"):
        other.save()


# --- Override ------------------------------------------------------------------------------------


def test_override_is_one_a_cell():
    override = OverrideFactory()
    with pytest.raises(
        IntegrityError, match=r"override_is_one_a_cell|override.framework_id, .*override.criterion_id"
    ):
        OverrideFactory(framework=override.framework, criterion=override.criterion)


def test_override_has_a_reason():
    with pytest.raises(IntegrityError, match="override_has_a_reason"):
        OverrideFactory(reason="")


@pytest.mark.parametrize(
    "fields",
    [
        {"rating": None, "availability": ""},
        {"rating": 3, "availability": ""},
        {"rating": -3, "availability": ""},
        {"rating": 1, "availability": "core"},
        {"rating": None, "availability": "perhaps"},
    ],
)
def test_override_sets_one_value(fields):
    with pytest.raises(IntegrityError, match="override_sets_one_value"):
        OverrideFactory(**fields)


def test_an_editor_stays_while_verdicts_are_theirs():
    override = OverrideFactory(set_by=UserFactory())
    with pytest.raises(IntegrityError, match=r"'Override.set_by'"):
        override.set_by.delete()


# --- Claim: where it stands ----------------------------------------------------------------------


def test_claims_differ_in_number():
    claim, other = ClaimFactory(), ClaimFactory()
    with pytest.raises(IntegrityError, match=r"comparisons_claim.slug"):
        Claim.objects.filter(slug=other.slug).update(slug=claim.slug)


def test_claim_has_a_place_of_its_own():
    claim = ClaimFactory()
    other = ClaimFactory(article=claim.article)
    with pytest.raises(
        IntegrityError, match=r"claim_has_a_place_of_its_own|claim.article_id, .*claim.position"
    ):
        Claim.objects.filter(slug=other.slug).update(position=claim.position)


def test_claim_has_a_locator():
    with pytest.raises(IntegrityError, match="claim_has_a_locator"):
        ClaimFactory(locator="")


def test_an_article_stays_while_it_has_claims():
    claim = ClaimFactory()
    with pytest.raises(IntegrityError, match=r"'Claim.article'"):
        claim.article.delete()


# --- Claim: what it says -------------------------------------------------------------------------


def test_claim_says_something():
    with pytest.raises(IntegrityError, match="claim_says_something"):
        ClaimFactory(statement="")


def test_claim_about_a_framework_is_told_once():
    claim = ClaimFactory()
    with pytest.raises(
        IntegrityError,
        match=r"claim_about_a_framework_is_told_once|claim.framework_id, .*claim.statement",
    ):
        ClaimFactory(
            article=claim.article,
            framework=claim.framework,
            criterion=claim.criterion,
            statement=claim.statement,
        )


def test_claim_about_the_field_is_told_once():
    claim = ClaimFactory(framework=None)
    with pytest.raises(
        IntegrityError,
        match=r"claim_about_the_field_is_told_once|claim.article_id, .*claim.criterion_id, .*claim.statement",
    ):
        ClaimFactory(
            article=claim.article, framework=None, criterion=claim.criterion, statement=claim.statement
        )


def test_claim_compares_a_framework_with_another():
    framework = FrameworkFactory()
    with pytest.raises(IntegrityError, match="claim_compares_a_framework_with_another"):
        ClaimFactory(framework=framework, compared_with=framework)


def test_claim_compares_a_framework_with_another_and_not_nothing():
    with pytest.raises(IntegrityError, match="claim_compares_a_framework_with_another"):
        ClaimFactory(framework=None, compared_with=FrameworkFactory())


def test_a_framework_stays_while_claims_are_about_it():
    claim = ClaimFactory()
    with pytest.raises(IntegrityError, match=r"'Claim.framework'"):
        claim.framework.delete()


def test_a_framework_stays_while_claims_compare_with_it():
    claim = ClaimFactory(compared_with=FrameworkFactory())
    with pytest.raises(IntegrityError, match=r"'Claim.compared_with'"):
        claim.compared_with.delete()


def test_a_criterion_stays_while_claims_are_on_it():
    claim = ClaimFactory()
    with pytest.raises(IntegrityError, match=r"'Claim.criterion'"):
        claim.criterion.delete()


@pytest.mark.parametrize("as_of", ["2025-00", "soon"])
def test_claim_as_of_is_a_partial_date(as_of):
    with pytest.raises(IntegrityError, match="claim_as_of_is_a_partial_date"):
        ClaimFactory(as_of=as_of)


# --- Claim: its reading --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "readings",
    [
        {"rating": 1, "availability": "core"},
        {"rating": 1, "quantity": 100, "conditions": "not stated"},
        {"rating": None, "availability": "core", "quantity": 100, "conditions": "not stated"},
    ],
)
def test_claim_has_one_reading_at_most(readings):
    with pytest.raises(IntegrityError, match="claim_has_one_reading_at_most"):
        ClaimFactory(**readings)


@pytest.mark.parametrize("rating", [-3, 3])
def test_claim_rating_is_a_step_of_the_scale(rating):
    with pytest.raises(IntegrityError, match="claim_rating_is_a_step_of_the_scale"):
        ClaimFactory(rating=rating)


def test_claim_availability_is_known():
    with pytest.raises(IntegrityError, match="claim_availability_is_known"):
        ClaimFactory(rating=None, availability="perhaps")


def test_claim_quantity_has_conditions():
    with pytest.raises(IntegrityError, match="claim_quantity_has_conditions"):
        figure(conditions="")


@pytest.mark.parametrize(("quantity", "quantity_high"), [(100, 99), (100, 100), (None, 100)])
def test_claim_range_goes_upwards(quantity, quantity_high):
    with pytest.raises(IntegrityError, match="claim_range_goes_upwards"):
        figure(quantity=quantity, quantity_high=quantity_high)


@pytest.mark.parametrize(("quantity", "qualifier"), [(None, "about"), (100, "nearly")])
def test_claim_qualifier_qualifies_a_quantity(quantity, qualifier):
    with pytest.raises(IntegrityError, match="claim_qualifier_qualifies_a_quantity"):
        figure(quantity=quantity, qualifier=qualifier)


@pytest.mark.parametrize(
    "reading", [{"rating": 0}, {"availability": "none"}, {"quantity": 0, "conditions": "not stated"}]
)
def test_claim_about_the_field_has_no_reading(reading):
    with pytest.raises(IntegrityError, match="claim_about_the_field_has_no_reading"):
        ClaimFactory(framework=None, **reading)


# --- Claim: its state ----------------------------------------------------------------------------


def test_claim_state_is_known():
    with pytest.raises(IntegrityError, match="claim_state_is_known"):
        ClaimFactory(state="rumoured")


@pytest.mark.parametrize("state", ["disputed", "outdated", "rejected"])
@pytest.mark.parametrize("missing", [{"state_reason": "", "state_since": TODAY}, {"state_since": None}])
def test_claim_set_aside_says_why(state, missing):
    with pytest.raises(IntegrityError, match="claim_set_aside_says_why"):
        ClaimFactory(state=state, **missing)


@pytest.mark.parametrize("state", ["disputed", "outdated"])
def test_claim_disputed_or_outdated_names_a_source(state):
    with pytest.raises(IntegrityError, match="claim_disputed_or_outdated_names_a_source"):
        ClaimFactory(state=state, state_source=None)


@pytest.mark.parametrize("state", ["published", "disputed", "outdated"])
def test_claim_in_public_has_its_day(state):
    with pytest.raises(IntegrityError, match="claim_in_public_has_its_day"):
        ClaimFactory(state=state, published_on=None)


def test_an_article_stays_while_claims_are_disputed_with_it():
    claim = ClaimFactory(state="disputed", state_source=ArticleFactory())
    with pytest.raises(IntegrityError, match=r"'Claim.state_source'"):
        claim.state_source.delete()


def test_an_editor_stays_while_claims_are_theirs():
    claim = ClaimFactory(created_by=UserFactory())
    with pytest.raises(IntegrityError, match=r"'Claim.created_by'"):
        claim.created_by.delete()
