"""What visitors say about claims: taken once and in bounds, without keeping who sent it, and told in public."""

import datetime
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.revisions import differences

from . import wording
from .models import Claim
from .models.claim import PUBLIC_STATES
from .models.report import Report

MOST_OPEN = 5  # that wait for an answer on one claim, of each kind: no flood of reports keeps the project from replying
MOST_AN_HOUR = 60  # on the whole site
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)

# What a visitor is told of the difference between two public revisions, beside both statements in full.
TOLD = {*Claim.CONTENT, "state", "state_reason"} - {"statement"}


class Flooded(Exception):
    """More waits than editors can answer; the message says when to come back, `retry_after` in seconds."""

    def __init__(self, message, retry_after):
        self.retry_after = max(1, round(retry_after.total_seconds()))
        super().__init__(message)


class SentBefore(Exception):
    """The same form has brought another text already."""


# --- Taking a report ---------------------------------------------------------------------------


def receive(report):
    """Save what a visitor sent, once. Raises SentBefore or Flooded, and then saves nothing.

    The same words on the same claim are one report, however often they come.
    """
    with transaction.atomic():
        _take_turns()
        first = Report.objects.filter(slug=report.slug).first()
        if first and first.text != report.text:
            raise SentBefore
        if first or _is_repeated(report):
            return
        _refuse_flood(report)
        report._history_user = None  # the session, if there is one, is not asked who this is
        report.save()


def _take_turns():
    """Let one report be counted and saved at a time, so that no two pass for the last one that may."""
    reports = {"app_label": Report._meta.app_label, "model": Report._meta.model_name}
    ContentType.objects.select_for_update(no_key=True).get(**reports)


def _is_repeated(report):
    same = Report.objects.filter(claim=report.claim, kind=report.kind, text=report.text)
    return same.filter(Q(state=Report.State.OPEN) | Q(claim_revision=report.claim_revision)).exists()


def _refuse_flood(report):
    if Report.objects.open().filter(claim=report.claim, kind=report.kind).count() >= MOST_OPEN:
        noun = "reports on this claim" if report.kind == Report.Kind.REPORT else "replies to this claim"
        raise Flooded(
            f"{wording.numeral(MOST_OPEN)} {noun} wait for an answer already. Yours may be among them; come back when "
            "they are answered.",
            DAY,
        )
    now = timezone.now()
    recent = Report.objects.filter(received_at__gt=now - HOUR).order_by("-received_at")
    times = recent.values_list("received_at", flat=True)[MOST_AN_HOUR - 1 : MOST_AN_HOUR]
    if times:
        wait = times[0] + HOUR - now
        minutes = wording.count(-(-wait // datetime.timedelta(minutes=1)), "minute")
        raise Flooded(f"More reports came within the hour than we can read. Come back in {minutes}.", wait)


# --- What a report speaks of -------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """In what a claim, as a visitor read it, differs from what it is now, beside its statement."""

    differences: list


def public_revision(claim, revision):
    """Return the record of one of a claim's public revisions, or None: what it said as a draft is nobody's."""
    if revision == claim.revision and claim.is_public:
        return claim
    return (
        claim.history.filter(revision=revision, state__in=PUBLIC_STATES)
        .exclude(history_type="-")
        .select_related("framework", "criterion", "compared_with")
        .first()
    )


def change_since(claim, record):
    """Return the Change from one of its public revisions to the claim as it is now, or None if it is that one."""
    if record.revision == claim.revision:
        return None
    found = differences(Claim, record, claim, _names(record, claim))
    return Change([each for each in found if each.field in TOLD])


def _names(record, claim):
    """Return {(model, key): name} of what both refer to, as far as it is told."""
    rows = [
        each for row in (record, claim) for each in (row.framework, row.criterion, row.compared_with) if each
    ]
    return {(type(row), row.pk): str(row) for row in rows}  # fmt: skip


# --- What readers are told ---------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """What a claim's page tells of its readers: confirmed replies, answered reports, and what waits, in words."""

    replies: list
    answered: list
    waiting: list

    def __bool__(self):
        return bool(self.replies or self.answered or self.waiting)


def told_of(claim):
    """Return what is public of the reports on a claim, in two queries."""
    then = Claim.history.filter(id=OuterRef("claim_id"), revision=OuterRef("claim_revision"))
    public = list(
        claim.reports.public()
        .annotate(
            # A reply stays that of the project to which the claim was ascribed when it was written.
            project=Coalesce(Subquery(then.values("framework__name")[:1]), F("claim__framework__name")),
        )
        .order_by("-answered_on", "-received_at")
    )
    waits = claim.reports.open().aggregate(
        reports=Count("pk", filter=Q(kind=Report.Kind.REPORT)),
        replies=Count("pk", filter=Q(kind=Report.Kind.REPLY)),
    )
    return Told(
        [report for report in public if report.kind == Report.Kind.REPLY],
        [report for report in public if report.kind == Report.Kind.REPORT],
        [
            f"{wording.count(number, *nouns)} {'waits' if number == 1 else 'wait'} {what_for}"
            for number, nouns, what_for in (
                (waits["reports"], ["report"], "for an answer"),
                (waits["replies"], ["reply", "replies"], "to be checked"),
            )
            if number
        ],
    )
