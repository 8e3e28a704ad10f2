"""What word processors do while somebody types, undone in placeholders and nowhere else."""

from __future__ import annotations

import pytest
from exchanged import sheet_of

from communique.exchange.autocorrect import settled
from small_newsroom import SmallNewsroom

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("{Date}@In", "{date}@in"),
        (f"{{{NBSP}years{NBSP}}}", "{years}"),
        ("{“years”}", "{years}"),
        ("{« years »}", "{years}"),
        ("{years…}", "{years}"),
        ("｛years｝@gen", "{years}@gen"),
        ("{years}＠gen", "{years}@gen"),
        ("[[n| One: un an | Other: {Years} ]]", "[[n| one: un an | other: {years} ]]"),
        (f"[[n| one{NBSP}: un an | other{NBSP}: {{years}} ]]", "[[n| one: un an | other: {years} ]]"),
        ("［［n｜ one： 一 ｜ other： {years} ］］", "[[n| one: 一 | other: {years} ]]"),
        ("[[n| =50: demi-siècle | other: {years} ]]", "[[n| =50: demi-siècle | other: {years} ]]"),
    ],
)
def test_it_is_undone(newsroom: SmallNewsroom, typed: str, meant: str) -> None:
    sheet = sheet_of(newsroom)
    assert settled(typed, sheet.rows[0], sheet) == meant


@pytest.mark.parametrize(
    "text", ["« Tous » : {tués}", f"Il dit{NBSP}: One: deux | Other: trois", "{{Years}}x", "{date} @ Berne", "L’été…"]
)
def test_everything_else_stays(newsroom: SmallNewsroom, text: str) -> None:
    sheet = sheet_of(newsroom)
    assert settled(text, sheet.rows[0], sheet) == text


def test_a_text_of_one_line_gets_no_second_one(newsroom: SmallNewsroom) -> None:
    sheet = sheet_of(newsroom)
    assert settled("Un\n\ndeux", sheet.rows[0], sheet) == "Un deux"
