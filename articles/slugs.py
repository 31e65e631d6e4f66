"""Rows that are known by their slug: in addresses, in fixture files and to each other."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import ValidationError
from django.core.validators import slug_re
from django.db import models, transaction
from django.db.models import Q

from .revisions import Revised

_found = ContextVar("found", default=None)


@contextmanager
def each_name_looked_up_once():
    """Remember what each natural key led to, while files are loaded that name the same few rows again and again.

    Meanwhile nothing may be renamed or deleted.
    """
    token = _found.set({})
    try:
        yield
    finally:
        _found.reset(token)


class SluggedQuerySet(models.QuerySet):
    def get_by_natural_key(self, *key):
        """Return the row that is called so today, else the one that was called so once."""
        found, name = _found.get(), (self.model, *key)
        if found is None:
            return self._named(*key)
        if name not in found:
            found[name] = self._named(*key)
        return found[name]

    def _named(self, *key):
        *scope, slug = key
        rows, kind = self.order_by("pk"), kind_of(self.model)  # by names would cost a join
        if self.model.SCOPE:
            field = self.model._meta.get_field(self.model.SCOPE)
            within = field.related_model._default_manager.get_by_natural_key(*scope)
            rows, kind = rows.filter(**{field.name: within}), kind_of(self.model, within.pk)
        so_called = list(rows.filter(Q(slug=slug) | Q(pk__in=_targets(kind, slug))))
        if not so_called:
            raise self.model.DoesNotExist(f"There is no {self.model._meta.verbose_name} “{slug}”.")
        return next((row for row in so_called if row.slug == slug), so_called[0])


class FormerSlug(models.Model):
    """A slug under which an entry was known once: its old addresses lead to it for ever."""

    kind = models.CharField(max_length=60, help_text="The model, such as “comparisons.framework”.")
    slug = models.SlugField(max_length=80)
    target = models.BigIntegerField(help_text="Key of the entry that is meant today.")
    since = models.DateField(auto_now_add=True)

    class Meta:
        app_label = "articles"
        ordering = ["kind", "slug"]
        constraints = [
            models.UniqueConstraint(name="former_slug_leads_to_one_entry", fields=["kind", "slug"])
        ]

    def __str__(self):
        return f"{self.kind} {self.slug}"


class Slugged(Revised):
    """A row whose slug is its name in every file and address. The slug field stands in the model itself."""

    # The field within whose row slugs differ, such as an answer's question; empty: they differ in the whole model.
    SCOPE = ""

    objects = SluggedQuerySet.as_manager()

    class Meta:
        abstract = True

    def natural_key(self):
        return (*getattr(self, self.SCOPE).natural_key(), self.slug) if self.SCOPE else (self.slug,)

    @property
    def kind_of_slug(self):
        """Return the kind under which its former slugs are kept."""
        scope = self.SCOPE and getattr(self, self._meta.get_field(self.SCOPE).attname)
        return kind_of(type(self), scope)

    def validate_unique(self, exclude=None):
        """Refuse, too, a slug that was another entry's name: what cited it must not lead astray."""
        super().validate_unique(exclude)
        if not self.slug or "slug" in (exclude or ()):
            return
        if self._is_former_slug_of_another() and not self._comes_back():
            raise ValidationError(
                {"slug": "This slug was another entry's name; its old addresses lead there."}
            )

    def save(self, *args, **kwargs):
        """Keep the old slug as a former one when it changes."""
        is_new = self._state.adding
        comes_back = is_new and self.pk is not None
        before = None if is_new else type(self)._base_manager.filter(pk=self.pk).first()
        with transaction.atomic():
            super().save(*args, **kwargs)
            if comes_back:
                self._take_names_back()
            elif before and (before.kind_of_slug, before.slug) != (self.kind_of_slug, self.slug):
                self._keep_names_of(before)

    def lead_here(self, gone):
        """Let the slug of another row, and all that led to it, lead to this one."""
        FormerSlug.objects.filter(kind=gone.kind_of_slug, target=gone.pk).update(target=self.pk)
        if gone.kind_of_slug != self.kind_of_slug:
            self._bring_names_from(gone.kind_of_slug)
        if (gone.kind_of_slug, gone.slug) != (self.kind_of_slug, self.slug):
            FormerSlug.objects.update_or_create(
                kind=self.kind_of_slug, slug=gone.slug, defaults={"target": self.pk}
            )
        self._answer_to_own_slug()

    def _keep_names_of(self, before):
        if (
            before.kind_of_slug != self.kind_of_slug
        ):  # it went into another scope, where all its names go along
            self._bring_names_from(before.kind_of_slug)
            FormerSlug.objects.get_or_create(
                kind=self.kind_of_slug, slug=before.slug, defaults={"target": self.pk}
            )
        else:
            FormerSlug.objects.update_or_create(
                kind=self.kind_of_slug, slug=before.slug, defaults={"target": self.pk}
            )
        self._answer_to_own_slug()

    def _bring_names_from(self, kind):
        """Bring its former slugs along, but for those that mean another row in its own scope."""
        taken = FormerSlug.objects.filter(kind=self.kind_of_slug).values("slug")
        old = FormerSlug.objects.filter(kind=kind, target=self.pk)
        old.filter(slug__in=list(taken.values_list("slug", flat=True))).delete()
        old.update(kind=self.kind_of_slug)

    def _take_names_back(self):
        """Let a restored row answer to its own names again, wherever they led meanwhile."""
        names = set(type(self).history.filter(id=self.pk).values_list("slug", flat=True))
        FormerSlug.objects.filter(kind=self.kind_of_slug, slug__in=names).update(target=self.pk)
        self._answer_to_own_slug()

    def _answer_to_own_slug(self):
        """An entry's slug always means itself."""
        FormerSlug.objects.filter(kind=self.kind_of_slug, slug=self.slug).delete()

    def _comes_back(self):
        """Return whether it is a deleted row that is restored under a name of its own."""
        return (
            self._state.adding
            and self.pk is not None
            and type(self).history.filter(id=self.pk, slug=self.slug).exists()
        )

    def _is_former_slug_of_another(self):
        return (
            FormerSlug.objects.filter(kind=self.kind_of_slug, slug=self.slug)
            .exclude(target=self.pk or 0)
            .exists()
        )


