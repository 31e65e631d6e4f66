"""`make test`: the whole suite on SQLite and on a real PostgreSQL. Fails if either fails, after both ran."""

import os
import subprocess
import sys

from .postgresql import postgresql

PROCESSES = "2"


def suite(name, database_url):
    print(f"\n=== The suite on {name} ===\n", flush=True)
    environment = {**os.environ, "DATABASE_URL": database_url, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    command = [sys.executable, "-m", "pytest", "-n", PROCESSES, "--dist", "loadgroup", "-q", *sys.argv[1:]]
    return subprocess.run(command, env=environment).returncode


def main():
    failed = []
    if suite("SQLite", ""):
        failed.append("SQLite")
    with postgresql() as address:
        if suite("PostgreSQL", address):
            failed.append("PostgreSQL")
    if failed:
        sys.exit(f"The suite failed on {' and '.join(failed)}.")
    print("\nThe suite passed on SQLite and on PostgreSQL.")


if __name__ == "__main__":
    main()
