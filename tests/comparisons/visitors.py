"""What a visitor does with the forms on a claim: opens one, reads, types, and sends it."""

import time
from unittest import mock

from django.core.signing import TimestampSigner, b62_encode

from tests.pages import read


def opened(client, address, ago=60):
    """Open a form so many seconds ago, and return what its fields hold."""
    then = b62_encode(int(time.time()) - ago)
    with mock.patch.object(TimestampSigner, "timestamp", return_value=then):
        return fields(client.get(address))


def fields(response):
    """Return {name: value} of the fields of a page's form."""
    form = read(response).one("form", method="post")
    found = {each["name"]: each["value"] or "" for each in form.all("input")}
    return found | {each["name"]: "".join(each.children) for each in form.all("textarea")}


def send(client, address, ago=60, **typed):
    """Open a form, type into it and send it."""
    return client.post(address.partition("?")[0], opened(client, address, ago) | typed)


def problems(response):
    """Return what a page says is wrong."""
    return [each.text for each in read(response).one(role="alert").all("li")]
