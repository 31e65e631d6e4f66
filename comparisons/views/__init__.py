"""Public pages. Each view reads the request, asks the models and renders; loops stand in modules of their own."""

from .articles import article_detail, article_list
from .claims import claim_detail, claim_list
from .comparison import comparison, comparison_choice
from .criteria import criterion_detail, criterion_list
from .disagreements import disagreement_list
from .frameworks import framework_detail, framework_list
from .pages import home, method
from .reports import report_new, report_reply, report_sent

__all__ = [
    "article_detail",
    "article_list",
    "claim_detail",
    "claim_list",
    "comparison",
    "comparison_choice",
    "criterion_detail",
    "criterion_list",
    "disagreement_list",
    "framework_detail",
    "framework_list",
    "home",
    "method",
    "report_new",
    "report_reply",
    "report_sent",
]
