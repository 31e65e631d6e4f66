import datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests.claims import availability, claim
from tests.factories import ArticleFactory, ClaimFactory, PublisherFactory
from tests.pages import heading, links, read

pytestmark = pytest.mark.django_db

ADDRESS = "/articles/survey/"


@pytest.fixture
def survey():
    return ArticleFactory(slug="survey", title="A survey")


def record(client):
    facts = read(client.get(ADDRESS)).one("dl", class_="facts")
    return {term.text: told.text for term, told in zip(facts.all("dt"), facts.all("dd"), strict=True)}


def sections(client):
    """Return the claims by section of the article: {"Benchmarks 1 claim": [text]}."""
    return {
        each.one("summary").text: [item.text for item in each.all("li")]
        for each in read(client.get(ADDRESS)).all("details", class_="section")
    }


def alone(client):
    """Return the cells in which the article stands alone."""
    first = read(client.get(ADDRESS)).all("section")[0]
    return [line.text for line in first.all("li")]


def test_says_how_much_was_drawn_from_it_and_whose_interest_it_serves(client, survey):
    claim("django", "speed", article=survey)
    survey.publisher.interest = "Sells development with what it compares."
    survey.publisher.save()
    response = client.get(ADDRESS)
    assert heading(response) == "A survey"
    assertContains(response, "1 claim was drawn from it. Sells development with what it compares.")


def test_tells_the_record(client):
    article = ArticleFactory(
        slug="survey",
        authors="A. Author",
        kind="survey",
        version="5.2",
        published="2025-04-03",
        publisher=PublisherFactory(name="Agency", interest_label="sells development"),
        read_on=datetime.date(2026, 1, 2),
        read_by="R. Reader",
        url="https://survey.example/",
        address_status="derived",
    )
    claim("django", "speed", article=article)
    assert record(client) == {
        "Publisher": "Agency, agency or software house",
        "Interest": "sells development",
        "Author": "A. Author",
        "Kind": "Survey, 5.2",
        "Published": "3 Apr 2025",
        "Read": "2 Jan 2026, R. Reader",
        "Address": "Original read elsewhere; the address follows from the publisher's layout",
    }


def test_says_what_the_record_does_not_know(client):
    claim("django", "speed", article=ArticleFactory(slug="survey", published=""))
    told = record(client)
    assert (told["Published"], told["Read"], told["Address"]) == (
        "no date given",
        "not recorded",
        "No address confirmed",
    )


def test_tells_the_note(client):
    claim("django", "speed", article=ArticleFactory(slug="survey", note="Its tables were lost."))
    assertContains(client.get(ADDRESS), "Its tables were lost.")


def test_tells_what_it_is_a_copy_of(client):
    original = claim("django", "speed", article__title="The first")
    claim("django", "speed", article=ArticleFactory(slug="survey", copy_of=original.article))
    assert record(client)["Copy of"] == "The first: both count as one voice"


def test_the_original_of_a_copy_can_be_opened_or_is_not_linked(client):
    claim("django", "speed", article__slug="survey", article__copy_of=ArticleFactory(title="The first"))
    address = links(client.get(ADDRESS)).get("The first")
    assert address is None or client.get(address).status_code == 200


# --- Its claims ---


def test_claims_stand_by_section_in_the_order_of_the_article(client, survey):
    claim("django", "speed", article=survey, locator="Summary › paragraph 1", statement="Last.")
    claim("django", "speed", article=survey, locator="Benchmarks › paragraph 2", statement="First.")
    claim("django", "memory", article=survey, locator="Summary › paragraph 3", statement="Later.")
    assert sections(client) == {
        "Summary 2 claims": [
            "Last. Django, Speed. Summary › paragraph 1",
            "Later. Django, Memory. Summary › paragraph 3",
        ],
        "Benchmarks 1 claim": ["First. Django, Speed. Benchmarks › paragraph 2"],
    }


def test_claims_about_the_field_stand_with_the_others(client, survey):
    ClaimFactory(article=survey, framework=None, criterion__slug="speed", statement="It rarely matters.")
    assert sections(client)["Introduction 1 claim"] == [
        "It rarely matters. Speed. Introduction › paragraph 1"
    ]


