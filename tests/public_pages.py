"""Every public address, made from what the database holds, so that a sweep visits all of them.

A new address pattern needs a line in PAGES; `tests/test_site.py` fails until it has one.
"""

from articles.models import Article
from comparisons.models import Claim, Criterion, Framework
from questionnaire.models import Questionnaire, Step
from tests.claims import availability, claim, described, quantity
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    OverrideFactory,
    PublisherFactory,
    ReleaseFactory,
    ReportFactory,
    UserFactory,
)
from tests.questionnaire.factories import OptionFactory, QuestionFactory, QuestionnaireFactory

QUESTIONS = ["pace", "comfort", "tables", "fault", "extra"]


def comparisons():
    """Addresses of a comparison: plain, opened, filtered, sorted and wide, and as each file."""
    frameworks = list(Framework.objects.all()[:3])
    table = f"/compare/{'-vs-'.join(framework.slug for framework in frameworks)}/"
    cells = Claim.objects.public().about(frameworks).values_list("framework__slug", "criterion__slug")
    opened = "&".join(f"open={framework}.{criterion}" for framework, criterion in sorted(set(cells))[:3])
    queries = [
        opened,
        "show=differences&sort=name&since=2025&wide=1",
        "format=csv",
        "format=json",
        "format=md",
    ]
    return [table, *(f"{table}?{query}" for query in queries)]


def of(model, folder):
    return [f"/{folder}/{slug}/" for slug in model.objects.values_list("slug", flat=True)]


def asked(page):
    """Addresses of a page of every questionnaire, answered with the first option of each question."""
    addresses = []
    for questionnaire in Questionnaire.objects.public():
        questions = [step.question for step in questionnaire.steps.all()]
        answers = "&".join(f"{question.slug}={question.options.first().slug}" for question in questions)
        addresses.append(f"/questionnaire/{questionnaire.slug}/{page.format(answers=answers)}")
    return addresses


PAGES = {
    "comparisons:home": lambda: ["/"],
    "comparisons:comparison_choice": lambda: ["/compare/", "/compare/?change=1"],
    "comparisons:comparison": comparisons,
    "comparisons:framework_list": lambda: ["/frameworks/"],
    "comparisons:framework_detail": lambda: of(Framework, "frameworks"),
    "comparisons:criterion_list": lambda: ["/criteria/"],
    "comparisons:criterion_detail": lambda: of(Criterion, "criteria"),
    "comparisons:claim_list": lambda: [
        "/claims/",
        "/claims/?q=it",
        "/claims/?state=published&publisher_kind=agency",
    ],
    "comparisons:claim_detail": lambda: [f"/claims/{claim.slug}/" for claim in Claim.objects.public()],
    "comparisons:article_list": lambda: ["/articles/"],
    "comparisons:article_detail": lambda: [
        f"/articles/{article.slug}/"
        for article in Article.objects.filter(claims__in=Claim.objects.public()).distinct()
    ],
    "comparisons:disagreement_list": lambda: ["/disagreements/"],
    "comparisons:method": lambda: ["/method/"],
    "questionnaire:questionnaire_list": lambda: ["/questionnaire/"],
    "questionnaire:questionnaire_detail": lambda: asked(""),
    "questionnaire:question_list": lambda: asked("all/"),
    "questionnaire:question_detail": lambda: [
        f"/questionnaire/{step.questionnaire.slug}/{step.question.slug}/" for step in Step.objects.all()
    ],
    "questionnaire:result_live": lambda: [
        *asked("result/?{answers}"),
        *asked("result/?{answers}&format=json"),
    ],
    "method": lambda: ["/method/"],
    "health": lambda: ["/health/"],
    "robots": lambda: ["/robots.txt"],
    "sitemap": lambda: ["/sitemap.xml"],
}

# Addresses that only their token opens, or that take a form; tests of their own visit them.
PRIVATE = {f"comparisons:{name}" for name in ("report_new", "report_reply", "report_sent")} | {
    f"questionnaire:{name}"
    for name in (
        "result_save",
        "result_saved",
        "result_edit",
        "room_new",
        "room_detail",
        "room_member",
        "room_manage",
    )
}

# Addresses that are answered with a page that says what is wrong.
REFUSED = [
    "/nowhere/",
    "/frameworks/unheard/",
    "/criteria/unheard/",
    "/claims/unheard/",
    "/articles/unheard/",
    "/compare/unheard-vs-django/",
    "/compare/django/",
    "/compare/?framework=unheard",
    "/compare/django-vs-flask/?show=sideways",
    "/claims/?state=unheard",
    "/claims/?page=0",
    "/claims/?q=%00",
    "/questionnaire/unheard/",
    "/questionnaire/brief/unheard/",
    "/questionnaire/brief/result/?pace=sideways",
]


def public_pages():
    """Return the addresses of all public pages and files that there are."""
    return [address for addresses in PAGES.values() for address in addresses()]


def visited(client, addresses):
    """Yield (address, response) for each address."""
    for address in addresses:
        yield address, client.get(address)


def is_html(response):
    return response["Content-Type"].startswith("text/html")


def a_bit_of_everything():
    """Make one of each: measures, states of claims, states of verdicts, about three frameworks."""
    bench = ArticleFactory(
        slug="bench", publisher=PublisherFactory(kind="data", interest_label="no interest found")
    )
    rant = ArticleFactory(
        slug="rant", url="https://rant.example/", address_status="confirmed", published="2023"
    )
    for framework, ratings in {"django": (2, 2), "fastapi": (1,), "flask": (2, -2)}.items():
        for rating in ratings:
            claim(framework, "speed", rating)
    for rating in (2, 2, 2, 0):
        claim("django", "ease", rating)
    claim("django", "ease", 1, state="disputed", state_source=rant)
    claim("flask", "ease", 1, state="outdated", state_source=rant)
    claim("flask", "debugging", 1, article=rant)
    claim("flask", "debugging", -1, article=rant, statement="It is hard to debug.")
    claim("fastapi", "debugging", 1, article__copy_of=rant, compared_with=Framework.objects.get(slug="flask"))
    for framework, value in {"django": "core", "fastapi": "third_party", "flask": "none"}.items():
        availability(framework, "orm", value)
    for number, framework in enumerate(["django", "fastapi", "flask"]):
        quantity(framework, "throughput", 100 + number, article=bench)
    quantity("django", "throughput", 9000, "eight workers", quantity_high=9900, qualifier="about")
    for framework in ("django", "flask"):
        claim(framework, "apis", 2, criterion__measure="suitability")
    described("django", "history", "It began at a newspaper.")
    claim("django", "told", None)
    ClaimFactory(framework=None, criterion__slug="speed", statement="It rarely matters.", article=rant)
    OverrideFactory(framework__slug="fastapi", criterion__slug="ease", rating=1)
    ReleaseFactory(framework__slug="django", source=bench, supported_until="2028-04")
    questions = [QuestionFactory(slug=slug, text=f"How much {slug}?") for slug in QUESTIONS]
    for question in questions:
        OptionFactory(question=question, slug="quick", text="Much", weights={"speed": 2, "ease": 1})
    QuestionnaireFactory(slug="brief", name="Brief", questions=questions)
    reviewed = claim("fastapi", "ease", 1, state="draft", statement="Before review it said otherwise.")
    reviewed.statement = "It is easy."
    reviewed.move_to("in_review", by=UserFactory())
    reviewed.move_to("published", by=UserFactory())
    for state in ("corrected", "kept", "open"):
        ReportFactory(claim=reviewed, state=state, evidence="https://seen.example/")
    ReportFactory(claim=reviewed, kind="reply")
