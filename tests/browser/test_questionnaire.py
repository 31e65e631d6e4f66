"""A stranger goes from home to a saved, shared result, and a team answers through one link."""

import re
import time

import pytest
from playwright.sync_api import expect

from .addresses import RESULT


def answer_everything(page):
    """Choose the first answer of each question until the result is there; return how many questions there were."""
    number = 0
    while "/result/" not in page.url:
        number += 1
        page.locator(".answers input[type=radio]").first.check()
        page.locator("form .button.first").click()
    return number


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_home_to_a_shared_result_in_under_two_minutes(new_context, script):
    begun = time.monotonic()
    page = new_context(java_script_enabled=script).new_page()
    page.goto("/")
    page.get_by_role("link", name="Or answer a few questions").click()
    page.locator(".lines a.name").first.click()
    page.get_by_role("link", name="Start with the first question").click()
    assert answer_everything(page) == 7
    finding = page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Title, if you like").fill("Our first choice")
    page.get_by_role("button", name="Save and share this result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The result is saved")
    shared = page.get_by_label("The link to share").input_value()
    other = new_context(java_script_enabled=script).new_page()
    other.goto(shared)
    expect(other.get_by_role("heading", level=1)).to_have_text(finding)
    expect(other.get_by_text("Our first choice").first).to_be_visible()
    assert time.monotonic() - begun < 120


def test_back_keeps_the_answer_that_was_chosen(plain):
    plain.goto("/questionnaire/short/kind/?deliverable=interface")
    plain.locator(".answers input[value=shop]").check()
    plain.get_by_role("button", name="Back").click()
    expect(plain.locator(".answers input[value=interface]")).to_be_checked()
    plain.get_by_role("button", name="Next question").click()
    expect(plain.locator(".answers input[value=shop]")).to_be_checked()


def test_an_answer_changed_in_place_moves_the_ranking_without_a_reload(page):
    page.goto(RESULT)
    page.evaluate("window.stays = true")
    before = page.locator(".rank").inner_text()
    page.get_by_label("What does the application mainly deliver?", exact=True).select_option("interface")
    expect(page).to_have_url(re.compile("deliverable=interface"))
    expect(page.locator(".rank")).not_to_have_text(before)
    assert page.evaluate("window.stays")
    page.get_by_role("button", name="Save and share this result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The result is saved")
    page.get_by_role("link", name="Open the shared page").click()
    expect(page.get_by_text("An interface for other programs").first).to_be_visible()


def test_a_team_of_two_answers_through_one_link(new_context):
    maker = new_context(java_script_enabled=False).new_page()
    maker.goto("/questionnaire/short/room/")
    maker.locator("main form .button.first").click()
    invitation = maker.locator("#link").input_value()
    pages = []
    for name in ("Ada", "Grace"):
        member = new_context(java_script_enabled=False).new_page()
        member.goto(invitation)
        member.get_by_label(re.compile("name", re.IGNORECASE)).first.fill(name)
        member.locator("main form .button.first").first.click()
        assert "/members/" in member.url
        expect(member.locator("main")).not_to_contain_text("Grace" if name == "Ada" else "Ada")
        for group in member.locator(".answers").all():
            group.locator("input[type=radio]").first.check()
        member.locator("main form .button.first").first.click()
        pages.append(member)
    expect(pages[1].locator("main")).to_contain_text("Ada")
    expect(pages[1].get_by_role("heading", level=1)).to_be_visible()


def test_the_link_can_be_copied_where_the_browser_allows_it(new_context):
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(RESULT)
    page.get_by_role("button", name="Save and share this result").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert (
        page.evaluate("navigator.clipboard.readText()")
        == page.get_by_label("The link to share").input_value()
    )
