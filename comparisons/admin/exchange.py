"""Import and export in the workplace: a file, its preview, its confirmation."""

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Length
from django.http import StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse

from ..exchange import kept
from ..exchange.plans import checked
from ..exchange.reading import FORMATS, MAX_BYTES, MAX_ROWS, Unreadable, read
from ..exchange.writers import CONTENT_TYPES, MAX_WORKBOOK_CELL, file_lines
from ..exchange.writes import Overtaken, written
from .streams import Page, answer

MEBIBYTE = 1024 * 1024
FRAGMENTS = "admin/comparisons/exchange"


class ImportForm(forms.Form):
    """The file, and why it is imported."""

    file = forms.FileField(
        allow_empty_file=True,  # what is wrong with an empty file is told where all files are read
        error_messages={"required": "Choose a file."},
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{kind}" for kind in FORMATS)}),
    )
    reason = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"size": 80}),
        help_text="Stands in the history of every row beside the file's name.",
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(
                f"The file has {upload.size / MEBIBYTE:.1f} MB; up to {MAX_BYTES // MEBIBYTE} MB can be imported at once."
            )
        return upload


class ExchangeAdmin:
    """Adds `import/` and `export/` to a model's pages. `resource_class` says what the columns mean."""

    resource_class = None

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("import/", wrap(self.import_view), name=f"{name}_import"),
            path("export/", wrap(self.export_view), name=f"{name}_export"),
            *super().get_urls(),
        ]

    def has_import_permission(self, request):
        return self.has_add_permission(request) or self.has_change_permission(request)

    # --- Import ---

    def import_view(self, request):
        """Take a file and show what it would do; take the confirmation and do it."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return answer(request, self, self._form_page(ImportForm()), "Import")
        if "confirm" in request.POST:
            return self._confirm(request)
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return answer(request, self, self._form_page(form, status=400), "Import")
        upload = form.cleaned_data["file"]
        name = "".join(each if each.isprintable() else "_" for each in upload.name)[-100:]
        file = kept.KeptFile(name, upload.read(), form.cleaned_data["reason"])
        return answer(request, self, self._preview(request, file), f"Import of {name}")

    def _confirm(self, request):
        key = request.POST["confirm"]
        file = kept.found(key, self.opts.label_lower, request.user)
        if file is None:
            form = ImportForm()
            notice = "The file is no longer kept here, or was imported already; choose it again to see."
            return answer(request, self, self._form_page(form, notice, status=410), "Import")
        digest = request.POST.get("digest", "")
        return answer(request, self, self._import(request, file, key, digest), f"Import of {file.name}")

    def _preview(self, request, file, key=None, notice="", status=200):
        """Yield Progress, then the page that shows what the file would do."""
        resource = self.resource_class(user=request.user)
        try:
            plan = yield from checked(resource, read(file.name, file.data, resource.columns))
        except Unreadable as refusal:
            form = ImportForm(initial={"reason": file.reason})
            yield from self._form_page(form, f"{file.name} was not imported. {refusal}", status=400)
            return
        if plan.can_be_written and key is None:
            key = kept.keep(file, self.opts.label_lower, request.user)
        context = {
            "file": file,
            "plan": plan,
            "key": key,
            "notice": notice,
            "form": ImportForm(initial={"reason": file.reason}),
            **self._form_context(),
        }
        yield Page(f"{FRAGMENTS}/_preview.html", context, 400 if plan.refusals else status)

    def _import(self, request, file, key, digest):
        """Yield Progress, write what the preview showed, and yield the page that says so."""
        resource = self.resource_class(user=request.user)
        plan = yield from checked(resource, read(file.name, file.data, resource.columns), keep=True)
        notice = (
            "Nothing was imported: since the preview, something of this has changed. Look at it as it is now."
        )
        if plan.digest != digest or not plan.can_be_written:
            yield from self._preview(request, file, key, notice, status=409)
            return
        try:
            yield from written(plan, resource, file.change_reason)
        except Overtaken:
            yield from self._preview(request, file, key, notice, status=409)
            return
        kept.forget(key)
        yield Page(f"{FRAGMENTS}/_done.html", {"file": file, "plan": plan, **self._form_context()})

    def _form_page(self, form, notice="", status=200):
        context = {"form": form, "notice": notice, **self._form_context()}
        yield Page(f"{FRAGMENTS}/_form.html", context, status)

    def _form_context(self):
        return {
            "opts": self.opts,
            "columns": list(self.resource_class._meta.fields),
            "needed": self.resource_class.NEEDED,
            "export": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_export"),
            "entries": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
            "max_rows": MAX_ROWS,
            "max_megabytes": MAX_BYTES // MEBIBYTE,
        }

    # --- Export ---

    def export_view(self, request):
        """Give out the entries that the list's filters leave, as a file; without a format, ask for it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kind = request.GET.get("format", "")
        try:
            entries = self._listed(request)
        except IncorrectLookupParameters:
            return self._export_page(request, 0, "The filter is not understood; begin again from the list.")
        if not kind:
            return self._export_page(request, entries.count())
        if kind not in FORMATS:
            return self._export_page(request, entries.count(), "There is no such format; choose one.")
        resource = self.resource_class(user=request.user)
        if kind == "xlsx" and (name := _too_long_for_a_workbook(resource, entries)):
            sentence = f"A {name} is longer than the cell of a workbook can be; choose CSV or JSON."
            return self._export_page(request, entries.count(), sentence)
        response = StreamingHttpResponse(
            file_lines(kind, resource.columns, resource.rows(entries)), content_type=CONTENT_TYPES[kind]
        )
        name = str(self.opts.verbose_name_plural).replace(" ", "-")
        response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def _listed(self, request):
        """Return the entries of the list with this request's filters, all pages of it."""
        query = request.GET
        try:
            request.GET = query.copy()
            for name in ("format", "p", "all"):
                request.GET.pop(name, None)
            listed = self.get_changelist_instance(request).queryset
            return listed.select_related(None).order_by(*self.opts.ordering)
        finally:
            request.GET = query

    def _export_page(self, request, number, refusal=""):
        context = {
            **self.admin_site.each_context(request),
            "title": f"Export {self.opts.verbose_name_plural}",
            "opts": self.opts,
            "number": number,
            "refusal": refusal,
            "formats": list(FORMATS),
        }
        return TemplateResponse(request, f"{FRAGMENTS}/export.html", context, status=400 if refusal else 200)


def _too_long_for_a_workbook(resource, entries):
    """Return the column of a text that no workbook's cell can hold, or None."""
    for name, field in resource.fields.items():
        model_field = resource.model_field(field)
        if model_field.get_internal_type() == "TextField":
            long = entries.annotate(characters=Length(model_field.name)).filter(
                characters__gt=MAX_WORKBOOK_CELL
            )
            if long.exists():
                return name
    return None
