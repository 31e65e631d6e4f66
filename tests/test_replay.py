"""Whatever way an entry is changed, its history tells exactly what happened: replayed, it gives the tables as they are.

500 edits by hand: REPLAY=500 .venv/bin/python -m pytest tests/test_replay.py
"""

import os
import random
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from articles.models import Article, CapturedText, Publisher
from articles.revisions import Revised
from comparisons.models import Claim, Criterion, Framework, Group, Proposal
from comparisons.models.claim import NEEDS_SOURCE, TRANSITIONS, State
from comparisons.roles import set_up_roles
from tests.comparisons.exchange.files import confirm, content, csv_file, send
from tests.factories import UserFactory
from tests.sent import form_of

EDITS = int(os.environ.get("REPLAY", "120"))
PEOPLE = ("ada", "grace")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # of Django's templates
]

PUBLISHER = "- model: articles.publisher\n  fields: {{slug: {0}, name: {0}, kind: agency, interest_label: x, interest: x}}\n"
ARTICLE = "- model: articles.article\n  fields: {{slug: {0}, title: About {0}, publisher: [{0}]}}\n"
GROUP = "- model: comparisons.group\n  fields: {{slug: {0}, name: {0}, description: x}}\n"
CRITERION = "- model: comparisons.criterion\n  fields: {{slug: {0}, name: {0}, group: [work], measure: rating, definition: x}}\n"
FRAMEWORK = "- model: comparisons.framework\n  fields: {{slug: {0}, name: {0}, summary: x}}\n"
CLAIM = (
    "- model: comparisons.claim\n  fields: {{slug: {0}-{1}, position: {1}, article: [{0}], framework: [{2}],"
    " criterion: [{3}], locator: Part, statement: '{2} and {3} in {0}.', rating: 1, state: {4}, published_on: {5}}}\n"
)
QUESTIONS = """
- model: questionnaire.question
  fields: {slug: pace, text: Is pace needed?}
- model: questionnaire.option
  fields: {slug: much, question: [pace], text: Much, position: 1}
- model: questionnaire.weight
  fields: {option: [pace, much], criterion: [speed], weight: 2}
- model: questionnaire.questionnaire
  fields: {slug: brief, name: Brief, summary: x, is_published: true}
- model: questionnaire.step
  fields: {questionnaire: [brief], question: [pace], position: 1}
"""
ARTICLES, FRAMEWORKS, CRITERIA = (
    ("odysse", "cipher", "pycharm"),
    ("alpha", "beta", "gamma"),
    ("speed", "size"),
)


@pytest.fixture
def folder(tmp_path):
    """A small knowledge base as files; what an editor of files changes of it, they change in here."""
    (tmp_path / "claims").mkdir()
    write(tmp_path, "publishers.yaml", [PUBLISHER.format(slug) for slug in ARTICLES])
    write(tmp_path, "articles.yaml", [ARTICLE.format(slug) for slug in ARTICLES])
    write(tmp_path, "criteria.yaml", [GROUP.format("work"), *(CRITERION.format(slug) for slug in CRITERIA)])
    write(tmp_path, "frameworks.yaml", [FRAMEWORK.format(slug) for slug in FRAMEWORKS])
    write(tmp_path, "questionnaires.yaml", [QUESTIONS])
    for article in ARTICLES:
        cells = [(framework, criterion) for framework in FRAMEWORKS for criterion in CRITERIA]
        states = ["published, 2026-11-21", "in_review, null", "draft, null"]
        claims = [
            CLAIM.format(article, number, *cell, *states[number % 3].split(", "))
            for number, cell in enumerate(cells, 1)
        ]
        write(tmp_path, f"claims/{article}.yaml", claims)
    return tmp_path


def write(folder, name, parts):
    (folder / name).write_text("".join(parts))


