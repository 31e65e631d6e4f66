"""The database refuses nonsense about rooms and members: one test for each of its rules."""

import datetime

import pytest
from django.db import IntegrityError
from django.utils import timezone

from questionnaire.models import Member, Room

from .factories import MemberFactory, RoomFactory

pytestmark = pytest.mark.django_db


def test_room_ends_after_it_began():
    now = timezone.now()
    with pytest.raises(IntegrityError, match="room_ends_after_it_began"):
        RoomFactory(created_at=now, expires_at=now)


def test_room_closes_after_it_began():
    now = timezone.now()
    with pytest.raises(IntegrityError, match="room_closes_after_it_began"):
        RoomFactory(created_at=now, closed_at=now - datetime.timedelta(seconds=1))


def test_a_room_may_close_at_once():
    assert RoomFactory(is_closed=True).is_closed


@pytest.mark.parametrize(
    "fields", [{"query": "", "answered_at": timezone.now()}, {"query": "docs=much", "answered_at": None}]
)
def test_member_has_answered_something(fields):
    with pytest.raises(IntegrityError, match="member_has_answered_something"):
        MemberFactory(**fields)


def test_rooms_differ_in_token():
    room = RoomFactory()
    with pytest.raises(IntegrityError, match=r"questionnaire_room.token_digest"):
        RoomFactory(token=room.token)


def test_members_differ_in_token():
    member = MemberFactory()
    with pytest.raises(IntegrityError, match=r"questionnaire_member.token_digest"):
        MemberFactory(token=member.token)


def test_a_questionnaire_stays_while_a_room_answers_it():
    room = RoomFactory()
    with pytest.raises(IntegrityError, match=r"'Room.questionnaire'"):
        room.questionnaire.delete()


def test_members_go_with_their_room():
    member = MemberFactory()
    MemberFactory()
    member.room.delete()
    assert not Member.objects.filter(pk=member.pk).exists()
    assert Room.objects.count() == Member.objects.count() == 1
