"""Words are looked up in the dictionaries that are installed, each unknown one told once, as a note."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from written_pairs import pair

from communique.checks.spelling import dictionary_for, load_dictionary, unknown_words
from conftest import Program
from small_newsroom import SmallNewsroom


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two dictionaries, one with a rule of endings."""
    (tmp_path / "fr_FR.aff").write_text("SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n", "utf-8")
    (tmp_path / "fr_FR.dic").write_text("4\nnous\npensons\nvictime/S\naux\n", "utf-8")
    (tmp_path / "pt_BR.dic").write_text("0\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("locale, name", [("fr", "fr_FR"), ("fr-FR", "fr_FR"), ("pt-BR", None), ("de", None)])
def test_a_dictionary_serves_its_language_if_both_its_files_are_there(folder: Path, locale: str, name: str) -> None:
    assert dictionary_for(locale, [folder / "none", folder]) == (folder / name if name else None)


def test_an_unknown_word_is_told_once_and_known_ones_and_names_are_not(folder: Path) -> None:
    dictionary = load_dictionary(folder / "fr_FR")
    pairs = [pair("x", "Nous pensons aux victimes de Bakou, aux victmes."), pair("x", "Aux victmes {victime}.")]
    told = list(unknown_words(pairs, dictionary, ["Bakou"]))
    assert [one.message for one in told] == ["no dictionary of `fr` has `victmes`"]
    assert told[0].location.column == 10 + len("Nous pensons aux victimes de Bakou, aux ")


def test_no_word_is_looked_up_without_being_asked(newsroom: SmallNewsroom, communique: Program, folder: Path) -> None:
    (newsroom.folder / "dictionaries").symlink_to(folder)
    asked, silent = (
        json.loads(communique("check", "-y", "2026", "--json", *wish).out) for wish in (["--spelling"], [])
    )
    assert [bool(one["problems"]) for one in (asked, silent)] == [True, False]
    assert asked["ok"]


def test_a_library_that_is_missing_is_named(
    newsroom: SmallNewsroom, communique: Program, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (newsroom.folder / "dictionaries").symlink_to(folder)
    load_dictionary.cache_clear()
    monkeypatch.setitem(sys.modules, "spylls", None)
    ended = communique("check", "-y", "2026", "--spelling")
    assert (ended.exit_code, "spylls" in ended.err) == (4, True)
