"""/health/ tells a probe whether the site can serve."""

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError


class Unreachable:
    """A database connection on which nothing works."""

    def __init__(self, error):
        self.error = error

    def cursor(self):
        raise self.error


@pytest.mark.django_db
def test_a_site_with_its_database_is_well(client):
    response = client.get("/health/")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "answers"}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_site_without_its_database_is_unavailable(client, monkeypatch, error):
    monkeypatch.setattr("config.views.connection", Unreachable(error("connection refused at 10.0.0.7")))
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": "does not answer"}


def test_a_table_that_is_missing_makes_the_site_unavailable(client, monkeypatch):
    monkeypatch.setattr("config.views.connection", Unreachable(ProgrammingError("no such table")))
    assert client.get("/health/").status_code == 503


@pytest.mark.django_db
def test_no_cache_keeps_the_answer(client):
    assert "no-store" in client.get("/health/")["Cache-Control"]


@pytest.mark.django_db
def test_a_probe_is_not_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    assert client.get("/health/").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_health_is_only_read(client, method):
    assert getattr(client, method)("/health/").status_code == 405
