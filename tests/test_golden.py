"""The finished words of every example, in every language, for a plain year and for a round one.

The texts in `tests/golden/` were read before they were committed; a change of grammar, catalogs or code that moves one word
shows up in the diff. `python tests/test_golden.py` writes them anew; read the diff before you commit it.

`tests/golden/numbers/` has, for each statement and locale, the texts that change with the number, for the numbers at which
languages go wrong. What they say is held to `tests/languages/cases.json`, which was written without this program.
"""

from __future__ import annotations

import datetime
import json
import pathlib
import re
import sys
from collections.abc import Iterator

import pytest

from communique import checks, newsroom, pipeline
from communique.checks import concord
from communique.fill import COUNTS, DAYS, Words, plain
from communique.findings import Findings
from communique.model import Format, Unready
from communique.placeholders import PLACEHOLDER
from communique.render import render
from own_releases import LOCALES, Made, made, statement

ROOT = pathlib.Path(__file__).parents[1]
GOLDEN = pathlib.Path(__file__).with_name("golden")
YEARS = {"black-january": (2024, 2030), "human-rights-day": (2027, 2028), "lirre-treaty": (2026, 2027)}
"""34 and 40 years; 79 and 80; 50 and 51."""


NUMBERS = (1, 2, 3, 11, 12, 13, 21, 34, 40, 80, 100, 101, 111)
"""One, two and few; the teens; the cases of 1, 11, 21, 101 and 111; round ones. No example lacks an edition of them."""
OWN_HEADINGS = {
    # Georgian writes a cardinal before წლისთავი; the cases have none of it.
    "ka": {n: f"{n} წლისთავი" for n in NUMBERS},
    # Ukrainian remembers the dead by роковини, a plural; the cases have річниця.
    "uk": {
        n: f"{n}-{ending} роковини"
        for n, ending in zip(
            NUMBERS, ("ші", "гі", "ті", "ті", "ті", "ті", "ші", "ті", "ві", "ті", "ті", "ші", "ті"), strict=True
        )
    },
}
"""Nouns that the cases do not have; source: grammars of the languages, read by hand."""
OWN_NOUNS = {"hi": ("वर्षगांठ", "बरसी")}
"""Hindi remembers the dead by बरसी, which is feminine as the noun of the cases is."""
CASES = json.loads(pathlib.Path(__file__).with_name("languages").joinpath("cases.json").read_text("utf-8"))["cases"]


def texts() -> dict[str, str]:
    room = newsroom.load_newsroom(str(ROOT))
    found: dict[str, str] = {}
    for slug, years in YEARS.items():
        findings = Findings()
        wish = pipeline.Wish(statements=(slug,), years=years)
        for prepared in pipeline.prepare(room, wish, datetime.date(2026, 1, 1), findings):
            for release in prepared.releases:
                found[f"{release.name}.txt"] = render(release, prepared.letterhead, Format.TEXT).decode()
        assert not findings.ordered, findings.ordered
    return found


@pytest.fixture(scope="module")
def now() -> dict[str, str]:
    return texts()


def test_every_example_has_its_golden_texts_and_no_other_lie_there(now: dict[str, str]) -> None:
    assert {path.name for path in GOLDEN.glob("*.txt")} == set(now)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_the_words_are_those_that_were_read(path: pathlib.Path, now: dict[str, str]) -> None:
    assert now[path.name] == path.read_text("utf-8")


# --- tricky numbers ----------------------------------------------------------------------------------------------------


def of_numbers(slug: str, locale: str) -> str:
    """The texts of a statement that change with the number, one edition below the other."""
    return "\n".join("".join(_section(slug, locale, n)) for n in NUMBERS)


def _section(slug: str, locale: str, n: int) -> Iterator[str]:
    year = statement(slug).event.count_from + n
    of = made(slug, year, locale)
    assert of is not None, f"{slug} has no edition of {year}"
    yield f"== {n}: {of.edition.observed} ==\n"
    yield from (f"{name}: {words}\n" for name, words in _changing(of))


def _changing(of: Made) -> Iterator[tuple[str, str]]:
    release = of.release
    parts: dict[str, tuple[Words, ...]] = {"title": (release.title,)}
    parts |= {block.id: checks.texts(block) for block in release.blocks if not isinstance(block, Unready)}
    for name, words in parts.items():
        names = {mark[0] for mark in PLACEHOLDER.findall(of.told[name].source.text)}
        if any(one in DAYS or one.rpartition(".")[2] in COUNTS for one in names):
            yield name, " | ".join(map(plain, words))


def file_of(slug: str, locale: str) -> pathlib.Path:
    return GOLDEN / "numbers" / f"{slug}.{locale}.txt"


@pytest.mark.parametrize("slug, locale", LOCALES)
def test_the_words_for_tricky_numbers_are_those_that_were_read(slug: str, locale: str) -> None:
    assert of_numbers(slug, locale) == file_of(slug, locale).read_text("utf-8")


def sections(slug: str, locale: str) -> dict[int, str]:
    """The sections of a file by their number, with every space as a plain one."""
    text = re.sub(r"[\u00a0\u202f\u2009]", " ", file_of(slug, locale).read_text("utf-8"))
    found = re.split(r"(?m)^== (\d+): .* ==$", text)
    return {int(n): words for n, words in zip(found[1::2], found[2::2], strict=True)}


def known(locale: str, kind: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The cases of a kind for a locale: the number, and every way of writing it that is right."""
    if kind == "heading" and locale in OWN_HEADINGS:
        yield from ((n, (right,)) for n, right in OWN_HEADINGS[locale].items())
        return
    noun = OWN_NOUNS.get(locale, ("", "")) if kind == "heading" else ("", "")
    for case in CASES:
        if case["kind"] == kind and case["lang"] == locale and case["n"] in NUMBERS:
            right = (case["expected"], *case.get("also", ()))
            yield case["n"], tuple(one.replace(*noun) if noun[0] else one for one in right)


def _stand(right: tuple[str, ...], words: str) -> bool:
    return any(re.search(rf"(?<!\d){re.escape(one)}".replace("\xa0", " "), words) for one in right)


@pytest.mark.parametrize("slug, locale", LOCALES)
@pytest.mark.parametrize("kind", ["heading", "years"])
def test_the_words_for_tricky_numbers_agree_with_the_cases_of_known_truth(slug: str, locale: str, kind: str) -> None:
    found = sections(slug, locale)
    assert tuple(found) == NUMBERS
    cases = list(known(locale, kind))
    assert len(cases) >= 6 or (locale, kind) == ("ka", "years"), "the cases have no Georgian"
    assert not [(n, right) for n, right in cases if not _stand(right, found[n])]


@pytest.mark.parametrize("slug, locale", LOCALES)
def test_the_gate_of_finished_texts_is_silent_on_tricky_numbers(slug: str, locale: str) -> None:
    for n in NUMBERS:
        of = made(slug, statement(slug).event.count_from + n, locale)
        assert of is not None
        assert not list(concord.disagreements(of.release, of.told))


if __name__ == "__main__":
    for old in GOLDEN.glob("*.txt"):
        old.unlink()
    for name, words in texts().items():
        (GOLDEN / name).write_text(words, "utf-8")
    for slug, locale in LOCALES:
        file_of(slug, locale).write_text(of_numbers(slug, locale), "utf-8")
    sys.stdout.write(f"{len(YEARS)} statements written; read the diff\n")
