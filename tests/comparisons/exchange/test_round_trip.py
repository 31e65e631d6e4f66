"""What is exported and imported again is what was there, to the last character, in every format."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis import Phase

from articles.models import Article
from comparisons.exchange import ArticleResource, ClaimResource
from comparisons.exchange.notation import guarded, unguarded
from comparisons.exchange.plans import checked
from comparisons.exchange.reading import FORMATS, read
from comparisons.exchange.writers import Unwritable, file_lines
from comparisons.exchange.writes import written
from comparisons.models import Claim
from tests.factories import ArticleFactory, ClaimFactory, CriterionFactory, FrameworkFactory, PublisherFactory
from tests.properties import given, settings, st

pytestmark = pytest.mark.django_db

# Looking for a smaller counterexample takes minutes here, and the first one tells enough.
FOUND = (Phase.explicit, Phase.generate)

# Whatever the database can hold: no NUL, no half characters; often what spreadsheets and readers stumble over.
letters = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
awkward = st.sampled_from(
    ["=1+1", "+1", "-2", "@SUM(A1)", "'", "''", "'=", "\t", "\r", "\n", "\r\n", '"', '""', ",", ";", " ", "\ufeff", "_x000D_",
     "_x005F_", "e\u0301", "👩‍💻", "\u202eabc", "مرحبا", "\x0b", "\x1f", "\x7f", "\u2028", "\uffff", "<!DOCTYPE", "]]>", "&amp;",
     "#REF!", "NaN", "null", "TRUE", "1e5", "007", "2025-02-03", "\\", "\\u0000", "{}", "[", "½"]
)  # fmt: skip


def text(most, least=1):
    return (
        st.lists(awkward | st.text(letters, max_size=8), min_size=least, max_size=8)
        .map("".join)
        .filter(lambda found: least <= len(found) <= most)
    )


def either(strategy, nothing):
    return st.just(nothing) | strategy


days = st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 12, 31))
partial_dates = st.sampled_from(["", "2025", "2025-02", "2024-02-29"])
# SQLite keeps 15 digits of a number.
figures = st.decimals(Decimal("-99999999999.9999"), Decimal("99999999999.9998"), places=4)

readings = st.one_of(
    st.just({"criterion": "nothing"}),
    st.integers(-2, 2).map(lambda rating: {"criterion": "speed", "rating": rating}),
    st.sampled_from(["core", "none"]).map(lambda found: {"criterion": "orm", "availability": found}),
    st.tuples(figures, text(300), st.sampled_from(["", "about", "at_least"])).map(
        lambda given: {"criterion": "requests", "quantity": given[0], "conditions": given[1], "qualifier": given[2]}
    ),
    figures.map(
        lambda figure: {
            "criterion": "requests", "quantity": figure, "quantity_high": figure + Decimal("0.0001"), "conditions": "x",
        }
    ),
)  # fmt: skip
states = st.one_of(
    st.fixed_dictionaries(
        {"state": st.sampled_from(["draft", "in_review"]), "published_on": either(days, None)}
    ),
    st.fixed_dictionaries(
        {"state": st.just("published"), "published_on": days, "state_since": either(days, None)}
    ),
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(["disputed", "outdated"]),
            "published_on": days,
            "state_since": days,
            "state_reason": text(200),
            "state_source": st.just("odysse"),
        }
    ),
    st.fixed_dictionaries({"state": st.just("rejected"), "state_since": days, "state_reason": text(200)}),
)
claims = st.lists(
    st.tuples(
        st.fixed_dictionaries(
            {
                "article": st.sampled_from(["odysse", "-minus"]),
                "locator": text(500),
                "framework": st.sampled_from(["django", "flask"]),
                "compared_with": st.sampled_from([None, "third"]),
                "statement": text(600),
                "as_of": partial_dates,
                "as_of_version": text(60, 0),
                "revision": st.integers(1, 9),
            }
        ),
        readings,
        states,
    ).map(lambda parts: parts[0] | parts[1] | parts[2]),
    min_size=1,
    max_size=5,
    unique_by=lambda claim: (claim["article"], claim["framework"], claim["criterion"], claim["statement"]),
)


def catalogue():
    """Save what the claims refer to; return it by name."""
    measures = {"speed": "rating", "orm": "availability", "requests": "quantity", "nothing": "description"}
    return {
        "article": {slug: ArticleFactory(slug=slug) for slug in ("odysse", "-minus")},
        "framework": {slug: FrameworkFactory(slug=slug) for slug in ("django", "flask", "third")},
        "criterion": {
            slug: CriterionFactory(slug=slug, measure=measure) for slug, measure in measures.items()
        },
    }


def save_claims(found):
    rows = catalogue()
    rows |= {"compared_with": rows["framework"], "state_source": rows["article"]}
    for each in found:
        Claim.objects.create(
            **{name: rows[name][value] if name in rows and value else value for name, value in each.items()}
        )


def exported(resource, kind):
    return b"".join(file_lines(kind, resource.columns, resource.rows(resource.model.objects.all())))


def imported(kind, data, resource_class):
    """Check and write a file; return the plan. Refused rows fail the test."""
    resource = resource_class()
    plan = drained(checked(resource, read(f"file.{kind}", data, resource.columns), keep=True))
    assert plan.refusals == []
    drained(written(plan, resource, "Imported from a test"))
    return plan


def drained(steps):
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def everything(model):
    return {row.pop("slug"): row for row in model.objects.values()}


def without(rows, *names):
    return {
        slug: {name: value for name, value in row.items() if name not in names} for slug, row in rows.items()
    }


@pytest.mark.parametrize("kind", FORMATS)
@given(found=claims)
@settings(max_examples=40, phases=FOUND)
def test_claims_come_back_as_they_were(kind, found):
    with transaction.atomic():
        save_claims(found)
        before = everything(Claim)
        data = exported(ClaimResource(), kind)
        assert (
            str(imported(kind, data, ClaimResource)) == f"0 new, 0 changed, {len(found)} unchanged, 0 refused"
        )
        assert everything(Claim) == before
        # As on another machine: neither the claims nor what was ever known of them.
        Claim.objects.all().delete()
        Claim.history.all().delete()
        assert imported(kind, data, ClaimResource).counts["new"] == len(found)
        assert without(everything(Claim), "id") == without(before, "id")
        assert exported(ClaimResource(), kind) == data
        transaction.set_rollback(True)


@pytest.mark.parametrize("kind", FORMATS)
@given(found=claims)
@settings(max_examples=15, phases=FOUND)
def test_claims_come_into_an_emptied_table_under_their_own_keys(kind, found):
    with transaction.atomic():
        save_claims(found)
        before = everything(Claim)
        data = exported(ClaimResource(), kind)
        Claim.objects.all().delete()
        imported(kind, data, ClaimResource)
        assert without(everything(Claim), "revision") == without(before, "revision")
        transaction.set_rollback(True)


articles = st.lists(
    st.fixed_dictionaries(
        {
            "title": text(200),
            "authors": text(200, 0),
            "kind": st.sampled_from(Article.Kind.values),
            "published": partial_dates,
            "version": text(60, 0),
            "language": st.sampled_from(["en", "de", "pt-br"]),
            "note": text(400, 0),
            "link_checked_on": either(days, None),
            "reading_state": st.sampled_from(Article.ReadingState.values),
            "revision": st.integers(1, 9),
            "read": either(days, None),
            "url": st.sampled_from(["", "https://example.org/?a=1&b=%20#=x"]),
            "copies_later": st.booleans(),
        }
    ),
    min_size=1,
    max_size=4,
)


def save_articles(found):
    publisher = PublisherFactory(slug="p")
    last = None
    for number, each in enumerate(found):
        fields = dict(each)
        day, is_copy = fields.pop("read"), fields.pop("copies_later")
        last = Article.objects.create(
            **fields,
            slug=f"{9 - number}-article",
            publisher=publisher,
            address_status="confirmed" if each["url"] else "unconfirmed",
            read_on=day,
            read_by="Ada" if day else "",
            copy_of=last if is_copy else None,
        )


@pytest.mark.parametrize("kind", FORMATS)
@given(found=articles)
@settings(max_examples=30, phases=FOUND)
def test_articles_come_back_as_they_were(kind, found):
    with transaction.atomic():
        save_articles(found)
        before = everything(Article)
        data = exported(ArticleResource(), kind)
        assert imported(kind, data, ArticleResource).counts["unchanged"] == len(found)
        Article.objects.update(copy_of=None)
        Article.objects.all().delete()
        imported(kind, data, ArticleResource)
        assert without(everything(Article), "revision") == without(before, "revision")
        last = {record.slug: record.copy_of_id for record in Article.history.order_by("history_id")}
        assert last == {slug: row["copy_of_id"] for slug, row in before.items()}
        transaction.set_rollback(True)


@pytest.mark.any_database
def test_the_shipped_knowledge_base_comes_back(knowledge_base):
    for resource_class in (ArticleResource, ClaimResource):
        for kind in FORMATS:
            data = exported(resource_class(), kind)
            plan = imported(kind, data, resource_class)
            assert plan.counts == {"unchanged": resource_class().model.objects.count()}


@given(found=st.text() | awkward)
def test_a_guarded_text_is_no_formula_and_comes_back(found):
    assert not guarded(found).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(found)) == found


def test_every_cell_of_a_csv_export_is_harmless():
    ClaimFactory(statement="=cmd|'/c calc'!A0", locator="@x", rating=-1)
    lines = exported(ClaimResource(), "csv").decode().splitlines()
    assert "\"'=cmd|" in lines[1]
    assert '"\'@x"' in lines[1]
    assert ",-1," in lines[1]


def test_every_text_of_a_workbook_is_a_text_and_no_formula():
    ClaimFactory(statement="=1+1", locator="+1", rating=-1)
    sheet = openpyxl.load_workbook(io.BytesIO(exported(ClaimResource(), "xlsx"))).active
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert (cells["=1+1"], cells["+1"], cells[-1]) == ("s", "s", "n")
    assert "f" not in cells.values()


def test_a_text_that_no_workbook_can_hold_is_refused_and_not_cut():
    ArticleFactory(note="x" * 32_768)
    with pytest.raises(Unwritable, match="A note of 32,768 characters does not fit"):
        exported(ArticleResource(), "xlsx")
    assert imported("csv", exported(ArticleResource(), "csv"), ArticleResource).counts["unchanged"] == 1


def test_the_captured_text_is_in_no_export():
    assert not [name for name in (*ArticleResource().columns, *ClaimResource().columns) if "captur" in name]


def test_a_claim_comes_back_to_nobody_in_particular():
    assert not get_user_model().objects.exists()
    ClaimFactory()
    data = exported(ClaimResource(), "json")
    Claim.objects.all().delete()
    imported("json", data, ClaimResource)
    assert Claim.objects.get().created_by is None
