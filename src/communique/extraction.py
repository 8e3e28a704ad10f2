"""From authored texts to translators' files: the template (POT) of a statement or a letterhead, and its catalogs."""

from __future__ import annotations

import datetime
import functools
import itertools
import pathlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from communique import durable, observance, preparation
from communique.body import KEYS_LINE, messages_of_body
from communique.catalogs import REVIEWED_BY, header_fields, read_entries, read_template
from communique.catalogs.entries import BRACES, Entry, file_text
from communique.catalogs.updating import Aid, Donor, Doubt, Pairing, updated
from communique.comments import comments_of
from communique.diagnostics import Code, CommuniqueError, Diagnostic, Location, TextProblems
from communique.fill import Vocabulary
from communique.grammar import Grammar
from communique.model import BlockKind, Edition, Letterhead, Message, Newsroom, Statement
from communique.newsroom import shown, statement_folder
from communique.presence import is_there, listed
from communique.source import FENCE, load_edition
from communique.toml_files import read_text, writing

EXAMPLES = "X-Communique-Examples"
"""The field of a template that names the edition whose values the comments show."""
FIELDS = {
    "Project-Id-Version": "",
    "Language": "",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A file that `catalog update` looked at, and whether it had to be changed."""

    path: str
    changed: bool
    to_do: int
    """Messages that are not translated or fuzzy."""
    pairings: tuple[Pairing, ...] = ()
    """What became of each message; nothing of a template."""
    review_ended: str = ""
    """Whose review no longer covers all words."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How an update is to go about it."""

    year: int | None = None
    """The edition whose values the comments show from now on; None for the one they show already."""
    today: datetime.date | None = None
    """From which day to look for the next edition, where they show none yet."""
    consent: Callable[[Doubt], bool] = field(default=lambda _: False)
    """Decides on pairings that only a person can decide on."""
    lost: bool = False
    """Whether messages that a catalog lost may be put back without their translations."""


def name_blocks(newsroom: Newsroom, slug: str) -> int:
    """Give ids to the blocks of a statement that have none, by writing a line above each; returns how many.

    Raises:
        FileProblem: the statement cannot be read or written.
    """
    path = statement_folder(newsroom, slug) / "statement.md"
    text = read_text(path, shown(newsroom.folder, "statements", slug, "statement.md"))
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE]
    if len(fences) < 2:
        return 0
    messages, problems = messages_of_body("\n".join(lines[fences[1] + 1 :]), "", fences[1] + 2)
    nameless = [problem.location.line for problem in problems if problem.code is Code.NO_ID]
    taken = {message.id for message in messages}
    free = (name for name in (f"p{number}" for number in itertools.count(1)) if name not in taken)
    # From the end, so that the lines of the blocks before stay where they are.
    for line, name in reversed(list(zip(nameless, free, strict=False))):
        _insert_id(lines, line - 1, name)
    if nameless:
        _save(path, shown(newsroom.folder, "statements", slug, "statement.md"), "\n".join(lines).encode())
    return len(nameless)


def _insert_id(lines: list[str], index: int, name: str) -> None:
    """Name the block that begins on a line: in its line of keys if it has one without an id, else in a new line."""
    above = next((number for number in range(index - 1, -1, -1) if lines[number].strip()), 0)
    if KEYS_LINE.match(lines[above].strip()):
        lines[above] = lines[above].replace("{", f"{{#{name} ", 1)
    else:
        lines.insert(index, f"{{#{name}}}")


def _save(path: pathlib.Path, name: str, content: bytes) -> None:
    with writing(name, "free some space, correct the permissions, or take away what is in the way"):
        durable.make_folder(path.parent)
        durable.replace(path, content)


def update_statement(newsroom: Newsroom, statement: Statement, wishes: Wishes | None = None) -> list[Written]:
    """Bring the template and every catalog of a statement up to its text.

    Raises:
        FileProblem: a file cannot be read or written.
        TextProblems: a catalog is broken or lost messages; nothing of this statement is written then.
    """
    wishes = wishes or Wishes()
    folder = statement_folder(newsroom, statement.slug) / "locales"
    before = _old_template(newsroom, folder / "statement.pot")
    editions = _example_editions(newsroom, statement, _example_year(statement, before, wishes))
    examples = {EXAMPLES: str(editions[0].year)} if editions else {}

    def comments(message: Message, grammar: Grammar | None, locale: str) -> tuple[str, ...]:
        vocabularies = [Vocabulary(edition, grammar, locale) for edition in editions] if grammar else []
        return comments_of(message, statement.source, vocabularies)

    subject = _Subject(
        newsroom, folder, "statement.pot", statement.slug, statement.messages, statement.source, comments
    )
    return subject.update(statement.locales, statement.locales_at, before, examples, wishes)


