"""How the Chromium of the browser tests is found."""

import pytest

from . import chromium


def test_a_chromium_that_is_named_comes_first(monkeypatch, tmp_path):
    mine = tmp_path / "my-chromium"
    mine.write_text("#!/bin/sh\n")
    mine.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert chromium.executable() == str(mine)


@pytest.mark.parametrize("given", ["/no/such/browser", "/tmp"])
def test_a_chromium_that_is_named_and_missing_is_told(monkeypatch, given):
    monkeypatch.setenv("CHROMIUM", given)
    with pytest.raises(FileNotFoundError, match="CHROMIUM is"):
        chromium.ensure()


def test_without_any_chromium_one_is_installed_or_the_failure_is_told(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "NAMES", ())
    monkeypatch.setattr(chromium, "downloaded", lambda: None)
    asked = []
    monkeypatch.setattr(chromium, "install", lambda: asked.append("install"))
    with pytest.raises(RuntimeError, match="set CHROMIUM"):
        chromium.ensure()
    assert asked == ["install"]


@pytest.fixture
def slower(monkeypatch, tmp_path):
    """A Debian on which only a whole browser is installed; returns its path."""
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "is_debian", lambda: True)
    return browser


def test_beside_a_whole_browser_the_faster_shell_is_installed(monkeypatch, slower):
    shell = slower.with_name(chromium.SHELL)
    monkeypatch.setattr(chromium, "install", lambda: shell.symlink_to(slower))
    assert chromium.ensure() == str(shell)


def test_where_the_shell_cannot_be_installed_the_whole_browser_is_used(monkeypatch, slower, capsys):
    def fail():
        raise RuntimeError("There is no network.")

    monkeypatch.setattr(chromium, "install", fail)
    assert chromium.ensure() == str(slower)
    assert "There is no network." in capsys.readouterr().err