class Editors:
    """Two editors who may do everything but are not above the rules, and the files that one may load."""

    def __init__(self, folder, seed):
        self.folder, self.chance = folder, random.Random(seed)
        self.clients = {}
        set_up_roles()
        for name in PEOPLE:
            user = UserFactory(username=name)
            user.groups.set(user.groups.model.objects.filter(name="Administrator"))
            self.clients[name] = Client()
            self.clients[name].force_login(user)
        call_command("load_knowledge_base", folder, verbosity=0)
        self.number = 0

    def words(self):
        self.number += 1
        return f"Words number {self.number}."

    def browser(self):
        return self.clients[self.chance.choice(PEOPLE)]

    def one(self, rows):
        rows = list(rows.order_by("pk"))
        return self.chance.choice(rows) if rows else None

    def send_form(self, address, form=None, /, browser=None, **typed):
        """Open a page, type, send it; return whether it was taken."""
        browser = browser or self.browser()
        response = browser.get(address)
        if response.status_code != 200:
            return False
        return browser.post(address, form_of(response, form, **typed)).status_code == 302

    # --- The ways of changing something ---

    def by_form(self):
        model, field = self.chance.choice(
            [(Publisher, "interest"), (Article, "note"), (Framework, "summary"), (Criterion, "definition"), (Group, "description")]
        )  # fmt: skip
        row, label = self.one(model.objects), f"{model._meta.app_label}/{model._meta.model_name}"
        return self.send_form(
            f"/admin/{label}/{row.pk}/change/", f"{model._meta.model_name}_form", **{field: self.words()}
        )

    def by_form_of_a_draft(self):
        claim = self.one(Claim.objects.exclude(state__in=["published", "disputed", "outdated"]))
        return claim and self.send_form(f"/admin/comparisons/claim/{claim.pk}/change/", "claim_form",
                                        statement=self.words())  # fmt: skip

    def by_form_with_rows(self):
        weight = apps.get_model("questionnaire.weight").objects.get()
        return self.send_form(
            f"/admin/questionnaire/option/{weight.option_id}/change/", "option_form",
            **{"weights-0-weight": str(weight.weight % 3 + 1), "text": self.words()},
        )  # fmt: skip

    def by_list(self):
        name = self.chance.choice(["group", "criterion"])
        place = {"form-0-position": str(self.chance.randrange(1, 99)), "_save": "Save"}
        return self.send_form(f"/admin/comparisons/{name}/", "changelist-form", **place)

    def by_bulk_action(self):
        action, state = self.chance.choice([("submit", "draft"), ("publish", "in_review")])
        claims = list(Claim.objects.filter(state=state).order_by("pk")[:2])
        sent = {
            "action": action,
            "_selected_action": [claim.pk for claim in claims],
            "seen": [f"{claim.pk}:{claim.revision}" for claim in claims],
        }
        return bool(claims) and self.browser().post("/admin/comparisons/claim/", sent).status_code == 302

    def by_state_page(self):
        claim = self.one(Claim.objects)
        state = self.chance.choice(sorted(TRANSITIONS[State(claim.state)]))
        source = str(self.one(Article.objects).pk) if state in NEEDS_SOURCE else ""
        sent = {"state": state, "reason": self.words(), "source": source, "seen_revision": claim.revision}
        address = f"/admin/comparisons/claim/{claim.pk}/state/"
        return self.browser().post(address, sent).status_code == 302

    def by_proposal(self):
        claim = self.one(Claim.objects.public())
        if not claim:
            return False
        self.send_form(f"/admin/comparisons/claim/{claim.pk}/change/", "claim_form",
                       browser=self.clients["ada"], statement=self.words(), reason="It reads better.")  # fmt: skip
        proposal = Proposal.objects.filter(state="open").last()
        decision = self.chance.choice(["accept", "refuse"])
        return proposal and self.send_form(
            f"/admin/comparisons/claim/proposals/{proposal.pk}/", browser=self.clients["grace"],
            decision=decision, reason="No." if decision == "refuse" else "",
        )  # fmt: skip

    def by_restoring(self, model=None, record=None):
        model = model or self.chance.choice([Claim, Claim, Article, Framework, Criterion, Publisher])
        record = record or self.chance.choice(
            list(model.history.exclude(history_type="-").order_by("history_id"))
        )
        address = f"/admin/changes/{model._meta.label_lower}/{record.history_id}/"
        if b'name="seen_revision"' not in self.clients["ada"].get(address).content:
            return False  # it is as the row is now
        return self.send_form(address, reason="It was better.")

    def by_deleting_a_draft_and_back(self):
        claim = self.one(Claim.objects.filter(state="draft", published_on=None))
        if not claim or not self.send_form(f"/admin/comparisons/claim/{claim.pk}/delete/", reason="Twice."):
            return False
        if self.chance.random() < 0.3:
            return True
        return self.by_restoring(
            Claim, Claim.history.filter(id=claim.pk, history_type="-").latest("history_id")
        )

    def by_files(self):
        file = self.folder / "frameworks.yaml"
        write(self.folder, file.name, [FRAMEWORK.format(slug).replace("summary: x", f"summary: {self.words()}")
                                       for slug in FRAMEWORKS])  # fmt: skip
        call_command("load_knowledge_base", self.folder, overwrite=True, verbosity=0)
        return True

    def by_import(self):
        row = {"number": "", "article": "odysse", "locator": "Part", "framework": "beta", "criterion": "size",
               "statement": self.words(), "rating": "1", "revision": ""}  # fmt: skip
        rows = [row]
        if claim := self.one(Claim.objects.filter(state="draft")):
            article, criterion = claim.article.slug, claim.criterion.slug
            framework = claim.framework.slug if claim.framework else ""
            rows.append(row | {"number": claim.slug, "article": article, "criterion": criterion,
                               "framework": framework, "statement": self.words(), "revision": claim.revision})  # fmt: skip
        browser = self.browser()
        page = send(browser, csv_file(rows))
        if page.status_code != 200:
            return False
        return b"imported" in content(confirm(browser, page)).lower()

    def by_merging(self):
        model = self.chance.choice([Publisher, Framework, Criterion])
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        self.number += 1
        new = {"name": f"Entry {self.number}", "slug": f"entry-{self.number}"}
        more = {
            Publisher: {"kind": "agency", "interest_label": "x", "interest": "x"},
            Framework: {"summary": "x"},
            Criterion: {"group": str(Group.objects.first().pk), "definition": "x", "measure": "rating"},
        }
        assert self.send_form(f"{base}add/", f"{model._meta.model_name}_form", **new, **more[model])
        source = model.objects.get(slug=new["slug"])
        target = (
            model.objects.exclude(pk=source.pk).filter(slug__in=(*ARTICLES, *FRAMEWORKS, *CRITERIA)).first()
        )
        if model is Framework:
            self.send_form(
                f"/admin/articles/article/{Article.objects.first().pk}/change/",
                "article_form",
                note=self.words(),
            )
            self.enter(source.slug)
        return self.send_form(f"{base}{source.pk}/merge/?target={target.pk}", reason="They are one.")

    def enter(self, framework):
        article = self.one(Article.objects)
        sent = {"locator": "Part", "frameworks": framework, "criterion": "speed", "statement": self.words(),
                "reading": "1", "is_new": "on", "submits": self.chance.choice(["", "on"])}  # fmt: skip
        address = f"/admin/articles/article/{article.pk}/claims/add/"
        return self.browser().post(address, sent).status_code == 302

    def by_the_workbench(self):
        return self.enter(self.chance.choice(FRAMEWORKS))

    def by_a_command(self):
        if self.chance.random() < 0.5:
            text = self.folder / "text.txt"
            text.write_text(self.words())
            call_command("capture_text", self.chance.choice(ARTICLES), str(text), verbosity=0)
        else:
            article = self.one(Article.objects)
            article.note = self.words()
            article._change_reason = "Noted by a command"
            article.save()
        return True


