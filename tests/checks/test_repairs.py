"""`check --fix` puts right what needs no understanding, says so, and touches nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Callable

import polib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique.checks.repairs import repaired
from conftest import Program
from small_newsroom import CATALOG, REPOSITORY, STATEMENT, SmallNewsroom


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
        ("fr", "en {“Year ”}", "en {year}", "placeholders mended"),
        ("fr", "26 000 000 hommes", "26\u202f000\u202f000 hommes", "spaces corrected (2)"),
        ("de", "Wir gedenken —immer", "Wir gedenken — immer", "spaces corrected (1)"),
        ("de", "Wir gedenken– immer", "Wir gedenken – immer", "spaces corrected (1)"),
        ("fr", "l'an, l'{anniversary}", "l’an, l’{anniversary}", "apostrophes curved (2)"),
        ("ar", "نتذكـــر الضحايا", "نتذكر الضحايا", "long strokes deleted (1)"),
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
        ("en", "[the '90s](https://example.org/it's)"),
        ("uz", "o'zbek"),
        ("ar", "1446هـ"),
        ("es", "el día —aquel día— llegó"),
        ("de", "+41 31 350 000, Bern 3000"),
        ("fr", "{{ texte }}, {texte libre ici}"),
    ],
)
def test_what_is_right_or_not_known_is_left_alone(locale: str, text: str) -> None:
    assert repaired(text, locale) == (text, ())


@given(st.text(), st.sampled_from(["fr", "de", "fa", "zh-Hans"]))
def test_what_was_put_right_once_stays_as_it_is(text: str, locale: str) -> None:
    once, _ = repaired(text, locale)
    assert repaired(once, locale) == (once, ())


PARTS = [*"aeéه ـ{}｛｝'’«»:;—–,.19*[](|\n", "\u0301", "\u200b", "\u00a0", "{ year }", "00 000"]
LETTERS = st.lists(st.sampled_from(PARTS)).map("".join)


def essence(text: str) -> str:
    """A text without what a repair may change: spaces, what cannot be seen, strokes, the shape of apostrophes and braces.

    Quotation marks right inside braces are those that a word processor put around a name.
    """
    plain = unicodedata.normalize("NFC", text).translate(str.maketrans("'｛｝﹛﹜‘“”", "’{}{}’’’"))
    plain = re.sub(r"(?<=\{)[\s«»„\"]+|[\s«»„\"]+(?=\})", "", plain)
    return "".join(
        sign for sign in plain if not sign.isspace() and unicodedata.category(sign) != "Cf" and sign not in "ـ’"
    )


@given(LETTERS, st.sampled_from(["fr", "de", "ar", "uz"]))
@example("{«a}", "fr")
def test_a_repair_changes_nothing_but_what_it_says(text: str, locale: str) -> None:
    whole, done = repaired(text, locale)
    assert bool(done) == (whole != text)
    assert essence(whole) == essence(text)
    assert repaired(whole, locale) == (whole, ())


DAMAGES: dict[str, Callable[[str], str]] = {
    "letters in parts": lambda text: unicodedata.normalize("NFD", text),
    "braces": lambda text: re.sub(r"\{(\w[\w.]*)\}", "｛\u00a0\\1｝", text),
    "unseen": lambda text: re.sub(r"(?<=[a-zа-я]) ", "\u200b ", text),
    "double spaces": lambda text: re.sub(r"(?<=[a-zа-я]) (?=[a-zа-я])", "  ", text),
    "apostrophes": lambda text: text.replace("’", "'"),
    "high marks": lambda text: text.replace("\u202f", " "),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_our_own_translations_come_back_as_they_were(damage: str) -> None:
    for path in sorted((REPOSITORY / "statements").glob("*/locales/*.po")):
        for entry in polib.pofile(str(path)):
            damaged = DAMAGES[damage](entry.msgstr)
            assert repaired(damaged, path.stem)[0] == entry.msgstr, (path, entry.msgctxt)


@pytest.mark.parametrize("damage", ["unseen", "double spaces", "apostrophes"])
def test_a_mended_catalog_is_written_as_gettext_writes_it(
    newsroom: SmallNewsroom, communique: Program, damage: str
) -> None:
    communique("catalog", "update")
    before = newsroom.read(CATALOG)
    damaged = re.sub('^msgstr "(.+)"$', lambda one: f'msgstr " {DAMAGES[damage](one[1])}"', before, flags=re.MULTILINE)
    newsroom.write(CATALOG, damaged)
    communique("check", "--fix")
    written = newsroom.read(CATALOG)
    assert written == before != damaged
    gettext = subprocess.run(["msgcat", "--no-wrap", "-"], input=written, capture_output=True, text=True, check=True)
    assert gettext.stdout == written


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
