"""Titles break into lines of about equal length, and dates and figures do not break at all."""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique import fonts
from communique.model import Strong, Superscript, Text
from communique.render import balance, html, lines, pdf
from sample_releases import ENGLISH, letterhead, text


@pytest.mark.parametrize(
    "widths, narrowest",
    [([0.3, 0.3], 1.0), ([0.3, 0.3, 0.3, 0.3], 0.6), ([0.5, 0.4, 0.2], 0.6), ([0.9, 0.9], 0.9)],
    ids=["one line", "four equal words", "a lonely word", "two long words"],
)
def test_the_measure_of_a_title_is_the_narrowest_that_takes_no_more_lines(
    widths: list[float], narrowest: float
) -> None:
    def count(measure: float) -> int:
        total, room = 1, measure
        for width in widths:
            if width > room:
                total, room = total + 1, measure
            room -= width
        return total

    found = balance.narrowest(count(1.0), count)
    assert count(found) == count(1.0)
    assert narrowest <= found <= narrowest + 0.04


def test_the_lines_of_a_title_are_counted_on_the_page() -> None:
    fonts.prepare()
    import weasyprint

    source = "<style>@page { size: 300px; margin: 0 } h1 { font: 20px 'Noto Serif'; width: 100px }</style>"
    document = weasyprint.HTML(string=f"{source}<h1>one two three four five six</h1><p>text</p>").render()
    assert balance.title_lines(document) > 1
    assert balance.title_lines(weasyprint.HTML(string=f"{source}<h1>one</h1>").render()) == 1


@pytest.mark.parametrize(
    "sentence, kept",
    [
        ("On 20 January 1990 troops came.", ["20 January 1990"]),
        ("El 20 de enero de 1990 entraron.", ["20 de enero de 1990"]),
        ("Am 20. Januar 1990 kamen 147 Menschen um.", ["20. Januar 1990", "147 Menschen"]),
        ("20 января 1990 года погибли 147 человек.", ["20 января 1990 года", "147 человек."]),
        ("في 20 يناير 1990 قُتل", ["20 يناير 1990"]),
        ("Some 26,000 soldiers, 18\u202f400 élèves.", ["26,000 soldiers,", "18\u202f400 élèves."]),
        ("20 जनवरी 1990 को 26,000 सैनिक आए", ["20 जनवरी 1990", "26,000 सैनिक"]),
        ("مضى 79 عامًا على", ["79 عامًا"]),
        ("20 Ocak 1990’da geldiler", ["20 Ocak 1990’da"]),
        ("شوروی، ۲۶٬۰۰۰ سرباز آمدند", ["۲۶٬۰۰۰ سرباز"]),
        ("ليلة 19–20 يناير 1990، اجتاح", []),
        ("26 000 soldats", ["26 000 soldats"]),
        ("1 26 000 soldats", []),
        ("(20 January 1990), then", ["20 January 1990),"]),
        ("In 1990 nobody knew.", []),
        ("1990年1月20日", []),
        ("Resolution 217 A (III)", ["217 A"]),
        ("147 Menschenrechtsverteidiger kamen", []),
    ],
)
def test_a_date_and_a_figure_with_its_unit_stay_on_one_line(sentence: str, kept: list[str]) -> None:
    pieces = list(lines.pieces(sentence))
    assert "".join(piece for piece, _ in pieces) == sentence
    assert [piece for piece, whole in pieces if whole] == kept


@given(st.text("0123456789 .,कीौंعامًاab-", max_size=40))
def test_no_letter_is_torn_from_its_marks(words: str) -> None:
    pieces = [piece for piece, _ in lines.pieces(words) if piece]
    assert "".join(pieces) == words
    assert all(not unicodedata.combining(one[0]) and unicodedata.category(one[0]) != "Mc" for one in pieces[1:])


@given(st.text("0123456789۲۶٬.,'- ab", max_size=40))
def test_no_number_is_torn_in_two(words: str) -> None:
    """Inside right-to-left text two boxes change places; the halves of a number must never be in two."""
    pieces = [piece for piece, _ in lines.pieces(words) if piece]
    for before, after in itertools.pairwise(pieces):
        assert not (before[-1] in "0123456789۲۶٬.,'-" and after[0].isdecimal())
        assert not (before[-1].isdecimal() and after[0] in "٬.,'-")


def test_a_figure_and_its_unit_stay_together_when_they_come_from_different_places() -> None:
    assert html.inlines((Text("147"), Text(" people"))) == '<span class="nobr">147 people</span>'


def test_marks_inside_a_figure_are_kept() -> None:
    assert html.inlines((Strong(text("37")), Superscript(text("th")))) == "<strong>37</strong><sup>th</sup>"


def test_every_letterhead_keeps_whole_what_must_be() -> None:
    page = html.page(ENGLISH, letterhead(), html.Medium.PRINT, "", "")
    assert ".nobr{white-space:nowrap}" in page


def test_the_lines_of_a_title_are_about_equally_long_in_the_pdf() -> None:
    title = "A title that takes all of a line of the letterhead of the embassy and one word"
    with pypdfium2.PdfDocument(pdf.render(replace(ENGLISH, title=text(title)), letterhead())) as document:
        lines = document[0].get_textpage().get_text_range().splitlines()
    broken = [line.strip() for line in lines if line.strip() and line.strip() in title]
    assert " ".join(broken) == title
    assert [len(line) for line in broken] == pytest.approx([len(title) / 2] * 2, abs=6)
