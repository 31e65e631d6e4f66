"""Two editors at once: nothing is saved over the other's change unseen, and nothing that was typed is lost."""

import pytest
from django.contrib import admin
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from articles.models import Article, CapturedText, Publisher
from articles.revisions import ChangedMeanwhile
from comparisons.models import Claim, Criterion, Framework, Group, Override, Release
from questionnaire.models import Option, Question, Questionnaire
from tests.factories import (
    ArticleFactory,
    CapturedTextFactory,
    ClaimFactory,
    CriterionFactory,
    FrameworkFactory,
    GroupFactory,
    OverrideFactory,
    PublisherFactory,
    ReleaseFactory,
    UserFactory,
)
from tests.pages import read
from tests.questionnaire.factories import OptionFactory, QuestionFactory, QuestionnaireFactory, WeightFactory
from tests.workplace import mistakes, opened, shown, told

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # of Django's own templates
    pytest.mark.any_database,
]

# Of each model: a row, a field that both change, and one that only the other one changes.
ROWS = {
    Publisher: (PublisherFactory, "interest", "interest_label"),
    Article: (ArticleFactory, "note", "authors"),
    CapturedText: (CapturedTextFactory, "text", None),
    Framework: (FrameworkFactory, "summary", "name"),
    Group: (GroupFactory, "description", "name"),
    Criterion: (CriterionFactory, "definition", "name"),
    Claim: (lambda: ClaimFactory(state="draft"), "statement", "locator"),
    Override: (OverrideFactory, "reason", "rating"),
    Questionnaire: (QuestionnaireFactory, "summary", "name"),
    Question: (QuestionFactory, "text", "help"),
    Option: (OptionFactory, "text", "help"),
}
each_model = pytest.mark.parametrize("model", ROWS, ids=lambda model: model._meta.model_name)
each_model_with_two = pytest.mark.parametrize(
    "model", [model for model in ROWS if ROWS[model][2]], ids=lambda model: model._meta.model_name
)


def browser_of(name):
    browser = Client()
    browser.force_login(UserFactory(username=name, is_superuser=True))
    return browser


@pytest.fixture
def ada():
    return browser_of("ada")


@pytest.fixture
def grace():
    return browser_of("grace")


def page(row):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def form_of(row):
    return f"{row._meta.model_name}_form"


def open_form(browser, row):
    return opened(browser, page(row), id=form_of(row))


def write(browser, row, **typed):
    """Open the form of a row, type into it and save."""
    response = browser.post(page(row), open_form(browser, row) | typed)
    assert response.status_code == 302, mistakes(response)


def stored(row):
    return type(row).objects.get(pk=row.pk)


def clashes(response):
    """Return what both editors changed: {field: (theirs, yours)}."""
    table = read(response).one("div", id="clashes").one("tbody")
    return {line.one("th").text: tuple(cell.text for cell in line.all("td")) for line in table.all("tr")}


# --- The form of a row ---------------------------------------------------------------------------


def test_every_model_that_editors_change_is_tried():
    revised = {
        model
        for model, keeper in admin.site._registry.items()
        if hasattr(model, "revision")
        and model._meta.app_label in ("articles", "comparisons", "questionnaire")
    }
    assert {model._meta.model_name for model in revised - set(ROWS)} == {"proposal", "report"}


@each_model
def test_both_texts_are_told_and_neither_is_lost(ada, grace, model):
    make, both, _ = ROWS[model]
    row = make()
    before, mine = getattr(row, both), open_form(ada, row)
    write(grace, row, **{both: "Grace's words.", "reason": "Grace's words."})
    response = ada.post(page(row), mine | {both: "Ada's words."})
    assert list(clashes(response).values()) == [("Grace's words.", "Ada's words.")]
    assertContains(response, "grace saved revision 2")
    assert (getattr(stored(row), both), stored(row).revision) == ("Grace's words.", 2)
    again = shown(response, id=form_of(row))
    assert again[both] == "Ada's words."
    assert ada.post(page(row), again).status_code == 302
    told_by_history = row.history.values_list(both, flat=True)
    assert list(told_by_history) == ["Ada's words.", "Grace's words.", before]


@each_model_with_two
def test_what_only_the_other_one_changed_is_taken_over(ada, grace, model):
    make, mine, theirs = ROWS[model]
    row = make()
    form = open_form(ada, row)
    value = "-1" if theirs == "rating" else "Graces"
    write(grace, row, **{theirs: value, "reason": "A reason."} if mine != "reason" else {theirs: value})
    response = ada.post(page(row), form | {mine: "Ada's words."})
    label = row._meta.get_field(theirs).verbose_name
    assertContains(response, f"Taken over from it, since you had not touched it: {label}.")
    assert ada.post(page(row), shown(response, id=form_of(row))).status_code == 302
    assert (getattr(stored(row), mine), str(getattr(stored(row), theirs))) == ("Ada's words.", value)


