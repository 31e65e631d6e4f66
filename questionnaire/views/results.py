"""Results: live from the address, saved and frozen, and the maker's page to rename, extend or delete."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comparisons import marks
from comparisons.evidence import read_sources
from comparisons.models import Framework
from comparisons.views.origins import same_site

from .. import records
from ..former_names import todays_queries
from ..forms import ResultForm
from ..models import Questionnaire, Result
from ..outcomes import outcome_of
from ..privacy import private
from ..qrcodes import qr_code
from ..sheets import ABSTENTIONS, IMPORTANCE_WORDS, MUST
from ..twins import twin_of
from .questions import given_answers, sheet_of

FORMATS = ("html", "md", "csv", "json")


def outcome_for(questionnaire, query):
    """Return the Outcome for a query string or QueryDict, from today's knowledge base."""
    sources = read_sources()
    sheet = sheet_of(questionnaire, query, sources)
    return outcome_of(sheet, sources=sources)


def outcome_context(outcome):
    """Return what the outcome's templates print."""
    names = {each.cell.mark for line in outcome.lines for each in line.cells}
    names |= {cell.mark for place in outcome.places for _, cell in place.missed}
    return {
        "outcome": outcome,
        "sheet": outcome.sheet,
        "questionnaire": outcome.sheet.questionnaire,
        "given": given_answers(outcome.sheet),
        "sprite": marks.sprite(names),
        "what_if": _what_if(outcome.sheet),
    }


def _what_if(sheet):
    """Return [(words, query)] that make each must-have only very important."""
    found = []
    for question in sheet.questionnaire.questions:
        answer = sheet.answers.get(question.slug)
        if answer and answer.importance == MUST:
            option = question.option(answer.choice.option)
            found.append((option.text, sheet.with_answer(question.slug, option.slug, "3")))
    return found


@require_safe
def result_live(request, slug):
    """Show what today's knowledge base says to the answers in the address."""
    questionnaire = get_object_or_404(Questionnaire.objects.public(), slug=slug)
    sources = read_sources()
    sheet = sheet_of(questionnaire, request.GET, sources)
    if (
        not sheet.problems
        and "format" not in request.GET
        and not sheet.is_written_by(request.META["QUERY_STRING"])
    ):
        return redirect(f"{request.path}?{sheet.query()}" if sheet.query() else request.path)
    outcome = outcome_of(sheet, sources=sources)
    problems = list(sheet.problems)
    wanted = request.GET.get("format", "html")
    if wanted not in FORMATS:
        problems.append(("format", f"It is one of: {', '.join(FORMATS)}."))
    elif wanted != "html" and not problems and not outcome.is_too_early:
        address = request.build_absolute_uri(f"{request.path}?{outcome.sheet.query()}")
        return records.response(wanted, records.record_of(outcome, address=address))
    context = outcome_context(outcome)
    context |= {
        "problems": problems,
        "query": outcome.sheet.query(),
        "questions": _adjustable(outcome.sheet),
        "frameworks": Framework.objects.all(),
        "considered": {framework.slug for framework in outcome.frameworks},
        "kept_policy": _policy_parameters(outcome.sheet),
        "form": ResultForm(),
    }
    return render(request, "questionnaire/result_live.html", context, status=400 if problems else 200)


def _policy_parameters(sheet):
    questions = [question.slug for question in sheet.questionnaire.questions]
    return [pair for pair in sheet.parameters(leave_out=questions) if pair[0] != "framework"]


def _adjustable(sheet):
    """Return the questions with what can be chosen in place: [(question, chosen, importance, options, importances)]."""
    rows = []
    for question in sheet.questionnaire.questions:
        options = [("", "not answered")] + [(option.slug, option.text) for option in question.options]
        options += list(ABSTENTIONS.items())
        importances = [
            (key, word) for key, word in IMPORTANCE_WORDS.items() if key != MUST or question.can_be_must
        ]
        rows.append(
            (question, sheet.chosen(question.slug), sheet.importance(question.slug), options, importances)
        )
    return rows


