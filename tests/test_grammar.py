"""What every grammar file must keep to, for every anniversary and year it can be asked for."""

from __future__ import annotations

import datetime
import importlib.util
import json
import re
import sys
import unicodedata
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from communique.diagnostics import Code, TextProblems
from communique.grammar import CalendarError, FormError, Grammar, Value, known_locales, load_grammar, parse_template
from communique.model import PartialDate, Superscript, Text

LANGUAGES = Path(__file__).parent / "languages"
COUNTED = ("ordinal", "ordinal_words", "years", "anniversary")
DATED = ("date", "day_month", "month_year")
RAISING = {"en", "en-GB", "fr", "es"}

SMALLEST = """
locale = "fr"
name = "French"
confidence = "high"
sources = ["a grammar book"]
number = { group = " ", decimal = "," }
quotes = { open = "«", close = "»", inner_open = "“", inner_close = "”" }
ordinal = { base = "m", form = { m = "{n}e" } }
years = { base = "plain", form = { plain = { plural = { one = "{n} an", other = "{n} ans" } } } }
anniversary = { base = "plain", form = { plain = "{ordinal}@m anniversaire" } }
date = { base = "plain", form = { plain = "{day} {month} {year}" } }
day_month = { base = "plain", form = { plain = "{day} {month}" } }
month_year = { base = "plain", form = { plain = "{month} {year}" } }
"""


@pytest.fixture(params=known_locales())
def grammar(request: pytest.FixtureRequest) -> Grammar:
    return load_grammar(request.param)


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    (tmp_path / "fr.toml").write_text(SMALLEST, "utf-8")
    return tmp_path


def plain(value: Value) -> str:
    letters = (part.text if isinstance(part, Text) else raised(part) for part in value)
    return "".join(letters)


def raised(part: Superscript[object]) -> str:
    return "".join(inner.text for inner in part.content if isinstance(inner, Text))


def problems(folder: Path) -> list[str]:
    with pytest.raises(TextProblems) as caught:
        load_grammar("fr", [folder])
    return [f"{one.location.line} {one.code} {one.message}" for one in caught.value.diagnostics]


def rewrite(folder: Path, old: str, new: str) -> None:
    text = (folder / "fr.toml").read_text("utf-8")
    assert text.count(old) == 1
    (folder / "fr.toml").write_text(text.replace(old, new), "utf-8")


def written(grammar: Grammar, section: str, form: str) -> list[str]:
    """Every value of a form; those in words may end at the hundredth, and then say so."""
    reached = [n for n in range(1, 201) if not words_have_ended(grammar, section, form, n)]
    assert reached[:100] == list(range(1, 101))
    return [plain(grammar.fill(section, form, n)) for n in reached]


def words_have_ended(grammar: Grammar, section: str, form: str, n: int) -> bool:
    try:
        grammar.fill(section, form, n)
    except FormError as error:
        return n > 100 and error.section == "ordinal_words"
    return False


def dates(grammar: Grammar) -> list[str]:
    days = [datetime.date(year, 1 + year % 12, 1 + year % 28) for year in range(1900, 2101)]
    values = [
        grammar.whole_date("date", day, form)
        for day in days
        for form in grammar.forms("date")
        if reached(grammar, day, form)
    ]
    values += [
        grammar.date(PartialDate(day.year, day.month), form) for day in days for form in grammar.forms("month_year")
    ]
    values += [grammar.year(day.year, form) for day in days for form in grammar.forms("year")]
    values += [grammar.day_month(day, form) for day in days for form in grammar.forms("day_month")]
    values += [grammar.weekday(day, form) for day in days for form in grammar.forms("weekday")]
    return [plain(value) for value in values]


def reached(grammar: Grammar, day: datetime.date, form: str) -> bool:
    """Tell whether the calendars of a form reach a day; all of them reach every day from 1941 to 2077."""
    try:
        grammar.whole_date("date", day, form)
    except CalendarError:
        assert not datetime.date(1941, 1, 1) <= day <= datetime.date(2077, 1, 1)
        return False
    return True


def everything(grammar: Grammar) -> list[str]:
    counted = [
        text for section in COUNTED for form in grammar.forms(section) for text in written(grammar, section, form)
    ]
    return counted + dates(grammar)


def script_of(letter: str) -> str:
    return unicodedata.name(letter).split()[0]


