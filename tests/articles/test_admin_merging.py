"""The page on which an editor merges an entry into another one."""

import re

import pytest
from django.contrib.auth.models import Permission
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from articles.models import FormerSlug
from comparisons.models import Claim, Criterion, Framework
from tests.factories import ClaimFactory, FrameworkFactory, ReleaseFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def frameworks():
    return FrameworkFactory(slug="alpha"), FrameworkFactory(slug="beta")


def address(source, target=None):
    page = f"/admin/comparisons/framework/{source.pk}/merge/"
    return f"{page}?target={target.pk}" if target else page


def shown(response):
    """What the form of a plan sends beside the reason."""
    hidden = r'<input type="hidden" name="(seen_\w+|fingerprint)" value="(\w+)"'
    return dict(re.findall(hidden, response.content.decode()))


def test_the_entry_that_stays_is_chosen_from_a_list(admin_client, frameworks):
    response = admin_client.get(address(frameworks[0]))
    assertContains(response, f'<a href="?target={frameworks[1].pk}">Beta</a> (beta)')
    assertNotContains(response, f"?target={frameworks[0].pk}")


def test_the_list_is_searched(admin_client, frameworks):
    FrameworkFactory(slug="gamma")
    response = admin_client.get(address(frameworks[0]), {"q": "gam"})
    assertContains(response, "(gamma)")
    assertNotContains(response, "(beta)")


def test_a_search_without_result_is_told(admin_client, frameworks):
    assertContains(
        admin_client.get(address(frameworks[0]), {"q": "nothing"}), "No other framework fits these words"
    )


def test_a_long_list_says_that_there_is_more(admin_client, frameworks):
    FrameworkFactory.create_batch(40)
    response = admin_client.get(address(frameworks[0]))
    assertContains(response, "?target=", count=30)
    assertContains(response, "There are more")


def test_the_plan_tells_every_row_and_changes_nothing(admin_client, frameworks):
    source, target = frameworks
    claim = ClaimFactory(framework=source, statement="It is <fast>.")
    for framework in frameworks:
        ReleaseFactory(framework=framework, version="1.0")
    response = admin_client.get(address(source, target))
    assertContains(response, "<strong>1 claim</strong>: moves")
    assertContains(response, f"“It is &lt;fast&gt;.” ({claim.slug})")
    assertContains(response, "<strong>1 release</strong>: falls away")
    assert Framework.objects.count() == 2


def test_the_plan_is_carried_out_on_confirmation(admin_client, frameworks):
    source, target = frameworks
    claim = ClaimFactory(framework=source)
    sent = shown(admin_client.get(address(source, target))) | {"reason": "One was renamed"}
    response = admin_client.post(address(source, target), sent)
    assertRedirects(response, f"/admin/comparisons/framework/{target.pk}/change/")
    claim.refresh_from_db()
    assert claim.framework == target
    assert claim.history.first().history_change_reason.endswith(": One was renamed")
    assert claim.history.first().history_user.username == "admin"


def test_a_reason_is_needed(admin_client, frameworks):
    sent = shown(admin_client.get(address(*frameworks))) | {"reason": " "}
    response = admin_client.post(address(*frameworks), sent)
    assertContains(response, "Say why the two are one.", status_code=400)
    assert Framework.objects.count() == 2


def test_what_changed_since_the_plan_is_shown_and_nothing_is_merged(admin_client, frameworks):
    source, target = frameworks
    sent = shown(admin_client.get(address(source, target))) | {"reason": "One was renamed"}
    ClaimFactory(framework=source)
    response = admin_client.post(address(source, target), sent)
    assertContains(response, "Something was changed since you read the plan", status_code=409)
    assertContains(response, 'value="One was renamed"', status_code=409)
    assertContains(response, "<strong>1 claim</strong>: moves", status_code=409)
    assert Framework.objects.count() == 2
    again = shown(response) | {"reason": "One was renamed"}
    assert again != sent
    assert admin_client.post(address(source, target), again).status_code == 302


