"""What a whole build leaves behind hangs together: addresses lead to files, and what no font has is told at its place."""

from __future__ import annotations

from lxml import html as parser

from communique.diagnostics import ExitCode
from conftest import Program
from small_newsroom import CATALOG, LABELS, SETTINGS, STATEMENT, SmallNewsroom

SITE = "https://press.example.org/sad-night/2026/"


def test_every_address_that_a_page_tells_is_a_file_of_the_edition(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.write("communique.toml", f'{SETTINGS}\n[site]\naddress = "https://press.example.org"\n')
    assert communique("build", "-y", "2026", "-j", "1").exit_code == ExitCode.DONE
    edition = newsroom.folder / "output/sad-night/2026/latest"
    pages = sorted(edition.glob("*/*.html"))
    assert [page.name for page in pages] == ["sad-night-2026.en.html", "sad-night-2026.fr.html"]
    for page in pages:
        found = parser.document_fromstring(page.read_bytes())
        told = found.xpath("//link/@href | //meta[@property='og:url' or @property='og:image']/@content")
        assert isinstance(told, list)
        assert len(told) == 1 + 3 + 3 + 2
        for address in map(str, told):
            assert address.startswith(SITE)
            assert (edition / address.removeprefix(SITE)).is_file()
    assert "emblem.png" in (edition / "SHA256SUMS").read_text("utf-8")


def test_without_a_public_address_no_picture_lies_beside_the_pages(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    assert communique("build", "-y", "2026", "-j", "1", "-f", "html,txt").exit_code == ExitCode.DONE
    assert not [*newsroom.folder.rglob("output/**/emblem.png")]


def test_a_character_that_no_font_has_is_told_where_it_was_written(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    newsroom.replace(CATALOG, "ont perdu la vie", "ont perdu la vie \N{DOVE OF PEACE}")
    ended = communique("build", "-y", "2026", "-j", "1")
    assert ended.exit_code == ExitCode.PROBLEMS
    line = newsroom.read(CATALOG).splitlines().index('msgctxt "victims"') + 3
    assert (
        f"{CATALOG}:{line}:9: error C072: no font has the character `🕊` (U+1F54A DOVE OF PEACE), in `fr`" in ended.err
    )
    edition = newsroom.folder / "output/sad-night/2026"
    assert [path.name for path in edition.glob("latest/*") if path.is_dir()] == ["en"]
    page = (edition / "latest/en/sad-night-2026.en.html").read_text("utf-8")
    assert "sad-night-2026.fr" not in page  # a link to a language that could not be drawn leads nowhere


def test_a_character_that_no_font_has_in_the_source_or_on_the_letterhead_is_told_too(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    newsroom.replace(STATEMENT, "lost their lives.", "lost their lives \N{DOVE OF PEACE}.")
    newsroom.replace(CATALOG, "lost their lives.", "lost their lives \N{DOVE OF PEACE}.")
    newsroom.replace(LABELS, "Service de presse", "Service \N{DOVE OF PEACE} de presse")
    ended = communique("build", "-y", "2026", "-j", "1")
    assert f"{STATEMENT}:19:" in ended.err
    assert "sad-night-2026.fr.pdf: error C072" in ended.err
