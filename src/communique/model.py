"""Every noun of the project: what a statement can say, and nothing about how it looks.

Data only. All classes are frozen; a change is a copy. The unions at the end of each part are closed: a `match` over
them is checked for completeness by the type checker, so a renderer cannot forget a kind of block.

Text exists in two states. A *template* holds `Placeholder` and `Switch` nodes (`Phrase`); a *finished* text holds words
only (`Inline`). The container nodes are shared and say which of the two they hold by their type parameter.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeAlias, TypeVar

from communique.diagnostics import Location, Passage

Child = TypeVar("Child", covariant=True)  # noqa: PLC0105 (it reads as the word it is)
"""What a container holds: `Phrase` in a template, `Inline` in a finished text."""


class Direction(enum.StrEnum):
    """The writing direction of a text or of a phrase inside it."""

    LTR = "ltr"
    RTL = "rtl"


# --- inlines -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words; never markup, whatever characters they hold."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Superscript(Generic[Child]):
    """Raised letters, such as the ending of 34th; read back as plain letters."""

    content: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Strong(Generic[Child]):
    """Words of great weight, shown bold."""

    content: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Emphasis(Generic[Child]):
    """Stressed words, shown in italics where the script has them."""

    content: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Link(Generic[Child]):
    """Words that lead to an address; only `https`, `mailto` and `tel` addresses exist."""

    href: str
    content: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Isolate(Generic[Child]):
    """A phrase that runs against the direction around it, set apart so that its order survives (UAX #9, 2.4)."""

    direction: Direction
    content: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`{name}` or `{name}@form`: filled with words of the edition in `compose`. `offset` counts from the text's start."""

    name: str
    form: str = ""
    offset: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{{{self.name}}}" + (f"@{self.form}" if self.form else "")


@dataclass(frozen=True, slots=True)
class Switch:
    """`[[count| one: … | other: … ]]`: clauses by exact number (`=50`) or by CLDR plural category of the count."""

    count: str
    exact: Mapping[int, tuple[Phrase, ...]]
    categories: Mapping[str, tuple[Phrase, ...]]
    offset: int = field(default=0, compare=False)


Inline: TypeAlias = (
    "Text | LineBreak | Superscript[Inline] | Strong[Inline] | Emphasis[Inline] | Link[Inline] | Isolate[Inline]"
)
Phrase: TypeAlias = (
    "Text | LineBreak | Superscript[Phrase] | Strong[Phrase] | Emphasis[Phrase] | Link[Phrase] | Placeholder | Switch"
)


# --- blocks ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading(Generic[Child]):
    """A heading inside the text; the title itself is level 1, so `level` is 2 to 4."""

    id: str
    level: int
    content: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Lead(Generic[Child]):
    """The opening paragraph, which must stand alone if an editor cuts the rest."""

    id: str
    content: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Paragraph(Generic[Child]):
    """A paragraph of the body."""

    id: str
    content: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Quotation(Generic[Child]):
    """Somebody else's words. `attribution` is their author as printed; `cite` the source, an address or a reference."""

    id: str
    paragraphs: tuple[tuple[Child, ...], ...]
    attribution: tuple[Child, ...] = ()
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Listing(Generic[Child]):
    """A list; `ordered` ones are numbered in the digits of the locale."""

    id: str
    ordered: bool
    items: tuple[tuple[Child, ...], ...]


@dataclass(frozen=True, slots=True)
class Table(Generic[Child]):
    """A table with one header row; every row has as many cells as the header."""

    id: str
    header: tuple[tuple[Child, ...], ...]
    rows: tuple[tuple[tuple[Child, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Signature(Generic[Child]):
    """Who signs, at the end of a message or a joint statement."""

    id: str
    content: tuple[Child, ...]


class MessageState(enum.StrEnum):
    """How far a message of a catalog has come; computed from the files, never stored in them."""

    MISSING = "missing"
    FUZZY = "fuzzy"
    INVALID = "invalid"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Unready(Generic[Child]):
    """In a draft only: a block shown in `locale` (the source) because its translation is not fit to go out."""

    state: MessageState
    locale: str
    direction: Direction
    block: Block


Template: TypeAlias = (
    "Heading[Phrase] | Lead[Phrase] | Paragraph[Phrase] | Quotation[Phrase] | Listing[Phrase] | Table[Phrase]"
    " | Signature[Phrase]"
)
Block: TypeAlias = (
    "Heading[Inline] | Lead[Inline] | Paragraph[Inline] | Quotation[Inline] | Listing[Inline] | Table[Inline]"
    " | Signature[Inline] | Unready[Inline]"
)


# --- statement ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which only what is known is stated: a year, a month of a year, or a day (proleptic Gregorian)."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def complete(self) -> datetime.date | None:
        """The day, if all of it is known."""
        if self.month is None or self.day is None:
            return None
        return datetime.date(self.year, self.month, self.day)

    def __str__(self) -> str:
        return "-".join(f"{part:02d}" for part in (self.year, self.month, self.day) if part is not None)


class LeapDay(enum.StrEnum):
    """When an event of 29 February is marked in a year that has no such day."""

    FEB28 = "feb28"
    MAR1 = "mar1"
    LEAP_YEARS_ONLY = "leap-years-only"


@dataclass(frozen=True, slots=True)
class SameDay:
    """Marked on the event's own day and month."""


@dataclass(frozen=True, slots=True)
class MonthDay:
    """Marked on a fixed day and month, whatever the day of the event was."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """Marked on the nth (1 to 5, or -1 for the last) given weekday (Monday = 0) of a month."""

    nth: int
    weekday: int
    month: int


DayRule: TypeAlias = SameDay | MonthDay | NthWeekday


@dataclass(frozen=True, slots=True)
class Observance:
    """The rule for the day on which the event is marked, and where that day moves when it falls on a given weekday."""

    rule: DayRule
    shifts: Mapping[int, int] = field(default_factory=dict)
    leap_day: LeapDay | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What is remembered. `first` and `last` differ for a span; years are counted from `count_from`."""

    first: PartialDate
    last: PartialDate
    observance: Observance
    count_from: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its source. `value` is None when every edition must supply it."""

    value: int | Decimal | str | datetime.date | None
    source: str
    location: Location


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role from a day to a day, both included; None leaves that end open."""

    names: Mapping[str, str]
    since: datetime.date | None
    until: datetime.date | None
    location: Location


class StatementKind(enum.StrEnum):
    """The frame of press work that a statement is written in."""

    STATEMENT = "statement"
    PRESS_RELEASE = "press-release"
    MESSAGE = "message"
    CONDOLENCE = "condolence"
    SPEECH = "speech"
    NOTE_VERBALE = "note-verbale"


class BlockKind(enum.StrEnum):
    """What a message becomes on the page."""

    TITLE = "title"
    NAME = "name"
    HEADING = "heading"
    LEAD = "lead"
    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    LISTING = "list"
    TABLE = "table"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Condition:
    """When a block belongs to an edition; everything stated must hold.

    `years` are inclusive spans of edition years, `milestones` the anniversaries (an empty tuple: the newsroom's set),
    `since` and `until` bound the day of the observance, both included.
    """

    years: tuple[tuple[int | None, int | None], ...] | None = None
    milestones: tuple[int, ...] | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One translatable text of a statement: the title, the event's name, or a block. `id` is its context for ever."""

    id: str
    kind: BlockKind
    passage: Passage
    level: int = 0
    note: str = ""
    cite: str = ""
    locked: bool = False
    condition: Condition = Condition()
    review_by: datetime.date | None = None
    required_yearly: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """The yearly text as authored, for all years."""

    slug: str
    kind: StatementKind
    source: str
    locales: tuple[str, ...]
    letterhead: str
    event: Event
    anchors: Mapping[str, datetime.date]
    facts: Mapping[str, Fact]
    roles: Mapping[str, tuple[Holder, ...]]
    messages: tuple[Message, ...]
    location: Location
    locales_at: Location
    """Where the locales are listed."""

    @property
    def all_locales(self) -> tuple[str, ...]:
        """The source first, then the translations in the order of the front matter."""
        return (self.source, *self.locales)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The folder that holds statements, letterheads and output, and what its `communique.toml` says of the issuer."""

    folder: str
    """As the user gave it; paths in messages begin with it."""
    issuer: str
    zone: str
    """The issuer's IANA time zone: "today" and an embargo are read in it."""
    letterhead: str
    locales: tuple[str, ...]
    milestones: tuple[int, ...]
    address: str = ""
    """Where `output/` will lie on the web, without a slash at the end; empty if it will not, or nobody said."""


# --- edition -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edition:
    """A statement for one year. `n` is how many years; `observed` the day it is marked."""

    statement: Statement
    year: int
    n: int
    observed: datetime.date
    facts: Mapping[str, Fact]
    roles: Mapping[str, tuple[Holder, ...]]
    messages: tuple[Message, ...]
    overrides: Mapping[tuple[str, str], Passage]
    """The words of single blocks for this edition only, by block id and locale."""
    location: Location
    number: str = ""
    released: datetime.date | None = None
    """The day in the dateline: the observance unless the edition says otherwise."""
    embargo: datetime.datetime | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    """The place in the dateline by locale, where it is not the letterhead's."""

    @property
    def name(self) -> str:
        """The edition as people call it and as its files are named."""
        return f"{self.statement.slug}-{self.year}"


# --- catalog -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Translation:
    """A message of a catalog: `source` is the text it was made for, `passage` the translation."""

    id: str
    source: str
    passage: Passage
    fuzzy: bool


@dataclass(frozen=True, slots=True)
class Catalog:
    """The translations of one statement, or of a letterhead's labels, into one locale."""

    locale: str
    translations: Mapping[str, Translation]
    location: Location
    reviewed_by: str = ""


# --- letterhead --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The look: page template, styles, emblem and labels. Never a statement's text. Files are held as their bytes."""

    name: str
    source: str
    page_template: str
    print_css: str
    screen_css: str
    emblem: bytes
    emblem_picture: bytes
    """The emblem as PNG, for formats that take no SVG."""
    accent: str
    """The colour of rules and headings, `#rrggbb`."""
    labels: Mapping[str, Passage]
    """The letterhead's own words in its source language, by their id."""
    catalogs: Mapping[str, Catalog]
    location: Location
    document: bytes | None = None
    """The embassy's own letterhead.docx, if it has one."""


# --- release -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Typography:
    """How a language wants to be set; data of its grammar file."""

    justify: bool = True
    hyphenate: bool = True
    italics: bool = True
    line_height: float = 1.45
    page_counter: str = "decimal"
    """The CSS counter style of page numbers."""


class PageMark(enum.StrEnum):
    """A number that only the finished page knows."""

    PAGE = "page"
    PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Furniture:
    """The words around the text: everything the letterhead prints, already in the locale of the release."""

    issuer: str
    kind: str
    dateline: str
    embargo: str
    """The embargo line, or the words that say there is none."""
    number: str
    """The line with the release number; empty if the edition has none."""
    contact: tuple[str, ...]
    end_mark: str
    page: tuple[str | PageMark, ...]
    """The page line, such as ("Page ", PAGE, " of ", PAGES)."""
    draft: str
    """The mark of a draft; empty on a release."""
    unready: str
    """What stands before a block of a draft that is not fit to go out."""
    other_languages: str
    skip: str
    """The words of the link that leads past the letterhead to the text."""
    emblem_alt: str


@dataclass(frozen=True, slots=True)
class Release:
    """An edition in one locale: complete, checkable text."""

    slug: str
    year: int
    n: int
    kind: StatementKind
    locale: str
    direction: Direction
    script: str
    """ISO 15924, such as `Latn` or `Arab`: chooses the fonts."""
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    furniture: Furniture
    typography: Typography
    observed: datetime.date
    released: datetime.date
    locales: tuple[str, ...]
    """Every locale of the edition, for links between languages."""
    source: str
    """The locale that the statement was written in, whether it goes out or not."""
    number: str = ""
    embargo: datetime.datetime | None = None
    draft: bool = False
    address: str = ""
    """Where the files of its edition will lie on the web, ending with a slash; empty if the newsroom does not say."""

    @property
    def name(self) -> str:
        """The name of its files without the ending of the format."""
        return f"{self.slug}-{self.year}.{self.locale}" + (".draft" if self.draft else "")


# --- artifact ----------------------------------------------------------------------------------------------------------


class Format(enum.StrEnum):
    """The kinds of file a release becomes."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    TEXT = "txt"


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of an edition: its path below the edition's folder, and its bytes."""

    path: str
    media_type: str
    content: bytes
