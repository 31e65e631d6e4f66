"""A file of claims becomes claims: first shown, then confirmed, with everything told and nothing lost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from comparisons.models import Claim
from tests.factories import ArticleFactory, ClaimFactory, CriterionFactory, FrameworkFactory
from tests.pages import heading, read

from .files import IMPORT, confirm, content, counts, csv_file, editor, refusals, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return editor()


@pytest.fixture
def signed_in(client, ada):
    client.force_login(ada)
    return client


def new_row(**cells):
    """Return the cells of a new claim, and save what it refers to."""
    ArticleFactory(slug="odysse")
    FrameworkFactory(slug="django")
    CriterionFactory(slug="speed")
    row = {"article": "odysse", "locator": "Section › 1", "framework": "django", "criterion": "speed"}
    return row | {"statement": "It is fast.", "rating": "1"} | cells


def changed_row(claim, **cells):
    return {"number": claim.slug, "revision": claim.revision} | cells


# --- The form ---


def test_the_page_names_the_columns_and_links_to_the_export(signed_in):
    response = signed_in.get(IMPORT)
    assert heading(response) == "Import"
    assertContains(response, "<code>as_of_version</code>")
    assertContains(response, 'href="/admin/comparisons/claim/export/"')


@pytest.mark.parametrize("missing", [("add_claim", "change_claim")])
def test_the_page_is_for_those_who_may_add_or_change_claims(client, missing):
    client.force_login(editor(*missing))
    assert client.get(IMPORT).status_code == 403
    assert send(client, csv_file([new_row()])).status_code == 403


def test_a_form_without_a_file_is_told(signed_in):
    response = signed_in.post(IMPORT, {"reason": "x"})
    assertContains(response, "Choose a file.", status_code=400)


def test_a_file_that_is_too_large_is_refused(signed_in):
    response = send(signed_in, b"x" * (30 * 1024 * 1024 + 1))
    assertContains(response, "up to 30 MB can be imported at once", status_code=400)


def test_too_many_rows_are_refused(signed_in):
    response = send(signed_in, b"statement\n" + b"x\n" * 100_001)
    assertContains(response, "The file has more than 100,000 rows", status_code=400)


# --- The preview ---


def test_the_preview_tells_new_changed_unchanged_and_writes_nothing(signed_in):
    draft, same = ClaimFactory.create_batch(2, state="draft", framework__slug="flask")
    rows = [
        changed_row(draft, statement="Reworded."),
        changed_row(same, statement=same.statement),
        changed_row(draft, number="", revision="", statement="New.") | new_row(statement="New."),
    ]
    response = send(signed_in, csv_file([rows[2]])), send(signed_in, csv_file(rows[:2]))
    assert counts(read(response[0])) == {"New": 1, "Changed": 0, "Unchanged": 0, "Refused": 0}
    assert counts(read(response[1])) == {"New": 0, "Changed": 1, "Unchanged": 1, "Refused": 0}
    draft.refresh_from_db()
    assert (draft.revision, Claim.objects.count()) == (1, 2)


def test_the_preview_shows_what_would_change(signed_in):
    claim = ClaimFactory(state="draft", statement="It was fast.")
    response = send(signed_in, csv_file([changed_row(claim, statement="<b>It is fast.</b>")]))
    assertContains(response, "<td>statement</td><td>It was fast.</td><td>&lt;b&gt;It is fast.&lt;/b&gt;</td>")


def test_every_refused_row_is_named_by_line_and_column(signed_in):
    rows = [
        new_row(statement="One\nand a half."),
        new_row(rating="9"),
        new_row(framework="nowhere", locator=""),
    ]
    assert [refusal[:2] for refusal in refusals(send(signed_in, csv_file(rows)))] == [
        ("4", "rating"),
        ("5", "framework"),
        ("5", "locator"),
    ]


def test_only_the_first_refused_rows_are_shown_and_the_others_counted(signed_in):
    rows = [new_row(statement=f"Statement {number}.", rating="9") for number in range(130)]
    response = send(signed_in, csv_file(rows))
    assert len(refusals(response)) == 100
    assertContains(response, "30 more refused rows.", status_code=400)


def test_one_refused_row_refuses_the_file(signed_in):
    response = send(signed_in, csv_file([new_row(), new_row(statement="Other.", rating="9")]))
    assert response.status_code == 400
    assertNotContains(response, 'name="confirm"', status_code=400)
    assert not Claim.objects.exists()


# --- The confirmation ---


def test_the_confirmation_writes_what_was_shown(signed_in, ada):
    preview = send(signed_in, csv_file([new_row(locator=" Section › 1\r\n")]), reason="the spring reading")
    response = confirm(signed_in, preview)
    assertContains(response, "claims.csv is imported: 1 new, 0 changed, 0 unchanged.")
    claim = Claim.objects.get()
    assert (claim.slug, claim.position, claim.state, claim.revision) == ("odysse-1", 1, "draft", 1)
    assert (claim.created_by, claim.locator) == (ada, " Section › 1\r\n")
    record = claim.history.get()
    assert (record.history_user, record.history_type, record.revision) == (ada, "+", 1)
    assert record.history_change_reason == "Imported from claims.csv: the spring reading"


def test_a_change_is_a_revision_with_its_history(signed_in, ada):
    claim = ClaimFactory(state="draft", revision=4)
    confirm(signed_in, send(signed_in, csv_file([changed_row(claim, statement="Reworded.")])))
    claim.refresh_from_db()
    assert (claim.statement, claim.revision, claim.created_by) == ("Reworded.", 5, None)
    record = claim.history.first()
    assert (record.statement, record.revision, record.history_type) == ("Reworded.", 5, "~")
    assert (record.history_user, record.history_change_reason) == (ada, "Imported from claims.csv")
    assert claim.history.count() == 2


def test_columns_that_the_file_does_not_have_stay_as_they_are(signed_in):
    claim = ClaimFactory(state="draft", as_of="2024", conditions="Kept.")
    before = Claim.objects.values().get()
    confirm(signed_in, send(signed_in, csv_file([changed_row(claim, statement="Reworded.")])))
    after = Claim.objects.values().get()
    assert after == before | {"statement": "Reworded.", "revision": 2}


def test_an_empty_cell_empties_the_field(signed_in):
    claim = ClaimFactory(state="draft", as_of="2024", rating=1)
    confirm(signed_in, send(signed_in, csv_file([changed_row(claim, as_of="", rating="")])))
    claim.refresh_from_db()
    assert (claim.as_of, claim.rating) == ("", None)


def test_the_same_file_twice_changes_nothing(signed_in):
    data = csv_file([new_row(), new_row(statement="Another.", framework="", rating="")])
    confirm(signed_in, send(signed_in, data))
    before = list(Claim.objects.values())
    response = send(signed_in, data)
    assert counts(read(response)) == {"New": 0, "Changed": 0, "Unchanged": 2, "Refused": 0}
    assertContains(response, "there is nothing to import")
    assert list(Claim.objects.values()) == before


def test_new_claims_are_numbered_after_all_that_were_ever_given(signed_in):
    article = ArticleFactory(slug="odysse")
    ClaimFactory.create_batch(2, article=article, state="draft")[1].delete()
    rows = [new_row(statement=f"Statement {number}.") for number in range(3)]
    confirm(signed_in, send(signed_in, csv_file(rows)))
    numbers = Claim.objects.order_by("position").values_list("slug", "statement")
    assert list(numbers)[1:] == [
        ("odysse-3", "Statement 0."),
        ("odysse-4", "Statement 1."),
        ("odysse-5", "Statement 2."),
    ]


def test_a_confirmation_after_a_change_shows_the_preview_again(signed_in):
    claim = ClaimFactory(state="draft")
    preview = send(signed_in, csv_file([changed_row(claim, statement="Mine.")]))
    claim.statement = "Theirs."
    claim.save()
    response = confirm(signed_in, preview)
    assert response.status_code == 400
    assertContains(response, "Nothing was imported: since the preview", status_code=400)
    assert refusals(response) == [
        ("2", "revision", "Changed since the export: revision 2 now, the file has 1.")
    ]
    claim.refresh_from_db()
    assert claim.statement == "Theirs."


def test_another_outcome_must_be_confirmed_anew(signed_in):
    preview = send(signed_in, csv_file([new_row(), new_row(statement="Another.")]))
    ClaimFactory(
        article__slug="odysse", framework__slug="django", criterion__slug="speed", statement="It is fast.",
        locator="Section › 1", state="draft",
    )  # fmt: skip
    response = confirm(signed_in, preview)
    assert response.status_code == 409
    assert counts(read(response)) == {"New": 1, "Changed": 0, "Unchanged": 1, "Refused": 0}
    assert Claim.objects.count() == 1
    confirm(signed_in, response)
    assert Claim.objects.count() == 2


def test_a_file_is_imported_once(signed_in):
    preview = send(signed_in, csv_file([new_row()]))
    confirm(signed_in, preview)
    assertContains(confirm(signed_in, preview), "is no longer kept here", status_code=410)
    assert Claim.objects.count() == 1


def test_nobody_confirms_the_file_of_another_editor(signed_in):
    preview = send(signed_in, csv_file([new_row()]))
    other = Client()
    other.force_login(editor(name="grace"))
    assert confirm(other, preview).status_code == 410
    assert not Claim.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "0" * 32, "../etc", "ü" * 32])
def test_a_confirmation_of_nothing_is_told(signed_in, key):
    response = signed_in.post(IMPORT, {"confirm": key, "digest": "x"})
    assertContains(response, "is no longer kept here", status_code=410)


def test_an_import_without_the_token_is_refused(ada):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(ada)
    assert send(careful, csv_file([new_row()])).status_code == 403


# --- Long files ---


def long_file():
    return csv_file(
        [new_row(), *({**new_row(), "statement": f"Statement {number}."} for number in range(1499))]
    )


@pytest.mark.any_database
def test_a_long_file_tells_how_far_it_is(signed_in):
    response = send(signed_in, long_file())
    assert response.streaming
    page = content(response).decode()
    assert "<p>1,000 of 1,500 rows checked …</p>" in page
    assert "Import 1500 new and 0 changed" in page
    assert page.rstrip().endswith("</html>")


def test_a_long_file_is_written_at_once(signed_in, django_assert_max_num_queries):
    preview = send(signed_in, long_file())
    first = content(preview)
    fields = {"confirm": first.split(b'name="confirm" value="')[1][:32].decode()}
    fields["digest"] = first.split(b'name="digest" value="')[1][:64].decode()
    with django_assert_max_num_queries(320):  # not one for each row
        page = content(signed_in.post(IMPORT, fields)).decode()
    assert "1500 new" in page
    assert Claim.objects.count() == Claim.history.count() == 1500


@pytest.mark.django_db(transaction=True)
def test_whoever_leaves_during_the_write_has_written_nothing(signed_in):
    page = content(send(signed_in, long_file()))
    fields = {"confirm": page.split(b'name="confirm" value="')[1][:32].decode()}
    fields["digest"] = page.split(b'name="digest" value="')[1][:64].decode()
    response = signed_in.post(IMPORT, fields)
    steps = iter(response.streaming_content)
    while b"rows written" not in next(steps):
        pass
    assert Claim.objects.exists()
    response.close()
    assert not Claim.objects.exists()


def test_more_rows_need_no_more_queries(signed_in):
    def queries(number):
        data = csv_file([new_row(statement=f"Statement {each}.") for each in range(number)])
        with CaptureQueriesContext(connection) as counted:
            send(signed_in, data)
        return len(counted)

    assert queries(2) == queries(200)
