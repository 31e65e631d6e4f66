"""Whatever is wrong with a file, it is told in a sentence and nothing of it is written."""

import re

import pytest
from django.db import connection

from comparisons.exchange import ClaimResource
from comparisons.exchange.plans import checked
from comparisons.exchange.reading import read as read_file
from comparisons.models import Claim
from tests.factories import ArticleFactory, CriterionFactory, FrameworkFactory
from tests.pages import read
from tests.writes import Writes

from .files import csv_file, editor, json_file, send, whole_database, xlsx_file
from .malformed import FAMILIES, good_rows, malformed

# What a program says to its programmer and not to an editor.
FOREIGN = re.compile(
    r"Traceback|Exception|Error\b|errno|codec|openpyxl|zipfile|Expecting|delimiter|object at 0x|invalid literal|"
    r"None\b|decimal\.|NoneType|positional|not well-formed|unexpected end of data|<class|Ensure this|This field|%\(",
)


@pytest.fixture
def signed_in(client, db):
    ArticleFactory(slug="odysse")
    FrameworkFactory(slug="django")
    CriterionFactory(slug="speed")
    client.force_login(editor())
    return client


def told(page):
    """Return the sentences in which a page refuses a file."""
    notes = [each.text for each in page.all(class_="errornote")]
    lists = [each.text for errors in page.all("ul", class_="errorlist") for each in errors.all("li")]
    cells = [
        row.all("td")[-1].text
        for table in page.all("table")
        if table.one("caption").text == "Refused"
        for row in table.one("tbody").all("tr")
    ]
    return notes + lists + cells


@pytest.mark.any_database
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_a_malformed_file_is_refused_with_a_sentence_and_nothing_is_written(signed_in, family):
    before = whole_database()
    for number, (ending, data) in enumerate(malformed(family)):
        name = f"claims.{ending}"
        writes = Writes()
        with connection.execute_wrapper(writes):
            response = send(signed_in, data, name)
        about = f"{family.__name__} {number}: {name} {data[:80]!r} … {data[-60:]!r}"
        assert not response.streaming, about
        sentences = told(read(response).one(id="content-main"))
        assert response.status_code == 400, f"{about}: {sentences or response.text[-3000:]}"
        assert sentences, about
        for sentence in sentences:
            assert sentence.endswith("."), f"{about}: {sentence}"
            assert len(sentence) < 900, f"{about}: {sentence}"
            assert not FOREIGN.search(sentence), f"{about}: {sentence}"
        assert not writes.seen, about
    assert whole_database() == before


def test_there_are_at_least_300_malformed_files():
    files = {file for family in FAMILIES for file in malformed(family)}
    assert len(files) >= 300


@pytest.mark.parametrize(
    ("name", "made"), [("a.csv", csv_file), ("a.json", json_file), ("a.xlsx", xlsx_file)]
)
def test_the_file_that_was_broken_was_good_before(signed_in, name, made):
    resource = ClaimResource()
    steps = checked(resource, read_file(name, made(good_rows()), resource.columns))
    with pytest.raises(StopIteration) as end:
        next(steps)
    assert (end.value.value.counts["new"], end.value.value.refusals) == (3, [])
    assert not Claim.objects.exists()
