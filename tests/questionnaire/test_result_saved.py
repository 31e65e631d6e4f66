"""Saved results: frozen for ever, private by construction, with today's twin beside them."""

import re

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from comparisons.models import Claim
from questionnaire.models import Result
from questionnaire.tokens import digest
from tests.factories import ArticleFactory, ClaimFactory, CriterionFactory, FrameworkFactory

from .asked import ANSWERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("questionnaire")]

QUERY = f"{ANSWERS}&framework=alpha&framework=beta"


def save(client, query=QUERY, **posted):
    """Save a result; return (the shared address, the maker's address)."""
    response = client.post(f"/questionnaire/quick/save/?{query}", posted)
    assert response.status_code == 302, response.content.decode()
    edit = response["Location"]
    return edit.partition("edit/")[0], edit


def frozen(response):
    return re.search(r"<!-- frozen -->(.*)<!-- /frozen -->", response.content.decode(), re.DOTALL)[1]


def test_saving_leads_to_the_makers_page_with_the_link_to_share(client):
    shared, edit = save(client, title="Our shop", note="Decided on Monday.")
    response = client.get(edit)
    assertContains(response, f'value="http://testserver{shared}"')
    assertContains(response, 'aria-label="The link as a QR code"')


def test_the_shared_page_shows_the_result_with_title_and_note(client):
    shared, _ = save(client, title="Our <shop>", note="Decided\non Monday.")
    response = client.get(shared)
    assertContains(response, "Alpha leads Beta by 16 points")
    assertContains(response, "Our &lt;shop&gt;")
    assertContains(response, "Decided<br>on Monday.")


@pytest.mark.any_database
def test_the_frozen_part_stays_the_same_to_the_byte_after_500_claims_were_edited(client):
    shared, _ = save(client)
    before = frozen(client.get(shared))
    for number in range(490):
        ClaimFactory(
            framework=FrameworkFactory(slug="alpha"), criterion=CriterionFactory(slug="docs"), rating=-2,
            article=ArticleFactory(slug=f"late-{number % 7}"), statement=f"Alpha is poor, {number}.",
        )  # fmt: skip
    for claim in Claim.objects.filter(article__slug="source-1"):
        claim.statement += " Corrected."
        claim.save()
    response = client.get(shared)
    assert frozen(response) == before
    assertContains(response, "was edited (revision 1, now 2)")
    assertContains(response, "is new")


def test_nothing_changed_is_told(client):
    shared, _ = save(client)
    assertContains(client.get(shared), "Nothing has changed since: today's result is the same")


def test_another_winner_today_is_told(client):
    shared, _ = save(client)
    Claim.objects.filter(framework__slug="alpha").update(rating=-2, availability="")
    assertContains(client.get(shared), "Today the result would be another")


def test_a_claim_that_was_withdrawn_is_named_without_its_text(client):
    shared, _ = save(client)
    Claim.objects.filter(statement="Alpha on docs, told by 1.").update(
        state="rejected", state_reason="It was misread.", state_since=timezone.localdate()
    )
    response = client.get(shared)
    assertContains(response, "is no longer published")
    assert (
        "told by 1"
        not in response.content.decode().replace(frozen(response), "").split("changed claim")[1][:400]
    )


def test_a_result_outlives_its_questionnaire(client, questionnaire):
    shared, _ = save(client)
    questionnaire.delete()
    assertContains(client.get(shared), "The questionnaire no longer exists")


@pytest.mark.parametrize("name", ["shared", "edit"])
def test_private_pages_are_kept_by_nobody(client, name):
    address = dict(zip(["shared", "edit"], save(client), strict=True))[name]
    response = client.get(address)
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assertContains(response, '<meta name="robots" content="noindex">')


def test_tokens_are_long_and_not_in_the_database(client):
    shared, edit = save(client)
    token, maker = shared.split("/")[2], edit.split("/")[4]
    assert len(token) >= 22
    assert len(maker) >= 22
    stored = Result.objects.values().get()
    assert token not in str(stored["token_digest"])
    assert maker not in str(stored)
    assert stored["token_digest"] == digest(token)


def test_the_shared_link_cannot_edit(client):
    shared, _ = save(client)
    token = shared.split("/")[2]
    assert client.get(f"{shared}edit/{token}/").status_code == 404
    assert client.post(shared, {"action": "delete"}).status_code == 405
    assert Result.objects.count() == 1


