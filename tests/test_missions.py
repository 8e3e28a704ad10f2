"""One statement, many missions: each on its letterhead, with its contacts and its paragraph, from the same text."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.diagnostics import Code
from conftest import Program
from small_newsroom import BODY, CATALOG, STATEMENT, TRANSLATIONS, SmallNewsroom, catalog_file, statement_file

BAKU = """\
[baku]
host = "AZ"
zone = "Asia/Baku"
issuer = { en = "Embassy of Examplia in Baku", fr = "Ambassade d’Examplie à Bakou" }
place = { en = "Baku", fr = "Bakou" }
contact = { en = ["Press office, Baku", "+994 12 000 00 00"], fr = ["Service de presse, Bakou"] }

[rome]
host = "IT"
locales = ["fr"]
letterhead = "embassy"
"""
FOR_HOSTS = BODY + '\n{#thanks host="AZ,TR"}\nWe thank our hosts.\n'
THANKS = ("We thank our hosts.", "Nous remercions nos hôtes.")


@pytest.fixture
def missions(newsroom: SmallNewsroom) -> SmallNewsroom:
    newsroom.write("missions.toml", BAKU)
    newsroom.write(STATEMENT, statement_file(FOR_HOSTS))
    newsroom.write(CATALOG, catalog_file({**TRANSLATIONS, "thanks": THANKS}))
    return newsroom


def text(path: str) -> str:
    return Path(path).read_text("utf-8")


@pytest.mark.slow
def test_each_mission_has_its_own_place_contacts_and_paragraph(missions: SmallNewsroom, communique: Program) -> None:
    for mission in ((), ("--mission", "baku"), ("--mission", "rome")):
        ended = communique(*mission, "build", "-y", "2026", "-f", "txt", "-j", "1")
        assert (ended.exit_code, ended.err) == (0, "")
    own = text("output/sad-night/2026/r1/en/sad-night-2026.en.txt")
    baku = text("output/@baku/sad-night/2026/r1/en/sad-night-2026.en.txt")
    french = text("output/@baku/sad-night/2026/r1/fr/sad-night-2026.fr.txt")
    assert "We thank our hosts." not in own
    assert "We thank our hosts." in baku
    assert "Nous remercions nos hôtes." in french
    assert "+994 12 000 00 00" in baku
    assert "Embassy of Examplia in Baku" in baku
    assert "Bakou, " in french
    assert sorted(path.name for path in Path("output/@rome/sad-night/2026/r1").iterdir() if path.is_dir()) == ["fr"]


def test_what_a_mission_says_it_says_in_every_language(missions: SmallNewsroom, communique: Program) -> None:
    missions.replace("missions.toml", ', fr = "Bakou" }', " }")
    ended = communique("--mission", "baku", "check", "-y", "2026", "--no-color")
    assert ended.exit_code == 1
    assert "missions.toml:1:1: error C042: the mission `baku` has no place in `fr`" in ended.err
    assert "write `fr` under [baku.place]" in ended.err


def test_a_mission_that_is_not_known_is_told_with_the_nearest(missions: SmallNewsroom, communique: Program) -> None:
    ended = communique("check", "--mission", "bakku", "--no-color")
    assert ended.exit_code == 1
    assert f"error {Code.UNKNOWN_MISSION}: there is no mission `bakku`" in ended.err
    assert "did you mean `baku`?" in ended.err


def test_a_newsroom_without_missions_says_where_to_describe_one(newsroom: SmallNewsroom, communique: Program) -> None:
    assert "describe it in `missions.toml`" in communique("check", "--mission", "baku", "--no-color").err


@pytest.mark.parametrize(
    "mission, code",
    [
        ('[baku]\nzone = "UTC"\n', "C006"),
        ('[baku]\nhost = "az"\n', "C005"),
        ('[baku]\nhost = "AZ"\nzone = "Baku"\n', "C005"),
        ('[baku]\nhost = "AZ"\ncontact = { en = [] }\n', "C005"),
        ('[baku]\nhost = "AZ"\nplaces = { en = "Baku" }\n', "C004"),
        ('["a b"]\nhost = "AZ"\n', "C007"),
        ("[baku\n", "C003"),
    ],
)
def test_a_mistake_in_a_mission_is_shown(newsroom: SmallNewsroom, communique: Program, mission: str, code: str) -> None:
    newsroom.write("missions.toml", mission)
    ended = communique("check", "--mission", "baku", "--no-color")
    assert ended.exit_code == 1
    assert "missions.toml:" in ended.err
    assert f"error {code}" in ended.err


@pytest.mark.parametrize("host", ["az", "AZ;TR", ""])
def test_a_host_that_is_no_country_is_refused(newsroom: SmallNewsroom, communique: Program, host: str) -> None:
    newsroom.write(STATEMENT, statement_file(BODY + f'\n{{#thanks host="{host}"}}\nWe thank our hosts.\n'))
    ended = communique("check", "-y", "2026", "--no-color")
    assert ended.exit_code == 1
    assert "error C023" in ended.err
