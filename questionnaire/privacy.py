"""Pages behind secret addresses: nobody keeps a copy, no search engine lists them, no link gives them away."""

from functools import wraps
from urllib.parse import urlsplit

from django.http import Http404

from comparisons.views.errors import page_not_found


def private(view):
    """Mark a view's answers as private: not stored, not indexed, no referrer sent."""

    @wraps(view)
    def marked(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Http404 as missing:  # what is gone is told privately, too
            response = page_not_found(request, missing)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return marked


def same_site(request):
    """Return whether a form was sent from our own pages, as far as the browser says.

    Browsers send `Sec-Fetch-Site` or `Origin` with every form; programs without them are nobody's victim.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin in (None, "null"):
        return True
    return urlsplit(origin).netloc == request.get_host()