def test_every_form_of_every_language_is_finished_text(grammar: Grammar) -> None:
    texts = everything(grammar)

    assert [text for text in texts if re.search(r"[{}\[\]^@]|  |^\s|\s$", text)] == []
    assert [text for text in texts if not text or not unicodedata.is_normalized("NFC", text)] == []


def test_every_file_of_the_package_has_a_row_for_every_number(grammar: Grammar) -> None:
    assert load_grammar(grammar.locale, thorough=True).locale == grammar.locale


def test_no_two_anniversaries_read_the_same(grammar: Grammar) -> None:
    for section in COUNTED:
        for form in grammar.forms(section):
            texts = written(grammar, section, form)
            assert len(set(texts)) == len(texts), (section, form)


def test_no_word_mixes_letters_of_two_scripts(grammar: Grammar) -> None:
    japanese = {"CJK", "HIRAGANA", "KATAKANA"}
    words = {word for text in everything(grammar) for word in re.findall(r"[^\W\d_]+", text)}
    mixed = [
        word for word in words if len({script_of(letter) for letter in word} - {"MASCULINE", "FEMININE"} - japanese) > 1
    ]

    assert mixed == []


def test_every_language_can_say_when_something_happened(grammar: Grammar) -> None:
    for section in ("date", "day_month", "month_year", "year"):
        assert "in" in grammar.forms(section), section


def test_no_year_is_grouped(grammar: Grammar) -> None:
    for form in grammar.forms("year"):
        assert grammar.digits("2024") in plain(grammar.year(2024, form))


def test_letters_are_raised_only_where_the_language_raises_them(grammar: Grammar) -> None:
    values = [grammar.anniversary(n, form) for n in range(1, 101) for form in grammar.forms("anniversary")]
    has_raised = any(isinstance(part, Superscript) for value in values for part in value)

    assert has_raised == (grammar.locale in RAISING)


def test_every_file_is_honest_about_its_review(grammar: Grammar) -> None:
    assert grammar.confidence in {"high", "medium", "low"}
    assert grammar.sources
    assert grammar.reviewed_by == "" or " " in grammar.reviewed_by


@pytest.mark.parametrize("language", known_locales())
def test_the_known_cases_are_right(language: str) -> None:
    score = score_module()
    known_as = {"zh": "zh-Hans", "pt": "pt-PT", "uz": "uz-Latn", "sr": "sr-Cyrl"}.get(language, language)
    cases = json.loads((LANGUAGES / "cases.json").read_text("utf-8"))["cases"]
    tallies = score.score([case for case in cases if case["lang"] == known_as])

    assert [wrong for kinds in tallies.values() for tally in kinds.values() for wrong in tally.wrong] == []


def score_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", LANGUAGES / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def test_a_wrong_form_costs_the_score(newsroom: Path) -> None:
    score = score_module()
    tally = score.Tally()

    score.judge(load_grammar("fr", [newsroom]), {"id": "x", "kind": "years", "n": 2, "expected": "2 années"}, tally)

    assert (tally.total, tally.right) == (1, 0)


@pytest.mark.parametrize(
    "locale,n,form,expected",
    [
        ("ru", 34, "loc", "34-й годовщине"),
        ("uk", 40, "acc", "40-ву річницю"),
        ("uk", 34, "mourning.gen", "34-х роковин"),
        ("ar", 34, "gen", "الذكرى الرابعة والثلاثين"),
        ("ka", 31, "on", "31 წლისთავზე"),
        ("az", 40, "loc", "40-cı ildönümündə"),
        ("it", 80, "di", "dell’80º anniversario"),
        ("zh-Hans", 34, "words", "三十四周年"),
        ("en", 80, "indef", "an 80th anniversary"),
    ],
)
def test_the_anniversary_stands_in_the_form_the_sentence_needs(locale: str, n: int, form: str, expected: str) -> None:
    assert plain(load_grammar(locale).anniversary(n, form)) == expected


@pytest.mark.parametrize(
    "n,expected", [(1, "1-ლი"), (2, "მე-2"), (20, "მე-20"), (21, "21-ე"), (30, "30-ე"), (40, "მე-40"), (100, "მე-100")]
)
def test_georgian_writes_the_prefix_only_where_the_spoken_word_begins_with_it(n: int, expected: str) -> None:
    assert plain(load_grammar("ka").ordinal(n)) == expected


