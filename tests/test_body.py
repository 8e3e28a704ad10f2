"""The body of a statement: blocks, their line of keys, and the place of every word."""

from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.body import messages_of_body
from communique.model import BlockKind, Condition, Message


def blocks(text: str, first_line: int = 1) -> tuple[Message, ...]:
    messages, problems = messages_of_body(text, "s.md", first_line)
    assert problems == []
    return messages


def problems(text: str) -> list[str]:
    """The problems as `line:column code`; each has a hint."""
    found = messages_of_body(text, "s.md", 1)[1]
    assert all(problem.hint for problem in found)
    return [f"{problem.location.line}:{problem.location.column} {problem.code}" for problem in found]


def place(message: Message, words: str) -> tuple[int, int]:
    location = message.passage.at(message.passage.text.index(words))
    return location.line, location.column


def test_each_block_is_a_message_of_its_kind_under_its_id() -> None:
    text = (
        "{#a .lead}\nLead.\n\n{#b}\nWords.\n\n{#c}\n### Heading ###\n\n{#d}\n- one\n- two\n\n{#e}\n> Said.\n\n"
        "{#f}\n| A | B |\n|---|---|\n| 1 | 2 |\n\n{#g .signature}\nA Person\n\n{#h .quotation}\nSaid too.\n\n{#i}\n1. x\n"
    )
    assert [(one.id, one.kind, one.level, one.passage.text) for one in blocks(text)] == [
        ("a", BlockKind.LEAD, 0, "Lead."),
        ("b", BlockKind.PARAGRAPH, 0, "Words."),
        ("c", BlockKind.HEADING, 3, "Heading"),
        ("d", BlockKind.LISTING, 0, "- one\n- two"),
        ("e", BlockKind.QUOTATION, 0, "Said."),
        ("f", BlockKind.TABLE, 0, "| A | B |\n|---|---|\n| 1 | 2 |"),
        ("g", BlockKind.SIGNATURE, 0, "A Person"),
        ("h", BlockKind.QUOTATION, 0, "Said too."),
        ("i", BlockKind.LISTING, 0, "1. x"),
    ]


def test_every_key_of_a_block_is_read() -> None:
    text = (
        '{#a years="2021..2025,2030,..1999" milestone="25,50" from="2024-01-02" until="2026-03-04"'
        ' review_by=2027-05-06 required="yearly" locked=true cite="urn:x" note="Mind the {n}."}\nWords.\n'
    ).replace("{n}", "n")
    message = blocks(text)[0]
    assert message.condition == Condition(
        ((2021, 2025), (2030, 2030), (None, 1999)), (25, 50), datetime.date(2024, 1, 2), datetime.date(2026, 3, 4)
    )
    assert message.review_by == datetime.date(2027, 5, 6)
    assert (message.required_yearly, message.locked, message.cite, message.note) == (True, True, "urn:x", "Mind the n.")


def test_milestone_yes_means_those_of_the_newsroom() -> None:
    assert blocks('{#a milestone="yes"}\nx')[0].condition.milestones == ()


def test_a_block_without_keys_has_none() -> None:
    message = blocks("{#a}\nx")[0]
    assert (message.condition, message.review_by, message.locked, message.required_yearly) == (
        Condition(),
        None,
        False,
        False,
    )


@pytest.mark.parametrize(
    "line, found",
    [
        ('{#a years="21.."}', "1:5 C023"),
        ('{#a years=".."}', "1:5 C023"),
        ('{#a years="2025..2021"}', "1:5 C023"),
        ('{#a milestone="no"}', "1:5 C023"),
        ('{#a from="2025-02-29"}', "1:5 C023"),
        ('{#a .lead until="tomorrow"}', "1:11 C023"),
        ('{#a review_by="20.01.2027"}', "1:5 C023"),
        ('{#a locked="yes"}', "1:5 C023"),
        ('{#a required="monthly"}', "1:5 C023"),
        ('{#a yeers="2021.."}', "1:5 C023"),
        ("{#a .leed}", "1:5 C023"),
        ("{#a lead}", "1:5 C023"),
        ("{#a #b}", "1:5 C023"),
        ('{#a note="x" note="y"}', "1:14 C023"),
        ("{#Lead}", "1:2 C007"),
        ("{#a--b}", "1:2 C007"),
        ("{#../x}", "1:2 C023"),
        (f"{{#{'a' * 65}}}", "1:2 C007"),
        ("  {#a .leed}", "1:7 C023"),
    ],
)
def test_a_wrong_key_is_shown_where_it_stands(line: str, found: str) -> None:
    assert found in problems(f"{line}\nWords.\n")


def test_a_misspelt_key_is_recognised() -> None:
    found = messages_of_body('{#a yeers="2021.."}\nx', "s.md", 1)[1]
    assert found[0].hint == "did you mean `years`?"


def test_all_problems_of_a_body_come_at_once() -> None:
    text = "{#a yeers=1}\nx\n\nnameless\n\n{#b}\n# Title\n\n---\n\n{#a}\ny\n\n{#c}\n"
    assert sorted(problems(text)) == ["12:1 C024", "14:1 C023", "1:5 C023", "4:1 C025", "7:3 C022", "9:1 C022"]


