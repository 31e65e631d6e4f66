"""The header of a table stays in sight as long as the table does."""

import pytest

from .addresses import TABLE
from .table import is_on_top, top_of


@pytest.mark.parametrize("query", ["", "?wide=1"])
@pytest.mark.parametrize("width", [1280, 800])
def test_the_header_of_the_table_sticks(page, width, query):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{TABLE}{query}")
    heads = page.locator("#grid thead th")
    assert top_of(heads.first) > 100
    page.locator("tr[id=migrations]").scroll_into_view_if_needed()
    page.mouse.wheel(0, 600)
    page.wait_for_function("() => scrollY > 2000")
    bottoms = set()
    for head in heads.all():
        box = head.bounding_box()
        assert box["y"] == pytest.approx(0, abs=1)
        bottoms.add(round(box["height"]))
        assert is_on_top(head), "what scrolls passes beneath the header"
    assert len(bottoms) == 1


def test_a_header_stands_above_its_column(page):
    page.goto(TABLE)
    page.locator("tr[id=migrations]").scroll_into_view_if_needed()
    heads = page.locator("#grid thead th")
    cells = page.locator("tr[id=migrations] > *")
    for index in range(4):
        assert heads.nth(index).bounding_box()["x"] == pytest.approx(
            cells.nth(index).bounding_box()["x"], abs=1
        )


@pytest.mark.parametrize("anchor", ["microservices", "migrations", "subject.security"])
def test_an_anchor_is_not_hidden_beneath_the_header(page, anchor):
    page.goto(f"{TABLE}#{anchor}")
    head = page.locator("#grid thead th").first.bounding_box()
    page.wait_for_function("() => scrollY > 500")
    assert top_of(page.locator(f'[id="{anchor}"]')) >= head["height"] - 1
