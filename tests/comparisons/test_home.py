import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests.claims import claim, quantity
from tests.factories import ArticleFactory, ClaimFactory, CriterionFactory, FrameworkFactory
from tests.pages import heading, links, read

pytestmark = pytest.mark.django_db


def test_opens_on_an_empty_knowledge_base(client):
    assertContains(client.get("/"), "Nothing has been read yet.")


def test_says_what_the_site_is(client):
    claim("django", "speed")
    assert heading(client.get("/")) == "What articles claim about web frameworks, and who says so"


def test_counts_articles_claims_and_frameworks(client):
    said = claim("django", "speed")
    claim("flask", "speed", article=said.article)
    claim("flask", "memory")
    assertContains(client.get("/"), "2 articles make 3 claims about 2 frameworks.")


def test_counts_how_often_publishers_agree_and_contradict_each_other(client):
    for rating in (1, 1):
        claim("django", "agreed", rating)
    for rating in (2, -2):
        claim("django", "contested", rating)
    claim("django", "alone")
    assertContains(
        client.get("/"),
        "Independent publishers agree in 1 cell of the table, contradict each other in 1 and leave 1 to one of them alone.",
    )


def test_figures_are_not_counted_as_agreement(client):
    quantity("django", "throughput", 100)
    assertContains(client.get("/"), "agree in 0 cells of the table, contradict each other in 0 and leave 0")


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_does_not_count_what_is_not_published(client, state):
    claim("django", "speed")
    claim("django", "speed", state=state)
    assertContains(client.get("/"), "1 article makes 1 claim about 1 framework.")


def test_offers_every_framework_to_compare(client):
    FrameworkFactory(slug="django")
    FrameworkFactory(slug="flask")
    boxes = read(client.get("/")).all("input", name="framework")
    assert [box["value"] for box in boxes] == ["django", "flask"]


def test_frameworks_stand_in_alphabetical_order_whatever_their_slugs(client):
    for slug, name in {"a": "Zope", "b": "aiohttp", "c": "Django"}.items():
        FrameworkFactory(slug=slug, name=name)
    boxes = read(client.get("/")).all("input", name="framework")
    assert [box["value"] for box in boxes] == ["b", "c", "a"]


def test_picks_the_three_frameworks_of_which_most_articles_speak(client):
    for slug, number in {"django": 3, "flask": 2, "tornado": 1, "fastapi": 2}.items():
        for _ in range(number):
            claim(slug, "speed")
    boxes = read(client.get("/")).all("input", name="framework")
    assert [box["value"] for box in boxes if "checked" in box.attributes] == ["django", "fastapi", "flask"]


def test_picks_nothing_of_which_nothing_was_read(client):
    FrameworkFactory(slug="django")
    assert "checked" not in read(client.get("/")).one("input", name="framework").attributes


def test_the_choice_leads_to_the_comparison(client):
    claim("django", "speed")
    forms = read(client.get("/")).all("form")
    assert "/compare/" in [form["action"] for form in forms]


def test_tells_where_articles_contradict_each_other_and_who_stands_where(client):
    claim("django", "speed", 2, article__publisher__name="Fan")
    claim("django", "speed", -2, article__publisher__name="Critic")
    response = client.get("/")
    assertContains(response, "very good: Fan; very weak: Critic")
    assert links(response)["Django: Speed"] == "/criteria/speed/#django"


def test_says_when_articles_contradict_each_other_nowhere(client):
    claim("django", "speed")
    assertContains(client.get("/"), "Nowhere so far.")


def test_tells_the_latest_publications_by_article(client):
    said = claim("django", "speed", article__title="A survey", article__slug="survey")
    claim("django", "memory", article=said.article)
    response = client.get("/")
    assertContains(response, "2 claims were published from")
    assert links(response)["A survey"] == "/articles/survey/"


def test_tells_which_claims_were_set_aside_and_why(client):
    claim("django", "speed", state="outdated", state_reason="Version 6 is faster.")
    assertContains(client.get("/"), "A claim became outdated: Version 6 is faster.")


def test_does_not_tell_of_rejected_claims(client):
    claim("django", "speed")
    claim("django", "speed", state="rejected", state_reason="The article never says so.")
    assertNotContains(client.get("/"), "The article never says so.")


def test_tells_of_a_claim_about_the_field(client):
    ClaimFactory(framework=None, state="disputed", article__publisher__name="Agency")
    assert "Agency on the field" in links(client.get("/"))


def test_lists_every_criterion_with_the_number_of_its_public_claims(client):
    CriterionFactory(slug="memory")
    claim("django", "speed")
    claim("django", "speed", state="draft")
    _, group = read(client.get("/")).one("ul", class_="index").all("ul")
    counts = [(item.one("a").text, item.one("span").text) for item in group.all("li")]
    assert counts == [("Memory", "0"), ("Speed", "1")]


def test_an_article_without_claims_is_not_counted(client):
    ArticleFactory()
    claim("django", "speed")
    assertContains(client.get("/"), "1 article makes 1 claim")
