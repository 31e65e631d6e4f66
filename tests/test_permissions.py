"""Who may do what: every address, every way to ask and every role are held against the matrix."""

import logging
from contextlib import contextmanager
from http.cookies import SimpleCookie
from itertools import pairwise
from unittest import mock

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group as Role
from django.db import connection, transaction
from django.test import Client

from comparisons.models import Claim, Proposal
from tests.factories import ClaimFactory
from tests.permission_matrix import MATRIX, PEOPLE
from tests.permission_requests import Requests, people, routes
from tests.sent import form_of
from tests.writes import Writes

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # of Django's templates
    pytest.mark.xdist_group("permissions"),
    pytest.mark.any_database,
]

OURS = ("articles", "comparisons", "questionnaire", "auth")


def tables():
    """Return {label of a model: all that its table holds}, without the moments at which somebody signed in."""
    found = {}
    for app in OURS:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            fields = [field.attname for field in model._meta.concrete_fields if field.name != "last_login"]
            found[model._meta.label_lower] = set(map(repr, model._base_manager.values_list(*fields)))
    return found


@contextmanager
def quietly():
    """Log no refusal, and let Django's templates name variables that are not there."""
    logging.disable(logging.CRITICAL)
    invalid = settings.TEMPLATES[0]["OPTIONS"].get("string_if_invalid")
    with mock.patch.object(invalid, "fail", False) if hasattr(invalid, "fail") else mock.patch.dict({}):
        yield
    logging.disable(logging.NOTSET)


class Asker:
    """Asks as one of the roles, tells what was answered and what was written, and takes it back."""

    def __init__(self, cookies, before):
        self.cookies, self.before = cookies.output(header="", sep=";"), before
        self.clients = {
            is_strict: Client(raise_request_exception=False, enforce_csrf_checks=is_strict)
            for is_strict in (False, True)
        }

    def client(self, is_strict):
        """Return a browser as it was after signing in; making one anew would take longer than what it asks."""
        client = self.clients[is_strict]
        client.cookies = SimpleCookie(self.cookies)
        return client

    def ask(self, method, asked, is_strict=False):
        """Return (what was answered in a word, the labels of the tables that were changed)."""
        writes, client = Writes(), self.client(is_strict)
        with transaction.atomic():
            with connection.execute_wrapper(writes):
                sent = asked.sent(client) if callable(asked.sent) and method == "post" else asked.sent
                response = getattr(client, method)(
                    asked.address + asked.query, *([sent] if method == "post" else [])
                )
                if response.streaming:
                    list(response.streaming_content)
            after = tables() if writes.seen else self.before
            transaction.set_rollback(True)
        changed = {label for label in after if after[label] != self.before[label]}
        return ("write" if changed else answer(response, method)), changed


def answer(response, method):
    """Return in a word how a request that wrote nothing was answered."""
    status = response.status_code
    if status == 302 and response["Location"].startswith("/admin/login/"):
        return "login"
    if status == 403 and method == "post" and b"Log in to save what you wrote" in response.content:
        return "login"
    words = {200: "page", 301: "leads", 302: "leads", 303: "leads", 403: "forbidden", 404: "missing", 405: "refused"}  # fmt: skip
    return words.get(status, str(status))


@pytest.fixture(scope="module")
def found(django_db_setup, django_db_blocker):
    """{route: {(role, method): (answer, changed tables)}} of everything that was asked, and {route: Asked}."""
    answers, everything = {}, None
    with django_db_blocker.unblock(), transaction.atomic(), quietly():
        signed_in = people()
        everything = Requests().found
        before = tables()
        for role, cookies in signed_in.items():
            asker = Asker(cookies, before)
            for route, asked in everything.items():
                cells = answers.setdefault(route, {})
                for method in ("get", "head", "post"):
                    cells[role, method] = asker.ask(method, asked)
                for method in ("put", "delete"):
                    cells[role, method] = asker.ask(method, asked, is_strict=True)
                    if role == "administrator":  # with the token that a browser would send
                        cells["administrator with token", method] = asker.ask(method, asked)
        transaction.set_rollback(True)
    return answers, everything


def told(cells, role):
    """Return what a role was answered to GET and POST, as the matrix says it."""
    get, post = cells[role, "get"][0], cells[role, "post"][0]
    return get if get == post else f"{get}/{post}"


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(MATRIX) == set(routes())


def test_every_address_was_asked(found):
    assert set(found[0]) == set(MATRIX)
    assert all(len(cells) == 5 * len(PEOPLE) + 2 for cells in found[0].values())


@pytest.mark.parametrize("role", PEOPLE)
def test_a_role_may_do_what_the_matrix_says(found, role):
    answered = {route: told(cells, role) for route, cells in found[0].items()}
    expected = {route: cells[role] for route, cells in MATRIX.items()}
    assert answered == expected


