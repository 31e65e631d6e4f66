"""Claims that say nearly the same as what an editor is typing, so that no duplicate is born."""

import re
from dataclasses import dataclass

from .models import Claim

STEM = 6  # letters of a word that count
ALIKE = 0.6  # share of common words from which two statements of one article and cell are taken for the same
SHOWN = 5


@dataclass(frozen=True)
class Near:
    """An existing claim, and how much of the typed statement it shares (0 to 1)."""

    claim: Claim
    likeness: float
    is_same_cell: bool

    @property
    def is_duplicate(self):
        return self.is_same_cell and self.likeness >= ALIKE


def stems(statement):
    """Return a statement's words without endings and small words; numbers count whole."""
    words = re.findall(r"[0-9][0-9.,]*|[^\W\d_]+", statement.casefold())
    return frozenset(word[:STEM] for word in words if len(word) > 3 or not word.isalpha())


def likeness(one, other):
    """Return the share of words that two sets of stems have in common."""
    return len(one & other) / len(one | other) if one and other else 0.0


def nearest(article, statement, framework=None, criterion=None, number=SHOWN):
    """Return the Near claims of an article, best first: of the same cell, or with many words in common.

    `framework` None is the field in general. Rejected claims are among them: nobody should add them again.
    """
    wanted = stems(statement)
    found = []
    for claim in Claim.objects.filter(article=article).with_evidence():
        same = criterion is not None and claim.criterion_id == criterion.pk and (
            claim.framework_id == (framework.pk if framework else None)
        )  # fmt: skip
        alike = likeness(wanted, stems(claim.statement))
        if alike >= (0.15 if same else 0.4) or (same and not wanted):
            found.append(Near(claim, alike, same))
    return sorted(found, key=lambda near: (-near.is_same_cell, -near.likeness, near.claim.position))[:number]
