"""Hypothesis for this suite: `from tests.properties import given, st`.

The same examples in every run, so that a failure is never luck, and no deadline, so that no machine is too slow.
To search further: HYPOTHESIS_EXAMPLES=10000 .venv/bin/python -m pytest tests/comparisons/test_verdicts.py
"""

import os

from hypothesis import assume, given, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "0"))

settings.register_profile(
    "suite", deadline=None, database=None, derandomize=not EXAMPLES, max_examples=EXAMPLES or 100
)
settings.load_profile("suite")

__all__ = ["assume", "given", "settings", "st"]
