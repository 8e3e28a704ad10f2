"""26,000 in every notation passes; 2,600, 260,000, 62,000 and nothing at all in the same notation are errors."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import icu
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words
from written_pairs import language, pair, problems

from communique.checks.figures import holds, is_spelled
from communique.checks.tables import table
from communique.diagnostics import Code, Severity
from communique.grammar import known_locales

SOURCE = "The collection holds 26,000 letters."
OTHERS = (2600, 260_000, 62_000)
DIGITS = {
    "ar": "٠١٢٣٤٥٦٧٨٩",
    "fa": "۰۱۲۳۴۵۶۷۸۹",
    "hi": "०१२३४५६७८९",
    "bn": "০১২৩৪৫৬৭৮৯",
    "th": "๐๑๒๓๔๕๖๗๘๙",
    "wide": "０１２３４５６７８９",
}
Write = Callable[[int], str]


def grouped(mark: str, digits: str = "") -> Write:
    return lambda n: _in(f"{n:,}".replace(",", mark), digits)


def by(unit: str, size: int = 1000, decimal: str = ",", digits: str = "") -> Write:
    return lambda n: _in(f"{Decimal(n) / size:f}".replace(".", decimal), digits) + unit


def lakh(digits: str = "") -> Write:
    return lambda n: _in(f"{n // 100_000},{n % 100_000 // 1000:02},{n % 1000:03}" if n >= 100_000 else f"{n:,}", digits)


def myriads(sign: str) -> Write:
    return lambda n: f"{n // 10_000}{sign}{n % 10_000 or ''}" if n >= 10_000 else str(n)


def words(locale: str) -> Write:
    speller = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale(locale))
    return lambda n: speller.format(n).replace("\u00ad", "")


def _in(text: str, script: str) -> str:
    return text.translate(str.maketrans("0123456789", DIGITS[script])) if script else text


NOTATIONS: dict[str, tuple[str, Write]] = {
    "26,000": ("en", grouped(",")),
    "26000": ("fr", str),
    "26 000 with a space": ("fr", grouped(" ")),
    "26 000 with a no-break space": ("ru", grouped("\u00a0")),
    "26 000 with a narrow one": ("fr", grouped("\u202f")),
    "26 000 with a thin one": ("de", grouped("\u2009")),
    "26.000": ("de", grouped(".")),
    "26’000": ("de", grouped("’")),
    "26'000": ("de", grouped("'")),
    "٢٦٬٠٠٠": ("ar", grouped("٬", "ar")),
    "٢٦،٠٠٠": ("ar", grouped("،", "ar")),
    "۲۶٬۰۰۰": ("fa", grouped("٬", "fa")),
    "२६,०००": ("hi", lakh("hi")),
    "2,60,000": ("hi", lakh()),
    "২৬,০০০": ("bn", lakh("bn")),
    "๒๖,๐๐๐": ("th", grouped(",", "th")),
    "２６０００": ("ja", grouped("", "wide")),
    "2.6万": ("zh-Hans", by("万", 10_000, ".")),
    "2万6000": ("ja", myriads("万")),
    "2만6000": ("ko", myriads("만")),
    "26 тысяч": ("ru", by(" тысяч")),
    "26 тыс.": ("ru", by(" тыс.")),
    "26 тисяч": ("uk", by(" тисяч")),
    "26 mil": ("es", by(" mil")),
    "26 mila": ("it", by(" mila")),
    "26 mille": ("fr", by(" mille")),
    "26 Tausend": ("de", by(" Tausend")),
    "26 bin": ("tr", by(" bin")),
    "26 min": ("az", by(" min")),
    "26 ألف": ("ar", by(" ألف")),
    "26 هزار": ("fa", by(" هزار", digits="fa", decimal="٫")),
    "26 हज़ार": ("hi", by(" हज़ार", decimal=".")),
    "26 tysięcy": ("pl", by(" tysięcy")),
    "26 ezer": ("hu", by(" ezer")),
    "26 ribu": ("id", by(" ribu")),
    "26 nghìn": ("vi", by(" nghìn")),
    "26 ათასი": ("ka", by(" ათასი")),
    **{
        f"in words, {tag}": (tag, words(tag))
        for tag in (
            [
                "en",
                "fr",
                "de",
                "es",
                "it",
                "pt",
                "ru",
                "uk",
                "pl",
                "cs",
                "nl",
                "sv",
                "fi",
                "hu",
                "tr",
                "az",
                "fa",
                "hi",
                "id",
            ]
        )
    },
}


def told(locale: str, written: str) -> list[Severity]:
    of = pair(SOURCE, f"({written})", locale)
    return [one.severity for one in problems(of) if one.code is Code.FIGURE]


@pytest.mark.parametrize("name", NOTATIONS)
def test_the_value_passes_and_every_other_is_an_error(name: str) -> None:
    locale, write = NOTATIONS[name]
    assert not told(locale, write(26_000))
    assert {tuple(told(locale, write(other))) for other in OTHERS} <= {(Severity.ERROR,), (Severity.ERROR,) * 2}
    assert told(locale, "…") == [Severity.ERROR]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(known_locales()), st.integers(13, 999_999))
def test_a_number_as_a_language_writes_it_is_read_by_its_value(locale: str, number: int) -> None:
    own = language(locale)
    assert holds(Decimal(number), own.grammar.number(number), own)


EXPLAINED = {
    ("ar", 2600): "a dual of the thousand",
    ("cs", 2600): "num2words joins `šestset`",
    ("pt", 219): "the Portuguese `dezanove` with Brazilian hundreds",
}
"""Numbers that another engine spells in a way that CLDR does not, and that are not recognised."""
LANGUAGES = (
    "ar",
    "az",
    "ca",
    "cs",
    "de",
    "en",
    "es",
    "fa",
    "fi",
    "fr",
    "id",
    "it",
    "lt",
    "nl",
    "pl",
    "pt",
    "ru",
    "tr",
    "uk",
)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_numbers_that_another_engine_spells_are_recognised(locale: str) -> None:
    numbers = (*range(13, 100), 147, 150, 219, 305, 500, 744, 1000, 2600, 18_400, 26_000, 62_000, 260_000)
    own = language(locale)
    missed = {(locale, n) for n in numbers if not is_spelled(Decimal(n), num2words(n, lang=locale), own)}
    assert missed == {one for one in EXPLAINED if one[0] == locale}


@pytest.mark.parametrize("locale", [tag for tag in table("spellings") if tag not in {"am", "ga", "ka", "th"}])
def test_the_words_of_one_number_are_not_taken_for_another(locale: str) -> None:
    spelt = words(locale)(26_000)
    taken = [
        n
        for n in (2600, 16_000, 24_000, 25_000, 27_000, 36_000, *OTHERS[1:])
        if is_spelled(Decimal(n), spelt, language(locale))
    ]
    assert not taken
