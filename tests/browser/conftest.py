"""Browser tests: a real Chromium visits the real server with the shipped knowledge base.

They use no database of the test process. Any complaint of the browser fails the test that caused it.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from . import chromium, server

# Playwright keeps an event loop running in this thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong

HERE = Path(__file__).parent
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

# Also what a browser swallows shall be told.
TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", event =>
  console.error(`CSP: ${event.violatedDirective} blocks ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`))
"""


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    """Mark every browser test, and group them, so that one server is enough.

    pytest-xdist 3.8 does not see the groups of pytest 9.2: until it does, each process starts a server of its own.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def base_url(tmp_path_factory):
    """The address of the site, served by the production server."""
    with server.running(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {
        **browser_type_launch_args,
        "executable_path": chromium.executable(),
        "args": [*args, "--no-first-run"],
    }


class Complaints:
    """What the browser complained of: errors in the console, violations of the CSP, failed and foreign requests."""

    def __init__(self, site):
        self.site = site
        self.heard = []
        self.expected = []

    def expect(self, words):
        """Do not count complaints with these words in them: the test causes them on purpose."""
        self.expected.append(words)

    def listen(self, context):
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._hear_console)
        context.on("weberror", lambda error: self.heard.append(f"page error: {error.error}"))
        context.on("request", self._hear_request)
        context.on("response", self._hear_response)
        context.set_default_timeout(30_000)

    def _hear_console(self, message):
        if message.type in ("error", "warning"):
            self.heard.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _hear_request(self, request):
        if not request.url.startswith((f"{self.site}/", "data:", "blob:")):
            self.heard.append(f"request to another host: {request.url}")

    def _hear_response(self, response):
        if response.status >= 500:
            self.heard.append(f"status {response.status}: {response.url}")

    @property
    def unexpected(self):
        return [each for each in self.heard if not any(words in each for words in self.expected)]


@pytest.fixture
def complaints(base_url):
    complaints = Complaints(base_url)
    yield complaints
    assert not complaints.unexpected


@pytest.fixture
def new_context(new_context, complaints):
    """Make a context (a fresh browser profile) whose complaints fail the test."""

    def make(**options):
        context = new_context(**{"viewport": WIDE, **options})
        complaints.listen(context)
        return context

    return make


@pytest.fixture
def phone(new_context):
    """A page as wide as a phone, for fingers."""
    return new_context(viewport=PHONE, has_touch=True).new_page()


@pytest.fixture
def plain(new_context):
    """A page without JavaScript."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture(scope="session")
def login(browser, base_url):
    """The cookies of the editor that the first start makes, who logs in once: passwords are slow to check."""
    context = browser.new_context(base_url=base_url)
    page = context.new_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill((server.ROOT / ".local" / "editor-password").read_text().strip())
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="The editors' workplace")).to_be_visible()
    cookies = context.cookies()
    context.close()
    return cookies


@pytest.fixture
def editor(page, login):
    """A page of the editor, logged in, in the workplace."""
    page.context.add_cookies(login)
    page.goto("/admin/")
    return page