@csrf_exempt  # nobody is signed in, and the page that holds the form is the same for everyone
@require_POST
@private
def result_save(request, slug):
    """Freeze the result of the answers in the address, and lead the maker to its private page."""
    if not same_site(request):
        return render(request, "403.html", status=403)
    questionnaire = get_object_or_404(Questionnaire.objects.public(), slug=slug)
    outcome = outcome_for(questionnaire, request.GET)
    form = ResultForm(request.POST)
    if outcome.sheet.problems or outcome.is_too_early or not form.is_valid():
        problems = [*outcome.sheet.problems, *form.problems]
        if outcome.is_too_early:
            problems.append(
                ("answers", f"{outcome.answers_missing} more are needed before a result can be saved.")
            )
        context = outcome_context(outcome)
        context |= {
            "problems": problems,
            "query": outcome.sheet.query(),
            "sent": [text for text in (request.POST.get("title"), request.POST.get("note")) if text],
        }
        return render(request, "questionnaire/result_refused.html", context, status=400)
    result = Result(
        questionnaire=questionnaire.slug,
        title=form.cleaned_data["title"],
        note=form.cleaned_data["note"],
        query=outcome.sheet.query(),
    )
    token, maker = result.make_tokens()
    address = request.build_absolute_uri(reverse("questionnaire:result_saved", args=[token]))
    result.data = records.record_of(outcome, address=address)
    result.frozen = render_to_string(
        "questionnaire/_outcome.html", outcome_context(outcome) | {"is_frozen": True}
    )
    Result.objects.expired().delete()  # what has come to its end goes when the next one is made
    result.save()
    return redirect("questionnaire:result_edit", token, maker)


def get_result(token):
    """Return the result behind a token. Unknown, expired and deleted ones look the same."""
    result = Result.objects.with_token(token)
    if result is None:
        raise Http404("No result has this address. It may have been deleted, or its time is over.")
    return result


@require_safe
@private
def result_saved(request, token):
    """Show a saved result as it was, and beside it what today's knowledge base says."""
    result = get_result(token)
    wanted = request.GET.get("format", "html")
    if wanted in FORMATS[1:]:
        return records.response(wanted, result.data | {"title": result.title, "note": result.note})
    address = request.build_absolute_uri(request.path)
    context = {"result": result, "twin": _twin(result), "address": address, "qr": qr_code(address)}
    return render(request, "questionnaire/result_saved.html", context)


def _twin(result):
    try:
        questionnaire = Questionnaire.objects.get_by_natural_key(result.questionnaire)
    except Questionnaire.DoesNotExist:
        return None
    (query,) = todays_queries([result.query])
    return twin_of(result, outcome_for(questionnaire, query))


@csrf_exempt  # the maker's token is the authority, and no other site knows it
@require_http_methods(["GET", "HEAD", "POST"])
@private
def result_edit(request, token, maker):
    """Let whoever made a result rename it, let it live longer, or delete it."""
    result = get_result(token)
    if not result.is_made_by(maker):
        raise Http404("No result has this address. It may have been deleted, or its time is over.")
    form = ResultForm(request.POST or None, initial={"title": result.title, "note": result.note})
    done, problems = "", []
    if request.method == "POST":
        if not same_site(request):
            return render(request, "403.html", status=403)
        action = request.POST.get("action")
        if action == "delete":
            result.delete()
            return render(request, "questionnaire/result_deleted.html")
        if action == "extend":
            result.extend()
            done = "It now lives for another half year."
            form = ResultForm(initial={"title": result.title, "note": result.note})
        elif action == "rename" and form.is_valid():
            result.title, result.note = form.cleaned_data["title"], form.cleaned_data["note"]
            result.save(update_fields=["title", "note"])
            done = "Title and note are saved."
        elif action != "rename":
            form = ResultForm(initial={"title": result.title, "note": result.note})
            problems = [("action", "It is one of: rename, extend, delete. Nothing was changed.")]
    address = request.build_absolute_uri(reverse("questionnaire:result_saved", args=[token]))
    context = {
        "result": result, "form": form, "done": done, "address": address, "qr": qr_code(address),
        "edit_address": request.build_absolute_uri(request.path), "problems": problems + (form.problems if form.is_bound else []),
    }  # fmt: skip
    return render(
        request, "questionnaire/result_edit.html", context, status=400 if context["problems"] else 200
    )
