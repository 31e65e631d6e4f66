"""The questions: one a page, or all on one."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comparisons.evidence import read_sources
from comparisons.models import Framework

from ..models import Questionnaire
from ..sheets import ABSTENTIONS, IMPORTANCE_WORDS, MUST, read_answers, read_questionnaire


def get_sheet(request, slug):
    """Return the AnswerSheet of a request, or raise Http404 for an unknown questionnaire."""
    questionnaire = get_object_or_404(Questionnaire.objects.public(), slug=slug)
    return sheet_of(questionnaire, request.GET)


def sheet_of(questionnaire, query, sources=None):
    """Return the AnswerSheet of a query string or QueryDict."""
    slugs = list(Framework.objects.values_list("slug", flat=True))
    sources = read_sources() if sources is None else sources
    return read_answers(read_questionnaire(questionnaire), query, frameworks=slugs, sources=sources)


@require_safe
def questionnaire_list(request):
    """Offer the questionnaires."""
    questionnaires = Questionnaire.objects.public().with_question_counts()
    return render(request, "questionnaire/questionnaire_list.html", {"questionnaires": questionnaires})


@require_safe
def questionnaire_detail(request, slug):
    """Say what will be asked, and begin; answers in the address are kept."""
    sheet = get_sheet(request, slug)
    return render(
        request,
        "questionnaire/questionnaire_detail.html",
        {
            "sheet": sheet,
            "questionnaire": sheet.questionnaire,
            "query": sheet.query(),
            "problems": sheet.problems,
        },
        status=400 if sheet.problems else 200,
    )


@require_safe
def question_list(request, slug):
    """Ask everything on one page."""
    sheet = get_sheet(request, slug)
    questions = [_printed(sheet, question) for question in sheet.questionnaire.questions]
    return render(
        request,
        "questionnaire/question_list.html",
        {
            "sheet": sheet,
            "questionnaire": sheet.questionnaire,
            "questions": questions,
            "kept": _other_parameters(sheet),
            "problems": sheet.problems,
            "abstentions": ABSTENTIONS.items(),
        },
        status=400 if sheet.problems else 200,
    )


@require_safe
def question_detail(request, slug, question):
    """Ask one question; the form leads on to the next one with every answer so far."""
    sheet = get_sheet(request, slug)
    questions = sheet.questionnaire.questions
    asked = sheet.questionnaire.question(question)
    if asked is None:
        raise Http404("This questionnaire has no such question.")
    position = questions.index(asked)
    result = reverse("questionnaire:result_live", args=[slug])

    def address(index):
        return reverse("questionnaire:question_detail", args=[slug, questions[index].slug])

    is_last = position + 1 == len(questions)
    return render(
        request,
        "questionnaire/question_detail.html",
        {
            "sheet": sheet,
            "questionnaire": sheet.questionnaire,
            "question": _printed(sheet, asked),
            "number": position + 1,
            "next": result if is_last else address(position + 1),
            "is_last": is_last,
            "previous": address(position - 1) if position else "",
            "result": result,
            "kept": sheet.parameters(leave_out=[asked.slug]),
            "steps": [_step(sheet, each, index, position) for index, each in enumerate(questions)],
            "given": given_answers(sheet),
            "conflicts": sheet.conflicts,
            "problems": sheet.problems,
            "abstentions": ABSTENTIONS.items(),
        },
        status=400 if sheet.problems else 200,
    )


def _printed(sheet, question):
    """Return a question as its template prints it."""
    chosen = sheet.chosen(question.slug)
    return {
        "sheet": question,
        "chosen": chosen,
        "importance": sheet.importance(question.slug),
        "importances": [
            (key, word) for key, word in IMPORTANCE_WORDS.items() if key != MUST or question.can_be_must
        ],
        "advised_by": question.advised_by,
    }


def _other_parameters(sheet):
    return sheet.parameters(leave_out=[question.slug for question in sheet.questionnaire.questions])


def _step(sheet, question, index, position):
    if index == position:
        return "now"
    return "done" if sheet.chosen(question.slug) else "open"


def given_answers(sheet):
    """Return the answers so far as [(question, answer's text, importance, address to change it)]."""
    given = []
    for question in sheet.questionnaire.questions:
        chosen = sheet.chosen(question.slug)
        if not chosen:
            continue
        option = question.option(chosen)
        text = option.text if option else ABSTENTIONS[chosen]
        importance = IMPORTANCE_WORDS[sheet.importance(question.slug)] if option else ""
        address = reverse("questionnaire:question_detail", args=[sheet.questionnaire.slug, question.slug])
        given.append((question, text, importance, f"{address}?{sheet.query()}"))
    return given
