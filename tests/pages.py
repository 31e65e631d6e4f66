"""Read a page as a visitor does: its elements, their text, the rows of a comparison."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
INLINE = {"a", "b", "bdi", "code", "em", "i", "span", "strong", "sub", "sup", "time", "use"}


@dataclass
class Element:
    name: str
    attributes: dict = field(default_factory=dict)
    children: list = field(default_factory=list)

    def __getitem__(self, attribute):
        return self.attributes.get(attribute)

    def walk(self):
        """Yield the element and everything in it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, name=None, /, **attributes):
        """Return the elements in it with this name and these attributes; `class_` asks for one class of several."""
        class_ = attributes.pop("class_", None)
        return [
            each
            for each in self.walk()
            if name in (None, each.name)
            and (class_ is None or class_ in (each["class"] or "").split())
            and all(each[key] == value for key, value in attributes.items())
        ]

    def one(self, name=None, /, **attributes):
        """Return the only such element; fails where there is none or more than one."""
        found = self.all(name, **attributes)
        assert len(found) == 1, f"{len(found)} elements {name or ''} {attributes}, expected one"
        return found[0]

    @property
    def text(self):
        """Return the words in it, on one line, as a reader sees them."""
        return " ".join(self._words().split())

    def _words(self):
        words = "".join(each._words() if isinstance(each, Element) else each for each in self.children)
        return words if self.name in INLINE else f" {words} "


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = Element("document")
        self.open = [self.root]

    def handle_starttag(self, name, attributes):
        element = Element(name, dict(attributes))
        self.open[-1].children.append(element)
        if name not in VOID:
            self.open.append(element)

    def handle_startendtag(self, name, attributes):
        self.open[-1].children.append(Element(name, dict(attributes)))

    def handle_endtag(self, name):
        assert self.open[-1].name == name, f"</{name}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def read(response):
    """Return a page as its root Element. Fails where a tag is not closed, or closed by another's end."""
    reader = _Reader()
    reader.feed(response.content.decode())
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].name}> is never closed"
    return reader.root


def heading(response):
    return read(response).one("h1").text


def rows(response):
    """Return a comparison's criteria by slug, in order: {"speed": ["Good 1 article …", "No article says"]}."""
    return {
        row["id"]: [cell.text for cell in row.all("td")]
        for row in read(response).one("table", class_="grid").all("tr")
        if row["id"] and row["class"] is None
    }


def opened(response):
    """Return the text of each opened cell by name: {"django.speed": "One article on Django: speed …"}."""
    return {row["id"].removeprefix("open."): row.text for row in read(response).all("tr", class_="opened")}


def links(response, within="body"):
    """Return what the page's links lead to, by their text; `within` is an element's name or ".class"."""
    page = read(response)
    parts = page.all(class_=within[1:]) if within[0] == "." else page.all(within)
    return {each.text: each["href"] for part in parts for each in part.all("a")}
