"""A claim's number is part of its address: given once, from its article and its place there."""

import pytest

from comparisons.models import Claim
from tests.factories import ArticleFactory, ClaimFactory

pytestmark = pytest.mark.django_db


def test_claims_are_numbered_within_their_article():
    pycharm, odysse = ArticleFactory(slug="pycharm-2025"), ArticleFactory(slug="odysse")
    claims = [ClaimFactory(article=article) for article in (pycharm, odysse, pycharm)]
    assert [claim.slug for claim in claims] == ["pycharm-2025-1", "odysse-1", "pycharm-2025-2"]
    assert [claim.position for claim in claims] == [1, 1, 2]


def test_a_number_stays_when_the_claim_changes():
    claim = ClaimFactory(article__slug="odysse")
    ClaimFactory(article=claim.article)
    claim.statement = "Reworded."
    claim.save()
    claim.refresh_from_db()
    assert (claim.slug, claim.position) == ("odysse-1", 1)


def test_a_number_stays_when_the_article_gets_another_slug():
    claim = ClaimFactory(article__slug="odysse")
    claim.article.slug = "odysse-2026"
    claim.article.save()
    claim.save()
    claim.refresh_from_db()
    assert claim.slug == "odysse-1"


def test_a_number_that_a_file_gives_is_kept():
    claim = ClaimFactory(article__slug="odysse", slug="odysse-7", position=7)
    assert (claim.slug, claim.position) == ("odysse-7", 7)


def test_numbers_go_on_after_the_highest():
    article = ArticleFactory(slug="odysse")
    ClaimFactory(article=article, slug="odysse-7", position=7)
    assert ClaimFactory(article=article).slug == "odysse-8"


def test_a_deleted_draft_leaves_a_gap():
    drafts = ClaimFactory.create_batch(3, article__slug="odysse", state="draft")
    drafts[0].delete()
    assert ClaimFactory(article=drafts[0].article).slug == "odysse-4"


def test_claims_stand_in_the_order_of_their_article():
    article = ArticleFactory(slug="odysse")
    claims = ClaimFactory.create_batch(12, article=article)
    assert list(Claim.objects.all()) == claims  # odysse-2 before odysse-10
