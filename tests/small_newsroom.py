"""The smallest newsroom that shows something: one statement, one catalog, one letterhead; and its files to change."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.letterheads import load_letterhead
from communique.model import Catalog, Edition, Letterhead, Newsroom, Statement
from communique.newsroom import load_newsroom
from communique.preparation import load_catalog
from communique.source import load_edition, load_statement

REPOSITORY = Path(__file__).parents[1]
SETTINGS = """\
letterhead = "embassy"
milestones = [25, 50]

[issuer]
name = "Embassy of Examplia"
zone = "Europe/Zurich"
"""
BODY = """\
{#lead .lead}
**{date}@dmy marks the {anniversary} of {event.name}.**

{#victims}
That night {killed} people lost their lives.
"""
TRANSLATIONS = {
    "title": ("{anniversary} of the sad night", "{anniversary} de la triste nuit"),
    "event.name": ("Sad Night", "Triste Nuit"),
    "lead": (
        "**{date}@dmy marks the {anniversary} of {event.name}.**",
        "**Le {date} marque le {anniversary} de la {event.name}.**",
    ),
    "victims": ("That night {killed} people lost their lives.", "Cette nuit, {killed} personnes ont perdu la vie."),
}
STATEMENT = "statements/sad-night/statement.md"
EDITION = "statements/sad-night/editions/2026.toml"
CATALOG = "statements/sad-night/locales/fr.po"
LETTERHEAD = "templates/embassy/letterhead.toml"
LABELS = "templates/embassy/locales/fr.po"


def statement_file(
    body: str = BODY,
    *,
    title: str = '"{anniversary} of the sad night"',
    locales: Sequence[str] = ("fr",),
    event: str = 'name = "Sad Night"\ndate = 1990-01-20',
    tables: str = "",
) -> str:
    """Write `statement.md`: `title` as TOML, `event` the lines under [event], `tables` whatever follows them."""
    quoted = ", ".join(f'"{locale}"' for locale in locales)
    return (
        f'+++\ntitle = {title}\nsource = "en"\nlocales = [{quoted}]\n\n[event]\n{event}\n\n'
        f'[facts.killed]\nvalue = 147\nsource = "The official list."\n{tables}+++\n\n{body}'
    )


def catalog_file(translations: dict[str, tuple[str, str]] = TRANSLATIONS, *, locale: str = "fr") -> str:
    """Write a catalog: each block id with its source and its translation, as they stand between the quotes."""
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {locale}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    )
    entries = [f'\nmsgctxt "{name}"\nmsgid "{one}"\nmsgstr "{other}"\n' for name, (one, other) in translations.items()]
    return header + "".join(entries)


@dataclass(frozen=True)
class SmallNewsroom:
    """A newsroom's folder. Paths are below it; loading reads the files as they are at that moment."""

    folder: Path

    def read(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def replace(self, path: str, old: str, new: str) -> None:
        """Change words of a file that stand there just once."""
        text = self.read(path)
        assert text.count(old) == 1, f"`{old}` stands {text.count(old)} times in {path}"
        self.write(path, text.replace(old, new))

    def load(self) -> Newsroom:
        return load_newsroom(str(self.folder))

    def statement(self) -> Statement:
        return load_statement(self.load(), "sad-night")

    def edition(self, year: int = 2026, *, draft: bool = False) -> Edition:
        return load_edition(self.load(), self.statement(), year, draft=draft)

    def catalog(self, locale: str = "fr") -> Catalog | None:
        return load_catalog(self.load(), self.statement(), locale)

    def letterhead(self) -> Letterhead:
        return load_letterhead(self.load(), "embassy", self.statement().location)


def write_newsroom(folder: Path) -> SmallNewsroom:
    """Make the newsroom: its letterhead is the embassy's of this repository with the French labels only."""
    newsroom = SmallNewsroom(folder)
    newsroom.write("communique.toml", SETTINGS)
    newsroom.write(STATEMENT, statement_file())
    newsroom.write(CATALOG, catalog_file())
    origin = REPOSITORY / "templates" / "embassy"
    shutil.copytree(origin, folder / "templates" / "embassy", ignore=shutil.ignore_patterns("locales"))
    newsroom.write(LABELS, (origin / "locales" / "fr.po").read_bytes())
    return newsroom
