"""Where a form was sent from: what guards the forms of pages that carry no token and set no cookie."""

from urllib.parse import urlsplit


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
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:  # no browser writes such an origin
        return False