def test_unknown_expired_and_deleted_look_the_same(client):
    unknown = client.get("/results/nobody-knows-this-token/")
    expired, _ = save(client)
    Result.objects.update(
        created_at=timezone.now() - timezone.timedelta(days=400),
        expires_at=timezone.now() - timezone.timedelta(days=1),
    )
    deleted, edit = save(client)
    client.post(edit, {"action": "delete"})
    pages = {unknown.content, client.get(expired).content, client.get(deleted).content}
    texts = {re.sub(rb'href="[^"]*"', b"", page) for page in pages}
    assert len(texts) == 1
    assert unknown.status_code == client.get(expired).status_code == client.get(deleted).status_code == 404


def test_the_maker_renames_extends_and_deletes(client):
    shared, edit = save(client)
    client.post(edit, {"action": "rename", "title": "New name", "note": ""})
    assertContains(client.get(shared), "New name")
    Result.objects.update(expires_at=timezone.now() + timezone.timedelta(days=1))
    assertContains(client.post(edit, {"action": "extend"}), "another half year")
    assert Result.objects.get().expires_at > timezone.now() + timezone.timedelta(days=170)
    assert Result.objects.get().title == "New name"
    assertContains(client.post(edit, {"action": "delete"}), "The result is deleted")
    assert client.get(shared).status_code == 404


def test_an_action_that_does_not_exist_changes_nothing(client):
    _, edit = save(client)
    assertContains(client.post(edit, {"action": "explode"}), "Nothing was changed", status_code=400)
    assert Result.objects.count() == 1


@pytest.mark.parametrize(
    ("posted", "words"),
    [({"title": "x" * 121}, "120"), ({"note": "y" * 2001}, "2000"), ({"title": "a\0b"}, "Null characters")],
)
def test_what_cannot_be_saved_is_told_and_comes_back(client, posted, words):
    response = client.post(f"/questionnaire/quick/save/?{QUERY}", posted)
    assertContains(response, words, status_code=400)
    assertContains(response, "Nothing was saved", status_code=400)
    assert not Result.objects.exists()


def test_a_result_that_is_too_early_is_not_saved(client):
    response = client.post("/questionnaire/quick/save/?admin=yes")
    assertContains(response, "4 more are needed", status_code=400)
    assert not Result.objects.exists()


def test_other_sites_cannot_make_visitors_save(client):
    response = client.post(f"/questionnaire/quick/save/?{QUERY}", headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    response = client.post(f"/questionnaire/quick/save/?{QUERY}", headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    assert not Result.objects.exists()


def test_opening_a_shared_link_writes_nothing(client, django_assert_num_queries):
    shared, _ = save(client)
    before = Result.objects.values().get()
    client.get(shared)
    assert Result.objects.values().get() == before


def test_saving_is_not_done_by_a_link(client):
    assert client.get(f"/questionnaire/quick/save/?{QUERY}").status_code == 405


def test_sending_the_form_twice_makes_two_results_and_loses_none(client):
    first, second = save(client), save(client)
    assert first != second
    assert client.get(first[0]).status_code == client.get(second[0]).status_code == 200


@pytest.mark.parametrize(("name", "start"), [("md", "# Our shop"), ("csv", "\ufeffcriterion"), ("json", "{")])
def test_a_saved_result_can_be_taken_home(client, name, start):
    shared, _ = save(client, title="Our shop")
    response = client.get(f"{shared}?format={name}")
    assert response.content.decode().startswith(start)
    assert "no-store" in response["Cache-Control"]


def test_a_file_of_a_saved_result_stays_the_same(client):
    shared, _ = save(client)
    before = client.get(f"{shared}?format=md").content
    Claim.objects.filter(framework__slug="alpha").update(rating=-2, availability="")
    assert client.get(f"{shared}?format=md").content == before


def test_text_of_visitors_never_becomes_markup(client):
    shared, edit = save(client, title="<script>x</script>", note="[a](javascript:x) <b>")
    for address in (shared, edit):
        assertNotContains(client.get(address), "<script>x")
    assert "<b>" not in client.get(f"{shared}?format=md").content.decode().replace("\\<b\\>", "")


def test_what_has_come_to_its_end_goes_when_the_next_result_is_saved(client):
    save(client)
    Result.objects.update(
        created_at=timezone.now() - timezone.timedelta(days=400),
        expires_at=timezone.now() - timezone.timedelta(days=1),
    )
    save(client)
    assert Result.objects.count() == 1
