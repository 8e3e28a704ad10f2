"""One bad locale or statement never stops the others, and nothing that was wrong is forgotten."""

from __future__ import annotations

import datetime

import pytest

from communique import pipeline, preparation
from communique.diagnostics import Code, ExitCode, Location
from communique.findings import Findings
from communique.model import Format
from communique.pipeline import Wish
from communique.preparation import Prepared
from small_newsroom import CATALOG, LETTERHEAD, STATEMENT, SmallNewsroom, statement_file

TODAY = datetime.date(2026, 1, 19)


def prepare(newsroom: SmallNewsroom, wish: Wish, today: datetime.date = TODAY) -> tuple[list[Prepared], Findings]:
    findings = Findings()
    return list(pipeline.prepare(newsroom.load(), wish, today, findings)), findings


def years(newsroom: SmallNewsroom, today: datetime.date) -> list[tuple[int, int]]:
    prepared, _ = prepare(newsroom, Wish(), today)
    return [(one.edition.year, one.edition.n) for one in prepared]


def test_without_a_year_the_next_observance_is_prepared(newsroom: SmallNewsroom) -> None:
    assert years(newsroom, datetime.date(2026, 1, 19)) == [(2026, 36)]
    assert years(newsroom, datetime.date(2026, 1, 20)) == [(2026, 36)]
    assert years(newsroom, datetime.date(2026, 1, 21)) == [(2027, 37)]


def test_a_build_in_december_for_the_first_of_january_counts_the_new_year(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file(event='name = "Sad Night"\ndate = 1918-01-01'))
    assert years(newsroom, datetime.date(2026, 12, 30)) == [(2027, 109)]


def test_the_day_of_the_build_changes_nothing_when_the_year_is_given(newsroom: SmallNewsroom) -> None:
    texts = [
        prepare(newsroom, Wish(years=(2024,)), today)[0][0].releases
        for today in (datetime.date(2000, 1, 1), datetime.date(2024, 1, 20), datetime.date(2099, 12, 31))
    ]
    assert texts[0] == texts[1] == texts[2]


def test_several_years_are_several_editions(newsroom: SmallNewsroom) -> None:
    prepared, findings = prepare(newsroom, Wish(years=(2025, 2026, 2027)))
    assert [one.edition.n for one in prepared] == [35, 36, 37]
    assert findings.exit_code is ExitCode.DONE


def test_a_refused_locale_leaves_the_others_ready_and_ends_with_one(newsroom: SmallNewsroom) -> None:
    newsroom.replace(CATALOG, 'msgctxt "lead"', '#, fuzzy\nmsgctxt "lead"')
    [prepared], findings = prepare(newsroom, Wish())
    assert [release.locale for release in prepared.releases] == ["en"]
    assert list(prepared.refused) == ["fr"]
    assert (findings.exit_code, [p.code for p in findings.ordered]) == (ExitCode.PROBLEMS, [Code.FUZZY_MESSAGE])


def test_a_release_links_only_to_the_languages_that_go_out_with_it(newsroom: SmallNewsroom) -> None:
    [whole], _ = prepare(newsroom, Wish())
    assert whole.releases[0].locales == ("en", "fr")
    newsroom.replace(CATALOG, 'msgctxt "lead"', '#, fuzzy\nmsgctxt "lead"')
    [without], _ = prepare(newsroom, Wish())
    assert without.releases[0].locales == ("en",)


def test_a_broken_statement_leaves_the_others(newsroom: SmallNewsroom) -> None:
    newsroom.write("statements/another-day/statement.md", statement_file(locales=(), tables="wrong = 1\n"))
    prepared, findings = prepare(newsroom, Wish())
    assert [one.edition.statement.slug for one in prepared] == ["sad-night"]
    assert [str(p.location.file) for p in findings.ordered] == ["statements/another-day/statement.md"]


def test_a_missing_catalog_refuses_its_locale_only(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file(locales=("fr", "de")))
    [prepared], findings = prepare(newsroom, Wish())
    assert [release.locale for release in prepared.releases] == ["en", "fr"]
    assert [(p.code, p.locale) for p in findings.ordered] == [(Code.MISSING_CATALOG, "de")]


def test_a_locale_that_no_grammar_knows_is_refused_and_named(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file(locales=("fr", "fo")))
    newsroom.write("statements/sad-night/locales/fo.po", newsroom.read(CATALOG).replace("Language: fr", "Language: fo"))
    [prepared], findings = prepare(newsroom, Wish())
    assert list(prepared.refused) == ["fo"]
    [problem] = findings.ordered
    assert (problem.code, problem.locale, problem.location.file) == (Code.UNKNOWN_LOCALE, "fo", STATEMENT)
    assert problem.location.line == 4
    assert "fo" in problem.message


def test_a_grammar_file_of_the_newsroom_goes_before_the_project_s(newsroom: SmallNewsroom) -> None:
    newsroom.write(
        "grammar/fr.toml",
        'locale = "fr"\nname = "French"\nextends = "fr"\nconfidence = "low"\n\n[anniversary.form]\nplain = "{ordinal} jubilé"\n',
    )
    assert preparation.grammar_of(newsroom.load(), "fr", Location("statement.md")).confidence == "low"


@pytest.mark.parametrize("statements", [("sad-night",), ()])
def test_a_locale_that_was_asked_for_but_does_not_exist_is_named(
    newsroom: SmallNewsroom, statements: tuple[str, ...]
) -> None:
    prepared, findings = prepare(newsroom, Wish(statements=statements, locales=("fx",)))
    assert (prepared, findings.exit_code) == ([], ExitCode.PROBLEMS)
    assert "`fx`" in findings.ordered[0].message


def test_a_broken_letterhead_names_every_missing_file(newsroom: SmallNewsroom) -> None:
    (newsroom.folder / "templates/embassy/print.css").unlink()
    (newsroom.folder / "templates/embassy/emblem.png").unlink()
    prepared, findings = prepare(newsroom, Wish())
    assert prepared == []
    assert [(p.code, p.location.file) for p in findings.ordered] == [(Code.LETTERHEAD, LETTERHEAD)] * 2


@pytest.mark.parametrize(
    "wish, whole",
    [
        (Wish(), True),
        (Wish(years=(2026,), draft=True), True),
        (Wish(locales=("fr",)), False),
        (Wish(formats=(Format.PDF,)), False),
    ],
)
def test_a_wish_for_some_locales_or_formats_is_not_whole(wish: Wish, whole: bool) -> None:
    assert wish.whole is whole