@pytest.mark.parametrize(
    "locale,form,expected",
    [
        ("ru", "in", "20 января 1990 года"),
        ("az", "loc", "20 yanvar 1990-cı ildə"),
        ("tr", "loc", "20 Ocak 1990’da"),
        ("ka", "dat", "1990 წლის 20 იანვარს"),
        ("fa", "", "۲۰ ژانویهٔ ۱۹۹۰"),
        ("ar", "", "20 يناير 1990"),
        ("ar-LB", "", "20 كانون الثاني 1990"),
        ("en", "dmy", "20 January 1990"),
    ],
)
def test_a_date_stands_in_the_form_the_sentence_needs(locale: str, form: str, expected: str) -> None:
    assert plain(load_grammar(locale).date(PartialDate(1990, 1, 20), form)) == expected


@pytest.mark.parametrize(
    "locale,date,form,expected",
    [
        ("ru", PartialDate(1990, 1), "", "январь 1990 года"),
        ("ru", PartialDate(1990, 1), "in", "в январе 1990 года"),
        ("ru", PartialDate(1990), "in", "в 1990 году"),
        ("az", PartialDate(1990, 1), "in", "1990-cı ilin yanvarında"),
        ("en", PartialDate(1990), "", "1990"),
    ],
)
def test_a_partial_date_says_only_what_is_known(locale: str, date: PartialDate, form: str, expected: str) -> None:
    assert plain(load_grammar(locale).date(date, form)) == expected


def test_the_first_of_a_month_is_an_ordinal_where_the_language_says_so() -> None:
    day = PartialDate(1999, 4, 1)

    assert load_grammar("fr").date(day) == (Text("1"), Superscript((Text("er"),)), Text(" avril 1999"))
    assert plain(load_grammar("el").date(day, "in")) == "την 1η Απριλίου 1999"


@pytest.mark.parametrize(
    "locale,number,expected",
    [
        ("hi", 1234567, "12,34,567"),
        ("es", 4500, "4500"),
        ("es", 26000, "26\u00a0000"),
        ("fa", 26000, "۲۶٬۰۰۰"),
        ("de", Decimal("-1234.50"), "-1.234,50"),
        ("fr", 0, "0"),
    ],
)
def test_a_figure_is_written_as_the_language_groups_it(locale: str, number: int | Decimal, expected: str) -> None:
    assert load_grammar(locale).number(number) == expected


def test_an_unknown_form_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(FormError) as caught:
        load_grammar("en").ordinal(34, "f.gen")

    error = caught.value
    assert (error.section, error.form, error.n, error.known) == ("ordinal", "f.gen", 34, ("plain", "indef"))
    assert "`indef`" in str(error)


@pytest.mark.parametrize("n", [-1, 0, 3001])
def test_a_count_out_of_range_is_an_error(n: int) -> None:
    with pytest.raises(FormError):
        load_grammar("en").years(n)


def test_private_forms_are_not_offered() -> None:
    grammar = load_grammar("de")

    assert "_stem" in grammar.sections["ordinal_words"].forms
    assert [form for section in grammar.sections for form in grammar.forms(section) if form.startswith("_")] == []


def test_a_section_that_the_language_lacks_is_an_error_and_offers_no_form(newsroom: Path) -> None:
    grammar = load_grammar("fr", [newsroom])

    assert grammar.forms("ordinal_words") == ()
    with pytest.raises(FormError):
        grammar.ordinal_words(34)


@pytest.mark.parametrize("locale", ["xx", "", "../../etc/passwd", "en\0", "e" * 300, "sr-Arab"])
def test_a_locale_without_a_file_is_a_problem_that_names_those_that_exist(locale: str) -> None:
    with pytest.raises(TextProblems) as caught:
        load_grammar(locale)

    (problem,) = caught.value.diagnostics
    assert problem.code is Code.UNKNOWN_LOCALE
    assert any(f"`{known}`" in problem.hint for known in known_locales())


def test_a_newsroom_may_bring_its_own_grammar(newsroom: Path) -> None:
    assert plain(load_grammar("fr", [newsroom]).ordinal(1)) == "1e"
    assert plain(load_grammar("fr").ordinal(1)) == "1er"


def test_a_newsroom_may_change_one_form_of_a_packaged_language(tmp_path: Path) -> None:
    head = 'locale = "fr"\nname = "French"\nconfidence = "high"\nextends = "fr"\n'
    (tmp_path / "fr.toml").write_text(head + '[anniversary.form]\nplain = "{ordinal}@m commémoration"\n', "utf-8")

    grammar = load_grammar("fr", [tmp_path])

    assert plain(grammar.anniversary(1)) == "1er commémoration"
    assert plain(grammar.years(34)) == "34 ans"


