"""Many people at once: each in a thread with a database connection of their own."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from unittest import mock

from django.db import connection, connections


def at_once(jobs, folder):
    """Start all jobs together and return what each returned, in their order. Needs a test with `transaction=True`."""
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait()
            return job()
        finally:
            connections.close_all()

    with _shared_database(folder), ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@contextmanager
def _shared_database(folder):
    """Let threads meet in a database that locks as it does in production.

    Tests on SQLite keep theirs in memory, where nobody waits for anybody: meanwhile a copy of it stands in a file.
    """
    if connection.vendor != "sqlite":
        yield
        return
    name = folder / "crowd.sqlite3"
    with closing(sqlite3.connect(name)) as file:
        connection.connection.backup(file)
    with mock.patch.dict(connections.settings["default"], NAME=str(name)):
        yield
    with closing(sqlite3.connect(name)) as file:
        file.backup(connection.connection)
