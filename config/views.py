"""Addresses that belong to the site and not to its subject: health, robots, and what is shown when things fail."""

from django.core.exceptions import SuspiciousOperation, TooManyFieldsSent
from django.db import Error, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.workplace import send_again
from comparisons.views.origins import same_site


@never_cache
@require_safe
def health(request):
    """Answer 200 while the database answers and 503 while it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM comparisons_claim WHERE 1 = 0")
    except Error:
        return JsonResponse({"status": "unavailable", "database": "does not answer"}, status=503)
    return JsonResponse({"status": "ok", "database": "answers"})


@require_safe
def robots(request):
    """Keep crawlers out of the editors' workplace and of the endless ways to filter a table."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*?*open=",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def bad_request(request, exception):
    reason = str(exception) if type(exception) is SuspiciousOperation else ""
    if isinstance(exception, TooManyFieldsSent):
        reason = "The address holds more parameters than any page here can read."
    return render(request, "400.html", {"reason": reason}, status=400)


def permission_denied(request, exception=None, reason=""):
    return render(request, "403.html", status=403)


def token_refused(request, reason=""):
    """Refuse a form without a valid token; what an editor typed before logging in anew elsewhere is kept."""
    if request.path.startswith(reverse("admin:index")) and request.POST and same_site(request):
        return send_again(request)
    return permission_denied(request)


def server_error(request):
    return render(request, "500.html", status=500)
