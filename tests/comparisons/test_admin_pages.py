"""Sweeps over the admin: every page of every model opens, and none asks the database more for more rows."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, CapturedText, FormerSlug, Publisher
from articles.revisions import Revised
from comparisons.models import Claim, Criterion, Framework, Group, Override, Proposal, Release
from comparisons.models.report import Report
from tests.factories import (
    ArticleFactory,
    CapturedTextFactory,
    ClaimFactory,
    CriterionFactory,
    FrameworkFactory,
    GroupFactory,
    OverrideFactory,
    ProposalFactory,
    PublisherFactory,
    ReleaseFactory,
    ReportFactory,
    UserFactory,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # of the templates of Django and django-simple-history
]

OURS = ["articles", "comparisons"]
MODELS = [model for model in admin.site._registry if model._meta.app_label in OURS]
NOT_WRITTEN = [
    model for model in (FormerSlug, Proposal, Report) if model in MODELS
]  # they come from elsewhere, and stay


def former_slug():
    publisher = PublisherFactory()
    publisher.slug += "-renamed"
    publisher.save()
    return FormerSlug.objects.last()


# A row of each model with everything that it can refer to.
ROWS = {
    Publisher: PublisherFactory,
    Article: lambda: CapturedTextFactory(article=ArticleFactory(copy_of=ArticleFactory())).article,
    CapturedText: CapturedTextFactory,
    FormerSlug: former_slug,
    Framework: lambda: ReleaseFactory().framework,
    Group: lambda: CriterionFactory(group=GroupFactory()).group,
    Criterion: lambda: CriterionFactory(group=GroupFactory()),
    Claim: lambda: ClaimFactory(
        state="disputed", compared_with=FrameworkFactory(), created_by=UserFactory(), criterion__group=GroupFactory()
    ),
    Override: lambda: OverrideFactory(set_by=UserFactory()),
    Proposal: lambda: ProposalFactory(
        claim=ClaimFactory(framework=FrameworkFactory()), state="refused", decision="No.", decided_by=UserFactory(), decided_at=timezone.now()
    ),
    Report: ReportFactory,
}  # fmt: skip

each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
each_revised_model = pytest.mark.parametrize(
    "model",
    [model for model in MODELS if issubclass(model, Revised)],
    ids=lambda model: model._meta.model_name,
)
each_written_model = pytest.mark.parametrize(
    "model", [model for model in MODELS if model not in NOT_WRITTEN], ids=lambda model: model._meta.model_name
)


def list_of(model):
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def queries(client, address):
    """Count the queries of a page, asked a second time so that nothing is found out for the first time."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_every_model_is_in_the_admin_or_inside_another():
    ours = {
        model
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "history_type")
    }
    assert ours - {Release, FormerSlug} == set(MODELS) - {FormerSlug}


@each_model
@pytest.mark.parametrize("query", ["", "?q=a", "?q=%22%27%25_%5C", "?p=1", "?o=-1"])
def test_the_list_opens(admin_client, model, query):
    ROWS[model]()
    assert admin_client.get(list_of(model) + query).status_code == 200


@each_written_model
def test_the_form_for_a_new_row_opens(admin_client, model):
    assert admin_client.get(f"{list_of(model)}add/").status_code == 200


