"""An article's page: its text on one side, the claims drawn from it on the other, and the way from one to the other."""

from collections import defaultdict

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.admin.catalogue import ArticleAdmin
from articles.models import Article, CapturedText

from ..entry_forms import EntryForm, found_by_name, scale_of
from ..exchange import ArticleResource
from ..models import Claim, Criterion, Framework
from ..nearest import nearest
from ..passages import passages_of, sections_of
from ..provenance import reading_of
from .exchange import ExchangeAdmin
from .review import highlighted

# What the next claim of the same place takes over from the last one.
STICKY = ("place", "submits")


class TextForm(forms.ModelForm):
    class Meta:
        model = CapturedText
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 20})}


@admin.register(Article)
class Workbench(ExchangeAdmin, ArticleAdmin):
    resource_class = ArticleResource
    change_form_template = "admin/articles/article/workbench.html"
    change_list_template = "admin/articles/article/change_list.html"

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/text/", wrap(self.text_view), name="articles_article_text"),
            path("<path:object_id>/claims/add/", wrap(self.entry_view), name="articles_article_entry"),
            path("<path:object_id>/claims/scale/", wrap(self.scale_view), name="articles_article_scale"),
            path(
                "<path:object_id>/claims/nearest/", wrap(self.nearest_view), name="articles_article_nearest"
            ),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show the workbench above the form of the article's record."""
        article = self.get_object(request, unquote(object_id))
        context = dict(extra_context or {})
        if article is not None and self.has_view_or_change_permission(request, article):
            context |= self.bench(request, article)
        return super().change_view(request, object_id, form_url, context)

    def entry_view(self, request, object_id):
        """Add the claims of one entry and lead back to the place in the text."""
        article = self._article(request, object_id)
        if not request.user.has_perm("comparisons.add_claim"):
            raise PermissionDenied
        address = reverse("admin:articles_article_change", args=[article.pk])
        if request.method != "POST":
            return redirect(address)
        form = EntryForm(article, request.user, request.POST)
        if "show" not in request.POST and form.is_valid():
            try:
                claims = form.save()
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                told = ", ".join(claim.slug for claim in claims)
                state = "in review" if form.cleaned_data["submits"] else "as a draft"
                messages.success(request, f"Added {state}: {told}.")
                return redirect(f"{address}?{_sticky(request)}")
        return self._bench_page(request, article, form, status=200 if "show" in request.POST else 400)

    def scale_view(self, request, object_id):
        """Show what a reading on the chosen criterion looks like."""
        article = self._article(request, object_id)
        context = {"scale": _scale_asked_for(request.GET), "article": article}
        return TemplateResponse(request, "admin/articles/article/_scale.html", context)

    def nearest_view(self, request, object_id):
        """Show the claims that are nearest to what is being typed."""
        article = self._article(request, object_id)
        context = {
            "nearest": _nearest_asked_for(article, request.GET),
            "typed": request.GET.get("statement", ""),
        }
        return TemplateResponse(request, "admin/articles/article/_nearest.html", context)

    def text_view(self, request, object_id):
        """Take the article's captured text."""
        article = self._article(request, object_id)
        if not request.user.has_perm("articles.add_capturedtext"):
            raise PermissionDenied
        captured = CapturedText.objects.filter(article=article).first()
        if captured is not None:  # the text has a form of its own, where nobody's change is lost
            return redirect("admin:articles_capturedtext_change", captured.pk)
        form = TextForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            form.instance.article = article
            form.instance._change_reason = "Captured"
            form.save()
            messages.success(request, "The text is here. It is shown to editors only.")
            return redirect("admin:articles_article_change", article.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Text of {article}",
            "article": article,
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/articles/article/text.html", context)

    def bench(self, request, article, form=None):
        """Return what the workbench shows: the text by passages, the claims by section, and the entry form."""
        captured = CapturedText.objects.filter(article=article).first()
        sections = sections_of(captured.text) if captured else []
        passages = passages_of(sections)
        here = passages.get(_number(request.GET.get("place") or request.POST.get("place")))
        claims = list(Claim.objects.filter(article=article).with_evidence().order_by("position"))
        drawn = defaultdict(int)
        for claim in claims:
            for locator in claim.locator.split(" ; "):
                drawn[locator.strip().casefold()] += 1
        if form is None:
            initial = {"locator": here.locator if here else "", "submits": "submits" in request.GET}
            form = EntryForm(article, request.user, initial=initial | _asked_for(request))
        text = [
            (passage, html, drawn[passage.locator.casefold()])
            for passage, html in highlighted(passages.values())
        ]
        return {
            "article": article,
            "captured": captured,
            "text": text,
            "here": here,
            "next_place": passages.get(here.number + 1) if here else None,
            "entry": form,
            "may_add": request.user.has_perm("comparisons.add_claim"),
            "claims_by_section": _by_section(claims, here),
            "claim_count": len(claims),
            "places": [passage.locator for passage in passages.values()],
            "scale": _scale_asked_for(form.data if form.is_bound else form.initial),
            "nearest": form.duplicates,
            "is_nav_sidebar_enabled": False,
        }

    def _bench_page(self, request, article, form, status):
        """Show the workbench with an entry that could not be kept, as it was typed."""
        context = self.bench(request, article, form)
        request.method = "GET"  # the form of the article's record was not sent
        response = super().change_view(request, str(article.pk), extra_context=context)
        response.status_code = status
        return response

    def _article(self, request, object_id):
        article = self.get_object(request, unquote(object_id))
        if article is None:
            raise Http404("There is no such article.")
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0


def _sticky(request):
    query = QueryDict(mutable=True)
    for name in STICKY:
        if request.POST.get(name):
            query[name] = request.POST[name]
    return query.urlencode()


def _asked_for(request):
    """Return what the address asks to enter: a gap of the coverage map leads here with its cell."""
    asked = {name: request.GET[name] for name in ("frameworks", "criterion") if request.GET.get(name)}
    return {name: value.replace("\0", "")[:80] for name, value in asked.items()}


def _scale_asked_for(data):
    """Return the criterion that was typed with its scale, or None."""
    try:
        criterion = found_by_name(list(Criterion.objects.all()), data.get("criterion") or "", "criterion")
    except ValidationError:
        return None
    return {"criterion": criterion, "steps": scale_of(criterion)}


def _nearest_asked_for(article, data):
    framework = criterion = None
    try:
        criterion = found_by_name(list(Criterion.objects.all()), data.get("criterion") or "", "criterion")
        first = (data.get("frameworks") or "").split(",")[0]
        framework = (
            found_by_name(list(Framework.objects.all()), first, "framework") if first.strip() else None
        )
    except ValidationError:
        pass
    return nearest(article, data.get("statement") or "", framework, criterion)


def _by_section(claims, here):
    """Return [(section, claims with their readings)]: that of the present place first, the others in the text's order."""
    sections = defaultdict(list)
    for claim in claims:
        reading = reading_of(claim)
        sections[claim.section].append((claim, reading.word if reading else ""))
    present = here.section.casefold() if here else ""
    return sorted(sections.items(), key=lambda pair: pair[0].casefold() != present)
