import datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from tests.claims import availability, claim, quantity
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    FrameworkFactory,
    OverrideFactory,
    PublisherFactory,
    UserFactory,
)
from tests.pages import heading, links, read

pytestmark = pytest.mark.django_db


def facts(client, said, title="Who says it, and where"):
    """Return the terms and what is told of each, of one section of a claim's page."""
    (section,) = [
        each
        for each in read(client.get(f"/claims/{said.slug}/")).all("section")
        if each.one("h2").text == title
    ]
    return {term.text: told.text for term, told in zip(section.all("dt"), section.all("dd"), strict=True)}


def others(client, said):
    """Return the other claims by what they mean for this one: {"Supports it, within one step": [statement]}."""
    page = read(client.get(f"/claims/{said.slug}/"))
    return {
        part.one("h3").text: [each.text for each in part.all("p", class_="said")]
        for part in page.one("div", class_="two").all("div")
        if part["class"] is None
    }


def lead(client, said):
    return read(client.get(f"/claims/{said.slug}/")).one("p", class_="lead").text


# --- Provenance ---


def test_says_the_statement_and_who_says_it(client):
    said = claim("django", "speed", statement="It answers fast.", article__publisher__name="Agency")
    assert heading(client.get(f"/claims/{said.slug}/")) == "It answers fast."
    assert lead(client, said).startswith("Agency says so.")


def test_tells_article_publisher_interest_and_place(client):
    said = claim(
        "django",
        "speed",
        1,
        locator="Benchmarks › paragraph 2",
        article__title="A survey",
        article__authors="A. Author",
        article__publisher__name="Agency",
        article__publisher__interest="Sells development with it.",
        compared_with=FrameworkFactory(slug="flask"),
    )
    assert facts(client, said) == {
        "Article": "A survey, by A. Author",
        "Publisher": "Agency, agency or software house. Interest: Sells development with it.",
        "Place": "Benchmarks › paragraph 2",
        "About": "Django, compared with Flask",
        "Reading": "Good (+1)",
        "State": "Published, revision 1",
    }


def test_leads_to_the_article_and_to_the_original(client):
    said = claim("django", "speed", article__slug="survey", article__title="A survey",
                 article__url="https://survey.example/", article__address_status="confirmed")  # fmt: skip
    found = links(client.get(f"/claims/{said.slug}/"))
    assert (found["A survey"], found["original"]) == ("/articles/survey/", "https://survey.example/")


def test_says_who_provides_something(client):
    said = availability("django", "orm", "core")
    assert facts(client, said)["Reading"] == "In core"


def test_tells_a_figure_with_unit_and_conditions(client):
    said = quantity("django", "throughput", 1200, "one worker", qualifier="at_least")
    told = facts(client, said)
    assert (told["Reading"], told["Conditions"]) == ("at least 1,200 requests/s", "one worker")


def test_says_that_it_has_no_reading(client):
    said = claim("django", "speed", None)
    assert facts(client, said)["Reading"] == "None: it does not place a framework on a scale."


def test_a_claim_about_the_field_says_so(client):
    said = ClaimFactory(framework=None)
    assert facts(client, said)["About"] == "The field in general"
    assert lead(client, said).endswith("It speaks of the field in general, so no cell depends on it.")


@pytest.mark.parametrize(("state", "word"), [("disputed", "Disputed"), ("outdated", "Outdated")])
def test_says_since_when_why_and_by_whom_it_was_set_aside(client, state, word):
    said = claim("django", "speed", state=state, state_reason="Version 6 is faster.",
                 state_since=datetime.date(2026, 3, 1), state_source=ArticleFactory(title="Release notes"))  # fmt: skip
    assert read(client.get(f"/claims/{said.slug}/")).one("div", class_="problems").text == (
        f"{word} since 1 Mar 2026. Version 6 is faster. Shown by Release notes."
    )


def test_what_set_it_aside_can_be_opened_at_its_address(client):
    source = ArticleFactory(title="Release notes", url="https://notes.example/", address_status="confirmed")
    said = claim("django", "speed", state="outdated", state_source=source)
    assert links(client.get(f"/claims/{said.slug}/"))["Release notes"] == "https://notes.example/"


def test_what_set_it_aside_leads_nowhere_wrong_without_an_address(client):
    said = claim("django", "speed", state="outdated", state_source=ArticleFactory(title="Release notes"))
    address = links(client.get(f"/claims/{said.slug}/")).get("Release notes")
    assert address is None or client.get(address).status_code == 200


# --- Four dates ---


