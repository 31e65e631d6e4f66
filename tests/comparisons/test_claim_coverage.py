"""The coverage map: where the knowledge base is thick, thin, old or silent."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from comparisons.coverage import coverage_map
from comparisons.models import Criterion, Framework
from tests.claims import claim
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    CriterionFactory,
    GroupFactory,
    PublisherFactory,
    UserFactory,
)
from tests.pages import read
from tests.workplace import opened, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # of Django's own templates
]

MAP = "/admin/comparisons/claim/coverage/"


@pytest.fixture
def editor():
    return signed_in("ada", "Editor")


def cells():
    """Return the cells of the map by their slugs."""
    _, rows = coverage_map()
    return {f"{cell.framework.slug}.{cell.criterion.slug}": cell for _, row in rows for cell in row}


def shown(response):
    """Return the map as it is read: {criterion: [cell …]}."""
    table = read(response).one("div", class_="map").one("tbody")
    return {row.one("th").text: [cell.text for cell in row.all("td")] for row in table.all("tr")}


def test_every_cell_is_told_also_where_nobody_speaks():
    claim("django", "speed")
    claim("flask", "price")
    found = cells()
    assert {name for name, cell in found.items() if cell.is_gap} == {"django.price", "flask.speed"}
    assert len(found) == Framework.objects.count() * Criterion.objects.count() == 4


def test_independent_publishers_are_counted_and_not_articles():
    publisher = PublisherFactory()
    for _ in range(3):
        claim("django", "speed", article__publisher=publisher)
    original = ArticleFactory()
    claim("django", "speed", article=original)
    claim("django", "speed", article__copy_of=original)
    assert cells()["django.speed"].voices == 2


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_what_is_not_public_fills_no_gap(state):
    claim("django", "speed", state=state)
    assert cells()["django.speed"].is_gap


def test_what_only_outdated_claims_tell_is_outdated():
    claim("django", "speed", state="outdated")
    assert (cells()["django.speed"].is_outdated, cells()["django.speed"].voices) == (True, 1)
    claim("django", "speed")
    assert (cells()["django.speed"].is_outdated, cells()["django.speed"].voices) == (False, 1)


def test_contradicting_claims_are_contested():
    claim("django", "speed", 2)
    assert not cells()["django.speed"].is_contested
    claim("django", "speed", -2)
    assert cells()["django.speed"].is_contested


def test_the_newest_date_is_that_of_which_the_evidence_speaks():
    claim("django", "speed", article__published="2025-04", as_of="2019")
    assert cells()["django.speed"].newest == "2019"
    claim("django", "speed", article__published="2024")
    assert cells()["django.speed"].newest == "2024"
    claim("django", "speed", article__published="2026", state="outdated", state_source=ArticleFactory())
    assert cells()["django.speed"].newest == "2024"


def test_claims_without_a_reading_are_counted():
    claim("django", "speed", None)
    claim("django", "speed", 1)
    assert cells()["django.speed"].unread == 1


def test_a_claim_of_the_field_fills_no_cell():
    ClaimFactory(framework=None, criterion__slug="speed")
    claim("django", "price")
    assert cells()["django.speed"].is_gap


def test_the_page_tells_the_cells_of_a_group(editor):
    claim("django", "speed", article__published="2025-04")
    for rating in (2, -2):
        claim("flask", "speed", rating, article__published="2024")
    CriterionFactory(slug="price", name="Price", group=GroupFactory(slug="money", name="Money"))
    assert shown(editor.get(f"{MAP}?group=performance")) == {"Speed": ["1 2025", "2 2024 contested"]}
    assert shown(editor.get(f"{MAP}?group=money")) == {"Price": ["+", "+"]}


def test_the_page_counts_gaps_and_thin_cells(editor):
    claim("django", "speed")
    claim("flask", "ease")
    text = read(editor.get(MAP)).text
    assert "Of 4 cells 2 are gaps, 2 rest on one publisher, 0 are contested." in text


@pytest.mark.parametrize("query", ["", "?group=unheard", "?group=%F0%9F%92%A5"])
def test_an_unknown_group_is_the_first_one(editor, query):
    claim("django", "speed")
    assert shown(editor.get(MAP + query)) == {"Speed": ["1 2025"]}


def test_without_criteria_the_page_says_so(editor):
    assertContains(editor.get(MAP), "There are no criteria in this group yet.")


def test_a_gap_leads_to_the_form_with_its_cell_chosen(editor):
    claim("django", "speed")
    flask = claim("flask", "ease").framework
    speed = Criterion.objects.get(slug="speed")
    address = f"/admin/comparisons/claim/add/?framework={flask.pk}&criterion={speed.pk}"
    assertContains(editor.get(MAP), f'href="{address.replace("&", "&amp;")}"')
    form = opened(editor, address, id="claim_form")
    assert (form["framework"], form["criterion"]) == (str(flask.pk), str(speed.pk))


def test_a_filled_cell_leads_to_its_claims(editor):
    said = claim("django", "speed", statement="It is fast.")
    claim("django", "ease", statement="It is easy.")
    address = f"/admin/comparisons/claim/?framework__id__exact={said.framework_id}&criterion__id__exact={said.criterion_id}"
    assertContains(editor.get(MAP), f'href="{address.replace("&", "&amp;")}"')
    response = editor.get(address)
    assertContains(response, "It is fast.")
    assertNotContains(response, "It is easy.")


def test_a_larger_map_needs_no_more_queries(editor):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(MAP).status_code == 200
        return len(captured)

    claim("django", "speed")
    queries()
    few = queries()
    for number in range(10):
        claim(f"framework-{number}", f"criterion-{number}")
    assert queries() == few


def test_the_map_is_for_who_may_see_claims(client):
    client.force_login(UserFactory())
    assert client.get(MAP).status_code == 403
