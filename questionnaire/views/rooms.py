"""Team rooms: opened by anybody, joined through one link, answered alone, read together."""

from functools import wraps
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comparisons import marks
from comparisons.forms import repeated
from comparisons.models import Framework
from comparisons.views.errors import page_not_found
from comparisons.views.origins import same_site

from .. import rooms, team_records
from ..forms import NameForm, RoomForm
from ..models import Member, Questionnaire, Room
from ..people import considered_in, own_sheet, sent_sheet
from ..privacy import private
from ..qrcodes import qr_code
from ..sheets import ABSTENTIONS, read_questionnaire
from ..teams import team_of
from .questions import _printed, given_answers
from .results import FORMATS

GONE = "No room has this address. It may have been deleted, or its time is over."


def room_page(view):
    """Mark a view as a private page: its forms are taken from our own pages, and what is gone is told privately too.

    Nobody is signed in. The tokens in the address are the authority, and no other site knows them.
    """

    @csrf_exempt
    @private
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.method == "POST" and not same_site(request):
            return render(request, "403.html", status=403)
        try:
            return view(request, *args, **kwargs)
        except Http404 as missing:
            return page_not_found(request, missing)
        except (Room.DoesNotExist, Member.DoesNotExist):  # deleted while the form was on its way
            return page_not_found(request, Http404(GONE))

    return checked


def get_room(token):
    """Return the room behind a token. Unknown, expired and deleted ones look the same."""
    room = Room.objects.select_related("questionnaire").with_token(token)
    if room is None:
        raise Http404(GONE)
    return room


def get_made_room(token, maker):
    """Return the room of its maker. A wrong maker's token looks like a room that is gone."""
    room = get_room(token)
    if not room.is_made_by(maker):
        raise Http404(GONE)
    return room


def get_member(room, token):
    """Return the member of a private token. A wrong one looks like a room that is gone."""
    member = room.members.with_token(token)
    if member is None:
        raise Http404(GONE)
    return member


def shown_team(room, member=None):
    """Return the Team whose joint result may be seen, or None: of open rooms only by members who have answered."""
    if not (room.is_closed or (member and member.answered_at)):
        return None
    team = team_of(room, you=member)
    return team if team.people else None


# --- Opening a room ----------------------------------------------------------------------------


@room_page
def room_new(request, slug):
    """Open a room for a team, and lead its maker to the page that only they have."""
    questionnaire = get_object_or_404(Questionnaire.objects.public(), slug=slug)
    frameworks = list(Framework.objects.all())
    form = RoomForm(request.POST if request.method == "POST" else None, frameworks=frameworks)
    if form.is_valid():
        room = Room(
            questionnaire=questionnaire,
            title=form.cleaned_data["title"],
            frameworks=form.cleaned_data["framework"],
        )
        Room.objects.expired().delete()  # what has come to its end goes when the next one is made
        token, maker = room.make_tokens()
        room.save()
        return redirect("questionnaire:room_manage", token, maker)
    context = {
        "questionnaire": questionnaire,
        "frameworks": frameworks,
        "form": form,
        "chosen": request.POST.getlist("framework"),
        "problems": form.problems,
    }
    return render(request, "questionnaire/room_new.html", context, status=400 if form.problems else 200)


# --- The page that the team shares -------------------------------------------------------------


@room_page
def room_detail(request, token):
    """Say what the room is and let people in; show the joint result once the room is closed."""
    room = get_room(token)
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _join(request, room, token, form.cleaned_data["name"])
    team = shown_team(room)
    if _wanted_file(request) and team:
        return _file(request, team, token)
    problems = form.problems + _format_problems(request, team, "It can be had once the room is closed.")
    context = _context(room, team) | {
        "form": form,
        "considered": _considered(room),
        "problems": problems,
    }
    return render(request, "questionnaire/room_detail.html", context, status=400 if problems else 200)


def _join(request, room, token, name):
    try:
        return redirect("questionnaire:room_member", token, rooms.join(room, name))
    except (rooms.RoomIsClosed, rooms.RoomIsFull) as refusal:
        return _refused(request, room, refusal, token, name=name)


def _considered(room):
    """Return the frameworks that the room considers; [] for the usual ones."""
    frameworks = list(Framework.objects.all())
    slugs = considered_in(room, frameworks)
    return [framework for framework in frameworks if framework.slug in slugs]


# --- A member's own page -----------------------------------------------------------------------


@room_page
def room_member(request, token, member):
    """Let a member answer, change and delete their answers, and see the joint result once they have answered."""
    room = get_room(token)
    member = get_member(room, member)
    if request.method != "POST":
        return _member_page(request, room, member, token)
    action = request.POST.get("action", "answer")
    if action == "answer":
        return _answer(request, room, member, token)
    if action == "rename":
        return _rename(request, room, member, token)
    if action == "delete":
        rooms.forget_answers(room, member)
        return _member_page(request, room, member, token, done="Your answers are deleted.")
    problem = ("action", f"{repeated(action)} is not one of: answer, rename, delete.")
    return _member_page(request, room, member, token, problems=[problem])


