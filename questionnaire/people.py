"""The people in a room: who has answered what, what they are called, and their answers as one sheet."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from articles.slugs import todays_slugs
from comparisons import wording
from comparisons.models import Framework

from .former_names import todays_queries
from .models import Member
from .sheets import AnswerSheet, read_answers

NAMED = 3  # people that a cell names before it counts the rest
DECIDED = ("framework", "since", "publisher_kind", "without", "format")  # not by a single member


@dataclass(frozen=True)
class Person:
    """A member who has answered, with the name that the page calls them by."""

    member: Member
    name: str
    sheet: AnswerSheet
    is_you: bool = False


class People(NamedTuple):
    """Some members as a cell names them: the first few, and how many more."""

    named: list[Person]
    more: int = 0

    @property
    def html(self):
        """Return 'you, Ada and 3 more' as HTML in which every name keeps its own direction of writing."""
        parts = ["you" if each.is_you else format_html("<bdi>{}</bdi>", each.name) for each in self.named]
        parts += [f"{self.more} more"] * bool(self.more)
        return mark_safe(wording.listing(parts))


def some_of(people):
    """Return People as a cell names them, you first."""
    people = sorted(people, key=lambda person: not person.is_you)
    return People(people[:NAMED], max(0, len(people) - NAMED))


def people_of(room, questionnaire, you=None):
    """Return the Person of everybody who has answered, in the order in which they joined."""
    members = list(room.members.answered())
    names = names_of(members)
    sheets = own_sheets(questionnaire, [member.query for member in members])
    return [
        Person(member, names[member.pk], sheet, member == you)
        for member, sheet in zip(members, sheets, strict=True)
    ]


def names_of(members):
    """Return {pk: name} with a number behind names that several members have."""
    names = [str(member) for member in members]
    counts, found = {}, {}
    for member, name in zip(members, names, strict=True):
        counts[name] = counts.get(name, 0) + 1
        found[member.pk] = name if names.count(name) == 1 else f"{name} ({counts[name]})"
    return found


def own_sheet(questionnaire, query):
    """Return the AnswerSheet of one member's answers: questions only, the room decides the rest."""
    (sheet,) = own_sheets(questionnaire, [query])
    return sheet


def own_sheets(questionnaire, queries):
    """Return the AnswerSheets of several members' answers; what was renamed since is looked up for all at once."""
    sheets = [_read(questionnaire, query) for query in queries]
    strange = [place for place, sheet in enumerate(sheets) if sheet.problems]
    if strange:
        for place, query in zip(strange, todays_queries([queries[each] for each in strange]), strict=True):
            if query:
                sheets[place] = _read(questionnaire, query)
    return sheets


def _read(questionnaire, query):
    return read_answers(questionnaire, query, frameworks=(), sources={})


def sent_sheet(questionnaire, data):
    """Return the AnswerSheet of a form that a member sent; what is not theirs to decide is a problem."""
    answers = data.copy()
    answers.pop("action", None)
    decided = [name for name in DECIDED if answers.pop(name, None)]
    sheet = own_sheet(questionnaire, answers.urlencode())
    sheet.problems += [(name, "The room decides this for everybody.") for name in decided]
    return sheet


def considered_in(room, frameworks):
    """Return the slugs of the frameworks that a room considers; [] for the usual ones."""
    known = {framework.slug for framework in frameworks}
    gone = [slug for slug in room.frameworks if slug not in known]
    wanted = {*room.frameworks, *todays_slugs(Framework.objects.all(), gone).values()}
    chosen = [framework.slug for framework in frameworks if framework.slug in wanted]
    return chosen if len(chosen) > 1 else []


def pooled(questionnaire, people, frameworks):
    """Return one AnswerSheet of all answers, so that its weights are the sums of everybody's.

    Its answers stand under (question, member) instead of the question, which several have answered.
    """
    answers = {
        (slug, person.member.pk): answer for person in people for slug, answer in person.sheet.answers.items()
    }
    return AnswerSheet(questionnaire, answers=answers, frameworks=frameworks)
