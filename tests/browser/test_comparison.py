"""The comparison with htmx: only what changes is loaded, and the address, focus and place on the page stay true."""

import re

import pytest
from playwright.sync_api import expect

from .addresses import OPENED, TABLE
from .table import (
    ROW,
    cell,
    expect_query,
    is_marked,
    mark,
    opened,
    row_names,
    show,
    shown_and_known,
    top_of,
)


@pytest.fixture
def table(page):
    page.goto(TABLE)
    mark(page)
    return page


def test_the_home_page_leads_to_the_table(page):
    page.goto("/")
    page.get_by_role("button", name="Compare them").click()
    expect(page).to_have_url(re.compile("/compare/[a-z-]+-vs-"))
    expect(page.locator("#grid")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("differ")


def test_chosen_frameworks_become_the_address(page):
    page.goto("/compare/")
    page.locator("input[value=flask]").check()
    page.locator("input[value=django]").check()
    page.get_by_role("button", name="Compare", exact=True).first.click()
    expect(page).to_have_url(re.compile("/compare/django-vs-flask/$"))
    expect(page.locator("#grid thead th")).to_have_count(3)


def test_every_framework_is_a_column_and_every_criterion_a_row(table):
    expect(table.locator("#grid thead th b")).to_have_text(["Django", "Flask", "FastAPI"])
    shown, known = shown_and_known(table)
    assert shown == known == table.locator(ROW).count()


def test_a_cell_opens_and_closes_in_place(table):
    link = cell(table)
    link.evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 400)")
    place, scrolled = top_of(link), table.evaluate("scrollY")

    link.click()
    expect(opened(table)).to_be_visible()
    expect(opened(table).locator(".said").first).to_contain_text("Flask")
    expect(link).to_have_attribute("aria-expanded", "true")
    expect_query(table, "open=flask.microservices")
    expect(link).to_be_focused()
    assert top_of(link) == pytest.approx(place, abs=1)
    assert table.evaluate("scrollY") == pytest.approx(scrolled, abs=1)

    link.click()
    expect(opened(table)).to_have_count(0)
    expect(link).not_to_have_attribute("aria-expanded", "true")
    expect_query(table, without=["open="])
    expect(link).to_be_focused()
    assert top_of(link) == pytest.approx(place, abs=1)
    assert is_marked(table)


def test_an_opened_cell_changes_no_column(table):
    columns = table.locator("#grid thead th")
    before = [each.bounding_box()["width"] for each in columns.all()]
    cell(table).click()
    expect(opened(table)).to_be_visible()
    assert [each.bounding_box()["width"] for each in columns.all()] == before


def test_several_cells_stay_open(table):
    for name in ("flask.microservices", "fastapi.microservices"):
        cell(table, name).click()
        expect(opened(table, name)).to_be_visible()
    expect_query(table, "open=flask.microservices", "open=fastapi.microservices")
    expect(table.locator("tr.opened")).to_have_count(2)


def test_every_mark_of_the_page_is_drawn(table):
    cell(table).click()
    expect(opened(table)).to_be_visible()
    missing = table.evaluate(
        "[...document.querySelectorAll('svg use')].map(use => use.getAttribute('href'))"
        ".filter(name => !document.querySelector(name))"
    )
    assert not missing
    assert opened(table).locator("svg.mark").first.bounding_box()["width"] > 20


def test_the_form_filters_rows_and_says_so(table):
    known = shown_and_known(table)[1]
    show(table, "differences").check()
    expect_query(table, "show=differences")
    expect(table.get_by_role("status")).not_to_contain_text(f"Showing {known} of")
    shown, still_known = shown_and_known(table)
    assert still_known == known
    assert 0 < shown < known
    assert shown == table.locator(ROW).count() == int(table.locator("#n-differences").inner_text())
    assert is_marked(table)


def test_another_choice_replaces_the_one_in_the_address(page):
    page.goto(f"{TABLE}?show=differences&group=performance&sort=name")
    mark(page)
    show(page, "evidence").check()
    expect_query(page, "show=evidence", "group=performance", "sort=name", without=["show=differences"])
    expect(page.locator(".problems")).to_have_count(0)
    expect(page.get_by_role("link", name="Remove the filter: where evidence differs")).to_be_visible()
    show(page, "all").check()
    expect_query(page, "group=performance", without=["show=differences", "show=evidence"])
    assert is_marked(page)


def test_the_status_is_one_live_region_that_changes_its_words(table):
    """A region that is replaced is not read out; one whose words change is."""
    table.evaluate("document.querySelector('[role=status]').marked = true")
    show(table, "differences").check()
    expect_query(table, "show=differences")
    assert table.evaluate("document.querySelector('[role=status]').marked === true")


def test_trusting_fewer_publishers_changes_counts_and_finding(table):
    known = shown_and_known(table)[1]
    finding = table.get_by_role("heading", level=1).inner_text()
    for kind in table.locator("input[name=publisher_kind]").all()[1:]:
        kind.uncheck()
    expect(table.locator("#n-all")).not_to_have_text(str(known))
    expect(table.get_by_role("status")).to_contain_text("left out by your filters")
    expect_query(table, "publisher_kind=agency")
    expect(table.locator("#n-all")).to_have_text(str(shown_and_known(table)[1]))
    assert shown_and_known(table)[1] < known
    assert table.get_by_role("heading", level=1).inner_text() != finding
    assert is_marked(table)


