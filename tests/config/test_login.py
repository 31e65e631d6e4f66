"""Editors log in; who guesses passwords waits, and nobody's address is kept."""

import base64
import logging

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth import get_user_model
from django.db import connection
from pytest_django.asserts import assertContains, assertRedirects

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.7"


@pytest.fixture(autouse=True)
def ada():
    return get_user_model().objects.create_user("ada", password="right", is_staff=True)


def log_in(client, password, username="ada", address=ADDRESS):
    credentials = {"username": username, "password": password, "next": "/admin/"}
    return client.post(
        "/admin/login/", credentials, REMOTE_ADDR=address, headers={"x-forwarded-for": address}
    )


def guess(client, times, **where):
    for _ in range(times):
        response = log_in(client, "wrong", **where)
    return response


def test_the_right_password_opens_the_admin(client):
    assertRedirects(log_in(client, "right"), "/admin/")


def test_a_wrong_password_is_told(client):
    assertContains(log_in(client, "wrong"), "Please enter the correct username and password")


def test_the_fifth_wrong_password_locks_the_account(client):
    assert guess(client, 4).status_code == 200
    response = guess(client, 1)
    assertContains(response, "<h1>Too many wrong passwords</h1>", status_code=429)
    assertContains(response, '<nav class="main" aria-label="Main">', status_code=429)
    assertContains(response, '<meta name="robots" content="noindex">', status_code=429)


def test_a_locked_account_does_not_open_with_the_right_password(client):
    guess(client, 5)
    assert log_in(client, "right").status_code == 429
    assert "_auth_user_id" not in client.session


def test_another_address_gives_no_more_guesses(client):
    for number in range(4):
        guess(client, 1, address=f"198.51.100.{number}")
    assert guess(client, 1, address="192.0.2.1").status_code == 429


def test_other_accounts_stay_open(client):
    get_user_model().objects.create_user("grace", password="right", is_staff=True)
    guess(client, 5)
    assertRedirects(log_in(client, "right", username="grace"), "/admin/")


def test_a_name_without_account_is_locked_like_any_other(client):
    assert guess(client, 5, username="nobody").status_code == 429


def test_a_nul_character_in_the_name_is_told(client):
    assertContains(log_in(client, "wrong", username="a\0"), "Null characters are not allowed.")


def tables_as_text():
    """Return everything that the database holds as one text, the cache's values in clear."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(row) for row in cursor.fetchall()]
        cursor.execute("SELECT value FROM cache")
        found += [str(base64.b64decode(value)) for (value,) in cursor.fetchall()]
    return "\n".join(found)


def test_no_address_of_a_visitor_is_stored(client):
    log_in(client, "right")
    client.logout()
    guess(client, 6)
    everything = tables_as_text()
    assert "ada" in everything
    assert ADDRESS not in everything


def test_the_tables_that_could_hold_addresses_stay_empty(client):
    log_in(client, "right")
    client.logout()
    guess(client, 6)
    assert [model.objects.count() for model in (AccessAttempt, AccessFailureLog, AccessLog)] == [0, 0, 0]


def test_no_address_of_a_visitor_is_logged(client, caplog):
    with caplog.at_level(logging.DEBUG):
        log_in(client, "right")
        client.logout()
        guess(client, 6)
    assert "AXES: Locking out" in caplog.text
    assert ADDRESS not in caplog.text
