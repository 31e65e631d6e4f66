from decimal import Decimal
from types import SimpleNamespace

from comparisons.charts import WIDTH, charts_of
from comparisons.evidence import CellEvidence, ClaimRow, Source
from comparisons.models import Criterion
from tests.properties import given, st

THROUGHPUT = Criterion(measure="quantity", unit="requests/s", better="higher")
LATENCY = Criterion(measure="quantity", unit="s", better="lower")


def source(number, published="2025"):
    return Source(
        number, f"article-{number}", "Title", "article", published, None, number, "P", "data", "none"
    )


def figure(quantity, article=1, conditions="hello world", high=None, state="published"):
    return ClaimRow(
        slug=f"claim-{quantity}",
        framework_id=1,
        criterion_id=1,
        article_id=article,
        position=1,
        statement="",
        rating=None,
        availability="",
        quantity=None if quantity is None else Decimal(quantity),
        quantity_high=None if high is None else Decimal(high),
        qualifier="",
        conditions=conditions,
        state=state,
    )


def cell(name, *claims):
    return SimpleNamespace(framework=SimpleNamespace(name=name), evidence=CellEvidence(list(claims)))


def bars(chart):
    return [(bar.framework.name, bar.number, bar.length) for bar in chart.bars]


def test_the_largest_figure_is_as_long_as_the_drawing():
    (chart,) = charts_of([cell("A", figure(50)), cell("B", figure(100))], THROUGHPUT, {1: source(1)})
    assert bars(chart) == [("B", "100 requests/s", WIDTH), ("A", "50 requests/s", WIDTH / 2)]


def test_the_lowest_stands_first_where_lower_is_better():
    (chart,) = charts_of([cell("A", figure(2)), cell("B", figure(1))], LATENCY, {1: source(1)})
    assert [bar.framework.name for bar in chart.bars] == ["B", "A"]


def test_each_article_and_set_of_conditions_has_a_drawing_of_its_own():
    claims = [figure(1), figure(2, article=2), figure(3, conditions="eight workers")]
    charts = charts_of([cell("A", *claims)], THROUGHPUT, {1: source(1), 2: source(2)})
    assert len(charts) == 3


def test_the_newest_article_stands_first():
    claims = [figure(1, article=1), figure(2, article=2)]
    charts = charts_of([cell("A", *claims)], THROUGHPUT, {1: source(1, "2019"), 2: source(2, "2025")})
    assert [chart.source.published for chart in charts] == ["2025", "2019"]


def test_a_range_reaches_to_its_upper_end():
    (chart,) = charts_of([cell("A", figure(50, high=100))], THROUGHPUT, {1: source(1)})
    assert [(bar.length, bar.length_high) for bar in chart.bars] == [(WIDTH / 2, WIDTH)]


def test_figures_of_zero_have_no_length():
    (chart,) = charts_of([cell("A", figure(0))], THROUGHPUT, {1: source(1)})
    assert bars(chart) == [("A", "0 requests/s", 0)]


def test_outdated_figures_are_not_drawn():
    assert charts_of([cell("A", figure(1, state="outdated"))], THROUGHPUT, {1: source(1)}) == []


def test_claims_without_a_figure_are_not_drawn():
    assert charts_of([cell("A", figure(None))], THROUGHPUT, {1: source(1)}) == []


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_lengths_stand_to_each_other_as_figures_do(numbers):
    cells = [cell(str(number), figure(number)) for number in numbers]
    (chart,) = charts_of(cells, THROUGHPUT, {1: source(1)})
    for bar in chart.bars:
        assert abs(bar.length - WIDTH * int(bar.framework.name) / (max(numbers) or 1)) <= 0.05
