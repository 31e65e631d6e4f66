"""Answers are read from an address: what means nothing is told, and the rest is used."""

from urllib.parse import parse_qsl

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from comparisons.evidence import EvidencePolicy, Source
from questionnaire.scoring import MUST, Choice, Requirement
from questionnaire.sheets import (
    MAX_LENGTH,
    ConflictSheet,
    OptionSheet,
    QuestionnaireSheet,
    QuestionSheet,
    read_answers,
)


def option(question, slug, requirement=None, **weights):
    return OptionSheet(slug, slug.title(), "", Choice(question, slug, weights, requirement))


def question(slug, *options):
    return QuestionSheet(slug, f"What about {slug}?", "", options, ())


QUESTIONNAIRE = QuestionnaireSheet(
    "short",
    "Short",
    "",
    (
        question(
            "screens", option("screens", "yes", Requirement("admin", 1), admin=2), option("screens", "own")
        ),
        question("traffic", option("traffic", "much", speed=3), option("traffic", "little", footprint=1)),
    ),
    (ConflictSheet(("screens", "yes"), ("traffic", "much"), "Screens slow much traffic down."),),
)
SOURCES = {
    1: Source(1, "hype-2025", "Hype", "article", "2025-02", None, 1, "Hype Ltd", "agency", "sells"),
    2: Source(2, "guide", "Guide", "article", "", None, 2, "Guide", "personal", "none"),
}


def read(query):
    return read_answers(QUESTIONNAIRE, query, frameworks=["alpha", "beta", "gamma"], sources=SOURCES)


def test_an_answer_stands_under_its_question_with_its_importance():
    sheet = read("screens=yes&screens.importance=must&traffic=little")
    assert not sheet.problems
    assert sheet.answers["screens"].importance == MUST
    assert (sheet.answers["traffic"].choice.option, sheet.answers["traffic"].importance) == ("little", "2")


@pytest.mark.parametrize("word", ["any", "unknown"])
def test_abstaining_is_kept_and_weighs_nothing(word):
    sheet = read(f"screens={word}")
    assert sheet.abstentions == {"screens": word}
    assert not sheet.answers
    assert ("screens", word) in sheet.parameters()


def test_only_not_knowing_is_listed_as_open():
    assert [each.slug for each in read("screens=unknown&traffic=any").unsure] == ["screens"]


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("screens=perhaps", "screens", "“perhaps” is not one of its answers"),
        ("screens=yes&screens.importance=7", "screens.importance", "“7” is not one of"),
        ("traffic=much&traffic.importance=must", "traffic.importance", "cannot be a must-have"),
        ("screens=yes&screens=own", "screens", "answered 2 times"),
        ("colour=red", "colour", "no such question"),
        ("framework=alpha&framework=beta&framework=omega", "framework", "“omega”"),
        ("framework=alpha", "framework", "One framework alone"),
        ("since=soon", "since", "“soon” is not a year"),
        ("publisher_kind=aliens", "publisher_kind", "“aliens”"),
        ("without=nothing", "without", "“nothing”"),
    ],
)
def test_what_is_wrong_is_told_by_name(query, name, words):
    problems = read(query).problems
    assert [(each, words in message) for each, message in problems if each == name] == [(name, True)]


def test_the_rest_of_a_wrong_address_is_used():
    assert "screens" in read("screens=yes&traffic=%FF%FE&since=0").answers


def test_a_must_have_that_cannot_be_one_counts_as_very_important():
    assert read("traffic=much&traffic.importance=must").answers["traffic"].importance == "3"


def test_ten_thousand_answers_are_refused_in_one_sentence():
    sheet = read("&".join(f"q{number}=yes" for number in range(10_000)))
    assert len(sheet.problems) < 25
    assert not sheet.answers


def test_an_address_that_is_too_long_is_not_read_at_all():
    sheet = read(QueryDict("screens=yes&note=" + "x" * MAX_LENGTH))
    assert [name for name, _ in sheet.problems] == ["address"]


def test_the_policy_and_the_frameworks_stand_beside_the_answers():
    sheet = read("framework=gamma&framework=alpha&since=2024&publisher_kind=agency&without=hype-2025")
    assert sheet.policy == EvidencePolicy("2024", ("agency",), ("hype-2025",))
    assert sheet.frameworks == ["alpha", "gamma"]


def test_all_kinds_of_publishers_are_no_restriction():
    assert read("publisher_kind=agency&publisher_kind=personal").policy.trusts_all


def test_answers_that_hardly_go_together_are_pointed_out():
    assert [each.message for each in read("screens=yes&traffic=much").conflicts]
    assert not read("screens=own&traffic=much").conflicts


def test_one_answer_can_be_changed_without_losing_the_others():
    sheet = read("screens=yes&traffic=much&since=2024")
    assert dict(parse_qsl(sheet.with_answer("traffic", "little", "3"))) == {
        "screens": "yes", "since": "2024", "traffic": "little", "traffic.importance": "3",
    }  # fmt: skip


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "screens": st.sampled_from(["yes", "own", "any", "unknown"]),
            "screens.importance": st.sampled_from(["1", "2", "3"]),
            "traffic": st.sampled_from(["much", "little", "any"]),
            "since": st.sampled_from(["2024", "1999"]),
        },
    )
)
def test_what_is_read_can_be_written_and_read_again(found):
    sheet = read("&".join(f"{name}={value}" for name, value in found.items()))
    again = read(sheet.query())
    assert not again.problems
    assert again.parameters() == sheet.parameters()
    assert again.answers == sheet.answers


@given(st.text(max_size=200))
def test_no_address_raises(text):
    read(text)
