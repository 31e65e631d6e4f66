"""Opening a room: anybody may, and gets a page that only they have."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from questionnaire.models import Questionnaire, Room
from questionnaire.models.question import validate_question_slug
from questionnaire.tokens import digest
from tests.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("questionnaire")]

ADDRESS = "/questionnaire/quick/room/"


def open_room(client, **posted):
    """Open a room; return the address to which it leads, the maker's page."""
    response = client.post(ADDRESS, posted)
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def test_offers_every_framework_in_alphabetical_order(client):
    boxes = read(client.get(ADDRESS)).all("input", name="framework")
    assert [box["value"] for box in boxes] == ["alpha", "beta", "gamma"]
    assert not [box for box in boxes if "checked" in box.attributes]


def test_a_questionnaire_leads_here(client):
    assertContains(client.get("/questionnaire/quick/"), f'href="{ADDRESS}"')


def test_opening_leads_to_the_makers_page(client):
    address = open_room(client, title="Our shop")
    assert re.fullmatch(r"/rooms/[\w-]{32}/manage/[\w-]{32}/", address)
    assertContains(client.get(address), "Our shop")


def test_a_room_keeps_title_questionnaire_and_frameworks(client, questionnaire):
    open_room(client, title=" Our shop ", framework=["gamma", "alpha"])
    room = Room.objects.get()
    assert (room.title, room.questionnaire) == ("Our shop", questionnaire)
    assert room.frameworks == ["gamma", "alpha"]
    assert not room.is_closed


def test_title_and_frameworks_can_be_left_out(client):
    open_room(client)
    assert (Room.objects.get().title, Room.objects.get().frameworks) == ("", [])


def test_every_room_has_tokens_of_its_own(client):
    tokens = [token for _ in range(3) for token in open_room(client).split("/")[2:5:2]]
    assert len(set(tokens)) == 6


def test_tokens_are_not_in_the_database(client):
    _, _, token, _, maker, _ = open_room(client).split("/")
    stored = Room.objects.values().get()
    assert stored["token_digest"] == digest(token)
    assert stored["maker_digest"] == digest(maker)
    assert token not in str(stored)
    assert maker not in str(stored)


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"title": "a\0b"}, "Null characters are not allowed."),
        ({"framework": ["alpha"]}, "One framework alone cannot be ranked"),
        ({"framework": ["alpha", "alpha"]}, "One framework alone cannot be ranked"),
        ({"framework": ["alpha", "beta", "delta"]}, "“delta”: there is none of this name."),
    ],
)
def test_what_is_not_right_is_told_and_nothing_is_opened(client, posted, words):
    response = client.post(ADDRESS, posted)
    assertContains(response, words, status_code=400)
    assertContains(response, "Nothing was changed.", status_code=400)
    assert not Room.objects.exists()


def test_what_was_chosen_is_still_there_after_a_refusal(client):
    response = client.post(ADDRESS, {"title": "x" * 121, "framework": ["beta", "gamma"]})
    page = read(response)
    assert page.one("input", name="title")["value"] == "x" * 121
    boxes = page.all("input", name="framework")
    assert [box["value"] for box in boxes if "checked" in box.attributes] == ["beta", "gamma"]


def test_a_title_never_becomes_markup(client):
    address = open_room(client, title="<script>x</script>")
    assertNotContains(client.get(address), "<script>x")


def test_an_unknown_questionnaire_has_no_rooms(client):
    assert client.get("/questionnaire/slow/room/").status_code == 404
    assert client.post("/questionnaire/slow/room/").status_code == 404


def test_an_unpublished_questionnaire_has_no_rooms(client):
    Questionnaire.objects.update(is_published=False)
    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS).status_code == 404
    assert not Room.objects.exists()


def test_looking_opens_nothing(client):
    client.get(ADDRESS, {"title": "Our shop", "framework": ["alpha", "beta"]})
    client.head(ADDRESS)
    assert not Room.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}],
)
def test_other_sites_cannot_make_visitors_open_rooms(client, headers):
    assert client.post(ADDRESS, headers=headers).status_code == 403
    assert not Room.objects.exists()


def test_nobody_needs_a_csrf_token():
    open_room(Client(enforce_csrf_checks=True))


@pytest.mark.parametrize("ask", ["get", "post", "put"])
def test_is_private_and_sets_no_cookie(client, ask):
    response = getattr(client, ask)(ADDRESS)
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_no_question_can_take_the_address():
    with pytest.raises(ValidationError, match="used in addresses"):
        validate_question_slug("room")
