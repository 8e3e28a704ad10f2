"""What Word must be told of a script or a language: fonts, digits, and the name it knows a language by."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import NamedTuple

from communique.model import Release

COMMON_FONT = "Noto Serif"
FONTS = {
    "Arab": "Noto Naskh Arabic",
    "Aran": "Noto Nastaliq Urdu",
    "Armn": "Noto Serif Armenian",
    "Beng": "Noto Serif Bengali",
    "Deva": "Noto Serif Devanagari",
    "Geor": "Noto Serif Georgian",
    "Hans": "Noto Serif CJK SC",
    "Hant": "Noto Serif CJK TC",
    "Hebr": "Noto Serif Hebrew",
    "Jpan": "Noto Serif CJK JP",
    "Kore": "Noto Serif CJK KR",
    "Thai": "Noto Serif Thai",
}
EAST_ASIAN = frozenset({"Hans", "Hant", "Jpan", "Kore"})
COMPLEX = frozenset({"Arab", "Aran", "Beng", "Deva", "Hebr", "Thai"})
"""Scripts that Word sets with the font, size, weight and language "for complex scripts"."""
WIDE_PUNCTUATION = frozenset({"Hans", "Hant", "Jpan"})
"""Scripts in which “ ” — … are as wide as a letter; Word takes them for Latin unless it is told."""
COMPLEX_SIZE = {"Arab": 1.15, "Aran": 1.1}
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


@functools.cache
def language_of(locale: str) -> str:
    """A locale as Word knows it, with its likely region: `ar-EG`, `zh-CN`, `az-Latn-AZ` (UTS #35, likely subtags)."""
    from babel.core import get_global

    language, *rest = locale.split("-")
    script, region = (next((one for one in rest if len(one) in sizes), "") for sizes in ({4}, {2, 3}))
    likely: Mapping[str, str] = get_global("likely_subtags")
    maximal = likely.get(f"{language}_{script or region}") or likely.get(language) or f"{language}__"
    _, likely_script, likely_region = maximal.split("_")
    named = (script or likely_script) if language in _SCRIPT_NAMED else ""
    return "-".join(filter(None, (language, named, region or likely_region)))
