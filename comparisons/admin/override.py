from django.contrib import admin

from articles.admin.forms import RevisedForm
from articles.admin.revised import RevisedAdmin

from ..models import Override


class OverrideForm(RevisedForm):
    reason = None  # the override's own reason, which visitors read, says why


@admin.register(Override)
class OverrideAdmin(RevisedAdmin):
    form = OverrideForm
    list_display = ["framework", "criterion", "rating", "availability", "reason", "set_by", "set_on"]
    list_select_related = ["framework", "criterion", "set_by"]
    search_fields = ["framework__name", "criterion__name", "reason"]
    autocomplete_fields = ["framework", "criterion"]

    def save_model(self, request, obj, form, change):
        obj.set_by = request.user
        super().save_model(request, obj, form, change)
