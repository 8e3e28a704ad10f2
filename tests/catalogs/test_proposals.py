"""A figure that changed in the source is put into the translation in its own notation, or nothing is proposed."""

from __future__ import annotations

import pytest

from communique.catalogs.proposals import with_new_figures
from communique.grammar import load_grammar


@pytest.mark.parametrize(
    "locale, before, after, translation, proposed",
    [
        ("fr", "147 people", "150 people", "147 personnes", "150 personnes"),
        ("fr", "26,000 men", "27,500 men", "26\u202f000 hommes", "27\u202f500 hommes"),
        ("fr", "26,000 men", "27,500 men", "26 000 hommes", None),
        ("fr", "26,000 men", "27,500 men", "26.000 hommes", "27.500 hommes"),
        ("de", "26,000 men", "127,500 men", "26.000 Mann", "127.500 Mann"),
        ("fa", "26,000 men", "27,500 men", "۲۶٬۰۰۰ نفر", "۲۷٬۵۰۰ نفر"),
        ("ar", "147 people", "150 people", "١٤٧ شخصًا", "١٥٠ شخصًا"),
        ("hi", "260,000 men", "270,000 men", "2,60,000 लोग", "2,70,000 लोग"),
        ("de", "999 men", "1,000 men", "999 Mann", "1.000 Mann"),
        ("fr", "in 1990", "in 1991", "en 1990", "en 1991"),
        ("fr", "147 and 744", "150 and 800", "744 et 147", "800 et 150"),
        ("fr", "147 and 744", "150 and 744", "147 et 744", "150 et 744"),
        ("fr", "147 people", "150 people", "cent quarante-sept personnes", None),
        ("fr", "147 people", "150 people", "147 personnes, oui, 147", None),
        ("fr", "5 of 5", "6 of 5", "5 sur 5", None),
        ("fr", "3.5 per cent", "3.6 per cent", "3,5 %", "3,6 %"),
        ("fr", "one", "one", "un", None),
    ],
)
def test_a_figure_that_stands_once_is_replaced_in_the_notation_of_the_translation(
    locale: str, before: str, after: str, translation: str, proposed: str | None
) -> None:
    assert with_new_figures(translation, before, after, load_grammar(locale)) == proposed