def test_only_a_post_writes(found):
    wrote = [
        (route, role, method)
        for route, cells in found[0].items()
        for (role, method), (word, changed) in cells.items()
        if method != "post" and (changed or word == "write")
    ]
    assert wrote == []


def test_head_is_answered_as_get(found):
    other = [
        (route, role)
        for route, cells in found[0].items()
        for role in PEOPLE
        # Whoever is signed in is led on from the login page, but not by a HEAD.
        if cells[role, "head"][0] != cells[role, "get"][0] and route != "admin/login/"
    ]
    assert other == []


@pytest.mark.parametrize("method", ["put", "delete"])
def test_other_methods_are_refused(found, method):
    words = {(route, role): cells[role, method][0] for route, cells in found[0].items() for role in PEOPLE}
    assert {key: word for key, word in words.items() if word not in ("refused", "forbidden", "missing")} == {}


def test_what_may_be_written_was_really_written(found):
    answers, everything = found
    for route, cells in answers.items():
        for role in PEOPLE:
            word, changed = cells[role, "post"]
            assert word != "write" or everything[route].tables <= changed, (route, role, changed)


def test_every_form_that_somebody_may_send_was_taken_from_somebody(found):
    answers, everything = found
    wrote = {
        route for route, cells in answers.items() for role in PEOPLE if cells[role, "post"][0] == "write"
    }
    assert wrote == {route for route, asked in everything.items() if asked.tables}


def test_each_role_may_do_all_that_the_one_before_it_may(db):
    people()
    permissions = [set(Role.objects.get(name=role.title()).permissions.all()) for role in PEOPLE[1:]]
    assert all(less < more for less, more in pairwise(permissions))


# --- Rules about single rows ---


@pytest.fixture
def browsers(db):
    """{role: a browser of its own user}."""
    found = {}
    for role, cookies in people().items():
        found[role] = Client()
        found[role].cookies = SimpleCookie(cookies.output(header="", sep=";"))
    return found


def user_of(role):
    return get_user_model().objects.get(username=role)


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_nobody_publishes_their_own_claim(browsers, role):
    claim = ClaimFactory(state="in_review", created_by=user_of(role))
    address = f"/admin/comparisons/claim/{claim.pk}/state/"
    sent = {"state": "published", "seen_revision": claim.revision}
    assert "Nobody publishes their own claim" in browsers[role].post(address, sent).text
    seen = {"action": "publish", "_selected_action": claim.pk, "seen": f"{claim.pk}:{claim.revision}"}
    browsers[role].post("/admin/comparisons/claim/", seen)
    claim.refresh_from_db()
    assert (claim.state, claim.revision) == ("in_review", 1)
    other = {"reviewer": "administrator", "administrator": "reviewer"}[role]
    assert browsers[other].post(address, sent).status_code == 302
    claim.refresh_from_db()
    assert claim.state == "published"


@pytest.mark.parametrize("role", ["editor", "reviewer", "administrator"])
@pytest.mark.parametrize("state", ["published", "disputed", "outdated", "rejected", "in_review"])
def test_only_drafts_are_deleted(browsers, role, state):
    claim, draft = ClaimFactory(state=state), ClaimFactory(state="draft")
    for each, status in ((claim, 403), (draft, 302)):
        sent = {"post": "yes", "seen_revision": each.revision}
        address = f"/admin/comparisons/claim/{each.pk}/delete/"
        assert browsers[role].post(address, sent).status_code == status
    assert set(Claim.objects.all()) == {claim}


@pytest.mark.parametrize("role", ["editor", "reviewer", "administrator"])
def test_a_change_of_a_public_claim_waits_for_somebody_else(browsers, role):
    claim = ClaimFactory(statement="As it was.")
    address = f"/admin/comparisons/claim/{claim.pk}/change/"
    typed = {"statement": "As it should be.", "reason": "It reads better."}
    browsers[role].post(address, form_of(browsers[role].get(address), "claim_form", **typed))
    claim.refresh_from_db()
    proposal = Proposal.objects.get()
    assert (claim.statement, claim.revision) == ("As it was.", 1)
    decided = f"/admin/comparisons/claim/proposals/{proposal.pk}/"
    sent = {"decision": "accept", "reason": "", "seen_revision": 1}
    assert "Nobody accepts their own change" in browsers[role].post(decided, sent).text
    other = "reviewer" if role != "reviewer" else "administrator"
    assert browsers[other].post(decided, sent).status_code == 302
    claim.refresh_from_db()
    assert claim.statement == "As it should be."


@pytest.mark.parametrize("role", PEOPLE[1:])
@pytest.mark.parametrize("model", ["result", "room", "member"])
def test_what_visitors_keep_for_themselves_is_not_in_the_workplace(browsers, role, model):
    assert browsers[role].get(f"/admin/questionnaire/{model}/").status_code == 404
    assert f"/admin/questionnaire/{model}/" not in browsers[role].get("/admin/").text
    assert not any(
        user_of(role).has_perm(f"questionnaire.{way}_{model}") for way in ("view", "change", "delete")
    )
