from django.urls import path

from . import views

app_name = "comparisons"

urlpatterns = [
    path("", views.home, name="home"),
    path("compare/", views.comparison_choice, name="comparison_choice"),
    path("compare/<slug:slugs>/", views.comparison, name="comparison"),
    path("frameworks/", views.framework_list, name="framework_list"),
    path("frameworks/<slug:slug>/", views.framework_detail, name="framework_detail"),
    path("criteria/", views.criterion_list, name="criterion_list"),
    path("criteria/<slug:slug>/", views.criterion_detail, name="criterion_detail"),
    path("claims/", views.claim_list, name="claim_list"),
    path("claims/<slug:slug>/", views.claim_detail, name="claim_detail"),
    path("claims/<slug:slug>/report/", views.report_new, name="report_new"),
    path("claims/<slug:slug>/reply/", views.report_reply, name="report_reply"),
    path("claims/<slug:slug>/reported/", views.report_sent, name="report_sent"),
    path("articles/", views.article_list, name="article_list"),
    path("articles/<slug:slug>/", views.article_detail, name="article_detail"),
    path("disagreements/", views.disagreement_list, name="disagreement_list"),
    path("method/", views.method, name="method"),
]
