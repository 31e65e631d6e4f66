"""Rows that editors change: every change is a revision, every revision is kept, and none is lost to another editor."""

import datetime
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import F
from simple_history.models import HistoricalRecords

# Rows that go with another one are deleted a moment before it: what is restored together lies this close in time.
TOGETHER = datetime.timedelta(seconds=10)


class ChangedMeanwhile(Exception):
    """Somebody else saved or deleted the row since it was read; nothing of this save was written."""

    def __init__(self, row):
        self.row = row
        super().__init__(
            f"{row._meta.verbose_name.capitalize()} “{row}” was changed since you read it; nothing was saved."
        )


class Revised(models.Model):
    """A row that counts its revisions and keeps each of them.

    `save()` and `delete()` only touch the row that was read: if the database holds another revision by then, they
    raise ChangedMeanwhile and write nothing. Whoever must not overwrite what another reader saw sets `revision` to
    the one that was shown.
    """

    revision = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(inherit=True, history_change_reason_field=models.TextField(null=True))

    # What a restored revision does not bring back, because other rules decide about it.
    KEPT_ON_RESTORE = frozenset({"id", "revision"})

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save as the next revision. Raises ChangedMeanwhile if the row is not the revision that was read."""
        if self._state.adding:
            super().save(*args, **kwargs)
        else:
            with transaction.atomic():
                self._claim_next_revision()
                try:
                    super().save(*args, **kwargs)
                except BaseException:
                    self.revision -= 1
                    raise
        for name in ("_history_user", "_change_reason"):  # they were said of this change, not of the next one
            self.__dict__.pop(name, None)

    def delete(self, *args, **kwargs):
        """Delete the revision that was read. Raises ChangedMeanwhile if the row is another one by now."""
        with transaction.atomic():
            self._claim_next_revision()
            return super().delete(*args, **kwargs)

    def _claim_next_revision(self):
        """Step the row on, which only one of several writers that read the same revision can do."""
        rows = type(self)._base_manager.filter(pk=self.pk, revision=self.revision)
        if not rows.update(revision=F("revision") + 1):
            raise ChangedMeanwhile(self)
        self.revision += 1


@dataclass(frozen=True)
class Difference:
    """A field that two revisions tell differently, in words."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One line of a row's history."""

    id: int
    revision: int
    at: datetime.datetime
    by: str
    kind: str  # "added", "changed" or "deleted"
    reason: str
    differences: list[Difference]


KINDS = {"+": "added", "~": "changed", "-": "deleted"}


def told_fields(model):
    """Return the fields whose changes are told: all but the key and the count."""
    return [field for field in model._meta.concrete_fields if field.name not in ("id", "revision")]


def told_lists(model):
    """Return the fields that refer to several rows and are kept in the history."""
    kept = {field.name for field in getattr(model, "_history_m2m_fields", ())}
    return [field for field in model._meta.many_to_many if field.name in kept]


def keys_listed(row, field):
    """Return the keys of the rows to which a row or record refers with a field of several."""
    if not hasattr(row, "history_type"):
        return frozenset(getattr(row, field.name).values_list("pk", flat=True)) if row.pk else frozenset()
    if not hasattr(row, "_keys_listed"):
        read_lists(type(row).instance_type, [row])
    return row._keys_listed[field.name]


def read_lists(model, records):
    """Let each record know the keys of its lists, in a query for each list."""
    for record in records:
        record._keys_listed = {field.name: frozenset() for field in told_lists(model)}
    by_id = {record.history_id: record for record in records}
    for field in told_lists(model):
        kept = getattr(model.history.model, field.name).get_queryset() if by_id else []
        for row in kept.filter(history__in=list(by_id)) if by_id else []:
            keys = by_id[row.history_id]._keys_listed
            keys[field.name] |= {getattr(row, f"{field.m2m_reverse_field_name()}_id")}


def in_words(field, value, names=None):
    """Return a field's stored value as an editor reads it; `names` gives {(model, key): name} for references."""
    if value is None or value == "":
        return "–"
    if isinstance(value, frozenset):
        told = sorted((names or {}).get((field.related_model, key), f"no. {key}") for key in value)
        return ", ".join(told) or "–"
    if field.is_relation:
        return (names or {}).get((field.related_model, value), f"no. {value}")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def names_of(model, records):
    """Return {(model, key): name} for everything that the records refer to, in a query for each model."""
    wanted = {}
    for field in told_fields(model):
        if field.is_relation:
            keys = {getattr(record, field.attname) for record in records} - {None}
            wanted.setdefault(field.related_model, set()).update(keys)
    for field in told_lists(model):
        for record in records:
            wanted.setdefault(field.related_model, set()).update(keys_listed(record, field))
    return {
        (related, key): str(row)
        for related, keys in wanted.items()
        for key, row in related._base_manager.in_bulk(keys).items()
    }


