"""What an import would do: which rows are new, changed, unchanged and refused, and why."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from import_export.results import RowResult

from .reading import Unreadable

BATCH = 500
SHOWN = 100  # refused rows, and as many changed and new ones

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
OUTCOMES = {
    RowResult.IMPORT_TYPE_NEW: NEW,
    RowResult.IMPORT_TYPE_UPDATE: CHANGED,
    RowResult.IMPORT_TYPE_SKIP: UNCHANGED,
    RowResult.IMPORT_TYPE_INVALID: REFUSED,
}


@dataclass(frozen=True)
class Progress:
    """So many rows are done, of so many."""

    doing: str  # "checked" or "written"
    done: int
    total: int

    def __str__(self):
        return f"{self.done:,} of {max(self.total, self.done):,} rows {self.doing} …"


@dataclass(frozen=True)
class Refusal:
    """What is wrong with one row, for whoever mends the file."""

    place: str
    line: int
    column: str
    sentence: str

    def __str__(self):
        where = f"{self.place} {self.line}".capitalize() + (f", {self.column}" if self.column else "")
        return f"{where}: {self.sentence}"


@dataclass(frozen=True)
class Sample:
    """One new or changed row, as the preview shows it."""

    line: int
    name: str
    cells: list  # (column, before, after)


@dataclass
class Plan:
    """The outcome of a check. Nothing may be written while a row is refused."""

    place: str
    counts: Counter = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    samples: dict[str, list[Sample]] = field(default_factory=lambda: {NEW: [], CHANGED: []})
    digest: str = ""
    created: list = field(default_factory=list)
    updated: list = field(default_factory=list)

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def changes_something(self):
        return bool(self.counts[NEW] or self.counts[CHANGED])

    @property
    def can_be_written(self):
        return self.changes_something and not self.counts[REFUSED]

    @property
    def shown_refusals(self):
        return self.refusals[:SHOWN]

    @property
    def refused_more(self):
        """How many refused rows are not shown."""
        return self.counts[REFUSED] - len({refusal.line for refusal in self.shown_refusals})

    def __str__(self):
        return ", ".join(f"{self.counts[kind]:,} {kind}" for kind in (NEW, CHANGED, UNCHANGED, REFUSED))


def checked(resource, table, keep=False):
    """Check every row; yield Progress now and then, and return the Plan.

    With `keep` the plan holds the entries to write. Raises Unreadable where a file turns out to be none on the way.
    """
    plan = Plan(table.place)
    digest = hashlib.sha256()
    waiting = []  # references to rows that may stand further down in the file
    added = set()
    records = iter(table.records)
    while batch := list(islice(records, BATCH)):
        resource.prepare([record.cells for record in batch])
        for record in batch:
            if record.problems:
                _refuse(plan, record.line, record.problems)
                continue
            result = resource.import_row(
                record.cells, None, row_number=record.line, line=record.line, place=table.place
            )
            if result.errors:
                raise result.errors[0].error
            kind = OUTCOMES[result.import_type]
            if kind == REFUSED:
                messages = result.validation_error.message_dict.items()
                _refuse(plan, record.line, [(name, each) for name, found in messages for each in found])
                continue
            plan.counts[kind] += 1
            digest.update(repr((record.line, kind, resource.outcome())).encode())
            if kind != UNCHANGED:
                _add(plan, kind, resource, record, keep)
                waiting += [(record.line, kind, name, slug) for name, slug in resource.pending.items()]
                if kind == NEW:
                    added.add(resource.entry.slug)
        if plan.total % (2 * BATCH) == 0:
            yield Progress("checked", plan.total, table.total)
    if not plan.total:
        raise Unreadable("The file holds no rows: there is nothing to import.")
    for line, kind, name, slug in waiting:
        if slug not in added:
            plan.counts[kind] -= 1
            _refuse(plan, line, [(name, str(resource.fields[name].widget.unknown(slug)))])
    plan.refusals.sort(key=lambda refusal: refusal.line)
    plan.digest = digest.hexdigest()
    return plan


def _refuse(plan, line, problems):
    """Note what is wrong with a row; more than can be shown is only counted."""
    plan.counts[REFUSED] += 1
    if len(plan.refusals) < 5 * SHOWN:
        plan.refusals += [Refusal(plan.place, line, name, sentence) for name, sentence in problems]


def _add(plan, kind, resource, record, keep):
    if len(plan.samples[kind]) < SHOWN:
        plan.samples[kind].append(Sample(record.line, str(resource.entry), resource.told_changes()))
    if keep:
        entry = resource.entry
        entry.pending = resource.pending
        (plan.created if kind == NEW else plan.updated).append(entry)
