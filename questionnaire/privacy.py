"""Pages behind secret addresses: nobody keeps a copy, no search engine lists them, no link gives them away."""

from functools import wraps

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
