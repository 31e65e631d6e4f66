"""An import that is overtaken, fails or is killed has written nothing."""

import pytest

from comparisons.exchange import ClaimResource
from comparisons.exchange.plans import checked
from comparisons.exchange.reading import read
from comparisons.exchange.writes import Overtaken, written
from comparisons.models import Claim
from tests.factories import ArticleFactory, ClaimFactory, CriterionFactory

from .files import csv_file
from .measure_import import killed, prepared
from .test_round_trip import drained


@pytest.fixture
def claims(db):
    """Two claims of one article, and the article's criterion for more."""
    CriterionFactory(slug="speed")
    article = ArticleFactory(slug="odysse")
    return ClaimFactory.create_batch(2, article=article, framework=None, criterion__slug="speed", rating=None)


def planned(claims):
    """Return what is needed to write a file with a new claim and a change of each claim."""
    new = {"article": "odysse", "locator": "Section", "criterion": "speed", "statement": "New."}
    changes = [
        {"number": claim.slug, "article": "odysse", "locator": "Elsewhere", "criterion": "speed",
         "statement": claim.statement, "revision": str(claim.revision)}
        for claim in claims
    ]  # fmt: skip
    resource = ClaimResource()
    table = read("claims.csv", csv_file([*changes, new], list(changes[0])), resource.columns)
    plan = drained(checked(resource, table, keep=True))
    assert (plan.counts["new"], plan.counts["changed"], plan.refusals) == (1, 2, [])
    return plan, resource, "Imported from claims.csv"


def everything():
    return list(Claim.objects.order_by("pk").values()), list(Claim.history.order_by("pk").values())


def test_a_plan_is_written_whole(claims):
    drained(written(*planned(claims)))
    assert sorted(Claim.objects.values_list("locator", "revision")) == [
        ("Elsewhere", 2),
        ("Elsewhere", 2),
        ("Section", 1),
    ]


def test_a_change_between_check_and_write_stops_all_of_it(claims):
    plan = planned(claims)
    claims[1].locator = "Somebody else's."
    claims[1].save()
    before = everything()
    with pytest.raises(Overtaken):
        drained(written(*plan))
    assert everything() == before


def test_a_deletion_between_check_and_write_stops_all_of_it(claims):
    plan = planned(claims)
    claims[1].delete()
    before = everything()
    with pytest.raises(Overtaken):
        drained(written(*plan))
    assert everything() == before


def test_the_same_claim_from_somebody_else_stops_all_of_it(claims):
    plan = planned(claims)
    ClaimFactory(
        article=claims[0].article,
        framework=None,
        criterion=claims[0].criterion,
        rating=None,
        statement="New.",
    )
    before = everything()
    with pytest.raises(Overtaken):
        drained(written(*plan))
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_an_article_that_is_gone_stops_all_of_it():
    CriterionFactory(slug="speed")
    article = ArticleFactory(slug="odysse")
    resource = ClaimResource()
    row = {"article": "odysse", "locator": "Section", "criterion": "speed", "statement": "New."}
    row |= {"number": "odysse-1"}
    plan = drained(checked(resource, read("a.csv", csv_file([row]), resource.columns), keep=True))
    article.delete()
    with pytest.raises(Overtaken):
        drained(written(plan, resource, "x"))
    assert everything() == ([], [])


@pytest.mark.any_database
def test_a_killed_import_has_written_nothing(tmp_path):
    manage, environment, before = prepared(tmp_path, f"sqlite:///{tmp_path}/database.sqlite3", 1500)
    outcomes = killed(manage, environment, tmp_path, before, 1500, 1)
    assert outcomes["nothing"]
