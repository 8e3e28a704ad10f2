"""Bad files through the whole program: each ends in its exit code, with every problem at its place, and releases nothing.

`bad_inputs/<part>/` holds one file for each mistake, to be put in the place of the good one of the smallest newsroom;
`bad_inputs/expected.toml` says what must be told of it. The places in it were found in the files, not in the output.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from conftest import Ended, Program
from small_newsroom import (
    CATALOG,
    EDITION,
    LABELS,
    LETTERHEAD,
    STATEMENT,
    SmallNewsroom,
    statement_file,
    write_newsroom,
)

BAD_INPUTS = Path(__file__).parent / "bad_inputs"
EXPECTED = tomllib.loads((BAD_INPUTS / "expected.toml").read_text("utf-8"))
TARGETS = {
    "statement": (STATEMENT, "en"),
    "edition": (EDITION, "en"),
    "catalog": (CATALOG, "fr"),
    "settings": ("communique.toml", "en"),
    "letterhead": (LETTERHEAD, "en"),
}
"""Which file each part stands for, and the locale whose release it must stop."""
PROBLEM = re.compile(
    r"(?m)^(?P<file>[^:\n]+)(?::(?P<place>\d+(?::\d+)?))?: error (?P<code>C\d{3}): (?P<message>.+)\n  hint: .+$"
)


def build(communique: Program, locale: str) -> Ended:
    return communique("build", "-y", "2026", "-l", locale, "-f", "txt", "-j", "1")


def told(ended: Ended) -> list[tuple[str, str]]:
    """Each problem as its file and `place code`."""
    assert "Traceback" not in ended.err
    assert ended.err.count(": error ") == len(PROBLEM.findall(ended.err)), "a problem has no place or no hint"
    return [(one["file"], f"{one['place'] or ''} {one['code']}".strip()) for one in PROBLEM.finditer(ended.err)]


def released(folder: Path) -> list[str]:
    return [path.name for path in (folder / "output").rglob("*") if path.name != ".lock" and path.is_file()]


@pytest.mark.parametrize("bad", EXPECTED)
def test_a_bad_input_is_refused_with_its_problems_in_their_places(
    newsroom: SmallNewsroom, communique: Program, bad: str
) -> None:
    target, locale = TARGETS[bad.partition("/")[0]]
    newsroom.write(target, (BAD_INPUTS / bad).read_bytes())
    ended = build(communique, locale)
    assert (ended.exit_code, ended.out) == (1, "")
    # The checks of translations (C100 and above) may say more of the same mistake; they have tests of their own.
    said = [(file, problem) for file, problem in told(ended) if problem.rpartition(" ")[2] < "C100"]
    assert said == [(target, problem) for problem in EXPECTED[bad]["problems"]]
    assert released(newsroom.folder) == []


def test_every_bad_file_has_its_expectation_and_every_expectation_its_file() -> None:
    files = {path.relative_to(BAD_INPUTS).as_posix() for path in BAD_INPUTS.rglob("*.*") if path.parent != BAD_INPUTS}
    assert files == set(EXPECTED)


def test_the_newsroom_without_mistakes_is_built(newsroom: SmallNewsroom, communique: Program) -> None:
    for locale in ("en", "fr"):
        ended = build(communique, locale)
        assert (ended.exit_code, ended.err) == (0, "")
        assert f"sad-night-2026.{locale}.txt" in released(newsroom.folder)


def test_a_broken_translation_stops_its_language_and_no_other(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.replace(CATALOG, "ont perdu", 'ont "perdu"')
    ended = communique("build", "-y", "2026", "-f", "txt", "-j", "1")
    assert (ended.exit_code, told(ended)) == (1, [(CATALOG, "22:44 C041")])
    assert [name for name in released(newsroom.folder) if name.endswith(".txt")] == ["sad-night-2026.en.txt"]


# --- what no single file can show ----------------------------------------------------------------------------------------


def test_a_locale_that_no_grammar_knows_is_refused_with_the_known_ones(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    newsroom.write(STATEMENT, statement_file(locales=("fr", "mi")))
    newsroom.write("statements/sad-night/locales/mi.po", newsroom.read(CATALOG).replace("Language: fr", "Language: mi"))
    ended = build(communique, "mi")
    assert (ended.exit_code, [code.rpartition(" ")[2] for _, code in told(ended)]) == (1, ["C050"])
    assert "`fr`" in ended.err
    assert released(newsroom.folder) == []


def test_a_locale_without_catalog_is_refused(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.write(STATEMENT, statement_file(locales=("fr", "de")))
    ended = build(communique, "de")
    assert (ended.exit_code, told(ended)) == (1, [("statements/sad-night/locales/de.po", "C040")])


@pytest.mark.parametrize("file", ["print.css", "page.html.j2", "emblem.svg", "emblem.png"])
def test_a_file_missing_from_the_letterhead_is_refused(newsroom: SmallNewsroom, communique: Program, file: str) -> None:
    (newsroom.folder / "templates" / "embassy" / file).unlink()
    ended = build(communique, "en")
    assert (ended.exit_code, len(told(ended))) == (1, 1)
    assert f"`{file}` cannot be opened" in ended.err
    assert released(newsroom.folder) == []


def test_a_broken_label_catalog_is_refused(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.replace(LABELS, 'msgstr "Genève"', 'msgstr "Genève')
    ended = build(communique, "en")
    assert (ended.exit_code, [(file, code.rpartition(" ")[2]) for file, code in told(ended)]) == (1, [(LABELS, "C041")])


@pytest.mark.parametrize("name", ["..", "../sad-night", "/etc", "sad-night/..", "Sad-Night", "x" * 300, "a\nb"])
def test_a_name_that_is_no_statement_is_refused(newsroom: SmallNewsroom, communique: Program, name: str) -> None:
    ended = communique("check", "-y", "2026", "--", name)
    assert (ended.exit_code, "C062" in ended.err, "hint:" in ended.err) == (1, True, True)


@pytest.mark.parametrize("name", ["Black January", "a--b", "a.b", "é"])
def test_a_folder_whose_name_is_no_slug_is_refused(newsroom: SmallNewsroom, communique: Program, name: str) -> None:
    newsroom.write(f"statements/{name}/statement.md", statement_file())
    ended = communique("check", "-y", "2026")
    assert (ended.exit_code, told(ended)) == (1, [(f"statements/{name}/statement.md", "C007")])


@pytest.mark.parametrize("year", ["1990", "1989", "0001"])
def test_an_edition_before_the_first_anniversary_is_refused(
    newsroom: SmallNewsroom, communique: Program, year: str
) -> None:
    ended = communique("check", "-y", year)
    assert (ended.exit_code, told(ended)) == (1, [(STATEMENT, "1:1 C012")])


@pytest.mark.parametrize("year", ["20x6", "0000", "2026-2020", "-5", "99999", "²026", ""])
def test_a_year_that_is_none_is_wrong_usage(newsroom: SmallNewsroom, communique: Program, year: str) -> None:
    ended = communique("check", "-y", year)
    assert ended.exit_code == 2
    assert "Traceback" not in ended.err


def test_what_cannot_be_read_ends_with_five(newsroom: SmallNewsroom, communique: Program) -> None:
    (newsroom.folder / STATEMENT).unlink()
    (newsroom.folder / STATEMENT).mkdir()
    ended = communique("check", "-y", "2026")
    assert (ended.exit_code, told(ended)) == (5, [(STATEMENT, "C001")])


def test_a_file_that_is_far_too_large_ends_with_five_at_once(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.write(STATEMENT, "x" * 2_000_000)
    newsroom.write(CATALOG, "#" * 6_000_000)
    ended = communique("check", "-y", "2026")
    assert (ended.exit_code, told(ended)) == (5, [(STATEMENT, "C001")])


def test_no_newsroom_ends_with_five(tmp_path: Path, communique: Program) -> None:
    ended = communique("-C", str(tmp_path), "check", "-y", "2026")
    assert (ended.exit_code, "C063" in ended.err) == (5, True)


@pytest.mark.parametrize("way", ["output", "output/sad-night", "output/sad-night/2026"])
def test_a_file_in_the_way_of_the_output_ends_with_five(newsroom: SmallNewsroom, communique: Program, way: str) -> None:
    newsroom.write(way, "in the way")
    ended = build(communique, "en")
    assert ended.exit_code == 5
    assert "C008" in ended.err
    assert newsroom.read(way) == "in the way"
    assert released(newsroom.folder) == ([way.rpartition("/")[2]] if "/" in way else [])


def test_the_real_program_ends_as_the_tests_say(tmp_path: Path) -> None:
    newsroom = write_newsroom(tmp_path)
    newsroom.write(CATALOG, (BAD_INPUTS / "catalog/quote-lost.po").read_bytes())
    newsroom.write(EDITION, (BAD_INPUTS / "edition/unknown-fact.toml").read_bytes())
    for arguments, code, said in (
        (("check", "-y", "2026"), 1, "editions/2026.toml:1:1: error C016"),
        (("check", "-y", "2027"), 1, "locales/fr.po:22:"),
        (("check", "--yaer", "2026"), 2, "No such option"),
        (("-C", "nowhere", "check"), 5, "nowhere: error C063"),
    ):
        ended = subprocess.run(
            [sys.executable, "-m", "communique", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (ended.returncode, said in ended.stderr, "Traceback" in ended.stderr) == (code, True, False)
        assert released(tmp_path) == []
