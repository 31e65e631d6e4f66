"""What is asked at every address to find out who may do it: rows to ask about, and forms that would be accepted."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth.models import Group as Role
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RoutePattern

from articles.models import CapturedText, FormerSlug
from comparisons.models import Claim, Proposal
from comparisons.roles import ROLES, set_up_roles
from questionnaire.models import Result
from tests.comparisons.exchange.files import content, csv_file, send
from tests.comparisons.visitors import opened
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    CriterionFactory,
    FrameworkFactory,
    GroupFactory,
    OverrideFactory,
    PublisherFactory,
    ReleaseFactory,
    ReportFactory,
    UserFactory,
)
from tests.questionnaire.asked import ANSWERS, small_questionnaire
from tests.questionnaire.factories import (
    MemberFactory,
    OptionFactory,
    QuestionFactory,
    QuestionnaireFactory,
    RoomFactory,
)
from tests.sent import form_of

PASSWORD = "a word that nobody guesses"


@dataclass
class Asked:
    """An address of a pattern, what is sent to it, and the tables that change when it is taken.

    What is sent is a dict, or a function from a client to it where something must be sent before.
    """

    address: str
    sent: dict | Callable = field(default_factory=dict)
    tables: set = field(default_factory=set)
    query: str = ""


def routes(patterns=None, before=""):
    """Yield every address pattern of the site, the workplace's included, as it stands in the URL configuration."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern.pattern, RoutePattern):
            route = before + str(pattern.pattern)
        else:
            route = f"{before}<{getattr(pattern, 'name', '') or 'anything else'}>"
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


def people():
    """Return {role: its user, signed in with a browser's cookies}; a visitor has none."""
    set_up_roles()
    found = {"visitor": Client().cookies}
    for role in ROLES:
        user = UserFactory(username=role.lower(), password=PASSWORD)
        user.set_password(PASSWORD)
        user.save()
        user.groups.add(Role.objects.get(name=role))
        client = Client()
        client.force_login(user)
        found[role.lower()] = client.cookies
    return found


