"""Long work in front of whoever asked for it: the page grows while it is done, without a script."""

import logging
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.html import format_html

logger = logging.getLogger(__name__)

WRAPPER = "admin/comparisons/exchange/page.html"
HERE = "<!-- what happens -->"


@dataclass(frozen=True)
class Page:
    """What a piece of work ends with: the fragment to show, and the status where it can still be told."""

    template: str
    context: dict
    status: int = 200


def answer(request, model_admin, steps, title):
    """Return the response for work that yields steps to tell and, at last, a Page.

    Work that ends before its first step is answered as usual. Longer work is streamed as it goes, with status 200:
    whether it ends well is told on the page.
    """
    first = next(steps)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.opts,
        "here": HERE,
    }
    if isinstance(first, Page):
        context |= {"fragment": first.template, **first.context}
        return TemplateResponse(request, WRAPPER, context, status=first.status)
    response = StreamingHttpResponse(_streamed(request, context, first, steps))
    response["Cache-Control"] = "private, no-store"
    response["X-Accel-Buffering"] = "no"  # a proxy that gathers the page would hide what happens
    return response


def _streamed(request, context, first, steps):
    before, after = render_to_string(WRAPPER, context, request).split(HERE)
    yield before
    yield format_html("<p>{}</p>\n", first)
    try:
        for step in steps:
            if isinstance(step, Page):
                yield render_to_string(step.template, {**context, **step.context}, request)
            else:
                yield format_html("<p>{}</p>\n", step)
    except (OperationalError, InterfaceError):
        logger.exception("The database failed during an import")
        yield "<p><strong>The database is busy or cannot be reached. Nothing was written; try again later.</strong></p>"
    except Exception:
        logger.exception("An import failed")
        yield "<p><strong>Something went wrong on our side. Nothing was written.</strong></p>"
    finally:
        steps.close()
    yield after
