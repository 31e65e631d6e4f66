"""The maker's page: invite, close, extend, delete. It shows how many answered, never what."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from questionnaire.models import Member, Room
from tests.pages import heading, links, read

from .asked import ANSWERS
from .factories import MemberFactory, RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(questionnaire):
    return RoomFactory(questionnaire=questionnaire, title="Our shop")


@pytest.fixture
def address(room):
    return f"/rooms/{room.token}/manage/{room.maker}/"


@pytest.fixture
def shared(room):
    return f"/rooms/{room.token}/"


# --- What it shows -------------------------------------------------------------------------------


def test_gives_the_invitation_as_link_copy_button_and_qr_code(client, address, shared):
    response = client.get(address)
    page = read(response)
    assert page.one("input", id="link")["value"] == f"http://testserver{shared}"
    assert page.one("button", **{"data-copy": "link"})
    assertContains(response, 'aria-label="The link as a QR code"')
    assert links(response)["Answer yourself"] == f"http://testserver{shared}"


def test_gives_its_own_address_to_keep(client, address):
    assert read(client.get(address)).one("input", id="own")["value"] == f"http://testserver{address}"


def test_says_how_many_have_answered(client, room, address):
    assert heading(client.get(address)) == "The room is open: invite your team"
    MemberFactory(room=room)
    assert heading(client.get(address)) == "1 person has joined, nobody has answered yet"
    MemberFactory.create_batch(2, room=room, query=ANSWERS)
    assert heading(client.get(address)) == "2 people have answered"


def test_shows_nothing_of_what_was_answered(client, room, address):
    MemberFactory(room=room, name="Ben Secret", query=ANSWERS)
    for response in (client.get(address), client.post(address, {"action": "close"})):
        assertNotContains(response, "Ben")
        assertNotContains(response, "comes first")
        assert not read(response).all("table")


def test_text_of_the_maker_never_becomes_markup(client):
    room = RoomFactory(title="<script>x</script>")
    assertNotContains(client.get(f"/rooms/{room.token}/manage/{room.maker}/"), "<script>x")


# --- What it does --------------------------------------------------------------------------------


def test_closing_opens_the_joint_result_to_everybody(client, room, address, shared):
    MemberFactory(room=room, query=ANSWERS)
    response = client.post(address, {"action": "close"})
    assert heading(response) == "The room is closed: 1 person answered"
    assertContains(response, "The room is closed. Whoever has the link sees the joint result.")
    assertContains(client.get(shared), "comes first")


def test_a_closed_room_is_not_closed_again(client, room, address):
    client.post(address, {"action": "close"})
    first = Room.objects.get().closed_at
    response = client.post(address, {"action": "close"})
    assert response.status_code == 200
    assert Room.objects.get().closed_at == first
    assert not read(client.get(address)).all("button", value="close")


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_room_can_be_kept_longer(client, address, is_closed):
    if is_closed:
        client.post(address, {"action": "close"})
    Room.objects.update(expires_at=timezone.now() + datetime.timedelta(days=1))
    assertContains(client.post(address, {"action": "extend"}), "another half year")
    assert Room.objects.get().expires_at > timezone.now() + datetime.timedelta(days=179)
    assert Room.objects.get().is_closed == is_closed


def test_deleting_deletes_everybodys_answers_and_all_links(client, room, address, shared):
    member = MemberFactory(room=room, query=ANSWERS)
    other = MemberFactory(query=ANSWERS)
    response = client.post(address, {"action": "delete"})
    assert heading(response) == "The room is deleted"
    assert list(Member.objects.all()) == [other]
    for gone in (shared, address, f"{shared}members/{member.token}/"):
        assert client.get(gone).status_code == 404
        assert client.post(gone).status_code == 404


@pytest.mark.parametrize("posted", [{}, {"action": ""}, {"action": "explode"}, {"action": "answer"}])
def test_an_action_that_does_not_exist_changes_nothing(client, room, address, posted):
    before = Room.objects.values().get()
    response = client.post(address, posted)
    assertContains(response, "is not one of: close, extend, delete.", status_code=400)
    assertContains(response, "Nothing was changed.", status_code=400)
    assert Room.objects.values().get() == before


def test_a_room_deleted_meanwhile_is_gone(client, room, address, monkeypatch):
    def made_and_deleted(token, maker):
        Room.objects.all().delete()
        return room

    monkeypatch.setattr("questionnaire.views.rooms.get_made_room", made_and_deleted)
    for action in ("close", "extend", "delete"):
        assert client.post(address, {"action": action}).status_code == 404


# --- Private -------------------------------------------------------------------------------------


@pytest.mark.parametrize("ask", ["get", "post"])
def test_a_wrong_makers_token_looks_like_a_room_that_is_gone(client, room, shared, ask):
    other = RoomFactory()
    member = MemberFactory(room=room)
    expected = getattr(client, ask)(f"/rooms/nobody-knows-it/manage/{room.maker}/", {"action": "delete"})
    assert expected.status_code == 404
    for token in ("nobody", room.token, other.maker, member.token, room.maker_digest):
        response = getattr(client, ask)(f"{shared}manage/{token}/", {"action": "delete"})
        assert (response.status_code, response.content) == (404, expected.content)
    assert Room.objects.count() == 2


@pytest.mark.parametrize("ask", ["get", "post"])
def test_an_expired_room_cannot_be_brought_back(client, address, ask):
    now = timezone.now()
    Room.objects.update(created_at=now - datetime.timedelta(days=200), expires_at=now)
    assert getattr(client, ask)(address, {"action": "extend"}).status_code == 404
    assert Room.objects.get().expires_at == now


@pytest.mark.parametrize("action", ["", "close", "extend", "explode", "delete"])
def test_is_kept_by_nobody_and_sets_no_cookie(client, address, action):
    response = client.post(address, {"action": action}) if action else client.get(address)
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assertContains(response, '<meta name="robots" content="noindex">', status_code=response.status_code)


def test_looking_writes_nothing(client, room, address):
    before = Room.objects.values().get()
    for query in ("", "?action=close", "?action=extend", "?action=delete"):
        client.get(address + query)
        client.head(address + query)
    assert Room.objects.values().get() == before


@pytest.mark.parametrize("action", ["close", "extend", "delete"])
def test_other_sites_cannot_use_the_makers_page(client, address, action):
    before = Room.objects.values().get()
    response = client.post(address, {"action": action}, headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    assert Room.objects.values().get() == before


def test_a_browser_that_hides_its_origin_may_use_it(address):
    client = Client(enforce_csrf_checks=True)
    assert client.post(address, {"action": "extend"}, headers={"origin": "null"}).status_code == 200


def test_more_members_need_no_more_queries(client, room, address):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    few = queries()
    MemberFactory.create_batch(30, room=room, query=ANSWERS)
    assert queries() == few
