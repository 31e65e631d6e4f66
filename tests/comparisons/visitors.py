"""What a visitor does with the forms on a claim: opens one, reads, types, and sends it."""

import time
from types import SimpleNamespace
from unittest import mock

from tests.pages import read


def clock(now):
    """Let stamps be made and read at a time, in seconds."""
    return mock.patch("django.core.signing.time", SimpleNamespace(time=lambda: now))


def opened(client, address, ago=60):
    """Open a form so many seconds ago, and return what its fields hold."""
    with clock(time.time() - ago):
        return fields(client.get(address))


def fields(response):
    """Return {name: value} of the fields of a page's form."""
    form = read(response).one("form", method="post")
    found = {each["name"]: each["value"] or "" for each in form.all("input")}
    return found | {each["name"]: "".join(each.children) for each in form.all("textarea")}


def send(client, address, **typed):
    """Open a form, type into it for a minute and send it."""
    return client.post(address.partition("?")[0], opened(client, address) | typed)


def problems(response):
    """Return what a page says is wrong."""
    return [each.text for each in read(response).one(role="alert").all("li")]
