"""On a phone: two frameworks at a time, the full table in a region of its own, nothing else scrolls sideways."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from .addresses import FULL, MISSING, OPENED, PAGES, TABLE, visit
from .table import cell, expect_no_sideways_scrolling, expect_query, is_on_top, opened, show, top_of


@pytest.mark.parametrize("name", [*PAGES, *MISSING])
def test_no_page_scrolls_sideways(phone, complaints, name):
    visit(phone, complaints, name)
    expect_no_sideways_scrolling(phone)
    phone.set_viewport_size({"width": 320, "height": 640})
    expect_no_sideways_scrolling(phone)


def test_nor_do_the_opened_controls(phone):
    phone.goto(TABLE)
    phone.get_by_text("Change frameworks, criteria and evidence").click()
    for summary in phone.locator(".controls summary").all()[1:]:
        summary.click()
    for width in (390, 320):
        phone.set_viewport_size({"width": width, "height": 800})
        expect_no_sideways_scrolling(phone)


def columns(page):
    return [each.inner_text() for each in page.locator("#grid thead th b").all() if each.is_visible()]


def test_two_frameworks_stand_side_by_side(phone):
    phone.goto(TABLE)
    assert columns(phone) == ["Django", "Flask"]
    for row in phone.locator("#grid tbody tr[id]").all()[:10]:
        left, right = [each.bounding_box() for each in row.locator("td").all() if each.is_visible()]
        assert left["y"] == pytest.approx(right["y"], abs=1)
        assert left["x"] + left["width"] <= right["x"]
        label = row.locator("th").bounding_box()
        assert label["y"] + label["height"] <= left["y"] + 1
        assert label["width"] > 300


@pytest.mark.parametrize(("left", "right"), [("flask", "fastapi"), ("fastapi", "django")])
def test_the_form_switches_the_pair(phone, left, right):
    phone.goto(TABLE)
    phone.get_by_label("Left", exact=True).select_option(left)
    phone.get_by_label("Right", exact=True).select_option(right)
    phone.get_by_role("button", name="Show these two").click()
    expect_query(phone, f"left={left}", f"right={right}")
    expect(phone.get_by_label("Left", exact=True)).to_have_value(left)
    boxes = {
        each.inner_text().lower(): each.bounding_box()["x"]
        for each in phone.locator("#grid thead th b").all()
        if each.is_visible()
    }
    assert set(boxes) == {left, right}
    assert boxes[left] < boxes[right]


def test_the_pair_stays_when_a_filter_is_chosen(phone):
    phone.goto(f"{TABLE}?left=flask&right=fastapi")
    phone.get_by_text("Change frameworks, criteria and evidence").click()
    show(phone, "differences").check()
    expect_query(phone, "show=differences", "left=flask", "right=fastapi")
    assert columns(phone) == ["Flask", "FastAPI"]


def test_a_cell_opens_over_the_whole_width(phone):
    phone.goto(TABLE)
    cell(phone).tap()
    expect(opened(phone)).to_be_visible()
    expect(cell(phone)).to_be_focused()
    expect(cell(phone)).to_be_in_viewport()
    box = opened(phone).bounding_box()
    assert box["width"] > 340
    assert box["y"] > top_of(cell(phone))
    expect_no_sideways_scrolling(phone)


def test_the_header_stays_above_the_pair(phone):
    phone.goto(TABLE)
    phone.locator("tr[id=migrations]").scroll_into_view_if_needed()
    assert top_of(phone.locator("#grid thead")) == pytest.approx(0, abs=1)
    expect(phone.locator("#grid thead th b").first).to_be_in_viewport()


def test_the_full_table_is_one_click_away_and_back(phone):
    phone.goto(TABLE)
    phone.get_by_role("link", name="Full table").click()
    expect_query(phone, "wide=1")
    assert columns(phone) == ["Django", "Flask", "FastAPI"]
    phone.get_by_role("link", name="Show two frameworks at a time").click()
    expect_query(phone, without=["wide="])
    assert columns(phone) == ["Django", "Flask"]


def test_the_full_table_scrolls_in_its_own_region(phone):
    phone.goto(FULL)
    region = phone.get_by_role("region", name="The full table")
    inside, outside = region.evaluate("element => [element.scrollWidth, element.clientWidth]")
    assert inside > outside
    boxes = [each.bounding_box() for each in phone.locator("tr[id=speed] > *").all()]
    assert len({round(box["y"]) for box in boxes}) == 1, "a row stands on one line"
    assert all(left["x"] + left["width"] <= right["x"] + 1 for left, right in pairwise(boxes))
    last = phone.locator("tr[id=speed] > td").last
    region.evaluate("element => element.scrollTo(element.scrollWidth, 0)")
    box = last.bounding_box()
    assert box["x"] + box["width"] <= 391
    expect_no_sideways_scrolling(phone)


# Scroll sideways, and down until a row stands in the middle of the region, however long the table is.
MIDDLE = """(region, id) => {
  const row = document.getElementById(id).getBoundingClientRect(), frame = region.getBoundingClientRect()
  region.scrollTo(120, region.scrollTop + row.top - frame.top - frame.height / 2)
}"""


def test_header_and_labels_stick_in_the_full_table(phone):
    phone.goto(FULL)
    region = phone.get_by_role("region", name="The full table")
    region.scroll_into_view_if_needed()
    label, head = phone.locator("tr[id=migrations] > th"), phone.locator("#grid thead th").nth(2)
    corner = phone.locator("#grid thead th").first
    left = label.bounding_box()["x"]
    region.evaluate(MIDDLE, "migrations")
    frame = region.bounding_box()
    assert label.bounding_box()["x"] == pytest.approx(left, abs=1)
    assert label.bounding_box()["x"] == pytest.approx(corner.bounding_box()["x"], abs=1)
    assert top_of(head) == pytest.approx(frame["y"], abs=2)
    assert top_of(corner) == pytest.approx(frame["y"], abs=2)
    for each in (label, head, corner):
        assert is_on_top(each), "what scrolls passes beneath header and labels"


def test_a_cell_opens_in_place_in_the_full_table(phone):
    phone.goto(FULL)
    region = phone.get_by_role("region", name="The full table")
    link = cell(phone, "fastapi.microservices")
    link.scroll_into_view_if_needed()
    region.evaluate("element => element.scrollBy(60, 40)")
    place, scrolled = (
        link.bounding_box(),
        region.evaluate("element => [element.scrollLeft, element.scrollTop]"),
    )
    link.tap()
    expect(opened(phone, "fastapi.microservices")).to_be_visible()
    assert region.evaluate("element => [element.scrollLeft, element.scrollTop]") == scrolled
    assert link.bounding_box() == pytest.approx(place, abs=1)
    claims = opened(phone, "fastapi.microservices").locator(".claims").bounding_box()
    assert claims["x"] >= 0
    assert claims["x"] + claims["width"] <= 390


def test_fingers_find_large_targets(phone):
    phone.goto(OPENED)
    phone.get_by_text("Change frameworks, criteria and evidence").click()
    wanted = {
        "nav.main a": 44,
        ".controls > summary": 44,
        ".opts label": 44,
        ".pair select": 44,
        "header.top input": 44,
    }
    for selector, least in wanted.items():
        for each in phone.locator(selector).all():
            if each.is_visible():
                assert each.bounding_box()["height"] >= least - 0.5, selector