def test_a_flag_that_only_the_other_one_set_or_cleared_is_taken_over(ada, grace):
    for before, typed, after in [(False, {"is_published": "on"}, True), (True, {}, False)]:
        row = QuestionnaireFactory(is_published=before)
        form = open_form(ada, row)
        sent = {name: value for name, value in open_form(grace, row).items() if name != "is_published"}
        assert grace.post(page(row), sent | typed).status_code == 302
        response = ada.post(page(row), form | {"summary": "Ada's words."})
        ada.post(page(row), shown(response, id=form_of(row)))
        assert (stored(row).is_published, stored(row).summary) == (after, "Ada's words.")


def test_a_reference_that_only_the_other_one_changed_is_taken_over(ada, grace):
    article, publisher = ArticleFactory(), PublisherFactory(name="Another")
    form = open_form(ada, article)
    write(grace, article, publisher=publisher.pk)
    response = ada.post(page(article), form | {"note": "Ada's words."})
    assertContains(response, "Taken over from it, since you had not touched it: publisher.")
    ada.post(page(article), shown(response, id="article_form"))
    assert (stored(article).publisher, stored(article).note) == (publisher, "Ada's words.")


def test_a_list_that_only_the_other_one_changed_is_taken_over(ada, grace):
    question, article = QuestionFactory(), ArticleFactory()
    form = open_form(ada, question)
    write(grace, question, advised_by=[article.pk])
    response = ada.post(page(question), form | {"text": "Ada's words?"})
    ada.post(page(question), shown(response, id="question_form"))
    assert (list(stored(question).advised_by.all()), stored(question).text) == ([article], "Ada's words?")


def test_lists_that_both_changed_are_told(ada, grace):
    question = QuestionFactory()
    hers, mine = ArticleFactory(title="Hers"), ArticleFactory(title="Mine")
    form = open_form(ada, question)
    write(grace, question, advised_by=[hers.pk])
    response = ada.post(page(question), form | {"advised_by": [mine.pk]})
    assert clashes(response) == {"Advised by": ("Hers", "Mine")}
    ada.post(page(question), shown(response, id="question_form"))
    assert list(stored(question).advised_by.all()) == [mine]


def test_who_writes_the_same_is_told_that_somebody_saved_it_and_nothing_is_asked(ada, grace):
    group = GroupFactory()
    form = open_form(ada, group)
    write(grace, group, description="The same words.")
    response = ada.post(page(group), form | {"description": "The same words."})
    assertContains(response, "grace saved revision 2")
    assert not read(response).all("div", id="clashes")
    ada.post(page(group), shown(response, id="group_form"))
    assert stored(group).revision == 2  # nothing was left to save


def test_three_editors_in_turn_lose_nothing(ada, grace):
    linus, group = browser_of("linus"), GroupFactory()
    first, second = open_form(ada, group), open_form(linus, group)
    write(grace, group, description="Grace's words.")
    again = shown(linus.post(page(group), second | {"description": "Linus's words."}), id="group_form")
    response = ada.post(page(group), first | {"description": "Ada's words."})
    linus.post(page(group), again)
    response = ada.post(page(group), shown(response, id="group_form"))
    assert clashes(response) == {"Description": ("Linus's words.", "Ada's words.")}
    ada.post(page(group), shown(response, id="group_form"))
    assert stored(group).description == "Ada's words."


def test_the_other_editors_reason_is_told(ada, grace):
    group = GroupFactory()
    form = open_form(ada, group)
    write(grace, group, description="Grace's words.", reason="It was too long.")
    response = ada.post(page(group), form | {"description": "Ada's words."})
    assertContains(response, "grace saved revision 2 (Edited description: It was too long.) while you wrote")


def test_what_was_typed_is_shown_and_never_run(ada, grace):
    group = GroupFactory()
    form = open_form(ada, group)
    write(grace, group, description="<script>theirs()</script>")
    response = ada.post(page(group), form | {"description": "<script>mine()</script>"})
    for words in ("theirs()", "mine()"):
        assertContains(response, f"&lt;script&gt;{words}")
        assert f"<script>{words}" not in response.text