def test_leads_to_each_claim(client, survey):
    claim("django", "speed", article=survey, statement="It is fast.")
    assert links(client.get(ADDRESS))["It is fast."] == "/claims/survey-1/"


def test_lists_what_was_set_aside_with_the_reason(client, survey):
    claim(
        "django",
        "speed",
        article=survey,
        statement="It is fast.",
        state="disputed",
        state_reason="It was misread.",
    )
    assert (
        "1 claim disputed or outdated It is fast. Disputed: It was misread." in read(client.get(ADDRESS)).text
    )


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_hides_what_is_not_published(client, survey, state):
    claim("django", "speed", article=survey)
    claim("django", "speed", article=survey, statement="Secretly slow.", state=state)
    response = client.get(ADDRESS)
    assertNotContains(response, "Secretly slow.")
    assert read(response).one("p", class_="lead").text.startswith("1 claim ")


# --- Against the others ---


def test_stands_alone_two_steps_from_the_mean_of_the_others(client, survey):
    claim("django", "speed", 2, article=survey)
    claim("django", "speed", 0)
    claim("django", "speed", 0)
    assert alone(client) == ["Django: Speed Very good the others: Moderate"]


def test_does_not_stand_alone_within_two_steps(client, survey):
    claim("django", "speed", 1, article=survey)
    claim("django", "speed", 0)
    claim("django", "speed", -1)
    assert alone(client) == []


def test_nobody_stands_alone_where_nobody_else_speaks(client, survey):
    claim("django", "speed", 2, article=survey)
    assert alone(client) == []


def test_other_articles_of_the_publisher_are_no_others(client, survey):
    claim("django", "speed", 2, article=survey)
    claim("django", "speed", -2, article__publisher=survey.publisher)
    assert alone(client) == []


def test_copies_of_it_are_no_others(client, survey):
    claim("django", "speed", 2, article=survey)
    claim("django", "speed", -2, article__copy_of=survey)
    assert alone(client) == []


def test_several_articles_of_one_other_publisher_are_one_voice(client, survey):
    other = PublisherFactory()
    claim("django", "speed", 2, article=survey)
    claim("django", "speed", 2)
    for _ in range(5):
        claim("django", "speed", -1, article__publisher=other)
    assert alone(client) == []


def test_outdated_claims_make_nobody_stand_alone(client, survey):
    claim("django", "speed", 2, article=survey)
    claim("django", "speed", -2, state="outdated")
    assert alone(client) == []


def test_stands_alone_on_who_provides_something(client, survey):
    availability("django", "orm", "core", article=survey)
    availability("django", "orm", "third_party")
    assert alone(client) == ["Django: Orm In core the others: Third party"]


def test_counts_the_cells_in_which_it_stands_alone(client, survey):
    for criterion in ("speed", "memory"):
        claim("django", criterion, 2, article=survey)
        claim("django", criterion, -2)
    assertContains(client.get(ADDRESS), "In 2 cells it stands alone against the others")


# --- The address ---


def test_an_unknown_article_is_missing_and_the_nearest_is_suggested(client, survey):
    claim("django", "speed", article=survey)
    response = client.get("/articles/surveys/")
    assert response.status_code == 404
    assert links(response)["A survey"] == ADDRESS


def test_an_unknown_article_is_named(client):
    assertContains(client.get("/articles/surveys/"), "surveys", status_code=404)


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_an_article_of_which_nothing_is_public_is_as_missing_as_one_that_never_was(client, survey, state):
    claim("django", "speed", article=survey, state=state)
    hidden, unknown = client.get(ADDRESS), client.get("/articles/never-was/")
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert hidden.content.replace(b"survey", b"") == unknown.content.replace(b"never-was", b"")


def test_a_missing_page_suggests_no_article_of_which_nothing_is_public(client, survey):
    claim("django", "speed", article=survey, state="draft")
    assertNotContains(client.get("/articles/surveys/"), "A survey", status_code=404)
