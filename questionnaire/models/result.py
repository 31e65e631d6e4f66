from django.db import models
from django.db.models import F, Q

from .private import Private


class Result(Private):
    """A saved outcome: frozen as it was, for whoever has its link."""

    questionnaire = models.CharField(max_length=60, editable=False, help_text="Slug, as it was.")
    title = models.CharField(max_length=120, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    query = models.TextField(editable=False, help_text="The answers, as they stood in the address.")
    data = models.JSONField(
        editable=False, help_text="Ranking, ledger, weights and claim revisions, as they were."
    )
    frozen = models.TextField(editable=False, help_text="The page's frozen part, as it was shown.")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="result_ends_after_it_began", condition=Q(expires_at__gt=F("created_at"))
            ),
            models.CheckConstraint(name="result_shows_something", condition=~Q(frozen="")),
        ]

    def __str__(self):
        return self.title or f"Result of {self.created_at:%Y-%m-%d}"
