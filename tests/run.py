"""`make test`: the whole suite on SQLite, and on a real PostgreSQL with a part of the browser tests.

Fails if either fails, after both ran.
"""

import os
import subprocess
import sys
from pathlib import Path

from .postgresql import postgresql

ROOT = Path(__file__).parent.parent
PROCESSES = "2"


# What a browser shows does not depend on the database: this one shows that the site as a whole runs on it, too.
BROWSER_ON_POSTGRESQL = {"test_claim_list.py"}


def suite(name, database_url, *options):
    print(f"\n=== The suite on {name} ===\n", flush=True)
    environment = {**os.environ, "DATABASE_URL": database_url, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        PROCESSES,
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
        "-q",
        *options,
        *sys.argv[1:],
    ]
    return subprocess.run(command, env=environment).returncode


def main():
    failed = []
    if suite("SQLite", ""):
        failed.append("SQLite")
    with postgresql() as address:
        others = [
            f"--ignore={path.relative_to(ROOT)}"
            for path in sorted((ROOT / "tests/browser").glob("test_*.py"))
            if path.name not in BROWSER_ON_POSTGRESQL
        ]
        if suite("PostgreSQL", address, *others):
            failed.append("PostgreSQL")
    if failed:
        sys.exit(f"The suite failed on {' and '.join(failed)}.")
    print("\nThe suite passed on SQLite and on PostgreSQL.")


if __name__ == "__main__":
    main()
