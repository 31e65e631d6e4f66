"""One address of every kind of page, by name."""

TABLE = "/compare/django-vs-flask-vs-fastapi/"
OPENED = f"{TABLE}?open=flask.microservices"
FULL = f"{TABLE}?wide=1"
# Rows of one group only, for what does not depend on how many there are.
SHORT = f"{TABLE}?group=suits"
SHORT_OPENED = f"{SHORT}&open=flask.microservices"
CLAIMS = "/claims/"

ANSWERS = (
    "deliverable=pages&kind=content&size=large&experience=python&first-version=weeks&parts=included&load=few"
)
RESULT = f"/questionnaire/short/result/?{ANSWERS}"

PAGES = {
    "home": "/",
    "comparison choice": "/compare/",
    "comparison": TABLE,
    "comparison, a cell open": SHORT_OPENED,
    "comparison, full table": FULL,
    "comparison, filtered": f"{TABLE}?show=differences&group=performance&since=2025&publisher_kind=vendor",
    "comparison, nothing left": f"{TABLE}?show=differences&criterion=licence",
    "frameworks": "/frameworks/",
    "framework": "/frameworks/flask/",
    "criteria": "/criteria/",
    "criterion with figures": "/criteria/requests-per-second/",
    "criterion with ratings": "/criteria/microservices/",
    "claims": CLAIMS,
    "claims, none fits": f"{CLAIMS}?q=no+article+says+this",
    "claim": "/claims/cipher-projects-2025-306/",
    "claim, reported": "/claims/cipher-projects-2025-306/report/",
    "claim, replied to": "/claims/cipher-projects-2025-306/reply/",
    "claim, thanked for": "/claims/cipher-projects-2025-306/reported/",
    "articles": "/articles/",
    "article": "/articles/pycharm-2025/",
    "disagreements": "/disagreements/",
    "method": "/method/",
    "questionnaires": "/questionnaire/",
    "questionnaire": "/questionnaire/short/",
    "question": f"/questionnaire/short/kind/?{ANSWERS}",
    "questions on one page": "/questionnaire/full/all/",
    "result": RESULT,
    "result, too early": "/questionnaire/short/result/?deliverable=pages",
    "room, new": "/questionnaire/short/room/",
}
# These answer with an error, and with a page that helps.
MISSING = {
    "page not found": ("/frameworks/djago/", 404),
    "no page there at all": ("/no/such/page/", 404),
    "bad address": ("/?q=%00", 400),
    "bad parameter": (f"{SHORT}&since=yesterday&colour=red", 400),
    "bad filter": (f"{CLAIMS}?framework=djago&page=many", 400),
}


def visit(page, complaints, name):
    """Open a kind of page; a page that answers with an error may say so in the console."""
    address, status = MISSING.get(name) or (PAGES[name], 200)
    if status != 200:
        complaints.expect(f"status of {status}")
    answer = page.goto(address)
    assert answer.status == status, f"{address} answers {answer.status}"
