"""Everything works with the keyboard alone, and the focus is always seen."""

from playwright.sync_api import expect

from .addresses import FULL, TABLE
from .table import cell, opened

OUTLINE = (
    "element => { const style = getComputedStyle(element); return [style.outlineStyle, style.outlineWidth] }"
)


def expect_visible_focus(page):
    style, width = page.evaluate(f"({OUTLINE})(document.activeElement)")
    assert style != "none"
    assert float(width.removesuffix("px")) >= 2
    expect(page.locator(":focus")).to_be_in_viewport()


def test_the_first_stop_skips_to_the_content(page):
    page.goto("/frameworks/")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#main :focus")).to_have_count(1)


def test_tab_reaches_a_cell_and_enter_opens_it(page):
    page.goto(f"{TABLE}?group=performance")
    for _ in range(90):
        page.keyboard.press("Tab")
        expect_visible_focus(page)
        if page.evaluate("document.activeElement.matches('a.ev')"):
            break
    name = page.evaluate("document.activeElement.id")
    assert name, "no cell within ninety stops"
    page.keyboard.press("Enter")
    expect(opened(page, name)).to_be_visible()
    expect(cell(page, name)).to_be_focused()
    expect_visible_focus(page)
    page.keyboard.press("Enter")
    expect(opened(page, name)).to_have_count(0)
    expect(cell(page, name)).to_be_focused()


def test_the_focus_is_never_hidden_beneath_the_header(page):
    """WCAG 2.2, 2.4.11: also when the focus moves upwards."""
    page.goto(TABLE)
    last = page.locator("a.ev").nth(60)
    last.focus()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        header = page.locator("#grid thead th").nth(1).bounding_box()
        focused = page.locator(":focus").bounding_box()
        assert focused["y"] + focused["height"] > header["y"] + header["height"], page.evaluate(
            "document.activeElement.outerHTML"
        )


def test_the_full_table_scrolls_by_keyboard(phone):
    phone.goto(FULL)
    region = phone.get_by_role("region", name="The full table")
    region.focus()
    expect(region).to_be_focused()
    for _ in range(5):
        phone.keyboard.press("ArrowRight")
    phone.wait_for_function("() => document.querySelector('.scroll').scrollLeft > 0")


def test_a_form_is_sent_with_the_keyboard(page):
    page.goto("/compare/")
    page.locator("input[value=django]").focus()
    page.keyboard.press("Space")
    page.locator("input[value=flask]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#grid")).to_be_visible()