def _answer(request, room, member, token):
    """Store the answers that were sent, and lead back to the page so that a reload sends nothing again."""
    sheet = sent_sheet(read_questionnaire(room.questionnaire), request.POST)
    if not sheet.answered and not sheet.problems:
        sheet.problems.append(("answers", "Answer at least one question."))
    try:
        if sheet.problems and not room.is_closed:
            return _member_page(request, room, member, token, problems=sheet.problems, sheet=sheet)
        rooms.answer(room, member, sheet.query())
    except rooms.RoomIsClosed as refusal:
        return _refused(request, room, refusal, token, sheet=sheet)
    return redirect(request.path)


def _rename(request, room, member, token):
    form = NameForm(request.POST)
    if not form.is_valid():
        return _member_page(request, room, member, token, problems=form.problems)
    rooms.rename(room, member, form.cleaned_data["name"])
    return _member_page(request, room, member, token, done="Your name is saved.")


def _member_page(request, room, member, token, *, done="", problems=(), sheet=None):
    """Render a member's page; `sheet` holds answers that were sent and not accepted."""
    team = shown_team(room, member)
    if _wanted_file(request) and team:
        return _file(request, team, token)
    problems = [*problems, *_format_problems(request, team, "It can be had once you have answered.")]
    questionnaire = team.questionnaire if team else read_questionnaire(room.questionnaire)
    sheet = sheet or own_sheet(questionnaire, member.query)
    context = _context(room, team) | {
        "member": member,
        "given": given_answers(sheet),
        "questions": [_printed(sheet, question) for question in questionnaire.questions],
        "abstentions": ABSTENTIONS.items(),
        "own_address": request.build_absolute_uri(request.path),
        "own_result": _own_result(room, sheet),
        "done": done,
        "problems": problems,
    }
    return render(request, "questionnaire/room_member.html", context, status=400 if problems else 200)


def _own_result(room, sheet):
    """Return the address at which answers give their own result, without the room."""
    frameworks = considered_in(room, list(Framework.objects.all())) if room.frameworks else []
    pairs = sheet.parameters() + [("framework", slug) for slug in frameworks]
    return f"{reverse('questionnaire:result_live', args=[room.questionnaire.slug])}?{urlencode(pairs)}"


# --- The maker's page --------------------------------------------------------------------------


@room_page
def room_manage(request, token, maker):
    """Let whoever opened a room invite people, close it, let it live longer, or delete it."""
    room = get_made_room(token, maker)
    done, problems = "", []
    action = request.POST.get("action", "") if request.method == "POST" else None
    if action == "delete":
        rooms.delete(room)
        return render(request, "questionnaire/room_deleted.html")
    if action == "close":
        room, done = rooms.close(room), "The room is closed. Whoever has the link sees the joint result."
    elif action == "extend":
        room, done = rooms.extend(room), "It now lives for another half year."
    elif action is not None:
        problems = [("action", f"{repeated(action)} is not one of: close, extend, delete.")]
    address = _address(request, token)
    context = _context(room) | {
        "joined": room.members.count(),
        "address": address,
        "qr": qr_code(address),
        "own_address": request.build_absolute_uri(request.path),
        "done": done,
        "problems": problems,
    }
    return render(request, "questionnaire/room_manage.html", context, status=400 if problems else 200)


# --- What they share ---------------------------------------------------------------------------


def _context(room, team=None):
    """Return what every page of a room prints."""
    return {
        "room": room,
        "questionnaire": room.questionnaire,
        "answered": len(team.people) if team else room.members.answered().count(),
        "team": team,
        "sprite": marks.sprite(team.marks) if team else "",
    }


def _address(request, token):
    return request.build_absolute_uri(reverse("questionnaire:room_detail", args=[token]))


def _refused(request, room, refusal, token, *, name="", sheet=None):
    """Answer 409 and repeat what was sent, so that nothing is lost."""
    context = _context(room) | {
        "is_full": isinstance(refusal, rooms.RoomIsFull),
        "most_members": rooms.MOST_MEMBERS,
        "name": name,
        "address": _address(request, token),
        "given": given_answers(sheet) if sheet else [],
        "own_result": _own_result(room, sheet) if sheet else "",
    }
    return render(request, "questionnaire/room_refused.html", context, status=409)


def _wanted_file(request):
    """Return the format of the file that the address asks for, or '' for a page."""
    wanted = request.GET.get("format", "html")
    return wanted if wanted in FORMATS and wanted != "html" and request.method != "POST" else ""


def _file(request, team, token):
    """Return the joint result as a file."""
    return team_records.response(
        _wanted_file(request), team_records.record_of(team, address=_address(request, token))
    )


def _format_problems(request, team, hidden):
    """Return what is wrong with the format that the address asks for; `hidden` says when there will be a file."""
    if request.GET.get("format", "html") not in FORMATS:
        return [("format", f"It is one of: {', '.join(FORMATS)}.")]
    return [("format", hidden)] if _wanted_file(request) and not team else []
