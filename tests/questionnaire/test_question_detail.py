"""One question a page: no script needed, answers in the address, nothing lost."""

import re

import pytest
from pytest_django.asserts import assertContains, assertNotContains

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("questionnaire")]


def hidden(response):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode()))


def test_the_form_leads_to_the_next_question_with_the_answers_so_far(client):
    response = client.get("/questionnaire/quick/docs/?admin=yes&admin.importance=3")
    assertContains(response, 'action="/questionnaire/quick/speed/"')
    assert hidden(response) == {"admin": "yes", "admin.importance": "3"}


def test_an_answer_given_before_is_filled_in_when_one_comes_back(client):
    response = client.get("/questionnaire/quick/docs/?docs=much&docs.importance=1")
    assertContains(response, 'name="docs" value="much" checked')
    assertContains(response, 'name="docs.importance" value="1" checked')
    assert "docs" not in hidden(response)


def test_back_keeps_what_was_chosen_because_it_sends_the_form(client):
    assertContains(client.get("/questionnaire/quick/docs/"), 'formaction="/questionnaire/quick/admin/"')


def test_the_last_question_leads_to_the_result(client):
    assertContains(client.get("/questionnaire/quick/colour/"), 'action="/questionnaire/quick/result/"')


def test_progress_is_told_in_words(client):
    assertContains(client.get("/questionnaire/quick/speed/"), "question 3 of 6")


def test_not_mattering_and_not_knowing_are_answers_of_their_own(client):
    response = client.get("/questionnaire/quick/admin/?admin=unknown")
    assertContains(response, 'name="admin" value="any"')
    assertContains(response, 'name="admin" value="unknown" checked')


def test_only_a_question_that_can_demand_something_offers_must_have(client):
    assertContains(client.get("/questionnaire/quick/admin/"), 'name="admin.importance" value="must"')
    assertNotContains(client.get("/questionnaire/quick/docs/"), 'value="must"')


def test_answers_that_hardly_go_together_are_pointed_out(client):
    response = client.get("/questionnaire/quick/docs/?admin=yes&size=small")
    assertContains(response, "Screens for a small thing?")


def test_a_wrong_answer_is_told_and_the_question_asked_all_the_same(client):
    response = client.get("/questionnaire/quick/docs/?docs=perhaps")
    assertContains(response, "“perhaps” is not one of its answers", status_code=400)
    assertContains(response, "What about docs?", status_code=400)


@pytest.mark.parametrize("address", ["/questionnaire/quick/weather/", "/questionnaire/slow/admin/"])
def test_an_unknown_question_or_questionnaire_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_questionnaire_that_is_not_published_is_not_found(client, questionnaire):
    questionnaire.is_published = False
    questionnaire.save()
    for address in ("", "all/", "admin/", "result/"):
        assert client.get(f"/questionnaire/quick/{address}").status_code == 404
    assertNotContains(client.get("/questionnaire/"), "Quick")


def test_the_pages_before_the_questions_lead_into_them(client):
    assertContains(client.get("/questionnaire/"), 'href="/questionnaire/quick/"')
    assertContains(client.get("/questionnaire/quick/"), 'href="/questionnaire/quick/admin/"')


def test_everything_can_be_answered_on_one_page(client):
    response = client.get("/questionnaire/quick/all/?docs=much&since=2024")
    assertContains(response, 'action="/questionnaire/quick/result/"')
    assertContains(response, 'name="docs" value="much" checked')
    assertContains(response, "What about colour?")
    assert hidden(response) == {"since": "2024"}
