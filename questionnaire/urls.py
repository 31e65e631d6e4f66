from django.urls import path

from . import views

app_name = "questionnaire"

urlpatterns = [
    path("questionnaire/", views.questionnaire_list, name="questionnaire_list"),
    path("questionnaire/<slug:slug>/", views.questionnaire_detail, name="questionnaire_detail"),
    path("questionnaire/<slug:slug>/all/", views.question_list, name="question_list"),
    path("questionnaire/<slug:slug>/result/", views.result_live, name="result_live"),
    path("questionnaire/<slug:slug>/save/", views.result_save, name="result_save"),
    path("questionnaire/<slug:slug>/room/", views.room_new, name="room_new"),
    path("questionnaire/<slug:slug>/<slug:question>/", views.question_detail, name="question_detail"),
    path("results/<str:token>/", views.result_saved, name="result_saved"),
    path("results/<str:token>/edit/<str:maker>/", views.result_edit, name="result_edit"),
    path("rooms/<str:token>/", views.room_detail, name="room_detail"),
    path("rooms/<str:token>/members/<str:member>/", views.room_member, name="room_member"),
    path("rooms/<str:token>/manage/<str:maker>/", views.room_manage, name="room_manage"),
]
