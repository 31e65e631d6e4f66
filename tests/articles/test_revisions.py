"""Rows that editors change: no save is lost to another one, every revision is kept, and each can come back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from articles import revisions
from articles.models import Article, CapturedText, Publisher
from articles.revisions import ChangedMeanwhile
from comparisons.models import Criterion, Framework, Group, Override, Release
from questionnaire.models import Conflict, Option, Question, Questionnaire, Step, Weight
from tests.factories import (
    ArticleFactory,
    CapturedTextFactory,
    CriterionFactory,
    FrameworkFactory,
    OverrideFactory,
    PublisherFactory,
    ReleaseFactory,
    UserFactory,
)
from tests.questionnaire.factories import (
    ConflictFactory,
    OptionFactory,
    QuestionFactory,
    QuestionnaireFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return PublisherFactory(name="As it was", homepage="https://one.example/")


def changed(row, by=None, why="", **fields):
    """Save new values into a row as somebody who has just read it, and return it."""
    row = type(row).objects.get(pk=row.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    row._history_user, row._change_reason = by, why
    row.save()
    return row


def told(row):
    """Return the history of a row as [(revision, kind, {field: (before, after)})], newest first."""
    return [
        (entry.revision, entry.kind, {each.field: (each.before, each.after) for each in entry.differences})
        for entry in revisions.entries(type(row), row.pk)
    ]


# --- Nothing is saved over somebody else's change ------------------------------------------------


def test_each_save_is_the_next_revision(publisher):
    assert (publisher.revision, changed(publisher).revision, changed(publisher).revision) == (1, 2, 3)


def test_a_save_over_another_one_is_refused_and_writes_nothing(publisher):
    changed(publisher, name="Theirs")
    publisher.name, publisher.homepage = "Mine", "https://mine.example/"
    with pytest.raises(ChangedMeanwhile, match="Publisher “Mine” was changed since you read it"):
        publisher.save()
    kept = Publisher.objects.get()
    assert (kept.name, kept.homepage, kept.revision) == ("Theirs", "https://one.example/", 2)
    assert kept.history.count() == 2


def test_deleting_what_was_changed_meanwhile_is_refused(publisher):
    changed(publisher, name="Theirs")
    with pytest.raises(ChangedMeanwhile):
        publisher.delete()
    assert Publisher.objects.get().revision == 2


def test_saving_what_was_deleted_meanwhile_does_not_bring_it_back(publisher):
    Publisher.objects.get().delete()
    with pytest.raises(ChangedMeanwhile):
        publisher.save()
    assert not Publisher.objects.exists()


def test_of_two_who_read_the_same_only_the_first_saves(publisher):
    first, second = Publisher.objects.get(), Publisher.objects.get()
    first.save()
    with pytest.raises(ChangedMeanwhile):
        second.save()
    assert Publisher.objects.get().revision == 2


def test_a_save_that_fails_is_no_revision(publisher):
    PublisherFactory(name="Taken")
    publisher.name = "Taken"
    with pytest.raises(IntegrityError):
        publisher.save()
    assert (publisher.revision, Publisher.objects.get(pk=publisher.pk).revision) == (1, 1)
    publisher.name = "Free"
    publisher.save()
    assert Publisher.objects.get(pk=publisher.pk).name == "Free"


# --- What history tells --------------------------------------------------------------------------


def test_history_tells_each_change_field_by_field(publisher):
    changed(publisher, name="Renamed", kind="vendor")
    assert told(publisher)[0] == (
        2,
        "changed",
        {
            "name": ("As it was", "Renamed"),
            "kind": ("Agency or software house", "Vendor of developer tools or services"),
        },
    )
    assert told(publisher)[1][:2] == (1, "added")


def test_history_tells_who_did_it_and_why(publisher):
    changed(publisher, UserFactory(username="ada"), "They say so themselves.", name="Renamed")
    newest, oldest = revisions.entries(Publisher, publisher.pk)
    assert (newest.by, newest.reason) == ("ada", "They say so themselves.")
    assert (oldest.by, oldest.reason) == ("the system", "")


def test_history_names_what_a_row_refers_to():
    article = ArticleFactory(publisher__name="One")
    changed(article, publisher=PublisherFactory(name="Two"))
    assert told(article)[0][2] == {"publisher": ("One", "Two")}


def test_history_tells_an_empty_value_and_a_flag_in_words():
    release = ReleaseFactory(supported_until="", is_long_term=False)
    changed(release, supported_until="2028", is_long_term=True)
    assert told(release)[0][2] == {"supported_until": ("–", "2028"), "is_long_term": ("no", "yes")}


def test_history_ends_with_the_deletion(publisher):
    publisher.delete()
    key = Publisher.history.first().id
    entry = revisions.entries(Publisher, key)[0]
    assert (entry.revision, entry.kind, entry.differences) == (2, "deleted", [])


def test_history_tells_changed_lists():
    question, article = QuestionFactory(), ArticleFactory(title="Why ask")
    changed(question).advised_by.set([article])
    changed(question, text="Reworded?")
    assert [line[2] for line in told(question)][:2] == [
        {"text": (question.text, "Reworded?")},
        {"advised_by": ("–", "Why ask")},
    ]


def test_the_newest_entries_alone_are_told_with_what_they_changed(publisher):
    for name in ("Two", "Three"):
        changed(publisher, name=name)
    (entry,) = revisions.entries(Publisher, publisher.pk, newest=1)
    assert [(each.before, each.after) for each in entry.differences] == [("Two", "Three")]


def test_a_longer_history_needs_no_more_queries():
    question = QuestionFactory()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            revisions.entries(Question, question.pk)
        return len(captured)

    changed(question).advised_by.set([ArticleFactory()])
    few = queries()
    for number in range(10):
        changed(question, text=f"Number {number}?").advised_by.set([ArticleFactory()])
    assert queries() == few


# --- Bringing back -------------------------------------------------------------------------------


def test_any_revision_can_be_restored(publisher):
    for name in ("Two", "Three"):
        changed(publisher, name=name, homepage="")
    ada = UserFactory(username="ada")
    revisions.restore(publisher.history.last(), by=ada, reason="They changed their mind.")
    kept = Publisher.objects.get()
    assert (kept.name, kept.homepage, kept.revision) == ("As it was", "https://one.example/", 4)
    entry = revisions.entries(Publisher, publisher.pk)[0]
    assert (entry.by, entry.reason) == ("ada", "Restored revision 1: They changed their mind.")


def test_restoring_brings_lists_back():
    question, article = QuestionFactory(), ArticleFactory()
    question.advised_by.set([article])
    before = question.history.first()
    changed(question).advised_by.clear()
    revisions.restore(before, by=UserFactory())
    assert list(question.advised_by.all()) == [article]


def test_a_revision_whose_name_was_given_away_is_not_restored(publisher):
    before = publisher.history.first()
    changed(publisher, name="Renamed")
    PublisherFactory(name="As it was")
    with pytest.raises(ValidationError) as refusal:
        revisions.restore(before, by=UserFactory())
    assert revisions.refusal_in_words(refusal.value) == "Name: Publisher with this Name already exists."
    assert Publisher.objects.get(pk=publisher.pk).name == "Renamed"


def test_a_revision_that_refers_to_what_is_gone_is_not_restored():
    article = ArticleFactory()
    before, publisher = article.history.first(), article.publisher
    changed(article, publisher=PublisherFactory())
    publisher.delete()
    with pytest.raises(ValidationError, match="is not a valid choice"):
        revisions.restore(before, by=UserFactory())


def delete(row):
    """Delete a row and return the record of it."""
    key = row.pk
    row = type(row).objects.get(pk=key)
    row._change_reason = "Deleted"
    row.delete()
    return type(row).history.filter(id=key).first()


def test_a_deleted_row_is_listed_until_it_is_restored(publisher):
    record = delete(publisher)
    assert [each.history_id for each in revisions.deleted(Publisher)] == [record.history_id]
    revisions.restore(record, by=UserFactory())
    assert not revisions.deleted(Publisher)


def test_a_deleted_row_comes_back_under_its_key_as_the_next_revision(publisher):
    key = publisher.pk
    row = revisions.restore(delete(publisher), by=UserFactory(), reason="Too early.")
    assert (row.pk, row.name, row.revision) == (key, "As it was", 3)
    assert revisions.entries(Publisher, key)[0].reason == "Restored revision 2: Too early."
    changed(row, name="And it can be changed")


def test_a_framework_comes_back_with_its_releases_and_verdicts_set_by_hand():
    framework = FrameworkFactory(slug="django")
    ReleaseFactory(framework=framework, version="5.2")
    OverrideFactory(framework=framework, reason="They measure the same bug.")
    record = delete(framework)
    assert not Release.objects.exists()
    assert not Override.objects.exists()
    revisions.restore(record, by=UserFactory())
    framework = Framework.objects.get(slug="django")
    assert framework.releases.get().version == "5.2"
    assert framework.overrides.get().reason == "They measure the same bug."


def test_a_release_that_was_deleted_earlier_stays_deleted():
    framework = FrameworkFactory()
    delete(ReleaseFactory(framework=framework, version="1.0"))
    Release.history.update(history_date="2026-01-01T00:00Z")
    ReleaseFactory(framework=framework, version="2.0")
    revisions.restore(delete(framework), by=UserFactory())
    assert [release.version for release in Release.objects.all()] == ["2.0"]


def test_an_earlier_revision_of_a_deleted_framework_brings_its_releases_too():
    framework = FrameworkFactory(summary="As it was.")
    first = framework.history.first()
    Framework.history.update(history_date="2026-01-01T00:00Z")
    changed(framework, summary="Reworded.")
    ReleaseFactory(framework=framework)
    delete(framework)
    first.refresh_from_db()
    row = revisions.restore(first, by=UserFactory())
    assert (row.summary, row.releases.count()) == ("As it was.", 1)


def test_a_question_comes_back_with_answers_weights_conflicts_and_advice():
    question, article = QuestionFactory(slug="pace"), ArticleFactory()
    question.advised_by.set([article])
    quick = OptionFactory(question=question, slug="quick", weights={"speed": 3})
    slow = OptionFactory(question=question, slug="slow")
    elsewhere = OptionFactory()
    ConflictFactory(option=quick, other=slow)
    ConflictFactory(option=elsewhere, other=quick)
    record = delete(question)
    assert not Weight.objects.exists()
    assert not Conflict.objects.exists()
    revisions.restore(record, by=UserFactory())
    question = Question.objects.get(slug="pace")
    assert list(question.advised_by.all()) == [article]
    assert {option.slug for option in question.options.all()} == {"quick", "slow"}
    assert Weight.objects.get().option.slug == "quick"
    sides = Conflict.objects.values_list("option__slug", "other__slug")
    assert set(sides) == {("quick", "slow"), (elsewhere.slug, "quick")}


def test_a_questionnaire_comes_back_with_its_steps():
    questions = QuestionFactory.create_batch(2)
    record = delete(QuestionnaireFactory(slug="brief", questions=questions))
    assert not Step.objects.exists()
    revisions.restore(record, by=UserFactory())
    steps = Questionnaire.objects.get(slug="brief").steps.all()
    assert [step.question for step in steps] == questions


def test_an_article_comes_back_with_its_captured_text():
    captured = CapturedTextFactory(text="It is fast.")
    revisions.restore(delete(captured.article), by=UserFactory())
    assert CapturedText.objects.get().text == "It is fast."


def test_a_deleted_row_whose_name_was_given_away_is_not_restored(publisher):
    record = delete(publisher)
    PublisherFactory(name="As it was")
    with pytest.raises(ValidationError):
        revisions.restore(record, by=UserFactory())
    assert Publisher.objects.count() == 1


def test_what_cannot_come_back_whole_does_not_come_back_in_part():
    criterion, framework = CriterionFactory(), FrameworkFactory()
    OverrideFactory(framework=framework, criterion=criterion)
    record = delete(framework)
    delete(criterion)
    with pytest.raises(ValidationError):
        revisions.restore(record, by=UserFactory())
    assert not Framework.objects.exists()


@pytest.mark.parametrize(
    "model", [Article, Criterion, Framework, Group, Option, Publisher, Question], ids=str
)
def test_what_is_kept_on_restore_is_a_field(model):
    assert {field.name for field in model._meta.fields} >= model.KEPT_ON_RESTORE
