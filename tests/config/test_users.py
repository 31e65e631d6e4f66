"""Users in the admin: an administrator manages them and climbs no higher."""

import pytest
from django.contrib.auth import get_user_model

from comparisons.roles import set_up_roles
from tests.factories import UserFactory
from tests.workplace import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def administrator():
    set_up_roles()
    return signed_in("ada", "Administrator")


def test_an_administrator_cannot_become_a_superuser(administrator):
    ada = get_user_model().objects.get(username="ada")
    page = administrator.get(f"/admin/auth/user/{ada.pk}/change/")
    assert 'name="is_superuser"' not in page.content.decode()
    administrator.post(
        f"/admin/auth/user/{ada.pk}/change/",
        {
            "username": "ada", "is_active": "on", "is_staff": "on", "is_superuser": "on",
            "groups": [group.pk for group in ada.groups.all()],
            "date_joined_0": "2026-11-21", "date_joined_1": "10:00:00", "first_name": "Ada",
        },
    )  # fmt: skip
    ada.refresh_from_db()
    assert (ada.first_name, ada.is_superuser) == ("Ada", False)


def test_an_administrator_changes_no_superuser(administrator):
    root = UserFactory(username="root", is_superuser=True)
    for page in ("password/", "change/", "delete/"):
        assert administrator.post(f"/admin/auth/user/{root.pk}/{page}", {"post": "yes"}).status_code == 403
    assert get_user_model().objects.filter(username="root", is_active=True).exists()


def test_a_superuser_makes_another(admin_client):
    user = UserFactory(username="bob")
    page = admin_client.get(f"/admin/auth/user/{user.pk}/change/")
    assert 'name="is_superuser"' in page.content.decode()
