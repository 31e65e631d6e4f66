import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests.claims import claim
from tests.factories import ArticleFactory
from tests.pages import heading, links, read

pytestmark = pytest.mark.django_db


def lines(client):
    return [line.text for line in read(client.get("/articles/")).one("ul", class_="lines").all("li")]


def test_lists_each_article_with_its_publishers_interest(client):
    claim(
        "django",
        "speed",
        article__title="A survey",
        article__published="2025-04",
        article__kind="survey",
        article__version="5.2",
        article__publisher__name="Agency",
        article__publisher__interest_label="sells development",
    )
    assert lines(client) == ["1 claim A survey Agency, sells development. Survey, Apr 2025, 5.2"]


def test_says_that_an_article_gives_no_date(client):
    claim("django", "speed", article__published="")
    assert lines(client)[0].endswith("no date given")


def test_articles_with_most_claims_stand_first(client):
    claim("django", "speed", article__title="Little")
    much = claim("django", "speed", article__title="Much")
    claim("django", "memory", article=much.article)
    assert [line.split()[2] for line in lines(client)] == ["Much", "Little"]


def test_counts_public_claims_only(client):
    said = claim("django", "speed")
    for state in ("disputed", "outdated", "draft", "in_review", "rejected"):
        claim("django", "speed", article=said.article, state=state)
    assert lines(client)[0].startswith("3 claims")


def test_counts_the_articles(client):
    claim("django", "speed")
    claim("django", "speed")
    assert heading(client.get("/articles/")) == "2 articles were read, each with its publisher's interest"


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_hides_articles_of_which_nothing_is_public(client, state):
    claim("django", "speed", article__title="Nothing public yet", state=state)
    assertNotContains(client.get("/articles/"), "Nothing public yet")


def test_hides_articles_without_claims(client):
    ArticleFactory(title="Nothing public yet")
    assertNotContains(client.get("/articles/"), "Nothing public yet")


def test_leads_to_each_article(client):
    claim("django", "speed", article__title="A survey", article__slug="survey")
    assert links(client.get("/articles/"))["A survey"] == "/articles/survey/"


def test_opens_without_any_article(client):
    assertContains(client.get("/articles/"), "No article has public claims yet.")
