"""Two editors at once: of two saves that read the same revision one wins, and the other one is told.

Twenty pairs a model; more by hand: RACES=1000 .venv/bin/python -m pytest tests/test_races.py
"""

import os
import threading
from functools import partial

import pytest
from django.apps import apps
from django.test import Client

from articles.models import Article, CapturedText, FormerSlug, Publisher
from articles.revisions import ChangedMeanwhile, Revised
from comparisons.models import Claim, Criterion, Framework, Group, Override, Proposal, Release, Report
from questionnaire.models import Conflict, Option, Question, Questionnaire, Step, Weight
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    CriterionFactory,
    FrameworkFactory,
    GroupFactory,
    OverrideFactory,
    PublisherFactory,
    ReleaseFactory,
    ReportFactory,
    UserFactory,
)
from tests.questionnaire.crowd import at_once
from tests.questionnaire.factories import (
    ConflictFactory,
    OptionFactory,
    QuestionFactory,
    QuestionnaireFactory,
    StepFactory,
    WeightFactory,
)
from tests.sent import form_of

PAIRS = int(os.environ.get("RACES", "20"))
PATIENCE = 60  # seconds after which one of two gives the other up

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.ignore_template_errors,  # of Django's templates
]


def captured_text():
    return CapturedText.objects.create(article=ArticleFactory(), text="What it says.")


def proposal():
    return Proposal.objects.create(
        claim=ClaimFactory(), base_revision=1, values={"statement": ["a", "b"]}, reason="It reads better.",
        proposed_by=UserFactory(),
    )  # fmt: skip


def _place(who, number):
    return 10 + 2 * number + who


def _step_of_the_scale(who, number):
    return 1 + who


# For each model that keeps revisions: how to make a row, a field, and what one of two editors writes into it.
CASES = {
    Publisher: (PublisherFactory, "interest", None),
    Article: (ArticleFactory, "note", None),
    CapturedText: (captured_text, "text", None),
    Group: (GroupFactory, "description", None),
    Criterion: (CriterionFactory, "definition", None),
    Framework: (FrameworkFactory, "summary", None),
    Release: (ReleaseFactory, "version", None),
    Claim: (ClaimFactory, "statement", None),
    Override: (OverrideFactory, "reason", None),
    Proposal: (proposal, "reason", None),
    Report: (ReportFactory, "answer", None),
    Question: (QuestionFactory, "text", None),
    Questionnaire: (QuestionnaireFactory, "summary", None),
    Step: (StepFactory, "position", _place),
    Option: (OptionFactory, "text", None),
    Weight: (WeightFactory, "weight", _step_of_the_scale),
    Conflict: (ConflictFactory, "message", None),
}
each_model = pytest.mark.parametrize("model", CASES, ids=lambda model: model._meta.model_name)


def race(folder, *turns, pairs=PAIRS):
    """Let editors take turns that begin together, `pairs` times; return for each pair what the turns came to.

    A turn is a function of the number of the pair that reads, and returns a function that writes.
    """
    gate = threading.Barrier(len(turns))

    def taking(turn):
        came_to = []
        try:
            for number in range(pairs):
                write = turn(number)
                gate.wait(PATIENCE)
                came_to.append(write())
                gate.wait(PATIENCE)
        except BaseException:
            gate.abort()
            raise
        return came_to

    found = at_once([partial(taking, turn) for turn in turns], folder)
    return list(zip(*found, strict=True))


def saving(row, field, value):
    """Return a function that saves and tells whether it won."""

    def write():
        setattr(row, field, value)
        row._change_reason = str(value)
        try:
            row.save()
        except ChangedMeanwhile:
            return "refused", value
        return "won", value

    return write


def deleting(row):
    def write():
        try:
            row.delete()
        except ChangedMeanwhile:
            return "refused", None
        return "won", None

    return write


def test_every_model_that_keeps_revisions_races():
    assert set(CASES) == {model for model in apps.get_models() if issubclass(model, Revised)}


@each_model
def test_of_two_saves_of_one_revision_one_wins(tmp_path, model):
    make, field, value = CASES[model]
    row = make()
    value = value or (lambda who, number: f"Editor {who} wrote {number}.")

    def turn(who, number):
        return saving(model._base_manager.get(pk=row.pk), field, value(who, number))

    found = race(tmp_path, partial(turn, 0), partial(turn, 1))
    won = [value for pair in found for how, value in pair if how == "won"]
    assert [sorted(how for how, _ in pair) for pair in found] == [["refused", "won"]] * PAIRS
    row.refresh_from_db()
    assert (row.revision, getattr(row, field)) == (1 + PAIRS, won[-1])
    records = model.history.filter(**{"id": row.pk}).order_by("history_id")[1:]
    assert [getattr(record, field) for record in records] == won
    assert [record.revision for record in records] == list(range(2, PAIRS + 2))


