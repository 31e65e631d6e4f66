"""What happens in a room: joining, answering, closing. Each is one transaction that holds the room.

Whoever answers while the maker closes the room is either counted or told; nobody's answer is lost between the two.
"""

from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from .models import Room
from .tokens import digest, new_token

MOST_MEMBERS = 200


class RoomIsClosed(Exception):
    """The room takes no more answers."""


class RoomIsFull(Exception):
    """The room has as many members as it can have."""


@contextmanager
def held(room):
    """Hold a room: until the block ends nobody else closes, extends or deletes it. Room.DoesNotExist if it is gone."""
    with transaction.atomic():
        yield Room.objects.alive().select_for_update().get(pk=room.pk)


@contextmanager
def held_open(room):
    """Hold a room that takes answers; raises RoomIsClosed where it does not."""
    with held(room) as held_room:
        if held_room.is_closed:
            raise RoomIsClosed
        yield held_room


def join(room, name=""):
    """Add a member and return their private token, which is not stored anywhere."""
    token = new_token()
    with held_open(room) as open_room:
        if open_room.members.count() >= MOST_MEMBERS:
            raise RoomIsFull
        open_room.members.create(token_digest=digest(token), name=name)
    return token


def answer(room, member, query):
    """Store a member's answers, as they stand in an address, instead of the ones before."""
    with held_open(room) as open_room:
        _change(open_room, member, query=query, answered_at=timezone.now())


def forget_answers(room, member):
    """Delete a member's answers, in a closed room too: they are theirs."""
    with held(room) as held_room:
        _change(held_room, member, query="", answered_at=None)


def rename(room, member, name):
    """Let a member be called otherwise, in a closed room too."""
    with held(room) as held_room:
        _change(held_room, member, name=name)


def _change(room, member, **fields):
    """Change a member's own row; Member.DoesNotExist if it is gone."""
    row = room.members.get(pk=member.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    member.refresh_from_db()


def close(room):
    """Take no more answers, and return the room."""
    with held(room) as held_room:
        held_room.close()
    return held_room


def extend(room):
    """Let the room live for another half year from now, and return it."""
    with held(room) as held_room:
        held_room.extend()
    return held_room


def delete(room):
    """Delete a room with everything that was answered in it."""
    with held(room) as held_room:
        held_room.delete()
