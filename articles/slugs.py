"""Rows that are known by their slug: in addresses, in fixture files and to each other."""

from django.core.exceptions import ValidationError
from django.db import models, transaction

from .revisions import Revised


class SluggedQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class FormerSlug(models.Model):
    """A slug under which an entry was known once: its old addresses lead to it for ever."""

    kind = models.CharField(max_length=60, help_text="The model, such as “comparisons.framework”.")
    slug = models.SlugField(max_length=80)
    target = models.BigIntegerField(help_text="Key of the entry that is meant today.")
    since = models.DateField(auto_now_add=True)

    class Meta:
        app_label = "articles"
        ordering = ["kind", "slug"]
        constraints = [models.UniqueConstraint(name="former_slug_leads_to_one_entry", fields=["kind", "slug"])]

    def __str__(self):
        return f"{self.kind} {self.slug}"


class Slugged(Revised):
    """A row whose slug is its name in every file and address. The slug field stands in the model itself."""

    objects = SluggedQuerySet.as_manager()

    class Meta:
        abstract = True

    def natural_key(self):
        return (self.slug,)

    def validate_unique(self, exclude=None):
        """Refuse, too, a slug that was another entry's name: what cited it must not lead astray."""
        super().validate_unique(exclude)
        if self.slug and self._is_former_slug_of_another():
            raise ValidationError({"slug": "This slug was another entry's name; its old addresses lead there."})

    def save(self, *args, **kwargs):
        """Keep the old slug as a former one when it changes."""
        before = None if self._state.adding else type(self)._base_manager.filter(pk=self.pk)
        old = before and before.values_list("slug", flat=True).first()
        with transaction.atomic():
            super().save(*args, **kwargs)
            if old and old != self.slug:
                former = FormerSlug.objects.filter(kind=self._meta.label_lower)
                former.filter(slug=self.slug, target=self.pk).delete()
                former.update_or_create(
                    slug=old, defaults={"kind": self._meta.label_lower, "target": self.pk}
                )

    def _is_former_slug_of_another(self):
        return (
            FormerSlug.objects.filter(kind=self._meta.label_lower, slug=self.slug)
            .exclude(target=self.pk or 0)
            .exists()
        )


def current_slug(model, slug):
    """Return today's slug of the entry that was once known by `slug`, or None."""
    former = FormerSlug.objects.filter(kind=model._meta.label_lower, slug=slug).first()
    return former and model._base_manager.filter(pk=former.target).values_list("slug", flat=True).first()
