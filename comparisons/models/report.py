"""What visitors say of a claim, and what editors answer."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.revisions import Revised

from .claim import Claim


def new_slug():
    """Return a short name that cannot be guessed, for the report's place on the claim's page."""
    return secrets.token_hex(6)


class ReportQuerySet(models.QuerySet):
    def open(self):
        """Reports that nobody has answered yet."""
        return self.filter(state=Report.State.OPEN)

    def public(self):
        """Answered reports that visitors may read: spam is dismissed and never shown."""
        return self.filter(state__in=[Report.State.CORRECTED, Report.State.KEPT, Report.State.CONFIRMED])


class Report(Revised):
    """A visitor's doubt about one revision of a claim, or a reply by the framework's own people."""

    class Kind(models.TextChoices):
        REPORT = "report", "Report"
        REPLY = "reply", "Reply of the framework's project"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CORRECTED = "corrected", "Corrected"
        KEPT = "kept", "Kept, because"
        CONFIRMED = "confirmed", "Reply shown: it comes from the project"
        DISMISSED = "dismissed", "Dismissed: spam or abuse, never shown"

    slug = models.SlugField(max_length=20, unique=True, default=new_slug, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reports", editable=False)
    claim_revision = models.PositiveIntegerField(
        editable=False, help_text="The revision that the visitor saw."
    )
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.REPORT, editable=False)
    text = models.TextField("what they say", max_length=2000, editable=False)
    evidence = models.URLField("where it can be seen", max_length=300, blank=True, editable=False)
    name = models.CharField("who replies", max_length=120, blank=True, editable=False)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    answer = models.TextField(
        max_length=2000,
        blank=True,
        help_text="Public, below the claim: what was corrected, or why it is kept.",
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    answered_on = models.DateField(null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        indexes = [models.Index(name="report_newest_of_a_state", fields=["state", "-received_at"])]
        constraints = [
            models.CheckConstraint(name="report_kind_is_known", condition=Q(kind__in=["report", "reply"])),
            models.CheckConstraint(
                name="report_state_is_known",
                condition=Q(state__in=["open", "corrected", "kept", "confirmed", "dismissed"]),
            ),
            models.CheckConstraint(name="report_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="report_is_answered_on_a_day",
                condition=Q(state="open", answered_on__isnull=True)
                | (~Q(state="open") & Q(answered_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_is_answered_in_words",
                condition=~Q(state__in=["corrected", "kept"]) | ~Q(answer=""),
                violation_error_message="Say what was corrected, or why the claim is kept.",
            ),
            models.CheckConstraint(
                name="report_is_confirmed_if_reply",
                condition=Q(kind="reply", state__in=["open", "confirmed", "dismissed"])
                | Q(kind="report", state__in=["open", "corrected", "kept", "dismissed"]),
                violation_error_message="A reply is shown or dismissed; a report is answered or dismissed.",
            ),
            models.CheckConstraint(
                name="report_by_the_project_says_who",
                condition=Q(kind="report") | (~Q(name="") & ~Q(evidence="")),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} on {self.claim.slug}"
