"""What an import refuses, each with its column and its sentence."""

import pytest

from articles.models import FormerSlug
from comparisons.models import Claim
from tests.factories import ArticleFactory, ClaimFactory, CriterionFactory, FrameworkFactory, UserFactory
from tests.pages import read

from .files import confirm, counts, csv_file, editor, json_file, refusals, send, xlsx_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    """A signed-in administrator, who may import everything."""
    user = UserFactory(username="root", is_superuser=True)
    user.save()
    client.force_login(user)
    return client


@pytest.fixture
def signed_in(client):
    client.force_login(editor())
    return client


@pytest.fixture(autouse=True)
def _catalogue(db):
    ArticleFactory(slug="odysse")
    for slug in ("django", "flask"):
        FrameworkFactory(slug=slug)
    CriterionFactory(slug="speed", name="Speed")
    CriterionFactory(slug="requests", name="Requests", measure="quantity")
    CriterionFactory(slug="orm", name="ORM", measure="availability")


def row(**cells):
    given = {"article": "odysse", "locator": "Section", "framework": "django", "criterion": "speed"}
    return given | {"statement": "It is fast."} | cells


PUBLIC = {"state": "published", "published_on": "2026-11-01"}

REFUSED = [
    ({"article": ""}, "article", "is empty; every claim has one."),
    ({"article": "nowhere"}, "article", "is “nowhere”, but there is no article of that slug."),
    ({"framework": "nowhere"}, "framework", "is “nowhere”, but there is no framework of that slug."),
    ({"criterion": "nowhere"}, "criterion", "is “nowhere”, but there is no criterion of that slug."),
    ({"locator": ""}, "locator", "is empty; every claim has one."),
    ({"locator": "x" * 501}, "locator", "has 501 characters; 500 fit."),
    ({"statement": ""}, "statement", "is empty; every claim has one."),
    ({"statement": "x" * 601}, "statement", "has 601 characters; 600 fit."),
    ({"rating": "3"}, "rating", "is “3”; write a number from -2 to 2."),
    ({"rating": "good"}, "rating", "is “good”; write a whole number."),
    ({"criterion": "orm", "rating": "1"}, "rating", "“ORM” is measured as availability; leave this empty."),
    ({"availability": "core"}, "availability", "“Speed” is measured as rating; leave this empty."),
    (
        {"availability": "yes"},
        "availability",
        "is “yes”; write one of: core, official_extension, third_party, none.",
    ),
    ({"quantity": "1,000"}, "quantity", "is “1,000”; write a number such as 12.5, without separators."),
    ({"quantity": "0.00001"}, "quantity", "is “0.00001”; 4 digits fit after the point."),
    ({"quantity": "1" * 15}, "quantity", "is too large: 14 digits fit before the point."),
    (
        {"criterion": "requests", "quantity": "5"},
        "conditions",
        "A figure needs its conditions; write “not stated” if the article gives none.",
    ),
    (
        {"criterion": "requests", "quantity": "5", "quantity_high": "4", "conditions": "x"},
        "quantity_high",
        "The upper end of a range lies above its lower end.",
    ),
    ({"qualifier": "about"}, "qualifier", "“About”, “at least” and “at most” need a figure."),
    ({"rating": "1", "availability": "core"}, "rating", "A claim has one reading at most: a rating, an availability or a quantity."),
    ({"compared_with": "django"}, "compared_with", "A comparison needs a framework and another one."),
    ({"framework": "", "rating": "1"}, "framework", "A claim without a framework has no reading."),
    (
        {"as_of": "2025-02-30"},
        "as_of",
        "is “2025-02-30”; write a year, a month or a day that exists, such as 2025-02.",
    ),
    ({"as_of_version": "x" * 61}, "as_of_version", "has 61 characters; 60 fit."),
    (
        {"state": "public"},
        "state",
        "is “public”; write one of: draft, in_review, published, disputed, outdated, rejected.",
    ),
    ({"state": "published"}, "published_on", "is empty; a public claim tells the day of its publication."),
    (
        {"state": "rejected"},
        "state_reason",
        "A claim in this state says why and since when (state_since).",
    ),
    (
        PUBLIC | {"state": "disputed", "state_reason": "Measured again.", "state_since": "2026-11-02"},
        "state_source",
        "is empty; a disputed or outdated claim names the article that shows it.",
    ),
    ({"state_since": "2.11.2026"}, "state_since", "is “2.11.2026”; write a day as 2025-02-03."),
    ({"published_on": "2026-02-30"}, "published_on", "is “2026-02-30”, which is no day of the calendar."),
    ({"position": "4"}, "position", "is given with the number; leave it empty for a new claim."),
    ({"number": "new"}, "position", "is empty; a new claim with a number needs its place among those of its article."),
    ({"number": "a b", "position": "4"}, "number", "is “a b”; it may hold Latin letters, digits, hyphens and underscores."),
    ({"revision": "first"}, "revision", "is “first”; write a whole number."),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "column", "sentence"), REFUSED, ids=lambda value: str(value)[:40])
