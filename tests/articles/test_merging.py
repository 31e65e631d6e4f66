"""Two entries become one: nothing that was cited breaks, nothing is lost, everything is told beforehand."""

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from articles.merging import MergeRefused, merge, plan
from articles.models import Article, CapturedText, FormerSlug, Publisher
from articles.revisions import ChangedMeanwhile, Revised, deleted, restore
from comparisons.models import Claim, Criterion, Framework, Group, Override, Proposal, Release, Report
from questionnaire.models import Conflict, Option, Question, Questionnaire, Room, Step, Weight
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
from tests.properties import given, settings, st
from tests.public_pages import a_bit_of_everything, public_pages
from tests.questionnaire.factories import (
    ConflictFactory,
    OptionFactory,
    QuestionFactory,
    QuestionnaireFactory,
    RoomFactory,
    WeightFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(username="ada")


@pytest.fixture
def frameworks():
    return FrameworkFactory(slug="alpha"), FrameworkFactory(slug="beta")


def refusal(source, target):
    """The sentences that refuse a merge; the plan must tell the same."""
    with pytest.raises(MergeRefused) as refused:
        merge(source, target, by=UserFactory())
    assert type(source) is not type(target) or plan(source, target).refusals == refused.value.reasons
    return " ".join(refused.value.reasons)


def told(done):
    """What a plan tells, as {(what happens, model): number}."""
    found = {}
    for step in done.steps:
        found[step.what, step.model] = found.get((step.what, step.model), 0) + 1
    return found


# --- Frameworks ----------------------------------------------------------------------------------


def test_all_that_refers_to_a_framework_moves(frameworks, editor):
    source, target = frameworks
    claim, compared = ClaimFactory(framework=source), ClaimFactory(compared_with=source)
    release, override = ReleaseFactory(framework=source), OverrideFactory(framework=source)
    done = merge(source, target, by=editor, reason="One was renamed")
    for row in (claim, compared, release, override):
        row.refresh_from_db()
    assert claim.framework == compared.compared_with == release.framework == override.framework == target
    assert not Framework.objects.filter(slug="alpha").exists()
    assert told(done) == {("moves", Claim): 2, ("moves", Release): 1, ("moves", Override): 1}


def test_every_moved_row_has_a_revision_that_says_who_and_why(frameworks, editor):
    source, target = frameworks
    claim = ClaimFactory(framework=source)
    merge(source, target, by=editor, reason="One was renamed")
    claim.refresh_from_db()
    entry = claim.history.first()
    assert (claim.revision, entry.revision, entry.history_user) == (2, 2, editor)
    assert entry.history_change_reason == "Merged “Alpha” (alpha) into “Beta” (beta): One was renamed"
    gone = deleted(Framework).get()
    assert (gone.slug, gone.history_user, gone.history_change_reason) == (
        "alpha",
        editor,
        entry.history_change_reason,
    )
    assert target.history.first().history_change_reason == entry.history_change_reason


def test_old_addresses_lead_to_the_one_that_stayed(client, frameworks, editor):
    source, target = frameworks
    source.slug = "gamma"
    source.save()
    merge(source, target, by=editor)
    for slug in ("alpha", "gamma"):
        assert client.get(f"/frameworks/{slug}/")["Location"] == "/frameworks/beta/"


def test_a_comparison_of_two_that_were_merged_names_the_one_once(client, frameworks, editor):
    FrameworkFactory(slug="gamma")
    merge(*frameworks, by=editor)
    assert client.get("/compare/alpha-vs-gamma-vs-beta/")["Location"] == "/compare/beta-vs-gamma/"


def test_what_the_target_has_already_falls_away_with_history_and_is_told(frameworks, editor):
    source, target = frameworks
    ReleaseFactory(framework=source, version="1.0", released="2020")
    kept = ReleaseFactory(framework=target, version="1.0", released="2021")
    done = merge(source, target, by=editor)
    assert Release.objects.get() == kept
    assert deleted(Release).get().history_user == editor
    (step,) = done.steps
    assert (step.what, step.note) == (
        "falls away",
        "“Beta” (beta) has it already, which differs in: released, source",
    )


def test_one_verdict_set_by_an_editor_stays_a_cell(frameworks, editor):
    source, target = frameworks
    criterion = CriterionFactory()
    OverrideFactory(framework=source, criterion=criterion, rating=-1)
    OverrideFactory(framework=target, criterion=criterion, rating=2)
    merge(source, target, by=editor)
    assert Override.objects.get().rating == 2


def test_frameworks_that_are_compared_with_each_other_are_refused_with_the_claims(frameworks):
    source, target = frameworks
    numbers = [
        ClaimFactory(framework=source, compared_with=target).slug,
        ClaimFactory(framework=target, compared_with=source, state="draft").slug,
    ]
    text = refusal(source, target)
    assert all(number in text for number in numbers)
    assert Framework.objects.count() == 2


# --- Claims that say the same --------------------------------------------------------------------


def same_claims(frameworks, **states):
    """Two claims of one article that say the same of two frameworks."""
    article, criterion = ArticleFactory(), CriterionFactory()
    return [
        ClaimFactory(
            article=article,
            criterion=criterion,
            framework=each,
            statement="It is fast.",
            state=states.get(each.slug, "published"),
        )
        for each in frameworks
    ]


def test_two_claims_that_say_the_same_become_one_with_both_numbers(client, frameworks, editor):
    gone, kept = same_claims(frameworks)
    done = merge(*frameworks, by=editor)
    assert Claim.objects.get().slug == kept.slug
    assert client.get(f"/claims/{gone.slug}/")["Location"] == f"/claims/{kept.slug}/"
    assert told(done) == {("is merged", Claim): 1}


def test_the_public_one_of_two_claims_stays(client, frameworks, editor):
    public, draft = same_claims(frameworks, beta="draft")
    merge(*frameworks, by=editor)
    claim = Claim.objects.get()
    assert (claim.slug, claim.framework, claim.state) == (public.slug, frameworks[1], "published")
    assert client.get(f"/claims/{draft.slug}/")["Location"] == f"/claims/{public.slug}/"


def test_reports_and_changes_that_wait_move_with_a_claim(frameworks, editor):
    gone, kept = same_claims(frameworks)
    ReportFactory(claim=gone)
    proposed = Claim.objects.get(pk=gone.pk)
    proposed.locator = "Elsewhere"
    Proposal.of(proposed, gone, by=editor, reason="It stands elsewhere.")
    merge(*frameworks, by=editor)
    assert Report.objects.get().claim == Proposal.objects.get().claim == kept


def test_what_differs_between_two_claims_is_told(frameworks):
    gone, kept = same_claims(frameworks)
    Claim.objects.filter(pk=gone.pk).update(rating=-2)
    (step,) = plan(*frameworks).steps
    assert step.note == f"into “It is fast.” ({kept.slug}), which differs in: rating"


def test_a_change_that_waits_names_the_framework_that_stayed(frameworks, editor):
    claim = ClaimFactory()
    proposed = Claim.objects.get(pk=claim.pk)
    proposed.framework = frameworks[0]
    proposal = Proposal.of(proposed, claim, by=editor, reason="It speaks of another one.")
    merge(*frameworks, by=editor)
    proposal.refresh_from_db()
    proposal.accept(by=UserFactory())
    claim.refresh_from_db()
    assert claim.framework == frameworks[1]


def test_a_claim_is_merged_into_another_one_of_its_cell(client, editor):
    kept = ClaimFactory()
    gone = ClaimFactory(article=kept.article, framework=kept.framework, criterion=kept.criterion)
    merge(gone, kept, by=editor)
    assert client.get(f"/claims/{gone.slug}/")["Location"] == f"/claims/{kept.slug}/"


def test_claims_of_other_articles_and_cells_are_refused():
    text = refusal(ClaimFactory(), ClaimFactory())
    assert "different articles" in text
    assert "different cells" in text


def test_a_public_claim_never_goes_into_a_hidden_one():
    public = ClaimFactory()
    hidden = ClaimFactory(
        article=public.article, framework=public.framework, criterion=public.criterion, state="draft"
    )
    assert "merge the other way" in refusal(public, hidden)
    merge(hidden, public, by=UserFactory())


# --- Criteria and groups -------------------------------------------------------------------------


def test_a_criterion_moves_claims_verdicts_weights_and_demands(editor):
    source, target = CriterionFactory(), CriterionFactory()
    claim, override = ClaimFactory(criterion=source), OverrideFactory(criterion=source)
    weight = WeightFactory(criterion=source)
    option = OptionFactory(required_criterion=source, required_value=1)
    merge(source, target, by=editor)
    for row in (claim, override, weight, option):
        row.refresh_from_db()
    assert claim.criterion == override.criterion == weight.criterion == option.required_criterion == target


def test_an_option_weighs_a_merged_criterion_once(editor):
    source, target = CriterionFactory(slug="a"), CriterionFactory(slug="b")
    OptionFactory(weights={"a": 3, "b": 1})
    done = merge(source, target, by=editor)
    assert Weight.objects.get().weight == 1
    assert told(done) == {("falls away", Weight): 1}


def test_criteria_of_different_measures_are_refused_while_readings_exist():
    source, target = CriterionFactory(), CriterionFactory(measure="availability")
    claim = ClaimFactory(criterion=source)
    assert "is measured as rating and has readings" in refusal(source, target)
    claim.rating = None
    claim.save()
    merge(source, target, by=UserFactory())


@pytest.mark.parametrize(
    ("other", "sentence"),
    [({"unit": "MB"}, "are in requests/s"), ({"better": "lower"}, "opposite directions")],
)
def test_quantities_that_cannot_be_compared_are_refused(other, sentence):
    source = CriterionFactory(measure="quantity")
    target = CriterionFactory(measure="quantity", **other)
    ClaimFactory(criterion=source, quantity=1, conditions="hello world")
    assert sentence in refusal(source, target)


def test_a_criterion_that_a_must_have_demands_keeps_its_measure():
    source, target = CriterionFactory(), CriterionFactory(measure="availability")
    OptionFactory(required_criterion=source, required_value=1, text="Much")
    assert "“Much”" in refusal(source, target)


def test_a_weight_on_a_criterion_without_steps_is_refused():
    source, target = CriterionFactory(), CriterionFactory(measure="description")
    WeightFactory(criterion=source)
    assert "it has no steps to score" in refusal(source, target)


def test_a_group_moves_its_criteria(editor):
    source, target = GroupFactory(), GroupFactory()
    criterion = CriterionFactory(group=source)
    merge(source, target, by=editor)
    criterion.refresh_from_db()
    assert criterion.group == target
    assert Group.objects.get() == target


# --- Articles and publishers ---------------------------------------------------------------------


def test_claims_of_a_merged_article_keep_their_numbers_and_get_the_next_places(client, editor):
    source, target = ArticleFactory(slug="one"), ArticleFactory(slug="two")
    moved = ClaimFactory.create_batch(3, article=source)
    ClaimFactory.create_batch(2, article=target)
    merge(source, target, by=editor)
    places = list(target.claims.order_by("position").values_list("slug", "position"))
    assert places == [("two-1", 1), ("two-2", 2), ("one-1", 3), ("one-2", 4), ("one-3", 5)]
    assert all(client.get(f"/claims/{claim.slug}/").status_code == 200 for claim in moved)
    assert ClaimFactory(article=target).slug == "two-6"


def test_an_article_moves_all_that_names_it(editor):
    source, target = ArticleFactory(), ArticleFactory()
    copy = ArticleFactory(copy_of=source)
    disputed = ClaimFactory(state="disputed", state_source=source)
    release = ReleaseFactory(source=source)
    text = CapturedText.objects.create(article=source, text="It is fast.")
    question = QuestionFactory()
    question.advised_by.add(source)
    merge(source, target, by=editor)
    for row in (copy, disputed, release, text, question):
        row.refresh_from_db()
    assert copy.copy_of == disputed.state_source == release.source == text.article == target
    assert list(question.advised_by.all()) == [target]
    record = question.history.first()
    assert (question.revision, record.revision) == (2, 2)
    assert [each.article_id for each in record.advised_by.all()] == [target.pk]


def test_the_captured_text_of_the_article_that_stays_stays(editor):
    source, target = ArticleFactory(), ArticleFactory()
    for article in (source, target):
        CapturedText.objects.create(article=article, text=f"Text of {article.slug}.")
    merge(source, target, by=editor)
    assert CapturedText.objects.get().text == f"Text of {target.slug}."
    assert deleted(CapturedText).get().text == f"Text of {source.slug}."


@pytest.mark.parametrize("is_source_the_copy", [True, False])
def test_an_article_and_its_copy_are_refused(is_source_the_copy):
    original = ArticleFactory()
    copy = ArticleFactory(copy_of=ArticleFactory(copy_of=original)) if not is_source_the_copy else None
    source, target = (ArticleFactory(copy_of=original), original) if is_source_the_copy else (original, copy)
    assert "is a copy of" in refusal(source, target)


def test_a_publisher_moves_its_articles(editor):
    source, target = PublisherFactory(), PublisherFactory()
    article = ArticleFactory(publisher=source)
    merge(source, target, by=editor)
    article.refresh_from_db()
    assert article.publisher == target
    assert not Publisher.objects.filter(pk=source.pk).exists()


# --- Questions and questionnaires ----------------------------------------------------------------


def test_a_question_moves_its_options_and_places_and_those_that_are_there_stay(client, editor):
    source, target = QuestionFactory(slug="pace"), QuestionFactory(slug="speed")
    quick, slow = (OptionFactory(question=source, slug=slug, weights={"a": 2}) for slug in ("quick", "slow"))
    kept = OptionFactory(question=target, slug="quick")
    ConflictFactory(option=quick, other=slow)
    QuestionnaireFactory(slug="brief", questions=[source])
    done = merge(source, target, by=editor)
    assert set(target.options.values_list("slug", flat=True)) == {"quick", "slow"}
    assert Option.objects.get(slug="quick") == kept
    assert Weight.objects.get().option == slow
    assert told(done) == {
        ("moves", Step): 1,
        ("moves", Option): 1,
        ("falls away", Option): 1,
        ("falls away", Weight): 1,
        ("falls away", Conflict): 1,
    }
    assert deleted(Weight).get().history_user == deleted(Conflict).get().history_user == editor
    assert not FormerSlug.objects.filter(slug="quick").exists()
    address = client.get("/questionnaire/brief/all/?pace=quick")["Location"]
    assert address == "/questionnaire/brief/all/?speed=quick"
    assert client.get(address).status_code == 200


def test_former_names_of_an_option_that_fell_away_mean_the_one_that_stayed(client, editor):
    source, target = QuestionFactory(slug="pace"), QuestionFactory(slug="speed")
    option = OptionFactory(question=source, slug="quick")
    option.slug = "fast"
    option.save()
    kept = OptionFactory(question=target, slug="fast")
    merge(source, target, by=editor)
    assert Option.objects.get_by_natural_key("pace", "quick") == kept


def test_a_questionnaire_that_asks_both_asks_once(editor):
    source, target = QuestionFactory(), QuestionFactory()
    QuestionnaireFactory(questions=[source, target])
    merge(source, target, by=editor)
    assert Step.objects.get().question == target


def test_a_questionnaire_moves_its_rooms_and_asks_what_comes_last(editor):
    one, two, three = (QuestionFactory() for _ in range(3))
    source = QuestionnaireFactory(questions=[one, two])
    target = QuestionnaireFactory(questions=[two, three])
    room = RoomFactory(questionnaire=source)
    done = merge(source, target, by=editor)
    room.refresh_from_db()
    assert room.questionnaire == target
    assert [step.question for step in target.steps.all()] == [two, three, one]
    assert told(done)["moves", Room] == 1


def test_options_of_different_questions_are_refused():
    assert "different questions" in refusal(OptionFactory(), OptionFactory())


def test_options_that_are_at_odds_are_refused():
    option = OptionFactory()
    other = OptionFactory(question=option.question)
    ConflictFactory(option=option, other=other)
    assert "go together badly" in refusal(option, other)


# --- The plan ------------------------------------------------------------------------------------


def snapshot():
    """All rows of all our models, and their histories, as plain values."""
    models = [model for model in apps.get_models() if issubclass(model, Revised)]
    models += [FormerSlug, *(model.history.model for model in models)]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def test_a_plan_changes_nothing(frameworks):
    source, target = frameworks
    same_claims(frameworks)
    ReleaseFactory(framework=source)
    before = snapshot()
    assert plan(source, target).steps
    assert snapshot() == before


def test_a_plan_tells_what_the_merge_does(frameworks, editor):
    source, target = frameworks
    same_claims(frameworks)
    ClaimFactory(framework=source)
    ReleaseFactory(framework=source)
    foretold = plan(source, target)
    done = merge(source, target, by=editor, fingerprint=foretold.fingerprint)
    assert (done.steps, done.fingerprint) == (foretold.steps, foretold.fingerprint)


@pytest.mark.parametrize("place", [0, 1])
def test_what_changed_since_it_was_read_is_not_merged(frameworks, editor, place):
    other = Framework.objects.get(pk=frameworks[place].pk)
    other.summary = "Changed meanwhile."
    other.save()
    with pytest.raises(ChangedMeanwhile):
        merge(*frameworks, by=editor)
    with pytest.raises(ChangedMeanwhile):
        plan(*frameworks)
    assert Framework.objects.count() == 2


def test_what_came_to_it_since_the_plan_is_not_merged_unseen(frameworks, editor):
    foretold = plan(*frameworks)
    ClaimFactory(framework=frameworks[0])
    before = snapshot()
    with pytest.raises(ChangedMeanwhile):
        merge(*frameworks, by=editor, fingerprint=foretold.fingerprint)
    assert snapshot() == before


def test_entries_of_different_kinds_are_refused(frameworks):
    assert "same kind" in refusal(frameworks[0], CriterionFactory())


def test_an_entry_is_not_merged_into_itself(frameworks):
    assert "into itself" in refusal(frameworks[0], frameworks[0])


def test_a_refused_merge_changes_nothing():
    source, target = CriterionFactory(), CriterionFactory(measure="description")
    WeightFactory(criterion=source)
    before = snapshot()
    refusal(source, target)
    assert snapshot() == before


def test_a_restored_entry_has_its_address_again(client, frameworks, editor):
    merge(*frameworks, by=editor)
    restore(deleted(Framework).get(), by=editor)
    assert client.get("/frameworks/alpha/").status_code == 200


# --- Any merge -----------------------------------------------------------------------------------

MERGED = [Framework, Criterion, Group, Article, Publisher, Question, Questionnaire]


@pytest.mark.any_database
@settings(max_examples=8)
@given(
    st.lists(
        st.tuples(st.sampled_from(MERGED), st.integers(0, 99), st.integers(0, 99)), min_size=3, max_size=8
    )
)
def test_any_merges_keep_every_number_every_address_and_all_history(choices):
    client = Client()
    with transaction.atomic():
        a_bit_of_everything()
        numbers = dict(Claim.objects.public().values_list("slug", "statement"))
        reports, addresses = texts_of_reports(), public_pages()
        records = {model: model.history.count() for model in MERGED}
        merged = 0
        for model, first, second in choices:
            rows = list(model.objects.order_by("pk"))
            source, target = rows[first % len(rows)], rows[second % len(rows)]
            claims = Claim.objects.count()
            try:
                done = merge(source, target, by=UserFactory(username="ada"))
            except MergeRefused:
                assert Claim.objects.count() == claims
                continue
            merged += 1
            gone = told(done).get(("is merged", Claim), 0)
            assert Claim.objects.count() == claims - gone
        for address in addresses:
            response = client.get(address, follow=True)
            assert response.status_code == 200, address
            number = address.removeprefix("/claims/").strip("/")
            assert numbers.get(number, "") in response.content.decode()
        assert texts_of_reports() == reports
        assert all(model.history.count() >= number for model, number in records.items())
        assert deleted_rows(MERGED) == merged
        for claim in Claim.objects.all():
            assert claim.history.first().revision == claim.revision
            claim.full_clean()
        transaction.set_rollback(True)


def texts_of_reports():
    return set(Report.objects.values_list("text", flat=True))


def deleted_rows(models):
    return sum(deleted(model).count() for model in models)
