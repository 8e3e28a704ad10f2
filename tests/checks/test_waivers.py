"""A warning can be let stand for a reason, as long as its text is the one somebody read; an error cannot."""

from __future__ import annotations

import re

import pytest

from communique.diagnostics import Code, Severity
from conftest import Program
from small_newsroom import CATALOG, SmallNewsroom

WAIVERS = "statements/sad-night/waivers.toml"


def waive(
    newsroom: SmallNewsroom, text: str, *, code: str = "C142", block: str = "victims", locale: str = "fr"
) -> None:
    lines = [f'code = "{code}"', f'locale = "{locale}"', f'block = "{block}"', f'text = "{text}"', 'reason = "So."']
    newsroom.write(WAIVERS, "[[waiver]]\n" + "\n".join(lines) + "\n")


def digest(communique: Program) -> str:
    found = re.search(r'text = "([0-9a-f]+)"', communique("check", "-y", "2026").err)
    assert found
    return found[1]


@pytest.fixture
def warned(newsroom: SmallNewsroom) -> SmallNewsroom:
    """A newsroom with one warning: a colon for a full stop."""
    newsroom.replace(CATALOG, "ont perdu la vie.", "ont perdu la vie\u202f:")
    return newsroom


def test_a_warning_is_shown_and_does_not_keep_the_locale_back(warned: SmallNewsroom, communique: Program) -> None:
    ended = communique("check", "-y", "2026")
    assert ended.exit_code == 0
    assert "ready: en fr" in ended.out
    assert f"warning {Code.END_PUNCTUATION}" in ended.err


def test_a_waived_warning_is_silent(warned: SmallNewsroom, communique: Program) -> None:
    waive(warned, digest(communique))
    assert communique("check", "-y", "2026").err == ""


def test_a_waiver_whose_text_changed_is_void_and_says_so(warned: SmallNewsroom, communique: Program) -> None:
    waive(warned, digest(communique))
    warned.replace(CATALOG, "Cette nuit,", "Cette nuit-là,")
    err = communique("check", "-y", "2026").err
    assert f"{WAIVERS}:1:1: warning {Code.VOID_WAIVER}" in err
    assert f"warning {Code.END_PUNCTUATION}" in err


def test_an_error_cannot_be_waived(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.replace(CATALOG, "ont perdu la vie.", "ont perdu la vie [à vérifier].")
    waive(newsroom, "0" * 12, code="C152")
    ended = communique("check", "-y", "2026")
    assert ended.exit_code == 1
    assert f"{WAIVERS}:1:1: error {Code.WAIVER}" in ended.err


@pytest.mark.parametrize("wrong", [{"locale": "de"}, {"block": "victim"}])
def test_a_waiver_of_what_there_is_not_is_told(
    newsroom: SmallNewsroom, communique: Program, wrong: dict[str, str]
) -> None:
    waive(newsroom, "0" * 12, **wrong)
    assert f"{Severity.WARNING} {Code.VOID_WAIVER}: this waiver names `{next(iter(wrong.values()))}`" in (
        communique("check", "-y", "2026").err
    )


def test_a_waiver_without_a_reason_is_refused(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.write(WAIVERS, '[[waiver]]\ncode = "C142"\nlocale = "fr"\nblock = "lead"\ntext = "000000000000"\n')
    ended = communique("check", "-y", "2026")
    assert (ended.exit_code, "reason" in ended.err) == (1, True)
