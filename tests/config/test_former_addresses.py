"""Addresses with the names that entries had once lead to today's, wherever an address may hold a name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.merging import merge
from articles.models import Article, FormerSlug
from comparisons.models import Claim, Criterion, Framework, Group
from questionnaire.models import Option, Question, Questionnaire
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    CriterionFactory,
    FrameworkFactory,
    GroupFactory,
    UserFactory,
)
from tests.public_pages import REFUSED, a_bit_of_everything, public_pages
from tests.questionnaire.factories import OptionFactory, QuestionFactory, QuestionnaireFactory

pytestmark = pytest.mark.django_db

NAMED = [Framework, Criterion, Group, Article, Claim, Questionnaire, Question, Option]


def rename(row, slug):
    row.slug = slug
    row.save()
    return row


def rename_everything():
    for model in NAMED:
        for row in model.objects.all():
            rename(row, f"new-{row.slug}")


def filtered_pages():
    """Addresses that name entries in their query, each kind in each place where a form of ours puts it."""
    framework, other = Framework.objects.all()[:2]
    table = f"/compare/{framework.slug}-vs-{other.slug}/"
    spoken = Claim.objects.public().filter(framework=framework).select_related("criterion__group", "article")
    found = [f"/compare/?framework={framework.slug}&framework={other.slug}&change=1"]
    for claim in spoken:
        criterion, article = claim.criterion, claim.article
        found += [
            f"{table}?group={criterion.group.slug}&criterion={criterion.slug}&format=json",
            f"{table}?without={article.slug}&left={other.slug}&right={framework.slug}",
            f"{table}?show=differences&open={framework.slug}.{criterion.slug}",
            f"/claims/?framework={framework.slug}&group={criterion.group.slug}",
            f"/claims/?criterion={criterion.slug}&article={article.slug}&q=it",
            f"/questionnaire/brief/all/?framework={framework.slug}&framework={other.slug}&without={article.slug}",
        ]
    return found


def statements_on(client, address):
    """The statements of claims that an address shows, after at most one redirect, which is for ever."""
    response = client.get(address)
    if response.status_code == 301:
        response = client.get(response["Location"])
    assert response.status_code == 200, address
    text = response.content.decode()
    return {statement for statement in Claim.objects.values_list("statement", flat=True) if statement in text}


@pytest.mark.any_database
def test_every_public_address_leads_to_the_same_claims_after_everything_was_renamed(client):
    a_bit_of_everything()
    addresses = [*public_pages(), *filtered_pages()]
    before = {address: statements_on(client, address) for address in addresses}
    rename_everything()
    assert any(before.values())
    for address, statements in before.items():
        assert statements_on(client, address) == statements, address


def test_every_public_address_leads_there_after_a_second_renaming(client):
    a_bit_of_everything()
    addresses = public_pages()
    rename_everything()
    rename_everything()
    for address in addresses:
        statements_on(client, address)


def test_what_is_refused_stays_refused(client):
    a_bit_of_everything()
    before = {address: client.get(address).status_code for address in REFUSED}
    rename_everything()
    known = [address for address in REFUSED if not any(name in address for name in ("django", "brief"))]
    assert len(known) > 5
    for address in known:
        assert client.get(address).status_code == before[address], address


# --- One address ---------------------------------------------------------------------------------


def assert_leads(client, address, to):
    response = client.get(address)
    assert (response.status_code, response.headers.get("Location")) == (301, to)


def test_order_and_other_parameters_stay(client):
    alpha, beta = FrameworkFactory(slug="alpha"), FrameworkFactory(slug="beta")
    ClaimFactory(framework=alpha, criterion=CriterionFactory(slug="speed"))
    rename(beta, "gamma")
    assert_leads(
        client,
        "/compare/beta-vs-alpha/?show=differences&criterion=speed&format=json&empty=",
        "/compare/gamma-vs-alpha/?show=differences&criterion=speed&format=json&empty=",
    )


def test_a_query_without_former_names_stays_to_the_letter(client):
    rename(FrameworkFactory(slug="alpha"), "beta")
    assert_leads(client, "/frameworks/alpha/?q=a+b%20c&x", "/frameworks/beta/?q=a+b%20c&x")


def test_a_former_name_that_an_entry_has_today_means_that_entry(client):
    rename(FrameworkFactory(slug="alpha", name="Old"), "beta")
    FrameworkFactory(slug="alpha", name="New")
    response = client.get("/frameworks/alpha/")
    assert response.status_code == 200
    assert "New" in response.content.decode()


def test_it_means_that_entry_beside_one_that_is_led_on_too(client):
    rename(FrameworkFactory(slug="alpha", name="Old"), "beta")
    FrameworkFactory(slug="alpha", name="New")
    rename(FrameworkFactory(slug="gamma"), "delta")
    assert_leads(client, "/compare/alpha-vs-gamma/", "/compare/alpha-vs-delta/")


def test_what_was_merged_is_named_once(client):
    alpha, beta = FrameworkFactory(slug="alpha"), FrameworkFactory(slug="beta")
    merge(alpha, beta, by=UserFactory())
    assert_leads(
        client,
        "/compare/?framework=alpha&framework=beta&change=1",
        "/compare/?framework=beta&change=1",
    )


def test_head_is_led_on_as_well(client):
    rename(FrameworkFactory(slug="alpha"), "beta")
    response = client.head("/frameworks/alpha/")
    assert (response.status_code, response["Location"]) == (301, "/frameworks/beta/")


def test_no_cache_keeps_it_for_ever(client):
    rename(FrameworkFactory(slug="alpha"), "beta")
    assert client.get("/frameworks/alpha/")["Cache-Control"] == "max-age=86400"


def test_a_deleted_entry_has_no_address_under_any_name(client):
    rename(FrameworkFactory(slug="alpha"), "beta").delete()
    assert client.get("/frameworks/alpha/").status_code == 404


@pytest.mark.parametrize("query", ["a=1&" * 2500, "format=" + "x" * 100, "%FF=%FE", "&&=&"])
def test_a_strange_query_is_answered_as_before(client, query):
    rename(FrameworkFactory(slug="alpha"), "beta")
    assert client.get(f"/frameworks/unheard/?{query}").status_code == 404


def test_a_page_that_is_found_asks_nothing_about_former_names(client, django_assert_max_num_queries):
    rename(FrameworkFactory(slug="alpha"), "beta")
    with django_assert_max_num_queries(20) as queries:
        client.get("/frameworks/beta/")
    assert not [each for each in queries if "formerslug" in each["sql"]]


def test_more_names_need_no_more_queries(client):
    frameworks = [rename(FrameworkFactory(), f"new-{number}") for number in range(6)]
    former = list(FormerSlug.objects.order_by("slug").values_list("slug", flat=True))
    assert len(frameworks) == len(former)
    counts = []
    for number in (2, 6):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/compare/{'-vs-'.join(former[:number])}/").status_code == 301
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- Hidden entries ------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected"])
def test_the_new_name_of_what_is_hidden_is_told_nowhere(client, state):
    article = ArticleFactory(slug="known")
    claim = ClaimFactory(article=article, state=state)
    number = claim.slug
    rename(claim, "secret-1")
    rename(article, "secret")
    for address in (f"/claims/{number}/", "/articles/known/", "/claims/?article=known"):
        response = client.get(address)
        assert response.status_code in (400, 404), address
        assert "secret" not in response.content.decode(), address


def test_the_new_name_of_a_hidden_questionnaire_is_told_nowhere(client):
    question = QuestionFactory(slug="pace")
    option = OptionFactory(question=question, slug="quick")
    hidden = QuestionnaireFactory(slug="hidden", is_published=False, questions=[question])
    QuestionnaireFactory(slug="shown", questions=[QuestionFactory(slug="other")])
    for row in (hidden, question, option):
        rename(row, "secret")
    for address in (
        "/questionnaire/hidden/",
        "/questionnaire/shown/pace/",
        "/questionnaire/shown/?pace=quick",
    ):
        response = client.get(address)
        assert response.status_code in (400, 404), address
        assert "secret" not in response.content.decode(), address


# --- Answers -------------------------------------------------------------------------------------


@pytest.fixture
def asked():
    """A questionnaire with one question that has one answer."""
    question = QuestionFactory(slug="pace")
    OptionFactory(question=question, slug="quick")
    QuestionnaireFactory(slug="brief", questions=[question])
    return question


def test_answers_are_read_under_former_names_of_question_and_option(client, asked):
    rename(asked.options.get(), "fast")
    rename(asked, "speed")
    assert_leads(
        client,
        "/questionnaire/brief/all/?pace=quick&pace.importance=3",
        "/questionnaire/brief/all/?speed=fast&speed.importance=3",
    )
    assert_leads(client, "/questionnaire/brief/pace/?pace=any", "/questionnaire/brief/speed/?speed=any")


def test_an_options_former_name_means_another_one_in_another_question(client, asked):
    other = QuestionFactory(slug="comfort")
    OptionFactory(question=other, slug="quick")
    rename(asked.options.get(), "fast")
    QuestionnaireFactory(slug="long", questions=[asked, other])
    assert_leads(
        client,
        "/questionnaire/long/all/?comfort=quick&pace=quick",
        "/questionnaire/long/all/?comfort=quick&pace=fast",
    )


def test_an_option_of_today_is_meant_although_another_one_was_called_so(client, asked):
    rename(asked.options.get(), "fast")
    OptionFactory(question=asked, slug="quick")
    rename(asked, "speed")
    assert_leads(client, "/questionnaire/brief/all/?pace=quick", "/questionnaire/brief/all/?speed=quick")


def test_the_answer_under_todays_name_counts(client, asked):
    OptionFactory(question=asked, slug="slow")
    rename(asked, "speed")
    assert_leads(
        client, "/questionnaire/brief/all/?pace=quick&speed=slow", "/questionnaire/brief/all/?speed=slow"
    )


def test_a_form_under_a_former_name_is_sent_on_as_it_is(client, asked):
    rename(asked, "speed")
    response = client.post("/questionnaire/brief/save/?pace=quick", {"title": "Ours"})
    assert (response.status_code, response["Location"]) == (308, "/questionnaire/brief/save/?speed=quick")


def test_a_group_is_led_to_in_filters(client):
    group = GroupFactory(slug="safety")
    ClaimFactory(criterion=CriterionFactory(group=group))
    rename(group, "security")
    assert_leads(client, "/claims/?group=safety&page=1", "/claims/?group=security&page=1")