def test_a_save_between_reading_and_writing_is_told_like_any_other(ada, monkeypatch):
    """The database refuses; the form is asked again and finds the other revision."""
    group = GroupFactory()
    form = open_form(ada, group) | {"description": "Ada's words."}
    really = admin.ModelAdmin.changeform_view

    def outrun(self, *args, **kwargs):
        monkeypatch.setattr(admin.ModelAdmin, "changeform_view", really)
        row = stored(group)
        row.description = "Faster words."
        row.save()
        raise ChangedMeanwhile(group)

    monkeypatch.setattr(admin.ModelAdmin, "changeform_view", outrun)
    response = ada.post(page(group), form)
    assert clashes(response) == {"Description": ("Faster words.", "Ada's words.")}
    assert stored(group).description == "Faster words."


def test_a_stale_write_within_the_save_writes_nothing_of_the_form(ada, monkeypatch):
    """Where a row of the form is refused, those that were written before it are taken back."""
    release = ReleaseFactory(framework__summary="As it was.")
    framework = release.framework
    form = open_form(ada, framework) | {"summary": "Ada's words.", "releases-0-version": "9.9"}
    really = Release.save

    def outrun(row, *args, **kwargs):
        monkeypatch.setattr(Release, "save", really)
        raise ChangedMeanwhile(row)

    monkeypatch.setattr(Release, "save", outrun)
    monkeypatch.setattr(
        admin.site._registry[Framework], "changeform_view", admin.site._registry[Framework].changeform_view
    )
    assert ada.post(page(framework), form).status_code == 302  # asked again, nothing stands in the way
    assert (stored(framework).summary, stored(framework).revision) == ("Ada's words.", 2)
    assert stored(release).version == "9.9"


# --- A row that is gone --------------------------------------------------------------------------


@each_model
def test_what_was_typed_into_a_deleted_row_is_shown(ada, grace, model):
    make, field, _ = ROWS[model]
    row = make()
    form, address = open_form(ada, row), page(row)
    grace.post(
        address.replace("/change/", "/delete/"),
        {"post": "yes", "seen_revision": row.revision, "reason": "Told twice."},
    )
    assert not model.objects.filter(pk=row.pk).exists()
    response = ada.post(address, form | {field: "Ada's <b>words</b>."})
    assert response.status_code == 409
    assertContains(response, "Ada&#x27;s &lt;b&gt;words&lt;/b&gt;.", status_code=409)
    assertContains(response, "(Deleted: Told twice.)", status_code=409)
    record = model.history.filter(id=row.pk).first()
    restore = f"/admin/changes/{model._meta.label_lower}/{record.history_id}/"
    assertContains(response, f'href="{restore}"', status_code=409)
    assert ada.post(restore, {"seen_revision": "", "reason": ""}).status_code == 302
    assert model.objects.filter(pk=row.pk).exists()


def test_opening_a_deleted_row_leads_on(ada):
    group = GroupFactory()
    address = page(group)
    group.delete()
    assertRedirects(ada.get(address), "/admin/")


def test_typing_into_what_never_was_is_shown_as_well(ada):
    response = ada.post("/admin/comparisons/group/999/change/", {"description": "Ada's words."})
    assertContains(response, "Ada&#x27;s words.", status_code=409)


# --- Deleting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("seen", ["", "1", "9", "x"])
def test_only_the_revision_that_was_shown_is_deleted(ada, seen):
    group = GroupFactory()
    group.save()
    address = page(group).replace("/change/", "/delete/")
    response = ada.post(address, {"post": "yes", "seen_revision": seen}, follow=True)
    assert told(response) == [
        f"“{group}” was changed since you read it; it was not deleted. Look at it as it is now."
    ]
    assert stored(group)


def test_the_question_before_deleting_deletes_with_its_reason(ada):
    group = GroupFactory()
    address = page(group).replace("/change/", "/delete/")
    form = opened(ada, address)
    assertRedirects(ada.post(address, form | {"reason": "It is told twice."}), "/admin/comparisons/group/")
    record = Group.history.filter(id=group.pk).first()
    assert (record.history_type, record.history_change_reason) == ("-", "Deleted: It is told twice.")
    assert record.history_user.username == "ada"


def test_a_change_at_the_moment_of_deleting_is_told(ada, monkeypatch):
    group = GroupFactory()

    def outrun(row, *args, **kwargs):
        raise ChangedMeanwhile(row)

    monkeypatch.setattr(Group, "delete", outrun)
    address = page(group).replace("/change/", "/delete/")
    response = ada.post(address, {"post": "yes", "seen_revision": 1}, follow=True)
    assert told(response) == [f"Group “{group}” was changed since you read it; nothing was saved."]


