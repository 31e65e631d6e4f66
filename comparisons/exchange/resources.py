"""What the columns of a file mean for the entries of a model, and what an import refuses."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_slug
from django.db import models
from import_export.fields import Field
from import_export.resources import ModelResource

from articles.models import FormerSlug

from . import constraints, widgets
from .reading.records import shown

NO_ADDRESS = "is no address; write it in full, beginning with https://."
NO_SLUG = "may hold Latin letters, digits, hyphens and underscores."


def column(attribute, widget, **kwargs):
    return Field(attribute=attribute, widget=widget, **kwargs)


class EntryResource(ModelResource):
    """A model's entries as rows. Rows are prepared in batches, then checked one by one by the library."""

    # Columns that a new entry cannot do without.
    NEEDED = ()
    # {constraint: (column, sentence)}; without a sentence, the constraint brings one of ours.
    CONSTRAINTS = {}
    slug_column = "slug"

    class Meta:
        use_bulk = True
        skip_diff = True
        clean_model_instances = False

    def __init__(self, user=None, **kwargs):
        """`user` is whose rights count; None stands for whoever may run commands on the server."""
        super().__init__(**kwargs)
        self.user = user
        self.model = self._meta.model
        self.fields = {name: self.fields[name] for name in self._meta.fields}
        self.columns = list(self.fields)
        self.label = self.model._meta.verbose_name
        self._import_fields = [field for field in self.fields.values() if not field.readonly]
        for field in self.fields.values():
            if isinstance(field.widget, widgets.Reference):
                field.widget.load()
        self.seen = {}

    def may(self, action):
        opts = self.model._meta
        return self.user is None or self.user.has_perm(f"{opts.app_label}.{action}_{opts.model_name}")

    # --- Export ---

    def rows(self, entries):
        """Yield the cells of each entry, in the order of the columns."""
        fields = list(self.fields.values())
        for entry in entries.iterator(chunk_size=2000):
            yield [field.export(entry) for field in fields]

    # --- Finding the entries of a batch of rows ---

    def get_import_fields(self):
        return self._import_fields

    def cell(self, row, name):
        """Return a cleaned cell, or None where the column is absent or the cell cannot be read."""
        if name not in row:
            return None
        try:
            return self.fields[name].clean(row)
        except ValueError:
            return None

    def prepare(self, rows):
        """Fetch what the rows, a list of dicts, are about: with as many queries for one row as for all."""
        slugs = {self.cell(row, self.slug_column) for row in rows} - {"", None}
        objects, label = self.model._base_manager, self.model._meta.label_lower
        self.entries = {entry.slug: entry for entry in objects.filter(slug__in=slugs)}
        former = FormerSlug.objects.filter(kind=label, slug__in=slugs - self.entries.keys())
        targets = dict(former.values_list("slug", "target"))
        found = objects.in_bulk(targets.values())
        self.entries |= {slug: found[key] for slug, key in targets.items() if key in found}
        self.lost = targets.keys() - self.entries.keys()
        self.gone = self.deleted_entries(slugs - self.entries.keys())

    def deleted_entries(self, slugs):
        """Return {slug: (key, last revision)} of entries that were deleted and may come back as themselves."""
        last = {}
        for record in self.model.history.filter(slug__in=slugs, history_type="-").order_by("history_id"):
            last[record.slug] = (record.id, record.revision)
        alive = set(
            self.model._base_manager.filter(pk__in=[key for key, _ in last.values()]).values_list(
                "pk", flat=True
            )
        )
        return {slug: pair for slug, pair in last.items() if pair[0] not in alive}

    def entry_of(self, row):
        return self.entries.get(self.cell(row, self.slug_column))

    # --- Checking a row, in the order in which the library asks ---

    def get_instance(self, instance_loader, row):
        return self.entry_of(row)

    def before_import_row(self, row, **kwargs):
        self.row, self.line, self.place = row, kwargs["line"], kwargs["place"]
        self.before, self.pending = None, {}

    def after_init_instance(self, instance, new, row, **kwargs):
        self.entry, self.is_new = instance, new
        if new:
            self.begin(instance)
        else:
            self.before = dict(instance.__dict__)

    def begin(self, entry):
        """Give a new entry what identifies it."""
        slug = self.cell(self.row, self.slug_column) or ""
        entry.slug = slug
        entry.revision = (slug and self.cell(self.row, "revision")) or 1
        if slug in self.gone:
            entry.pk, last = self.gone[slug]
            entry.revision = max(entry.revision, last + 1)

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        """Leave what has a usual value as it is where the cell is blank."""
        model_field = self.model_field(field)
        if (
            widgets.is_blank(row.get(field.column_name))
            and model_field.has_default()
            and not model_field.blank
        ):
            return
        super().import_field(field, instance, row, is_m2m, **kwargs)
        if isinstance(field.widget, widgets.Sibling) and field.column_name in row and field.widget.pending:
            self.pending[field.column_name] = field.widget.pending

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """Pass over a row that changes nothing, unless it is wrong about which entry it means."""
        self.identity_problems = list(self.problems_of_identity(instance))
        if self.is_new or import_validation_errors or self.identity_problems:
            return False
        return not self.changed_fields(instance)

    def changed_fields(self, entry):
        return [
            field
            for field in self._import_fields
            if self.before[field.attribute] != getattr(entry, field.attribute)
            or field.column_name in self.pending
        ]

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Refuse what the admin's form or the database would refuse, and what the user may not do."""
        problems = {}
        for attribute, errors in (import_validation_errors or {}).items():
            name = next(name for name, field in self.fields.items() if field.attribute == attribute)
            problems[name] = [message for error in errors for message in error.messages]
        for name, sentence in self.problems(instance, set(problems)):
            problems.setdefault(name, []).append(sentence)
        if problems:
            raise ValidationError(problems)

    def save_instance(self, instance, is_create, row, **kwargs):
        """Write nothing here: the plan collects what was accepted."""

    def outcome(self):
        """Return what the row makes of its entry, as plain values: another outcome is another import."""
        fields = self._import_fields if self.is_new else self.changed_fields(self.entry)
        values = [(field.column_name, getattr(self.entry, field.attribute)) for field in fields]
        return [self.entry.pk, self.entry.slug, self.entry.revision, values, sorted(self.pending.items())]

    def told_changes(self):
        """Return [(column, before, after)] as text, of the columns that the row fills or changes."""
        fields = self._import_fields if self.is_new else self.changed_fields(self.entry)
        told = []
        for field in fields:
            before = None if self.is_new else field.widget.render(self.before[field.attribute])
            after = self.pending.get(field.column_name) or field.export(self.entry)
            told.append(
                (field.column_name, *("" if value is None else str(value) for value in (before, after)))
            )
        return [cells for cells in told if cells[1] != cells[2]]

    # --- What is wrong with a row: (column, end of a sentence) ---

    def problems(self, entry, wrong):
        """Yield everything that is wrong; columns in `wrong` could not be read and were told already."""
        yield from self.identity_problems
        wrong = wrong | {name for name, _ in self.identity_problems}
        if self.is_new:
            if not self.may("add"):
                yield "", f"You may not add {self.model._meta.verbose_name_plural}."
            for name in self.NEEDED:
                if name not in self.row:
                    wrong.add(name)
                    yield name, f"is missing; a new {self.label} needs this column."
        else:
            if not self.may("change"):
                yield "", f"You may not change {self.model._meta.verbose_name_plural}."
            if self.changed_fields(entry):
                yield from self.problems_of_revision(entry)
        yield from self.problems_of_rights(entry)
        for field in self._import_fields if self.is_new else self.changed_fields(entry):
            if field.column_name not in wrong and (sentence := self.problem_of_field(field, entry)):
                wrong.add(field.column_name)
                yield field.column_name, sentence
        if not wrong:
            yield from self.problems_of_rules(entry)

    def problems_of_identity(self, entry):
        """Tell what is wrong with the columns that say which entry is meant."""
        for name in (self.slug_column, "revision"):
            if name in self.row:
                try:
                    self.fields[name].clean(self.row)
                except ValueError as error:
                    yield name, str(error)
        slug = self.cell(self.row, self.slug_column)
        if self.is_new and slug:
            if slug in self.lost:
                yield (
                    self.slug_column,
                    f"is {shown(slug)}, which was another {self.label}'s name; it is not given again.",
                )
            elif sentence := slug_problem(slug, self.model._meta.get_field("slug").max_length):
                yield self.slug_column, sentence
        if earlier := self.earlier_line(self.keys(entry)):
            yield (self.slug_column if slug else "", f"The {self.label} of {self.place} {earlier} once more.")

    def keys(self, entry):
        """Return what identifies the entry among the rows of the file."""
        return [("entry", entry.pk) if entry.pk else (self.slug_column, entry.slug)]

    def earlier_line(self, keys):
        """Return the line of an earlier row about the same entry, and remember this one."""
        digests = [
            hashlib.blake2b(repr(key).encode(errors="replace"), digest_size=16).digest() for key in keys
        ]
        earlier = [self.seen[digest] for digest in digests if digest in self.seen]
        self.seen.update((digest, self.line) for digest in digests if digest not in self.seen)
        return min(earlier, default=None)

    def problems_of_revision(self, entry):
        given = self.cell(self.row, "revision")
        if given is None:
            yield (
                "revision",
                f"is empty; a row that changes an entry tells the revision it comes from (now {entry.revision}).",
            )
        elif given != entry.revision:
            yield (
                "revision",
                f"Changed since the export: revision {entry.revision} now, the file has {given}.",
            )

    def problems_of_rights(self, entry):
        return ()

    def problem_of_field(self, field, entry):
        """Return what the model's field has against the value, or None."""
        model_field = self.model_field(field)
        value = getattr(entry, field.attribute)
        if value in (None, ""):
            if model_field.blank or model_field.null or field.column_name in self.pending:
                return None
            return f"is empty; every {self.label} has one."
        limit = model_field.max_length
        if limit and isinstance(value, str) and len(value) > limit:
            return f"has {len(value):,} characters; {limit:,} fit."
        if isinstance(model_field, models.URLField):
            return NO_ADDRESS if _is_refused(URLValidator(), value) else None
        return None

    def problems_of_rules(self, entry):
        """Tell what rules across columns have against the entry."""
        for constraint in constraints.violated(entry):
            name, sentence = self.CONSTRAINTS[constraint.name]
            yield name, sentence or constraint.get_violation_error_message()

    def model_field(self, field):
        return self.model._meta.get_field(field.attribute)


def _is_refused(validator, value):
    try:
        validator(value)
    except ValidationError:
        return True
    return False


def slug_problem(slug, limit):
    """Return what is wrong with a new entry's slug as the end of a sentence, or None."""
    if len(slug) > limit:
        return f"has {len(slug):,} characters; {limit} fit."
    if _is_refused(validate_slug, slug):
        return f"is {shown(slug)}; it {NO_SLUG}"
    return None
