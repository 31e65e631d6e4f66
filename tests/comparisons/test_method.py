import pytest
from pytest_django.asserts import assertContains

from comparisons import marks
from comparisons.verdicts import State
from tests.pages import heading, read

pytestmark = pytest.mark.django_db


def test_opens_on_an_empty_knowledge_base(client):
    assert heading(client.get("/method/")) == "How claims become a verdict"


@pytest.mark.parametrize("state", State)
def test_explains_every_state_of_a_verdict(client, state):
    words = {State.UNKNOWN: "No article says", State.DESCRIBED: "Told, not rated"}
    terms = [term.text for term in read(client.get("/method/")).all("dt")]
    assert words.get(state, state.capitalize()) in terms


@pytest.mark.parametrize(
    "rule",
    [
        "A disputed claim counts half.",
        "Articles of one publisher, and copies of each other, are one voice.",
        "The value of a cell is the mean of its voices.",
        "in core +2, official extension +1, third party 0, none −2",
        "Under the same conditions, a step is a factor of two.",
    ],
)
def test_tells_each_part_of_the_rule(client, rule):
    assertContains(client.get("/method/"), rule)


@pytest.mark.parametrize("date", ["Published", "As of", "Read", "Link checked"])
def test_tells_the_four_dates_apart(client, date):
    assert date in [term.text for term in read(client.get("/method/")).all("dt")]


def test_draws_every_mark_of_the_legend(client):
    page = read(client.get("/method/"))
    used = {use["href"].removeprefix("#") for use in page.one("section", id="legend").all("use")}
    drawn = {symbol["id"] for symbol in page.all("symbol")}
    assert used == set(marks.LEGEND)
    assert used <= drawn
