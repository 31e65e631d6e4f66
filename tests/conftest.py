import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from comparisons.roles import set_up_roles


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Set up the roles once; before the test database is dropped, end what is still connected to it.

    While Playwright's event loop runs, Django takes the main thread for another one and opens a second connection
    there, which nobody can close once the loop has ended.
    """
    with django_db_blocker.unblock():
        set_up_roles()
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker):
    """The shipped knowledge base, loaded once for a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_knowledge_base", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def knowledge_base(db):
    """The shipped knowledge base, for one test of a module; where all tests need it, `shipped` loads it once."""
    call_command("load_knowledge_base", verbosity=0)


# What takes longest comes first, so that at the end no process waits for another one's long file.
LONGEST = (
    "/browser/",
    "/test_permissions.py",
    "/exchange/",
    "/test_site.py",
    "/test_hostile.py",
    "/test_merging.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """On PostgreSQL leave out what the suite on SQLite has shown: what asks no database, or any alike."""
    items.sort(key=lambda item: not any(part in item.nodeid for part in LONGEST))
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    asking = [item for item in items if asks_this_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not asks_this_database(item)])
    items[:] = asking


def asks_this_database(item):
    """Return whether a test may show something else on another database, as its marks and fixtures say."""
    if item.get_closest_marker("any_database"):
        return False
    if item.get_closest_marker("browser"):
        return True
    fixtures = {"db", "transactional_db", "django_db_setup", "postgresql"}
    return item.get_closest_marker("django_db") is not None or bool(fixtures & set(item.fixturenames))