def kind_of(model, scope=None):
    """Return the kind of a model's former slugs; `scope` is the key of the row within which they differ."""
    return f"{model._meta.label_lower}:{scope}" if model.SCOPE else model._meta.label_lower


def _targets(kind, slug):
    return FormerSlug.objects.filter(kind=kind, slug=slug).values("target")


def current_slug(model, slug):
    """Return today's slug of the entry that was once known by `slug`, or None."""
    return (
        model._base_manager.filter(pk__in=_targets(kind_of(model), slug))
        .values_list("slug", flat=True)
        .first()
    )


def could_be_slugs(names):
    """Return those of some names that a row may bear: what a visitor sends can hold a NUL, which PostgreSQL refuses."""
    return {name for name in names if slug_re.match(name)}


def todays_slugs(rows, slugs):
    """Return {former slug: today's} for those of `slugs` that no entry has today and that one of `rows` had once.

    `rows` is a queryset: what it leaves out is not given away. One query where there is nothing to tell.
    """
    model, names = rows.model, could_be_slugs(slugs)
    former = dict(
        FormerSlug.objects.filter(kind=kind_of(model), slug__in=names).values_list("slug", "target")
    ) if names else {}  # fmt: skip
    if not former:
        return {}
    taken = set(model._base_manager.filter(slug__in=list(former)).values_list("slug", flat=True))
    today = dict(rows.filter(pk__in=set(former.values())).values_list("pk", "slug"))
    return {slug: today[pk] for slug, pk in former.items() if slug not in taken and pk in today}
