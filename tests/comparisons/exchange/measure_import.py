"""Measure an import of 50,000 rows, and kill it at random moments: by hand, for it takes a quarter of an hour.

    .venv/bin/python -m tests.comparisons.exchange.measure_import [rows] [kills]

Tells time and peak memory of export, preview and write on SQLite and on PostgreSQL, in every format. Then it kills the
write 20 times with SIGKILL at random moments and counts what each killed one has left: nothing, or everything.
"""

import contextlib
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.postgresql import postgresql

ROOT = Path(__file__).parents[3]

MAKE = """
from comparisons.exchange import ClaimResource
from comparisons.exchange.writers import file_lines
from comparisons.models import Claim
resource = ClaimResource()
known = list(resource.rows(Claim.objects.all()))
at = resource.columns.index
def rows():
    for number in range({rows}):
        row = list(known[number % len(known)])
        row[at("number")], row[at("position")], row[at("revision")] = "", None, None
        row[at("statement")] = f"{{row[at('statement')][:500]}} ({{number}})"
        yield row
for kind in ("csv", "json", "xlsx"):
    with open(f"{folder}/claims.{{kind}}", "wb") as file:
        file.writelines(file_lines(kind, resource.columns, rows()))
"""
COUNT = """
from comparisons.models import Claim
from django.db import connection
print(Claim.objects.count(), Claim.history.count(), Claim.objects.filter(revision__gt=1).count())
"""
RESET = """
from comparisons.models import Claim
kept = list(Claim.objects.order_by("pk").values_list("pk", flat=True)[:{keep}])
new = Claim.objects.filter(pk__gt=kept[-1])
Claim.history.filter(id__gt=kept[-1]).delete()
new._raw_delete(new.db)
"""
RUN = """
import resource, sys, time
sys.argv = ["manage.py"]
import django
django.setup()
from django.core.management import call_command
began = time.monotonic()
call_command({arguments})
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{{time.monotonic() - began:.1f}} s, {{peak}} MB at most", flush=True)
"""


def main(rows=50_000, kills=20):
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        print(f"SQLite, {rows:,} rows")
        measured(Path(folder), f"sqlite:///{folder}/database.sqlite3", rows, kills)
        with postgresql() as address:
            print(f"PostgreSQL, {rows:,} rows")
            measured(Path(folder), address, rows, kills)


def prepared(folder, address, rows):
    """Load the knowledge base and write files of new claims; return (command, environment, counts before)."""
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}

    def manage(*arguments):
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert not done.returncode, done.stderr
        return done.stdout

    manage("migrate", "--verbosity=0")
    manage("load_knowledge_base", "--verbosity=0")
    manage("shell", "--no-imports", "-c", MAKE.format(rows=rows, folder=folder))
    return manage, environment, manage("shell", "--no-imports", "-c", COUNT)


def measured(folder, address, rows, kills):
    manage, environment, before = prepared(folder, address, rows)

    def run(*arguments):
        code = RUN.format(arguments=", ".join(map(repr, arguments)))
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert not done.returncode, done.stderr
        print(
            f"  {' '.join(arguments[:2])} {Path(arguments[2]).suffix} {arguments[3:]}: {done.stdout.strip()}"
        )

    for kind in ("csv", "json", "xlsx"):
        run("import_entries", "claims", f"{folder}/claims.{kind}")
    killed(manage, environment, folder, before, rows, kills)
    run("import_entries", "claims", f"{folder}/claims.csv", "--apply")
    run("import_entries", "claims", f"{folder}/claims.csv", "--apply")
    for kind in ("csv", "json", "xlsx"):
        run("export_entries", "claims", f"{folder}/all.{kind}")
    change(folder / "all.csv")
    run("import_entries", "claims", f"{folder}/all.csv", "--apply")
    print("  claims, history, changed:", manage("shell", "--no-imports", "-c", COUNT).strip())


def change(file):
    """Change the locator of every claim in an export."""
    text = file.read_bytes().decode()
    lines = re.sub(r'(?m)^("[^"\r\n]*","[^"\r\n]*",")', r"\1x ", text)
    head, _, rest = text.partition("\r\n")
    file.write_bytes((head + "\r\n" + lines.partition("\r\n")[2]).encode())
    assert rest


def killed(manage, environment, folder, before, rows, kills):
    """Kill the write at random moments; what is left is what was there before, or all of it."""
    chance = random.Random(1)
    command = [
        sys.executable,
        "-u",
        "manage.py",
        "import_entries",
        "claims",
        f"{folder}/claims.csv",
        "--apply",
    ]
    began, length = None, None
    outcomes = Counter()
    # One that may end tells how long a write takes; it is killed in its last moment, before it is kept.
    for attempt in range(kills + 1):
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        for line in process.stderr:
            if "rows written" in line:
                began = began or time.monotonic()
                if attempt or int(line.split(" of ")[0].replace(",", "")) >= 0.9 * int(
                    line.split(" of ")[1].split()[0].replace(",", "")
                ):
                    break
        if attempt == 0:
            length = (time.monotonic() - began) / 0.9
        else:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0, length))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()
        left = manage("shell", "--no-imports", "-c", COUNT)
        outcomes["nothing" if left == before else "everything" if is_all(before, left, rows) else left] += 1
        if left != before:
            manage("shell", "--no-imports", "-c", RESET.format(keep=before.split()[0]))
        began = None
    print(f"  killed {kills + 1} times within {length:.0f} s of writing; left: {dict(outcomes)}", flush=True)
    assert set(outcomes) <= {"nothing", "everything"}
    return outcomes


def is_all(before, left, rows):
    claims, history, changed = map(int, before.split())
    return [claims + rows, history + rows, changed] == list(map(int, left.split()))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
