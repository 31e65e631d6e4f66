"""The list of claims with htmx."""

import pytest
from playwright.sync_api import expect

from .addresses import CLAIMS
from .table import expect_query, is_marked, mark


@pytest.fixture
def claims(page):
    page.goto(CLAIMS)
    mark(page)
    return page


def status(page):
    return page.get_by_role("status")


def test_a_choice_filters_without_a_reload(claims):
    everything = status(claims).inner_text()
    framework = claims.get_by_label("Framework", exact=True)
    framework.focus()
    framework.select_option("flask")
    expect(status(claims)).not_to_have_text(everything)
    expect_query(claims, "framework=flask")
    expect(framework).to_be_focused()
    for line in claims.locator("#claims .claims li").all_inner_texts():
        assert "Flask" in line
    assert is_marked(claims)


def test_words_and_choices_work_together(claims):
    claims.get_by_label("Words").fill("admin")
    claims.get_by_label("Words").press("Enter")
    expect_query(claims, "q=admin")
    several = status(claims).inner_text()
    claims.get_by_label("Framework", exact=True).select_option("django")
    expect(status(claims)).not_to_have_text(several)
    expect_query(claims, "q=admin", "framework=django")
    assert is_marked(claims)


def test_the_status_is_one_live_region_that_changes_its_words(claims):
    claims.evaluate("document.querySelector('[role=status]').marked = true")
    claims.get_by_label("Framework", exact=True).select_option("flask")
    expect_query(claims, "framework=flask")
    assert claims.evaluate("document.querySelector('[role=status]').marked === true")


def test_back_and_forward_restore_list_and_form(claims):
    everything = status(claims).inner_text()
    framework = claims.get_by_label("Framework", exact=True)
    framework.select_option("flask")
    expect(status(claims)).not_to_have_text(everything)
    some = status(claims).inner_text()
    claims.go_back()
    expect(status(claims)).to_have_text(everything)
    expect(framework).to_have_value("")
    claims.go_forward()
    expect(status(claims)).to_have_text(some)
    expect(framework).to_have_value("flask")


def test_pages_follow_each_other_with_the_filter_kept(claims):
    claims.get_by_label("Framework", exact=True).select_option("django")
    expect_query(claims, "framework=django")
    first = claims.locator("#claims .said").first.inner_text()
    claims.get_by_role("link", name="Next page").click()
    expect_query(claims, "framework=django", "page=2")
    expect(claims.locator("#claims .said").first).not_to_have_text(first)
    claims.get_by_role("link", name="Previous page").click()
    expect(claims.locator("#claims .said").first).to_have_text(first)


def test_filters_are_removed_at_once(claims):
    everything = status(claims).inner_text()
    claims.get_by_label("Framework", exact=True).select_option("flask")
    claims.get_by_role("link", name="Remove all filters").click()
    expect(status(claims)).to_have_text(everything)
    expect(claims.get_by_label("Framework", exact=True)).to_have_value("")


def test_a_broken_network_leaves_a_usable_page(claims, complaints):
    complaints.expect("htmx:sendError")
    complaints.expect("ERR_FAILED")
    complaints.expect("htmx:afterRequest")
    everything = status(claims).inner_text()
    claims.route("**/claims/?*", lambda route: route.abort())
    claims.get_by_label("Framework", exact=True).select_option("flask")
    claims.wait_for_timeout(400)
    expect(status(claims)).to_have_text(everything)
    claims.unroute("**/claims/?*")
    claims.get_by_role("button", name="Filter").click()
    expect(status(claims)).not_to_have_text(everything)
