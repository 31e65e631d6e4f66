import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests.claims import availability, claim, described, quantity
from tests.factories import FrameworkFactory, OverrideFactory, ReleaseFactory
from tests.pages import heading, links, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def django():
    return FrameworkFactory(slug="django", summary="A full-stack framework.")


def sections(client):
    """Return {heading: [text of each line]} of the profile."""
    page = read(client.get("/frameworks/django/"))
    return {
        section.one("h2").text: [line.text for line in section.all("li")]
        for section in page.all("section")
        if section.all("ul", class_="lines")
    }


def test_says_what_it_is(client):
    response = client.get("/frameworks/django/")
    assert heading(response) == "Django"
    assertContains(response, "A full-stack framework.")


def test_says_that_nothing_was_read_of_it(client):
    assertContains(client.get("/frameworks/django/"), "Nothing that was read speaks of it yet.")


def test_counts_articles_and_claims(client):
    said = claim("django", "speed")
    claim("django", "memory", article=said.article)
    assertContains(client.get("/frameworks/django/"), "1 article makes 2 claims about it.")


@pytest.mark.parametrize(
    ("rating", "section"),
    [
        (1, "What articles praise"),
        (-1, "What articles criticise"),
        (0, "Neither praised nor criticised"),
    ],
)
def test_a_rating_stands_where_its_value_belongs(client, rating, section):
    claim("django", "speed", rating)
    assert list(sections(client)) == [section]


def test_half_a_step_is_praise(client):
    claim("django", "speed", 1)
    claim("django", "speed", 0)
    assert list(sections(client)) == ["What articles praise"]


def test_a_contested_rating_is_neither_praise_nor_criticism(client):
    claim("django", "speed", 2)
    claim("django", "speed", -1)
    assert sections(client) == {
        "Where they contradict each other": [
            "Speed Contested −1 to +2 2 articles, 1 disagrees · newest 2025",
        ]
    }


def test_what_it_suits_stands_best_first(client):
    for criterion, rating in {"apis": 1, "microservices": -1, "websites": 2}.items():
        claim("django", criterion, rating, criterion__measure="suitability")
    assert [line.split()[0] for line in sections(client)["What it suits, best first"]] == [
        "Websites",
        "Apis",
        "Microservices",
    ]


def test_what_is_in_the_box(client):
    availability("django", "orm", "core")
    assert sections(client)["What is in the box"] == ["Orm In core 1 article, sells development · 2025"]


def test_figures_stand_with_their_conditions(client):
    quantity("django", "throughput", 1200, "one worker", article__publisher__name="Bench")
    assert sections(client)["Figures, with their conditions"] == [
        "Throughput 1,200 requests/s; one worker. Bench, 2025"
    ]


def test_facts_are_told_and_not_scored(client):
    described("django", "history", "It began at a newspaper.")
    assert sections(client)["Told, not scored"] == [
        "History It began at a newspaper. 1 article, sells development · 2025"
    ]


def test_the_best_supported_praise_stands_first(client):
    claim("django", "alone", 2)
    for _ in range(2):
        claim("django", "supported", 1)
    assert [line.split()[0] for line in sections(client)["What articles praise"]] == ["Supported", "Alone"]


def test_an_editors_verdict_stands_where_its_value_belongs(client):
    said = claim("django", "speed", -2)
    OverrideFactory(framework=said.framework, criterion=said.criterion, rating=2)
    assert list(sections(client)) == ["What articles praise"]


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_hides_what_is_not_published(client, state):
    claim("django", "speed", state=state)
    assert sections(client) == {}


def test_leads_to_a_comparison_with_every_other_framework(client):
    FrameworkFactory(slug="flask")
    found = links(client.get("/frameworks/django/"))
    assert found["Flask"] == "/compare/django-vs-flask/"


def test_does_not_compare_a_framework_with_itself(client):
    assertNotContains(client.get("/frameworks/django/"), "/compare/django-vs-django/")


def test_tells_releases_newest_first_with_their_source(client, django):
    ReleaseFactory(
        framework=django, version="5.2", released="2025-04", supported_until="2028-04", is_long_term=True
    )
    ReleaseFactory(framework=django, version="6.0", released="2025-12-03")
    (facts,) = read(client.get("/frameworks/django/")).all("dl", class_="facts")
    assert facts.text == "6.0 3 Dec 2025 source 5.2 (LTS) Apr 2025, fixes until Apr 2028 source"


def test_the_source_of_a_release_can_be_opened(client, django):
    ReleaseFactory(framework=django)
    assert client.get(links(client.get("/frameworks/django/"))["source"]).status_code == 200


def test_says_that_no_release_has_been_entered(client):
    assertContains(client.get("/frameworks/django/"), "No release has been entered yet.")


def test_leads_to_all_claims_about_it(client):
    found = links(client.get("/frameworks/django/"))
    assert found["All claims about Django"] == "/claims/?framework=django"


def test_leads_to_its_home_page_and_source_code(client, django):
    django.homepage, django.repository = "https://django.example/", "https://code.example/"
    django.save()
    found = links(client.get("/frameworks/django/"))
    assert (found["Home page"], found["Source code"]) == ("https://django.example/", "https://code.example/")


def test_an_unknown_framework_is_missing_and_the_nearest_is_suggested(client):
    response = client.get("/frameworks/djago/")
    assert response.status_code == 404
    assert links(response)["Django"] == "/frameworks/django/"


def test_an_unknown_framework_is_named(client):
    assertContains(client.get("/frameworks/djago/"), "djago", status_code=404)
