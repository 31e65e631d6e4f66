"""The write of an import: everything in one transaction, every row a revision with its history."""

from itertools import groupby
from operator import attrgetter

from django.db import IntegrityError, transaction
from django.db.models import F

from articles.models import Article

from ..models.claim import next_numbers
from .plans import Progress

BATCH = 500


class Overtaken(Exception):
    """Somebody else changed what the plan was made from; nothing was written."""


def written(plan, resource, reason):
    """Write a plan that keeps its entries; yield Progress from within the transaction.

    Whoever stops listening before the end ends the transaction without a trace. Raises Overtaken where the database
    is no longer what the plan was made from.
    """
    total = len(plan.created) + len(plan.updated)
    done = 0
    try:
        with transaction.atomic():
            for step in _steps(plan, resource, reason):
                done += step
                if done % (2 * BATCH) == 0:
                    yield Progress("written", done, total)
    except IntegrityError as error:
        raise Overtaken from error


def _steps(plan, resource, reason):
    """Yield how many rows each step has written."""
    named = [entry for entry in plan.created if entry.slug]
    unnamed = [entry for entry in plan.created if not entry.slug]
    for batch in _batches(named):
        resource.model.objects.bulk_create(batch)
        _remember(resource, [entry for entry in batch if not entry.pending], reason)
        yield len(batch)
    _point_at_siblings(plan, resource, reason)
    for batch in _batches(plan.updated):
        _claim_revisions(resource.model, batch)
        _overwrite(resource, batch)
        _remember(resource, batch, reason, update=True)
        yield len(batch)
    if unnamed:
        _give_numbers(unnamed)
    for batch in _batches(unnamed):
        resource.model.objects.bulk_create(batch)
        _remember(resource, batch, reason)
        yield len(batch)


def _batches(entries):
    for start in range(0, len(entries), BATCH):
        yield entries[start : start + BATCH]


def _remember(resource, entries, reason, update=False):
    resource.model.history.bulk_history_create(
        entries,
        batch_size=BATCH,
        update=update,
        default_user=resource.user,
        default_change_reason=reason,
    )


def _claim_revisions(model, entries):
    """Step the entries on as `Revised.save` does, a query for each revision instead of each row."""
    of_revision = attrgetter("revision")
    for revision, group in groupby(sorted(entries, key=of_revision), of_revision):
        keys = [entry.pk for entry in group]
        rows = model._base_manager.filter(pk__in=keys, revision=revision)
        if rows.update(revision=F("revision") + 1) != len(keys):
            raise Overtaken
    for entry in entries:
        entry.revision += 1


def _overwrite(resource, entries):
    """Write the columns of entries that exist. The usual bulk update is slower by far with so many columns."""
    resource.model.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[field.attribute for field in resource.get_import_fields()],
    )


def _point_at_siblings(plan, resource, reason):
    """Fill in the references to rows of the same file, which have keys by now."""
    waiting = [entry for entry in (*plan.created, *plan.updated) if entry.pending]
    keys = {entry.slug: entry.pk for entry in plan.created}
    for entry in waiting:
        for name, slug in entry.pending.items():
            setattr(entry, resource.fields[name].attribute, keys[slug])
    new = [entry for entry in plan.created if entry.pending]
    for batch in _batches(new):
        _overwrite(resource, batch)
        _remember(resource, batch, reason)


def _give_numbers(claims):
    """Number new claims within their articles, in the order of the file."""
    by_article = {}
    for claim in claims:
        by_article.setdefault(claim.article_id, []).append(claim)
    # Whoever else numbers claims of these articles waits until this import is done.
    for article in Article.objects.select_for_update().filter(pk__in=by_article).order_by("pk"):
        wanted = by_article[article.pk]
        for claim, (position, slug) in zip(wanted, next_numbers(article, len(wanted)), strict=True):
            claim.position, claim.slug = position, slug
