"""Fixture files that name entries as they were called once, read with the names of today."""

from pathlib import Path

import yaml
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers import python as serializer
from django.core.serializers.base import DeserializationError
from django.core.serializers.pyyaml import SafeLoader  # the reader that loads the files, too

from .slugs import FormerSlug, Slugged


def todays_files(files, folder):
    """Return the files, or where entries were renamed or merged since, copies in `folder` with today's names.

    A renamed entry keeps its name of today. One that was merged away is left out, with what was told in it alone.
    """
    if not FormerSlug.objects.exists():
        return files
    copies = []
    for file in files:
        try:
            entries = yaml.load(file.read_text(), Loader=SafeLoader)
            told = [each for each in map(todays_entry, entries) if each]
        except (yaml.YAMLError, TypeError, KeyError, AttributeError, LookupError):
            copies.append(file)  # whoever loads it tells what is wrong with it
            continue
        if not told:
            continue
        copy = Path(folder, *file.parts[-2:])
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False))
        copies.append(copy)
    return copies


def todays_entry(entry):
    """Return an entry of a file with today's names, or None where editors have merged it into another."""
    model, fields = apps.get_model(entry["model"]), dict(entry["fields"])
    row = None
    if issubclass(model, Slugged):
        key = [*(fields[model.SCOPE] if model.SCOPE else []), fields["slug"]]
        row = _known(model, key)
        if row and is_merged_away(model, key):
            return None
        if row:
            fields["slug"] = row.slug
    if _stands_in_a_merged_one(model, fields):
        if row and not model.SCOPE:
            if "position" in fields:
                fields["position"] = row.position  # its place among those of the other
        elif _is_there(entry):
            return None
    return {**entry, "fields": fields}


def is_merged_away(model, key):
    """Return whether the entry of this name was another one than the entry that answers to it today."""
    if model.SCOPE and is_merged_away(model._meta.get_field(model.SCOPE).related_model, key[:-1]):
        return True
    row = _known(model, key)
    if row is None or row.slug == key[-1]:
        return False
    others = model.history.filter(slug=key[-1]).exclude(id=row.pk)
    if model.SCOPE:
        others = others.filter(**{model.SCOPE: getattr(row, model.SCOPE)})
    return others.exists()


def _known(model, key):
    try:
        return model._default_manager.get_by_natural_key(*key)
    except ObjectDoesNotExist:
        return None


def _stands_in_a_merged_one(model, fields):
    for name, value in fields.items():
        field = model._meta.get_field(name)
        related = field.related_model
        names_one = field.many_to_one and issubclass(related, Slugged) and isinstance(value, list)
        if names_one and is_merged_away(related, value):
            return True
    return False


def _is_there(entry):
    """Return whether a row without a slug is known by what it refers to."""
    try:
        (found,) = serializer.Deserializer([entry])
    except DeserializationError:
        return False
    return found.object.pk is not None