def test_a_signature_is_never_inherited(newsroom: Path) -> None:
    rewrite(newsroom, 'name = "French"', 'name = "French"\nreviewed_by = "Marie Curie"')
    head = 'locale = "fr-CA"\nname = "French (Canada)"\nconfidence = "high"\nextends = "fr"\n'
    (newsroom / "fr-CA.toml").write_text(head, "utf-8")

    assert load_grammar("fr", [newsroom]).reviewed_by == "Marie Curie"
    assert load_grammar("fr-CA", [newsroom]).reviewed_by == ""


def test_a_file_that_extends_nothing_known_is_a_problem(newsroom: Path) -> None:
    rewrite(newsroom, 'name = "French"', 'name = "French"\nextends = "xx"')

    assert problems(newsroom) == ["4 C051 `xx` cannot be extended"]


def test_files_that_extend_each_other_are_a_problem(newsroom: Path) -> None:
    rewrite(newsroom, 'name = "French"', 'name = "French"\nextends = "fr-CA"')
    (newsroom / "fr-CA.toml").write_text('extends = "fr"\n', "utf-8")

    assert problems(newsroom) == ["4 C051 `fr-CA` cannot be extended"]


@pytest.mark.parametrize(
    "old,new,expected",
    [
        ('"{n}e"', '"{n}e^"', "C051 `^` in `{n}e^` is not closed or names nothing"),
        ('"{n}e"', '"{m}e"', "C051 `{m}` means nothing here"),
        ('"{n}e"', '"{ordinal}"', "C051 `m` refers to itself: ordinal@m -> ordinal@m"),
        ('"{n}e"', '"e\u0301{n}"', "C051 `e\u0301{n}` is not in the composed form of Unicode (NFC)"),
        ('"{n}e"', '{ exact = { "5..1" = "x" }, default = "{n}e" }', "C051 `5..1` is not a number"),
        ('"{n}e"', '{ exact = { "1" = "a", "1..2" = "b" }, default = "{n}e" }', "C051 1 stands in two rows"),
        ('one = "{n} an"', 'few = "{n} an"', "C051 `few` is no plural category of `fr`"),
        ('base = "m"', 'base = "f"', "C051 `ordinal` has no form `f` to begin with"),
        ('"fr"', '"de"', "C051 `locale` is `de`"),
        ('name = "French"', 'nmae = "French"', "C004 the key `nmae` is not known"),
    ],
)
def test_a_mistake_in_a_file_is_found_when_it_is_loaded(newsroom: Path, old: str, new: str, expected: str) -> None:
    rewrite(newsroom, old, new)

    found = problems(newsroom)

    assert [one for one in found if one.endswith(expected)]
    assert all(re.match(r"[1-9]", one) for one in found)


@pytest.mark.parametrize(
    "old,new,missing",
    [
        ('"{n}e"', '{ exact = { "1..199" = "{n}e" } }', "for 200"),
        ('"{n}e"', '"{rest}e"', "no `ordinal` in the form `m` for 1;"),
        ("@m anniv", "@f anniv", "no `ordinal` in the form `f` for 1;"),
        ('other = "{n} ans"', 'many = "{n} ans"', "no `years` in the form `plain` for 2;"),
        ('"{day} {month} {year}"', '{ exact = { "1..30" = "{day}" } }', "for 31"),
        ('{ plain = "{month} {year}" }', '{ plain = "{month}@dat" }', "no `month` in the form `dat` for 1;"),
    ],
)
def test_a_missing_row_is_found_when_the_file_is_loaded(newsroom: Path, old: str, new: str, missing: str) -> None:
    rewrite(newsroom, old, new)

    assert [one for one in problems(newsroom) if missing in one]


def test_all_mistakes_are_said_at_once(newsroom: Path) -> None:
    rewrite(newsroom, '"{n}e"', '"{m}e"')
    rewrite(newsroom, '"{n} an"', '"{m} an"')

    assert len(problems(newsroom)) == 2


def test_a_template_is_words_raised_letters_and_references() -> None:
    assert [str(part) if isinstance(part, str) else type(part).__name__ for part in parse_template("a {n}^th^ b")] == [
        "a ",
        "Reference",
        "Raised",
        " b",
    ]


def test_a_form_stands_inside_the_brace_where_letters_follow() -> None:
    assert parse_template("{ones@_stem}und")[0] == parse_template("{ones}@_stem")[0]
