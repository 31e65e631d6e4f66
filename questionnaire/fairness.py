"""Is the questionnaire fair? With how many combinations of answers each framework wins.

Every combination is tried where there are few enough, else a seeded sample, so that the report is the same each time.
Importance is left out: it only stretches what an answer gives.
"""

import itertools
import math
import random
from dataclasses import dataclass

from .outcomes import outcome_of
from .scoring import UNKNOWN
from .sheets import AnswerSheet

EXACT = 20_000  # combinations that are still all tried
SAMPLES = 3_000
SEED = 20261121


@dataclass(frozen=True)
class Share:
    """How often a framework leads alone, and how often together with others."""

    framework: object
    wins: int
    ties: int


@dataclass(frozen=True)
class Report:
    """The fairness of one questionnaire on today's knowledge base."""

    questionnaire: object
    combinations: int  # how many there are
    tried: int
    shares: list[Share]
    never: list[object]  # frameworks that led for no combination tried

    @property
    def is_exact(self):
        return self.tried == self.combinations


def report_of(questionnaire, *, frameworks=None, sources=None, samples=SAMPLES, seed=SEED):
    """Return the Report of a QuestionnaireSheet; each question may also be left unanswered."""
    outcome = outcome_of(
        AnswerSheet(questionnaire), frameworks=frameworks, sources=sources, with_changes=False
    )
    ids = [framework.id for framework in outcome.frameworks]
    gains = [
        [
            (0,) * len(ids),
            *(
                tuple(
                    sum(
                        weight * (outcome.values.get((framework, criterion), UNKNOWN).tenths or 0)
                        for criterion, weight in option.choice.weights.items()
                    )
                    for framework in ids
                )
                for option in question.options
            ),
        ]
        for question in questionnaire.questions
    ]
    combinations = math.prod(len(options) for options in gains)
    if combinations <= EXACT:
        tried = itertools.product(*gains)
        number = combinations
    else:
        chance = random.Random(seed)
        tried = ([chance.choice(options) for options in gains] for _ in range(samples))
        number = samples
    wins, ties = [0] * len(ids), [0] * len(ids)
    for chosen in tried:
        totals = [sum(column) for column in zip(*chosen, strict=True)] or [0] * len(
            ids
        )  # nothing asked: a tie
        best = max(totals, default=0)
        leaders = [index for index, total in enumerate(totals) if total == best]
        for index in leaders:
            (wins if len(leaders) == 1 else ties)[index] += 1
    shares = [
        Share(framework, wins[index], ties[index]) for index, framework in enumerate(outcome.frameworks)
    ]
    never = [share.framework for share in shares if not share.wins]
    return Report(questionnaire, combinations, number, shares, never)
