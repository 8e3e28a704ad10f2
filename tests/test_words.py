"""Ordinals in words, for every anniversary up to the two-hundredth, in every form a heading or a sentence needs.

That every known case is right, that no form is missing and that no two numbers read the same is tested for all
languages in `test_grammar`; what ICU and num2words say of each number stands in `languages/disagreements.toml`.
"""

from __future__ import annotations

import functools
import re

import pytest

from communique.fill import plain
from communique.grammar import Grammar, load_grammar

LANGUAGES = ("en", "fr", "es", "pt", "it", "de", "ru", "uk", "pl", "ar", "az", "tr", "el", "zh", "ja", "ko")
SLAVIC = ("nom", "gen", "dat", "acc", "ins", "loc")
COUNTS = range(1, 201)


@pytest.fixture(params=LANGUAGES, scope="module")
def grammar(request: pytest.FixtureRequest) -> Grammar:
    return load_grammar(request.param)


def words(locale: str, n: int, form: str = "") -> str:
    return plain(loaded(locale).ordinal_words(n, form))


@functools.cache
def loaded(locale: str) -> Grammar:
    return load_grammar(locale)


def test_the_words_reach_the_two_hundredth_in_every_form(grammar: Grammar) -> None:
    for form in grammar.forms("ordinal_words"):
        texts = [plain(grammar.ordinal_words(n, form)) for n in COUNTS]
        assert len(set(texts)) == len(COUNTS), form


def test_a_number_in_words_has_no_digit(grammar: Grammar) -> None:
    texts = [plain(grammar.ordinal_words(n, form)) for form in grammar.forms("ordinal_words") for n in COUNTS]

    assert [text for text in texts if re.search(r"\d", text)] == []


def test_a_heading_can_be_written_in_words(grammar: Grammar) -> None:
    headings = [form for form in grammar.forms("anniversary") if form.startswith("words")]

    assert headings or "ordinal_words" in str(grammar.template("anniversary", "", 34))
    for form in headings:
        assert not re.search(r"\d", plain(grammar.anniversary(134, form)))


@pytest.mark.parametrize(
    "locale, form, expected",
    [
        ("en", "", "thirty-fourth"),
        ("en", "indef", "a thirty-fourth"),
        ("fr", "", "trente-quatrième"),
        ("es", "", "trigésimo cuarto"),
        ("pt", "", "trigésimo quarto"),
        ("it", "m.def", "il trentaquattresimo"),
        ("de", "strong.nom", "vierunddreißigster"),
        ("de", "strong.dat", "vierunddreißigstem"),
        ("de", "weak.dat", "vierunddreißigsten"),
        ("ru", "", "тридцать четвёртая"),
        ("ru", "f.acc", "тридцать четвёртую"),
        ("uk", "", "тридцять четверта"),
        ("uk", "pl.gen", "тридцять четвертих"),
        ("pl", "", "trzydziesta czwarta"),
        ("pl", "f.acc", "trzydziestą czwartą"),
        ("pl", "m.loc", "trzydziestym czwartym"),
        ("ar", "f.nom", "الرابعة والثلاثون"),
        ("ar", "f.gen", "الرابعة والثلاثين"),
        ("az", "", "otuz dördüncü"),
        ("tr", "", "otuz dördüncü"),
        ("el", "f.gen", "τριακοστής τέταρτης"),
        ("zh", "", "第三十四"),
        ("ja", "", "第三十四"),
        ("ko", "", "제삼십사"),
        ("ko", "native", "서른네 번째"),
    ],
)
def test_the_thirty_fourth_in_the_form_a_sentence_needs(locale: str, form: str, expected: str) -> None:
    """The forms of the issue and of the tables in section 2 of the page of languages."""
    assert words(locale, 34, form) == expected


