"""Marked-up text to nodes: what each mark means, where each problem stands, and that no text breaks the reader."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique import markup
from communique.diagnostics import Code, Location, Passage
from communique.model import (
    BlockKind,
    Emphasis,
    LineBreak,
    Link,
    Listing,
    Message,
    Paragraph,
    Phrase,
    Placeholder,
    Quotation,
    Strong,
    Superscript,
    Switch,
    Table,
    Template,
    Text,
)

PLACE = Location("statement.md", 7, 1)


def read(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> tuple[Template, list[str]]:
    """Read a text that stands on line 7; the problems as `column code`."""
    passage = Passage(text, ((0, PLACE),))
    block, problems = markup.template(Message("x", kind, passage), passage, "en")
    assert all(problem.location.line == 7 and problem.hint and problem.block == "x" for problem in problems)
    return block, [f"{problem.location.column} {problem.code}" for problem in problems]


def phrases(text: str) -> tuple[Phrase, ...]:
    block, problems = read(text)
    assert not problems
    assert isinstance(block, Paragraph)
    return block.content


@pytest.mark.parametrize(
    "text, nodes",
    [
        ("plain words", (Text("plain words"),)),
        ("a **b** c", (Text("a "), Strong((Text("b"),)), Text(" c"))),
        ("a *b* c", (Text("a "), Emphasis((Text("b"),)), Text(" c"))),
        ("34^th^ year", (Text("34"), Superscript((Text("th"),)), Text(" year"))),
        ("n^{n}^", (Text("n"), Superscript((Placeholder("n"),)))),
        ("**a *b* c**", (Strong((Text("a "), Emphasis((Text("b"),)), Text(" c"))),)),
        ("a\\\nb", (Text("a"), LineBreak(), Text("b"))),
        ("[us](https://example.org)", (Link("https://example.org", (Text("us"),)),)),
        ("<https://example.org>", (Link("https://example.org", (Text("https://example.org"),)),)),
        ("<a@example.org>", (Link("mailto:a@example.org", (Text("a@example.org"),)),)),
        ("{n} of {date}@dmy", (Placeholder("n"), Text(" of "), Placeholder("date", "dmy"))),
        ("**{n}** ", (Strong((Placeholder("n"),)),)),
    ],
)
def test_each_mark_becomes_its_node(text: str, nodes: tuple[Phrase, ...]) -> None:
    assert phrases(text) == nodes


@pytest.mark.parametrize(
    "text, nodes",
    [
        ("这是**“黑色一月”**悲剧", (Text("这是"), Strong((Text("“黑色一月”"),)), Text("悲剧"))),
        ("在**{n}周年**之际", (Text("在"), Strong((Placeholder("n"), Text("周年"))), Text("之际"))),
        ("これは**「黒い一月」**です", (Text("これは"), Strong((Text("「黒い一月」"),)), Text("です"))),
        ("**{n}주년**을", (Strong((Placeholder("n"), Text("주년"))), Text("을"))),
    ],
)
def test_bold_needs_no_spaces_around_it_where_none_are_written(text: str, nodes: tuple[Phrase, ...]) -> None:
    assert phrases(text) == nodes


@pytest.mark.parametrize(
    "text, plain",
    [
        ("34. Jahrestag", "34. Jahrestag"),
        ("1990) and - not a list", "1990) and - not a list"),
        ("# no heading", "# no heading"),
        ("{{n}} and }} and {{", "{n} and } and {"),
        ("{{{{", "{{"),
        ("[[[a]]", "[[a]]"),
        (r"\*a\* \^b\^ \[c\]", "*a* ^b^ [c]"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("a &amp; b &lt; c", "a & b < c"),
        ("a ^ b", "a ^ b"),
        ("[note]", "[note]"),
        ("snow_flake_x", "snow_flake_x"),
    ],
)
def test_what_is_no_mark_is_text(text: str, plain: str) -> None:
    assert phrases(text) == (Text(plain),)


def test_a_switch_holds_marked_up_clauses() -> None:
    assert phrases("[[n| =50: **half** | one: {years} | other: [[m| other: x ]] ]] on") == (
        Switch(
            "n",
            {50: (Strong((Text("half"),)),)},
            {"one": (Placeholder("years"),), "other": (Switch("m", {}, {"other": (Text("x"),)}),)},
        ),
        Text(" on"),
    )


def test_a_switch_may_stand_in_bold_in_raised_letters_and_in_a_link() -> None:
    switch = Switch("n", {}, {"one": (Text("x"),), "other": (Text("y"),)})
    assert phrases("**[[n|one:x|other:y]]**") == (Strong((switch,)),)
    assert phrases("1^[[n|one:x|other:y]]^") == (Text("1"), Superscript((switch,)))
    assert phrases("[a [[n|one:x|other:y]]](https://e.org)") == (Link("https://e.org", (Text("a "), switch)),)


@pytest.mark.parametrize(
    "text, found",
    [
        ("ab {N} c", ["4 C030"]),
        ("ab } c", ["4 C030"]),
        ("a [[n| one: b", ["3 C030"]),
        ("[[n| one: {X} | other: {n} } ]]", ["11 C030", "28 C030"]),
        ("**bold {X}**", ["8 C030"]),
        ("^{X}^ {Y}", ["2 C030", "7 C030"]),
        ("a <b>c</b>", ["3 C022", "7 C022"]),
        ("`a` and `a`", ["1 C022", "9 C022"]),
        ("x ![a](b.png) ![a](c.png)", ["3 C022", "15 C022"]),
        ("see [us](http://e.org) or [it](javascript:x)", ["10 C027", "32 C027"]),
        ("[us](https://e.org/{year})", ["6 C027"]),
        ("[us](//e.org) [f](file:///etc/passwd) [d](data:x)", ["6 C027", "19 C027", "43 C027"]),
        ("a [[n]] b {X}", ["3 C030", "11 C030"]),
    ],
)
def test_every_problem_points_at_its_character(text: str, found: list[str]) -> None:
    assert read(text)[1] == found


@pytest.mark.parametrize("kind", [kind for kind in BlockKind if kind is not BlockKind.LISTING])
def test_an_empty_text_is_a_problem_in_every_kind_of_block(kind: BlockKind) -> None:
    assert read(" \n ", kind)[1] == ["1 C028"]


def test_a_placeholder_knows_its_offset_in_the_whole_text() -> None:
    text = "**{n}** [[n| one: {years} | other: x ]] {year}"
    offsets = [(found.name, found.offset) for found in _placeholders(phrases(text))]
    assert offsets == [("n", 2), ("years", text.index("{years}")), ("year", text.index("{year}"))]


def _placeholders(nodes: tuple[Phrase, ...]) -> list[Placeholder]:
    found: list[Placeholder] = []
    for node in nodes:
        match node:
            case Placeholder():
                found.append(node)
            case Strong(content=content):
                found += _placeholders(content)
            case Switch(categories=categories):
                found += [one for clause in categories.values() for one in _placeholders(clause)]
            case _:
                pass
    return found


def test_a_quotation_has_paragraphs_and_says_who_is_quoted() -> None:
    block, problems = read("First.\n\nSecond {n}.\n\n— A Person, “A Book”", BlockKind.QUOTATION)
    assert problems == []
    assert block == Quotation(
        "x", ((Text("First."),), (Text("Second "), Placeholder("n"), Text("."))), (Text("A Person, “A Book”"),)
    )


def test_a_quotation_of_one_paragraph_that_begins_with_a_dash_is_its_words() -> None:
    assert read("— No.", BlockKind.QUOTATION)[0] == Quotation("x", ((Text("— No."),),))


def test_items_of_a_list_begin_lines() -> None:
    block, problems = read("- one **a**\n- two\\\n- not three\n- 34. Jahrestag", BlockKind.LISTING)
    assert problems == []
    assert block == Listing(
        "x",
        ordered=False,
        items=(
            (Text("one "), Strong((Text("a"),))),
            (Text("two"), LineBreak(), Text("- not three")),
            (Text("34. Jahrestag"),),
        ),
    )
    assert read("1. a\n2. b", BlockKind.LISTING)[0] == Listing("x", ordered=True, items=((Text("a"),), (Text("b"),)))


def test_a_list_that_is_none_is_a_problem() -> None:
    assert read("just words", BlockKind.LISTING)[1] == ["1 C022"]


def test_a_table_has_cells_and_a_bar_in_a_switch_or_behind_a_backslash_cuts_none() -> None:
    text = "| A | B |\n|---|---|\n| [[n| one: a | other: b ]] | c \\| d |"
    block, problems = read(text, BlockKind.TABLE)
    assert problems == []
    switch = Switch("n", {}, {"one": (Text("a"),), "other": (Text("b"),)})
    assert block == Table("x", ((Text("A"),), (Text("B"),)), (((switch,), (Text("c | d"),)),))


def test_rows_of_different_length_are_a_problem() -> None:
    assert read("| A | B |\n|---|---|\n| a |", BlockKind.TABLE)[1] == ["1 C022"]


def test_a_table_that_is_only_dashes_is_a_problem() -> None:
    assert read("|---|\n|---|", BlockKind.TABLE)[1] == ["1 C022"]


def test_lines_of_a_paragraph_are_joined_as_their_script_does() -> None:
    assert phrases("one\ntwo") == (Text("one two"),)
    assert phrases("黑色\n一月") == (Text("黑色一月"),)
    assert phrases("검은\n일월") == (Text("검은 일월"),)
    assert phrases("**a**\n{n}") == (Strong((Text("a"),)), Text(" "), Placeholder("n"))


SPECIAL = re.compile(r"[\\`*_^\[\]<>!&|{}~#]")


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_any_text_comes_back_as_it_was_once_it_is_escaped(text: str) -> None:
    escaped = SPECIAL.sub(lambda mark: mark[0] * 2 if mark[0] in "{}" else f"\\{mark[0]}", text)
    assert phrases(escaped) == (Text(text),)


HOSTILE = st.text(alphabet=st.sampled_from(list("*_^[]|{}()<>!`\\@=:-.\n nab1~#&黑")), max_size=80)


@given(HOSTILE | st.text(max_size=60), st.sampled_from(BlockKind))
@example("^a**b^c**d**", BlockKind.PARAGRAPH)
@example("^[[n|one:x^|other:y]]", BlockKind.PARAGRAPH)
@example("^{a^}x", BlockKind.PARAGRAPH)
@example("[a [[n| one: b](https://x.y) | other: c]]](https://x.y)", BlockKind.PARAGRAPH)
@example("**" * 30 + "a" + "**" * 30, BlockKind.TITLE)
def test_any_text_is_read_or_has_located_problems(text: str, kind: BlockKind) -> None:
    passage = Passage(text, ((0, PLACE),))
    for problem in markup.template(Message("x", kind, passage), passage, "en")[1]:
        assert 1 <= problem.location.column <= len(text) + 1


def test_a_value_is_never_read_as_markup() -> None:
    # The reader sees the name only; what fills it later is a Text node, which no renderer reads again.
    assert phrases("{killed}") == (Placeholder("killed"),)


@pytest.mark.parametrize(
    "text",
    [
        "[[" * 50_000,
        "**" * 20_000,
        "*a " * 20_000,
        "^a" * 20_000,
        "[[n| other: " * 9_000,
        "[a](" * 15_000,
        "{" * 99_999,
    ],
    ids=lambda text: text[:12],
)
def test_a_hostile_line_is_read_in_seconds(text: str) -> None:
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 5


def test_marks_nested_without_end_are_refused_once() -> None:
    assert read("*a " * 2_000 + "a* " * 2_000)[1] == ["1 C022"]
    assert read("[[n| other: " * 3_000 + "]]" * 3_000)[1] == ["1 C030"]


def test_a_label_is_read_as_words_only() -> None:
    passage = Passage("{place}, {date}@dmy {X}", ((0, PLACE),))
    content, problems = markup.phrases(passage, "dateline", "fr")
    assert content == (Placeholder("place"), Text(", "), Placeholder("date", "dmy"), Text(" "))
    assert [(problem.code, problem.locale, problem.location.column) for problem in problems] == [
        (Code.PLACEHOLDER_SYNTAX, "fr", 21)
    ]
