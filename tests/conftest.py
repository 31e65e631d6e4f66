import pytest
from django.core.management import call_command
from django.db import connection


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Before the test database is dropped, end what is still connected to it.

    While Playwright's event loop runs, Django takes the main thread for another one and opens a second connection
    there, which nobody can close once the loop has ended.
    """
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def knowledge_base(db):
    """Load the shipped knowledge base."""
    call_command("load_knowledge_base", verbosity=0)
