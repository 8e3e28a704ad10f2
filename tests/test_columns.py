"""Columns line up whatever the script; the widths are those of the Unicode tables (UAX #11)."""

from __future__ import annotations

import pytest

from communique.cli.columns import aligned, isolated, line, shortened, width


@pytest.mark.parametrize(
    "text, columns",
    [
        ("34th", 4),
        ("黑色一月", 8),
        ("３４", 4),
        ("한국", 4),
        ("e\N{COMBINING ACUTE ACCENT}", 1),
        ("يناير", 5),
        ("\N{FIRST STRONG ISOLATE}يناير\N{POP DIRECTIONAL ISOLATE}", 5),
        ("a\N{ZERO WIDTH NON-JOINER}b", 2),
        ("“…” →", 5),
    ],
)
def test_a_text_is_as_wide_as_a_terminal_shows_it(text: str, columns: int) -> None:
    assert width(text) == columns


def test_cells_of_every_script_end_below_each_other() -> None:
    rows = [("fr", "34 ans", "x"), ("zh-Hans", "三十四", "x"), ("ar", isolated("الذكرى"), "x")]
    lines = [line(row) for row in aligned(rows, right=frozenset({1}))]
    assert [width(one) for one in lines] == [7 + 2 + 6 + 2 + 1] * 3
    assert lines[0] == "fr       34 ans  x"


def test_words_that_run_from_right_to_left_do_not_reach_beyond_their_cell() -> None:
    assert isolated("34 ans") == "34 ans"
    assert isolated("الذكرى 34") == "\N{FIRST STRONG ISOLATE}الذكرى 34\N{POP DIRECTIONAL ISOLATE}"


@pytest.mark.parametrize(
    "text, columns, short",
    [
        ("short", 5, "short"),
        ("much too long", 8, "much to…"),
        ("黑色一月", 7, "黑色一…"),
        ("two\nlines", 20, "two lines"),
    ],
)
def test_a_long_text_is_cut_at_the_width_of_its_cell(text: str, columns: int, short: str) -> None:
    assert shortened(text, columns) == short
    assert width(short) <= columns
