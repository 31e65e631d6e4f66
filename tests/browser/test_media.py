"""Paper, dark rooms, forced colours, reduced motion, large type."""

import pytest
from playwright.sync_api import expect

from .addresses import OPENED, TABLE
from .table import cell, expect_no_sideways_scrolling, opened


def test_paper_shows_table_and_legend_without_controls(page):
    page.goto(OPENED)
    page.emulate_media(media="print")
    for selector in (".controls", "nav.main", "search", ".skip", ".export"):
        expect(page.locator(selector).first).to_be_hidden()
    for selector in ("#grid", "#legend", "#grid thead", "tr.opened", "h1"):
        expect(page.locator(selector).first).to_be_visible()


@pytest.mark.parametrize("width", [718, 1046], ids=["upright", "sideways"])
@pytest.mark.parametrize("query", ["", "?wide=1"])
def test_paper_shows_every_column(page, width, query):
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(f"{TABLE}{query}")
    page.emulate_media(media="print")
    for each in page.locator("#grid thead th").all():
        assert each.is_visible()
    cells = [each.bounding_box() for each in page.locator("tr[id=speed] > *").all()]
    assert len({round(box["y"]) for box in cells}) == 1
    assert page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX") == "visible"
    expect_no_sideways_scrolling(page)


def test_paper_is_white_also_in_the_dark(page):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(TABLE)
    ground, ink = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert ground == "rgb(255, 255, 255)"
    assert max(map(int, ink.removeprefix("rgb(").removesuffix(")").split(","))) < 80


@pytest.mark.parametrize("address", [OPENED, "/", "/criteria/requests-per-second/"])
def test_pages_are_dark_in_the_dark(page, address):
    page.emulate_media(color_scheme="dark")
    page.goto(address)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(map(int, ground.removeprefix("rgb(").removesuffix(")").split(","))) < 60


def test_marks_are_seen_in_forced_colours(page):
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(OPENED)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    dot = page.evaluate(
        "(() => { const dot = document.querySelector('#sprite circle[class*=f-]');"
        " return getComputedStyle(dot).fill })()"
    )
    assert dot != ground
    assert page.locator("td.is-open").evaluate("element => getComputedStyle(element).outlineStyle") == "solid"


def test_nothing_moves_where_motion_is_reduced(page):
    page.emulate_media(reduced_motion="reduce")
    page.goto(TABLE)
    cell(page).click()
    expect(opened(page)).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(element => { const style = getComputedStyle(element);"
        " return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none' }).length"
    )
    assert moving == 0


def test_motion_is_short_where_it_is_not_reduced(page):
    page.goto(TABLE)
    longest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('*')].map(element =>"
        " Math.max(...getComputedStyle(element).transitionDuration.split(',').map(parseFloat))))"
    )
    assert longest <= 0.12


@pytest.mark.parametrize("address", [OPENED, "/", "/claims/", "/criteria/requests-per-second/"])
def test_type_twice_as_large_needs_no_sideways_scrolling(page, address):
    """A window of 1280 pixels at 200 %."""
    page.set_viewport_size({"width": 640, "height": 450})
    page.goto(address)
    expect_no_sideways_scrolling(page)
