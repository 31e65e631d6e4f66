"""Pages that ask, pages that answer, and pages that only their link opens."""

from .method import method
from .questions import question_detail, question_list, questionnaire_detail, questionnaire_list
from .results import result_edit, result_live, result_save, result_saved
from .rooms import room_detail, room_manage, room_member, room_new

__all__ = [
    "method",
    "question_detail",
    "question_list",
    "questionnaire_detail",
    "questionnaire_list",
    "result_edit",
    "result_live",
    "result_save",
    "result_saved",
    "room_detail",
    "room_manage",
    "room_member",
    "room_new",
]
