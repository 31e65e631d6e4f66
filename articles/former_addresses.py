"""Addresses and stored queries that name an entry as it was called once."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from .slugs import todays_slugs


@dataclass(frozen=True)
class Slugs:
    """What a part of an address holds: one slug, or several joined by a word.

    `rows` are functions that return the entries that may be named there: one for every slug, or one for each.
    """

    rows: tuple[Callable, ...]
    joined_by: str = ""

    def parts(self, value):
        """Return [(rows, slug)] of a value, or [] if it is not made so."""
        slugs = value.split(self.joined_by) if self.joined_by else [value]
        if len(self.rows) == 1:
            return [(self.rows[0], slug) for slug in slugs]
        return list(zip(self.rows, slugs, strict=True)) if len(slugs) == len(self.rows) else []


def slugs_of(*rows, joined_by=""):
    return Slugs(rows, joined_by)


def with_todays_slugs(pairs, holds):
    """Return [(name, value)] with today's slugs for former ones; `holds` is {name: Slugs}. Values told twice go."""
    wanted = defaultdict(set)
    for name, value in pairs:
        for rows, slug in holds[name].parts(value) if name in holds else ():
            wanted[rows].add(slug)
    today = {rows: todays_slugs(rows(), slugs) for rows, slugs in wanted.items()}
    told = []
    for name, value in pairs:
        parts = holds[name].parts(value) if name in holds else []
        if any(slug in today[rows] for rows, slug in parts):
            slugs = [today[rows].get(slug, slug) for rows, slug in parts]
            # Two that were merged are one now.
            slugs = dict.fromkeys(slugs) if len(holds[name].rows) == 1 else slugs
            value = holds[name].joined_by.join(slugs)
            if (name, value) in pairs or (name, value) in told:
                continue
        told.append((name, value))
    return told
