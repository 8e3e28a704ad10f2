"""What Word must be told of a script or a language: fonts, digits, and the name it knows a language by."""

from __future__ import annotations

from typing import NamedTuple

from communique import locales
from communique.model import Release

EAST_ASIAN = frozenset({"Hans", "Hant", "Jpan", "Kore"})
COMPLEX = frozenset({"Arab", "Aran", "Beng", "Deva", "Guru", "Hebr", "Khmr", "Mymr", "Sinh", "Taml", "Telu", "Thai"})
"""Scripts that Word sets with the font, size, weight and language "for complex scripts"."""
WIDE_PUNCTUATION = frozenset({"Hans", "Hant", "Jpan"})
"""Scripts in which “ ” — … are as wide as a letter; Word takes them for Latin unless it is told."""
COMPLEX_SIZE = {"Arab": 1.04, "Aran": 1.1}
"""Scripts whose letters look small beside Latin ones of the same size."""
_SCRIPT_NAMED = frozenset({"az", "bs", "sr", "uz"})
"""Languages that Word knows by their script too: `az-Latn-AZ`."""


class Digits(NamedTuple):
    """How Word is told to count: in a list, in a field, and the digit 1 to show until it counts."""

    numbering: str
    switch: str
    one: str


EUROPEAN = Digits("decimal", "", "1")
_DIGITS = {
    "devanagari": Digits("hindiNumbers", "\\* HINDIARABIC ", "१"),
    "thai": Digits("thaiNumbers", "\\* THAIARABIC ", "๑"),
}
"""By CSS counter style. Word has no format for other digits; it draws 1, 2, 3 as the reader's own settings say."""


def digits_of(release: Release) -> Digits:
    """How Word is told to count in the language of a release."""
    return _DIGITS.get(release.typography.page_counter, EUROPEAN)


def language_of(locale: str) -> str:
    """A locale as Word knows it, with its likely region: `ar-EG`, `zh-CN`, `az-Latn-AZ`."""
    language = locale.partition("-")[0]
    named = locales.script(locale) if language in _SCRIPT_NAMED else ""
    return "-".join(filter(None, (language, named, locales.territory(locale))))