def test_a_refusal_is_told_with_what_to_do(admin_client, frameworks):
    source, target = frameworks
    claim = ClaimFactory(framework=source, compared_with=target)
    response = admin_client.get(address(source, target))
    assertContains(response, f"They are compared with each other in: {claim.slug}.")
    assertNotContains(response, "Merge them")
    assertContains(response, f'href="/admin/comparisons/framework/{target.pk}/merge/?target={source.pk}"')


def test_a_refused_merge_that_is_sent_all_the_same_changes_nothing(admin_client, frameworks):
    source, target = frameworks
    sent = shown(admin_client.get(address(source, target))) | {"reason": "One was renamed"}
    ClaimFactory(framework=source, compared_with=target)
    response = admin_client.post(address(source, target), sent)
    assertContains(response, "They are compared with each other", status_code=409)
    assert Framework.objects.count() == 2


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "-1", ""])
def test_an_entry_that_is_not_there_is_told(admin_client, frameworks, key):
    response = admin_client.get(f"{address(frameworks[0])}?target={key}")
    assert response.status_code == 404


def test_an_entry_is_not_merged_into_itself(admin_client, frameworks):
    assertContains(admin_client.get(address(frameworks[0], frameworks[0])), "cannot be merged into itself")


@pytest.mark.parametrize("permissions", [[], ["change"], ["delete"]])
def test_who_may_not_both_change_and_delete_may_not_merge(client, frameworks, permissions):
    editor = UserFactory()
    names = [f"{action}_framework" for action in ["view", *permissions]]
    editor.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(editor)
    for method in (client.get, client.post):
        assert method(address(*frameworks)).status_code == 403


def test_who_may_change_and_delete_may_merge(client, frameworks):
    editor = UserFactory()
    names = [f"{action}_framework" for action in ("view", "change", "delete")]
    editor.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(editor)
    assert client.get(address(*frameworks)).status_code == 200


@pytest.mark.parametrize("model", [Claim, Criterion])
def test_other_kinds_have_the_page_too(admin_client, model):
    ClaimFactory.create_batch(2)
    first, second = model.objects.order_by("pk")
    page = f"/admin/comparisons/{model._meta.model_name}/{first.pk}/merge/"
    assertContains(admin_client.get(page), f"?target={second.pk}")
    assert admin_client.get(f"{page}?target={second.pk}").status_code == 200


def test_the_form_says_what_a_new_slug_does(admin_client, frameworks):
    response = admin_client.get(f"/admin/comparisons/framework/{frameworks[0].pk}/change/")
    assertContains(response, "After a change the old address leads here")


def test_the_form_refuses_a_slug_that_was_another_entrys(admin_client, frameworks):
    frameworks[0].slug = "gamma"
    frameworks[0].save()
    response = admin_client.post("/admin/comparisons/framework/add/", {"slug": "alpha"})
    assertContains(response, "was another entry&#x27;s name")


# --- Former names --------------------------------------------------------------------------------


def test_former_names_are_listed_with_what_they_lead_to(admin_client, frameworks):
    source, target = frameworks
    source.slug = "gamma"
    source.save()
    target.slug = "delta"
    target.save()
    target.delete()
    response = admin_client.get("/admin/articles/formerslug/")
    assertContains(response, "Alpha (gamma)")
    assertContains(response, "nothing: the entry was deleted")


def test_former_names_are_only_read(admin_client, frameworks):
    frameworks[0].slug = "gamma"
    frameworks[0].save()
    key = FormerSlug.objects.get().pk
    for page in ("add/", f"{key}/delete/"):
        assert admin_client.get(f"/admin/articles/formerslug/{page}").status_code == 403
    assert admin_client.post(f"/admin/articles/formerslug/{key}/change/", {"slug": "x"}).status_code == 403


def test_more_former_names_need_no_more_queries(admin_client, django_assert_max_num_queries):
    for number in range(12):
        framework = FrameworkFactory()
        framework.slug = f"new-{number}"
        framework.save()
    with django_assert_max_num_queries(9):
        admin_client.get("/admin/articles/formerslug/")