# How often each way is taken.
WAYS = {
    Editors.by_form: 5,
    Editors.by_form_of_a_draft: 5,
    Editors.by_form_with_rows: 2,
    Editors.by_list: 3,
    Editors.by_bulk_action: 4,
    Editors.by_state_page: 8,
    Editors.by_proposal: 4,
    Editors.by_restoring: 5,
    Editors.by_deleting_a_draft_and_back: 3,
    Editors.by_files: 1,
    Editors.by_import: 2,
    Editors.by_merging: 2,
    Editors.by_the_workbench: 5,
    Editors.by_a_command: 5,
}


def content_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def content_in(model, record):
    return {field.attname: getattr(record, field.attname) for field in model._meta.concrete_fields}


def test_the_histories_replayed_give_the_tables_as_they_are(folder):
    editors = Editors(folder, seed=20261121)
    taken = Counter()
    for way in editors.chance.choices(list(WAYS), WAYS.values(), k=EDITS):
        taken[way.__name__] += bool(way(editors))
    assert {way.__name__ for way in WAYS} == set(+taken), "Some way was never taken."
    for model in apps.get_models():
        if not issubclass(model, Revised):
            continue
        replayed, revisions, unsigned = {}, {}, []
        for record in model.history.order_by("history_id"):
            assert record.revision == revisions.get(record.id, 0) + 1, (model, record.id, record.revision)
            revisions[record.id] = record.revision
            assert (record.history_type == "+") == (record.id not in replayed), (model, record.id)
            if record.history_type == "-":
                del replayed[record.id]
            else:
                replayed[record.id] = content_in(model, record)
            if not (record.history_user_id or record.history_change_reason):
                unsigned.append((model._meta.label, record.id, record.revision))
        assert unsigned == []
        assert replayed == {row.pk: content_of(row) for row in model._base_manager.all()}
    assert CapturedText.history.exists()


def test_loading_files_gives_no_deleted_rows_key_again(folder):
    editors = Editors(folder, seed=1)
    gone = Publisher.objects.create(name="Gone", slug="gone", kind="agency", interest_label="x", interest="x")
    key = gone.pk
    gone.delete()
    editors.by_files()
    new = Publisher.objects.create(name="New", slug="new", kind="agency", interest_label="x", interest="x")
    assert new.pk > key
