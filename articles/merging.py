"""Two entries become one: everything that refers to the first is moved to the second, which keeps its name.

What differs between models is told by the module `merging` of each app: why two entries cannot be merged
(`refuses`), what a row needs where it comes to (`settles`), which of two rows that say the same is kept
(`chooses`), and what names an entry without referring to it (`carries`). A plan is a merge that is taken back, so that it tells exactly what the merge will do.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.module_loading import autodiscover_modules

from .models import Article
from .relations import lists, references, twin_of
from .revisions import ChangedMeanwhile, Revised, differences, refusal_in_words
from .slugs import Slugged

TOLD = 10  # rows that a refusal names

_refusing, _settling, _choosing, _carrying = defaultdict(list), {}, {}, {}


class MergeRefused(Exception):
    """The two cannot be merged; `reasons` are the sentences that say why."""

    def __init__(self, reasons):
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True)
class Step:
    """What happens to one row."""

    what: str  # "moves", "is merged" or "falls away"
    model: type
    row: str
    note: str = ""


@dataclass
class Plan:
    """What a merge does, or why it cannot be done."""

    source: Slugged
    target: Slugged
    steps: list[Step] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    fingerprint: str = ""  # of all rows that are touched, in the revision that was read

    @property
    def counts(self):
        """Return [(what happens, name of the model, number)]."""
        found = defaultdict(int)
        for step in self.steps:
            found[step.what, step.model] += 1
        return [
            (what, str(_name(model, number)), number)
            for (what, model), number in found.items()
        ]  # fmt: skip

    @property
    def groups(self):
        """Return [(what happens, name of the model, [Step])] in which every row is told."""
        found = defaultdict(list)
        for step in self.steps:
            found[step.what, step.model].append(step)
        return [(what, str(_name(model, len(steps))), steps) for (what, model), steps in found.items()]


def refuses(model):
    """Register a function (source, target) that returns sentences why the two cannot be merged."""
    return lambda function: _refusing[model].append(function) or function


def settles(model, name):
    """Register a function (row, target) for rows whose field `name` comes to mean the target, before they are saved."""
    return lambda function: _settling.setdefault((model, name), function)


def chooses(model):
    """Register a function (row, twin) that returns which of two rows that say the same is kept."""
    return lambda function: _choosing.setdefault(model, function)


def carries(model):
    """Register a function (source, target) that returns rows, changed and not saved, that kept the source's key."""
    return lambda function: _carrying.setdefault(model, function)


def plan(source, target):
    """Return the Plan of a merge, without doing anything. Raises ChangedMeanwhile where a row is not as it was read."""
    try:
        return _carry_out(source, target, by=None, reason="", is_rehearsal=True)
    except MergeRefused as refusal:
        return Plan(source, target, refusals=refusal.reasons)


def merge(source, target, *, by, reason="", fingerprint=None):
    """Merge the source into the target, and return the Plan that was carried out.

    Raises MergeRefused, or ChangedMeanwhile where the two, or with the `fingerprint` of a plan any row that it
    tells, are not as they were read. Then nothing is changed.
    """
    return _carry_out(source, target, by=by, reason=reason, fingerprint=fingerprint)


def _carry_out(source, target, *, by, reason, fingerprint=None, is_rehearsal=False):
    autodiscover_modules("merging")
    if type(source) is not type(target):
        raise MergeRefused(["Only entries of the same kind can be merged."])
    if source.pk == target.pk:
        raise MergeRefused(["An entry cannot be merged into itself."])
    try:
        with transaction.atomic():
            merging = _Merging(*_as_read(source, target), by, reason)
            merging.run()
            if fingerprint not in (None, merging.plan.fingerprint):
                raise ChangedMeanwhile(target)
            if is_rehearsal:
                transaction.set_rollback(True)
    except models.ProtectedError as error:
        rows = ", ".join(f"“{row}”" for row in list(error.protected_objects)[:TOLD])
        raise MergeRefused([f"Something still depends on what would go: {rows}."]) from error
    except IntegrityError as error:
        raise MergeRefused([f"A rule of the database would be broken: {error}."]) from error
    return merging.plan


def _as_read(source, target):
    """Return both rows anew, held until the transaction ends. Raises ChangedMeanwhile for another revision."""
    rows = type(source)._base_manager.select_for_update().order_by("pk").in_bulk([source.pk, target.pk])
    for row in (source, target):
        if row.pk not in rows or rows[row.pk].revision != row.revision:
            raise ChangedMeanwhile(row)
    return rows[source.pk], rows[target.pk]


