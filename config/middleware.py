"""What is answered before or instead of a view."""

from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import Error, InterfaceError, OperationalError
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

import comparisons.former_addresses
import questionnaire.former_names


class RefuseNullBytes:
    """Answer 400 to an address or query with a NUL character.

    No text that we store can hold one, and PostgreSQL fails on it in every parameter, so it is told once,
    here, instead of in each form.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise SuspiciousOperation("The address holds a NUL character (%00), which no name has.")
        return self.get_response(request)


class TellWhenUnavailable:
    """Answer 503 with a page that says so while the database cannot be reached."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, OperationalError | InterfaceError):
            response = render(request, "503.html", status=503)
            response["Retry-After"] = "30"
            return response
        return None


class LeadFromFormerAddresses:
    """Lead from an address that names an entry as it was called once to the one with today's names.

    Only what could not be answered (404, 400) is looked at, so a page that is found pays nothing, and a name that an
    entry has today always means that entry. A form is sent on as it is.
    """

    # By namespace: (page's name, {part of the path: slug}, [(name, value)] of the query) → the last two, today.
    READERS = {
        "comparisons": comparisons.former_addresses.todays_address,
        "questionnaire": questionnaire.former_names.todays_address,
    }
    KEPT = 24 * 3600  # seconds; not for ever, since a merged entry can be restored

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code not in (400, 404) or not match or match.namespace not in self.READERS:
            return response
        try:
            return self._lead_on(request, match) or response
        except (Error, SuspiciousOperation, ValueError):  # too many parameters, or too long an address
            return response

    def _lead_on(self, request, match):
        query = request.META.get("QUERY_STRING", "")
        pairs = parse_qsl(
            query, keep_blank_values=True, max_num_fields=settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        )
        parts, today = self.READERS[match.namespace](match.url_name, match.kwargs, pairs)
        if (parts, today) == (match.kwargs, pairs):
            return None
        address = reverse(match.view_name, kwargs=parts)
        query = query if today == pairs else urlencode(today)
        response = HttpResponsePermanentRedirect(
            f"{address}?{query}" if query else address,
            preserve_request=request.method not in ("GET", "HEAD"),
        )
        response["Cache-Control"] = f"max-age={self.KEPT}"
        return response