@pytest.mark.parametrize("model", NOT_WRITTEN, ids=lambda model: model._meta.model_name)
def test_what_comes_from_elsewhere_is_neither_added_nor_deleted_by_hand(admin_client, model):
    row = ROWS[model]()
    for page in ("add/", f"{row.pk}/delete/"):
        assert admin_client.get(f"{list_of(model)}{page}").status_code == 403
        assert admin_client.post(f"{list_of(model)}{page}", {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


@each_revised_model
def test_the_form_of_a_row_opens(admin_client, model):
    assert admin_client.get(f"{list_of(model)}{ROWS[model]().pk}/change/").status_code == 200


@each_revised_model
def test_the_history_of_a_row_opens(admin_client, model):
    assert admin_client.get(f"{list_of(model)}{ROWS[model]().pk}/history/").status_code == 200


@each_written_model
def test_the_question_before_deleting_opens(admin_client, model):
    row = ROWS[model]()
    if model is Claim:
        row = ClaimFactory(state="draft")
    assert admin_client.get(f"{list_of(model)}{row.pk}/delete/").status_code == 200


@each_revised_model
def test_each_revision_opens(admin_client, model):
    record = ROWS[model]().history.first()
    response = admin_client.get(f"/admin/changes/{model._meta.label_lower}/{record.history_id}/")
    assert response.status_code == 200


@each_revised_model
@pytest.mark.parametrize("query", ["", "&deleted=on", "&page=9", "&page=x"])
def test_the_latest_changes_of_each_kind_open(admin_client, model, query):
    ROWS[model]()
    assert admin_client.get(f"/admin/changes/?of={model._meta.label_lower}{query}").status_code == 200


@each_model
def test_a_longer_list_needs_no_more_queries(admin_client, model):
    for _ in range(3):
        ROWS[model]()
    few = queries(admin_client, list_of(model))
    for _ in range(27):
        ROWS[model]()
    assert queries(admin_client, list_of(model)) == few


def test_a_longer_history_needs_no_more_queries(admin_client):
    claim = ROWS[Claim]()
    address = f"{list_of(Claim)}{claim.pk}/history/"

    def dispute_with(sources):
        for source in sources:
            claim.state_source = source
            claim.save()

    dispute_with(ArticleFactory.create_batch(3))
    few = queries(admin_client, address)
    dispute_with(ArticleFactory.create_batch(27))
    assert queries(admin_client, address) == few


def test_a_framework_with_more_releases_needs_no_more_queries(admin_client):
    framework = FrameworkFactory()
    address = f"{list_of(Framework)}{framework.pk}/change/"
    ReleaseFactory.create_batch(3, framework=framework)
    few = queries(admin_client, address)
    ReleaseFactory.create_batch(27, framework=framework)
    assert queries(admin_client, address) == few


def test_the_page_of_what_to_do_next_opens(admin_client):
    claim = ClaimFactory(statement="Nothing that names its framework.")
    response = admin_client.get("/admin/comparisons/claim/checks/")
    assert f'href="/admin/comparisons/claim/{claim.pk}/change/"' in response.text


def test_the_page_of_what_to_do_next_is_for_editors(client):
    stranger = UserFactory()
    client.force_login(stranger)
    assert client.get("/admin/comparisons/claim/checks/").status_code == 403


def test_more_to_do_needs_no_more_queries(admin_client):
    for _ in range(3):
        ROWS[Claim]()
    few = queries(admin_client, "/admin/comparisons/claim/checks/")
    for _ in range(27):
        ROWS[Claim]()
    assert queries(admin_client, "/admin/comparisons/claim/checks/") == few


def test_a_changed_reason_of_a_verdict_is_kept_with_its_history(admin_client):
    override = OverrideFactory()
    fields = {
        "framework": override.framework_id,
        "criterion": override.criterion_id,
        "rating": "2",
        "availability": "",
    }
    address = f"/admin/comparisons/override/{override.pk}/change/"
    admin_client.post(
        address, fields | {"reason": "All articles measure the same bug.", "seen_revision": "1"}
    )
    assert list(override.history.values_list("reason", flat=True)) == [
        "All articles measure the same bug.",
        "All articles speak of an old version.",
    ]


def test_an_editor_signs_the_verdict_that_they_set(admin_client, admin_user):
    cell = {"framework": FrameworkFactory().pk, "criterion": CriterionFactory().pk}
    value = {"rating": "2", "availability": "", "reason": "All articles speak of an old version."}
    admin_client.post("/admin/comparisons/override/add/", cell | value)
    override = Override.objects.get()
    assert (override.set_by, override.history.get().history_user) == (admin_user, admin_user)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"reason": ""}, "This field is required."),
        ({"rating": "", "availability": "core"}, "is measured as rating: set a value of that measure."),
        ({"rating": "3"}, "Set either a rating from −2 to +2 or an availability."),
        ({"availability": "core"}, "Set either a rating from −2 to +2 or an availability."),
    ],
)
def test_a_wrong_verdict_is_told_and_not_kept(admin_client, value, message):
    cell = {"framework": FrameworkFactory().pk, "criterion": CriterionFactory().pk}
    right = {"rating": "2", "availability": "", "reason": "All articles speak of an old version."}
    response = admin_client.post("/admin/comparisons/override/add/", cell | right | value)
    assert message in response.text
    assert not Override.objects.exists()


def test_an_articles_slug_is_suggested_once_and_then_stays(admin_client):
    no_suggestion = 'data-prepopulated-fields="[]"'
    article = ArticleFactory()
    assert no_suggestion not in admin_client.get("/admin/articles/article/add/").text
    assert no_suggestion in admin_client.get(f"/admin/articles/article/{article.pk}/change/").text
