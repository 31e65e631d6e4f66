"""The real site for the browser tests: `make run`'s own server, on a free port and a database of its own."""

import contextlib
import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 180  # seconds for migrations, knowledge base and static files, on a busy machine


@contextlib.contextmanager
def running(folder):
    """Serve the shipped knowledge base for as long as the context lasts; yields the address of the site."""
    with database(folder) as address, contextlib.ExitStack() as stack:
        with one_at_a_time(folder):
            site = stack.enter_context(process(folder, address))
        yield site


@contextlib.contextmanager
def one_at_a_time(folder):
    """Let no other process of this test run start its server meanwhile: all collect the same static files."""
    with (folder.parent.parent / "browser-server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def process(folder, address):
    """Run the server; yields the address of the site once it answers."""
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    log = folder / "server.log"
    with log.open("w") as output:
        started = subprocess.Popen(
            [sys.executable, "-m", "config.serve"],
            cwd=ROOT,
            env=environment(PORT=str(port), DATABASE_URL=address),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_until_healthy(site, started, log)
            yield site
        finally:
            stop(started)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def environment(**changes):
    """Return this process's environment without what the tests set for themselves."""
    kept = {name: value for name, value in os.environ.items() if name not in ("CACHE_URL", "SECRET_KEY")}
    settings = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "0",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
    }
    return {**kept, **settings, **changes}


@contextlib.contextmanager
def database(folder):
    """Yield the address of an empty database of the kind that the suite runs on."""
    suite = os.environ.get("DATABASE_URL", "")
    if not suite.startswith(("postgres://", "postgresql://")):
        yield f"sqlite:///{folder / 'site.sqlite3'}"
        return
    name = f"crosscheck_browser_{secrets.token_hex(4)}"
    run_sql(suite, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlsplit(suite)._replace(path=f"/{name}").geturl()
    finally:
        run_sql(suite, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def run_sql(address, statement):
    connection = psycopg.connect(address, autocommit=True)
    try:
        connection.execute(statement)
    finally:
        connection.close()


def wait_until_healthy(site, started, log):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if started.poll() is not None:
            raise RuntimeError(f"The server ended before it answered:\n{log.read_text()}")
        with contextlib.suppress(URLError, ConnectionError), urlopen(f"{site}/health/", timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"The server did not answer within {PATIENCE} s:\n{log.read_text()}")


def stop(started):
    """Stop the server and every worker of it."""
    started.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        started.wait(15)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGKILL)
    started.wait(5)
