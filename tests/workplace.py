"""What an editor does in the workplace: signs in with a role, opens a form, types, sends it as the browser does."""

from django.contrib.auth.models import Group
from django.test import Client

from comparisons.roles import set_up_roles
from tests.factories import UserFactory
from tests.pages import read


def signed_in(name, role="Editor"):
    """Return a browser in which somebody with a role is signed in; `browser.user` is the account."""
    if not Group.objects.filter(name=role).exists():  # a test with `transaction=True` empties all tables
        set_up_roles()
    user = UserFactory(username=name)
    user.groups.set(Group.objects.filter(name=role))
    browser = Client()
    browser.force_login(user)
    browser.user = user
    return browser


def in_browser(form):
    """Return {name: value} of what a browser sends for a form as it stands; several values of a name as a list."""
    sent = {}
    for each in form.walk():
        name = each["name"]
        if not name or each["disabled"] is not None:
            continue
        if each.name == "textarea":
            text = "".join(each.children).replace("\r\n", "\n")
            sent.setdefault(name, []).append(text.removeprefix("\n"))
        elif each.name == "select":
            options = each.all("option")
            chosen = [option for option in options if "selected" in option.attributes]
            if "multiple" not in each.attributes:
                chosen = chosen[-1:] or options[:1]
            sent.setdefault(name, []).extend(option["value"] or "" for option in chosen)
        elif each.name == "input" and each["type"] in ("checkbox", "radio"):
            if "checked" in each.attributes:
                sent.setdefault(name, []).append(each["value"] or "on")
        elif each.name == "input" and each["type"] not in ("submit", "button", "image", "reset", "file"):
            sent.setdefault(name, []).append(each["value"] or "")
    return {name: values[0] if len(values) == 1 else values for name, values in sent.items() if values}


def forms(response):
    """Return the forms of a page that are sent with POST, but for the one that logs out."""
    return [
        form
        for form in read(response).all("form")
        if (form["method"] or "").lower() == "post" and form["id"] != "logout-form"
    ]


def opened(browser, address, **marks):
    """Open a page and return what its form would send; `marks` are attributes of the form that is meant."""
    response = browser.get(address)
    assert response.status_code == 200, response.status_code
    return shown(response, **marks)


def shown(response, **marks):
    """Return what the form of a page would send."""
    found = [form for form in forms(response) if all(form[name] == value for name, value in marks.items())]
    assert len(found) == 1, [form.attributes for form in found]
    return in_browser(found[0])


def mistakes(response):
    """Return what a page says is wrong."""
    return [each.text for each in read(response).all("ul", class_="errorlist")]


def told(response):
    """Return the messages of a page."""
    return [str(message) for message in response.context["messages"]]
