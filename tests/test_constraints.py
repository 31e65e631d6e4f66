"""Every rule that the database keeps has a test that names it, in a file of tests/<app>/ called …constraints.py."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import PROTECT

ROOT = Path(__file__).parent.parent
OURS = [
    config
    for config in apps.get_app_configs()
    if Path(config.path).parent == ROOT and list(config.get_models())
]


def source_of_tests(app):
    files = (ROOT / "tests" / app.label).glob("test_*constraints.py")
    return "\n".join(file.read_text() for file in files)


def models_of(app):
    """Return an app's models, without the copies that only keep history."""
    return [model for model in app.get_models() if not hasattr(model, "history_type")]


@pytest.mark.parametrize("app", OURS, ids=lambda app: app.label)
def test_each_constraint_has_a_test(app):
    names = {constraint.name for model in models_of(app) for constraint in model._meta.constraints}
    assert names
    assert not {name for name in names if not re.search(rf"\b{name}\b", source_of_tests(app))}


@pytest.mark.parametrize("app", OURS, ids=lambda app: app.label)
def test_each_unique_field_has_a_test(app):
    names = {
        f"{model._meta.db_table}.{field.column}"
        for model in models_of(app)
        for field in model._meta.fields
        if field.unique and not field.primary_key
    }
    assert not {name for name in names if f'"{name}"' not in source_of_tests(app)}


@pytest.mark.parametrize("app", OURS, ids=lambda app: app.label)
def test_each_protected_reference_has_a_test(app):
    names = {
        f"{model.__name__}.{field.name}"
        for model in models_of(app)
        for field in model._meta.fields
        if field.remote_field and field.remote_field.on_delete is PROTECT
    }
    assert not {name for name in names if f"'{name}'" not in source_of_tests(app)}
