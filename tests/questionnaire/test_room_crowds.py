"""Many members at once: none is lost, and none is too many."""

import pytest
from django.test import Client

from questionnaire import rooms
from questionnaire.models import Member, Room

from .asked import small_questionnaire
from .crowd import at_once
from .factories import MemberFactory, RoomFactory
from .test_room_member import address_of, stored

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room():
    return RoomFactory(questionnaire=small_questionnaire())


def post(member, **posted):
    return Client().post(address_of(member), posted)


def test_twenty_people_who_answer_at_once_all_count(room, tmp_path):
    members = MemberFactory.create_batch(20, room=room)
    options = ["much", "little"] * 10
    jobs = [
        lambda member=member, option=option: post(member, docs=option).status_code
        for member, option in zip(members, options, strict=True)
    ]
    assert at_once(jobs, tmp_path) == [302] * 20
    assert [stored(member).query for member in members] == [f"docs={option}" for option in options]


def test_twenty_people_who_join_at_once_all_get_a_page(room, tmp_path):
    jobs = [lambda: Client().post(f"/rooms/{room.token}/")["Location"]] * 20
    addresses = at_once(jobs, tmp_path)
    assert len(set(addresses)) == Member.objects.count() == 20
    assert Client().get(addresses[-1]).status_code == 200


def test_a_crowd_cannot_overfill_a_room(room, tmp_path, monkeypatch):
    monkeypatch.setattr(rooms, "MOST_MEMBERS", 5)
    jobs = [lambda: Client().post(f"/rooms/{room.token}/").status_code] * 12
    assert sorted(at_once(jobs, tmp_path)) == [302] * 5 + [409] * 7
    assert Member.objects.count() == 5


def test_whoever_answers_while_the_room_closes_is_counted_or_told(room, tmp_path):
    members = MemberFactory.create_batch(12, room=room)
    jobs = [lambda member=member: post(member, docs="much").status_code for member in members]
    jobs.insert(
        6, lambda: Client().post(f"/rooms/{room.token}/manage/{room.maker}/", {"action": "close"}).status_code
    )
    told = at_once(jobs, tmp_path)
    assert told.pop(6) == 200
    assert set(told) <= {302, 409}
    closed_at = Room.objects.get().closed_at
    for member, status in zip(members, told, strict=True):
        assert bool(stored(member).query) == (status == 302)
        assert status == 409 or stored(member).answered_at <= closed_at
