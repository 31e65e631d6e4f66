import datetime

import pytest

from comparisons.changes import latest_changes
from tests.factories import ArticleFactory, ClaimFactory

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY, WEDNESDAY = (datetime.date(2026, 11, day) for day in (16, 17, 18))


def told(number=10):
    return [(change.on, change.text) for change in latest_changes(number)]


def test_nothing_changed_in_an_empty_knowledge_base():
    assert told() == []


def test_claims_of_one_article_and_day_are_told_together():
    article = ArticleFactory()
    ClaimFactory.create_batch(2, article=article, published_on=MONDAY)
    ClaimFactory(article=article, published_on=TUESDAY)
    assert told() == [(TUESDAY, "1 claim was published from"), (MONDAY, "2 claims were published from")]


def test_names_the_article():
    claim = ClaimFactory()
    (change,) = latest_changes(10)
    assert change.article == claim.article


def test_a_claim_set_aside_is_told_with_the_reason_on_its_day():
    claim = ClaimFactory(
        state="disputed", state_reason="It was misread.", state_since=WEDNESDAY, published_on=MONDAY
    )
    change, _ = latest_changes(10)
    assert (change.on, change.text, change.claim) == (
        WEDNESDAY,
        "A claim became disputed: It was misread.",
        claim,
    )


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_what_is_not_published_did_not_change(state):
    ClaimFactory(state=state, published_on=MONDAY)
    assert told() == []


def test_the_newest_stand_first():
    for day in (MONDAY, WEDNESDAY, TUESDAY):
        ClaimFactory(published_on=day)
    assert [on for on, _ in told()] == [WEDNESDAY, TUESDAY, MONDAY]


def test_tells_no_more_than_asked_for():
    ClaimFactory.create_batch(4, published_on=MONDAY)
    ClaimFactory.create_batch(4, state="outdated", published_on=MONDAY, state_since=TUESDAY)
    assert [on for on, _ in told(5)] == [TUESDAY] * 4 + [MONDAY]


def test_more_changes_need_no_more_queries(django_assert_num_queries):
    ClaimFactory.create_batch(3)
    ClaimFactory.create_batch(3, state="outdated")
    with django_assert_num_queries(3):
        for change in latest_changes(6):
            assert change.article is None or change.article.publisher.name
            assert change.claim is None or change.claim.article.publisher.name
