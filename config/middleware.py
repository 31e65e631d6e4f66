"""What is answered before or instead of a view."""

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.shortcuts import render


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
