"""Every reader of what comes from outside, as a function of bytes that ends well whatever the bytes are.

A reader may refuse its input with problems; it may not raise anything else, and each problem has a place, a hint and one
line. `run.py` feeds these functions for as long as somebody waits, `test_fuzz.py` for seconds.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from communique import observance, preparation, source
from communique.body import messages_of_body
from communique.catalogs import read_catalog
from communique.checks.glossary import read_glossary
from communique.checks.waivers import read_waivers
from communique.diagnostics import CommuniqueError, Diagnostic, Location, Passage
from communique.exchange import files
from communique.exchange.merge import merge
from communique.findings import Findings
from communique.grammar import load_grammar
from communique.letterheads import load_letterhead
from communique.markup import phrases, template
from communique.model import BlockKind, Letterhead, Message, Newsroom
from communique.newsroom import SETTINGS
from communique.placeholders import PlaceholderError, placeholder_at, switch_at
from communique.toml_files import decode
from small_newsroom import CATALOG, EDITION, LETTERHEAD, STATEMENT, write_newsroom

REPOSITORY = Path(__file__).parents[2]
BAD_INPUTS = REPOSITORY / "tests" / "bad_inputs"
TODAY = datetime.date(2025, 12, 1)
YEAR = 2026
FOUND = Path(__file__).with_name("found")
KIND_OF = {
    "placeholder": "catalog",
    "phrases": "catalog",
    "markup": "catalog",
    "body": "statement",
    "po": "catalog",
} | {"release": "catalog"}
"""Whose bad files a reader begins with, if not its own."""
Reader = Callable[[bytes], None]
KINDS = (BlockKind.PARAGRAPH, BlockKind.QUOTATION, BlockKind.LISTING, BlockKind.TABLE, BlockKind.HEADING)


def _expect_whole(problems: Sequence[Diagnostic]) -> None:
    for problem in problems:
        assert problem.location.file, problem
        assert problem.hint, problem
        assert "\n" not in str(problem).replace("\n  hint: ", "", 1), problem


class Readers:
    """The readers over a small newsroom in an empty folder, which they fill."""

    def __init__(self, folder: Path) -> None:
        self.newsroom = write_newsroom(folder)
        self.room = self.newsroom.load()
        self.sheets = {kind: self._exported(kind) for kind in files.Kind}

    def _exported(self, kind: files.Kind) -> bytes:
        from communique.exchange.sheet import load_sheet

        return files.write(self.room, load_sheet(self.room, "sad-night", "fr", TODAY), kind)

    @property
    def every(self) -> dict[str, Reader]:
        """The readers by name."""
        return {
            "placeholder": self.placeholder,
            "phrases": self.phrases,
            "markup": self.markup,
            "body": self.body,
            "catalog": self.catalog,
            "release": self.release,
            "statement": self.statement,
            "edition": self.edition,
            "grammar": self.grammar,
            "settings": self.settings,
            "letterhead": self.letterhead,
            "glossary": self.glossary,
            "waivers": self.waivers,
            "observance": self.observance,
            "xliff": self.xliff,
            "word": self.word,
            "word-xml": self.word_xml,
            "po": self.po,
        }

    def seeds(self, name: str) -> list[bytes]:
        """Good and bad inputs to begin with."""
        kind = KIND_OF.get(name, name)
        found = [path.read_bytes() for path in sorted((BAD_INPUTS / kind).glob("*.*"))]
        found += [path.read_bytes() for path in sorted((FOUND / name).glob("*"))]
        good = {"catalog": CATALOG, "statement": STATEMENT, "settings": SETTINGS, "letterhead": LETTERHEAD}
        found += [self.newsroom.read(good[kind]).encode()] if kind in good else []
        if kind == "statement":
            found += [path.read_bytes() for path in sorted(REPOSITORY.glob("statements/*/statement.md"))]
        if kind == "grammar":
            found += [(REPOSITORY / f"src/communique/grammar/{tag}.toml").read_bytes() for tag in ("en", "fr", "ru")]
        if name in {"xliff", "word", "po"}:
            kinds = {"xliff": files.Kind.XLIFF, "word": files.Kind.WORD}
            found.append(self.sheets[kinds.get(name, files.Kind.CATALOG)])
        if name == "word-xml":
            found.append(_document_of(self.sheets[files.Kind.WORD]))
        if name == "release":
            found += [self.newsroom.read(STATEMENT).encode(), *self.seeds("statement")]
        if name in {"placeholder", "phrases", "markup"}:
            found = [line for one in found for line in re.findall(rb'msgstr "(.{8,})"', one)]
        return [one for one in found if len(one) < 200_000] or [b'[facts.killed]\nvalue = 148\nsource = "x"\n']

    # --- texts ---

    def placeholder(self, content: bytes) -> None:
        text = content.decode("utf-8", "replace")[:300]
        for offset, sign in enumerate(text):
            read = {"{": placeholder_at, "[": switch_at}.get(sign)
            try:
                end = read(text, offset)[2] if read else offset + 1
            except PlaceholderError as error:
                end = error.end if error.message and error.hint else 0
            assert offset < end <= len(text) + 1, text

    def phrases(self, content: bytes) -> None:
        text = content.decode("utf-8", "replace")[:300]
        _expect_whole(phrases(Passage(text, ((0, Location("text", 1, 1)),)), "text", "en")[1])

    def markup(self, content: bytes) -> None:
        text = content.decode("utf-8", "replace")[:1000]
        passage = Passage(text, ((0, Location("text", 1, 1)),))
        message = Message("text", KINDS[len(content) % len(KINDS)], passage)
        _expect_whole(template(message, passage, "en")[1])

    def body(self, content: bytes) -> None:
        try:
            text = decode(content, "statement.md")
        except CommuniqueError as error:
            _expect_whole(error.diagnostics)
            return
        messages, problems = messages_of_body(text, "statement.md", 1)
        _expect_whole(problems)
        for message in messages:
            _expect_whole(template(message, message.passage, "en")[1])

    def observance(self, content: bytes) -> None:
        text = content.decode("utf-8", "replace")
        for read in (lambda: observance.read_observance(text, None), lambda: observance.partial_date(text)):
            try:
                read()
            except observance.ObservanceError as error:
                hint = error.hint
                assert hint

    # --- files ---

    def _written(self, path: str, content: bytes) -> Path:
        return self.newsroom.write(path, content)

    def _released(self, locale: str) -> None:
        statement = source.load_statement(self.room, "sad-night")
        edition = source.load_edition(self.room, statement, YEAR)
        letterhead = _letterhead(self.room)
        findings = Findings()
        preparation.releases_of(self.room, edition, letterhead, (locale,), findings, draft=False)
        _expect_whole(findings.ordered)

    def _attempt(self, path: str, content: bytes, work: Callable[[], object], *, restore: bool = True) -> None:
        file = self.newsroom.folder / path
        before = file.read_bytes() if file.exists() else None
        self._written(path, content)
        try:
            work()
        except CommuniqueError as error:
            _expect_whole(error.diagnostics)
        finally:
            if before is not None:
                file.write_bytes(before)
            elif restore:
                file.unlink()

    def statement(self, content: bytes) -> None:
        self._attempt(STATEMENT, content, lambda: source.load_statement(self.room, "sad-night"))

    def release(self, content: bytes) -> None:
        """A statement, a translation and both after all that a release goes through."""
        path, locale = (STATEMENT, "en") if content.startswith(b"+") else (CATALOG, "fr")
        self._attempt(path, content, lambda: self._released(locale))

    def edition(self, content: bytes) -> None:
        self._attempt(EDITION, content, lambda: self._released("en"))

    def catalog(self, content: bytes) -> None:
        file = self.newsroom.folder / CATALOG
        self._attempt(CATALOG, content, lambda: read_catalog(file, CATALOG, "fr"))

    def grammar(self, content: bytes) -> None:
        folder = self.newsroom.folder / "own-grammar"
        self._attempt("own-grammar/fr.toml", content, lambda: load_grammar("fr", (folder,)))

    def settings(self, content: bytes) -> None:
        self._attempt(SETTINGS, content, self.newsroom.load)

    def letterhead(self, content: bytes) -> None:
        self._attempt(LETTERHEAD, content, lambda: load_letterhead(self.room, "embassy", Location("there")))

    def glossary(self, content: bytes) -> None:
        def work() -> None:
            read_glossary([(self.newsroom.folder / "glossary.toml", "glossary.toml")])
            self._released("fr")

        self._attempt("glossary.toml", content, work)

    def waivers(self, content: bytes) -> None:
        def work() -> None:
            read_waivers(self.newsroom.folder / "statements/sad-night/waivers.toml", "waivers.toml")
            self._released("fr")

        self._attempt("statements/sad-night/waivers.toml", content, work)

    # --- files that came back ---

    def _imported(self, name: str, content: bytes) -> None:
        def work() -> None:
            path = (self.newsroom.folder / name).as_posix()
            merged = merge(self.room, files.read(self.room, path, TODAY, accept_changes=True), dry_run=True)
            _expect_whole([problem for outcome in merged.outcomes for problem in outcome.problems])

        self._attempt(name, content, work)

    def xliff(self, content: bytes) -> None:
        self._imported("returned.xliff", content)

    def word(self, content: bytes) -> None:
        self._imported("returned.docx", content)

    def word_xml(self, content: bytes) -> None:
        self._imported("returned.docx", _with_document(self.sheets[files.Kind.WORD], content))

    def po(self, content: bytes) -> None:
        self._imported("sad-night.po", content)


_LETTERHEADS: dict[str, Letterhead] = {}


def _letterhead(room: Newsroom) -> Letterhead:
    if room.folder not in _LETTERHEADS:
        _LETTERHEADS[room.folder] = load_letterhead(room, "embassy", Location("there"))
    return _LETTERHEADS[room.folder]


def _document_of(package: bytes) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        return parts.read("word/document.xml")


def _with_document(package: bytes, document: bytes) -> bytes:
    import io
    import zipfile

    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as parts, zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as new:
        for name in parts.namelist():
            new.writestr(name, document if name == "word/document.xml" else parts.read(name))
    return written.getvalue()