def test_a_new_row_that_no_form_would_take_is_refused(admin, cells, column, sentence):
    response = send(admin, csv_file([row(**cells)]))
    assert response.status_code == 400
    assert ("2", column, sentence) in refusals(response)
    assert not Claim.objects.exists()


def test_every_column_that_a_new_claim_needs_is_missed_by_name(admin):
    response = send(admin, csv_file([{"framework": "django", "rating": "1"}]))
    assert refusals(response) == [
        ("2", column, "is missing; a new claim needs this column.")
        for column in ("article", "locator", "criterion", "statement")
    ]


# --- Which entry a row means ---


def test_a_number_of_before_counts_as_todays(admin):
    claim = ClaimFactory(article__slug="odysse", statement="It is fast.")
    FormerSlug.objects.create(kind="comparisons.claim", slug="odysse-old", target=claim.pk)
    response = send(admin, csv_file([{"number": "odysse-old", "statement": "It is fast."}]))
    assert counts(read(response)) == {"New": 0, "Changed": 0, "Unchanged": 1, "Refused": 0}


def test_a_slug_of_before_counts_as_todays(admin):
    article = ClaimFactory(article__slug="odysse", statement="It is fast.").article
    article.slug = "renamed"
    article.save()
    response = send(admin, csv_file([{"number": "odysse-1", "article": "odysse"}]))
    assert counts(read(response))["Unchanged"] == 1


def test_a_number_that_led_to_a_deleted_claim_is_not_given_again(admin):
    FormerSlug.objects.create(kind="comparisons.claim", slug="odysse-7", target=987654)
    response = send(admin, csv_file([row(number="odysse-7")]))
    assert refusals(response) == [
        ("2", "number", "is “odysse-7”, which was another claim's name; it is not given again.")
    ]


def test_a_deleted_claim_comes_back_as_itself(admin):
    claim = ClaimFactory(article__slug="odysse", state="draft", statement="It is fast.")
    key = claim.pk
    claim.delete()
    confirm(admin, send(admin, csv_file([row(number="odysse-1")])))
    back = Claim.objects.get()
    assert (back.pk, back.slug, back.position, back.revision) == (key, "odysse-1", 1, 3)
    assert [(record.history_type, record.revision) for record in back.history.all()] == [
        ("+", 3),
        ("-", 2),
        ("+", 1),
    ]


@pytest.mark.parametrize(
    "again",
    [
        row(),
        row(number="odysse-1"),
        row(number="other-1", position="5"),
        row(number="", rating="2"),
    ],
)
def test_the_same_claim_twice_in_a_file_is_refused(admin, again):
    response = send(
        admin,
        csv_file([row(number="odysse-1", position="1"), again], [*row(), "number", "position", "rating"]),
    )
    assert response.status_code == 400
    assert any(sentence == "The claim of line 2 once more." for _, _, sentence in refusals(response))


def test_two_rows_that_would_become_the_same_claim_are_refused(admin):
    first, second = ClaimFactory.create_batch(
        2, article__slug="odysse", framework__slug="django", criterion__slug="speed"
    )
    rows = [{"number": each.slug, "statement": "The same.", "revision": "1"} for each in (first, second)]
    response = send(admin, csv_file(rows))
    assert refusals(response) == [("3", "number", "The claim of line 2 once more.")]


def test_a_claim_that_another_one_says_already_is_refused(admin):
    first, second = ClaimFactory.create_batch(
        2, article__slug="odysse", framework__slug="django", criterion__slug="speed"
    )
    rows = [{"number": first.slug, "statement": second.statement, "revision": "1"}]
    assert refusals(send(admin, csv_file(rows))) == [
        (
            "2",
            "statement",
            "Another claim says the same about this framework and criterion, from the same article.",
        )
    ]


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"article": "other"}, "article", "A claim stays with its article, which gave it its number."),
        ({"position": "9"}, "position", "A claim keeps its place among those of its article, which is 1."),
        ({"statement": "x", "revision": ""}, "revision", "is empty; a row that changes an entry tells the revision it comes from (now 3)."),
        ({"statement": "x", "revision": "2"}, "revision", "Changed since the export: revision 3 now, the file has 2."),
        ({"statement": "x", "revision": "4"}, "revision", "Changed since the export: revision 3 now, the file has 4."),
        ({"locator": ""}, "locator", "is empty; every claim has one."),
    ],
)  # fmt: skip
def test_a_change_that_would_lose_something_is_refused(admin, cells, column, sentence):
    ArticleFactory(slug="other")
    claim = ClaimFactory(article__slug="odysse", revision=3)
    response = send(admin, csv_file([{"number": claim.slug, "revision": "3"} | cells]))
    assert refusals(response) == [("2", column, sentence)]


def test_an_unchanged_row_needs_no_revision(admin):
    claim = ClaimFactory(article__slug="odysse", revision=3)
    response = send(admin, csv_file([{"number": claim.slug, "statement": claim.statement}]))
    assert counts(read(response))["Unchanged"] == 1


def test_a_place_that_is_taken_is_refused(admin):
    ClaimFactory(article__slug="odysse", slug="odysse-first", position=1)
    response = send(admin, csv_file([row(number="odysse-1")]))
    assert refusals(response) == [("2", "position", "Another claim of the article has the place 1.")]


