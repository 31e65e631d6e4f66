"""What refers to a row, and what must be unique in it: read from the models, so that a new model is known at once."""

from collections import defaultdict

from django.db import models

from .revisions import Revised


def references(model):
    """Return {model: [its fields that refer to rows of this model]}, without copies that only keep history."""
    found = defaultdict(list)
    for each in model._meta.get_fields(include_hidden=True):
        if not (each.one_to_many or each.one_to_one) or not each.auto_created or each.concrete:
            continue
        if each.on_delete is not models.DO_NOTHING and not each.related_model._meta.auto_created:
            found[each.related_model].append(each.field)
    return found


def lists(model):
    """Return the relations of other models whose rows list rows of this model."""
    return [
        each
        for each in model._meta.get_fields(include_hidden=True)
        if each.many_to_many and each.auto_created and each.through._meta.auto_created
        and issubclass(each.related_model, Revised)
    ]  # fmt: skip


def twin_of(row, changed):
    """Return the row that has already what must be unique in `row`, as far as the changed fields decide it."""
    rows = type(row)._base_manager.exclude(pk=row.pk)
    rules = [([name], None) for name in changed if row._meta.get_field(name).unique]
    for rule in row._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and changed & set(rule.fields):
            rules.append((rule.fields, rule.condition))
    for names, condition in rules:
        values = {name: getattr(row, row._meta.get_field(name).attname) for name in names}
        if None in values.values():
            continue
        found = rows.filter(**values)
        if condition is not None:
            if not type(row)._base_manager.filter(condition, pk=row.pk).exists():
                continue
            found = found.filter(condition)
        if twin := found.first():
            return twin
    return None