def test_tells_four_dates_and_never_mixes_them(client):
    said = claim(
        "django",
        "speed",
        as_of="2024-11",
        as_of_version="5.1",
        article__published="2025-04-03",
        article__read_on=datetime.date(2026, 1, 2),
        article__read_by="R. Reader",
        article__link_checked_on=datetime.date(2026, 5, 6),
    )
    assert facts(client, said, "Four dates") == {
        "Published": "3 Apr 2025",
        "As of": "5.1, Nov 2024",
        "Read": "2 Jan 2026, R. Reader",
        "Link checked": "6 May 2026, it answers",
    }


def test_says_which_dates_are_not_known(client):
    said = claim("django", "speed", article__published="")
    assert facts(client, said, "Four dates") == {
        "Published": "no date given",
        "As of": "the article does not say",
        "Read": "not recorded",
        "Link checked": "there is no address",
    }


# --- Against the others ---


@pytest.mark.parametrize(
    ("own", "other", "where"),
    [
        (1, 1, "Supports it, within one step"),
        (1, 2, "Supports it, within one step"),
        (1, -1, "Contradicts it, by two steps or more"),
        (1, None, "Speaks of the same, not comparable"),
        (None, 1, "Speaks of the same, not comparable"),
    ],
)
def test_other_claims_stand_by_how_far_they_are_from_it(client, own, other, where):
    said = claim("django", "speed", own)
    claim("django", "speed", other, statement="The other one.")
    assert others(client, said) == {where: ["The other one."]}


@pytest.mark.parametrize(
    ("number", "conditions", "where"),
    [
        (200, "hello world", "Supports it, within one step"),
        (400, "hello world", "Contradicts it, by two steps or more"),
        (300, "hello world", "Speaks of the same, not comparable"),
        (100, "eight workers", "Speaks of the same, not comparable"),
        (100, "Hello  World", "Supports it, within one step"),
    ],
)
def test_figures_are_compared_under_the_same_conditions_only(client, number, conditions, where):
    said = quantity("django", "throughput", 100)
    quantity("django", "throughput", number, conditions, statement="The other one.")
    assert others(client, said) == {where: ["The other one."]}


def test_outdated_claims_neither_support_nor_contradict(client):
    said = claim("django", "speed", 1)
    claim("django", "speed", 1, state="outdated")
    assert others(client, said) == {}


def test_claims_on_another_framework_do_not_matter(client):
    said = claim("django", "speed", 1)
    claim("flask", "speed", 1)
    assert lead(client, said).endswith("No other claim speaks of this.")


@pytest.mark.parametrize(
    ("ratings", "finding"),
    [
        ([1], "One other publisher says the same within one step."),
        ([1, 2], "Two other publishers say the same within one step."),
        ([-1], "One other publisher says the opposite."),
        ([-1, -2], "Two other publishers say the opposite."),
        ([1, 1, -1], "Two other publishers say the same within one step; one says the opposite."),
        ([None], "No independent publisher says the same or the opposite."),
    ],
)
def test_the_finding_counts_independent_publishers(client, ratings, finding):
    said = claim("django", "speed", 1)
    for rating in ratings:
        claim("django", "speed", rating)
    assert lead(client, said).endswith(f"says so. {finding}")


def test_another_article_of_the_same_publisher_is_no_support(client):
    publisher = PublisherFactory()
    said = claim("django", "speed", article__publisher=publisher)
    claim("django", "speed", article__publisher=publisher)
    assert lead(client, said).endswith("No independent publisher says the same or the opposite.")


def test_a_claim_without_a_reading_says_that_it_counts_nowhere(client):
    said = claim("django", "speed", None)
    claim("django", "speed", 1)
    assert lead(client, said).endswith(
        "It carries no reading, so it counts in no verdict. 1 article speaks of the same."
    )


def test_leads_to_the_criterion_where_the_cell_stands(client):
    said = claim("django", "speed")
    found = links(client.get(f"/claims/{said.slug}/"))
    assert found["See it beside the other frameworks"] == "/criteria/speed/#django"


def test_tells_the_verdict_of_its_cell(client):
    said = claim("django", "speed", 1)
    claim("django", "speed", 1)
    assertContains(
        client.get(f"/claims/{said.slug}/"), "The cell says <b>Good</b>: 2 articles agree · newest 2025."
    )


def test_an_editors_verdict_is_told_with_the_cell(client):
    said = claim("django", "speed", 1)
    OverrideFactory(framework=said.framework, criterion=said.criterion, rating=-2)
    assertContains(client.get(f"/claims/{said.slug}/"), "The cell says <b>Very weak</b>")


