"""`make run`: what the first start makes and every later one keeps."""

import os
import stat

import pytest
from django.contrib.auth import get_user_model

from config import serve


@pytest.fixture
def local(tmp_path, monkeypatch):
    """A project folder of our own for what is kept."""
    monkeypatch.setattr("config.serve.LOCAL", tmp_path / ".local")
    monkeypatch.chdir(serve.ROOT)  # where main() goes; back afterwards
    return tmp_path / ".local"


@pytest.fixture
def started(local, monkeypatch):
    """Stop main() short of the database and the server; return the command it would have become."""
    command = []
    monkeypatch.setattr("config.serve.prepare_environment", lambda: None)
    monkeypatch.setattr("config.serve.prepare_site", lambda: None)
    monkeypatch.setattr("config.serve.os.execv", lambda path, arguments: command.extend(arguments))
    return command


# --- Secrets -------------------------------------------------------------------------------------


def test_a_secret_is_made_once_and_kept(local):
    assert serve.kept_secret("secret-key", 64) == serve.kept_secret("secret-key", 64)


def test_each_secret_is_another(local):
    assert serve.kept_secret("secret-key", 64) != serve.kept_secret("other-key", 64)


def test_a_secret_is_long_enough_for_the_settings(local):
    assert len(serve.kept_secret("secret-key", 64)) >= 50


def test_only_the_owner_reads_a_secret(local):
    old = os.umask(0)
    try:
        serve.kept_secret("secret-key", 64)
    finally:
        os.umask(old)
    assert stat.S_IMODE((local / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(local.stat().st_mode) == 0o700


# --- The environment -----------------------------------------------------------------------------


def test_the_start_needs_no_environment(local, monkeypatch):
    monkeypatch.setattr("config.serve.os.environ", {})
    serve.prepare_environment()
    assert os.environ == {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "0",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SECRET_KEY": serve.kept_secret("secret-key", 64),
    }


def test_the_start_keeps_what_the_environment_gives(local, monkeypatch):
    given = {
        "DJANGO_SETTINGS_MODULE": "other.settings",
        "DEBUG": "1",
        "ALLOWED_HOSTS": "crosscheck.example",
        "SECRET_KEY": "given",
    }
    monkeypatch.setattr("config.serve.os.environ", dict(given))
    serve.prepare_environment()
    assert os.environ == given


# --- The editor ----------------------------------------------------------------------------------


@pytest.fixture
def prepared(db, local, monkeypatch):
    """Prepare the site without touching files or the knowledge base."""
    monkeypatch.setattr("django.core.management.call_command", lambda *arguments, **options: None)
    serve.prepare_site()


def test_the_first_start_makes_an_editor_with_the_kept_password(prepared):
    editor = get_user_model().objects.get()
    assert (editor.username, editor.is_superuser) == ("editor", True)
    assert editor.check_password(serve.kept_secret("editor-password", 12))


def test_a_later_start_keeps_the_password_that_the_editor_chose(prepared):
    editor = get_user_model().objects.get()
    editor.set_password("their own")
    editor.save()
    serve.prepare_site()
    assert get_user_model().objects.get().check_password("their own")


def test_no_editor_is_made_beside_another_superuser(db, local, monkeypatch, admin_user):
    monkeypatch.setattr("django.core.management.call_command", lambda *arguments, **options: None)
    serve.prepare_site()
    assert list(get_user_model().objects.all()) == [admin_user]


# --- The address ---------------------------------------------------------------------------------


def test_the_site_is_served_at_port_8000_of_this_machine(started, monkeypatch, capsys):
    monkeypatch.delenv("PORT", raising=False)
    serve.main()
    assert "http://127.0.0.1:8000/" in capsys.readouterr().out
    assert started[started.index("--port") + 1] == "8000"
    assert started[started.index("--host") + 1] == "127.0.0.1"


def test_another_port_may_be_given(started, monkeypatch, capsys):
    monkeypatch.setenv("PORT", "8123")
    serve.main()
    assert "http://127.0.0.1:8123/" in capsys.readouterr().out
    assert started[started.index("--port") + 1] == "8123"


@pytest.mark.parametrize("port", ["", "http", "0", "-1", "65536", "80.5", "8000 ", "²", "٨٠٠٠"])
def test_a_port_that_is_none_is_told_before_anything_is_done(started, monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit, match=f"PORT is {port!r}; set it to a number from 1 to 65535"):
        serve.main()
    assert not started


def test_the_start_prints_the_editors_login(started, monkeypatch, capsys):
    monkeypatch.delenv("PORT", raising=False)
    password = serve.kept_secret("editor-password", 12)
    serve.main()
    assert f"http://127.0.0.1:8000/admin/   editor / {password}" in capsys.readouterr().out


def test_the_start_prints_no_login_that_it_did_not_make(started, monkeypatch, capsys):
    monkeypatch.delenv("PORT", raising=False)
    serve.main()
    assert "editor /" not in capsys.readouterr().out