# --- Rights ---


@pytest.mark.parametrize("state", ["in_review", "published", "disputed", "outdated", "rejected"])
def test_an_editor_imports_drafts_only(signed_in, state):
    response = send(signed_in, csv_file([row(state=state)]))
    sentence = f"Only an administrator imports {state.replace('_', ' ')} claims; write draft."
    assert ("2", "state", sentence) in refusals(response)


@pytest.mark.parametrize("state", ["", "draft"])
def test_an_editor_imports_drafts(signed_in, state):
    confirm(signed_in, send(signed_in, csv_file([row(state=state)])))
    assert Claim.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("state_reason", "x"),
        ("state_source", "odysse"),
        ("state_since", "2026-11-01"),
        ("published_on", "2026-11-01"),
    ],
)
def test_an_editor_decides_nothing_by_import(signed_in, column, value):
    response = send(signed_in, csv_file([row(**{column: value})]))
    assert refusals(response) == [("2", column, "Only an administrator imports this; leave it empty.")]
    claim = ClaimFactory(state="draft", article__slug="odysse")
    response = send(signed_in, csv_file([{"number": claim.slug, "revision": "1", column: value}]))
    sentence = "Only an administrator imports this; change the state on the claim's page."
    assert refusals(response) == [("2", column, sentence)]


def test_an_editor_gives_no_numbers(signed_in):
    response = send(signed_in, csv_file([row(number="odysse-5")]))
    sentence = "There is no claim “odysse-5”; leave the number empty for a new one."
    assert refusals(response) == [("2", "number", sentence)]


@pytest.mark.parametrize("state", ["published", "disputed", "outdated"])
def test_an_editor_changes_no_public_claim(signed_in, state):
    claim = ClaimFactory(state=state)
    response = send(signed_in, csv_file([{"number": claim.slug, "revision": "1", "statement": "Mine."}]))
    assert refusals(response) == [("2", "", "This claim is public: propose the change on its page.")]


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_an_editor_changes_claims_that_are_not_public(signed_in, state):
    claim = ClaimFactory(state=state)
    row = {"number": claim.slug, "revision": "1", "statement": "Mine.", "state": state}
    confirm(signed_in, send(signed_in, csv_file([row])))
    claim.refresh_from_db()
    assert (claim.statement, claim.state) == ("Mine.", state)


def test_an_administrator_imports_every_state(admin):
    rows = [
        row(statement="1") | PUBLIC,
        row(statement="2", state="disputed", state_reason="Old.", state_source="odysse", state_since="2026-11-02", published_on="2026-11-01"),
        row(statement="3", state="rejected", state_reason="Wrong.", state_since="2026-11-02"),
    ]  # fmt: skip
    columns = ["state", "state_reason", "state_source", "state_since", "published_on"]
    confirm(admin, send(admin, csv_file(rows, [*row(), *columns])))
    assert list(Claim.objects.order_by("position").values_list("state", flat=True)) == [
        "published",
        "disputed",
        "rejected",
    ]
    assert {record.history_change_reason for record in Claim.history.all()} == {"Imported from claims.csv"}


@pytest.mark.parametrize(
    ("missing", "cells", "sentence"),
    [
        ("add_claim", {"statement": "New."}, "You may not add claims."),
        ("change_claim", {"locator": "Elsewhere."}, "You may not change claims."),
    ],
)
def test_rights_to_add_and_to_change_count(client, missing, cells, sentence):
    client.force_login(editor(missing))
    ClaimFactory(
        state="draft", article__slug="odysse", framework__slug="django", criterion__slug="speed",
        statement="It is fast.", rating=None,
    )  # fmt: skip
    response = send(client, csv_file([row(revision="1") | cells]))
    assert refusals(response) == [("2", "", sentence)]


# --- What kinds of cells there are ---


def test_json_takes_no_number_for_a_text(admin):
    response = send(admin, json_file([row(locator=7)]), "claims.json")
    [(place, column, sentence)] = refusals(response)
    assert (place, column) == ("1", "locator")
    assert sentence.startswith("is a number; text is expected")


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\tx", "'x"])
def test_a_text_that_looks_like_a_formula_is_taken_as_it_is(admin, value):
    confirm(admin, send(admin, json_file([row(statement=value)]), "claims.json"))
    assert Claim.objects.get().statement == value


def test_a_guarded_cell_of_a_csv_file_loses_its_apostrophe(admin):
    confirm(admin, send(admin, csv_file([row(statement="'=1+1", locator="'tis", rating="-1")])))
    claim = Claim.objects.get()
    assert (claim.statement, claim.locator, claim.rating) == ("=1+1", "'tis", -1)


def test_a_workbook_typed_by_hand_is_understood(admin):
    cells = row(criterion="requests", quantity=12.5, conditions="not stated", as_of=2025)
    confirm(admin, send(admin, xlsx_file([cells]), "claims.xlsx"))
    claim = Claim.objects.get()
    assert (str(claim.quantity), claim.as_of) == ("12.5000", "2025")
