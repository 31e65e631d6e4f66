import pytest
from pytest_django.asserts import assertContains

from tests.claims import claim
from tests.factories import FrameworkFactory
from tests.pages import heading, links, read

pytestmark = pytest.mark.django_db


def lines(client):
    return [line.text for line in read(client.get("/frameworks/")).one("ul", class_="lines").all("li")]


def test_lists_every_framework_with_what_it_is(client):
    FrameworkFactory(slug="django", summary="A full-stack framework.")
    assert lines(client) == ["Django A full-stack framework. 0 claims from 0 articles"]


def test_stands_in_alphabetical_order_whatever_case_and_slug(client):
    for slug, name in {"a": "Zope", "b": "aiohttp", "c": "Django"}.items():
        FrameworkFactory(slug=slug, name=name)
    assert [line.split()[0] for line in lines(client)] == ["aiohttp", "Django", "Zope"]


def test_counts_frameworks(client):
    FrameworkFactory.create_batch(2)
    assert heading(client.get("/frameworks/")) == "2 frameworks, in alphabetical order"


def test_counts_public_claims_and_their_articles(client):
    said = claim("django", "speed")
    claim("django", "memory", article=said.article, state="disputed")
    claim("django", "speed", state="outdated")
    for state in ("draft", "in_review", "rejected"):
        claim("django", "speed", state=state)
    assert lines(client)[0].endswith("3 claims from 2 articles")


def test_leads_to_each_framework(client):
    FrameworkFactory(slug="django")
    assert links(client.get("/frameworks/"))["Django"] == "/frameworks/django/"


def test_opens_without_any_framework(client):
    assertContains(client.get("/frameworks/"), "No framework has been entered yet.")
