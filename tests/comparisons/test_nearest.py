"""Claims that say nearly the same as what is being typed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comparisons.nearest import likeness, nearest, stems
from tests.claims import claim
from tests.factories import ArticleFactory, ClaimFactory

SAID = "Comes with an admin interface and an object mapper."


@pytest.fixture
def said(db):
    return claim("django", "features", statement=SAID)


def near(said, statement, framework=None, criterion=None):
    return nearest(said.article, statement, framework or said.framework, criterion or said.criterion)


def test_endings_case_and_small_words_do_not_count():
    assert stems("It includes THE Interfaces.") == stems("including an interface")


def test_numbers_count_whole():
    assert stems("9,000 a second") != stems("9,100 a second")


@pytest.mark.parametrize(
    ("one", "other", "share"), [("", "", 0), ("speed", "", 0), ("speed", "speed", 1), ("speed", "price", 0)]
)
def test_likeness_is_the_share_of_common_words(one, other, share):
    assert likeness(stems(one), stems(other)) == share


def test_the_same_in_other_words_of_the_same_cell_is_a_duplicate(said):
    (found,) = near(said, "It comes with an object mapper and with an admin interface")
    assert found.claim == said
    assert found.is_duplicate


def test_something_else_of_the_same_cell_is_near_and_no_duplicate(said):
    (found,) = near(said, "Its admin is old-fashioned, and its interface too.")
    assert not found.is_duplicate


def test_the_same_words_about_another_framework_are_near_and_no_duplicate(said):
    (found,) = near(said, SAID, framework=claim("flask", "features").framework)
    assert (found.claim, found.is_same_cell, found.is_duplicate) == (said, False, False)


def test_other_words_about_another_framework_are_not_near(said):
    assert near(said, "It scales.", framework=claim("flask", "features").framework) == []


def test_a_few_common_words_about_another_framework_are_not_near(said):
    assert (
        near(
            said,
            "Its object mapper is slow with large tables.",
            framework=claim("flask", "features").framework,
        )
        == []
    )
    assert near(said, "Its object mapper is slow with large tables.") != []


def test_another_articles_words_are_not_near(said):
    assert nearest(ArticleFactory(), SAID, said.framework, said.criterion) == []


def test_a_rejected_claim_is_near_so_that_nobody_adds_it_again(said):
    said.state, said.state_reason, said.state_since = "rejected", "Not what it says.", "2026-11-21"
    said.save()
    assert near(said, SAID)[0].is_duplicate


def test_before_anything_is_typed_the_cells_claims_are_near(said):
    claim("django", "price", article=said.article)
    assert [each.claim for each in near(said, "")] == [said]


def test_the_field_in_general_is_a_cell_of_its_own(said):
    general = ClaimFactory(article=said.article, framework=None, criterion=said.criterion, statement=SAID)
    found = nearest(said.article, SAID, None, said.criterion)
    assert [(each.claim, each.is_same_cell) for each in found] == [(general, True), (said, False)]


def test_the_same_cell_comes_first_and_then_the_likest(said):
    other = claim("flask", "features", statement=SAID, article=said.article)
    less = claim("django", "features", statement="Comes with an admin interface.", article=said.article)
    assert [each.claim for each in near(said, SAID)] == [said, less, other]


def test_more_claims_need_no_more_queries(said):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            near(said, SAID)
        return len(captured)

    few = queries()
    for number in range(10):
        claim("django", "features", statement=f"{SAID} {number}", article=said.article)
    assert queries() == few
