"""An article's captured text as sections and places, named the way locators name them."""

import re
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import mark_safe

HEADING_LENGTH = 110
LIST_ITEM = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+")
ENDS_A_SENTENCE = (".", ":", ";", ",", "!", "…", "”", '"')
NO_SECTION = "Beginning"


@dataclass(frozen=True)
class Passage:
    """One paragraph, list item or heading of a text."""

    number: int  # its place in the whole text, from 1
    section: str
    place: str  # "heading", "paragraph 2", "list item 3"
    text: str

    @property
    def locator(self):
        return f"{self.section} › {self.place}"

    @property
    def is_heading(self):
        return self.place == "heading"


@dataclass
class Section:
    """A heading with what stands below it."""

    name: str
    passages: list[Passage] = field(default_factory=list)


def sections_of(text):
    """Return the Sections of a captured text.

    A heading is a line that begins with #, or a short block of one line that does not end like a sentence. Empty
    lines end paragraphs; lines that begin with a bullet or a number are list items, each a place of its own.
    """
    found, number = [Section(NO_SECTION)], 0
    counts = {}

    def add(kind, words):
        nonlocal number
        number += 1
        counts[kind] = counts.get(kind, 0) + 1
        place = kind if kind == "heading" else f"{kind} {counts[kind]}"
        found[-1].passages.append(Passage(number, found[-1].name, place, words))

    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if not lines:
            continue
        if _is_heading(lines):
            name = lines[0].lstrip("#").strip()
            found.append(Section(name))
            counts.clear()
            add("heading", name)
            lines = lines[1:]
        paragraph = []
        for line in lines:
            if LIST_ITEM.match(line):
                if paragraph:
                    add("paragraph", " ".join(paragraph))
                    paragraph = []
                add("list item", LIST_ITEM.sub("", line))
            else:
                paragraph.append(line)
        if paragraph:
            add("paragraph", " ".join(paragraph))
    return [section for section in found if section.passages]


def _is_heading(lines):
    first = lines[0]
    if first.startswith("#") and first.lstrip("#").strip():
        return True
    return (
        len(lines) == 1
        and len(first) <= HEADING_LENGTH
        and not first.endswith(ENDS_A_SENTENCE)
        and not LIST_ITEM.match(first)
    )


def passages_of(sections):
    """Return the passages of all sections by number."""
    return {passage.number: passage for section in sections for passage in section.passages}


def located(sections, locator):
    """Return the passages that a locator names; where only the section is known, all of it."""
    found = []
    for part in locator.split(" ; "):
        name, _, place = (piece.strip() for piece in part.partition(" › "))
        section = next((each for each in sections if _alike(each.name, name)), None)
        if section is None:
            continue
        exact = [passage for passage in section.passages if _alike(passage.place, place)]
        found += exact or section.passages
    return list(dict.fromkeys(found))


def _alike(one, other):
    return one.casefold().split() == other.casefold().split()


class Highlighter:
    """Marks the names of known frameworks and criteria in a text."""

    def __init__(self, frameworks, criteria):
        kinds = [("framework", frameworks), ("criterion", criteria)]
        self._kinds = {name.casefold(): kind for kind, names in reversed(kinds) for name in names if name}
        names = sorted(self._kinds, key=len, reverse=True)
        pattern = "|".join(re.escape(name) for name in names)
        self._names = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if names else None

    def html(self, text):
        """Return the text as HTML with each name in a mark of its kind."""
        if self._names is None:
            return escape(text)
        parts, last = [], 0
        for match in self._names.finditer(text):
            kind = self._kinds.get(match[0].casefold(), "criterion")
            parts += [escape(text[last : match.start()]), f'<mark class="{kind}">{escape(match[0])}</mark>']
            last = match.end()
        return mark_safe("".join([*parts, escape(text[last:])]))
