"""Bad files through the whole program: each ends in its exit code, with every problem at its place, and releases nothing.

`bad_inputs/<part>/` holds one file for each mistake, to be put in the place of the good one of the smallest newsroom, or
behind what that says (`APPENDED`), or to be imported; `bad_inputs/expected.toml` says what must be told of it, `families.toml`
which of the known families of bad inputs it belongs to. The places were found in the files, not in the output: where the
faulty part begins; the sign at which a reader can go no further; the beginning of a file or of a header that lacks a part.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
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
FAMILIES = tomllib.loads((BAD_INPUTS / "families.toml").read_text("utf-8"))
EXPECTED = tomllib.loads((BAD_INPUTS / "expected.toml").read_text("utf-8"))
TARGETS = {
    "statement": (STATEMENT, "en"),
    "edition": (EDITION, "en"),
    "catalog": (CATALOG, "fr"),
    "settings": ("communique.toml", "en"),
    "letterhead": (LETTERHEAD, "en"),
    "page": ("templates/embassy/page.html.j2", "en"),
    "print": ("templates/embassy/print.css", "en"),
    "screen": ("templates/embassy/screen.css", "en"),
    "emblem": ("templates/embassy/emblem.svg", "en"),
    "picture": ("templates/embassy/emblem.png", "en"),
    "glossary": ("glossary.toml", "fr"),
    "waivers": ("statements/sad-night/waivers.toml", "fr"),
    "grammar": ("grammar/fr.toml", "fr"),
}
"""Which file each part stands for, and the locale whose release it must stop."""
APPENDED = frozenset({"print", "screen"})
"""Parts whose files hold only the mistake: it is put behind what the good file says, and its lines are counted from there."""
PROBLEM = re.compile(
    r"(?m)^(?P<file>[^:\n]+)(?::(?P<place>\d+(?::\d+)?))?: error (?P<code>C\d{3}): (?P<message>.+)\n  hint: .+$"
)


LONGEST = 2.0
"""Seconds of CPU that a bad input may cost."""


def build(communique: Program, locale: str, kind: str = "txt") -> Ended:
    return communique("build", "-y", "2026", "-l", locale, "-f", kind, "-j", "1")


def told(ended: Ended) -> list[tuple[str, str]]:
    """Each problem as its file and `place code`."""
    assert "Traceback" not in ended.err
    assert ended.err.count(": error ") == len(PROBLEM.findall(ended.err)), "a problem has no place or no hint"
    return [(one["file"], f"{one['place'] or ''} {one['code']}".strip()) for one in PROBLEM.finditer(ended.err)]


def put(newsroom: SmallNewsroom, target: str, bad: str) -> int:
    """Put a bad file in the place of the good one; returns how many lines of the good one stand before it."""
    good = newsroom.read(target) if bad.partition("/")[0] in APPENDED else ""
    newsroom.write(target, good.encode() + (BAD_INPUTS / bad).read_bytes())
    return good.count("\n")


def below(problem: str, lines: int) -> str:
    """A `place code`, so many lines further down."""
    return re.sub(r"^\d+", lambda line: str(int(line[0]) + lines), problem)


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def released(folder: Path) -> list[str]:
    return [path.name for path in (folder / "output").rglob("*") if path.name != ".lock" and path.is_file()]


@pytest.mark.parametrize("bad", EXPECTED)
def test_a_bad_input_is_refused_with_its_problems_in_their_places(
    newsroom: SmallNewsroom, communique: Program, bad: str
) -> None:
    part, _, name = bad.partition("/")
    target, locale = TARGETS.get(part, (name, ""))
    lines = put(newsroom, target, bad)
    before, start = everything(newsroom.folder), time.process_time()
    if part == "import":
        ended = communique("catalog", "import", name)
    else:
        ended = build(communique, locale, "html" if part == "page" else "txt")
    assert time.process_time() - start < LONGEST
    assert ended.exit_code == EXPECTED[bad].get("exit", 1)
    assert part == "import" or ended.out == ""  # an import says of each row what became of it
    wanted = [(EXPECTED[bad].get("file", target), below(problem, lines)) for problem in EXPECTED[bad]["problems"]]
    # The checks of translations (C100 and above) may say more of the same mistake; they have tests of their own.
    assert [one for one in told(ended) if one in wanted or one[1].rpartition(" ")[2] < "C100"] == wanted
    assert everything(newsroom.folder) == before


def test_every_bad_file_has_its_expectation_and_every_expectation_its_file() -> None:
    files = {path.relative_to(BAD_INPUTS).as_posix() for path in BAD_INPUTS.rglob("*.*") if path.parent != BAD_INPUTS}
    assert files == set(EXPECTED)


def test_every_family_of_bad_inputs_is_met_or_says_why_not() -> None:
    assert list(FAMILIES) == [f"B{number:02}" for number in range(1, 96)]
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    for family, met in FAMILIES.items():
        assert met, family
        assert set(met) <= {"files", "test", "why"}, family
        assert set(met.get("files", ())) <= set(EXPECTED), family
        assert "test" not in met or f"def {met['test']}(" in tests, family
    assert len(EXPECTED) >= 200


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


def test_a_folder_whose_name_is_not_utf_8_is_shown_escaped(newsroom: SmallNewsroom, communique: Program) -> None:
    folder = os.fsencode(newsroom.folder / "statements") + b"/night-\xff"
    try:
        Path(os.fsdecode(folder)).mkdir()
    except OSError:  # a file system that takes UTF-8 only cannot hold the mistake
        return
    (Path(os.fsdecode(folder)) / "statement.md").write_text(statement_file(), "utf-8")
    for arguments in (("check", "-y", "2026"), ("check", "-y", "2026", "--json"), ("status",)):
        ended = communique(*arguments)
        assert ended.exit_code == 1
        assert "night-\\udcff" in ended.err + ended.out.replace("\\\\", "\\")


def test_an_artifact_never_follows_a_link_that_lies_in_its_way(newsroom: SmallNewsroom, communique: Program) -> None:
    victim = newsroom.write("victim.txt", "mine")
    (newsroom.folder / "output/sad-night/2026").mkdir(parents=True)
    (newsroom.folder / "output/sad-night/2026/latest").symlink_to(victim.resolve())
    build(communique, "en")
    assert newsroom.read("victim.txt") == "mine"


def test_heaps_of_marks_and_disguised_digits_are_found(newsroom: SmallNewsroom, communique: Program) -> None:
    for words, place in (
        ("pe\u0337\u0321\u0322\u0323\u0324ople", "19:23"),
        ("1\u2074\u2077", "19:22"),
        ("\U0001d7cf\U0001d7d2", "19:21"),
    ):
        newsroom.write(STATEMENT, statement_file().replace("people", words))
        ended = communique("check", "-y", "2026")
        assert ended.exit_code == 1
        assert [one[1].partition(" ")[0] for one in told(ended) if one[1].endswith(("C096", "C111"))] == [place]


@pytest.mark.slow
def test_heavy_inputs_stay_within_their_limits(tmp_path: Path) -> None:
    """Bombs, one after the other in one process that may take 300 MB more than it has at its start, and 2 s for each."""
    write_newsroom(tmp_path)
    program = Path(__file__).with_name("heavy_inputs.py")
    ended = subprocess.run(
        [sys.executable, str(program), str(BAD_INPUTS / "import/hidden-text.docx")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert [line for line in ended.stdout.splitlines() if line.startswith("HEAVY")] == []
    assert ended.stdout.endswith("END\n"), ended.stderr[-2000:]
    assert "Traceback" not in ended.stderr
    assert released(tmp_path) == []


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
