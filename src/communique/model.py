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

from communique.diagnostics import Diagnostic, Location, Passage

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
class NoteReference:
    """`[^id]`: the mark that leads to a note. `label` is its number in the digits of the locale; empty in a template."""

    id: str
    label: str = ""
    offset: int = field(default=0, compare=False)


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
    "Text | LineBreak | NoteReference | Superscript[Inline] | Strong[Inline] | Emphasis[Inline] | Link[Inline]"
    " | Isolate[Inline]"
)
Phrase: TypeAlias = (
    "Text | LineBreak | NoteReference | Superscript[Phrase] | Strong[Phrase] | Emphasis[Phrase] | Link[Phrase]"
    " | Placeholder | Switch"
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


@dataclass(frozen=True, slots=True)
class Note(Generic[Child]):
    """A note to the text, printed at the end or at the foot of the page. `label` is the number of its reference."""

    id: str
    content: tuple[Child, ...]
    label: str = ""


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
    " | Signature[Phrase] | Note[Phrase]"
)
Block: TypeAlias = (
    "Heading[Inline] | Lead[Inline] | Paragraph[Inline] | Quotation[Inline] | Listing[Inline] | Table[Inline]"
    " | Signature[Inline] | Note[Inline] | Unready[Inline]"
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


class Calendar(enum.StrEnum):
    """The calendars that a date may be shown in; days of some of them can be observed."""

    GREGORIAN = "gregorian"
    UMM_AL_QURA = "umm-al-qura"
    SOLAR_HIJRI = "solar-hijri"
    HEBREW = "hebrew"
    BUDDHIST = "buddhist"
    MINGUO = "minguo"
    JAPANESE = "japanese"


class LeapDay(enum.StrEnum):
    """When an event is marked in a year that lacks its day: 29 February, or the 30th of a month of 29 or 30 days."""

    FEB28 = "feb28"
    MAR1 = "mar1"
    DAY_BEFORE = "day-before"
    DAY_AFTER = "day-after"
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


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """Marked on a day of another calendar: Hebrew, Umm al-Qura or Solar Hijri."""

    calendar: Calendar
    month: int
    day: int


DayRule: TypeAlias = SameDay | MonthDay | NthWeekday | CalendarDay


class Twice(enum.StrEnum):
    """Which of two days of another calendar is marked in a Gregorian year that has both."""

    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Observance:
    """The rule for the day on which the event is marked, and where that day moves when it falls on a given weekday."""

    rule: DayRule
    shifts: Mapping[int, int] = field(default_factory=dict)
    leap_day: LeapDay | None = None
    twice: Twice | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What is remembered. `first` and `last` differ for a span; years are counted from `count_from`.

    `count_from` is a year of the calendar `counted_in`; the year of an edition is Gregorian always.
    """

    first: PartialDate
    last: PartialDate
    observance: Observance
    count_from: int
    counted_in: Calendar = Calendar.GREGORIAN


class DayCount(enum.StrEnum):
    """Whether the first day is counted too when days are counted."""

    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Another date that the years move away from; `days` says how its days are counted, if they are."""

    date: datetime.date
    days: DayCount | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its source, from the day on that it holds. `value` is None when every edition must supply it.

    A value in words is one text for all locales, such as the number of a document, or one for each.
    """

    value: int | Decimal | str | datetime.date | Mapping[str, str] | None
    source: str
    location: Location
    unit: str = ""
    note: str = ""
    since: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role from a day to a day, both included; None leaves that end open.

    Names and titles are by locale, and by `locale@form` where a sentence asks for a form; the key of none is for all.
    """

    names: Mapping[str, str]
    since: datetime.date | None
    until: datetime.date | None
    location: Location
    titles: Mapping[str, str] = field(default_factory=dict)

    def holds(self, day: datetime.date) -> bool:
        """Whether the role is theirs on a day."""
        return (self.since or day) <= day <= (self.until or day)


class StatementKind(enum.StrEnum):
    """The frame of press work that a statement is written in."""

    STATEMENT = "statement"
    PRESS_RELEASE = "press-release"
    MESSAGE = "message"
    CONDOLENCE = "condolence"
    SPEECH = "speech"
    NOTE_VERBALE = "note-verbale"


@dataclass(frozen=True, slots=True)
class Frame:
    """What belongs around a kind of statement: whether it says that it may be used at once, and where it ends.

    One that is not `published` is sent to somebody: it has no page for the web, and says that it is not for publication.
    """

    immediate: bool = True
    ended: bool = True
    published: bool = True


FRAMES: Mapping[StatementKind, Frame] = {
    StatementKind.STATEMENT: Frame(),
    StatementKind.PRESS_RELEASE: Frame(),
    StatementKind.SPEECH: Frame(immediate=False),
    StatementKind.MESSAGE: Frame(immediate=False, ended=False),
    StatementKind.CONDOLENCE: Frame(immediate=False, ended=False),
    StatementKind.NOTE_VERBALE: Frame(immediate=False, ended=False, published=False),
}
"""After the practice of press offices (evidence page on mission anchors, sections 1.1 and 1.2)."""


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
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Condition:
    """When a block belongs to an edition; everything stated must hold.

    `years` are inclusive spans of edition years, `milestones` the anniversaries (an empty tuple: the newsroom's set),
    `since` and `until` bound the day of the observance, both included; `hosts` are the countries of missions.
    """

    years: tuple[tuple[int | None, int | None], ...] | None = None
    milestones: tuple[int, ...] | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    hosts: tuple[str, ...] | None = None


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

    def __hash__(self) -> int:
        return hash((self.id, self.passage))  # which tell nearly all apart; the rest is compared


@dataclass(frozen=True, slots=True)
class Variant:
    """How a statement looks at some anniversaries (no number: the newsroom's milestones): its title, its letterhead."""

    name: str
    milestones: tuple[int, ...]
    letterhead: str | None = None
    title: Message | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """The yearly text as authored, for all years."""

    slug: str
    kind: StatementKind
    source: str
    locales: tuple[str, ...]
    letterhead: str
    event: Event
    anchors: Mapping[str, Anchor]
    facts: Mapping[str, tuple[Fact, ...]]
    """Every entry of each name, each with the day it holds from."""
    roles: Mapping[str, tuple[Holder, ...]]
    variants: tuple[Variant, ...]
    messages: tuple[Message, ...]
    location: Location
    locales_at: Location
    """Where the locales are listed."""
    official: tuple[str, ...] = ()
    """The locales whose text counts; the others are marked as unofficial translations. Empty: all count the same."""

    @property
    def all_locales(self) -> tuple[str, ...]:
        """The source first, then the translations in the order of the front matter."""
        return (self.source, *self.locales)

    @property
    def letterheads(self) -> tuple[str, ...]:
        """Every letterhead that an edition may stand on."""
        own = (variant.letterhead for variant in self.variants if variant.letterhead is not None)
        return tuple(dict.fromkeys((self.letterhead, *own)))


@dataclass(frozen=True, slots=True)
class Mission:
    """One of several missions that give out the same statements, each with a letterhead, a place and contacts of its own."""

    name: str
    host: str
    """The country where it is: ISO 3166, such as `AZ`. Paragraphs may be for some hosts only."""
    letterhead: str
    """Its own letterhead; empty: that of the statement."""
    locales: tuple[str, ...]
    """Only these languages; empty: all of the statement's."""
    issuers: Mapping[str, str]
    """Its own name by locale."""
    places: Mapping[str, str]
    """The place of its datelines by locale."""
    contacts: Mapping[str, tuple[str, ...]]
    """The lines of its contact block by locale."""
    location: Location


@dataclass(frozen=True, slots=True)
class Series:
    """A series of release numbers: which kinds of statement it numbers, how it is written, and whether it starts anew.

    `pattern` has the parts `{serial}`, `{serial:3}`, `{dd}`, `{mm}`, `{yyyy}` and `{yy}` of the day of the release.
    """

    name: str
    kinds: frozenset[StatementKind]
    pattern: str
    start: int
    yearly: bool


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
    lead: int = 30
    """Days before an observance from which on its edition is due."""
    heartbeat: str = ""
    """Where unattended runs give a sign of life: a file or an address."""
    series: tuple[Series, ...] = ()
    mission: Mission | None = None
    """The mission that is worked for; None: the newsroom itself."""

    def locales_of(self, statement: Statement) -> tuple[str, ...]:
        """The languages in which a statement is given out here."""
        only = self.mission.locales if self.mission is not None else ()
        return tuple(locale for locale in statement.all_locales if not only or locale in only)


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
    letterhead: str = ""
    """The name of the letterhead it stands on."""
    mission: Mission | None = None
    """The mission that gives it out, where there are several."""
    doubts: tuple[Diagnostic, ...] = ()
    """What the registers leave open: warnings."""

    @property
    def name(self) -> str:
        """The edition as people call it and as its files are named."""
        return f"{self.statement.slug}-{self.year}"


@dataclass(frozen=True, slots=True)
class Deadline:
    """What must be done so many days before an observance."""

    days: int
    day: datetime.date
    what: str


@dataclass(frozen=True, slots=True)
class Planned:
    """An edition as the yearly worksheet shows it."""

    statement: str
    year: int
    n: int
    observed: datetime.date
    milestone: bool
    explanation: str
    deadlines: tuple[Deadline, ...]
    decisions: tuple[str, ...]

    @property
    def name(self) -> str:
        """The edition as people call it."""
        return f"{self.statement}-{self.year}"


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
class TypeScale:
    """The sizes of letters in points, and how close lines may come (a factor); for every format that has pages."""

    size: float = 10.8
    """Of the text, when there is room."""
    smallest: float = 10.0
    """Of the text, to save a page."""
    tightest: float = 1.3
    """The line height to save a page, for Latin letters; other scripts get more in proportion."""
    title: float = 18.0
    heading: float = 11.6
    issuer: float = 14.5
    small: float = 8.6
    """Of notes, contacts and page lines."""


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
    type: TypeScale = TypeScale()
    names: tuple[str, ...] = ()
    """The locales in which the issuer's name is printed beside that of the release."""
    centred: bool = True
    """Whether the letterhead and the title stand in the middle, or begin where the lines begin."""
    rule: str = "#c9cbd0"
    """The colour of thin lines."""
    tint: str = "#f3f4f6"
    """The colour of the paper behind the heads of tables."""


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
    names: tuple[tuple[str, str], ...] = ()
    """The issuer in the other languages of the letterhead: locale and name."""
    marks: tuple[str, ...] = ()
    """What a reader must know before using the text: an unofficial translation, to be checked against delivery."""


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
    notes: tuple[Block, ...] = ()
    """The notes in the order of their references; each is a `Note`, or one that is not ready."""
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
