"""A questionnaire with a visitor's answers: read from an address, checked, and written back to one.

The address is the state. Each answer stands under its question's slug, how important it is under the slug with
`.importance`; evidence policy and frameworks stand beside them. What means nothing is told, and the rest is used.
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict

from articles.models import Publisher
from comparisons.evidence import EvidencePolicy
from comparisons.forms import repeated
from comparisons.wording import count

from .models import Conflict, Option, Questionnaire
from .scoring import IMPORTANCES, MUST, Answer, Choice, Requirement

ANY, UNKNOWN = "any", "unknown"  # "does not matter", and "I do not know": neither weighs anything
ABSTENTIONS = {ANY: "Does not matter", UNKNOWN: "I do not know"}
IMPORTANCE_WORDS = {"1": "a little", "2": "important", "3": "very important", MUST: "must have"}
DEFAULT_IMPORTANCE = "2"
SUFFIX = ".importance"
MAX_LENGTH = 20_000  # characters of a query that are looked at


@dataclass(frozen=True)
class OptionSheet:
    """One option, ready to print and to score."""

    slug: str
    text: str
    help: str
    choice: Choice
    requirement_name: str = ""  # the criterion that a must-have demands, by name

    @property
    def can_be_must(self):
        return self.choice.requirement is not None


@dataclass(frozen=True)
class QuestionSheet:
    """One question with its options and the articles that advise to ask it."""

    slug: str
    text: str
    help: str
    options: tuple[OptionSheet, ...]
    advised_by: tuple[object, ...]

    def option(self, slug):
        return next((option for option in self.options if option.slug == slug), None)

    @property
    def can_be_must(self):
        return any(option.can_be_must for option in self.options)


@dataclass(frozen=True)
class ConflictSheet:
    """Two answers that hardly go together."""

    one: tuple[str, str]
    other: tuple[str, str]
    message: str


@dataclass(frozen=True)
class QuestionnaireSheet:
    """A questionnaire as plain values, read in a fixed number of queries."""

    slug: str
    name: str
    summary: str
    questions: tuple[QuestionSheet, ...]
    conflicts: tuple[ConflictSheet, ...]

    def question(self, slug):
        return next((question for question in self.questions if question.slug == slug), None)

    @property
    def criteria(self):
        """Return the ids of all criteria that any answer weighs or demands."""
        found = set()
        for question in self.questions:
            for option in question.options:
                found |= set(option.choice.weights)
                if option.choice.requirement:
                    found.add(option.choice.requirement.criterion)
        return found


def read_questionnaire(questionnaire: Questionnaire) -> QuestionnaireSheet:
    """Read a questionnaire with everything in it, in five queries."""
    steps = list(
        questionnaire.steps.select_related("question").prefetch_related("question__advised_by__publisher")
    )
    questions = [step.question for step in steps]
    options = (
        Option.objects.filter(question__in=questions)
        .select_related("required_criterion", "question")
        .prefetch_related("weights")
        .order_by("position", "slug")
    )
    by_question = {}
    for option in options:
        requirement = (
            Requirement(option.required_criterion_id, option.required_value)
            if option.required_criterion
            else None
        )
        weights = {weight.criterion_id: weight.weight for weight in option.weights.all()}
        by_question.setdefault(option.question_id, []).append(
            OptionSheet(
                option.slug,
                option.text,
                option.help,
                Choice(option.question.slug, option.slug, weights, requirement),
                option.required_criterion.name if option.required_criterion else "",
            )
        )
    conflicts = Conflict.objects.filter(
        option__question__in=questions, other__question__in=questions
    ).select_related("option__question", "other__question")
    return QuestionnaireSheet(
        questionnaire.slug,
        questionnaire.name,
        questionnaire.summary,
        tuple(
            QuestionSheet(
                question.slug,
                question.text,
                question.help,
                tuple(by_question.get(question.id, ())),
                tuple(question.advised_by.all()),
            )
            for question in questions
        ),
        tuple(
            ConflictSheet(
                (each.option.question.slug, each.option.slug),
                (each.other.question.slug, each.other.slug),
                each.message,
            )
            for each in conflicts
        ),
    )


@dataclass
class AnswerSheet:
    """A visitor's answers to a questionnaire, with everything else that the address says."""

    questionnaire: QuestionnaireSheet
    answers: dict[str, Answer] = field(default_factory=dict)  # by question: those that weigh
    abstentions: dict[str, str] = field(default_factory=dict)  # by question: ANY or UNKNOWN
    frameworks: list[str] = field(default_factory=list)  # slugs; empty: the default choice
    policy: EvidencePolicy = field(default_factory=EvidencePolicy)
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def answered(self):
        return len(self.answers) + len(self.abstentions)

    @property
    def conflicts(self):
        """Return the conflicts between the answers given."""
        chosen = {(slug, answer.choice.option) for slug, answer in self.answers.items()}
        return [
            conflict
            for conflict in self.questionnaire.conflicts
            if conflict.one in chosen and conflict.other in chosen
        ]

    @property
    def unsure(self):
        """Return the questions that were answered with “I do not know”."""
        return [each for each in self.questionnaire.questions if self.abstentions.get(each.slug) == UNKNOWN]

    def chosen(self, question):
        """Return the slug of what was chosen for a question: an option, ANY, UNKNOWN or ''."""
        answer = self.answers.get(question)
        return answer.choice.option if answer else self.abstentions.get(question, "")

    def importance(self, question):
        answer = self.answers.get(question)
        return answer.importance if answer else DEFAULT_IMPORTANCE

    def parameters(self, *, leave_out=()):
        """Return the query as [(name, value)] in the questionnaire's order, without some questions."""
        pairs = []
        for question in self.questionnaire.questions:
            chosen = self.chosen(question.slug)
            if chosen and question.slug not in leave_out:
                pairs.append((question.slug, chosen))
                if self.importance(question.slug) != DEFAULT_IMPORTANCE:
                    pairs.append((question.slug + SUFFIX, self.importance(question.slug)))
        pairs += [("framework", slug) for slug in self.frameworks]
        if self.policy.since:
            pairs.append(("since", self.policy.since))
        pairs += [("publisher_kind", kind) for kind in self.policy.publisher_kinds]
        pairs += [("without", slug) for slug in self.policy.without]
        return pairs

    def is_written_by(self, query):
        """Return whether a query string says just this, in any order: nothing empty, no defaults."""
        pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "format"]
        return sorted(pairs) == sorted(self.parameters())

    def query(self, **kwargs):
        return urlencode(self.parameters(**kwargs))

    def with_answer(self, question, option, importance=None):
        """Return the query with one answer changed."""
        pairs = self.parameters(leave_out=[question])
        pairs.append((question, option))
        if importance and importance != DEFAULT_IMPORTANCE:
            pairs.append((question + SUFFIX, importance))
        return urlencode(pairs)


