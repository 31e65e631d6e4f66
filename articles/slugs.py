"""Rows that are known by their slug: in addresses, in fixture files and to each other."""

from django.db import models


class SluggedQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Slugged(models.Model):
    """A row whose slug is its name in every file and address. The slug field stands in the model itself."""

    objects = SluggedQuerySet.as_manager()

    class Meta:
        abstract = True

    def natural_key(self):
        return (self.slug,)
