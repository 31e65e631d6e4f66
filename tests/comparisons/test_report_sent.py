"""Whoever sent something is thanked and told what happens next, whatever it was."""

import pytest
from pytest_django.asserts import assertContains

from tests.claims import claim
from tests.factories import ClaimFactory
from tests.pages import links

pytestmark = pytest.mark.django_db

ADDRESS = "/claims/survey-1/reported/"


@pytest.fixture(autouse=True)
def said():
    return claim("django", "speed", article__slug="survey")


def test_says_what_happens_next(client):
    assertContains(client.get(ADDRESS), "Until an editor has answered, nobody else sees what you wrote")


def test_leads_back_to_the_claim_where_the_answer_will_stand(client):
    assert links(client.get(ADDRESS))["the claim"] == "/claims/survey-1/"


def test_is_the_same_for_everybody_and_listed_nowhere(client, admin_client):
    response = client.get(ADDRESS)
    assert response.content == admin_client.get(ADDRESS).content
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_what_is_not_published_is_missing(client, state):
    assert client.get(f"/claims/{ClaimFactory(state=state).slug}/reported/").status_code == 404


def test_is_only_read(client):
    assert [client.head(ADDRESS).status_code, client.post(ADDRESS).status_code] == [200, 405]
