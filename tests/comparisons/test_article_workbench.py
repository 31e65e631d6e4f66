"""An article's page: its text on one side, its claims on the other, and claims entered from one to the other."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from comparisons.models import Claim
from tests.claims import claim
from tests.factories import (
    ArticleFactory,
    CapturedTextFactory,
    ClaimFactory,
    CriterionFactory,
    FrameworkFactory,
)
from tests.pages import read
from tests.workplace import mistakes, opened, shown, signed_in, told

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # of Django's own templates
    pytest.mark.any_database,
]

TEXT = """# Speed

Django is quick, and so is Flask.

- It answers fast.

# Price

It is free."""


@pytest.fixture
def editor():
    return signed_in("ada", "Editor")


@pytest.fixture
def article():
    for name in ("Django", "Flask", "FastAPI"):
        FrameworkFactory(slug=name.lower(), name=name)
    CriterionFactory(slug="speed", name="Speed in words")
    CriterionFactory(slug="orm", name="Mapper", measure="availability")
    CriterionFactory(slug="throughput", name="Throughput", measure="quantity", unit="requests/s")
    CriterionFactory(slug="history", name="History", measure="description")
    CriterionFactory(slug="apis", name="Web APIs", measure="suitability")
    return CapturedTextFactory(article__slug="survey", text=TEXT).article


def page(article, place=None):
    return f"/admin/articles/article/{article.pk}/change/" + (f"?place={place}" if place else "")


def entry_of(article):
    return f"/admin/articles/article/{article.pk}/claims/add/"


def enter(browser, article, place=2, **typed):
    """Open the article at a place, type a claim and send it; return the response."""
    form = opened(browser, page(article, place), id="entry")
    usual = {"frameworks": "Django", "criterion": "Speed", "statement": "It is quick."}
    return browser.post(entry_of(article), form | usual | typed)


def one(response):
    """Return the only claim, which the response must have led from."""
    assert response.status_code == 302, mistakes(response)
    return Claim.objects.get()


# --- Entering ------------------------------------------------------------------------------------


def test_a_claim_is_entered_at_its_place(editor, article):
    said = one(enter(editor, article, reading="2"))
    assert (said.slug, said.article, said.locator) == ("survey-1", article, "Speed › paragraph 1")
    assert (said.framework.slug, said.criterion.slug, said.rating) == ("django", "speed", 2)
    assert (said.statement, said.state, said.created_by) == ("It is quick.", "draft", editor.user)
    record = said.history.get()
    assert (record.history_user, record.history_change_reason) == (editor.user, "Entered")


def test_it_leads_back_to_the_same_place_with_an_empty_form(editor, article):
    response = enter(editor, article, submits="on")
    assertRedirects(response, page(article) + "?place=2&submits=on", fetch_redirect_response=False)
    response = editor.get(response["Location"])
    assert told(response) == ["Added in review: survey-1."]
    form = shown(response, id="entry")
    assert (form["locator"], form["submits"], form["statement"]) == ("Speed › paragraph 1", "on", "")


def test_it_is_sent_to_review_at_once_where_that_is_wanted(editor, article):
    said = one(enter(editor, article, submits="on"))
    assert said.state == "in_review"
    assert said.history.first().history_user == editor.user


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [("dj", ["django"]), ("Flask", ["flask"]), (" fastapi ", ["fastapi"]), ("dj, fl", ["django", "flask"]), ("api", ["fastapi"]),
     ("dj,dj,Django", ["django"]), ("", [None]), (" , ", [None])],
)  # fmt: skip
def test_the_beginning_of_a_name_is_enough(editor, article, typed, slugs):
    assert enter(editor, article, frameworks=typed).status_code == 302
    assert list(Claim.objects.order_by("position").values_list("framework__slug", flat=True)) == slugs


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("frameworks", "f", "“f” may be "),
        ("frameworks", "dj, f", "“ f” may be "),
        ("frameworks", "rails", "No framework is called “rails”."),
        ("criterion", "nonsense", "No criterion is called “nonsense”."),
        ("criterion", "", "This field is required."),
        ("compared_with", "rails", "No framework is called “rails”."),
        ("compared_with", "Django", "A comparison needs a framework and another one."),
        ("locator", "", "This field is required."),
        ("statement", "", "This field is required."),
        ("statement", "x" * 601, "at most 600 characters"),
        ("as_of", "spring", "Write a year, a month or a day"),
        ("reading", "9", "“9” is not on the scale of “Speed in words”"),
        ("reading", "best", "“best” is not on the scale of “Speed in words”"),
        ("statement", "a\0b", "Null characters are not allowed."),
    ],
)
def test_a_wrong_entry_is_told_and_not_kept_and_not_lost(editor, article, field, typed, message):
    response = enter(editor, article, **{"statement": "My long statement.", field: typed})
    assert response.status_code == 400
    assert message in " ".join(mistakes(response))
    assert not Claim.objects.exists()
    form = shown(response, id="entry")
    assert form[field].replace("\0", "") == typed.replace("\0", "")
    assert (form["place"], form["frameworks"] or "–") == ("2", typed if field == "frameworks" else "Django")


@pytest.mark.parametrize(
    ("criterion", "typed", "expected"),
    [
        ("speed", "2", {"rating": 2}),
        ("speed", "+1", {"rating": 1}),
        ("speed", "0", {"rating": 0}),
        ("speed", "−2", {"rating": -2}),
        ("speed", "-1", {"rating": -1}),
        ("speed", "", {"rating": None}),
        ("mapper", "core", {"availability": "core"}),
        ("mapper", "thi", {"availability": "third_party"}),
        ("mapper", "None", {"availability": "none"}),
        ("throughput", "1200", {"quantity": 1200, "qualifier": ""}),
        ("throughput", "1,200 requests/s", {"quantity": 1200}),
        ("throughput", "~1200.5", {"quantity": 1200.5, "qualifier": "about"}),
        ("throughput", ">1200", {"quantity": 1200, "qualifier": "at_least"}),
        ("throughput", "< 1200", {"quantity": 1200, "qualifier": "at_most"}),
        ("throughput", "1200-1500", {"quantity": 1200, "quantity_high": 1500}),
        ("throughput", "1200 – 1500", {"quantity": 1200, "quantity_high": 1500}),
        ("apis", "2", {"rating": 2}),
        ("history", "", {"rating": None, "availability": "", "quantity": None}),
    ],
)
def test_a_reading_is_taken_by_the_criterions_measure(editor, article, criterion, typed, expected):
    conditions = "not stated" if criterion == "throughput" else ""
    said = one(enter(editor, article, criterion=criterion, reading=typed, conditions=conditions))
    assert {name: getattr(said, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("criterion", "typed", "message"),
    [
        ("mapper", "2", "is not on the scale of “Mapper”"),
        ("throughput", "fast", "“fast” is no figure in requests/s"),
        ("throughput", "~", "“~” is no figure in requests/s"),
        ("throughput", "NaN", "is no figure in requests/s"),
        ("throughput", "Infinity", "is no figure in requests/s"),
        ("throughput", "1e99", "digits"),
        ("throughput", "1500-1200", "The upper end of a range lies above its lower end."),
        ("history", "2", "“History” is told, not scored: leave the reading empty."),
    ],
)
def test_a_reading_of_another_measure_is_told(editor, article, criterion, typed, message):
    response = enter(editor, article, criterion=criterion, reading=typed, conditions="not stated")
    assert response.status_code == 400
    assert message in " ".join(mistakes(response))
    assert not Claim.objects.exists()


def test_a_figure_without_conditions_is_told(editor, article):
    response = enter(editor, article, criterion="throughput", reading="1200")
    assert "A figure needs its conditions" in " ".join(mistakes(response))


def test_a_reading_of_the_field_in_general_is_told(editor, article):
    response = enter(editor, article, frameworks="", reading="2")
    assert "A claim without a framework has no reading." in " ".join(mistakes(response))


def test_one_statement_about_several_frameworks_is_a_claim_about_each(editor, article):
    enter(editor, article, frameworks="dj, fl, fa", statement="* is quick, and * is free.", reading="1")
    assert list(Claim.objects.order_by("position").values_list("slug", "statement", "rating")) == [
        ("survey-1", "Django is quick, and Django is free.", 1),
        ("survey-2", "Flask is quick, and Flask is free.", 1),
        ("survey-3", "FastAPI is quick, and FastAPI is free.", 1),
    ]


def test_the_first_frameworks_name_stands_for_each(editor, article):
    enter(editor, article, frameworks="dj, fl", statement="Django is quick; Djangonauts say so.")
    assert set(Claim.objects.values_list("statement", flat=True)) == {
        "Django is quick; Djangonauts say so.",
        "Flask is quick; Djangonauts say so.",
    }


def test_of_several_claims_all_are_kept_or_none(editor, article):
    response = enter(editor, article, frameworks="dj, fl", compared_with="Flask")
    assert response.status_code == 400
    assert not Claim.objects.exists()


def test_a_claim_is_compared_with_another_framework(editor, article):
    assert one(enter(editor, article, compared_with="fl")).compared_with.slug == "flask"


def test_what_the_article_says_already_is_told_and_added_on_demand(editor, article):
    claim("django", "speed", article=article, statement="It answers most requests very quickly.")
    typed = {"statement": "It answers most of the requests quickly."}
    response = enter(editor, article, **typed)
    assert response.status_code == 400
    assert "nearly the same" in " ".join(mistakes(response))
    form = read(response).one("form", id="entry")
    assert "Nearly the same." in form.one("li", class_="is-duplicate").text
    assert form.one("input", name="is_new")["type"] == "checkbox"
    assert Claim.objects.count() == 1
    again = shown(response, id="entry") | {"is_new": "on"}
    assert editor.post(entry_of(article), again).status_code == 302
    assert Claim.objects.count() == 2


def test_the_very_same_claim_is_not_added_even_on_demand(editor, article):
    claim("django", "speed", article=article, statement="It is quick.")
    response = enter(editor, article, is_new="on")
    assert response.status_code == 400
    assert mistakes(response)
    assert Claim.objects.count() == 1


def test_of_several_claims_in_the_same_words_none_is_numbered_twice(editor, article):
    ClaimFactory(article=article)
    enter(editor, article, frameworks="dj, fl, fa")
    assert list(Claim.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4]


def test_another_claim_added_at_the_same_moment_is_told(editor, article, monkeypatch):
    def outrun(self, *args, **kwargs):
        raise IntegrityError("claim_about_a_framework_is_told_once")

    monkeypatch.setattr(Claim, "save", outrun)
    response = enter(editor, article, statement="My long statement.")
    assert response.status_code == 400
    assert "Somebody has just added the same claim" in " ".join(mistakes(response))
    assert shown(response, id="entry")["statement"] == "My long statement."


# --- The page ------------------------------------------------------------------------------------


def test_the_text_stands_by_places_each_leading_to_itself(editor, article):
    response = editor.get(page(article))
    for number, place in [(1, "heading"), (2, "paragraph 1"), (3, "list item 1"), (5, "paragraph 1")]:
        assertContains(response, f'<a href="?place={number}">{place}</a>', html=True)


def test_the_chosen_place_is_shown_beside_the_form_and_fills_the_locator(editor, article):
    response = editor.get(page(article, 3))
    assert read(response).one("blockquote").text == "It answers fast."
    assert shown(response, id="entry")["locator"] == "Speed › list item 1"
    assertContains(response, 'href="?place=4" accesskey="n"')


@pytest.mark.parametrize("place", ["99", "0", "-1", "x", "9" * 30, "%F0%9F%92%A5", "²"])
def test_a_place_that_is_none_is_no_place(editor, article, place):
    response = editor.get(page(article, place))
    assert response.status_code == 200
    assert shown(response, id="entry")["locator"] == ""


def test_each_place_tells_how_many_claims_were_drawn_from_it(editor, article):
    claim("django", "speed", article=article, locator="Speed › paragraph 1 ; Price › paragraph 1")
    claim("flask", "speed", article=article, locator="Speed › paragraph 1")
    places = {each["id"]: each.text for each in read(editor.get(page(article))).all("div", class_="passage")}
    assert "2 claims" in places["place-2"]
    assert "1 claim" in places["place-5"]
    assert "claim" not in places["place-3"]


def test_all_claims_of_the_article_stand_beside_it_in_every_state(editor, article):
    for state in Claim.State.values:
        claim("django", "speed", article=article, state=state, statement=f"It is {state}.")
    claim("django", "speed", statement="From elsewhere.")
    response = editor.get(page(article))
    for state in Claim.State.values:
        assertContains(response, f"It is {state}.")
    assertNotContains(response, "From elsewhere.")
    assertContains(response, "6 claims of this article")


def test_the_claims_of_the_present_section_stand_first(editor, article):
    claim("django", "speed", article=article, locator="Speed › paragraph 1")
    claim("django", "speed", article=article, locator="Price › paragraph 1")
    sections = [
        each.text for each in read(editor.get(page(article, 5))).one("div", id="claims").all("summary")
    ]
    assert sections == ["Price (1)", "Speed (1)"]


def test_without_a_text_claims_are_entered_all_the_same(editor):
    article = ArticleFactory(slug="survey")
    FrameworkFactory(name="Django")
    CriterionFactory(name="Speed")
    response = editor.get(page(article))
    assertContains(response, "No text is captured yet.")
    assert one(enter(editor, article, place=None, locator="Page 3")).locator == "Page 3"


def test_a_gap_of_the_map_fills_the_form(editor, article):
    form = opened(editor, f"{page(article)}?frameworks=Flask&criterion=Speed+in+words", id="entry")
    assert (form["frameworks"], form["criterion"]) == ("Flask", "Speed in words")


def test_a_claim_opened_from_here_leads_back_here(editor, article):
    said = claim("django", "speed", article=article, state="draft")
    address = f"/admin/comparisons/claim/{said.pk}/change/?from=article"
    assertContains(editor.get(page(article)), f'href="{address}"')
    form = opened(editor, address, id="claim_form")
    response = editor.post(address, form | {"statement": "Reworded."})
    assertRedirects(response, f"{page(article)}#claims", fetch_redirect_response=False)


def test_what_the_text_holds_is_never_html(editor, article):
    captured = article.captured
    captured.text = "# <script>one()</script>\n\n<img src=x onerror=two()> \"Django\" & '</textarea>'"
    captured.save()
    response = editor.get(page(article, 2))
    for words in ("<script>one", "<img src=x", "</textarea>'"):
        assertNotContains(response, words)
    assertContains(response, "&lt;script&gt;one()")
    assertContains(response, '<mark class="framework">Django</mark>')


def test_what_was_typed_is_never_html(editor, article):
    response = enter(editor, article, frameworks="<b>", statement='"><script>mine()</script>')
    assertNotContains(response, "<script>mine()", status_code=400)
    assertNotContains(response, "<b>”", status_code=400)


def test_the_record_is_saved_from_the_same_page(editor, article):
    form = opened(editor, page(article), id="article_form")
    editor.post(page(article), form | {"reading_state": "exhausted", "note": "Read twice."})
    article.refresh_from_db()
    assert (article.reading_state, article.note) == ("exhausted", "Read twice.")


def test_a_wrong_record_is_told_on_the_same_page(editor, article):
    form = opened(editor, page(article), id="article_form")
    response = editor.post(page(article), form | {"title": "", "note": "Read twice."})
    assert "This field is required." in mistakes(response)
    assert shown(response, id="article_form")["note"] == "Read twice."


def test_more_claims_and_places_need_no_more_queries(editor, article):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(page(article, 2)).status_code == 200
        return len(captured)

    claim("django", "speed", article=article, compared_with=claim("flask", "speed").framework)
    queries()
    few = queries()
    for number in range(15):
        claim(f"framework-{number}", "speed", article=article, created_by=editor.user, locator=f"Section {number}",
              compared_with=claim(f"other-{number}", f"criterion-{number}").framework)  # fmt: skip
    captured = article.captured
    captured.text += "\n\nOne more paragraph, about Django." * 50
    captured.save()
    assert queries() == few


# --- Help while typing ---------------------------------------------------------------------------


def test_the_scale_of_a_criterion_is_shown(editor, article):
    address = f"/admin/articles/article/{article.pk}/claims/scale/"
    assertContains(editor.get(address, {"criterion": "Speed"}), "<b>2</b> Very good")
    assertContains(editor.get(address, {"criterion": "map"}), "Third party")
    assertContains(editor.get(address, {"criterion": "thr"}), "in <b>requests/s</b>")
    assertContains(editor.get(address, {"criterion": "hist"}), "is told, not scored")
    for nothing in ("", "nonsense"):
        assertContains(editor.get(address, {"criterion": nothing}), "shown as soon as it is chosen")


def test_the_scale_is_shown_without_javascript_and_keeps_what_was_typed(editor, article):
    response = enter(editor, article, show="scale", statement="Half a sent")
    assertContains(response, "<b>2</b> Very good")
    assert shown(response, id="entry")["statement"] == "Half a sent"
    assert not Claim.objects.exists()


def test_what_is_near_is_shown_while_typing(editor, article):
    claim("django", "speed", article=article, statement="It answers most requests very quickly.")
    address = f"/admin/articles/article/{article.pk}/claims/nearest/"
    typed = {"frameworks": "dj", "criterion": "Speed", "statement": "It answers most requests quickly."}
    assertContains(editor.get(address, typed), "Nearly the same.")
    assertNotContains(editor.get(address, typed | {"statement": "Something else."}), "It answers most")
    assert editor.get(address).status_code == 200
    assert (
        editor.get(address, {"frameworks": "f,,", "criterion": "?", "statement": "x" * 5000}).status_code
        == 200
    )


# --- Who may -------------------------------------------------------------------------------------


def test_a_reader_reads_and_enters_nothing(article):
    reader = signed_in("reader", "Reader")
    response = reader.get(page(article))
    assertContains(response, "It is free.")
    assert not read(response).all("form", id="entry")
    response = reader.post(entry_of(article), {"statement": "Mine."})
    assert response.status_code == 403
    assert not Claim.objects.exists()


@pytest.mark.parametrize("part", ["claims/scale/", "claims/nearest/", "change/"])
def test_a_visitor_sees_nothing_of_it(client, article, part):
    address = f"/admin/articles/article/{article.pk}/{part}"
    assertRedirects(client.get(address), f"/admin/login/?next={address}")


def test_a_visitors_entry_is_not_kept(client, article):
    response = client.post(entry_of(article), {"statement": "Mine."})
    assert response.status_code == 403
    assertNotContains(response, "It is free.", status_code=403)
    assert not Claim.objects.exists()


def test_the_address_of_an_entry_leads_to_the_article(editor, article):
    assertRedirects(editor.get(entry_of(article)), page(article))


@pytest.mark.parametrize("part", ["claims/add/", "claims/scale/", "claims/nearest/", "text/"])
@pytest.mark.parametrize("key", ["999999", "nonsense"])
def test_of_no_article_nothing_is_shown(editor, part, key):
    assert editor.get(f"/admin/articles/article/{key}/{part}").status_code == 404
