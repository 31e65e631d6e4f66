"""The live result: ranking, ledger, how sure it is, what would change it."""

import json
import re

import pytest
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from comparisons.models import Claim
from tests.factories import ArticleFactory, ClaimFactory, CriterionFactory, FrameworkFactory

from .asked import ANSWERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("questionnaire")]


def record(client, query=ANSWERS):
    return json.loads(client.get(f"/questionnaire/quick/result/?{query}&format=json").content)


def points(client, query=ANSWERS):
    return {each["framework"]: each["points"] for each in record(client, query)["ranking"]}


def test_fewer_than_five_answers_are_too_early(client):
    response = client.get(
        "/questionnaire/quick/result/?admin=yes&docs=much&speed=fast&size=large&team=unknown"
    )
    assertContains(response, "It is too early for a result")
    assertContains(response, "1 more answer")


def test_the_points_of_the_ledger_add_up_to_the_sum(client):
    found = record(client)
    for place in found["ranking"]:
        cells = [
            cell
            for line in found["ledger"]
            for cell in line["cells"]
            if cell["framework"] == place["framework"]
        ]
        total = sum(float(cell["points"].replace("−", "-") or 0) for cell in cells)
        assert total == pytest.approx(float(place["points"].replace("−", "-")))


def test_alpha_leads_by_what_the_claims_say(client):
    # weights 2 × 2: admin 2, docs 1, size 2, team 1 for Alpha; speed 2, team 1 and admin −1 for Beta
    assert points(client, ANSWERS + "&framework=alpha&framework=beta") == {"alpha": "24", "beta": "8"}
    assertContains(
        client.get(f"/questionnaire/quick/result/?{ANSWERS}&framework=alpha&framework=beta"),
        "Alpha leads Beta by 16 points",
    )


def test_importance_reaches_the_points(client):
    assert points(client, ANSWERS + "&speed.importance=3&framework=alpha&framework=beta")["beta"] == "12"


def test_a_missed_must_have_strikes_through_with_the_sourced_reason_and_a_way_to_relax_it(client):
    response = client.get(
        f"/questionnaire/quick/result/?{ANSWERS}&admin.importance=must&framework=alpha&framework=beta"
    )
    assertContains(response, "<del>Beta</del>")
    assertContains(response, "third party")
    assertContains(response, "were only very important?")


def test_not_knowing_a_must_have_is_told_and_excludes_nobody(client):
    response = client.get(
        f"/questionnaire/quick/result/?{ANSWERS}&admin.importance=must&framework=alpha&framework=gamma"
    )
    assertContains(response, "is unknown: no article that counts says")
    assertNotContains(response, "<del>Gamma</del>")


def test_must_haves_that_leave_nothing_are_told_kindly(client):
    Claim.objects.filter(availability="core").update(availability="third_party")
    response = client.get(
        f"/questionnaire/quick/result/?{ANSWERS}&admin.importance=must&framework=alpha&framework=beta"
    )
    assertContains(response, "Your must-haves leave no framework")


def test_an_unknown_cell_is_a_gap_in_the_ledger(client):
    response = client.get(f"/questionnaire/quick/result/?{ANSWERS}&framework=alpha&framework=gamma")
    assertContains(response, "No article says")


def test_what_would_change_it_is_a_link_to_the_changed_answers(client):
    query = (
        "admin=yes&admin.importance=1&docs=little&speed=fast&speed.importance=3&size=small&team=one"
        "&framework=alpha&framework=beta"
    )
    response = client.get(f"/questionnaire/quick/result/?{query}")
    assertContains(response, "Beta leads Alpha")
    (href, *_) = re.findall(r'<li><a href="\?([^"]+)">', response.content.decode())
    changed = client.get("/questionnaire/quick/result/?" + href.replace("&amp;", "&"))
    assertContains(changed, "Alpha leads Beta")


