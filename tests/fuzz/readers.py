"""Every reader of what comes from outside, as a function of bytes that ends well whatever the bytes are.

A reader may refuse its input with problems; it may not raise anything else, and each problem has a place, a hint and one
line. `run.py` feeds these functions for as long as somebody waits, `test_fuzz.py` for seconds.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable
from pathlib import Path

import texts
from kept import Kept
from parts import DOCUMENT, STYLES, part_of, plain_document, with_part
from rooms import SEEDS, TODAY
from texts import expect_whole

from communique import extraction, packages, source
from communique.catalogs import read_catalog, read_entries
from communique.checks import repairs
from communique.checks.glossary import read_glossary
from communique.checks.waivers import read_waivers
from communique.exchange import files
from communique.exchange.merge import merge
from communique.exchange.sheet import load_sheet
from communique.grammar import load_grammar
from communique.model import Format, Release
from communique.newsroom import MISSIONS, SETTINGS, load_newsroom, missions
from communique.render import render
from communique.source import registers
from small_newsroom import CATALOG, EDITION, LABELS, LETTERHEAD, STATEMENT

REPOSITORY = Path(__file__).parents[2]
BAD_INPUTS = REPOSITORY / "tests" / "bad_inputs"
FOUND = Path(__file__).with_name("found")
LETTERHEAD_FILES = {
    "labels": LABELS,
    "page": "templates/embassy/page.html.j2",
    "print": "templates/embassy/print.css",
    "screen": "templates/embassy/screen.css",
    "emblem": "templates/embassy/emblem.svg",
    "picture": "templates/embassy/emblem.png",
}
KIND_OF = {
    "placeholder": "catalog",
    "phrases": "catalog",
    "markup": "catalog",
    "body": "statement",
    "po": "catalog",
    "release": "catalog",
    "update": "catalog",
    "repair": "catalog",
    "export": "catalog",
}
"""Whose bad files a reader begins with, if not its own."""
GOOD = {
    "catalog": CATALOG,
    "statement": STATEMENT,
    "settings": SETTINGS,
    "letterhead": LETTERHEAD,
    **LETTERHEAD_FILES,
}
"""The good files of the newsroom."""
MORE = {
    "statement": "statements/*/statement.md",
    "glossary": "statements/*/glossary.toml",
    "grammar": "src/communique/grammar/??.toml",
}
"""And those of the project."""
Reader = Callable[[bytes], None]


class Readers(Kept):
    """The readers over a small newsroom in an empty folder, which they fill."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.sheets = {kind: self._exported(kind) for kind in files.Kind}

    def _exported(self, kind: files.Kind) -> bytes:
        return files.write(self.room, load_sheet(self.room, "sad-night", "fr", TODAY), kind)

    @property
    def every(self) -> dict[str, Reader]:
        """The readers by name."""
        return {
            "placeholder": texts.placeholder,
            "phrases": texts.phrases,
            "markup": texts.markup,
            "body": texts.body,
            "observance": texts.rule,
            "catalog": self.catalog,
            "release": self.release,
            "statement": self.statement,
            "edition": self.edition_file,
            "facts": self.facts,
            "roles": self.roles,
            "missions": self.missions,
            "grammar": self.grammar,
            "settings": self.settings,
            "glossary": self.glossary,
            "waivers": self.waivers,
            "letterhead": self.letterhead_file(LETTERHEAD),
            **{name: self.letterhead_file(path) for name, path in LETTERHEAD_FILES.items()},
            "page": self.page,
            "document": self.document,
            "update": self.update,
            "repair": self.repair,
            "export": self.export,
            "xliff": self.xliff,
            "word": self.word,
            "word-xml": self.word_xml,
            "po": self.po,
            "numbers": self.numbers,
            "record": self.record,
            "sums": self.sums,
            "page-file": self.page_file,
            "word-file": self.word_file,
            "names": self.names,
            "unattended": self.unattended,
        }

    def seeds(self, name: str) -> list[bytes]:
        """Inputs to begin with: as many good ones as bad ones, since what is refused at once shows little."""
        bad, good = self._bad(name), self._good(name)
        even = good * max(1, len(bad) // max(1, len(good)))
        found = [one for one in (*bad, *even) if len(one) < 200_000]
        if name in {"placeholder", "phrases", "markup"}:
            return [line for one in found for line in re.findall(rb'msgstr "(.{8,})"', one)]
        return found

    def _bad(self, name: str) -> list[bytes]:
        folders = (BAD_INPUTS / KIND_OF.get(name, name), FOUND / name)
        return [path.read_bytes() for folder in folders for path in sorted(folder.glob("*"))]

    def _good(self, name: str) -> list[bytes]:
        kind = KIND_OF.get(name, name)
        paths = sorted((SEEDS / name).glob("*"))
        paths += [self.newsroom.folder / GOOD[kind]] if kind in GOOD else []
        paths += sorted(REPOSITORY.glob(MORE[kind])) if kind in MORE else []
        paths += [self.newsroom.folder / STATEMENT] if name in {"release", "repair"} else []
        return [*(path.read_bytes() for path in paths), *self._parts(name)]

    def _parts(self, name: str) -> list[bytes]:
        """What is no file of the newsroom."""
        match name:
            case "xliff" | "word" | "po":
                return [
                    self.sheets[{"xliff": files.Kind.XLIFF, "word": files.Kind.WORD, "po": files.Kind.CATALOG}[name]]
                ]
            case "word-xml":
                return [part_of(self.sheets[files.Kind.WORD], DOCUMENT)]
            case "document":
                return [part_of(plain_document(), part) for part in (DOCUMENT, STYLES)]
            case _ if name in self.of_revision:
                return [self.of_revision[name]()]
            case _:
                return []

    # --- what authors write ---

    def statement(self, content: bytes) -> None:
        self.attempt(STATEMENT, content, lambda: source.load_statement(self.room, "sad-night"))

    def release(self, content: bytes) -> None:
        """A statement, a translation and both after all that a release goes through."""
        path, locale = (STATEMENT, "en") if content.startswith(b"+") else (CATALOG, "fr")
        self.attempt(path, content, lambda: self.prepared(locale))

    def edition_file(self, content: bytes) -> None:
        self.attempt(EDITION, content, lambda: self.prepared("en"))

    def facts(self, content: bytes) -> None:
        self.attempt(registers.FACTS, content, lambda: self.prepared("fr"))

    def roles(self, content: bytes) -> None:
        self.attempt(registers.ROLES, content, lambda: self.prepared("fr"))

    def missions(self, content: bytes) -> None:
        folder = self.newsroom.folder.as_posix()

        def work() -> None:
            for name in missions(folder)[:3]:
                self.prepared("fr", load_newsroom(folder, name))

        self.attempt(MISSIONS, content, work)

    def settings(self, content: bytes) -> None:
        self.attempt(SETTINGS, content, self.newsroom.load)

    def glossary(self, content: bytes) -> None:
        def work() -> None:
            read_glossary([(self.newsroom.folder / "glossary.toml", "glossary.toml")])
            self.prepared("fr")

        self.attempt("glossary.toml", content, work)

    def waivers(self, content: bytes) -> None:
        def work() -> None:
            read_waivers(self.newsroom.folder / "statements/sad-night/waivers.toml", "waivers.toml")
            self.prepared("fr")

        self.attempt("statements/sad-night/waivers.toml", content, work)

    def grammar(self, content: bytes) -> None:
        """A grammar file under the name of the language that it says it is of."""
        said = re.search(rb'locale = "([a-z]{2})"', content)
        tag = said[1].decode() if said else "fr"
        folder = self.newsroom.folder / "own-grammar"
        self.attempt(f"own-grammar/{tag}.toml", content, lambda: load_grammar(tag, (folder,)))

    # --- letterheads ---

    def letterhead_file(self, path: str) -> Reader:
        """The reader of one file of a letterhead."""
        return lambda content: self.attempt(path, content, self.load_letterhead)

    def page(self, content: bytes) -> None:
        """The page template, with a release drawn on it."""

        def work() -> None:
            render(self.plain_release, self.load_letterhead(), Format.HTML)

        self.attempt(LETTERHEAD_FILES["page"], content, work)

    @functools.cached_property
    def plain_release(self) -> Release:
        [release] = self.prepared("en").releases
        return release

    def document(self, content: bytes) -> None:
        """The embassy's own Word document with another text, or with other styles."""
        package = with_part(plain_document(), STYLES if b":styles" in content[:2000] else DOCUMENT, content)

        def work() -> None:
            letterhead = dataclasses.replace(self.letterhead, document=package)
            packages.main_part(packages.members(package, "letterhead.docx"), "letterhead.docx")
            render(self.plain_release, letterhead, Format.DOCX)

        self.attempt("letterhead.docx", package, work)

    # --- catalogs ---

    def catalog(self, content: bytes) -> None:
        file = self.newsroom.folder / CATALOG
        self.attempt(CATALOG, content, lambda: read_catalog(file, CATALOG, "fr"))

    def update(self, content: bytes) -> None:
        """A catalog is brought up to its statement, and must then be read."""

        def work() -> None:
            extraction.update_statement(self.room, source.load_statement(self.room, "sad-night"))
            read_catalog(self.newsroom.folder / CATALOG, CATALOG, "fr")

        self.attempt(CATALOG, content, work)

    def repair(self, content: bytes) -> None:
        """A catalog and a statement are put right, and read as before."""
        path = STATEMENT if content.startswith(b"+") else CATALOG

        def work() -> None:
            statement = source.load_statement(self.room, "sad-night")
            repairs.repair_statement(self.room, statement)
            read_entries(self.newsroom.folder / CATALOG, CATALOG, "fr")

        self.attempt(path, content, work)

    def export(self, content: bytes) -> None:
        def work() -> None:
            for kind in files.Kind:
                self._exported(kind)

        self.attempt(CATALOG, content, work)

    # --- files that came back ---

    def _imported(self, name: str, content: bytes) -> None:
        def work() -> None:
            path = (self.newsroom.folder / name).as_posix()
            merged = merge(self.room, files.read(self.room, path, TODAY, accept_changes=True), dry_run=True)
            expect_whole([problem for outcome in merged.outcomes for problem in outcome.problems])

        self.attempt(name, content, work)

    def xliff(self, content: bytes) -> None:
        self._imported("returned.xliff", content)

    def word(self, content: bytes) -> None:
        self._imported("returned.docx", content)

    def word_xml(self, content: bytes) -> None:
        self._imported("returned.docx", with_part(self.sheets[files.Kind.WORD], DOCUMENT, content))

    def po(self, content: bytes) -> None:
        self._imported("sad-night.po", content)
