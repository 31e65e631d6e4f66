"""Slugs that entries had once: what keeps them, whom they mean, and who may take them."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from articles.merging import merge
from articles.models import Article, FormerSlug
from articles.revisions import deleted, restore
from articles.slugs import current_slug, todays_slugs
from comparisons.models import Claim, Criterion, Framework, Release
from questionnaire.models import Option, Question, Weight
from tests.comparisons.test_load_knowledge_base import FILES, folder  # noqa: F401 - a fixture
from tests.factories import ClaimFactory, FrameworkFactory, ReleaseFactory, UserFactory
from tests.questionnaire.factories import OptionFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def rename(row, slug):
    row.slug = slug
    row.save()
    return row


def former(model=Framework):
    """The former slugs of a model's rows as {slug: key of the entry that is meant}."""
    kind = model._meta.label_lower
    return dict(FormerSlug.objects.filter(kind=kind).values_list("slug", "target"))


# --- Renaming ------------------------------------------------------------------------------------


def test_a_changed_slug_is_kept_as_a_former_one():
    framework = rename(rename(FrameworkFactory(slug="alpha"), "beta"), "gamma")
    assert former() == {"alpha": framework.pk, "beta": framework.pk}
    assert current_slug(Framework, "alpha") == "gamma"


def test_a_change_of_something_else_keeps_no_slug():
    framework = FrameworkFactory(slug="alpha")
    framework.name = "Other"
    framework.save()
    assert not former()


def test_whoever_takes_its_old_slug_back_answers_to_it_itself():
    framework = rename(rename(FrameworkFactory(slug="alpha"), "beta"), "alpha")
    assert former() == {"beta": framework.pk}


def test_a_slug_that_was_another_entrys_is_refused_in_forms():
    rename(FrameworkFactory(slug="alpha", name="One"), "beta")
    with pytest.raises(ValidationError, match="was another entry's name"):
        Framework(name="Two", slug="alpha", summary="A framework.").full_clean()


def test_articles_and_publishers_keep_theirs_although_they_have_a_kind():
    claim = ClaimFactory(article__slug="one")
    rename(claim.article, "two")
    rename(claim.article.publisher, "house")
    assert former(Article) == {"one": claim.article.pk}
    assert FormerSlug.objects.filter(kind="articles.publisher").count() == 1


def test_what_nobody_was_called_is_nobody():
    assert current_slug(Framework, "alpha") is None
    assert todays_slugs(Framework.objects.all(), ["alpha", ""]) == {}


def test_a_restored_revision_answers_to_its_old_slug_and_keeps_the_newer_one():
    framework = rename(FrameworkFactory(slug="alpha"), "beta")
    restore(framework.history.last(), by=UserFactory())
    assert Framework.objects.get().slug == "alpha"
    assert former() == {"beta": framework.pk}


# --- Options, whose slugs differ only within their question --------------------------------------


def test_an_options_former_slug_is_kept_within_its_question():
    option, other = OptionFactory(slug="quick"), OptionFactory(slug="quick")
    rename(option, "fast")
    assert FormerSlug.objects.get().kind == f"questionnaire.option:{option.question_id}"
    assert Option.objects.get_by_natural_key(option.question.slug, "quick") == option
    assert Option.objects.get_by_natural_key(other.question.slug, "quick") == other


def test_an_option_takes_its_former_slugs_along_to_another_question():
    option = rename(OptionFactory(slug="quick"), "fast")
    option.question = QuestionFactory()
    option.save()
    assert Option.objects.get_by_natural_key(option.question.slug, "quick") == option
    assert set(FormerSlug.objects.values_list("kind", flat=True)) == {option.kind_of_slug}


def test_an_option_is_known_under_its_questions_former_slug():
    option = OptionFactory(slug="quick", question=QuestionFactory(slug="pace"))
    rename(option.question, "speed")
    assert Option.objects.get_by_natural_key("pace", "quick") == option


def test_a_key_that_means_nothing_is_told():
    with pytest.raises(Framework.DoesNotExist, match="There is no framework “alpha”"):
        Framework.objects.get_by_natural_key("alpha")


# --- Merged entries ------------------------------------------------------------------------------


def test_a_restored_entry_answers_to_all_its_names_again():
    source, target = rename(FrameworkFactory(slug="alpha"), "beta"), FrameworkFactory(slug="gamma")
    key = source.pk
    merge(source, target, by=UserFactory())
    assert former() == {"alpha": target.pk, "beta": target.pk}
    restore(deleted(Framework).get(), by=UserFactory())
    assert Framework.objects.get(slug="beta").pk == key
    assert former() == {"alpha": key}


def test_names_are_given_back_along_a_chain_of_merges():
    first, second, third = (FrameworkFactory(slug=slug) for slug in ("one", "two", "three"))
    key = first.pk
    merge(first, second, by=UserFactory())
    second.refresh_from_db()
    merge(second, third, by=UserFactory())
    assert former() == {"one": third.pk, "two": third.pk}
    restore(deleted(Framework).get(id=key), by=UserFactory())
    assert former() == {"two": third.pk}


