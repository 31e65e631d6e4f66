from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..tokens import digest
from .private import Private
from .question import Questionnaire


class Room(Private):
    """A team that answers the same questionnaire through one link."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="rooms")
    title = models.CharField(max_length=120, blank=True)
    frameworks = models.JSONField(default=list, help_text="Slugs of the frameworks that the team considers.")
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="room_ends_after_it_began", condition=Q(expires_at__gt=F("created_at"))
            ),
            models.CheckConstraint(
                name="room_closes_after_it_began",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("created_at")),
            ),
        ]

    def __str__(self):
        return self.title or f"Room of {self.created_at:%Y-%m-%d}"

    @property
    def is_closed(self):
        return self.closed_at is not None

    def close(self, at=None):
        """Take no more answers; the results are then open to everybody in the room."""
        if not self.is_closed:
            self.closed_at = at or timezone.now()
            self.save(update_fields=["closed_at"])


class MemberQuerySet(models.QuerySet):
    def answered(self):
        return self.filter(answered_at__isnull=False)

    def with_token(self, token):
        """Return the member of a private token, or None."""
        return self.filter(token_digest=digest(token)).first()


class Member(models.Model):
    """One person in a room, under a chosen name or none, with answers that only they can change."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="members")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(max_length=60, blank=True)
    query = models.TextField(
        blank=True, editable=False, help_text="The answers, as they stand in an address."
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="member_has_answered_something",
                condition=Q(answered_at__isnull=True, query="")
                | (Q(answered_at__isnull=False) & ~Q(query="")),
            ),
        ]

    def __str__(self):
        return self.name or "somebody"
