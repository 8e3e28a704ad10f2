"""A locked quotation keeps its words, and its translation says whose it is."""

from __future__ import annotations

import pytest
from written_pairs import codes, edition, pair, passage

from communique.diagnostics import Code
from communique.model import BlockKind

SOURCE = "They are equal.\n\n— The report"


@pytest.mark.parametrize(
    "locale, text",
    [
        ("fr", "Ils sont égaux.\n\n— Le rapport (notre traduction)"),
        ("de", "Sie sind gleich.\n\n— Der Bericht (eigene Übersetzung)"),
        ("zh-Hans", "人人平等。\n\n— 报告（本馆译文）"),
        ("ar", "هم متساوون.\n\n— التقرير (الترجمة لنا)"),
    ],
)
def test_a_translation_that_says_whose_it_is_passes(locale: str, text: str) -> None:
    own = pair(SOURCE, text, locale, kind=BlockKind.QUOTATION, locked=True, cite="urn:isbn:1")
    assert Code.TRANSLATOR_UNNAMED not in codes(own)


@pytest.mark.parametrize(
    "cite, note, code",
    [
        ("urn:isbn:1", "", {Code.TRANSLATOR_UNNAMED}),
        ("urn:isbn:1", "Use the official wording.", set()),
        ("", "", set()),
    ],
)
def test_only_a_published_quotation_without_official_translation_must_say_so(
    cite: str, note: str, code: set[Code]
) -> None:
    own = pair(SOURCE, "Ils sont égaux.\n\n— Le rapport", kind=BlockKind.QUOTATION, locked=True, cite=cite, note=note)
    assert codes(own) == code


@pytest.mark.parametrize("blocks, code", [(("fr",), {Code.REWORDED}), (("fr", "en"), set())])
def test_an_edition_may_reword_a_locked_quotation_only_with_its_source(
    blocks: tuple[str, ...], code: set[Code]
) -> None:
    of = edition(overrides={("lead", locale): passage("…") for locale in blocks})
    assert codes(pair("They are equal.", "Ils sont égaux.", locked=True, of=of)) == code