@each_model
def test_of_a_save_and_a_deletion_of_one_revision_one_wins(tmp_path, model):
    make, field, value = CASES[model]
    pairs = max(3, PAIRS // 10)
    keys = [make().pk for _ in range(pairs)]
    value = value or (lambda who, number: f"Editor {who} wrote {number}.")

    def save(number):
        return saving(model._base_manager.get(pk=keys[number]), field, value(1, number))

    def delete(number):
        return deleting(model._base_manager.get(pk=keys[number]))

    found = race(tmp_path, save, delete, pairs=pairs)
    for key, (saved, was_deleted) in zip(keys, found, strict=True):
        assert sorted((saved[0], was_deleted[0])) == ["refused", "won"]
        assert model._base_manager.filter(pk=key).exists() == (saved[0] == "won")
        last = model.history.filter(id=key).latest("history_id")
        assert (last.revision, last.history_type) == (2, "~" if saved[0] == "won" else "-")


def test_of_two_renamings_one_wins_and_the_others_name_stays_free(tmp_path):
    article = ArticleFactory(slug="first")

    def turn(who, number):
        return saving(Article.objects.get(pk=article.pk), "slug", f"name-{number}-of-{who}")

    found = race(tmp_path, partial(turn, 0), partial(turn, 1))
    won = [slug for pair in found for how, slug in pair if how == "won"]
    article.refresh_from_db()
    assert (len(won), article.slug) == (PAIRS, won[-1])
    assert set(FormerSlug.objects.values_list("slug", flat=True)) == {"first", *won[:-1]}


def test_a_hundred_claims_that_two_add_to_one_article_are_all_numbered(tmp_path):
    article, cell = (
        ArticleFactory(slug="odysse"),
        {"framework": FrameworkFactory(), "criterion": CriterionFactory()},
    )

    def turn(who, number):
        claim = ClaimFactory.build(article=article, state="draft", statement=f"{number} by {who}.", **cell)
        return lambda: claim.save() or "won"

    found = race(tmp_path, partial(turn, 0), partial(turn, 1), pairs=50)
    assert found == [("won", "won")] * 50
    numbers = [f"odysse-{place}" for place in range(1, 101)]
    assert list(Claim.objects.order_by("position").values_list("slug", flat=True)) == numbers
    assert Claim.history.count() == 100  # fmt: skip


# --- Two forms ---


def editors():
    """Return two logged-in browsers."""
    clients = [Client(), Client()]
    for number, client in enumerate(clients):
        client.force_login(UserFactory(username=f"editor-{number}", is_superuser=True))
    return clients


def race_of_forms(folder, address, form, typed):
    """Let two open a form and send it together; `typed(who, number)` is ({field: what they type}, what to look for).

    Returns for each pair [(status, answer, what to look for)] of both, the refused one first.
    """
    clients = editors()

    def turn(who, number):
        fields, text = typed(who, number)
        sent = form_of(clients[who].get(address), form, **fields)

        def write():
            response = clients[who].post(address, sent)
            return response.status_code, response.text, text

        return write

    pairs = max(4, PAIRS // 10)
    found = race(folder, partial(turn, 0), partial(turn, 1), pairs=pairs)
    assert [sorted(status for status, *_ in pair) for pair in found] == [[200, 302]] * pairs
    return [sorted(pair, key=lambda each: each[0]) for pair in found]


@pytest.mark.parametrize(
    ("make", "address", "field"),
    [
        (lambda: ClaimFactory(state="draft"), "/admin/comparisons/claim/{}/change/", "statement"),
        (ArticleFactory, "/admin/articles/article/{}/change/", "note"),
    ],
    ids=["claim", "article"],
)
def test_of_two_forms_of_one_revision_one_is_refused_and_shows_both_texts(tmp_path, make, address, field):
    row = make()
    model = type(row)

    def typed(who, number):
        text = f"Editor {who} typed {number}."
        return {field: text}, text

    found = race_of_forms(tmp_path, address.format(row.pk), f"{model._meta.model_name}_form", typed)
    for (_, page, theirs), (_, _, ours) in found:
        assert "What both of you changed" in page
        assert theirs in page
        assert ours in page
    row.refresh_from_db()
    assert (row.revision, getattr(row, field)) == (1 + len(found), found[-1][1][2])
    assert model.history.filter(id=row.pk).count() == 1 + len(found)


def other_weight(who):
    """Return one of the two weights that are not the present one."""
    return str(sorted({1, 2, 3} - {Weight.objects.get().weight})[who])


def test_of_two_forms_with_rows_in_them_one_is_refused_and_nothing_of_it_is_kept(tmp_path):
    option = OptionFactory(text="At the beginning", weights={"speed": 1})

    def typed(who, number):
        text = f"Editor {who} typed {number}."
        weight = other_weight(who)
        return {"text": text, "weights-0-weight": weight}, (text, weight)

    found = race_of_forms(tmp_path, f"/admin/questionnaire/option/{option.pk}/change/", "option_form", typed)
    for (_, page, theirs), (_, _, ours) in found:
        # Where the other one's save came between reading the option and its rows, only the rows' clash is told yet.
        assert theirs[0] in page
        assert f"theirs is “{ours[1]}”, yours “{theirs[1]}”" in page
    option.refresh_from_db()
    weight = Weight.objects.get()
    assert (option.text, str(weight.weight)) == found[-1][1][2]
    assert (option.revision, weight.revision) == (1 + len(found), 1 + len(found))
    assert (option.history.count(), weight.history.count()) == (1 + len(found), 1 + len(found))


def test_of_two_forms_that_change_one_row_within_one_is_refused_and_tells_both_values(tmp_path):
    option = OptionFactory(weights={"speed": 1})

    def typed(who, number):
        weight = other_weight(who)
        return {"weights-0-weight": weight}, weight

    found = race_of_forms(tmp_path, f"/admin/questionnaire/option/{option.pk}/change/", "option_form", typed)
    for (_, page, theirs), (_, _, ours) in found:
        assert f"theirs is “{ours}”, yours “{theirs}”" in page
    weight = Weight.objects.get()
    assert (weight.revision, str(weight.weight)) == (1 + len(found), found[-1][1][2])
    assert weight.history.count() == 1 + len(found)
