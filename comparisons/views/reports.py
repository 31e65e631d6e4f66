"""What visitors say of a claim, without an account: a report of a mistake, a reply of the framework's own people."""

from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ..forms import repeated
from ..models import Claim
from ..models.report import Report
from ..report_forms import ReplyForm, ReportForm
from ..reports import Flooded, SentBefore, change_since, public_revision, receive
from ..stamps import new_stamp
from .errors import get_named_or_404
from .origins import same_site


class SeeOther(HttpResponseRedirect):
    """Leads to a page that is only read, so that a reload sends nothing again."""

    status_code = 303


def visitors_form(view):
    """Mark a view as a form for everybody: no token and no cookie, taken from our own pages, kept and listed by nobody.

    No cache may keep it, since its stamp is good for one visitor.
    """

    @csrf_exempt  # nobody is signed in, so nobody's session can be misused
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.method == "POST" and not same_site(request):
            response = render(request, "403.html", status=403)
        else:
            response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return checked


def get_public_claim(slug):
    return get_named_or_404(Claim.objects.public().with_evidence(), slug, "claim")


@visitors_form
def report_new(request, slug):
    """Take a visitor's report of a mistake in a claim."""
    return _sent_or_asked(request, get_public_claim(slug), ReportForm, "comparisons/report_new.html")


@visitors_form
def report_reply(request, slug):
    """Take a reply of the people of a claim's framework."""
    claim = get_public_claim(slug)
    if claim.framework is None:
        raise Http404("This claim speaks of the field in general: there is no project that could reply.")
    return _sent_or_asked(request, claim, ReplyForm, "comparisons/report_reply.html")


@require_safe
def report_sent(request, slug):
    """Thank, and say what happens next. The page is the same for everybody and whatever was sent."""
    response = render(request, "comparisons/report_sent.html", {"claim": get_public_claim(slug)})
    response["X-Robots-Tag"] = "noindex"
    return response


def _sent_or_asked(request, claim, form_class, template):
    """Keep what was sent and lead on, or show the form with everything that was typed and what is wrong with it."""
    if request.method != "POST":
        record, problems = _record_read(claim, request.GET.get("revision"))
        return _page(request, template, form_class(claim=claim), claim, record, problems)
    try:
        posted = request.POST
    except RequestDataTooBig:
        problems = [("Form", "It is too long to be read. Nothing was kept.")]
        return _page(request, template, form_class(claim=claim), claim, claim, problems, status=413)
    sent = SeeOther(reverse("comparisons:report_sent", args=[claim.slug]))
    if posted.get("topic"):  # nobody sees this field, so only a program fills it; it need not know
        return sent
    form = form_class(posted, claim=claim)
    record, problems = _record_read(claim, posted.get("revision"))
    problems += form.problems
    if problems:
        return _page(request, template, form, claim, record, problems)
    if _newest_shown(posted, record) < claim.revision:
        problems = [
            ("Claim", "It was changed while you wrote. Your text is still here: compare, then send it again.")
        ]
        return _page(request, template, form, claim, record, problems, status=409)  # fmt: skip
    report = Report(
        slug=form.cleaned_data["stamp"],
        claim=claim,
        claim_revision=record.revision,
        kind=form.kind,
        text=form.cleaned_data["text"],
        evidence=form.cleaned_data["evidence"],
        name=form.cleaned_data.get("name", ""),
    )
    try:
        receive(report)
    except SentBefore:
        problems = [("Form", "It was sent already, with another text. Send it again if you mean both.")]
        fresh = new_stamp(form.purpose)
        return _page(request, template, form, claim, record, problems, status=409, stamp=fresh)
    except Flooded as refusal:
        problems = [("Not taken yet", f"{refusal} Your text is still here: keep a copy of it.")]
        response = _page(request, template, form, claim, record, problems, status=429)
        response["Retry-After"] = str(refusal.retry_after)
        return response
    return sent


def _record_read(claim, wanted):
    """Return the revision of a claim that the visitor read and []; or the newest, and what is wrong with the number."""
    if not wanted:
        return claim, []
    record = public_revision(claim, _number(wanted))
    if record is None:
        return claim, [
            ("revision", f"{repeated(wanted)} is not the number of a public revision of this claim.")
        ]
    return record, []  # fmt: skip


def _newest_shown(posted, record):
    """Return the newest revision that stood on the visitor's form: the one they read, if nothing else is said."""
    return _number(posted.get("shown", "")) or record.revision


def _number(text):
    """Return a whole number below ten million, or 0 for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _page(request, template, form, claim, record, problems, *, status=None, stamp=None):
    context = {
        "claim": claim,
        "record": record,
        "change": change_since(claim, record),
        "form": form,
        "written": form.written,
        "stamp": stamp or form.stamp_to_send,
        "problems": problems,
    }
    return render(request, template, context, status=status or (400 if problems else 200))