# --- Citing it ---


@pytest.fixture
def cited():
    return claim(
        "django",
        "speed",
        statement="It answers [fast].",
        locator="Benchmarks › paragraph 2",
        article__slug="survey",
        article__title="Speed & more_",
        article__authors="A. Author",
        article__publisher__name="Agency",
        article__published="2025-04",
    )


def citations(client, said):
    page = read(client.get(f"/claims/{said.slug}/"))
    return {
        each.one("summary").text: each.one("pre").children[0] for each in page.all("details", class_="cite")
    }


def test_cites_in_plain_text(client, cited):
    assert citations(client, cited)["Text"] == (
        "A. Author: “Speed & more_”, Agency, Apr 2025, Benchmarks › paragraph 2. "
        "Crosscheck claim survey-1, revision 1, http://testserver/claims/survey-1/"
    )


def test_cites_in_bibtex(client, cited):
    assert citations(client, cited)["BibTeX"].splitlines() == [
        "@misc{crosscheck-survey-1-r1,",
        "  author = {A. Author},",
        r"  title = {Speed \& more\_},",
        "  howpublished = {Agency},",
        "  year = {2025},",
        "  note = {Benchmarks › paragraph 2. Crosscheck claim survey-1, revision 1},",
        "  url = {http://testserver/claims/survey-1/}",
        "}",
    ]


def test_a_citation_in_bibtex_holds_no_command(client):
    said = claim("django", "speed", article__title=r"\input{secrets}")
    assert r"\input" not in citations(client, said)["BibTeX"].replace(r"\textbackslash{}input", "")


def test_cites_in_markdown(client, cited):
    assert citations(client, cited)["Markdown"] == (
        r"It answers \[fast\]. ([Speed & more\_, Agency, Apr 2025](http://testserver/claims/survey-1/))"
    )


def test_a_citation_without_author_and_date_names_the_publisher(client):
    said = claim("django", "speed", article__published="", article__publisher__name="Agency")
    assert citations(client, said)["Text"].startswith("Agency: “")
    assert "year = {n.d.}" in citations(client, said)["BibTeX"]


# --- History ---


def history(client, said):
    (section,) = [
        each
        for each in read(client.get(f"/claims/{said.slug}/")).all("section")
        if each.one("h2").text == "What changed"
    ]
    return [each.text for each in section.all("li")]


def test_tells_who_did_what_since_it_was_published(client):
    said = claim("django", "speed", state="in_review")
    said.move_to("published", by=UserFactory(username="ada"))
    said.move_to(
        "disputed", by=UserFactory(username="bob"), reason="It was misread.", source=ArticleFactory()
    )
    assert [each.partition(", ")[2] for each in history(client, said)] == [
        "revision 2, by ada In review → Published",
        "revision 3, by bob Published → Disputed: It was misread.",
    ]


def test_tells_what_was_changed_in_public_and_nothing_from_before(client):
    said = claim("django", "speed", state="in_review", statement="Before review.", rating=-2)
    said.statement, said.rating = "It is fast.", 1
    said.save()
    said.move_to("published", by=UserFactory())
    said.statement = "It is fairly fast."
    said._change_reason = "The article says fairly."
    said.save()
    assert [each.partition(", ")[2] for each in history(client, said)][1:] == [
        "revision 4 The article says fairly. Statement: It is fast. It is fairly fast."
    ]
    assertNotContains(client.get(f"/claims/{said.slug}/"), "Before review.")


def test_does_not_tell_what_it_said_before_it_was_published(client):
    said = claim("django", "speed", state="draft", statement="Secretly slow.")
    said._change_reason = "Secret reason"
    said.statement = "It answers fast."
    said.save()
    said.move_to("in_review", by=UserFactory(), reason="Secret hurry")
    said.move_to("published", by=UserFactory())
    assertNotContains(client.get(f"/claims/{said.slug}/"), "Secret")


# --- The address ---


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_what_is_not_published_is_missing(client, state):
    said = claim("django", "speed", state=state)
    assert client.get(f"/claims/{said.slug}/").status_code == 404


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_what_is_not_published_is_as_missing_as_what_never_was(client, state):
    said = claim("django", "speed", state=state)
    hidden, unknown = client.get(f"/claims/{said.slug}/"), client.get("/claims/never-was/")
    assert hidden.content.replace(said.slug.encode(), b"") == unknown.content.replace(b"never-was", b"")


def test_an_unknown_claim_is_named(client):
    assertContains(client.get("/claims/never-was/"), "never-was", status_code=404)
