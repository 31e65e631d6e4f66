"""What a visitor sees and does on the page of a comparison."""

import re

from playwright.sync_api import expect

ROW = "#grid tbody tr[id]:not(.opened)"


def cell(page, name="flask.microservices"):
    """Return the link that opens and closes a cell."""
    return page.locator(f'a[id="{name}"]')


def opened(page, name="flask.microservices"):
    """Return what an opened cell shows."""
    return page.locator(f'tr.opened[id="open.{name}"]')


def show(page, choice):
    """Return the button that shows all rows, those with differences, or those whose evidence differs."""
    return page.locator(f"input[type=radio][name=show][value={choice}]")


def row_names(page):
    return page.locator(f"{ROW} > th > a").all_inner_texts()


def mark(page):
    """Leave something on the page that a full load would take away."""
    page.evaluate("window.marked = true")


def is_marked(page):
    return page.evaluate("window.marked === true")


def shown_and_known(page):
    """Return the two numbers of "Showing 43 of 121 criteria"."""
    told = page.get_by_role("status").inner_text()
    return tuple(int(number) for number in re.match(r"Showing (\d+) of (\d+) criteri", told).groups())


def expect_query(page, *parts, without=()):
    """Wait until the address holds these parameters, and none of the others."""
    for part in parts:
        expect(page).to_have_url(re.compile(rf"[?&]{re.escape(part)}(&|#|$)"))
    for part in without:
        expect(page).not_to_have_url(re.compile(rf"[?&]{re.escape(part)}"))


def top_of(locator):
    """Return where an element stands in the window, in pixels from the top."""
    return locator.bounding_box()["y"]


def is_on_top(locator):
    """Tell whether the middle of an element's left edge is seen, and not what lies above it."""
    return locator.evaluate(
        "element => { const box = element.getBoundingClientRect();"
        " return element.contains(document.elementFromPoint(box.x + 8, box.y + box.height / 2)) }"
    )


def expect_no_sideways_scrolling(page):
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1], f"{page.url} is {widths[0]} pixels wide in a window of {widths[1]}"
    page.evaluate("scrollTo(400, scrollY)")
    assert page.evaluate("scrollX") == 0
