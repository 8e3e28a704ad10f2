"""`check --fix` puts right what needs no understanding, says so, and touches nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.checks.repairs import repaired
from conftest import Program
from small_newsroom import CATALOG, STATEMENT, SmallNewsroom


@pytest.mark.parametrize(
    "locale, text, whole, what",
    [
        ("fr", "e\u0301te\u0301", "été", "letters written whole (NFC)"),
        ("de", "der\u200b Opfer\u00ad", "der Opfer", "invisible characters deleted (2)"),
        ("fr", "en ｛year｝", "en {year}", "placeholders mended"),
        ("fr", "en {\u00a0year }", "en {year}", "placeholders mended"),
        ("fr", "Voici : cela ; « mot » ?", "Voici\u202f: cela\u202f; «\u202fmot\u202f»\u202f?", "spaces corrected (5)"),
        ("fr", "Voici: cela", "Voici\u202f: cela", "spaces corrected (1)"),
        ("de", "Zwei  Worte , hier", "Zwei Worte, hier", "spaces corrected (2)"),
        ("fr", "Le {n} : cela", "Le {n}\u202f: cela", "spaces corrected (1)"),
    ],
)
def test_what_is_mechanical_is_put_right(locale: str, text: str, whole: str, what: str) -> None:
    assert repaired(text, locale) == (whole, (what,))


@pytest.mark.parametrize(
    "locale, text",
    [
        ("fr", "[lien](https://example.org/a?b=c;d) à 12:30"),
        ("fr", "[[n| one: {years} : un | other: {years} ]]".replace(" : ", "\u202f: ")),
        ("fa", "می\u200cشود"),
        ("de", "Wir sagen: ja; nein! Nein? Ja."),
        ("de", "Ein Zeichen, das verloren ging: \ufffd"),
        ("en", "- one;\n- two."),
    ],
)
def test_what_is_right_or_not_known_is_left_alone(locale: str, text: str) -> None:
    assert repaired(text, locale) == (text, ())


@given(st.text(), st.sampled_from(["fr", "de", "fa", "zh-Hans"]))
def test_what_was_put_right_once_stays_as_it_is(text: str, locale: str) -> None:
    once, _ = repaired(text, locale)
    assert repaired(once, locale) == (once, ())


def test_the_files_are_mended_and_every_repair_is_told(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.replace(CATALOG, "Cette nuit, {killed} personnes", "Cette  nuit, ｛killed｝ person\u200bnes")
    newsroom.replace(STATEMENT, "That night {killed}", "That\u200b night {killed}")
    line = newsroom.read(STATEMENT).split("\n").index("That\u200b night {killed} people lost their lives.") + 1
    ended = communique("check", "-y", "2026", "--fix")
    assert (ended.exit_code, ended.err) == (0, "")
    assert ended.out.splitlines()[:4] == [
        f"{STATEMENT}: line {line}: invisible characters deleted (1)",
        f"{CATALOG}: victims: invisible characters deleted (1)",
        f"{CATALOG}: victims: placeholders mended",
        f"{CATALOG}: victims: spaces corrected (1)",
    ]
    assert '"Cette nuit, {killed} personnes ont perdu la vie."' in newsroom.read(CATALOG)


def test_only_what_was_wrong_changes_in_a_file(newsroom: SmallNewsroom, communique: Program) -> None:
    communique("catalog", "update")  # which writes catalogs as they are written from then on
    before = newsroom.read(CATALOG), newsroom.read(STATEMENT)
    newsroom.replace(CATALOG, "Cette nuit,", "Cette\u200b nuit,")
    communique("check", "--fix")
    assert (newsroom.read(CATALOG), newsroom.read(STATEMENT)) == before


def test_a_second_run_finds_nothing_to_do(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.replace(CATALOG, "Cette nuit,", "Cette\u200b nuit,")
    first = json.loads(communique("check", "--fix", "--json").out)
    second = json.loads(communique("check", "--fix", "--json").out)
    fixed = [[item["fixed"] for item in one["items"] if "fixed" in item] for one in (first, second)]
    assert fixed == [["invisible characters deleted (1)"], []]


def test_line_ends_of_another_system_stay(newsroom: SmallNewsroom, communique: Program) -> None:
    text = newsroom.read(STATEMENT).replace("That night", "That\u200b night").replace("\n", "\r\n")
    newsroom.write(STATEMENT, text.encode())
    communique("check", "--fix")
    assert (newsroom.folder / STATEMENT).read_bytes() == text.replace("\u200b", "").encode()