# --- Rows within a form --------------------------------------------------------------------------


def a_release():
    release = ReleaseFactory(version="1.0")
    return release, release.framework, "releases-0-version", "version", ("8.0", "9.0")


def an_option():
    option = OptionFactory()
    return option, option.question, "options-0-text", "text", ("Hers", "Mine")


def a_weight():
    weight = WeightFactory(weight=1)
    return weight, weight.option, "weights-0-weight", "weight", (2, 3)


def a_step():
    step = QuestionnaireFactory(questions=[QuestionFactory()]).steps.get()
    return step, step.questionnaire, "steps-0-position", "position", (7, 8)


each_part = pytest.mark.parametrize(
    "make", [a_release, an_option, a_weight, a_step], ids=lambda make: make.__name__
)


def change(row, **fields):
    row = stored(row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


@each_part
def test_a_row_within_a_form_that_both_change_is_told(ada, make):
    part, whole, name, field, (theirs, yours) = make()
    form = open_form(ada, whole)
    change(part, **{field: theirs})
    response = ada.post(page(whole), form | {name: yours})
    assertContains(response, f"theirs is “{theirs}”, yours “{yours}”.")
    assert getattr(stored(part), field) == theirs
    again = shown(response, id=form_of(whole))
    assert again[name] == str(yours)
    assert ada.post(page(whole), again).status_code == 302
    assert getattr(stored(part), field) == yours


@each_part
def test_a_row_within_a_form_that_only_the_other_one_changed_stands_in_nobodys_way(ada, make):
    part, whole, _, field, (theirs, _) = make()
    form = open_form(ada, whole)
    change(part, **{field: theirs})
    assert ada.post(page(whole), form).status_code == 302
    assert getattr(stored(part), field) == theirs


@each_part
def test_a_row_within_a_form_that_was_changed_is_not_deleted_unseen(ada, make):
    part, whole, name, field, (theirs, _) = make()
    form = open_form(ada, whole) | {name.rpartition("-")[0] + "-DELETE": "on"}
    change(part, **{field: theirs})
    response = ada.post(page(whole), form)
    assertContains(response, "was changed since you opened this page; nothing was saved.")
    assert getattr(stored(part), field) == theirs
    assert (
        ada.post(
            page(whole), shown(response, id=form_of(whole)) | {name.rpartition("-")[0] + "-DELETE": "on"}
        ).status_code
        == 302
    )
    assert not type(part).objects.filter(pk=part.pk).exists()


@each_part
def test_what_was_typed_into_a_deleted_row_within_a_form_becomes_a_new_row(ada, grace, make):
    part, whole, name, field, (_, yours) = make()
    form = open_form(ada, whole)
    delete = name.rpartition("-")[0] + "-DELETE"
    assert grace.post(page(whole), open_form(grace, whole) | {delete: "on"}).status_code == 302
    response = ada.post(page(whole), form | {name: yours})
    assertContains(response, f"Deleted while you wrote: “{part}” by grace; nothing was saved.")
    assert not type(part).objects.exists()
    again = shown(response, id=form_of(whole))
    assert again[name] == str(yours)
    assert ada.post(page(whole), again).status_code == 302
    assert getattr(type(part).objects.get(), field) == yours


@each_part
@pytest.mark.parametrize("is_unwanted", [False, True])
def test_a_deleted_row_within_a_form_that_nobody_wrote_into_stays_deleted(ada, make, is_unwanted):
    part, whole, name, _, _ = make()
    form = open_form(ada, whole)
    stored(part).delete()
    unwanted = {name.rpartition("-")[0] + "-DELETE": "on"} if is_unwanted else {}
    assert ada.post(page(whole), form | unwanted).status_code == 302
    assert not type(part).objects.exists()


def test_the_rows_beside_a_deleted_one_keep_what_was_typed(ada):
    framework = FrameworkFactory()
    first, second, third = (ReleaseFactory(framework=framework, version=version, released=f"202{9 - number}")
                            for number, version in enumerate("abc"))  # fmt: skip
    form = open_form(ada, framework)
    stored(first).delete()
    typed = {"releases-0-version": "A", "releases-1-version": "B", "releases-2-version": "C"}
    response = ada.post(page(framework), form | typed)
    again = shown(response, id="framework_form")
    assert ada.post(page(framework), again).status_code == 302
    assert (stored(second).version, stored(third).version) == ("B", "C")
    assert {release.version for release in framework.releases.all()} == {"A", "B", "C"}


@each_part
def test_a_row_within_a_form_is_kept_with_the_reason(ada, make):
    part, whole, name, field, (_, yours) = make()
    ada.post(page(whole), open_form(ada, whole) | {name: yours, "reason": "They say so."})
    record = part.history.first()
    assert (record.history_change_reason, record.history_user.username) == (
        f"Edited {field}: They say so.",
        "ada",
    )
    delete = name.rpartition("-")[0] + "-DELETE"
    ada.post(page(whole), open_form(ada, whole) | {delete: "on", "reason": "Told twice."})
    assert type(part).history.filter(id=part.pk).first().history_change_reason == "Deleted: Told twice."


# --- Lists ---------------------------------------------------------------------------------------

LISTS = {
    Criterion: (CriterionFactory, "position", 7, 8),
    Group: (GroupFactory, "position", 7, 8),
    Article: (ArticleFactory, "reading_state", "reading", "exhausted"),
}
each_list = pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.model_name)


