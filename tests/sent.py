"""What a browser sends: the fields of a page's form as they stand there, with what a test types into them."""

from tests.pages import read


def form_of(response, form=None, /, **typed):
    """Return {name: value} of a page's form, as it would be sent; `typed` replaces fields, None leaves one out.

    `form` is its id or class, needed where a page has several.
    """
    forms = [
        each
        for each in read(response).all("form", method="post")
        if each["id"] != "logout-form" and form in (None, each["id"], each["class"])
    ]
    assert len(forms) == 1, f"{len(forms)} forms, expected one"
    fields = {}
    for element in forms[0].walk():
        for value in _values(element):
            fields.setdefault(element["name"], []).append(value)
    unknown = {name for name, value in typed.items() if name not in fields and value is None}
    assert not unknown, f"The form has no {unknown}."
    fields = {name: values if len(values) > 1 else values[0] for name, values in fields.items()}
    return {name: value for name, value in (fields | typed).items() if value is not None}


def _values(element):
    """Yield what one control of a form sends."""
    if not element["name"] or "disabled" in element.attributes:
        return
    if element.name == "textarea":
        # The line break after the opening tag is not part of the text.
        yield "".join(element.children).removeprefix("\r\n").removeprefix("\n")
    elif element.name == "select":
        options = element.all("option")
        chosen = [option for option in options if "selected" in option.attributes]
        if not chosen and "multiple" not in element.attributes:
            chosen = options[:1]
        for option in chosen:
            yield option["value"] or ""
    elif element.name == "input" and element["type"] not in ("submit", "button", "file", "reset"):
        if element["type"] in ("checkbox", "radio"):
            if "checked" in element.attributes:
                yield element["value"] or "on"
        else:
            yield element["value"] or ""
