import pytest
from pytest_django.asserts import assertContains

from tests.claims import claim
from tests.factories import ClaimFactory, CriterionFactory, GroupFactory
from tests.pages import heading, links, read

pytestmark = pytest.mark.django_db


def test_lists_every_criterion_with_what_is_meant(client):
    CriterionFactory(slug="speed", definition="How fast it answers.")
    facts = read(client.get("/criteria/")).one("dl", class_="facts")
    assert facts.text == "Speed How fast it answers. 0 claims"


def test_counts_public_claims(client):
    for state in ("published", "disputed", "outdated", "draft", "in_review", "rejected"):
        claim("django", "speed", state=state)
    assert read(client.get("/criteria/")).one("dl", class_="facts").text.endswith("3 claims")


def test_counts_claims_about_the_field(client):
    claim("django", "speed")
    ClaimFactory(framework=None, criterion__slug="speed")
    assert read(client.get("/criteria/")).one("dl", class_="facts").text.endswith("2 claims")


def test_counts_criteria(client):
    CriterionFactory.create_batch(2)
    assert heading(client.get("/criteria/")) == "Frameworks are compared on 2 criteria"


def test_groups_and_criteria_stand_in_the_order_of_the_catalogue(client):
    second, first = GroupFactory(name="Second", position=2), GroupFactory(name="First", position=1)
    CriterionFactory(slug="c", group=second)
    CriterionFactory(slug="b", group=first, position=2)
    CriterionFactory(slug="a", group=first, position=1)
    page = read(client.get("/criteria/"))
    assert [each.text for each in page.all("h2")] == ["First", "Second"]
    assert [each.text for each in page.all("dt")] == ["A", "B", "C"]


def test_each_group_stands_once_where_two_have_the_same_position(client):
    one, other = GroupFactory(name="One"), GroupFactory(name="Other")
    for name, group in zip("abcd", [one, other, one, other], strict=True):
        CriterionFactory(slug=name, group=group)
    assert [each.text for each in read(client.get("/criteria/")).all("h2")] == ["One", "Other"]


def test_leads_to_each_criterion(client):
    CriterionFactory(slug="speed")
    assert links(client.get("/criteria/"))["Speed"] == "/criteria/speed/"


def test_opens_without_any_criterion(client):
    assertContains(client.get("/criteria/"), "No criterion has been entered yet.")
