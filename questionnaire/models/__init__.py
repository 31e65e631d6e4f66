"""What we ask: questionnaires as data, saved results, and team rooms."""

from .question import Conflict, Option, Question, Questionnaire, Step, Weight
from .result import Result
from .room import Member, Room

__all__ = ["Conflict", "Member", "Option", "Question", "Questionnaire", "Result", "Room", "Step", "Weight"]
