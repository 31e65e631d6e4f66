"""Every address works as a plain link or form where no script runs."""

import re

import pytest
from playwright.sync_api import expect

from .addresses import CLAIMS, PAGES, TABLE
from .table import ROW, cell, expect_query, opened, row_names, show, shown_and_known, top_of


def test_every_page_opens(plain):
    for address in PAGES.values():
        assert plain.goto(address).ok
        expect(plain.get_by_role("heading", level=1)).to_be_visible()


def test_a_cell_opens_below_the_header_and_closes(plain):
    plain.goto(TABLE)
    cell(plain).click()
    expect_query(plain, "open=flask.microservices")
    expect(opened(plain)).to_be_visible()
    expect(cell(plain)).to_be_in_viewport()
    header = plain.locator("#grid thead th").nth(2).bounding_box()
    assert header["y"] == pytest.approx(0, abs=1)
    assert top_of(cell(plain)) >= header["y"] + header["height"]
    assert top_of(plain.locator("td.is-open")) >= header["y"] + header["height"]

    cell(plain).click()
    expect(opened(plain)).to_have_count(0)
    expect(cell(plain)).to_be_in_viewport()


def test_the_form_filters_by_its_button(plain):
    plain.goto(TABLE)
    known = shown_and_known(plain)[1]
    show(plain, "differences").check()
    assert shown_and_known(plain)[0] == known
    plain.get_by_role("button", name="Update the table").click()
    expect_query(plain, "show=differences")
    assert shown_and_known(plain)[0] == plain.locator(ROW).count() < known
    expect(show(plain, "differences")).to_be_checked()


def test_a_filter_is_removed_and_back_brings_it_again(plain):
    plain.goto(f"{TABLE}?show=differences&group=performance")
    filtered = row_names(plain)
    plain.get_by_role("link", name="Remove the filter: where values differ").click()
    expect_query(plain, "group=performance", without=["show="])
    assert len(row_names(plain)) > len(filtered)
    plain.go_back()
    expect_query(plain, "show=differences")
    assert row_names(plain) == filtered


def test_columns_change(plain):
    plain.goto(TABLE)
    plain.locator("form.columns").get_by_label("Django", exact=True).uncheck()
    plain.get_by_role("button", name="Change columns").click()
    expect(plain).to_have_url(re.compile("/compare/fastapi-vs-flask/"))


def test_claims_are_filtered_by_the_button(plain):
    plain.goto(CLAIMS)
    everything = plain.get_by_role("status").inner_text()
    plain.get_by_label("Framework", exact=True).select_option("flask")
    plain.get_by_role("button", name="Filter").click()
    expect_query(plain, "framework=flask")
    expect(plain.get_by_role("status")).not_to_have_text(everything)
    expect(plain.get_by_label("Framework", exact=True)).to_have_value("flask")
    for line in plain.locator("#claims .claims li").all_inner_texts():
        assert "Flask" in line


def test_the_search_in_the_header_finds_claims(plain):
    plain.goto("/")
    plain.get_by_label("Search the claims").fill("microservices")
    plain.get_by_label("Search the claims").press("Enter")
    expect(plain).to_have_url(re.compile(r"/claims/\?q=microservices$"))
    expect(plain.locator("#claims .claims li").first).to_contain_text(
        re.compile("microservices", re.IGNORECASE)
    )


def test_the_controls_open_on_a_phone(new_context):
    page = new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    page.goto(TABLE)
    expect(show(page, "differences")).to_be_hidden()
    page.get_by_text("Change frameworks, criteria and evidence").click()
    show(page, "differences").check()
    page.get_by_role("button", name="Update the table").click()
    expect_query(page, "show=differences")
