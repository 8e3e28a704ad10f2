"""What the glossary settles stands in the translation, whatever its ending; what it forbids does not."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest
from written_pairs import codes, only, pair

from communique.checks.glossary import Glossary, Term, read_glossary
from communique.diagnostics import Code, Location, Severity, TextProblems
from conftest import Program
from small_newsroom import CATALOG, STATEMENT, TRANSLATIONS, SmallNewsroom, catalog_file, statement_file

PLACE = Location("glossary.toml", 3, 1)


def glossary(source: str, *, fixed: bool = False, required: str = "", forbidden: str = "") -> Glossary:
    in_russian = {"ru": (required,)} if required else {}
    return Glossary((Term((source,), fixed, in_russian, {"ru": (forbidden,)} if forbidden else {}, PLACE),))


@pytest.mark.parametrize(
    "text", ["государственная независимость", "Государственную независимость", "о государственной независимости"]
)
def test_a_required_term_may_take_the_endings_of_its_language(text: str) -> None:
    terms = glossary("state independence", required="государственная независимость")
    assert not codes(pair("Of state independence.", f"{text}.", "ru", glossary=terms))


def test_a_required_term_that_is_missing_is_a_warning_that_says_where_it_is_settled() -> None:
    terms = glossary("state independence", required="государственная независимость")
    problem = only(pair("Of state independence.", "О суверенитете.", "ru", glossary=terms), Code.TERM)
    assert problem.severity is Severity.WARNING
    assert "glossary.toml:3:1" in problem.hint


def test_a_forbidden_word_is_a_warning() -> None:
    terms = glossary("decision", forbidden="решение")
    assert Code.TERM in codes(pair("The decision.", "О решении.", "ru", glossary=terms))


def test_a_forbidden_word_matters_only_where_the_term_stands() -> None:
    terms = glossary("decision", forbidden="решение")
    assert not codes(pair("The answer.", "О решении.", "ru", glossary=terms))


def test_a_fixed_name_written_otherwise_is_an_error() -> None:
    terms = glossary("A/RES/217", fixed=True)
    assert (
        only(pair("See A/RES/217.", "См. A/RES/271.", "ru", glossary=terms), Code.FIXED_NAME).severity is Severity.ERROR
    )
    assert not codes(pair("See A/RES/217.", "См. A/RES/217.", "ru", glossary=terms))


def test_the_statement_s_glossary_goes_before_the_newsroom_s(tmp_path: Path) -> None:
    own, common = tmp_path / "own.toml", tmp_path / "common.toml"
    own.write_text('[[term]]\nsource = "decision"\nrequired.fr = ["décision"]\n', "utf-8")
    common.write_text('[[term]]\nsource = "decision"\nrequired.fr = ["arrêt"]\n[[term]]\nsource = "river"\n', "utf-8")
    terms = read_glossary([(own, "own.toml"), (common, "common.toml")]).on(datetime.date(2026, 1, 20)).terms
    assert [(term.source[0], term.required.get("fr")) for term in terms] == [
        ("decision", ("décision",)),
        ("river", None),
    ]


def test_a_glossary_that_was_changed_is_read_again(tmp_path: Path) -> None:
    def sources(time: int) -> list[str]:
        os.utime(path, ns=(time, time))
        return [term.source[0] for term in read_glossary([(path, "g.toml")]).terms]

    path = tmp_path / "g.toml"
    path.write_text('[[term]]\nsource = "a"\n', "utf-8")
    assert sources(1) == ["a"]
    path.write_text('[[term]]\nsource = "b"\n', "utf-8")
    assert sources(2) == ["b"]


def test_a_glossary_with_a_key_it_does_not_have_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "g.toml").write_text('[[term]]\nsource = "a"\nfixd = true\n', "utf-8")
    with pytest.raises(TextProblems, match=r"g\.toml:3:1: error C004"):
        read_glossary([(tmp_path / "g.toml", "g.toml")])


BANNED = """
[[banned]]
words = { en = ["celebrate"], fr = ["célébr"] }
instead = { en = "commemorate", fr = "commémorer" }
reason = "this is a day of mourning"

[[term]]
source = "Türkiye"
from = 2022-06-01
required = { fr = ["Türkiye"] }

[[term]]
source = "Türkiye"
until = 2022-05-31
required = { fr = ["Turquie"] }

[[banned]]
words = { en = ["Turkey"] }
instead = { en = "Türkiye" }
from = 2022-06-01
"""


def in_newsroom(newsroom: SmallNewsroom, communique: Program, year: int, source: str, text: str) -> str:
    newsroom.write("glossary.toml", BANNED)
    newsroom.write(STATEMENT, statement_file(f"{{#lead .lead}}\n{source}\n"))
    catalog = {**TRANSLATIONS, "lead": (source, text)}
    newsroom.write(CATALOG, catalog_file({name: catalog[name] for name in ("title", "event.name", "lead")}))
    return communique("check", "-y", str(year), "--no-color").err


def test_a_banned_word_is_an_error_in_the_source_and_in_a_translation(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    said = in_newsroom(newsroom, communique, 2026, "We celebrated them all.", "Nous les célébrons tous.")
    assert f"{STATEMENT}:" in said
    assert "error C123: `celebrated` is banned: this is a day of mourning" in said
    assert f"{CATALOG}:" in said
    assert "error C123: `célébrons` is banned" in said
    assert "write `commémorer`; settled at glossary.toml:2:1" in said


def test_a_word_is_banned_from_its_day_on(newsroom: SmallNewsroom, communique: Program) -> None:
    source, text = "They came from Turkey then.", "Ils venaient alors de la Turquie."
    assert "C123" not in in_newsroom(newsroom, communique, 2022, source, text)
    assert "error C123: `Turkey` is banned" in in_newsroom(newsroom, communique, 2023, source, text)


def test_a_term_has_the_words_of_its_day(newsroom: SmallNewsroom, communique: Program) -> None:
    source, text = "They came from Türkiye then.", "Ils venaient alors de la Turquie."
    assert "C120" not in in_newsroom(newsroom, communique, 2022, source, text)
    assert "warning C120: `Türkiye` is `Türkiye` in `fr`" in in_newsroom(newsroom, communique, 2023, source, text)


def test_the_words_of_others_are_not_banned(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.write("glossary.toml", BANNED)
    quoted = '{#said .quotation locked="true" cite="https://example.org"}\n> We celebrate.\n'
    newsroom.write(STATEMENT, statement_file(quoted, locales=()))
    assert "C123" not in communique("check", "-y", "2026", "--no-color").err
