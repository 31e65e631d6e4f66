"""Who contradicts whom, beyond what the page of disagreements shows."""

import pytest

from comparisons import dissent
from comparisons.evidence import read_knowledge
from comparisons.models import Criterion, Framework
from tests.claims import claim, quantity
from tests.factories import OverrideFactory, PublisherFactory

pytestmark = pytest.mark.django_db


def found(ask):
    return ask(list(Framework.objects.all()), list(Criterion.objects.all()), read_knowledge())


def test_a_disagreement_is_told_by_its_camps_best_first():
    claim("django", "speed", -2, article__publisher__name="Critic")
    claim("django", "speed", 2, article__publisher__name="Fan")
    claim("django", "speed", 2, article__publisher__name="Admirer")
    (each,) = found(dissent.disagreements)
    assert each.told == "very good: Admirer and Fan; very weak: Critic"


def test_contested_cells_stand_before_mixed_ones():
    for rating in (2, 2, 2, 0):
        claim("django", "mixed", rating)
    for rating in (1, -1):
        claim("django", "split", rating)
    assert [each.cell.name for each in found(dissent.disagreements)] == ["django.split", "django.mixed"]


def test_a_wider_disagreement_stands_before_a_narrower_one():
    for criterion, rating in {"narrow": 0, "wide": -2}.items():
        claim("django", criterion, 2)
        claim("django", criterion, rating)
    assert [each.cell.name for each in found(dissent.disagreements)] == ["django.wide", "django.narrow"]


def test_a_disagreement_stays_told_where_an_editor_decided():
    said = claim("django", "speed", 2)
    claim("django", "speed", -2)
    OverrideFactory(framework=said.framework, criterion=said.criterion, rating=2)
    assert len(found(dissent.disagreements)) == 1


def test_contested_figures_are_no_camps_on_a_scale():
    quantity("django", "throughput", 1)
    quantity("django", "throughput", 100)
    assert found(dissent.disagreements) == []


@pytest.mark.parametrize(("number", "words"), [(200, "2"), (250, "2.5"), (1234, "12.3")])
def test_a_factor_in_words(number, words):
    quantity("django", "throughput", 100, "one worker")
    quantity("django", "throughput", number, "eight workers")
    (each,) = found(dissent.figures_far_apart)
    assert each.factor_in_words == words


def test_the_largest_factor_stands_first():
    for criterion, number in {"small": 300, "large": 900}.items():
        quantity("django", criterion, 100, "one worker")
        quantity("django", criterion, number, "eight workers")
    assert [each.cell.name for each in found(dissent.figures_far_apart)] == ["django.large", "django.small"]


def test_a_figure_of_zero_is_no_factor_apart():
    quantity("django", "throughput", 0, "one worker")
    quantity("django", "throughput", 100, "eight workers")
    assert found(dissent.figures_far_apart) == []


def test_a_rivalry_is_told_by_its_camps_most_publishers_first():
    for framework in ("django", "flask", "flask"):
        claim(framework, "apis", 2, criterion__measure="suitability",
              article__publisher=PublisherFactory(name=f"{framework} fan {PublisherFactory().pk}"))  # fmt: skip
    (rivalry,) = found(dissent.rivalries)
    assert [(names, len(publishers)) for names, publishers in rivalry.camps] == [("Flask", 2), ("Django", 1)]


def test_attention_counts_independent_publishers():
    publisher = PublisherFactory()
    claim("django", "speed", article__publisher=publisher)
    said = claim("flask", "speed", article__publisher=publisher)
    claim("flask", "speed", None)
    weights = dissent.attention(Criterion.objects.all(), Framework.objects.all(), read_knowledge())
    assert weights == {said.criterion_id: 2}
