"""How the workplace's lists stand 300,000 claims: `.venv/bin/python -m tests.measure_changelists [claims …]`.

Two processes with databases of their own, one a hundred times the other, are asked for the same pages in turns, so
that whatever else the machine does meets both. Measures on SQLite, or on the PostgreSQL that DATABASE_URL names, or
with `--postgresql` on one of our own.
"""

import argparse
import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .postgresql import postgresql

ROUNDS = 15
FRAMEWORKS, CRITERIA, ARTICLES = 19, 126, 300
OF_ONE_ARTICLE = 40  # claims of the article whose workbench is measured, the same in both databases
STATES = {"published": 88, "in_review": 3, "draft": 3, "outdated": 3, "disputed": 2, "rejected": 1}
COMMON, RARE = "handles", "zygote"

PAGES = {
    "plain": "/admin/comparisons/claim/",
    "third page": "/admin/comparisons/claim/?p=3",
    "hundredth page": "/admin/comparisons/claim/?p=100",
    "in review": "/admin/comparisons/claim/?state__exact=in_review",
    "published": "/admin/comparisons/claim/?state__exact=published",
    "published, third page": "/admin/comparisons/claim/?state__exact=published&p=3",
    "of a framework": "/admin/comparisons/claim/?framework__id__exact={framework}",
    "of a framework, published": "/admin/comparisons/claim/?framework__id__exact={framework}&state__exact=published",
    "of a cell": "/admin/comparisons/claim/?framework__id__exact={framework}&criterion__id__exact={criterion}",
    "of a group": "/admin/comparisons/claim/?group={group}",
    "of an article": "/admin/comparisons/claim/?article__id__exact={article}",
    "with a reading": "/admin/comparisons/claim/?reading=yes",
    "search, common word": f"/admin/comparisons/claim/?q={COMMON}",
    "search, rare word": f"/admin/comparisons/claim/?q={RARE}",
    "search, a number": "/admin/comparisons/claim/?q={slug}",
    "by article": "/admin/comparisons/claim/?o=5",
    "by state": "/admin/comparisons/claim/?o=6",
    "a claim's form": "/admin/comparisons/claim/{claim}/change/",
    "a claim's history": "/admin/comparisons/claim/{claim}/history/",
    "a claim's state": "/admin/comparisons/claim/{claim}/state/",
    "an article's workbench": "/admin/articles/article/{article}/change/",
    "the list of articles": "/admin/articles/article/",
    "the list of frameworks": "/admin/comparisons/framework/",
    "the list of criteria": "/admin/comparisons/criterion/",
    "the latest changes": "/admin/changes/?of=comparisons.claim",
}


def fill(number):
    """Fill an empty database with claims that are spread as in a real one, the newest in review or drafts."""
    from django.contrib.auth import get_user_model
    from django.db import connection

    from articles.models import Article, Publisher
    from comparisons.models import Claim, Criterion, Framework, Group
    from comparisons.models.claim import PUBLIC_STATES
    from tests.factories import TODAY

    chance = random.Random(1)
    vocabulary = [
        COMMON,
        *("".join(chance.choices("aeiourstlnm", k=chance.randint(3, 9))) for _ in range(800)),
    ]
    often = [1 / (place + 20) for place in range(len(vocabulary))]
    editor = get_user_model().objects.create_superuser("editor", password="editor")
    publishers = Publisher.objects.bulk_create(
        Publisher(name=f"Publisher {n}", slug=f"publisher-{n}", kind="agency", interest_label="x", interest="x")
        for n in range(60)
    )  # fmt: skip
    articles = Article.objects.bulk_create(
        Article(title=f"Article {n}", slug=f"article-{n}", publisher=publishers[n % 60]) for n in range(ARTICLES)
    )  # fmt: skip
    frameworks = Framework.objects.bulk_create(
        Framework(name=f"Framework {n}", slug=f"framework-{n}", summary="x") for n in range(FRAMEWORKS)
    )
    groups = Group.objects.bulk_create(
        Group(name=f"Group {n}", slug=f"group-{n}", description="x") for n in range(12)
    )
    criteria = Criterion.objects.bulk_create(
        Criterion(name=f"Criterion {n}", slug=f"criterion-{n}", group=groups[n % 12], definition="x", measure="rating")
        for n in range(CRITERIA)
    )  # fmt: skip
    last = dict.fromkeys(range(ARTICLES), 0)

    def claim(number):
        at = 0 if number < OF_ONE_ARTICLE else chance.randrange(1, ARTICLES)
        last[at] += 1
        state = chance.choices(list(STATES), STATES.values())[0]
        is_set_aside = state in ("outdated", "disputed", "rejected")
        words = " ".join(chance.choices(vocabulary, often, k=chance.randint(8, 25)))
        return Claim(
            slug=f"article-{at}-{last[at]}",
            position=last[at],
            article=articles[at],
            framework=chance.choices(frameworks, range(FRAMEWORKS, 0, -1))[0],
            criterion=chance.choice(criteria),
            locator=f"Section {number % 7} › paragraph {number % 11}",
            statement=f"{words} {number}." if number != 100 else f"{words} {RARE}.",
            rating=chance.choice([None, -2, -1, 0, 1, 2]),
            state=state,
            state_reason="It was measured again." if is_set_aside else "",
            state_since=TODAY if is_set_aside else None,
            state_source=articles[1] if is_set_aside else None,
            published_on=TODAY if state in PUBLIC_STATES else None,
            created_by=editor,
        )

    for begin in range(0, number, 10_000):
        Claim.objects.bulk_create(
            [claim(each) for each in range(begin, min(begin + 10_000, number))], batch_size=1000
        )
    columns = ", ".join(f'"{field.column}"' for field in Claim._meta.concrete_fields)
    history = Claim.history.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{history}" ({columns}, history_date, history_type, history_change_reason, history_user_id)'
            f" SELECT {columns}, CURRENT_TIMESTAMP, '+', 'Entered', created_by_id FROM {Claim._meta.db_table}"
        )
        cursor.execute("ANALYZE")
    return editor


