"""A change of a public claim that waits for a second editor."""

import copy

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from articles.revisions import Difference, Revised, in_words, names_of

from .claim import Claim


class ProposalRefused(Exception):
    """The proposal cannot be decided so; the message says why."""


class Proposal(Revised):
    """New content for a public claim. It takes effect when somebody else accepts it."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="proposals")
    base_revision = models.PositiveIntegerField(help_text="The revision that was read when it was written.")
    values = models.JSONField(help_text="{field: [value before, value proposed]}, as stored.")
    reason = models.TextField(max_length=1000)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["proposed_at"]
        indexes = [models.Index(name="proposal_oldest_of_a_state", fields=["state", "proposed_at"])]
        constraints = [
            models.CheckConstraint(
                name="proposal_state_is_known",
                condition=Q(state__in=["open", "accepted", "refused", "withdrawn"]),
            ),
            models.CheckConstraint(name="proposal_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="proposal_is_decided_by_someone",
                condition=Q(state="open", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="proposal_is_refused_with_a_reason", condition=~Q(state="refused") | ~Q(decision="")
            ),
        ]

    def __str__(self):
        return f"Change of {self.claim.slug}"

    @classmethod
    def of(cls, claim, before, *, by, reason):
        """Save and return the proposal to give `claim` the content that it holds now instead of that of `before`."""
        values = {}
        for name in Claim.CONTENT:
            field = Claim._meta.get_field(name)
            old, new = (_stored(getattr(row, field.attname)) for row in (before, claim))
            if old != new:
                values[name] = [old, new]
        if not values:
            raise ProposalRefused("Nothing was changed.")
        if not reason.strip():
            raise ProposalRefused("Say why the claim should change.")
        proposal = cls(
            claim=before, base_revision=before.revision, values=values, reason=reason.strip(), proposed_by=by
        )
        proposal.save()
        return proposal

    def differences(self):
        """Return the Differences that it would make, in words."""
        rows = [self._row(0), self._row(1)]
        names = names_of(Claim, rows)
        return [
            Difference(
                name,
                str(Claim._meta.get_field(name).verbose_name),
                *(
                    in_words(Claim._meta.get_field(name), getattr(row, Claim._meta.get_field(name).attname), names)
                    for row in rows
                ),
            )
            for name in self.values
        ]  # fmt: skip

    def overtaken(self):
        """Return the names of its fields that somebody else has changed since it was written."""
        return [
            name
            for name, (before, _) in self.values.items()
            if _stored(getattr(self.claim, Claim._meta.get_field(name).attname)) != before
        ]

    def gone(self):
        """Return the names of its fields that refer to what was deleted since."""
        found = []
        for name, (_, value) in self.values.items():
            field = Claim._meta.get_field(name)
            if field.is_relation and value and not field.related_model.objects.filter(pk=value).exists():
                found.append(str(field.verbose_name))
        return found

    def applied_to(self, claim, referred=None):
        """Return a copy of the claim with the proposed values, unsaved; what no longer exists stays as it is.

        Whoever applies many proposals gives the rows that they refer to, from `referred_to`.
        """
        referred = referred_to([self]) if referred is None else referred
        claim = copy.copy(claim)
        claim._state = copy.copy(claim._state)
        claim._state.fields_cache = dict(claim._state.fields_cache)
        for name, (_, value) in self.values.items():
            field = Claim._meta.get_field(name)
            if not field.is_relation:
                setattr(claim, name, field.to_python(value))
            elif value is None or (field.related_model, value) in referred:
                setattr(claim, name, referred.get((field.related_model, value)))
        return claim

    def accept(self, *, by):
        """Write the change into the claim. Raises ProposalRefused, or ValidationError if it does not fit any more."""
        if by.pk == self.proposed_by_id and not by.is_superuser:
            raise ProposalRefused("Nobody accepts their own change: ask another editor.")
        self._is_open_or_refused()
        if overtaken := self.overtaken():
            fields = ", ".join(str(Claim._meta.get_field(name).verbose_name) for name in overtaken)
            raise ProposalRefused(
                f"The claim was changed meanwhile ({fields}): refuse this and propose anew."
            )
        if gone := self.gone():
            raise ProposalRefused(f"What it names does not exist any more ({', '.join(gone)}).")
        with transaction.atomic():
            claim = self.applied_to(self.claim)
            claim.full_clean()
            claim._history_user = self.proposed_by
            claim._change_reason = f"{self.reason} (accepted by {by})"
            claim.save()
            self._decide(self.State.ACCEPTED, by, "")

    def refuse(self, *, by, reason):
        """Close it without effect; whoever proposed it may withdraw it without a reason."""
        self._is_open_or_refused()
        if by.pk == self.proposed_by_id:
            self._decide(self.State.WITHDRAWN, by, reason.strip())
            return
        if not reason.strip():
            raise ProposalRefused("Say why the change is refused.")
        self._decide(self.State.REFUSED, by, reason.strip())

    def _is_open_or_refused(self):
        if self.state != self.State.OPEN:
            raise ProposalRefused(f"It was {self.get_state_display().lower()} already.")

    def _decide(self, state, by, decision):
        self.state, self.decided_by, self.decided_at, self.decision = state, by, timezone.now(), decision
        self._history_user, self._change_reason = by, state.label + (f": {decision}" if decision else "")
        self.save()

    def _row(self, side):
        """Return an unsaved claim that holds the values of one side: 0 before, 1 proposed."""
        return Claim(
            **{
                Claim._meta.get_field(name).attname: pair[side]
                for name, pair in self.values.items()
            }
        )  # fmt: skip


def referred_to(proposals):
    """Return {(model, key): row} of what the proposed values refer to, in a query for each model."""
    wanted = {}
    for proposal in proposals:
        for name, (_, value) in proposal.values.items():
            field = Claim._meta.get_field(name)
            if field.is_relation and value is not None:
                wanted.setdefault(field.related_model, set()).add(value)
    return {
        (model, key): row
        for model, keys in wanted.items()
        for key, row in model._base_manager.in_bulk(keys).items()
    }


def _stored(value):
    """Return a field's value as JSON can keep it without loss."""
    return value if value is None or isinstance(value, (int, str)) else format(value.normalize(), "f")
