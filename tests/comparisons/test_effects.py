"""What would change if a claim were accepted: told before, and exactly what happens then."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comparisons.cells import cell_of
from comparisons.effects import effects_of
from comparisons.evidence import read_knowledge
from comparisons.models import Claim, Criterion, Framework
from tests.claims import availability, claim, described, quantity
from tests.factories import ArticleFactory, ClaimFactory, OverrideFactory, PublisherFactory, UserFactory
from tests.questionnaire.factories import OptionFactory, QuestionFactory, QuestionnaireFactory, ResultFactory

pytestmark = pytest.mark.django_db


def effect_of(claim):
    (effect,) = effects_of([Claim.objects.with_evidence().get(pk=claim.pk)])
    return effect


def cell(framework, criterion):
    knowledge = read_knowledge(criteria=[criterion])
    return cell_of(framework, criterion, knowledge)


def read_of(cell):
    """Return what a visitor reads of a cell."""
    return (cell.word, cell.range, cell.mark, cell.line, cell.figures, cell.text, cell.verdict)


def a_random_claim(chance, frameworks, publishers):
    """A claim of any measure and state that may stand beside others of its cell, publisher and article."""
    measure = chance.choice(["rating", "availability", "quantity", "suitability", "description"])
    article = ArticleFactory(
        slug=f"article-{chance.randrange(6)}",
        publisher=chance.choice(publishers),
        published=f"20{chance.randrange(15, 26)}",
    )
    details = {
        "article": article,
        "framework": chance.choice(frameworks),
        "criterion__slug": measure,
        "criterion__measure": measure,
        "state": chance.choice(["published", "published", "disputed", "outdated", "in_review", "draft"]),
        "rating": None,
    }
    if measure in ("rating", "suitability"):
        details["rating"] = chance.choice([None, -2, -1, 0, 1, 2])
    elif measure == "availability":
        details["availability"] = chance.choice(["", "core", "official_extension", "third_party", "none"])
    elif measure == "quantity" and chance.random() < 0.8:
        details |= {"quantity": chance.randrange(1, 5000), "conditions": chance.choice(["hello", "world"])}
    return ClaimFactory(**details)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_foretold_is_what_visitors_read_then(seed):
    chance = random.Random(seed)
    frameworks = [claim("django", "speed").framework, claim("flask", "speed").framework]
    publishers = PublisherFactory.create_batch(3)
    for _ in range(30):
        a_random_claim(chance, frameworks, publishers)
    if seed % 3 == 0:
        OverrideFactory(framework=frameworks[0], criterion=Criterion.objects.get(slug="rating"))
    for each in Claim.objects.filter(state="in_review").with_evidence():
        (effect,) = effects_of([each])
        assert read_of(effect.before) == read_of(cell(each.framework, each.criterion))
        each.move_to("published", by=UserFactory())
        assert read_of(effect.after) == read_of(cell(each.framework, each.criterion))


@pytest.mark.parametrize("state", ["disputed", "outdated", "rejected"])
@pytest.mark.parametrize("seed", range(4))
def test_what_is_foretold_of_setting_a_claim_aside_is_what_visitors_read_then(seed, state):
    chance = random.Random(seed)
    frameworks = [claim("django", "speed").framework]
    for _ in range(20):
        a_random_claim(chance, frameworks, PublisherFactory.create_batch(2))
    each = Claim.objects.filter(state="published").with_evidence()[0]
    foretold = Claim.objects.with_evidence().get(pk=each.pk)
    foretold.state = state
    (effect,) = effects_of([foretold])
    each.move_to(state, by=UserFactory(), reason="Measured again.", source=ArticleFactory())
    assert read_of(effect.after) == read_of(cell(each.framework, each.criterion))


@pytest.mark.parametrize("rating", [-2, 0, 2, None])
def test_what_is_foretold_of_a_changed_claim_is_what_visitors_read_then(rating):
    said = claim("django", "speed", 1)
    claim("django", "speed", 1)
    said = Claim.objects.with_evidence().get(pk=said.pk)
    said.rating = rating
    (effect,) = effects_of([said])
    said.save()
    assert read_of(effect.after) == read_of(cell(said.framework, said.criterion))


def test_a_first_claim_fills_a_gap():
    effect = effect_of(claim("django", "speed", 2, state="in_review"))
    assert effect.changes_cell
    assert effect.in_words == "The cell turns from “No article says” to “Very good (single source)”."


def test_a_claim_that_contradicts_turns_the_verdict():
    claim("django", "speed", 2)
    effect = effect_of(claim("django", "speed", -2, state="in_review"))
    assert effect.changes_cell
    assert "(single source)” to “" in effect.in_words
    assert "(contested)”" in effect.in_words


def test_one_more_claim_of_the_same_value_changes_nothing():
    for _ in range(2):
        claim("django", "speed", 2)
    effect = effect_of(claim("django", "speed", 2, state="in_review"))
    assert not effect.changes_cell
    assert effect.in_words == "The cell stays “Very good (supported)”."


def test_a_second_voice_changes_how_well_the_cell_stands():
    claim("django", "speed", 2)
    assert effect_of(claim("django", "speed", 2, state="in_review")).changes_cell


def test_a_claim_of_the_field_changes_no_cell():
    effect = effect_of(ClaimFactory(framework=None, state="in_review"))
    assert (effect.changes_cell, effect.shift) == (False, 0)
    assert effect.in_words == "No cell: it speaks of the field in general."


def test_a_figure_is_told_as_a_figure():
    effect = effect_of(quantity("django", "throughput", 1200, state="in_review"))
    assert "“1,200" in effect.in_words


def test_a_further_figure_under_other_conditions_is_something_new():
    quantity("django", "throughput", 1200, "one worker")
    quantity("django", "throughput", 1300, "one worker")
    effect = effect_of(quantity("django", "throughput", 9000, "eight workers", state="in_review"))
    assert read_of(effect.before) != read_of(effect.after)


def test_told_facts_are_told():
    effect = effect_of(described("django", "history", "It began at a newspaper.", state="in_review"))
    assert effect.in_words == "The cell turns from “No article says” to “told, not scored (described)”."


def test_an_editors_verdict_stands_whatever_is_added():
    OverrideFactory(framework__slug="django", criterion__slug="speed", rating=2)
    claim("django", "speed", -2)
    assert not effect_of(claim("django", "speed", -2, state="in_review")).changes_cell


def test_who_asks_for_the_criterion_is_told():
    said = claim("django", "speed", state="in_review")
    question = QuestionFactory()
    OptionFactory(question=question, weights={"speed": 3})
    QuestionnaireFactory(slug="short", questions=[question])
    QuestionnaireFactory(slug="hidden", questions=[question], is_published=False)
    ResultFactory.create_batch(2, questionnaire="short")
    assert effect_of(said).in_words.endswith(" Asked for by 1 questionnaire, 2 saved results.")


def test_what_more_readers_notice_ranks_first():
    question = QuestionFactory()
    OptionFactory(question=question, weights={"asked": 3})
    QuestionnaireFactory(questions=[question])
    for _ in range(2):
        claim("django", "still", 1)
    turning_asked = effect_of(claim("django", "asked", 1, state="in_review"))
    turning_far = effect_of(claim("django", "far", 2, state="in_review"))
    turning = effect_of(claim("django", "near", 1, state="in_review"))
    still = effect_of(claim("django", "still", 1, state="in_review"))
    ordered = [turning_asked, turning_far, turning, still]
    mixed = [still, turning_far, turning_asked, turning]
    assert sorted(mixed, key=lambda effect: effect.rank) == ordered


def test_several_claims_are_foretold_each_by_itself():
    claims = [claim("django", "speed", rating, state="in_review") for rating in (2, -2)]
    effects = effects_of(Claim.objects.filter(pk__in=[each.pk for each in claims]).with_evidence())
    assert {effect.after.verdict.value for effect in effects} == {2, -2}


def test_nothing_is_written():
    said = claim("django", "speed", state="in_review")
    with CaptureQueriesContext(connection) as captured:
        effect_of(said)
    assert all(query["sql"].startswith("SELECT") for query in captured)


def test_more_claims_need_no_more_queries():
    def queries():
        claims = list(Claim.objects.filter(state="in_review").with_evidence())
        with CaptureQueriesContext(connection) as captured:
            effects_of(claims)
        return len(captured)

    claim("django", "speed", state="in_review")
    availability("flask", "orm", "core", state="in_review")
    few = queries()
    for number in range(15):
        claim(f"framework-{number}", f"criterion-{number}", state="in_review")
        claim("django", "speed", 2)
    assert queries() == few


def test_every_framework_has_an_effect_of_its_own():
    one = claim("django", "speed", 2, state="in_review")
    other = claim("flask", "speed", -2, state="in_review")
    assert [effect_of(each).after.framework for each in (one, other)] == list(Framework.objects.all())
