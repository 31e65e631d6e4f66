"""The checks find each kind of mistake, and only that."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from comparisons import checks
from comparisons.models import Claim
from tests.factories import ArticleFactory, ClaimFactory, CriterionFactory, FrameworkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TODAY = datetime.date(2026, 11, 21)


@pytest.fixture
def framework():
    return FrameworkFactory(slug="rocket", name="Rocket")


def kinds(today=TODAY):
    return {finding.kind for finding in checks.findings(today)}


def good(framework, **values):
    return ClaimFactory(**{"framework": framework, "statement": "Rocket is quick.", **values})


def test_a_good_claim_is_no_mistake(framework):
    good(framework)
    assert not any(finding.is_mistake for finding in checks.findings(TODAY))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("no place in the article", {"locator": "somewhere"}),
        ("statement that does not name its framework", {"statement": "It is quick."}),
        ("reading against its words", {"statement": "Rocket is excellent.", "rating": -1}),
    ],
)
def test_a_mistake_in_a_claim_is_found(framework, kind, values):
    good(framework, **values)
    assert kind in kinds()


def test_a_reading_that_agrees_with_a_contrast_is_no_mistake(framework):
    good(framework, statement="Rocket is not ideal.", rating=-1)
    assert "reading against its words" not in kinds()


def test_a_figure_with_empty_conditions_is_found(framework):
    good(framework, criterion=CriterionFactory(measure="quantity"), quantity=3, conditions=" - ")
    assert "figure without conditions" in kinds()


def test_a_reading_of_another_measure_is_found(framework):
    good(framework, criterion=CriterionFactory(measure="description"), rating=1)
    assert "reading of another measure" in kinds()


def test_the_same_statement_in_other_words_of_one_article_is_found(framework):
    article, criterion = ArticleFactory(), CriterionFactory()
    good(framework, article=article, criterion=criterion, statement="Rocket answers requests quickly.")
    good(framework, article=article, criterion=criterion, statement="Rocket answers a request quickly.")
    assert "near-duplicate" in kinds()


def test_the_same_statement_of_two_articles_is_agreement(framework):
    criterion = CriterionFactory()
    good(framework, criterion=criterion)
    good(framework, criterion=criterion)
    assert "near-duplicate" not in kinds()


def test_a_source_that_cannot_be_looked_up_is_found(framework):
    good(framework, state=Claim.State.DISPUTED)
    assert "reference that leads nowhere" in kinds()


def test_old_evidence_is_due_for_review(framework):
    good(framework, article=ArticleFactory(published="2023"), criterion=CriterionFactory(review_months=24))
    assert "past its review age" in kinds()
    assert "past its review age" not in kinds(today=datetime.date(2024, 12, 1))


def test_an_unused_criterion_and_a_lone_publisher_are_work_not_mistakes(framework):
    CriterionFactory(slug="unused")
    good(framework)
    found = {finding.kind: finding.is_mistake for finding in checks.findings(TODAY)}
    assert found == {"criterion nobody uses": False, "one publisher alone": False}


def test_drafts_are_not_judged(framework):
    good(framework, locator="somewhere", state=Claim.State.DRAFT)
    assert kinds() == {"criterion nobody uses"}


def test_counts_for_each_article(framework):
    article = ArticleFactory(slug="survey-2025")
    good(framework, article=article)
    good(framework, article=article, rating=None, statement="Rocket exists.")
    good(framework, article=article, state=Claim.State.DISPUTED, statement="Rocket is slow.")
    (counted,) = checks.article_counts()
    assert counted == checks.ArticleCount("survey-2025", claims=3, with_reading=2, disputed=1, outdated=0)


def test_coverage_counts_criteria_known_rated_and_told_by_two(framework):
    criterion = CriterionFactory()
    good(framework, criterion=criterion)
    good(framework, criterion=criterion)
    good(framework, rating=None)
    other = FrameworkFactory(slug="zeppelin", name="Zeppelin")
    first, second = checks.coverage()
    assert (first.known, first.rated, first.independent, first.criteria) == (2, 1, 1, 2)
    assert (second.framework, second.known) == (other, 0)


def test_the_command_fails_on_a_mistake_and_names_the_claim(framework):
    claim = good(framework, locator="somewhere")
    out = StringIO()
    with pytest.raises(CommandError, match="1 mistake"):
        call_command("check_knowledge_base", stdout=out)
    assert claim.slug in out.getvalue()


def test_the_shipped_knowledge_base_has_no_mistake(knowledge_base):
    out = StringIO()
    call_command("check_knowledge_base", stdout=out)
    assert "No mistake was found." in out.getvalue()


def test_the_admin_shows_what_to_do_next(admin_client, framework):
    good(framework, locator="somewhere")
    response = admin_client.get("/admin/comparisons/claim/checks/")
    assert "No place in the article" in response.content.decode()
