"""From one year to the next nothing of a translator's work is touched, and nothing of it is lost on the way out."""

from __future__ import annotations

import datetime
import pathlib
import re
import shutil
from collections.abc import Iterator

import pytest

from communique import compose, letterheads, newsroom, observance, preparation, render, source
from communique.diagnostics import ExitCode
from communique.model import Catalog, Edition, Format, MessageState, Release
from conftest import Program
from small_newsroom import REPOSITORY

ROOM = newsroom.load_newsroom(str(REPOSITORY))
TODAY = datetime.date(2026, 11, 27)
RUN_OF_WORDS = 4
"""So many words of the source in a row are no accident; fewer may be a name."""


def next_ten(slug: str) -> Iterator[tuple[Edition, str, Catalog | None, Release]]:
    """Every release of the next ten editions, composed."""
    statement = source.load_statement(ROOM, slug)
    letterhead = letterheads.load_letterhead(ROOM, statement.letterhead, statement.location)
    catalogs = {one: preparation.load_catalog(ROOM, statement, one) for one in statement.all_locales}
    grammars = {one: preparation.grammar_of(ROOM, one, statement.location) for one in statement.all_locales}
    first = observance.next_year(statement.event, TODAY)
    for year in range(first, first + 10):
        edition = source.load_edition(ROOM, statement, year)
        for locale, catalog in catalogs.items():
            grammar, original = grammars[locale], grammars[statement.source]
            yield edition, locale, catalog, compose.compose(edition, locale, catalog, grammar, original, letterhead)


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", re.sub(r"\{[\w.]+\}(?:@[\w.]+)?", " ", text).casefold())


def runs(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    return set(zip(*(words[start:] for start in range(RUN_OF_WORDS)), strict=False))


@pytest.mark.parametrize("slug", newsroom.slugs(ROOM))
def test_the_next_ten_editions_are_composed_in_every_locale_without_a_word_of_the_source(slug: str) -> None:
    statement = source.load_statement(ROOM, slug)
    letterhead = letterheads.load_letterhead(ROOM, statement.letterhead, statement.location)
    count, original = 0, set[tuple[str, ...]]()
    for edition, locale, catalog, release in next_ten(slug):
        count += 1
        text = render.render(release, letterhead, Format.TEXT).decode()
        if locale == statement.source:
            original = runs(text)
            assert original
            continue
        assert catalog is not None
        assert set(compose.states(edition, locale, catalog).values()) == {MessageState.TRANSLATED}
        # What a translator left in the language of the source, such as the title of a report, is the translator's word;
        # an address is that of no language, and a letterhead may print its name in another one too.
        texts = [one.passage.text for one in catalog.translations.values()]
        names = [name for _, name in release.furniture.names]
        kept = runs(" \n ".join([*texts, *release.furniture.contact, *names]))
        assert (locale, (runs(text) & original) - kept) == (locale, set())
    assert count == 10 * len(statement.all_locales)


def contents(folder: pathlib.Path) -> dict[str, bytes]:
    return {path.name + path.parent.as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("year", ["2025", "2031"])
def test_no_command_of_a_year_changes_a_byte_of_any_statement_or_catalog(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, communique: Program, year: str
) -> None:
    for name in ("statements", "templates"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copy(REPOSITORY / "communique.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    before = contents(tmp_path / "statements")
    assert len([name for name in before if ".po" in name]) >= 20
    for command in (["check"], ["status"], ["build", "-f", "txt"]):
        ended = communique(*command, "-y", year)
        assert (command, ended.exit_code, ended.err) == (command, ExitCode.DONE, "")
    assert contents(tmp_path / "statements") == before