@pytest.mark.parametrize(
    "locale, n, form, expected",
    [
        ("en", 112, "", "one hundred and twelfth"),
        ("en", 88, "indef", "an eighty-eighth"),
        ("fr", 71, "", "soixante et onzième"),
        ("fr", 81, "", "quatre-vingt-unième"),
        ("fr", 1, "f", "première"),
        ("es", 13, "", "decimotercer"),
        ("es", 18, "f", "decimoctava"),
        ("es", 111, "", "centésimo undécimo"),
        ("pt", 40, "", "quadragésimo"),
        ("it", 23, "", "ventitreesimo"),
        ("it", 28, "", "ventottesimo"),
        ("it", 8, "m.di", "dell’ottavo"),
        ("it", 108, "", "centottesimo"),
        ("it", 133, "f", "centotrentatreesima"),
        ("it", 180, "", "centottantesimo"),
        ("it", 200, "", "duecentesimo"),
        ("de", 7, "strong.nom", "siebter"),
        ("de", 101, "weak.nom", "hunderterste"),
        ("ru", 3, "f.gen", "третьей"),
        ("ru", 3, "m.dat", "третьему"),
        ("ru", 13, "m.dat", "тринадцатому"),
        ("ru", 40, "m.nom", "сороковой"),
        ("ru", 40, "m.loc", "сороковом"),
        ("ru", 42, "m.nom", "сорок второй"),
        ("ru", 58, "m.nom", "пятьдесят восьмой"),
        ("ru", 123, "pl.ins", "сто двадцать третьими"),
        ("uk", 3, "m.gen", "третього"),
        ("uk", 3, "n.nom", "третє"),
        ("uk", 3, "pl.nom", "треті"),
        ("uk", 13, "m.gen", "тринадцятого"),
        ("uk", 40, "pl.dat", "сороковим"),
        ("pl", 3, "m.gen", "trzeciego"),
        ("pl", 2, "m.nom", "drugi"),
        ("pl", 99, "f.nom", "dziewięćdziesiąta dziewiąta"),
        ("pl", 101, "m.nom", "sto pierwszy"),
        ("ar", 11, "f.gen", "الحادية عشرة"),
        ("ar", 21, "m.nom", "الحادي والعشرون"),
        ("ar", 134, "f.gen", "الرابعة والثلاثين بعد المئة"),
        ("az", 70, "", "yetmişinci"),
        ("az", 80, "", "səksəninci"),
        ("az", 199, "", "yüz doxsan doqquzuncu"),
        ("tr", 200, "", "iki yüzüncü"),
        ("el", 90, "", "ενενηκοστή"),
        ("el", 8, "n.nom", "όγδοο"),
        ("el", 40, "m.gen", "τεσσαρακοστού"),
        ("zh", 101, "", "第一百零一"),
        ("zh", 110, "", "第一百一十"),
        ("ja", 101, "", "第百一"),
        ("ja", 200, "", "第二百"),
        ("ko", 1, "native", "첫 번째"),
        ("ko", 20, "native", "스무 번째"),
        ("ko", 21, "native", "스물한 번째"),
    ],
)
def test_a_number_that_engines_or_writers_get_wrong(locale: str, n: int, form: str, expected: str) -> None:
    assert words(locale, n, form) == expected


@pytest.mark.parametrize("locale", ["ru", "uk", "pl"])
@pytest.mark.parametrize("gender", ["f", "m"])
def test_the_gender_of_the_noun_declines_in_every_case(locale: str, gender: str) -> None:
    assert set(load_grammar(locale).forms("ordinal_words")) >= {f"{gender}.{case}" for case in SLAVIC}


@pytest.mark.parametrize("locale", ["en", "fr", "pt", "ru", "uk", "pl", "az", "tr", "el", "ja"])
def test_what_stands_behind_a_hundred_is_the_number_below_it(locale: str) -> None:
    """In these languages the hundreds do not decline, or only as a word before: the tail is the smaller ordinal."""
    grammar = load_grammar(locale)
    for form in grammar.forms("ordinal_words"):
        tails = [
            (plain(grammar.ordinal_words(n, form)), plain(grammar.ordinal_words(n + 100, form))) for n in range(2, 100)
        ]
        own = [(short.removeprefix("a ").removeprefix("an ").removeprefix("第"), long) for short, long in tails]
        assert [pair for pair in own if not pair[1].endswith(pair[0])] == [], form


def test_the_second_year_in_chinese_takes_another_two() -> None:
    grammar = load_grammar("zh")

    assert (plain(grammar.anniversary(2, "words")), plain(grammar.years(2, "words"))) == ("两周年", "两年")
    assert plain(grammar.anniversary(102, "words")) == "一百零二周年"


ENDINGS = {
    ("ru", "f.nom", "f.gen"): ((r"ья$", "ьей"), (r"ая$", "ой")),
    ("ru", "f.nom", "f.acc"): ((r"ья$", "ью"), (r"ая$", "ую")),
    ("uk", "m.nom", "f.nom"): ((r"ій$", "я"), (r"ий$", "а")),
    ("uk", "f.nom", "f.gen"): ((r"я$", "ьої"), (r"а$", "ої")),
    ("uk", "f.nom", "f.dat"): ((r"[ая]$", "ій"),),
    ("uk", "f.nom", "f.acc"): ((r"а$", "у"), (r"я$", "ю")),
    ("uk", "f.nom", "f.ins"): ((r"я$", "ьою"), (r"а$", "ою")),
    ("pl", "f.nom", "f.gen"): ((r"(?<=g)a\b", "iej"), (r"a\b", "ej")),
    ("pl", "f.nom", "f.acc"): ((r"a\b", "ą"),),
    ("pl", "m.nom", "f.nom"): ((r"(?<=g)i\b", "a"), (r"(?<=c)i\b", "ia"), (r"y\b", "a")),
    ("el", "f.nom", "f.gen"): ((r"([ηή])\b", r"\1ς"),),
    ("el", "m.nom", "m.gen"): ((r"ός\b", "ού"), (r"ος\b", "ου")),
    ("ar", "f.nom", "f.gen"): ((r"ون\b", "ين"), (r"المئتان", "المئتين")),
    ("de", "strong.nom", "weak.dat"): ((r"er$", "en"),),
    ("es", "m.alone", "f"): ((r"o\b", "a"),),
    ("pt", "m", "f"): ((r"o\b", "a"),),
    ("it", "m", "f"): ((r"o$", "a"),),
}
"""How one form follows from another by the grammar of the language, and not by our tables."""


@pytest.mark.parametrize("locale, known, form", ENDINGS)
def test_a_declined_form_follows_from_another_by_its_ending(locale: str, known: str, form: str) -> None:
    for n in COUNTS:
        expected = words(locale, n, known)
        for pattern, ending in ENDINGS[locale, known, form]:
            expected = re.sub(pattern, ending, expected)
        assert words(locale, n, form) == expected
