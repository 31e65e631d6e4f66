"""A claim's way from draft to published and aside: who may move it where, and what is kept of it."""

import datetime
from itertools import product

import pytest

from comparisons.models import Claim
from comparisons.models.claim import TransitionRefused
from tests.factories import ArticleFactory, ClaimFactory, UserFactory

pytestmark = pytest.mark.django_db

STATES = ["draft", "in_review", "published", "disputed", "outdated", "rejected"]
ALLOWED = [
    ("draft", "in_review"),
    ("draft", "rejected"),
    ("in_review", "draft"),
    ("in_review", "published"),
    ("in_review", "rejected"),
    ("published", "disputed"),
    ("published", "outdated"),
    ("published", "rejected"),
    ("disputed", "published"),
    ("disputed", "outdated"),
    ("disputed", "rejected"),
    ("outdated", "published"),
    ("outdated", "disputed"),
    ("outdated", "rejected"),
    ("rejected", "draft"),
]
REFUSED = [pair for pair in product(STATES, STATES) if pair not in ALLOWED]


def stored(claim):
    return Claim.objects.get(slug=claim.slug)


# --- Which way -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "after"), ALLOWED)
def test_a_claim_may_move(before, after):
    claim = ClaimFactory(state=before)
    claim.move_to(after, by=UserFactory(), reason="Measured again.", source=ArticleFactory())
    assert stored(claim).state == after


@pytest.mark.parametrize(("before", "after"), REFUSED)
def test_a_claim_may_not_move(before, after):
    claim = ClaimFactory(state=before)
    with pytest.raises(TransitionRefused, match=r"A claim that is .* cannot become .*\."):
        claim.move_to(after, by=UserFactory(is_superuser=True), reason="Because.", source=ArticleFactory())
    assert stored(claim).state == before


def test_a_refused_move_leaves_no_trace():
    claim = ClaimFactory(state="draft")
    before = Claim.objects.values().get(slug=claim.slug)
    with pytest.raises(TransitionRefused):
        claim.move_to("published", by=UserFactory(), reason="Because.")
    assert Claim.objects.values().get(slug=claim.slug) == before
    assert claim.history.count() == 1  # entered


# --- Who -----------------------------------------------------------------------------------------


def test_nobody_publishes_their_own_claim():
    author = UserFactory()
    claim = ClaimFactory(state="in_review", created_by=author)
    with pytest.raises(TransitionRefused, match="Nobody publishes their own claim"):
        claim.move_to("published", by=author)
    assert stored(claim).state == "in_review"


def test_another_editor_publishes_it():
    claim = ClaimFactory(state="in_review", created_by=UserFactory())
    claim.move_to("published", by=UserFactory())
    assert stored(claim).state == "published"


def test_a_superuser_publishes_their_own_claim():
    author = UserFactory(is_superuser=True)
    claim = ClaimFactory(state="in_review", created_by=author)
    claim.move_to("published", by=author)
    assert stored(claim).state == "published"


def test_a_detour_over_rejected_does_not_publish_ones_own_claim():
    author = UserFactory()
    claim = ClaimFactory(state="in_review", created_by=author)
    claim.move_to("rejected", by=author, reason="Wrong article.")
    claim.move_to("draft", by=author)
    claim.move_to("in_review", by=author)
    with pytest.raises(TransitionRefused, match="Nobody publishes their own claim"):
        claim.move_to("published", by=author)


# --- With which reason and source ----------------------------------------------------------------


@pytest.mark.parametrize("state", ["disputed", "outdated", "rejected"])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_claim_is_set_aside_only_with_a_reason(state, reason):
    claim = ClaimFactory()
    with pytest.raises(TransitionRefused, match=f"Say why the claim is {state}"):
        claim.move_to(state, by=UserFactory(), reason=reason, source=ArticleFactory())
    assert stored(claim).state == "published"


@pytest.mark.parametrize("state", ["disputed", "outdated"])
def test_a_claim_is_disputed_or_outdated_only_with_a_source(state):
    claim = ClaimFactory()
    with pytest.raises(TransitionRefused, match=f"Name the article that shows that the claim is {state}"):
        claim.move_to(state, by=UserFactory(), reason="Measured again.")
    assert stored(claim).state == "published"


def test_a_claim_is_rejected_without_a_source():
    claim = ClaimFactory()
    claim.move_to("rejected", by=UserFactory(), reason="Not what the article says.")
    assert stored(claim).state_source is None


def test_reason_source_and_day_are_kept_with_the_claim():
    claim, source = ClaimFactory(), ArticleFactory()
    day = datetime.date(2026, 11, 24)
    claim.move_to("disputed", by=UserFactory(), reason=" Measured again. ", source=source, on=day)
    claim = stored(claim)
    assert (claim.state_reason, claim.state_source, claim.state_since) == ("Measured again.", source, day)


def test_a_claim_that_is_published_again_stands_without_the_old_reason():
    claim = ClaimFactory(state="disputed")
    claim.move_to("published", by=UserFactory())
    claim = stored(claim)
    assert (claim.state_reason, claim.state_source) == ("", None)


# --- What is kept --------------------------------------------------------------------------------


def test_the_day_of_first_publication_stays():
    claim = ClaimFactory(state="in_review")
    assert claim.published_on is None
    first, later = datetime.date(2026, 11, 24), datetime.date(2026, 12, 1)
    claim.move_to("published", by=UserFactory(), on=first)
    claim.move_to("outdated", by=UserFactory(), reason="A new version.", source=ArticleFactory(), on=later)
    claim.move_to("published", by=UserFactory(), on=later)
    assert stored(claim).published_on == first


def test_history_tells_who_moved_a_claim_and_why():
    claim, editor = ClaimFactory(), UserFactory()
    claim.move_to("rejected", by=editor, reason="Not what the article says.")
    entry = claim.history.first()
    assert entry.history_user == editor
    assert entry.history_change_reason == "Published → Rejected: Not what the article says."


def test_history_keeps_every_state():
    claim = ClaimFactory(state="draft")
    claim.move_to("in_review", by=UserFactory())
    claim.move_to("published", by=UserFactory())
    assert list(claim.history.values_list("state", flat=True)) == ["published", "in_review", "draft"]


def test_history_outlives_a_deleted_draft():
    claim = ClaimFactory(state="draft")
    claim.delete()
    assert Claim.history.filter(slug=claim.slug).count() == 2  # entered, deleted


def test_revisions_count_every_change():
    claim = ClaimFactory(state="draft")
    revisions = [stored(claim).revision]
    claim.locator = "Conclusion › paragraph 2"
    claim.save()
    revisions.append(stored(claim).revision)
    claim.move_to("in_review", by=UserFactory())
    revisions.append(stored(claim).revision)
    assert revisions == [1, 2, 3]


# --- What follows from a state -------------------------------------------------------------------


def test_visitors_see_published_disputed_and_outdated_claims():
    claims = {state: ClaimFactory(state=state) for state in STATES}
    public = {claims["published"], claims["disputed"], claims["outdated"]}
    assert set(Claim.objects.public()) == public
    assert {claim for claim in claims.values() if claim.is_public} == public


def test_verdicts_use_published_and_disputed_claims():
    claims = {state: ClaimFactory(state=state) for state in STATES}
    assert set(Claim.objects.counting()) == {claims["published"], claims["disputed"]}