# --- Files that name entries as they were called once --------------------------------------------


def load(folder):  # noqa: F811
    call_command("load_knowledge_base", folder, "--overwrite", verbosity=0)


@pytest.fixture
def loaded(folder):  # noqa: F811
    """A knowledge base as files, loaded: one article, two frameworks, a claim and a release of the second one."""
    (folder / "frameworks.yaml").write_text(
        FILES["frameworks.yaml"]
        + """
- model: comparisons.framework
  fields: {slug: flask, name: Flask, summary: A small framework.}
- model: comparisons.release
  fields: {framework: [flask], version: "1.0", released: "2018", source: [odysse]}
"""
    )
    load(folder)
    return folder


def test_a_file_with_a_former_slug_makes_no_second_entry(loaded):
    for model in (Framework, Article, Criterion, Claim):
        for row in model.objects.all():
            rename(row, f"new-{row.slug}")
    load(loaded)
    assert set(Framework.objects.values_list("slug", flat=True)) == {"new-django", "new-flask"}
    assert Article.objects.get().slug == "new-odysse"
    claim = Claim.objects.get()
    assert (claim.slug, claim.framework.slug, claim.criterion.slug) == (
        "new-odysse-1",
        "new-django",
        "new-speed",
    )


def test_the_file_wins_for_what_a_renamed_entry_says(loaded):
    framework = rename(Framework.objects.get(slug="flask"), "beaker")
    framework.summary = "Changed by an editor."
    framework.save()
    load(loaded)
    framework.refresh_from_db()
    assert (framework.slug, framework.summary) == ("beaker", "A small framework.")
    assert Release.objects.get().framework == framework


def test_overwriting_with_the_same_is_no_revision_of_a_renamed_entry(loaded):
    framework = rename(Framework.objects.get(slug="flask"), "beaker")
    load(loaded)
    framework.refresh_from_db()
    assert (framework.revision, framework.history.count()) == (2, 2)


@pytest.mark.parametrize(
    ("gone", "kept", "name"), [("django", "flask", "Flask"), ("flask", "django", "Django")]
)
def test_a_merged_entry_of_a_file_does_not_come_back_and_changes_nothing(loaded, gone, kept, name):
    source, target = Framework.objects.get(slug=gone), Framework.objects.get(slug=kept)
    merge(source, target, by=UserFactory())
    target.refresh_from_db()
    revision = target.revision
    load(loaded)
    target.refresh_from_db()
    assert Framework.objects.get() == target
    assert (target.slug, target.name, target.revision) == (kept, name, revision)
    assert Claim.objects.get().framework == Release.objects.get().framework == target


def test_a_release_that_fell_away_does_not_overwrite_the_one_that_stayed(loaded):
    target = Framework.objects.get(slug="django")
    kept = ReleaseFactory(framework=target, version="1.0", released="2019")
    merge(Framework.objects.get(slug="flask"), target, by=UserFactory())
    load(loaded)
    assert Release.objects.get() == kept
    assert Release.objects.get().released == "2019"


def test_claims_of_a_merged_article_keep_their_new_places(loaded):
    other = ClaimFactory(article__slug="other", statement="Something else.")
    merge(Article.objects.get(slug="odysse"), other.article, by=UserFactory())
    load(loaded)
    claim = Claim.objects.get(slug="odysse-1")
    assert (claim.article.slug, claim.position, claim.revision) == ("other", 2, 2)


def test_a_claim_that_was_merged_does_not_come_back(loaded):
    claim = Claim.objects.get()
    twin = ClaimFactory(article=claim.article, framework=claim.framework, criterion=claim.criterion)
    merge(claim, twin, by=UserFactory())
    load(loaded)
    assert (Claim.objects.get().slug, Claim.objects.get().statement) == (twin.slug, twin.statement)


def test_options_and_weights_are_found_under_former_slugs(loaded):
    (loaded / "questionnaires.yaml").write_text(
        """
- model: questionnaire.question
  fields: {slug: pace, text: How fast is it?}
- model: questionnaire.option
  fields: {question: [pace], slug: quick, text: Quick}
- model: questionnaire.weight
  fields: {option: [pace, quick], criterion: [speed], weight: 2}
"""
    )
    load(loaded)
    rename(Question.objects.get(), "tempo")
    rename(Option.objects.get(), "fast")
    rename(Criterion.objects.get(), "velocity")
    load(loaded)
    weight = Weight.objects.get()
    assert weight.natural_key() == ("tempo", "fast", "velocity")


def test_a_broken_file_is_still_named(loaded):
    rename(Framework.objects.get(slug="flask"), "beaker")
    (loaded / "claims" / "odysse.yaml").write_text("- model: [")
    with pytest.raises(Exception, match=r"claims/odysse\.yaml"):
        load(loaded)
