"""`manage.py load_knowledge_base`: everything once, or nothing."""

import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from articles.models import Article, Publisher
from comparisons.models import Claim, Criterion, Framework, Group
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

FILES = {
    "publishers.yaml": """
- model: articles.publisher
  fields: {slug: odysse, name: Odysse, kind: agency, interest_label: sells development, interest: Sells development.}
""",
    "articles.yaml": """
- model: articles.article
  fields: {slug: odysse, title: Python backend frameworks, publisher: [odysse]}
""",
    "criteria.yaml": """
- model: comparisons.group
  fields: {slug: performance, name: Performance, description: How fast it answers.}
- model: comparisons.criterion
  fields: {slug: speed, name: Speed, group: [performance], measure: rating, definition: How fast requests are answered.}
""",
    "frameworks.yaml": """
- model: comparisons.framework
  fields: {slug: django, name: Django, summary: A framework.}
""",
    "claims/odysse.yaml": """
- model: comparisons.claim
  fields:
    slug: odysse-1
    position: 1
    article: [odysse]
    framework: [django]
    criterion: [speed]
    locator: Introduction › paragraph 1
    statement: Django is fast.
    rating: 1
    state: published
    published_on: 2026-11-21
""",
}
MODELS = [Publisher, Article, Group, Criterion, Framework, Claim, Claim.history.model]


@pytest.fixture
def folder(tmp_path):
    """A small knowledge base as files: one claim and all that it needs."""
    (tmp_path / "claims").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def rows():
    return {model.__name__: model.objects.count() for model in MODELS}


def load(folder, *options):
    call_command("load_knowledge_base", folder, *options, verbosity=0)


# --- Once ----------------------------------------------------------------------------------------


def test_the_shipped_knowledge_base_loads_with_one_history_entry_a_claim(knowledge_base):
    claims = Claim.objects.count()
    assert claims >= 400
    assert Claim.history.count() == claims
    assert Claim.history.values("id").distinct().count() == claims


def test_everything_of_a_folder_is_loaded(folder):
    load(folder)
    assert rows() == {model.__name__: 1 for model in MODELS}
    claim = Claim.objects.get(slug="odysse-1")
    assert (claim.article.slug, claim.framework.slug, claim.criterion.slug) == ("odysse", "django", "speed")


def test_history_begins_with_the_load(folder):
    load(folder)
    entry = Claim.objects.get().history.get()
    assert entry.history_change_reason == "Loaded with the founding knowledge base"
    assert (entry.statement, entry.history_type) == ("Django is fast.", "+")


def test_it_says_what_it_loaded(folder, capsys):
    call_command("load_knowledge_base", folder)
    assert "from 5 files" in capsys.readouterr().out


def test_the_second_time_it_does_nothing_and_says_so(folder, capsys):
    load(folder)
    call_command("load_knowledge_base", folder)
    assert "nothing was loaded" in capsys.readouterr().out
    assert rows() == {model.__name__: 1 for model in MODELS}


def test_the_second_time_what_editors_changed_stays(folder):
    load(folder)
    claim = Claim.objects.get()
    claim.statement = "Django is fast enough."
    claim.save()
    load(folder)
    claim.refresh_from_db()
    assert (claim.statement, claim.revision, claim.history.count()) == ("Django is fast enough.", 2, 2)


# --- On request, again ---------------------------------------------------------------------------


@pytest.fixture
def edited(folder):
    """A loaded claim that an editor has changed since."""
    load(folder)
    claim = Claim.objects.get()
    claim.statement = "Django is fast enough."
    claim.created_by = UserFactory()
    claim.save()
    return claim


def test_with_overwrite_the_file_wins(folder, edited):
    load(folder, "--overwrite")
    assert Claim.objects.get().statement == "Django is fast."


def test_overwriting_is_a_revision_with_its_own_history_entry(folder, edited):
    load(folder, "--overwrite")
    claim = Claim.objects.get()
    assert claim.revision == 3
    assert list(claim.history.values_list("statement", "revision")) == [
        ("Django is fast.", 3),
        ("Django is fast enough.", 2),
        ("Django is fast.", 1),
    ]


def test_overwriting_with_the_same_is_no_revision(folder):
    load(folder)
    load(folder, "--overwrite")
    claim = Claim.objects.get()
    assert (claim.revision, claim.history.count()) == (1, 1)


def test_overwriting_keeps_who_entered_a_claim(folder, edited):
    load(folder, "--overwrite")
    assert Claim.objects.get().created_by == edited.created_by


# --- Or nothing ----------------------------------------------------------------------------------

BROKEN = {
    "not YAML": "- model: [",
    "an unknown article": FILES["claims/odysse.yaml"].replace("[odysse]", "[elsewhere]"),
    "an unknown field": FILES["claims/odysse.yaml"].replace("rating:", "stars:"),
    "an unknown model": "- model: comparisons.rumour\n  fields: {}\n",
    "a rating off the scale": FILES["claims/odysse.yaml"].replace("rating: 1", "rating: 3"),
    "a number that is no number": FILES["claims/odysse.yaml"].replace("rating: 1", "rating: good"),
    "a claim told twice": FILES["claims/odysse.yaml"]
    + FILES["claims/odysse.yaml"].replace("odysse-1", "odysse-2").replace("position: 1", "position: 2"),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_changes_nothing_and_is_named(folder, text):
    (folder / "claims" / "odysse.yaml").write_text(text)
    with pytest.raises(Exception, match=r"claims/odysse\.yaml"):
        load(folder)
    assert not any(rows().values())


def test_a_broken_file_leaves_an_older_knowledge_base_as_it_is(folder):
    load(folder)
    (folder / "frameworks.yaml").write_text(FILES["frameworks.yaml"].replace("Django", "Djangoes"))
    (folder / "claims" / "odysse.yaml").write_text(BROKEN["a rating off the scale"])
    with pytest.raises(DatabaseError):
        load(folder, "--overwrite")
    assert Framework.objects.get().name == "Django"


@pytest.mark.parametrize("name", ["publishers.yaml", "articles.yaml", "criteria.yaml", "frameworks.yaml"])
def test_a_missing_file_is_named_and_nothing_is_loaded(folder, name):
    (folder / name).unlink()
    with pytest.raises(CommandError, match=f"{name} is missing"):
        load(folder)
    assert not any(rows().values())


def test_a_missing_folder_is_told(folder):
    shutil.rmtree(folder)
    with pytest.raises(CommandError, match="is missing"):
        load(folder)
