"""The finished words of every example, in every language, for a plain year and for a round one.

The texts in `tests/golden/` were read before they were committed; a change of grammar, catalogs or code that moves one word
shows up in the diff. `python tests/test_golden.py` writes them anew; read the diff before you commit it.
"""

from __future__ import annotations

import datetime
import pathlib
import sys

import pytest

from communique import newsroom, pipeline
from communique.findings import Findings
from communique.model import Format
from communique.render import render

ROOT = pathlib.Path(__file__).parents[1]
GOLDEN = pathlib.Path(__file__).with_name("golden")
YEARS = {"black-january": (2024, 2030), "human-rights-day": (2027, 2028), "lirre-treaty": (2026, 2027)}
"""34 and 40 years; 79 and 80; 50 and 51."""


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


if __name__ == "__main__":
    for old in GOLDEN.glob("*.txt"):
        old.unlink()
    for name, words in texts().items():
        (GOLDEN / name).write_text(words, "utf-8")
    sys.stdout.write(f"{len(YEARS)} statements written; read the diff\n")