@pytest.mark.parametrize(
    "text, found",
    [
        ("{#a}\n```\ncode\n```\n", ["2:1 C022"]),
        ("{#a}\n<div>x</div>\n", ["2:1 C022"]),
        ("{#a}\nx\n\n***\n", ["4:1 C022"]),
        ("{#a}\n##### Deep\n", ["2:7 C022"]),
        ("{#a}\n- one\n  - inner\n", ["3:3 C022"]),
        ("{#a}\n- one\n\n  second\n", ["4:3 C022"]),
        ("{#a}\n> # Heading\n", ["2:1 C022"]),
        ("{#a}\n> > Twice\n", ["2:1 C022"]),
        ("{#a .lead}\n- one\n", ["1:1 C023"]),
        ("{#a}\n{#b}\nx\n", ["1:1 C023"]),
        ("{#a}\nx\n<<<<<<< HEAD\ny\n=======\nz\n>>>>>>> b\n", ["3:1 C022", "5:1 C022", "7:1 C022"]),
        ("", ["1:1 C021"]),
        ("\n\n  \n", ["1:1 C021"]),
        ("{#title}\nx\n", ["2:1 C024"]),
        ("{#a}\n>\n", ["2:1 C028"]),
        ("{#a}\n##\n", ["2:1 C028"]),
    ],
)
def test_what_a_statement_cannot_carry_is_refused_with_its_place(text: str, found: list[str]) -> None:
    assert problems(text) == found


def test_the_keys_may_stand_a_line_above_their_block() -> None:
    assert [(one.id, one.kind) for one in blocks("{#a .lead}\n\nx\n")] == [("a", BlockKind.LEAD)]


def test_a_folded_paragraph_knows_the_place_of_each_word() -> None:
    message = blocks("{#a}\none two\n  three {n}\\\nfour\n", first_line=10)[0]
    assert message.passage.text == "one two three {n}\\\nfour"
    assert place(message, "two") == (11, 5)
    assert place(message, "{n}") == (12, 9)
    assert place(message, "four") == (13, 1)


def test_quotations_lists_headings_and_tables_know_the_place_of_each_word() -> None:
    text = (
        "{#a}\n> one\n> two\n>\n>  three\n\n{#b}\n- one\n  two\n-   three\n\n{#c}\n## one two ##\n\n"
        "{#d}\n| one | two |\n|---|---|\n  | three | four |\n"
    )
    quotation, listing, heading, table = blocks(text)
    assert quotation.passage.text == "one two\n\nthree"
    assert [place(quotation, word) for word in ("one", "two", "three")] == [(2, 3), (3, 3), (5, 4)]
    assert listing.passage.text == "- one two\n-   three"
    assert [place(listing, word) for word in ("one", "two", "three")] == [(8, 3), (9, 3), (10, 5)]
    assert place(heading, "two") == (13, 8)
    assert [place(table, word) for word in ("two", "three", "four")] == [(16, 9), (18, 5), (18, 13)]


def test_chinese_and_japanese_lines_are_joined_without_a_space_and_korean_ones_with_one() -> None:
    chinese, korean, mixed = blocks("{#a}\n黑色\n一月\n\n{#b}\n검은\n일월\n\n{#c}\n黑色\nJanuary\n")
    assert [one.passage.text for one in (chinese, korean, mixed)] == ["黑色一月", "검은 일월", "黑色 January"]


def test_a_line_that_begins_like_an_item_inside_an_item_is_its_text() -> None:
    assert blocks("{#a}\n- der\n  34. Jahrestag\n- b\n")[0].passage.text == "- der 34. Jahrestag\n- b"


def test_a_paragraph_that_goes_on_with_a_number_is_one_paragraph() -> None:
    assert blocks("{#a}\nam\n34. Jahrestag\n")[0].passage.text == "am 34. Jahrestag"


def test_keys_inside_a_quotation_are_its_words() -> None:
    assert blocks("{#a}\n> {#b}\n")[0].passage.text == "{#b}"


def test_moving_and_inserting_blocks_changes_no_other_message() -> None:
    one, two, new = "{#a .lead}\nFirst {n}.\n\n", "{#b}\nSecond.\n\n", "{#new}\nBetween.\n\n"
    before = {message.id: (message.kind, message.passage.text) for message in blocks(one + two)}
    after = {message.id: (message.kind, message.passage.text) for message in blocks(two + new + one)}
    assert before == {name: text for name, text in after.items() if name != "new"}


def test_a_text_of_far_too_many_lines_is_refused_at_once() -> None:
    began = time.process_time()
    assert problems("a\n" * 40_000) == ["10001:1 C005"]
    assert time.process_time() - began < 5


@given(st.text(alphabet=st.sampled_from(list("#.{}>-*+|=\"' \n\tabc1`<~:\\[]!&")), max_size=120) | st.text(max_size=80))
def test_any_body_is_read_or_has_located_problems(text: str) -> None:
    text = text.replace("\r", "\n")  # as a file is read
    messages, found = messages_of_body(text, "s.md", 1)
    lines = text.count("\n") + 1
    assert messages or found
    assert all(1 <= problem.location.line <= lines for problem in found)
    assert all(message.passage.pieces for message in messages)


@pytest.mark.parametrize("line", ["> ", "- ", "#", "[", "|a", "1. ", "<", "{#", "`"])
def test_a_hostile_line_is_read_in_seconds(line: str) -> None:
    began = time.process_time()
    problems(line * 30_000)
    assert time.process_time() - began < 5
