"""The newsroom: its settings, and which statements it has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from communique.diagnostics import Code, CommuniqueError, FileProblem, TextProblems
from communique.newsroom import address_of, chosen, grammar_folders, is_slug, load_newsroom, slugs
from small_newsroom import SETTINGS, STATEMENT, SmallNewsroom, statement_file


def test_settings_are_what_their_file_says(newsroom: SmallNewsroom) -> None:
    newsroom.write("communique.toml", f'locales = ["fr", "pt-BR"]\n{SETTINGS}')
    room = newsroom.load()
    assert (room.issuer, room.zone, room.letterhead) == ("Embassy of Examplia", "Europe/Zurich", "embassy")
    assert (room.locales, room.milestones) == (("fr", "pt-BR"), (25, 50))


def test_a_statement_without_locales_has_those_of_the_newsroom(newsroom: SmallNewsroom) -> None:
    newsroom.write("communique.toml", f'locales = ["en", "fr", "de"]\n{SETTINGS}')
    newsroom.replace(STATEMENT, 'locales = ["fr"]\n', "")
    assert newsroom.statement().all_locales == ("en", "fr", "de")


def test_an_edition_lies_below_the_public_address_by_statement_and_year(newsroom: SmallNewsroom) -> None:
    assert address_of(newsroom.load(), "sad-night", 2026) == ""
    newsroom.write("communique.toml", f'{SETTINGS}\n[site]\naddress = "https://press.example.org/all/"\n')
    assert address_of(newsroom.load(), "sad-night", 2026) == "https://press.example.org/all/sad-night/2026/"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "press.example.org",
        "http://press.example.org",
        "https://",
        "https://user@press.example.org",
        "https://press.example.org/?a=b",
        "https://press.example.org/#a",
        "https://press.example.org/a b",
        "https://press.example.org/../a",
        'https://press.example.org/"><script>',
        "https://press.example.org\\n",
    ],
)
def test_a_public_address_that_leads_nowhere_is_refused(newsroom: SmallNewsroom, address: str) -> None:
    newsroom.write("communique.toml", f"{SETTINGS}\n[site]\naddress = {json.dumps(address)}\n")
    with pytest.raises(TextProblems) as raised:
        newsroom.load()
    (problem,) = raised.value.diagnostics
    assert (str(problem.location), problem.code) == ("communique.toml:9:1", Code.BAD_VALUE)


@pytest.mark.parametrize(
    "old, new, place, code",
    [
        ('zone = "Europe/Zurich"', 'zone = "Asia/Bakou"', "6:1", Code.BAD_VALUE),
        ('zone = "Europe/Zurich"', 'zone = "+04"', "6:1", Code.BAD_VALUE),
        ('zone = "Europe/Zurich"', 'zone = "../../etc/passwd"', "6:1", Code.BAD_VALUE),
        ('zone = "Europe/Zurich"', 'zone = ""', "6:1", Code.BAD_VALUE),
        ('zone = "Europe/Zurich"', "", "4:1", Code.MISSING_KEY),
        ('name = "Embassy of Examplia"', 'name = ""', "5:1", Code.BAD_VALUE),
        ('letterhead = "embassy"', 'letterhead = "../embassy"', "1:1", Code.BAD_VALUE),
        ('letterhead = "embassy"', 'leterhead = "embassy"', "1:1", Code.UNKNOWN_KEY),
        ("milestones = [25, 50]", "milestones = [25, 0]", "2:19", Code.BAD_VALUE),
        ("milestones = [25, 50]", 'locales = ["fr", "english"]', "2:18", Code.BAD_VALUE),
    ],
)
def test_a_wrong_setting_is_shown_where_it_stands(
    newsroom: SmallNewsroom, old: str, new: str, place: str, code: Code
) -> None:
    newsroom.replace("communique.toml", old, new)
    with pytest.raises(TextProblems) as raised:
        newsroom.load()
    (problem,) = raised.value.diagnostics
    assert (str(problem.location), problem.code) == (f"communique.toml:{place}", code)


def test_a_folder_without_settings_is_no_newsroom(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(FileProblem) as raised:
            load_newsroom(str(folder))
        assert raised.value.diagnostics[0].code is Code.NO_NEWSROOM


def test_statements_are_the_folders_that_have_one(newsroom: SmallNewsroom) -> None:
    newsroom.write("statements/another/statement.md", statement_file())
    newsroom.write("statements/empty/notes.txt", "x")
    newsroom.write("statements/README.md", "x")
    assert slugs(newsroom.load()) == ("another", "sad-night")
    assert chosen(newsroom.load(), ()) == ("another", "sad-night")
    assert chosen(newsroom.load(), ("sad-night",)) == ("sad-night",)


@pytest.mark.parametrize("wanted", ["sad-nite", "../sad-night", "/sad-night", "", "x" * 5000])
def test_a_statement_that_does_not_exist_is_told_with_the_nearest_name(newsroom: SmallNewsroom, wanted: str) -> None:
    with pytest.raises(CommuniqueError) as raised:
        chosen(newsroom.load(), (wanted,))
    (problem,) = raised.value.diagnostics
    assert problem.code is Code.UNKNOWN_STATEMENT
    assert "`sad-night`" in problem.hint


def test_a_newsroom_without_statements_says_how_to_make_one(newsroom: SmallNewsroom) -> None:
    (newsroom.folder / STATEMENT).unlink()
    with pytest.raises(TextProblems, match="has no statement yet"):
        chosen(newsroom.load(), ())


def test_a_newsroom_may_have_grammar_of_its_own(newsroom: SmallNewsroom) -> None:
    assert grammar_folders(newsroom.load()) == ()
    newsroom.write("grammar/fr.toml", "")
    assert grammar_folders(newsroom.load()) == (Path("grammar"),)


@pytest.mark.parametrize("name", ["a", "0", "black-january", "a-1", "a" * 64])
def test_a_name_of_small_letters_digits_and_single_hyphens_is_a_slug(name: str) -> None:
    assert is_slug(name)


@pytest.mark.parametrize("name", ["", "-a", "a-", "a--b", "A", "a_b", "a.b", "..", "a/b", "é", "a\n", "a" * 65, "١"])
def test_any_other_name_is_none(name: str) -> None:
    assert not is_slug(name)
