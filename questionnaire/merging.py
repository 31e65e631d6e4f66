"""What must hold where questions, options and questionnaires are merged, and criteria that answers demand."""

from django.db.models import Max, Q

from articles.merging import called, refuses, settles
from comparisons.models import Criterion

from .models import Conflict, Option, Step


@refuses(Criterion)
def demanded_by_must_haves(source, target):
    if source.measure == target.measure:
        return []
    options = Option.objects.filter(required_criterion=source)
    return [
        f"{called(option)} demands it as a must-have, in steps of its measure." for option in options
    ]  # fmt: skip


@refuses(Option)
def of_other_questions_or_at_odds(source, target):
    reasons = []
    if source.question_id != target.question_id:
        reasons.append("They answer different questions.")
    if Conflict.objects.filter(Q(option=source, other=target) | Q(option=target, other=source)).exists():
        reasons.append("They are said to go together badly: delete that conflict first.")
    return reasons


@settles(Step, "questionnaire")
def place_at_the_end(step, questionnaire):
    """Questions that come from another questionnaire are asked last."""
    step.position = (questionnaire.steps.aggregate(last=Max("position"))["last"] or 0) + 1
