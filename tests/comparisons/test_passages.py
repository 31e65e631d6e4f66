"""A captured text, its places, and the names in it."""

import html
import re

import pytest

from comparisons.passages import Highlighter, located, passages_of, sections_of
from tests.properties import given, st

TEXT = """Read this first.

# Speed

It is fast.
Very fast.

- On one core
- On many

It is not always.

Conclusion

1. Take it
2) Or leave it
"""


def places(text):
    return [
        (passage.section, passage.place, passage.text)
        for section in sections_of(text)
        for passage in section.passages
    ]


def test_a_text_is_told_by_section_and_place():
    assert places(TEXT) == [
        ("Beginning", "paragraph 1", "Read this first."),
        ("Speed", "heading", "Speed"),
        ("Speed", "paragraph 1", "It is fast. Very fast."),
        ("Speed", "list item 1", "On one core"),
        ("Speed", "list item 2", "On many"),
        ("Speed", "paragraph 2", "It is not always."),
        ("Conclusion", "heading", "Conclusion"),
        ("Conclusion", "list item 1", "Take it"),
        ("Conclusion", "list item 2", "Or leave it"),
    ]


def test_places_are_numbered_through_the_whole_text():
    assert list(passages_of(sections_of(TEXT))) == list(range(1, 10))


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system_are_the_same(ends):
    assert places(TEXT.replace("\n", ends)) == places(TEXT)


@pytest.mark.parametrize("text", ["", "\n\n", "   \n \n"])
def test_a_text_of_nothing_has_no_sections(text):
    assert sections_of(text) == []


@pytest.mark.parametrize(
    "line",
    ["It is fast.", "It is fast:", "Really!", "and so on…", "he said, “yes”", "x" * 111, "- one thing"],
)
def test_a_line_that_reads_like_a_sentence_or_a_list_is_no_heading(line):
    assert not any(passage.is_heading for section in sections_of(line) for passage in section.passages)


@pytest.mark.parametrize("line", ["Which one is faster?", "## Speed", "#Speed", "3 reasons", "x" * 110])
def test_a_short_line_by_itself_is_a_heading(line):
    (section,) = sections_of(line)
    assert section.passages[0].is_heading


def test_a_heading_may_stand_right_above_its_paragraph():
    assert places("# Speed\nIt is fast.")[1] == ("Speed", "paragraph 1", "It is fast.")


def test_a_locator_leads_to_its_place():
    (found,) = located(sections_of(TEXT), "Speed › paragraph 2")
    assert found.text == "It is not always."
    assert found.locator == "Speed › paragraph 2"


def test_a_locator_of_several_places_leads_to_each_of_them_once():
    found = located(sections_of(TEXT), "Speed › list item 2 ; Conclusion › list item 1 ; Speed › list item 2")
    assert [passage.text for passage in found] == ["On many", "Take it"]


@pytest.mark.parametrize("locator", ["speed ›  PARAGRAPH   2", "SPEED › Paragraph 2"])
def test_a_locator_need_not_be_written_exactly(locator):
    assert [passage.number for passage in located(sections_of(TEXT), locator)] == [6]


@pytest.mark.parametrize("locator", ["Speed", "Speed › the table", "Speed › paragraph 9"])
def test_of_a_known_section_without_the_place_all_is_shown(locator):
    assert {passage.section for passage in located(sections_of(TEXT), locator)} == {"Speed"}
    assert len(located(sections_of(TEXT), locator)) == 5


@pytest.mark.parametrize("locator", ["", " ; ", "Elsewhere › paragraph 1", "›"])
def test_a_locator_of_nowhere_leads_nowhere(locator):
    assert located(sections_of(TEXT), locator) == []


@given(st.text())
def test_every_word_of_a_text_stands_in_a_place(text):
    words = "".join(passage.text for section in sections_of(text) for passage in section.passages)
    marks = set("#-*•–.)0123456789")
    kept = [letter for letter in text if not letter.isspace() and letter not in marks]
    assert [letter for letter in words if not letter.isspace() and letter not in marks] == kept


@given(st.text(alphabet="#-* \nabc.1)"))
def test_every_place_is_found_again_by_its_locator(text):
    sections = sections_of(text)
    for passage in passages_of(sections).values():
        section = next(
            each for each in sections if each.name.casefold().split() == passage.section.casefold().split()
        )
        if " › " not in passage.section and " ; " not in passage.section and passage in section.passages:
            assert passage in located(sections, passage.locator)


# --- Names in the text ---------------------------------------------------------------------------


@pytest.fixture
def names():
    return Highlighter(["Django", "Django REST framework", "C++"], ["Speed", "Django"])


def test_names_are_marked_by_their_kind(names):
    marked = names.html("With Django, speed is fine.")
    assert (
        marked == 'With <mark class="framework">Django</mark>, <mark class="criterion">speed</mark> is fine.'
    )


def test_the_longest_name_is_marked(names):
    assert names.html("Django REST framework") == '<mark class="framework">Django REST framework</mark>'


def test_a_name_within_a_word_is_not_marked(names):
    assert names.html("Djangonauts speedily") == "Djangonauts speedily"


def test_a_name_with_signs_is_marked(names):
    assert names.html("(C++)") == '(<mark class="framework">C++</mark>)'


@pytest.mark.parametrize("names", [Highlighter([], []), Highlighter(["Django"], ["<b>"])])
def test_what_the_text_holds_is_never_html(names):
    told = names.html("<script>alert('Django')</script> & \"<b>\"")
    assert "<script>" not in told
    assert "&lt;script&gt;" in told
    assert "&amp; &quot;" in told


@given(st.text(), st.lists(st.text(max_size=8)), st.lists(st.text(max_size=8)))
def test_marking_changes_no_letter_of_the_text(text, frameworks, criteria):
    told = re.sub(
        '<mark class="(?:framework|criterion)">|</mark>', "", Highlighter(frameworks, criteria).html(text)
    )
    assert html.unescape(told) == html.unescape(html.escape(text))
