"""The verdict rule: what all usable claims of a cell say together.

Plain values in, plain values out; no database, no request. The public method page describes this module, and
`tests/comparisons/test_verdicts.py` holds it to the description.

1. Claims count that are published or disputed and have a reading. A disputed claim counts half.
2. Claims of one voice (articles of one publisher, or copies of each other) are averaged first, each article
   together with its copies.
3. The value is the mean of the voices. A voice whose every claim is disputed counts half.
4. The state says how well the value stands, by how far the voices are apart (see `State`).
5. Figures are never averaged. They are compared only under the same conditions, a step being a factor of two.
"""

import enum
import math
from collections import defaultdict
from collections.abc import Hashable
from typing import NamedTuple

from django.db.models import TextChoices


class Measure(TextChoices):
    RATING = "rating", "Rating: how good, −2 to +2"
    AVAILABILITY = "availability", "Availability: who provides it"
    QUANTITY = "quantity", "Quantity: a figure with unit and conditions"
    SUITABILITY = "suitability", "Suitability: how well it fits, −2 to +2"
    DESCRIPTION = "description", "Description: told, not scored"


class Availability(TextChoices):
    CORE = "core", "In core"
    OFFICIAL_EXTENSION = "official_extension", "Official extension"
    THIRD_PARTY = "third_party", "Third party"
    NONE = "none", "None"


# Availabilities stand on the same five places as ratings, so that one rule serves both.
AVAILABILITY_VALUES = {"core": 2, "official_extension": 1, "third_party": 0, "none": -2}


class State(enum.StrEnum):
    """How well a cell's value stands."""

    UNKNOWN = "unknown"  # no claim at all: a gap, never "no"
    DESCRIBED = "described"  # claims, none of them with a reading
    SINGLE_SOURCE = "single source"  # one independent voice
    SUPPORTED = "supported"  # several voices, all within one step of each other
    MIXED = "mixed"  # further apart, but fewer than a third stand two steps or more from the rest
    CONTESTED = "contested"  # a third or more do
    OUTDATED_ONLY = "outdated only"  # only claims that are kept but no longer count


class Evidence(NamedTuple):
    """One public claim, as far as the rule looks at it."""

    claim: str
    article: Hashable
    voice: Hashable  # articles that are not independent of each other share a voice
    state: str = "published"  # "published", "disputed" or "outdated"
    value: float | None = None  # rating, suitability or availability on the scale −2 … +2
    quantity: float | None = None
    conditions: str = ""
    work: Hashable = None  # what the article is a copy of; None: it is no copy

    @property
    def has_reading(self):
        return self.value is not None or self.quantity is not None


class Verdict(NamedTuple):
    """What a cell says, and how well that stands."""

    state: State
    value: float | None = None  # mean of the voices, −2 … +2; None for quantities and where nothing is read
    low: float | None = None  # lowest and highest voice
    high: float | None = None
    voices: int = 0  # independent voices behind the value
    dissenting: int = 0  # voices that stand two steps or more from the rest
    articles: int = 0  # articles behind the value; where nothing is read, articles that speak at all
    disputed: int = 0  # claims that count half

    @property
    def is_known(self):
        return self.value is not None


def independent_voices(articles):
    """Group articles that are not independent: the same publisher, or copies of each other.

    `articles` is an iterable of (article, publisher, copy_of or None). Returns {article: voice}; two articles
    share a voice exactly if a chain of publishers and copies joins them.
    """
    parent = {}

    def root(node):
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    articles = list(articles)
    for article, publisher, copy_of in articles:
        parent[root(("article", article))] = root(("publisher", publisher))
        if copy_of is not None:
            parent[root(("article", article))] = root(("article", copy_of))
    # The smallest member names the voice, so that the order of the articles does not matter.
    members = defaultdict(list)
    for article, _, _ in articles:
        members[root(("article", article))].append(article)
    return {article: min(group) for group in members.values() for article in group}


def verdict(evidence):
    """Return the Verdict on all public claims of one cell, given as Evidence in any order."""
    evidence = list(evidence)
    if not evidence:
        return Verdict(State.UNKNOWN)
    current = [each for each in evidence if each.state != "outdated"]
    if not current:
        old = [each for each in evidence if each.value is not None]
        found = _of_values(old) if old else Verdict(State.OUTDATED_ONLY)
        return found._replace(state=State.OUTDATED_ONLY, articles=_articles(evidence))
    counting = [each for each in current if each.has_reading]
    if not counting:
        found = Verdict(State.DESCRIBED)
    elif any(each.quantity is not None for each in counting):
        found = _of_quantities([each for each in counting if each.quantity is not None])
    else:
        found = _of_values(counting)
    return found._replace(
        articles=_articles(counting or current), disputed=sum(each.state == "disputed" for each in current)
    )


def _articles(evidence):
    return len({each.article for each in evidence})


def _weight(each):
    return 0.5 if each.state == "disputed" else 1.0


def _mean(pairs):
    """Weighted mean of (value, weight) pairs, exactly the same in every order."""
    return math.fsum(value * weight for value, weight in pairs) / math.fsum(weight for _, weight in pairs)


def _by_voice(evidence, value):
    """Return [(mean value of the voice, weight of the voice)], sorted by value.

    Within a voice an article and its copies are averaged first, so that a copy adds no weight to what it repeats.
    """
    voices = defaultdict(lambda: defaultdict(list))
    for each in evidence:
        work = each.article if each.work is None else each.work
        voices[each.voice][work].append((value(each), _weight(each)))
    found = []
    for works in voices.values():
        means = [(_mean(pairs), max(weight for _, weight in pairs)) for pairs in works.values()]
        found.append((_mean(means), max(weight for _, weight in means)))
    return sorted(found)


def _of_values(evidence):
    voices = _by_voice(evidence, lambda each: each.value)
    state, dissenting = _agreement(voices)
    return Verdict(
        state,
        value=_mean(voices),
        low=voices[0][0],
        high=voices[-1][0],
        voices=len(voices),
        dissenting=dissenting,
    )


def _of_quantities(evidence):
    """Compare figures only where their conditions are the same; the worst disagreement is the cell's state."""
    alike = defaultdict(list)
    for each in evidence:
        alike[" ".join(each.conditions.casefold().split())].append(each)
    states, dissenting = set(), 0
    for group in alike.values():
        state, dissent = _agreement(_by_voice(group, lambda each: math.log2(max(each.quantity, 1e-9))))
        states.add(state)
        dissenting = max(dissenting, dissent)
    worst = next(
        state
        for state in (State.CONTESTED, State.MIXED, State.SUPPORTED, State.SINGLE_SOURCE)
        if state in states
    )
    return Verdict(worst, voices=len({each.voice for each in evidence}), dissenting=dissenting)


def _agreement(voices):
    """Return the state of sorted [(value, weight)] and how many voices stand apart.

    Standing apart are the fewest voices (by weight) without which no two stand two steps or more from each other.
    """
    if len(voices) == 1:
        return State.SINGLE_SOURCE, 0
    if voices[-1][0] - voices[0][0] <= 1:
        return State.SUPPORTED, 0
    together = max(
        ([each for each in voices[start:] if each[0] - voices[start][0] < 2] for start in range(len(voices))),
        key=lambda window: math.fsum(weight for _, weight in window),
    )
    total = math.fsum(weight for _, weight in voices)
    apart = total - math.fsum(weight for _, weight in together)
    state = State.CONTESTED if apart * 3 >= total else State.MIXED
    return state, len(voices) - len(together)
