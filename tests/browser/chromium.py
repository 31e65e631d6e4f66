"""The Chromium of the browser tests: `python -m tests.browser.chromium` makes sure that there is one.

CHROMIUM in the environment comes first, then the system's headless shell, which takes two thirds of the time of a whole
browser, then the system's browser. Where the shell can be installed it is, else where there is no browser at all one is.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")


def executable():
    """Return the path of the Chromium to use, or None where Playwright's own download shall be used."""
    given = os.environ.get("CHROMIUM", "")
    if given:
        if not os.access(given, os.X_OK) or not Path(given).is_file():
            raise FileNotFoundError(
                f"CHROMIUM is {given!r}, which is no program; set it to a Chromium or unset it."
            )
        return given
    return next(filter(None, map(shutil.which, NAMES)), None)


def downloaded():
    """Return the path where Playwright keeps its own download, or None where there is none."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def is_debian():
    """Return whether Debian's packages can be installed here."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") and os.geteuid() == 0


def install():
    """Install a Chromium: Debian's headless shell as root on Debian, elsewhere the one that Playwright downloads."""
    if is_debian():
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        commands = [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", SHELL]]
    else:
        environment = os.environ
        commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    print("Installing a Chromium for the browser tests …", file=sys.stderr, flush=True)
    for command in commands:
        done = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if done.returncode:
            raise RuntimeError(
                f"{done.stdout}\nNo Chromium could be installed: {' '.join(command)!r} failed. Install Chromium, or "
                "set CHROMIUM to the path of one."
            )


def ensure():
    """Return the path of a Chromium that exists, installed where there was none or only a slower one."""
    found = executable() or downloaded()
    if not found:
        install()
        found = executable() or downloaded()
    elif not os.environ.get("CHROMIUM") and is_debian() and not shutil.which(SHELL):
        try:
            install()
        except RuntimeError as error:
            print(f"{error}\nThe tests use {found}.", file=sys.stderr, flush=True)
        found = executable() or found
    if not found:
        raise RuntimeError("A Chromium was installed, yet none is found; set CHROMIUM to the path of one.")
    return found


if __name__ == "__main__":
    try:
        print(ensure())
    except (FileNotFoundError, RuntimeError) as error:
        sys.exit(str(error))