def read_answers(questionnaire, query, *, frameworks, sources):
    """Return the AnswerSheet of a query string or QueryDict.

    `frameworks` are the slugs that exist, `sources` {id: Source} of all articles. Nothing raises: what is wrong is
    told in `problems` as (name, message).
    """
    sheet = AnswerSheet(questionnaire)
    if len(query if isinstance(query, str) else query.urlencode()) > MAX_LENGTH:
        sheet.problems.append(
            ("address", f"It is longer than {MAX_LENGTH:,} characters; nothing of it was read.")
        )
        return sheet
    if isinstance(query, str):
        query = QueryDict(query)
    names = {question.slug for question in questionnaire.questions}
    known = (
        names
        | {name + SUFFIX for name in names}
        | {"framework", "since", "publisher_kind", "without", "format"}
    )
    strange = [name for name in query if name not in known]
    for name in strange[:3]:
        sheet.problems.append((name[:60], "This questionnaire has no such question."))
    if len(strange) > 3:
        sheet.problems.append(("address", f"{count(len(strange) - 3, 'more name')} in it mean nothing here."))
    for question in questionnaire.questions:
        _read_answer(sheet, question, query)
    _read_frameworks(sheet, query, frameworks)
    _read_policy(sheet, query, sources)
    return sheet


def _one(sheet, query, name):
    """Return a parameter's value, the first where it is given more than once (which is told)."""
    values = query.getlist(name)
    if len(values) > 1:
        sheet.problems.append((name, f"It is answered {len(values)} times; the first answer is used."))
    return values[0] if values else ""


def _read_answer(sheet, question, query):
    chosen = _one(sheet, query, question.slug)
    importance = _one(sheet, query, question.slug + SUFFIX) or DEFAULT_IMPORTANCE
    if importance not in IMPORTANCES:
        sheet.problems.append(
            (question.slug + SUFFIX, f"{repeated(importance)} is not one of: {', '.join(IMPORTANCES)}.")
        )
        importance = DEFAULT_IMPORTANCE
    if not chosen:
        return
    if chosen in ABSTENTIONS:
        sheet.abstentions[question.slug] = chosen
        return
    option = question.option(chosen)
    if option is None:
        sheet.problems.append((question.slug, f"{repeated(chosen)} is not one of its answers."))
        return
    if importance == MUST and not option.can_be_must:
        sheet.problems.append(
            (question.slug + SUFFIX, "This answer cannot be a must-have; it counts as very important.")
        )
        importance = "3"
    sheet.answers[question.slug] = Answer(option.choice, importance)


def _read_frameworks(sheet, query, frameworks):
    wanted = list(dict.fromkeys(query.getlist("framework")))
    unknown = [slug for slug in wanted if slug not in frameworks]
    for slug in unknown[:3]:
        sheet.problems.append(("framework", f"No framework is called {repeated(slug)}."))
    sheet.frameworks = [slug for slug in frameworks if slug in wanted]
    if len(sheet.frameworks) == 1:
        sheet.problems.append(
            ("framework", "One framework alone cannot be ranked; the usual ones are shown.")
        )
        sheet.frameworks = []


def _read_policy(sheet, query, sources):
    since = _one(sheet, query, "since")
    if since and not (len(since) == 4 and since.isascii() and since.isdigit()):
        sheet.problems.append(("since", f"{repeated(since)} is not a year."))
        since = ""
    kinds = []
    for kind in dict.fromkeys(query.getlist("publisher_kind")):
        if kind in Publisher.Kind.values:
            kinds.append(kind)
        else:
            sheet.problems.append(("publisher_kind", f"{repeated(kind)} is not a kind of publisher."))
    present = {source.publisher_kind for source in sources.values()}
    if present <= set(kinds):
        kinds = []
    slugs = {source.slug for source in sources.values()}
    without = []
    for slug in dict.fromkeys(query.getlist("without")):
        if slug in slugs:
            without.append(slug)
        else:
            sheet.problems.append(("without", f"No article is called {repeated(slug)}."))
    sheet.problems[:] = sheet.problems[:20]
    sheet.policy = EvidencePolicy(since, tuple(kinds), tuple(without))