def serve(number):
    """Fill a database, then answer each address that comes in with [queries, seconds]."""
    import django
    from django.core.management import call_command

    django.setup()
    from django.conf import settings
    from django.db import connection, reset_queries
    from django.test import Client

    from articles.models import Article
    from comparisons.models import Claim

    settings.ALLOWED_HOSTS, settings.DEBUG = ["testserver"], False
    call_command("migrate", verbosity=0)
    editor = fill(number)
    client = Client()
    client.force_login(editor)
    article = Article.objects.get(slug="article-0")
    claim = Claim.objects.get(slug="article-0-1")
    rows = {
        "article": article.pk,
        "claim": claim.pk,
        "slug": claim.slug,
        "framework": claim.framework_id,
        "criterion": claim.criterion_id,
        "group": claim.criterion.group.slug,
    }
    connection.force_debug_cursor = True
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        address = json.loads(line).format(**rows)
        reset_queries()
        begin = time.perf_counter()
        response = client.get(address)
        seconds = time.perf_counter() - begin
        assert response.status_code == 200, (address, response.status_code)
        queries = [(float(each["time"]), each["sql"]) for each in connection.queries]
        print(json.dumps([len(queries), seconds, max(queries, default=(0, ""))]), flush=True)


@contextlib.contextmanager
def databases(is_postgresql, numbers):
    """Yield the addresses of empty databases, one for each number of claims."""
    with tempfile.TemporaryDirectory(prefix="crosscheck-lists-") as folder, contextlib.ExitStack() as stack:
        if not is_postgresql:
            yield [f"sqlite:///{Path(folder) / str(number)}.sqlite3" for number in numbers]
            return
        import psycopg

        address = stack.enter_context(postgresql())
        name = address.partition("?")[0].rpartition("/")[2]
        with psycopg.connect(address, autocommit=True) as connection:
            for number in numbers:
                connection.execute(f"DROP DATABASE IF EXISTS lists_{number}")
                connection.execute(f"CREATE DATABASE lists_{number}")
        yield [address.replace(f"/{name}", f"/lists_{number}", 1) for number in numbers]


def ask(process, address):
    process.stdin.write(json.dumps(address) + "\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def measure(numbers, is_postgresql, pages, tells_sql):
    with databases(is_postgresql, numbers) as addresses:
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.measure_changelists", "--serve", str(number)],
                env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number, address in zip(numbers, addresses, strict=True)
        ]
        begin = time.perf_counter()
        for process in processes:
            process.stdout.readline()
        print(f"Filled in {time.perf_counter() - begin:.0f} s. Medians of {ROUNDS} rounds in ms.", flush=True)
        heads = " ".join(f"{number:>9,}" for number in numbers)
        print(f"{'page':28} {heads}  ratio  queries")
        for name in pages:
            for process in processes:
                ask(process, PAGES[name])
            found = [[ask(process, PAGES[name]) for process in processes] for _ in range(ROUNDS)]
            times = [statistics.median(each[place][1] for each in found) for place in range(len(numbers))]
            ratio = statistics.median(each[-1][1] / each[0][1] for each in found)
            queries = sorted({asked for each in found for asked, *_ in each})
            told = " ".join(f"{1000 * each:9.1f}" for each in times)
            print(f"{name:28} {told} {ratio:6.2f}  {'–'.join(map(str, queries))}", flush=True)
            if tells_sql and ratio > 1.5:
                print("   ", found[-1][-1][2])
        for process in processes:
            process.stdin.close()
            process.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", nargs="*", type=int, default=[3_000, 300_000])
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--only", action="append", choices=PAGES, help="measure only these pages")
    parser.add_argument("--sql", action="store_true", help="tell the slowest query of pages that grow")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve)
    else:
        measure(given.numbers, given.postgresql, given.only or PAGES, given.sql)
