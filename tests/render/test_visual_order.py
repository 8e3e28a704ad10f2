"""Phrases against the direction around them are seen in the right order: on paper, in a browser, and in a word processor."""

from __future__ import annotations

import pathlib
from dataclasses import replace
from typing import Any

import pytest

import validators
import visual
from communique.model import Format, Paragraph
from communique.render import html, pdf
from sample_releases import ARABIC, drawn, letterhead

BOTH = pytest.mark.parametrize("name", visual.RELEASES)


@BOTH
def test_on_paper(name: str) -> None:
    shown, phrases = visual.RELEASES[name]
    assert visual.missing(phrases, visual.of_pdf(drawn(shown, letterhead(), Format.PDF))) == []


@pytest.mark.slow
@BOTH
def test_in_a_browser(name: str, seen_pages: list[dict[str, Any]]) -> None:
    _, phrases = visual.RELEASES[name]
    (letters,) = (
        one["letters"] for one in seen_pages if one["file"].endswith(f"/seen-{name}.html") and one["scheme"] == "light"
    )
    assert visual.missing(phrases, visual.lines(letters)) == []


@pytest.mark.slow
@BOTH
def test_in_a_word_processor(name: str, tmp_path: pathlib.Path) -> None:
    shown, phrases = visual.RELEASES[name]
    file = tmp_path / f"{name}.docx"
    file.write_bytes(drawn(shown, letterhead(), Format.DOCX))
    assert visual.missing(phrases, visual.of_pdf(validators.as_pdf(file, tmp_path).read_bytes())) == []


def test_a_phrase_that_nobody_sets_apart_is_seen_in_the_wrong_order() -> None:
    """Were this not so, nothing above would prove anything."""
    phrases = [one for one in visual.AMONG_ARABIC if one.name in {"name", "ordinal", "telephone", "sign"}]
    plain = replace(ARABIC, blocks=tuple(Paragraph(f"seen-{one.name}", one.content) for one in phrases))
    found = visual.of_pdf(pdf.render(plain, letterhead()))
    assert visual.missing(phrases, found) == [one.name for one in phrases]
    assert "<bdi" not in html.blocks(plain.blocks, "")
