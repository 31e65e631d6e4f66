"""Read settings from the environment, and refuse values that mean nothing."""

import os

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name, default=""):
    """Return the variable without surrounding space, or the default where it is empty."""
    return os.environ.get(name, "").strip() or default


def boolean(name, default):
    """Return the variable as True or False. Raises ImproperlyConfigured for anything else."""
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} is {value!r}; set it to 1 or 0.")


def words(name):
    """Return the variable's comma-separated parts as a list."""
    return [part.strip() for part in text(name).split(",") if part.strip()]