def test_the_order_changes_with_the_choice(table):
    before = row_names(table)
    table.get_by_label("Order", exact=True).select_option("name")
    expect_query(table, "sort=name")
    after = row_names(table)
    assert after == sorted(before, key=str.casefold)
    assert is_marked(table)


def test_a_filter_is_removed_by_its_word(table):
    names = row_names(table)
    show(table, "differences").check()
    tag = table.get_by_role("link", name="Remove the filter: where values differ")
    expect(tag).to_be_visible()
    tag.click()
    expect(tag).to_have_count(0)
    expect_query(table, without=["show="])
    expect(show(table, "all")).to_be_checked()
    assert row_names(table) == names


def test_a_tag_keeps_the_cell_that_was_opened_beside_it(page):
    page.goto(f"{TABLE}?show=differences")
    name = page.locator("a.ev").first.get_attribute("id")
    cell(page, name).click()
    expect(opened(page, name)).to_be_visible()
    page.get_by_role("link", name="Remove the filter: where values differ").click()
    expect_query(page, f"open={name}", without=["show="])
    expect(opened(page, name)).to_be_visible()


def test_back_and_forward_restore_table_and_form(table):
    names = row_names(table)
    show(table, "differences").check()
    expect_query(table, "show=differences")
    expect(table.locator("#n-differences")).to_have_text(str(table.locator(ROW).count()))
    fewer = row_names(table)
    cell(table, first := table.locator("a.ev").first.get_attribute("id")).click()
    expect(opened(table, first)).to_be_visible()

    table.go_back()
    expect(opened(table, first)).to_have_count(0)
    expect_query(table, "show=differences", without=["open="])
    expect(show(table, "differences")).to_be_checked()
    assert row_names(table) == fewer

    table.go_back()
    expect_query(table, without=["show=", "open="])
    expect(show(table, "all")).to_be_checked()
    expect(table.locator(ROW)).to_have_count(len(names))

    table.go_forward()
    expect_query(table, "show=differences")
    expect(show(table, "differences")).to_be_checked()
    expect(table.locator(ROW)).to_have_count(len(fewer))


def test_changed_columns_keep_the_filters_chosen_before(table):
    show(table, "differences").check()
    expect_query(table, "show=differences")
    columns = table.locator("form.columns")
    columns.get_by_label("Flask", exact=True).uncheck()
    columns.get_by_role("button", name="Change columns").click()
    expect(table).to_have_url(re.compile("/compare/django-vs-fastapi/"))
    expect_query(table, "show=differences")
    expect(table.locator("#grid thead th b")).to_have_text(["Django", "FastAPI"])


def test_the_address_alone_shows_the_same(table, new_context):
    show(table, "differences").check()
    expect_query(table, "show=differences")
    cell(table, first := table.locator("a.ev").first.get_attribute("id")).click()
    expect(opened(table, first)).to_be_visible()
    other = new_context().new_page()
    other.goto(table.url)
    assert row_names(other) == row_names(table)
    expect(opened(other, first)).to_be_visible()
    expect(show(other, "differences")).to_be_checked()


def test_an_address_with_a_cell_shows_that_cell(page):
    page.goto(f"{OPENED}#flask.microservices")
    expect(cell(page)).to_be_in_viewport()
    header = page.locator("#grid thead th").nth(2).bounding_box()
    assert top_of(cell(page)) >= header["y"] + header["height"]


def test_a_broken_network_leaves_a_usable_page(table, complaints):
    complaints.expect("htmx:sendError")
    complaints.expect("ERR_FAILED")
    complaints.expect("htmx:afterRequest")
    names = row_names(table)
    table.route("**/compare/**", lambda route: route.abort())
    cell(table).click()
    show(table, "differences").check()
    table.wait_for_timeout(400)
    assert row_names(table) == names
    assert is_marked(table)
    expect(cell(table)).to_be_visible()
    expect(cell(table)).to_have_attribute("href", re.compile("open=flask.microservices"))

    table.unroute("**/compare/**")
    cell(table).click()
    expect(opened(table)).to_be_visible()


def test_without_the_script_itself_links_and_forms_still_work(page, complaints):
    complaints.expect("ERR_FAILED")
    page.route("**/*.js", lambda route: route.abort())
    page.goto(TABLE)
    cell(page).click()
    expect(opened(page)).to_be_visible()
    show(page, "differences").check()
    page.get_by_role("button", name="Update the table").click()
    expect_query(page, "show=differences")
    assert shown_and_known(page)[0] == page.locator(ROW).count()


@pytest.mark.parametrize("kind", ["csv", "json", "md"])
def test_the_table_can_be_taken_along(table, kind):
    href = table.locator(f'.export a[href*="format={kind}"]').get_attribute("href")
    answer = table.request.get(f"{TABLE}{href}")
    assert answer.ok
    assert "Django" in answer.text() or "django" in answer.text()
