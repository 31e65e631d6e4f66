"""Ways from public pages into the workplace, for editors who are signed in and for nobody else."""

from django.conf import settings
from django.db import Error
from django.urls import reverse
from django.utils.html import format_html


def is_editor(request):
    """Return whether the request comes from a signed-in editor.

    Visitors have no session cookie, so that nothing is asked about them and any cache may keep their pages.
    """
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        and request.user.is_staff
        and request.user.has_perm("comparisons.change_claim")
    )


class ShowEditorsMore:
    """Say on each request whether an editor asks, and let no cache keep what editors see."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            request.is_editor = is_editor(request)
        except Error:  # the page itself tells that the database does not answer
            request.is_editor = False
        response = self.get_response(request)
        if request.is_editor and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


def editing(request):
    """Tell templates whether to show the ways into the workplace."""
    return {"is_editor": getattr(request, "is_editor", False)}


def ways_from_cell(framework, criterion, has_claims):
    """Return links that edit the claims of a cell and add one to it; both are given with their keys."""
    claims = reverse("admin:comparisons_claim_changelist")
    add = reverse("admin:comparisons_claim_add")
    names = f"{framework.name}, {criterion.name}"
    edit = format_html(
        '<a href="{}?framework__id__exact={}&amp;criterion__id__exact={}" aria-label="Edit the claims on {}">Edit</a> ',
        claims, framework.id, criterion.id, names,
    ) if has_claims else ""  # fmt: skip
    return format_html(
        '<p class="edit">{}<a href="{}?framework={}&amp;criterion={}" aria-label="Add a claim on {}">Add claim</a></p>',
        edit, add, framework.id, criterion.id, names,
    )  # fmt: skip
