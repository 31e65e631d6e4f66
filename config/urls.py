from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe

import questionnaire.views
from comparisons.sitemaps import SITEMAPS as COMPARISON_SITEMAPS
from questionnaire.sitemaps import SITEMAPS as QUESTIONNAIRE_SITEMAPS

from . import views

urlpatterns = [
    path(
        "method/", questionnaire.views.method, name="method"
    ),  # the method page, with what the questionnaire adds
    path("", include("comparisons.urls")),
    path("", include("questionnaire.urls")),
    path("admin/", admin.site.urls),
    path("health/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path(
        "sitemap.xml",
        require_safe(sitemap),
        {"sitemaps": COMPARISON_SITEMAPS | QUESTIONNAIRE_SITEMAPS},
        name="sitemap",
    ),
]

handler400 = "config.views.bad_request"
handler403 = "config.views.permission_denied"
handler404 = "comparisons.views.errors.page_not_found"
handler500 = "config.views.server_error"