def update_letterhead(
    newsroom: Newsroom, letterhead: Letterhead, locales: Sequence[str], wishes: Wishes | None = None
) -> list[Written]:
    """Bring the label catalogs of a letterhead up to its labels, one for each locale that uses it.

    Raises:
        FileProblem: a file cannot be read or written.
        TextProblems: a catalog is broken or lost messages; nothing of this letterhead is written then.
    """
    folder = pathlib.Path(newsroom.folder, "templates", letterhead.name, "locales")
    messages = tuple(Message(name, BlockKind.NAME, passage) for name, passage in letterhead.labels.items())
    before = _old_template(newsroom, folder / "labels.pot")
    source = letterhead.source
    subject = _Subject(newsroom, folder, "labels.pot", letterhead.name, messages, source, lambda *_: ("label",))
    wanted = [one for one in locales if one != letterhead.source]
    return subject.update(wanted, letterhead.location, before, {}, wishes or Wishes())


# --- examples ----------------------------------------------------------------------------------------------------------


def _example_year(statement: Statement, template: Sequence[Entry], wishes: Wishes) -> int | None:
    """The edition whose values are shown: the one asked for, else the one shown so far, else the next."""
    if wishes.year is not None:
        return wishes.year
    shown_so_far = header_fields(template[0].translation).get(EXAMPLES, "") if template else ""
    if re.fullmatch(r"[0-9]{1,4}", shown_so_far):
        return int(shown_so_far)
    try:
        return observance.next_year(statement.event, wishes.today) if wishes.today else None
    except observance.ObservanceError:
        return None


def _example_editions(newsroom: Newsroom, statement: Statement, year: int | None) -> list[Edition]:
    """An edition and the one after it; none if there cannot be one."""
    try:
        if year is None:
            return []
        day = observance.observed_on(statement.event, year)
        following = observance.next_year(statement.event, day + datetime.timedelta(days=1))
        return [load_edition(newsroom, statement, one, draft=True) for one in (year, following)]
    except (CommuniqueError, observance.ObservanceError, OverflowError):
        return []


