"""The main navigation: which sections the site has is known only here, where the apps are wired together."""

from django.urls import reverse

SECTIONS = [
    ("comparisons:comparison_choice", "Compare"),
    ("comparisons:framework_list", "Frameworks"),
    ("comparisons:criterion_list", "Criteria"),
    ("comparisons:claim_list", "Claims"),
    ("comparisons:article_list", "Articles"),
    ("comparisons:disagreement_list", "Disagreements"),
    ("questionnaire:questionnaire_list", "Questionnaire"),
    ("comparisons:method", "Method"),
]


def navigation(request):
    """Give every page the sections as [(address, label, whether it is the current one)], and where to begin."""
    sections = [(reverse(name), label) for name, label in SECTIONS]
    return {
        "navigation": [(url, label, request.path.startswith(url)) for url, label in sections],
        "questionnaire_address": reverse("questionnaire:questionnaire_list"),
    }
