"""The page on which an entry is merged into another one: choose it, read what will happen, confirm."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from .. import merging
from ..merging import MergeRefused
from ..revisions import ChangedMeanwhile

OFFERED = 30
SLUG_HELP = (
    "Part of the address. After a change the old address leads here, for ever; no other entry can take it."
)


class MergeForm(forms.Form):
    """The reason, and what was read before it was confirmed."""

    reason = forms.CharField(
        label="Why",
        max_length=1000,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Kept in the history of every row that moves. Visitors read it where the entry is public.",
        error_messages={"required": "Say why the two are one."},
    )
    seen_source = forms.IntegerField(widget=forms.HiddenInput)
    seen_target = forms.IntegerField(widget=forms.HiddenInput)
    fingerprint = forms.CharField(max_length=64, widget=forms.HiddenInput)


class MergeAdmin:
    """Adds `<key>/merge/` to a model's pages, named `admin:<app>_<model>_merge`."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Say at the slug what happens to old addresses."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "slug" and not field.help_text:
            field.help_text = SLUG_HELP
        return field

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Offer the way to merging to whoever may merge."""
        if obj is not None and self.may_merge(request):
            context["merge_address"] = reverse(
                f"admin:{self.opts.app_label}_{self.opts.model_name}_merge", args=[obj.pk]
            )
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<path:object_id>/merge/", view, name=name), *super().get_urls()]

    def may_merge(self, request):
        """Merging changes rows and deletes one: who does it may do both."""
        label, name = self.opts.app_label, self.opts.model_name
        return request.user.has_perms([f"{label}.change_{name}", f"{label}.delete_{name}"])

    def merge_view(self, request, object_id):
        """Choose the entry that stays; with one in the address, tell what will happen and do it on confirmation."""
        if not self.may_merge(request):
            raise PermissionDenied
        source = self._row_or_404(object_id)
        if "target" not in request.GET:
            return self._choice(request, source)
        target = self._row_or_404(request.GET["target"])
        if request.method == "POST":
            return self._confirmed(request, source, target)
        return self._plan(request, source, target)

    def _row_or_404(self, key):
        key = unquote(key)
        row = None
        if key.isascii() and key.isdigit() and len(key) < 19:
            row = self.model._base_manager.filter(pk=key).first()
        if row is None:
            raise Http404(f"There is no such {self.opts.verbose_name}. It may have been deleted or merged.")
        return row

    def _choice(self, request, source):
        words = request.GET.get("q", "")[:200]
        found, _ = self.get_search_results(request, self.get_queryset(request), words)
        found = list(found.exclude(pk=source.pk)[: OFFERED + 1])
        context = {"words": words, "found": found[:OFFERED], "is_more": len(found) > OFFERED}
        return self._page(request, "choose", f"Merge {merging.called(source)} into …", source, context)

    def _plan(self, request, source, target, form=None, status=200):
        try:
            plan = merging.plan(source, target)
        except ChangedMeanwhile:  # between reading the rows and planning: they are read anew
            return HttpResponseRedirect(request.get_full_path())
        seen = {
            "seen_source": source.revision,
            "seen_target": target.revision,
            "fingerprint": plan.fingerprint,
        }
        if form is not None and form.is_bound:
            form = self._with_what_is_shown(form, seen)
        context = {
            "target": target,
            "plan": plan,
            "form": form or MergeForm(initial=seen),
            "other_way": f"{self._address('merge', target)}?target={source.pk}",
        }
        title = f"Merge {merging.called(source)} into {merging.called(target)}"
        return self._page(request, "plan", title, source, context, status)

    def _with_what_is_shown(self, form, seen):
        """Return the form as it was sent, for the plan that is shown now."""
        form.data = form.data.copy()
        for name, value in seen.items():
            form.data[name] = str(value)
        return form

    def _confirmed(self, request, source, target):
        form = MergeForm(request.POST)
        if not form.is_valid():
            return self._plan(request, source, target, form, status=400)
        source.revision, target.revision = form.cleaned_data["seen_source"], form.cleaned_data["seen_target"]
        try:
            plan = merging.merge(
                source,
                target,
                by=request.user,
                reason=form.cleaned_data["reason"],
                fingerprint=form.cleaned_data["fingerprint"],
            )
        except (ChangedMeanwhile, MergeRefused):
            message = (
                "Something was changed since you read the plan, and nothing was merged. This is the plan now."
            )
            form.add_error(None, message)
            rows = [self._row_or_404(str(row.pk)) for row in (source, target)]
            return self._plan(request, *rows, form, status=409)
        messages.success(request, f"{merging.called(plan.source)} is merged into {merging.called(target)}.")
        return HttpResponseRedirect(self._address("change", target))

    def _address(self, page, row):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=[row.pk])

    def _page(self, request, template, title, source, context, status=200):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "source": source,
            "source_name": merging.called(source),
            "source_address": self._address("change", source),
            "choice_address": self._address("merge", source),
            "opts": self.opts,
            **context,
        }
        return TemplateResponse(request, f"admin/merging/{template}.html", context, status=status)