# --- catalogs ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is updated: the messages of a statement or of a letterhead, and how to comment on them in a locale."""

    newsroom: Newsroom
    folder: pathlib.Path
    template: str
    title: str
    messages: tuple[Message, ...]
    source: str
    comments: Callable[[Message, Grammar | None, str], tuple[str, ...]]

    def update(
        self,
        locales: Sequence[str],
        asked_at: Location,
        before: Sequence[Entry],
        fields: Mapping[str, str],
        wishes: Wishes,
    ) -> list[Written]:
        """Read everything, then write everything: the template last, because catalogs are held against it the next time."""
        grammars = {locale: self._grammar(locale, asked_at) for locale in (self.source, *locales)}
        old = {locale: self._old(locale) for locale in locales}
        if not wishes.lost:
            self._stop_if_lost(old, before)
        template = (_header((), self.title, fields), *self._wanted(grammars[self.source], self.source))
        contents = [self._catalog(locale, entries, grammars[locale], wishes) for locale, entries in old.items()]
        written = [self._write(name, entries, one) for name, entries, one in contents]
        return [self._write(self.template, template, Written("", False, 0)), *written]

    def _catalog(
        self, locale: str, old: Sequence[Entry], grammar: Grammar | None, wishes: Wishes
    ) -> tuple[str, tuple[Entry, ...], Written]:
        header = _header(old[:1], self.title, {"Language": locale})
        aid = Aid(grammar, functools.partial(self._elsewhere, locale), wishes.consent)
        new = updated(old[1:], self._wanted(grammar, locale), aid)
        reviewer = header_fields(header.translation).get(REVIEWED_BY, "") if new.review_ended else ""
        if reviewer:
            unsigned = re.sub(rf"(?m)^{REVIEWED_BY}:.*$", f"{REVIEWED_BY}: ", header.translation)
            header = replace(header, translation=unsigned)
        to_do = sum(1 for one in new.entries if not one.obsolete and (one.fuzzy or not one.translation))
        return f"{locale}.po", (header, *new.entries), Written("", False, to_do, new.pairings, reviewer)

    def _wanted(self, grammar: Grammar | None, locale: str) -> tuple[Entry, ...]:
        return tuple(
            Entry(
                message.id,
                message.passage.text,
                comments=self.comments(message, grammar, locale),
                flags=(BRACES,) if re.search(r"\{[a-z]", message.passage.text) else (),
            )
            for message in self.messages
        )

    def _grammar(self, locale: str, asked_at: Location) -> Grammar | None:
        """A locale may be translated into before it has a grammar; only its comments are poorer."""
        try:
            return preparation.grammar_of(self.newsroom, locale, asked_at)
        except TextProblems:
            return None

    def _shown(self, path: pathlib.Path) -> str:
        return shown(self.newsroom.folder, path.relative_to(self.newsroom.folder).as_posix())

    def _old(self, locale: str) -> tuple[Entry, ...]:
        path = self.folder / f"{locale}.po"
        return read_entries(path, self._shown(path), locale) if is_there(path, self._shown(path)) else ()

    def _stop_if_lost(self, old: Mapping[str, Sequence[Entry]], template: Sequence[Entry]) -> None:
        """A catalog that has fewer messages than its template was cut off, or somebody deleted them.

        Of a message that is no longer wanted, none is missed: an update that was killed has taken it out already.
        """
        wanted = {message.id for message in self.messages}
        known = [entry.context for entry in template if entry.context in wanted]
        problems = []
        for locale, entries in old.items():
            there = {entry.context for entry in entries}
            lost = [f"`{name}`" for name in known if name not in there]
            if entries and lost:
                path = self.folder / f"{locale}.po"
                place = Location(self._shown(path), file_text(entries).count("\n"), 1)
                what = f"the catalog ends without {len(lost)} messages that its template has: {', '.join(lost[:5])}"
                hint = "take the file from a backup; `catalog update --yes` puts them back without their translations"
                problems.append(Diagnostic(Code.LOST_MESSAGES, what, place, hint, locale=locale))
        if problems:
            raise TextProblems(problems)

    def _elsewhere(self, locale: str) -> tuple[Donor, ...]:
        """What other statements have translated; a catalog that is broken is told of when its own turn comes."""
        donors: list[Donor] = []
        others = self.folder.parents[1]
        for path in (folder / "locales" / f"{locale}.po" for folder in listed(others, self._shown(others))):
            try:
                elsewhere = path.parent != self.folder and is_there(path, self._shown(path))
                entries = read_entries(path, self._shown(path), locale) if elsewhere else ()
            except CommuniqueError:
                continue
            found = (one for one in entries if one.translation and not (one.fuzzy or one.is_header))
            donors += [Donor(entry, path.parents[1].name) for entry in found]
        return tuple(donors)

    def _write(self, name: str, entries: Sequence[Entry], written: Written) -> Written:
        path = self.folder / name
        content = file_text(entries).encode()
        changed = not path.is_file() or path.read_bytes() != content
        if changed:
            _save(path, self._shown(path), content)
        return replace(written, path=self._shown(path), changed=changed)


def _old_template(newsroom: Newsroom, path: pathlib.Path) -> tuple[Entry, ...]:
    """The template as it is; one that is broken is written anew."""
    try:
        name = shown(newsroom.folder, path.relative_to(newsroom.folder).as_posix())
        entries = read_template(path, name) if path.is_file() else ()
    except TextProblems:
        return ()
    return entries if entries and entries[0].is_header else ()


def _header(old: Sequence[Entry], title: str, fields: Mapping[str, str]) -> Entry:
    """The header as it was, with the fields that it lacks."""
    header = old[0] if old else Entry()
    there = header_fields(header.translation)
    wanted = {**FIELDS, "Project-Id-Version": title, **fields}
    lacking = {key: value for key, value in wanted.items() if value and key not in there}
    first = "Project-Id-Version: " + lacking.pop("Project-Id-Version") + "\n" if "Project-Id-Version" in lacking else ""
    text = header.translation + ("" if not header.translation or header.translation.endswith("\n") else "\n")
    return replace(header, translation=first + text + "".join(f"{key}: {value}\n" for key, value in lacking.items()))