def list_of(model):
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def saved(browser, model, form):
    return browser.post(list_of(model), form | {"_save": "Save"})


@each_list
def test_a_list_saves_what_was_changed_with_its_history(ada, model):
    make, field, _, yours = LISTS[model]
    row, other = make(), make()
    form = opened(ada, list_of(model), id="changelist-form")
    number = next(
        key for key, value in form.items() if key.endswith("-id") and value == str(row.pk)
    ).removesuffix("-id")
    assert saved(ada, model, form | {f"{number}-{field}": yours}).status_code == 302
    assert (getattr(stored(row), field), stored(row).revision, stored(other).revision) == (yours, 2, 1)
    record = row.history.first()
    label = row._meta.get_field(field).verbose_name
    assert (record.history_change_reason, record.history_user.username) == (f"Edited {label}", "ada")


@each_list
def test_a_list_does_not_save_over_what_another_one_saved(ada, model):
    make, field, theirs, yours = LISTS[model]
    row = make()
    form = opened(ada, list_of(model), id="changelist-form")
    change(row, **{field: theirs})
    response = saved(ada, model, form | {f"form-0-{field}": yours})
    assertContains(response, "Both of you changed")
    assert getattr(stored(row), field) == theirs
    assert saved(ada, model, shown(response, id="changelist-form")).status_code == 302
    assert getattr(stored(row), field) == yours


@each_list
def test_a_row_of_a_list_that_only_another_one_changed_is_left_alone(ada, model):
    make, field, theirs, _ = LISTS[model]
    row = make()
    form = opened(ada, list_of(model), id="changelist-form")
    change(row, **{field: theirs})
    assert saved(ada, model, form).status_code == 302
    assert (getattr(stored(row), field), stored(row).revision) == (theirs, 2)


def test_a_list_without_its_revisions_is_not_saved(ada):
    group = GroupFactory(position=1)
    form = opened(ada, "/admin/comparisons/group/", id="changelist-form") | {"form-0-position": "7"}
    del form["form-0-seen_revision"]
    assertContains(saved(ada, Group, form), "The form does not say which revision it shows")
    assert stored(group).position == 1


# --- Restoring -----------------------------------------------------------------------------------


def test_a_revision_is_restored_over_the_row_that_was_shown_only(ada):
    group = GroupFactory(description="As it was.")
    record = group.history.first()
    change(group, description="Reworded.")
    address = f"/admin/changes/comparisons.group/{record.history_id}/"
    form = opened(ada, address)
    change(group, description="Reworded again.")
    response = ada.post(address, form, follow=True)
    assert told(response) == ["It was changed since you opened this page: look at it again."]
    assert stored(group).description == "Reworded again."
    assertRedirects(ada.post(address, opened(ada, address)), page(group))
    assert stored(group).description == "As it was."


def test_a_revision_that_does_not_fit_any_more_is_told(ada):
    group = GroupFactory(name="Speed")
    record = group.history.first()
    change(group, name="Performance")
    GroupFactory(name="Speed")
    address = f"/admin/changes/comparisons.group/{record.history_id}/"
    response = ada.post(address, opened(ada, address), follow=True)
    assert told(response) == ["It cannot be restored. Name: Group with this Name already exists."]


def test_restoring_is_for_those_who_may_change(client):
    group = GroupFactory(description="As it was.")
    record = group.history.first()
    change(group, description="Reworded.")
    address = f"/admin/changes/comparisons.group/{record.history_id}/"
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    assert client.post(address, {"seen_revision": 2}).status_code == 404
    assert stored(group).description == "Reworded."
