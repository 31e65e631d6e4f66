"""The site starts from the environment alone, and refuses to start unsafe: each test starts it for real."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
PUBLIC = {"DEBUG": "0", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "crosscheck.example"}
START = "import django; django.setup()"
# As in pyproject.toml: Django 5.2 wants the setting that Django 6 will not need.
STRICT = ["-W", "error", "-W", "ignore:The FORMS_URLFIELD_ASSUME_HTTPS"]


def run(*command, **environment):
    """Run Python in the project with nothing in its environment but what is given."""
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings"} | environment
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )


def value_of(setting, **environment):
    code = f"from django.conf import settings; print(settings.{setting})"
    done = run("-c", code, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    "environment",
    [
        {},
        PUBLIC,
        {**PUBLIC, "ALLOWED_HOSTS": "127.0.0.1, localhost"},
        {**PUBLIC, "DATABASE_URL": "postgres://user:password@host/name"},
        {**PUBLIC, "CACHE_URL": "redis://host:6379/1"},
        {"DEBUG": "on"},
        {"DEBUG": " "},
    ],
    ids=["fresh clone", "public", "this machine", "postgres", "redis", "debug on", "debug empty"],
)
def test_the_site_starts(environment):
    done = run(*STRICT, "-c", START, **environment)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({**PUBLIC, "SECRET_KEY": ""}, "SECRET_KEY"),
        ({**PUBLIC, "SECRET_KEY": "only-for-development-never-for-a-public-server"}, "SECRET_KEY"),
        ({**PUBLIC, "SECRET_KEY": KEY[:49]}, "SECRET_KEY"),
        ({**PUBLIC, "SECRET_KEY": "abab" * 20}, "SECRET_KEY"),
        ({**PUBLIC, "ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({**PUBLIC, "ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS"),
        ({**PUBLIC, "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({**PUBLIC, "ALLOWED_HOSTS": "crosscheck.example, *"}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://user:password@host:port/name"}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://user:password@host/name"}, "DATABASE_URL"),
        ({"DEBUG": "maybe"}, "DEBUG"),
        ({"DEBUG": "2"}, "DEBUG"),
        ({"CACHE_URL": "memcached://host"}, "CACHE_URL"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_unsafe_or_unreadable_value_stops_the_start_and_is_named(environment, name):
    done = run("-c", START, **environment)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"django.core.exceptions.ImproperlyConfigured: {name} is ")


def test_a_refused_address_of_the_database_does_not_print_its_password():
    done = run("-c", START, DATABASE_URL="postgress://user:hunter2@host/name")
    assert done.returncode != 0
    assert "hunter2" not in done.stderr


def test_the_deployment_check_finds_nothing_on_a_public_host():
    done = run(*STRICT, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PUBLIC)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_public_site_insists_on_https():
    assert value_of("SECURE_SSL_REDIRECT", **PUBLIC) == "True"


def test_a_public_name_beside_a_local_one_makes_the_site_public():
    hosts = "127.0.0.1,crosscheck.example"
    assert value_of("SESSION_COOKIE_SECURE", **{**PUBLIC, "ALLOWED_HOSTS": hosts}) == "True"


def test_a_site_of_this_machine_alone_needs_no_certificate():
    hosts = "127.0.0.1,localhost"
    assert value_of("SECURE_SSL_REDIRECT", **{**PUBLIC, "ALLOWED_HOSTS": hosts}) == "False"


def test_an_unreachable_postgresql_is_found_out_within_seconds():
    # Probes and visitors wait so long for the page that says that the site cannot serve.
    setting = "DATABASES['default']['OPTIONS']['pool']['timeout']"
    assert float(value_of(setting, DATABASE_URL="postgres://user:password@host/name")) <= 5