class _Merging:
    """One merge, within a transaction."""

    def __init__(self, source, target, by, reason):
        self.source, self.target, self.by = source, target, by
        self.plan = Plan(source, target)
        self.read = [f"{row._meta.label} {row.pk} {row.revision}" for row in (source, target)]
        self.why = f"Merged {called(source)} into {called(target)}" + (
            f": {reason.strip()}" if reason.strip() else ""
        )

    def run(self):
        for function in _refusing[type(self.source)]:
            self.plan.refusals += function(self.source, self.target)
        self._stop_if_refused()
        self._absorb(self.source, self.target)
        self._stop_if_refused()
        self._save(self.target)
        self.plan.fingerprint = hashlib.sha256("\n".join(self.read).encode()).hexdigest()

    def _stop_if_refused(self):
        if self.plan.refusals:
            raise MergeRefused(self.plan.refusals)

    def _absorb(self, source, target):
        """Move everything that refers to the source to the target, and delete the source."""
        for model, fields in references(type(source)).items():
            meant = models.Q(*[(each.name, source) for each in fields], _connector=models.Q.OR)
            for key in list(model._base_manager.filter(meant).order_by("pk").values_list("pk", flat=True)):
                # Read one by one, since the move of one row may change or end another.
                if row := model._base_manager.filter(meant, pk=key).first():
                    named = [each for each in fields if getattr(row, each.attname) == source.pk]
                    self._move(row, named, target)
        self._stop_if_refused()
        self._move_lists(source, target)
        for row in _carrying.get(type(source), lambda *_: [])(source, target):
            self._count(row)
            self._save(row)
            self._tell("moves", row, "it names it")
        target.lead_here(source)
        self._delete(source)

    def _move(self, row, fields, target):
        """Let the fields of a row mean the target; a row that the target has already is kept once."""
        self._count(row)
        for each in fields:
            setattr(row, each.name, target)
            if settle := _settling.get((type(row), each.name)):
                settle(row, target)
        twin = twin_of(row, {each.name for each in fields})
        if twin is None:
            if self._fits(row):
                self._save(row, [each.name for each in fields])
                self._tell("moves", row)
            return
        self._count(twin)
        if type(row) in _choosing:
            self._keep_one(row, twin)
            return
        self._tell("falls away", row, f"{called(target)} has it already{in_which_differ(row, twin)}")
        if isinstance(row, Slugged):
            before = type(row)._base_manager.get(pk=row.pk)
            twin.lead_here(before)
        self._let_go(row)

    def _keep_one(self, row, twin):
        kept = _choosing[type(row)](row, twin)
        gone = twin if kept is row else row
        self._tell("is merged", gone, f"into {called(kept)}{in_which_differ(gone, kept)}")
        self._absorb(type(gone)._base_manager.get(pk=gone.pk), kept)
        if kept is row:
            self._save(row)
            self._tell("moves", row)

    def _let_go(self, row):
        """Delete a row with what belongs to it, each with the reason."""
        for model, fields in references(type(row)).items():
            for each in fields:
                if each.remote_field.on_delete is models.CASCADE:
                    for child in model._base_manager.filter(**{each.name: row.pk}).order_by("pk"):
                        self._count(child)
                        self._tell("falls away", child, "it belongs to what falls away")
                        self._let_go(child)
        self._delete(type(row)._base_manager.get(pk=row.pk))

    def _move_lists(self, source, target):
        """Let lists that name the source name the target, and the target have what the source lists."""
        for each in lists(type(source)):
            for row in each.related_model._base_manager.filter(**{each.field.name: source}).order_by("pk"):
                self._count(row)
                listed = getattr(row, each.field.name)
                row.skip_history_when_saving = True  # the save below keeps one revision of both changes
                listed.add(target)
                listed.remove(source)
                del row.skip_history_when_saving
                self._save(row)
                self._tell("moves", row, each.field.verbose_name)
        for each in source._meta.many_to_many:
            if each.remote_field.through._meta.auto_created:
                target.skip_history_when_saving = True
                getattr(target, each.name).add(*getattr(source, each.name).all())
                del target.skip_history_when_saving

    def _fits(self, row):
        """Return whether the model's own rules allow the row; else a refusal tells it."""
        try:
            row.clean()
        except ValidationError as error:
            if len(self.plan.refusals) < TOLD:
                self.plan.refusals.append(f"{called(row)} does not fit: {refusal_in_words(error)}")
            return False
        return True

    def _save(self, row, names=None):
        if not isinstance(row, Revised):  # it would not notice that somebody else changed its other fields
            row.save(update_fields=names)
            return
        row._history_user, row._change_reason = self.by, self.why
        row.save()

    def _delete(self, row):
        row._history_user, row._change_reason = self.by, self.why
        row.delete()

    def _count(self, row):
        self.read.append(f"{row._meta.label} {row.pk} {getattr(row, 'revision', '')}")

    def _tell(self, what, row, note=""):
        self.plan.steps.append(Step(what, type(row), called(row), note))


def in_which_differ(gone, kept):
    """Return “, which differs in …” with the fields that are lost with the one that goes."""
    own = {"slug", "position", "article"}
    labels = [each.label for each in differences(type(gone), gone, kept) if each.field not in own]
    return f", which differs in: {', '.join(labels)}" if labels else ""


def called(row):
    """Return a row as an editor knows it."""
    slug = getattr(row, "slug", "")
    return f"“{row}” ({slug})" if slug else f"“{row}”"


def _name(model, number):
    return model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural


@refuses(Article)
def copies_of_each_other(source, target):
    """A copy and its original are two voices that say one thing, which only works while there are two."""
    seen, original = set(), target
    while original.copy_of_id and original.copy_of_id not in seen:
        if original.copy_of_id == source.pk:
            return [f"{called(target)} is a copy of {called(source)}: clear “copy of” first, or keep both."]
        seen.add(original.copy_of_id)
        original = original.copy_of
    if source.copy_of_id == target.pk:
        return [f"{called(source)} is a copy of {called(target)}: clear “copy of” first, or keep both."]
    return []
