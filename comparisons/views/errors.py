"""A missing page suggests what may have been meant."""

from difflib import get_close_matches

from django.db import Error
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from articles.models import Article

from ..forms import repeated
from ..models import Claim, Criterion, Framework

SUGGESTIONS = 4


def get_named_or_404(queryset, slug, noun):
    """Return the row with a slug, or raise Http404 with a sentence that names what is missing."""
    row = queryset.filter(slug=slug).first()
    if row is None:
        raise Http404(f"No {noun} is called {repeated(slug)}.")
    return row


def page_not_found(request, exception):
    """Answer 404 with the nearest frameworks, criteria and articles by slug."""
    try:
        suggestions = nearest_pages(request.path)
    except Error:
        suggestions = []
    message = getattr(exception, "args", [""])
    message = message[0] if message and isinstance(message[0], str) else ""
    if message.endswith("matches the given query."):  # Django's words for a row that is missing, not ours
        message = ""
    return render(request, "404.html", {"suggestions": suggestions, "message": message}, status=404)


def nearest_pages(path):
    """Return [(address, name)] of the pages whose slugs look most like the last part of an address."""
    wanted = [part for part in path[:200].lower().strip("/").split("/") if part]
    if not wanted:
        return []
    pages = {}
    for framework in Framework.objects.all():
        pages[framework.slug] = (framework.get_absolute_url(), framework.name)
    for criterion in Criterion.objects.all():
        pages.setdefault(criterion.slug, (criterion.get_absolute_url(), criterion.name))
    read = Article.objects.filter(claims__in=Claim.objects.public()).distinct()
    for slug, title in read.values_list("slug", "title"):
        pages.setdefault(slug, (reverse("comparisons:article_detail", args=[slug]), title))
    found = []
    for part in wanted[-1].split("-vs-"):
        for match in get_close_matches(part, pages, n=SUGGESTIONS, cutoff=0.6):
            if pages[match] not in found:
                found.append(pages[match])
    return found[:SUGGESTIONS]
