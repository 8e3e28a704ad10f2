"""A small newsroom in which a file is put in the place of a good one, read, and taken away again."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable
from pathlib import Path

from texts import expect_whole

from communique import preparation, source
from communique.diagnostics import CommuniqueError, Location
from communique.findings import Findings
from communique.letterheads import load_letterhead
from communique.model import Edition, Letterhead, Newsroom
from communique.preparation import Prepared
from small_newsroom import (
    BODY,
    CATALOG,
    SETTINGS,
    STATEMENT,
    TRANSLATIONS,
    catalog_file,
    statement_file,
    write_newsroom,
)

SEEDS = Path(__file__).with_name("seeds")
TODAY = datetime.date(2025, 12, 1)
YEAR = 2026
SERIES = '\n[series.press]\nkinds = ["statement"]\npattern = "{serial:3}/{yy}"\nstart = 58\n'
SHARED = ("{wounded} were wounded, said {minister}.", "{wounded} ont été blessées, dit {minister}.")
"""Words of which the newsroom knows the figure and the name, and not the statement."""


class Room:
    """The newsroom, in an empty folder, which is filled."""

    def __init__(self, folder: Path) -> None:
        self.newsroom = write_newsroom(folder)
        self.newsroom.write("communique.toml", SETTINGS + SERIES)
        self.newsroom.write(STATEMENT, statement_file(BODY + f"\n{{#shared}}\n{SHARED[0]}\n"))
        self.newsroom.write(CATALOG, catalog_file({**TRANSLATIONS, "shared": SHARED}))
        for register in ("facts", "roles"):
            self.newsroom.write(f"{register}.toml", (SEEDS / register / f"{register}.toml").read_bytes())
        self.room = self.newsroom.load()

    def attempt(self, path: str, content: bytes, work: Callable[[], object]) -> None:
        """Do something while a file has this content; it may be refused, with problems that are whole."""
        file = self.newsroom.folder / path
        before = file.read_bytes() if file.exists() else None
        self.newsroom.write(path, content)
        try:
            work()
        except CommuniqueError as error:
            expect_whole(error.diagnostics)
        finally:
            if before is None:
                file.unlink()
            else:
                file.write_bytes(before)

    def edition(self, room: Newsroom) -> Edition:
        return source.load_edition(room, source.load_statement(room, "sad-night"), YEAR)

    def prepared(self, locale: str, room: Newsroom | None = None) -> Prepared:
        """What a build of a locale does before anything is drawn."""
        room = room or self.room
        findings = Findings()
        found = preparation.releases_of(room, self.edition(room), self.letterhead, (locale,), findings, draft=False)
        expect_whole(findings.ordered)
        return found

    @functools.cached_property
    def letterhead(self) -> Letterhead:
        return self.load_letterhead()

    def load_letterhead(self) -> Letterhead:
        return load_letterhead(self.room, "embassy", Location("there"))