def differences(model, before, after, names=None, only=None):
    """Return the Differences between two rows or records of a model; None stands for no row.

    `only` names the fields that matter; by default all do.
    """
    found = []
    for field in [*told_fields(model), *told_lists(model)]:
        if only is not None and field.name not in only:
            continue
        read = keys_listed if field.many_to_many else lambda row, field: getattr(row, field.attname)
        old = None if before is None else read(before, field)
        new = None if after is None else read(after, field)
        told = in_words(field, old, names), in_words(field, new, names)
        if old != new and told[0] != told[1]:
            found.append(Difference(field.name, str(field.verbose_name), *told))
    return found


def entries(model, key, newest=None):
    """Return the Entries of one row, newest first; `newest` limits how many. Takes no query more for longer histories."""
    records = list(
        model.history.filter(**{model._meta.pk.name: key})
        .select_related("history_user")
        .order_by("-history_date", "-history_id")[: newest and newest + 1]
    )
    read_lists(model, records)
    names = names_of(model, records)
    found = []
    for position, record in enumerate(records[:newest]):
        before = records[position + 1] if position + 1 < len(records) else None
        gone = record.history_type == "-"
        found.append(
            Entry(
                record.history_id,
                record.revision,
                record.history_date,
                str(record.history_user) if record.history_user else "the system",
                KINDS[record.history_type],
                record.history_change_reason or "",
                [] if gone else differences(model, before, record, names),
            )
        )
    return found


def deleted(model):
    """Return the last records of rows that no longer exist, newest first."""
    return (
        model.history.filter(history_type="-")
        .exclude(**{f"{model._meta.pk.name}__in": model._base_manager.values("pk")})
        .select_related("history_user")
        .order_by("-history_date", "-history_id")
    )


def restore(record, *, by, reason=""):
    """Bring back the content of a history record as a new revision, and return the row.

    A deleted row comes back under its old key, together with the rows that were deleted with it. Raises
    ValidationError if the content no longer fits (a name that was given to another row, a reference that is gone).
    """
    model = record.instance_type
    why = f"Restored revision {record.revision}" + (f": {reason}" if reason else "")
    with transaction.atomic():
        row = model._base_manager.filter(pk=getattr(record, model._meta.pk.attname)).first()
        if row is None:
            return _bring_back(record, by, why)
        for field in model._meta.concrete_fields:
            if field.name not in model.KEPT_ON_RESTORE:
                setattr(row, field.attname, getattr(record, field.attname))
        row._history_user, row._change_reason = by, why
        _check(row)
        row.save()
        _bring_lists_back(row, record)
        return row


def _check(row):
    """Raise ValidationError if a row does not fit any more; a reference that is gone is told first."""
    row.clean_fields()  # a row's own rules may follow its references
    row.full_clean()


def _bring_lists_back(row, record):
    """Let a row refer to the rows that its record lists, as far as they still exist."""
    for field in told_lists(type(row)):
        keys = field.related_model._base_manager.filter(pk__in=keys_listed(record, field))
        getattr(row, field.name).set(keys)


def _bring_back(record, by, why):
    """Insert a deleted row again, and what was deleted with it; what refers to two such rows comes after both."""
    gone = deleted(record.instance_type).filter(id=record.id).first()
    level, rows = [record], []
    while level:
        rows += [_insert_again(each, by, why) for each in level]
        level = [child for row in rows[-len(level) :] for child in _deleted_with(row, gone)]
        level = list({(type(each), each.id): each for each in level}.values())
    return rows[0]


def _insert_again(record, by, why):
    row = record.instance
    model = type(row)
    last = model.history.filter(**{model._meta.pk.name: row.pk}).aggregate(last=models.Max("revision"))[
        "last"
    ]
    row.revision = last + 1
    row._state.adding = True
    row._history_user, row._change_reason = by, why
    _check(row)
    row.save(force_insert=True)
    if record.history_type == "-":  # written too late to know the lists
        record = model.history.filter(id=row.pk, history_id__lt=record.history_id).first() or record
    _bring_lists_back(row, record)
    return row


def _deleted_with(row, gone):
    """Return the records of the rows that refer to a row and were deleted at the time of a record."""
    together = (gone.history_date - TOGETHER, gone.history_date + TOGETHER)
    return [
        child
        for relation in row._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and issubclass(relation.related_model, Revised)
        and getattr(relation, "on_delete", None) is models.CASCADE
        for child in deleted(relation.related_model)
        .filter(**{relation.field.name: row.pk}, history_date__range=together)
        .order_by("history_id")
    ]


def refusal_in_words(error):
    """Return a ValidationError's messages as one sentence after the other, each with its field."""
    if not hasattr(error, "message_dict"):
        return " ".join(error.messages)
    return " ".join(
        message if field == "__all__" else f"{field.replace('_', ' ').capitalize()}: {message}"
        for field, messages in error.message_dict.items()
        for message in messages
    )
