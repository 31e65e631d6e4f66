"""What is wrong with a page's HTML: what a validator would say about the parts that break for readers."""

from collections import Counter
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What a browser moves out of a paragraph, or closes it for.
BLOCKS = {
    *("address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "dd", "dt", "fieldset"),
    *(
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
    ),
    *("p", "pre", "search", "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
ONLY_PHRASES = {
    *(
        "p",
        "pre",
        "span",
        "b",
        "bdi",
        "i",
        "em",
        "strong",
        "small",
        "code",
        "time",
        "label",
        "button",
        "summary",
    ),
    *("caption", "legend", *HEADINGS),
}
PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "thead": {"table"},
    "tbody": {"table"},
    "colgroup": {"table"},
    "caption": {"table"},
    "legend": {"fieldset"},
    "summary": {"details"},
    "figcaption": {"figure"},
    "option": {"select", "optgroup", "datalist"},
    "symbol": {"svg", "defs"},
}
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"td", "th"},
    "colgroup": {"col"},
    "select": {"option", "optgroup"},
}
# Of these, none may stand in another.
INTERACTIVE = {"a", "button", "label", "select", "summary", "textarea"}
REFERENCES = {
    "for",
    "aria-controls",
    "aria-describedby",
    "aria-labelledby",
    "aria-owns",
    "list",
    "headers",
    "form",
}
CONTROLS = {"input", "select", "textarea"}


class Page(HTMLParser):
    """Reads a page; `problems` are sentences, `ids` and `links` what it offers and leads to."""

    def __init__(self, html):
        super().__init__()
        self.problems = []
        self.ids = Counter()
        self.links = []
        self.references = []
        self.counts = Counter()
        self.labelled = set()
        self.unlabelled = []
        self.open = []  # [name, attributes, whether something in it has a name]
        self.feed(html)
        self.close()
        self.finish()

    def problem(self, text):
        line, column = self.getpos()
        self.problems.append(f"line {line}, column {column}: {text}")

    def handle_starttag(self, name, attributes):
        self.begin(name, attributes)
        if name in VOID:
            self.end(name)

    def handle_startendtag(self, name, attributes):
        self.begin(name, attributes)
        self.end(name)

    def begin(self, name, attributes):
        names = [each for each, _ in attributes]
        for each in {each for each in names if names.count(each) > 1}:
            self.problem(f"<{name}> has the attribute {each} twice")
        attributes = dict(attributes)
        self.check_place(name)
        self.check_attributes(name, attributes)
        self.counts[name] += 1
        self.open.append([name, attributes, has_name(name, attributes)])

    def check_place(self, name):
        above = [each for each, _, _ in self.open]
        if "svg" in above and name != "symbol":
            return
        parent = above[-1] if above else ""
        if name in BLOCKS:
            for each in above:
                if each in ONLY_PHRASES and not (each in ("summary", "legend") and name in HEADINGS):
                    self.problem(f"<{name}> stands in <{each}>")
        if name in PARENTS and parent not in PARENTS[name]:
            self.problem(f"<{name}> stands in <{parent}>")
        if parent in CHILDREN and name not in CHILDREN[parent]:
            self.problem(f"<{parent}> holds <{name}>")
        if name in INTERACTIVE:
            for each in above:
                if each in INTERACTIVE and (each, name) not in {("label", "select"), ("summary", "label")}:
                    self.problem(f"<{name}> stands in <{each}>")
        if name == "form" and "form" in above:
            self.problem("<form> stands in <form>")

    def check_attributes(self, name, attributes):
        if "style" in attributes:
            self.problem(f"<{name}> has a style, which the CSP blocks")
        for each in attributes:
            if each.startswith("on"):
                self.problem(f"<{name}> has {each}, which the CSP blocks")
        if "id" in attributes:
            if not attributes["id"] or any(character.isspace() for character in attributes["id"]):
                self.problem(f"<{name}> has the id {attributes['id']!r}")
            self.ids[attributes["id"]] += 1
        for attribute in REFERENCES & attributes.keys():
            self.references += [(name, attribute, each) for each in (attributes[attribute] or "").split()]
        for attribute in ("data-hx-target", "data-hx-select", "data-hx-select-oob"):
            for each in (attributes.get(attribute) or "").split(","):
                if each.startswith("#") and attribute != "data-hx-select-oob":
                    self.references.append((name, attribute, each[1:]))
        if name == "form" and attributes.get("action") == "":
            self.problem("<form> has an empty action")
        if name in ("a", "use"):
            href = attributes.get("href") or ""
            if name == "a" and not href:
                self.problem("<a> leads nowhere")
            if href.startswith("#"):
                self.references.append((name, "href", href[1:]))
            self.links.append(href)
        if name in CONTROLS and attributes.get("type") != "hidden":
            inside_label = any(each == "label" for each, _, _ in self.open)
            if not (inside_label or attributes.get("aria-label") or attributes.get("aria-labelledby")):
                self.unlabelled.append((name, attributes))
        if name == "label" and attributes.get("for"):
            self.labelled.add(attributes["for"])
        if name == "img" and "alt" not in attributes:
            self.problem("<img> has no alt")
        if name == "th" and "scope" not in attributes:
            self.problem("<th> has no scope")

    def handle_data(self, data):
        if data.strip() and self.open:
            self.open[-1][2] = True
            if self.open[-1][0] in CHILDREN:
                self.problem(f"<{self.open[-1][0]}> holds the words {data.strip()[:40]!r}")

    def handle_endtag(self, name):
        self.end(name)

    def end(self, name):
        if not self.open or self.open[-1][0] != name:
            self.problem(f"</{name}> closes <{self.open[-1][0] if self.open else ''}>")
            while self.open and self.open[-1][0] != name:
                self.open.pop()
            if not self.open:
                return
        name, attributes, named = self.open.pop()
        if (
            name in {"a", "button", "summary", "label", "legend", "caption", "title", "option", *HEADINGS}
            and not named
        ):
            self.problem(f"<{name}> is empty: {attributes}")
        if named and self.open and name not in ("title", "script", "style"):
            self.open[-1][2] = True

    def finish(self):
        for name, _, _ in self.open:
            self.problem(f"<{name}> is never closed")
        for each, count in self.ids.items():
            if count > 1:
                self.problem(f"the id {each!r} stands {count} times")
        for name, attribute, target in self.references:
            if target not in self.ids:
                self.problem(f"<{name} {attribute}> means {target!r}, which is not on the page")
        for name, attributes in self.unlabelled:
            if attributes.get("id") not in self.labelled:
                self.problem(f"<{name}> has no label: {attributes}")
        for name in ("h1", "title", "main", "html", "head", "body"):
            if self.counts[name] != 1:
                self.problem(f"{self.counts[name]} <{name}>, expected one")


def has_name(name, attributes):
    """Tell whether an element has words for those who do not see it, whatever stands in it."""
    return bool(
        attributes.get("aria-label")
        or attributes.get("alt")
        or (name == "option" and attributes.get("label"))
    )