def test_an_article_without_which_another_leads_is_named(client):
    article = ArticleFactory(slug="hype", title="Hype of the year")
    for number in range(4):
        criterion = CriterionFactory(slug="speed")
        ClaimFactory(
            framework=FrameworkFactory(slug="beta"), criterion=criterion, rating=2, article=article,
            statement=f"Beta is fast, {number}.",
        )  # fmt: skip
    Claim.objects.filter(framework__slug="beta", criterion__slug="speed").exclude(article=article).delete()
    query = "speed=fast&speed.importance=3&docs=much&docs.importance=1&team=one&colour=red&admin=no&framework=alpha&framework=beta"
    response = client.get(f"/questionnaire/quick/result/?{query}")
    assertContains(response, "Beta leads Alpha")
    assertContains(response, "Hype of the year")


def test_the_evidence_policy_applies(client):
    response = client.get(f"/questionnaire/quick/result/?{ANSWERS}&framework=alpha&framework=beta&since=2099")
    assertContains(response, "Alpha and Beta tie with 0 points")


def test_what_is_not_known_by_the_visitor_is_listed_as_open(client):
    response = client.get(f"/questionnaire/quick/result/?{ANSWERS}&colour=unknown")
    assertContains(response, "<dt>Open</dt><dd>What about colour?</dd>", html=False)


def test_drafts_and_claims_under_review_count_nothing(client):
    before = points(client)
    for state in ("draft", "in_review", "rejected"):
        ClaimFactory(
            framework=FrameworkFactory(slug="beta"),
            criterion=CriterionFactory(slug="admin"),
            rating=2,
            state=state,
        )
    assert points(client) == before


def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries):
    from django.db import connection

    with CaptureQueriesContext(
        connection,
    ) as small:
        client.get(f"/questionnaire/quick/result/?{ANSWERS}")
    for number in range(8):
        framework = FrameworkFactory(slug=f"more-{number}")
        for slug in ("admin", "docs", "speed", "size", "team"):
            ClaimFactory(framework=framework, criterion=CriterionFactory(slug=slug))
    with CaptureQueriesContext(connection) as large:
        client.get(f"/questionnaire/quick/result/?{ANSWERS}")
    assert len(large) == len(small) <= 16


def test_the_picture_has_a_text_equivalent(client):
    response = client.get(f"/questionnaire/quick/result/?{ANSWERS}&framework=alpha&framework=beta")
    assertContains(response, 'aria-label="Alpha: 24 points; gains most from')


def test_the_decision_record_gives_drivers_options_sources_and_when_to_look_again(client):
    text = client.get(
        f"/questionnaire/quick/result/?{ANSWERS}&framework=alpha&framework=beta&format=md"
    ).content.decode()
    for words in (
        "## Context", "## Decision drivers", "## Options considered", "## Outcome", "## Arguments", "## How sure this is",
        "## Look again when", "Alpha leads Beta by 16 points", "Source 1", "revision 1", "http://testserver/questionnaire/",
    ):  # fmt: skip
        assert words in text


def test_the_csv_ends_with_the_sum(client):
    text = client.get(
        f"/questionnaire/quick/result/?{ANSWERS}&framework=alpha&framework=beta&format=csv"
    ).content.decode()
    assert text.splitlines()[-1].startswith("points,20,24,")


@pytest.mark.parametrize(
    "query",
    ["admin=%FF", "admin=" + "x" * 9000, "&".join(f"q{n}=1" for n in range(1500)), "admin[]=yes", "admin=yes&admin=no",
     "format=exe", "colour=%F0%9F%92%A5", "framework=' OR 1=1 --", "since=%E2%80%AE2024"],
)  # fmt: skip
def test_hostile_addresses_are_told_what_is_wrong(client, query):
    response = client.get(f"/questionnaire/quick/result/?{ANSWERS}&{query}")
    assert response.status_code == 400
    assertContains(response, 'role="alert"', status_code=400)


def test_more_parameters_than_can_be_read_are_refused(client):
    response = client.get("/questionnaire/quick/result/?" + "&".join(f"q{n}=1" for n in range(10_000)))
    assertContains(response, "more parameters than any page here can read", status_code=400)


def test_the_page_sets_no_cookie_and_carries_no_token(client):
    response = client.get(f"/questionnaire/quick/result/?{ANSWERS}")
    assert not response.cookies
    assertNotContains(response, "csrf")