class Requests:
    """The world that is asked about, and what is Asked at each route."""

    def __init__(self):
        self.root = Client()
        self.root.force_login(UserFactory(username="root", is_superuser=True))
        self.found = {}
        self._rows()
        self._public()
        self._private()
        self._workplace()
        self._articles()
        self._catalogue()
        self._claims()
        self._questionnaires()
        self._users()
        self._exchange()
        self._merges()
        self._former()

    def ask(self, route, address, sent=None, tables=(), query=""):
        self.found[route] = Asked(address, sent or {}, set(tables), query)

    def form(self, address, form=None, /, **typed):
        return form_of(self.root.get(address), form, **typed)

    def _rows(self):
        self.quick = small_questionnaire()
        self.author = UserFactory(username="author")
        self.claim = ClaimFactory(statement="It stands in public.", created_by=self.author)
        self.waiting = ClaimFactory(state="in_review", statement="It waits.", created_by=self.author)
        self.draft = ClaimFactory(state="draft", statement="It is written.", created_by=self.author)
        self.draft.statement = "It is written anew."
        self.draft.save()
        self.article = self.claim.article
        self.captured = CapturedText.objects.create(article=self.article, text="# Part\n\nIt stands there.")
        self.free_article = ArticleFactory(slug="unread")
        self.release = ReleaseFactory()
        self.override = OverrideFactory()
        self.report = ReportFactory(state="open", answer="", claim=self.claim)
        self.proposal = Proposal.objects.create(
            claim=self.claim, base_revision=1, reason="It reads better.", proposed_by=self.author,
            values={"statement": ["It stands in public.", "It stands in the open."]},
        )  # fmt: skip
        self.room = RoomFactory(questionnaire=self.quick)
        self.member = MemberFactory(room=self.room, name="Ada", query=ANSWERS)
        self.result = self._result()

    def _result(self):
        """Return a result that a visitor saved, with the tokens that lead to it."""
        address = self.root.post(f"/questionnaire/quick/save/?{ANSWERS}", {"title": "Ours"})["Location"]
        result = Result.objects.get()
        result.token, result.maker = re.search("/results/(.+)/edit/(.+)/", address).groups()
        return result

    def _public(self):
        slugs = "alpha-vs-beta"
        for route, address in {
            "": "/",
            "method/": "/method/",
            "compare/": "/compare/",
            "compare/<slug:slugs>/": f"/compare/{slugs}/",
            "frameworks/": "/frameworks/",
            "frameworks/<slug:slug>/": "/frameworks/alpha/",
            "criteria/": "/criteria/",
            "criteria/<slug:slug>/": "/criteria/docs/",
            "claims/": "/claims/",
            "claims/<slug:slug>/": f"/claims/{self.claim.slug}/",
            "claims/<slug:slug>/reported/": f"/claims/{self.claim.slug}/reported/",
            "articles/": "/articles/",
            "articles/<slug:slug>/": f"/articles/{self.article.slug}/",
            "disagreements/": "/disagreements/",
            "questionnaire/": "/questionnaire/",
            "questionnaire/<slug:slug>/": "/questionnaire/quick/",
            "questionnaire/<slug:slug>/all/": "/questionnaire/quick/all/",
            "questionnaire/<slug:slug>/<slug:question>/": "/questionnaire/quick/docs/",
            "health/": "/health/",
            "robots.txt": "/robots.txt",
            "sitemap.xml": "/sitemap.xml",
        }.items():
            self.ask(route, address)
        self.ask("questionnaire/<slug:slug>/result/", "/questionnaire/quick/result/", query=f"?{ANSWERS}")
        for kind, told in (
            ("report", {}),
            ("reply", {"name": "Ada Writer", "evidence": "https://a.example/"}),
        ):
            address = f"/claims/{self.claim.slug}/{kind}/"
            typed = {"text": "The article says something else.", **told}
            self.ask(
                f"claims/<slug:slug>/{kind}/", address, opened(self.root, address) | typed, ["comparisons.report"]
            )  # fmt: skip

    def _private(self):
        room, member, result = self.room, self.member, self.result
        self.ask("questionnaire/<slug:slug>/save/", "/questionnaire/quick/save/", {"title": "Ours"},
                 ["questionnaire.result"], f"?{ANSWERS}")  # fmt: skip
        self.ask("questionnaire/<slug:slug>/room/", "/questionnaire/quick/room/", {"title": "Ours"},
                 ["questionnaire.room"])  # fmt: skip
        self.ask("results/<str:token>/", f"/results/{result.token}/")
        self.ask("results/<str:token>/edit/<str:maker>/", f"/results/{result.token}/edit/{result.maker}/",
                 {"action": "rename", "title": "Theirs", "note": ""}, ["questionnaire.result"])  # fmt: skip
        self.ask("rooms/<str:token>/", f"/rooms/{room.token}/", {"name": "Grace"}, ["questionnaire.member"])
        self.ask("rooms/<str:token>/members/<str:member>/", f"/rooms/{room.token}/members/{member.token}/",
                 {"docs": "little", "docs.importance": "3"}, ["questionnaire.member"])  # fmt: skip
        self.ask("rooms/<str:token>/manage/<str:maker>/", f"/rooms/{room.token}/manage/{room.maker}/",
                 {"action": "close"}, ["questionnaire.room"])  # fmt: skip

    def _workplace(self):
        record = self.draft.history.last()
        self.ask("admin/", "/admin/")
        self.ask("admin/<app_list>", "/admin/comparisons/")
        self.ask("admin/<anything else>", "/admin/nowhere/")
        self.ask("admin/changes/", "/admin/changes/")
        address = f"/admin/changes/comparisons.claim/{record.history_id}/"
        self.ask("admin/changes/<str:label>/<int:entry>/", address, self.form(address), ["comparisons.claim"])
        self.ask("admin/login/", "/admin/login/", {"username": "reader", "password": PASSWORD})
        self.ask("admin/logout/", "/admin/logout/")
        new = {"old_password": PASSWORD, "new_password1": PASSWORD * 2, "new_password2": PASSWORD * 2}
        self.ask("admin/password_change/", "/admin/password_change/", new, ["auth.user"])
        self.ask("admin/password_change/done/", "/admin/password_change/done/")
        field = "app_label=comparisons&model_name=claim&field_name=framework&term=a"
        self.ask("admin/autocomplete/", "/admin/autocomplete/", query=f"?{field}")
        self.ask("admin/jsi18n/", "/admin/jsi18n/")
        kind = ContentType.objects.get_for_model(Claim).pk
        self.ask("admin/r/<path:content_type_id>/<path:object_id>/", f"/admin/r/{kind}/{self.claim.pk}/")

    def rows_of(self, row, unused, added, changed, *, also=(), form=None):
        """Ask for the pages of a model: `unused` is a row that nothing depends on, the dicts are what is typed."""
        label, name = row._meta.app_label, row._meta.model_name
        table, route, base = f"{label}.{name}", f"admin/{label}/{name}/", f"/admin/{label}/{name}/"
        self.ask(route, base)
        if added is not None:
            self.ask(f"{route}add/", f"{base}add/", self.form(f"{base}add/", form, **added), [table, *also])
        else:
            self.ask(f"{route}add/", f"{base}add/")
        self.ask(f"{route}<path:object_id>/", f"{base}{row.pk}/")
        self.ask(f"{route}<path:object_id>/history/", f"{base}{row.pk}/history/")
        address = f"{base}{row.pk}/change/"
        sent = None if changed is None else self.form(address, form, **changed)
        self.ask(f"{route}<path:object_id>/change/", address, sent, [table, *also] if changed else [])
        address = f"{base}{(unused or row).pk}/delete/"
        sent = None if unused is None else self.form(address)
        self.ask(f"{route}<path:object_id>/delete/", address, sent, [table] if unused else [])

    def _articles(self):
        self.rows_of(
            self.article.publisher, PublisherFactory(),
            {"name": "New", "slug": "new", "kind": "agency", "interest_label": "none", "interest": "None."}, {"name": "Renamed"},
        )  # fmt: skip
        self.rows_of(
            self.article, ArticleFactory(),
            {"title": "New", "slug": "new", "publisher": str(self.article.publisher_id)}, {"note": "Read twice."},
            form="article_form",
        )  # fmt: skip
        route, base = (
            "admin/articles/article/<path:object_id>/",
            f"/admin/articles/article/{self.article.pk}/",
        )
        self.ask(f"{route}text/", f"/admin/articles/article/{self.free_article.pk}/text/",
                 {"text": "What it says."}, ["articles.capturedtext"])  # fmt: skip
        entry = {"locator": "Part › paragraph 1", "frameworks": "alpha", "criterion": "docs",
                 "statement": "Its manual is long.", "reading": "1"}  # fmt: skip
        self.ask(f"{route}claims/add/", f"{base}claims/add/", entry, ["comparisons.claim"])
        self.ask(f"{route}claims/scale/", f"{base}claims/scale/", query="?criterion=docs")
        self.ask(f"{route}claims/nearest/", f"{base}claims/nearest/", query="?statement=long&criterion=docs")
        unread = ArticleFactory()
        self.rows_of(
            self.captured, CapturedText.objects.create(article=ArticleFactory(), text="It."),
            {"article": str(unread.pk), "text": "What it says."}, {"text": "# Part\n\nIt stood there."},
        )  # fmt: skip

    def _catalogue(self):
        framework = self.release.framework
        self.rows_of(
            framework, FrameworkFactory(), {"name": "New", "slug": "new", "summary": "New."},
            {"summary": "Changed.", "releases-0-version": "99.0"}, also=["comparisons.release"],
        )  # fmt: skip
        self.found["admin/comparisons/framework/add/"].tables.discard("comparisons.release")
        group = GroupFactory()
        self.rows_of(group, GroupFactory(), {"name": "New", "slug": "new", "description": "New."},
                     {"description": "Changed."})  # fmt: skip
        criterion = CriterionFactory()
        self.rows_of(
            criterion, CriterionFactory(),
            {"name": "New", "slug": "new", "group": str(group.pk), "definition": "New.", "measure": "rating"},
            {"definition": "Changed."},
        )  # fmt: skip
        cell = {"framework": str(framework.pk), "criterion": str(criterion.pk)}
        self.rows_of(self.override, OverrideFactory(), {**cell, "rating": "2", "reason": "All are old."},
                     {"reason": "All are very old."})  # fmt: skip
        lists = {"group": "position", "criterion": "position"}
        for name, column in lists.items():
            base = f"/admin/comparisons/{name}/"
            sent = self.form(base, "changelist-form", **{f"form-0-{column}": "77"})
            self.ask(f"admin/comparisons/{name}/", base, sent | {"_save": "Save"}, [f"comparisons.{name}"])
        sent = self.form("/admin/articles/article/", "changelist-form", **{"form-0-reading_state": "reading"})
        self.ask("admin/articles/article/", "/admin/articles/article/", sent | {"_save": "Save"},
                 ["articles.article"])  # fmt: skip

    def _claims(self):
        new = {"article": str(self.article.pk), "framework": str(self.claim.framework_id),
               "criterion": str(self.claim.criterion_id), "locator": "Part", "statement": "New.", "rating": "1"}  # fmt: skip
        self.rows_of(
            self.draft,
            ClaimFactory(state="draft"),
            new,
            {"statement": "It is written better."},
            form="claim_form",
        )
        base, route = "/admin/comparisons/claim/", "admin/comparisons/claim/"
        seen = {
            "action": "submit",
            "_selected_action": self.draft.pk,
            "seen": f"{self.draft.pk}:{self.draft.revision}",
        }
        self.ask(route, base, seen, ["comparisons.claim"])
        for name in ("review", "checks", "coverage"):
            self.ask(f"{route}{name}/", f"{base}{name}/")
        address = f"{base}proposals/{self.proposal.pk}/"
        sent = self.form(address, decision="accept")
        self.ask(f"{route}proposals/<int:key>/", address, sent, ["comparisons.claim", "comparisons.proposal"])
        address = f"{base}{self.waiting.pk}/state/"
        self.ask(f"{route}<path:object_id>/state/", address, self.form(address, "decide", state="published"),
                 ["comparisons.claim"])  # fmt: skip
        self.rows_of(self.report, None, None, {"state": "kept", "answer": "The article says so."})
        self.rows_of(self.proposal, None, None, None)

    def _questionnaires(self):
        question = self.quick.questions.first()
        option = question.options.exclude(weights=None).first()
        self.rows_of(self.quick, QuestionnaireFactory(is_published=False), {"name": "New", "slug": "new", "summary": "New."},
                     {"summary": "Changed.", "steps-0-position": "70"}, also=["questionnaire.step"])  # fmt: skip
        self.found["admin/questionnaire/questionnaire/add/"].tables.discard("questionnaire.step")
        self.rows_of(question, QuestionFactory(), {"text": "New?", "slug": "new"},
                     {"text": "Changed?", "options-0-text": "Changed."}, also=["questionnaire.option"])  # fmt: skip
        self.found["admin/questionnaire/question/add/"].tables.discard("questionnaire.option")
        self.rows_of(
            option, OptionFactory(), {"question": str(question.pk), "text": "New", "slug": "new"},
            {"text": "Changed.", "weights-0-weight": "3"}, also=["questionnaire.weight"],
        )  # fmt: skip
        self.found["admin/questionnaire/option/add/"].tables.discard("questionnaire.weight")

    def _users(self):
        new = {"username": "grace", "password1": PASSWORD, "password2": PASSWORD}
        self.rows_of(self.author, UserFactory(username="gone"), new, {"first_name": "Ada"})
        address = f"/admin/auth/user/{self.author.pk}/password/"
        self.ask("admin/auth/user/<id>/password/", address, new, ["auth.user"])
        self.rows_of(Role.objects.create(name="Guests"), Role.objects.create(name="Gone"), {"name": "New"},
                     {"name": "Changed"})  # fmt: skip

    def _exchange(self):
        row = {"article": self.article.slug, "locator": "Part", "framework": "alpha", "criterion": "docs",
               "statement": "It comes from a file.", "rating": "1"}  # fmt: skip

        article = {"slug": "from-a-file", "title": "From a file", "publisher": self.article.publisher.slug}
        for name, entry, table in [
            ("comparisons/claim", row, "comparisons.claim"),
            ("articles/article", article, "articles.article"),
        ]:
            imports, exports = f"/admin/{name}/import/", f"/admin/{name}/export/"

            def confirmed(client, entry=entry, imports=imports):
                page = content(send(client, csv_file([entry]), address=imports)).decode()
                return dict(re.findall(r'name="(confirm|digest)" value="([^"]+)"', page))

            self.ask(imports[1:], imports, confirmed, [table])
            self.ask(exports[1:], exports, query="?format=csv")

    def _merges(self):
        """Merge an entry that nothing depends on into another one of its kind."""
        alike = {
            "article": self.article,
            "framework": self.claim.framework,
            "criterion": self.claim.criterion,
        }
        question = self.quick.questions.first()
        for target, source in [
            (self.article.publisher, PublisherFactory()),
            (self.article, ArticleFactory()),
            (self.release.framework, FrameworkFactory()),
            (GroupFactory(), GroupFactory()),
            (self.claim.criterion, CriterionFactory()),
            (self.claim, ClaimFactory(**alike)),
            (self.quick, QuestionnaireFactory(is_published=False)),
            (question, QuestionFactory()),
            (question.options.first(), OptionFactory(question=question)),
        ]:
            label, name = source._meta.app_label, source._meta.model_name
            address = f"/admin/{label}/{name}/{source.pk}/merge/?target={target.pk}"
            self.ask(f"admin/{label}/{name}/<path:object_id>/merge/", address,
                     self.form(address, reason="They are one."), [f"{label}.{name}"])  # fmt: skip

    def _former(self):
        former = FormerSlug.objects.create(kind="articles.article", slug="once", target=self.article.pk)
        self.rows_of(former, None, None, None)
