"""The editors' workplace: the admin site, which loses nothing that was typed."""

from collections.abc import Callable
from functools import update_wrapper

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login, logout
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_protect

# What the page that asks to log in again adds to the kept form.
LOGIN_FIELDS = ("login_again", "username", "password")
NOT_KEPT = {"csrfmiddlewaretoken", *LOGIN_FIELDS}

LOCKED = (
    "Too many wrong passwords were tried for this name. Wait a quarter of an hour and try again; leave this page open,"
    " what you wrote stays on it."
)


def kept_fields(request):
    """Return what a form sent as [(name, value)], without what only belongs to the sending."""
    return [
        (name, value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values
    ]


def readable_fields(fields):
    """Return of kept fields what a person typed or chose, for reading."""
    hidden = ("_", "csrf", "initial-", "seen")
    return [(name, value) for name, value in fields if value.strip() and not name.startswith(hidden)]


MAY_NOT = "{} may not save this. Log in as somebody who may; what you wrote stays on this page."

# Other apps say here what waits for an editor: functions from a user to [(number, what, address name, query)].
TASKS: list[Callable] = []


class Workplace(admin.AdminSite):
    site_header = "Crosscheck"
    site_title = "Crosscheck"
    index_title = "The editors' workplace"

    def admin_view(self, view, cacheable=False):
        """Guard a view; a form that arrives after the login has expired is kept and sent on after a new login."""
        guarded = super().admin_view(view, cacheable)

        def keeping(request, *args, **kwargs):
            if request.method == "POST" and not self.has_permission(request):
                return self._log_in_again(request, guarded, args, kwargs)
            return guarded(request, *args, **kwargs)

        return csrf_protect(update_wrapper(keeping, guarded))

    def _log_in_again(self, request, guarded, args, kwargs):
        """Ask for name and password with the form kept; with the right ones, log in and send it on.

        Whoever may not do what is sent on is logged out again and told.
        """
        again = "login_again" in request.POST
        form = AdminAuthenticationForm(request, data=request.POST if again else None)
        if again and form.is_valid():
            login(request, form.get_user())
            sent, request.POST = request.POST, request.POST.copy()
            for name in LOGIN_FIELDS:
                request.POST.pop(name, None)
            request._dont_enforce_csrf_checks = True  # this very request was checked, with the old token
            try:
                return guarded(request, *args, **kwargs)
            except PermissionDenied:
                request.POST = sent
                form.add_error(None, MAY_NOT.format(request.user))
                logout(request)
        is_locked = getattr(request, "axes_locked_out", False)
        if is_locked:  # told here, since the usual page would drop what was written
            request.axes_locked_out = False
            form.add_error(None, LOCKED)
        fields = kept_fields(request)
        response = TemplateResponse(
            request,
            "admin/log_in_again.html",
            {
                **self.each_context(request),
                "title": "Log in to save what you wrote",
                "form": form,
                "fields": fields,
                "readable": readable_fields(fields),
                "has_files": bool(request.FILES),
                "is_nav_sidebar_enabled": False,
            },
            status=429 if is_locked else 403,
        )
        add_never_cache_headers(response)
        return response

    def index(self, request, extra_context=None):
        """Show first what waits for this editor."""
        waiting = [task for tasks in TASKS for task in tasks(request.user)]
        return super().index(request, {"tasks": waiting, **(extra_context or {})})

    def get_urls(self):
        from .admin import history

        return [
            path("changes/", self.admin_view(history.changes), name="changes"),
            path("changes/<str:label>/<int:entry>/", self.admin_view(history.change), name="change"),
            *super().get_urls(),
        ]


def send_again(request):
    """Answer a form whose token is stale, because its sender logged in anew elsewhere, with the form kept.

    What would be sent is shown, and a person has to send it: a foreign page cannot.
    """
    fields = kept_fields(request)
    context = {
        **admin.site.each_context(request),
        "title": "Send it once more",
        "fields": fields,
        "readable": readable_fields(fields),
        "has_files": bool(request.FILES),
        "is_nav_sidebar_enabled": False,
    }
    response = TemplateResponse(request, "admin/send_again.html", context, status=403)
    add_never_cache_headers(response)
    return response.render()
