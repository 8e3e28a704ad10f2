"""What is said about problems: where they are, what they are, and what to do next.

    CommuniqueError                  carries every problem found, never only the first
    ├── TextProblems                 exit 1: the texts are not fit to go out
    ├── Refused                      exit 3: a rule forbids it (clearance, embargo, seal)
    ├── EnvironmentProblem           exit 4: a library or a font is missing
    ├── FileProblem                  exit 5: something cannot be read or written
    └── Busy                         exit 6: another build holds the lock

Functions that can go on after a problem append to a list of diagnostics and raise once at the end.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class ExitCode(enum.IntEnum):
    """How a command ends; the meanings are a promise to scripts and schedulers."""

    DONE = 0
    PROBLEMS = 1
    """Problems in the texts: fix the file named in the message."""
    USAGE = 2
    """The command was called wrongly (Click's own code)."""
    REFUSED = 3
    """A rule refused it: not cleared, under embargo, sealed."""
    ENVIRONMENT = 4
    """A library or a font is missing: `communique doctor` says which."""
    FILE = 5
    """A file or folder cannot be read or written."""
    BUSY = 6
    """Another build holds the lock of this newsroom."""
    INTERRUPTED = 130


class Severity(enum.StrEnum):
    """How much a problem weighs: an error stops a release, a warning is shown, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(enum.StrEnum):
    """The stable name of each kind of problem; `docs/problems.md` is generated from this list."""

    UNREADABLE = "C001"
    """a file is missing or cannot be read"""
    NOT_UTF8 = "C002"
    """a file is not UTF-8 text"""
    TOML_SYNTAX = "C003"
    """a TOML file, or the front matter of a statement, is not valid TOML"""
    UNKNOWN_KEY = "C004"
    """a key is not known"""
    BAD_VALUE = "C005"
    """a value has the wrong type or is out of range"""
    MISSING_KEY = "C006"
    """a required key is missing"""
    BAD_NAME = "C007"
    """a name (slug, block id, locale, letterhead) is not well formed"""
    NOT_WRITABLE = "C008"
    """a file or folder cannot be written"""

    BAD_DATE = "C010"
    """a date does not exist, or a rule for the observance cannot be read"""
    LEAP_DAY = "C011"
    """an event on 29 February needs a leap-day rule"""
    BEFORE_EVENT = "C012"
    """the edition is not after the event"""
    FACT_REQUIRED = "C013"
    """a fact or a block must be given anew for this edition"""
    REVIEW_DUE = "C014"
    """a block is past the day by which it had to be reviewed"""
    NO_HOLDER = "C015"
    """nobody holds a role on the day of the observance, or a name or a fact is not known in the locale"""
    UNKNOWN_BLOCK = "C016"
    """an edition overrides a block or a fact that the statement does not have"""
    SOURCES_DIFFER = "C017"
    """two sources give different values for the same fact"""

    FRONT_MATTER = "C020"
    """the front matter of a statement is missing or not closed"""
    EMPTY = "C021"
    """a statement has no text"""
    MARKUP = "C022"
    """markup that a statement cannot carry (raw HTML, images, code)"""
    BLOCK_KEYS = "C023"
    """the line that names a block cannot be understood"""
    DUPLICATE_ID = "C024"
    """two blocks have the same id"""
    NO_ID = "C025"
    """a block has no id"""
    LEFT_OVER_MARKUP = "C026"
    """marks of markup are left over in a finished text"""
    LINK = "C027"
    """a link whose scheme is not allowed"""
    EMPTY_BLOCK = "C028"
    """a block would come out empty"""
    NOTE = "C029"
    """a note without a reference, or a reference that leads to no note, twice to one, or stands where none can"""

    PLACEHOLDER_SYNTAX = "C030"
    """a placeholder or a switch cannot be read"""
    UNKNOWN_PLACEHOLDER = "C031"
    """a placeholder that nothing fills"""
    LOST_PLACEHOLDER = "C032"
    """a translation dropped a placeholder of the source"""
    ADDED_PLACEHOLDER = "C033"
    """a translation has a placeholder that the source does not have"""
    UNKNOWN_FORM = "C034"
    """a grammatical form that the language does not have"""
    INCOMPLETE_SWITCH = "C035"
    """a switch does not cover every number"""
    NOTE_DIFFERS = "C036"
    """a translation dropped or added a reference to a note"""

    MISSING_CATALOG = "C040"
    """a locale has no catalog"""
    PO_SYNTAX = "C041"
    """a catalog is broken"""
    MISSING_MESSAGE = "C042"
    """a message is not translated"""
    FUZZY_MESSAGE = "C043"
    """a translation is marked fuzzy"""
    STALE_MESSAGE = "C044"
    """the source text changed after it was translated"""
    PO_HEADER = "C045"
    """the header of a catalog is missing or belongs to another locale"""
    UNREVIEWED = "C046"
    """nobody has signed a translation"""

    SAME_AS_SOURCE = "C047"
    """a translation is the source text itself"""
    LOST_MESSAGES = "C048"
    """a catalog lost messages that its template has"""

    UNKNOWN_LOCALE = "C050"
    """a locale that no grammar file knows"""
    GRAMMAR = "C051"
    """a grammar file is not valid"""
    MISSING_FORM = "C052"
    """a grammar file has no row for this form and number"""

    LETTERHEAD = "C060"
    """a letterhead, or a file it names, is missing"""
    PAGE_TEMPLATE = "C061"
    """the page template of a letterhead cannot be drawn"""
    UNKNOWN_STATEMENT = "C062"
    """a statement with that name does not exist"""
    NO_NEWSROOM = "C063"
    """the folder is not a newsroom"""
    UNKNOWN_MISSION = "C009"
    """a mission with that name does not exist"""

    NOT_PUBLIC = "C068"
    """a format that would publish what is not for publication"""

    LIBRARY = "C070"
    """a library that a format needs is missing"""
    FONT = "C071"
    """a font is missing or is not the one listed"""
    GLYPH = "C072"
    """no font has a character of the text"""
    RENDERER = "C073"
    """a renderer warned or failed"""
    LOCKED = "C074"
    """another build is running in this newsroom"""
    READS_OTHERWISE = "C075"
    """the text read back from a file is not that of the release"""
    NUMBER_DISAGREES = "C076"
    """a number in a finished text does not agree with the edition"""
    DATE_DISAGREES = "C077"
    """a date in a finished text does not agree with the edition"""
    WEEKDAY_DISAGREES = "C078"
    """a day of the week in a finished text is not that of its date"""
    VALUE_LACKING = "C079"
    """a finished text does not show a value that its source asks for"""

    LOST_FILE = "C084"
    """a file of an edition is missing"""
    CHANGED_FILE = "C085"
    """a file of an edition is not as it was built"""
    EXTRA_FILE = "C086"
    """a file lies in an edition that does not belong to it"""
    BUILT_OTHERWISE = "C087"
    """a file comes out otherwise than in the last edition"""
    RENDERER_LOST = "C088"
    """the process that drew a release crashed, hung or took too much"""
    CLUSTER = "C089"
    """a cluster cannot be reached, or one of its machines has other tools"""
    CHANGED_MEANWHILE = "C090"
    """files were changed while a build was reading them, and nothing was published"""
    UNSEEN = "C095"
    """a value holds a character that cannot be seen or that turns the direction"""
    PILED_MARKS = "C096"
    """a letter stands under more marks than any language sets"""

    NO_HEARTBEAT = "C018"
    """the sign of life of an unattended run was not taken, or the last run is too long ago"""

    NUMBER_TAKEN = "C019"
    """a release number is given to two editions"""

    INTERNAL = "C099"
    """a fault of this program"""

    FROZEN_VALUE = "C101"
    """a value of this edition is written out where a placeholder belongs"""
    TEMPLATE_SYNTAX = "C102"
    """the template syntax of another program stands in a text"""
    DAMAGED_PLACEHOLDER = "C103"
    """a placeholder whose braces are damaged"""
    BROKEN_LINK = "C104"
    """a link that came apart"""
    MARKS_DIFFER = "C105"
    """a translation has more or fewer bold or raised passages than its source"""
    LINK_DIFFERS = "C106"
    """a translation leads to another address than its source"""
    LOST_REPEAT = "C107"
    """a translation has a placeholder less often than its source"""

    FIGURE = "C110"
    """a translation lost, changed or added a figure"""
    DIGITS = "C111"
    """a number mixes the digits of two scripts"""
    DATE = "C112"
    """a translation lost or changed a date"""
    MATRIX = "C113"
    """the releases of an edition differ in a figure, a date or a settled name"""
    FUTURE = "C114"
    """one of the next ten editions would be refused"""
    WEEKDAY = "C115"
    """a day of the week is not that of the date beside it"""
    SHAPE = "C116"
    """a translation has other items, cells, paragraphs or lines than its source"""

    TERM = "C120"
    """a term is not translated as the glossary says"""
    BANNED_TERM = "C123"
    """a word that the glossary bans on this day"""
    FIXED_NAME = "C121"
    """a name that is fixed in the glossary is written otherwise"""
    INCONSISTENT = "C122"
    """the same words are translated in two ways, or two texts in one"""

    WRONG_LANGUAGE = "C130"
    """a text or a sentence is written in another language"""
    MIXED_SCRIPT = "C131"
    """a word has letters of another alphabet that look alike"""
    BIDI = "C132"
    """a character turns the direction of the text, or lacks the other of its pair"""
    INVISIBLE = "C133"
    """a character cannot be seen and does not belong in a text"""
    NOT_NFC = "C134"
    """letters stand in parts (not in Unicode's form NFC)"""
    FOREIGN_LETTER = "C135"
    """a letter that CLDR does not list for the language"""

    SPACING = "C140"
    """a space is missing, or one too many"""
    QUOTES = "C141"
    """quotation marks of another language, or not in pairs"""
    END_PUNCTUATION = "C142"
    """a translation ends with another sign than its source"""
    ORNAMENT = "C143"
    """a stroke or a sign that only decorates"""
    APOSTROPHE = "C144"
    """a straight apostrophe where the language sets a curved one"""
    PUNCTUATION = "C145"
    """a sign of punctuation of another language, or one that lacks its opening mark"""
    ORDINAL = "C146"
    """an ordinal written by hand with an ending that the language does not write"""

    LENGTH = "C150"
    """a translation is much shorter or longer than usual"""
    DOUBLED_WORD = "C151"
    """a word stands twice in a row"""
    NOTE_LEFT = "C152"
    """a note for a colleague was left in a text"""
    SENTENCES = "C153"
    """a translation has fewer or more sentences than its source"""
    UNKNOWN_WORD = "C154"
    """a word that no installed dictionary of the language has"""
    TOO_LONG = "C155"
    """a title or a heading is longer than its place can hold"""

    REWORDED = "C160"
    """an edition words a locked quotation anew"""
    TRANSLATOR_UNNAMED = "C161"
    """the translation of a quotation does not say whose it is"""

    UNDECLARED = "C190"
    """a date, a year or a count is typed into a source and declared nowhere"""

    VOID_WAIVER = "C170"
    """a waiver is void, or names something that there is not"""
    WAIVER = "C171"
    """an error cannot be waived"""

    @property
    def meaning(self) -> str:
        """The sentence under the member, for `docs/problems.md` and `--json` readers."""
        return _MEANINGS[self.value]


def _read_meanings() -> dict[str, str]:
    """Read the sentence under each member from this file: Python keeps no docstring for a member."""
    import ast
    import itertools
    import pathlib

    tree = ast.parse(pathlib.Path(__file__).read_text("utf-8"))
    body = next(n.body for n in tree.body if isinstance(n, ast.ClassDef) and n.name == "Code")
    found: dict[str, str] = {}
    for member, meaning in itertools.pairwise(body):
        match member, meaning:
            case (
                ast.Assign(value=ast.Constant(value=str(code))),
                ast.Expr(value=ast.Constant(value=str(sentence))),
            ):
                found[code] = sentence
            case _:
                pass
    return found


class _Meanings(dict[str, str]):
    """The meanings, read on first use: `--help` does not need them."""

    def __missing__(self, code: str) -> str:
        self.update(_read_meanings())
        return self[code]


_MEANINGS = _Meanings()


_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What ends a line, what a terminal obeys or shows in another order, and what no terminal can be sent."""


def visible(text: str) -> str:
    """Write what stood in a file so that it can be shown: on one line, and as it is stored."""
    return _UNSEEN.sub(lambda sign: "\\n" if sign[0] == "\n" else f"\\u{ord(sign[0]):04x}", text)


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: the path as shown to people, and line and column counted from 1 (0: the whole file)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(part) for part in (self.line, self.column) if part)])


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and where each piece of it stands: `pieces` are offsets into `text` with the place of that character."""

    text: str
    pieces: tuple[tuple[int, Location], ...]

    def __hash__(self) -> int:
        return hash(self.text)  # two passages of one text are rare, their pieces many

    @property
    def location(self) -> Location:
        """Where the text begins."""
        return self.pieces[0][1]

    def at(self, offset: int) -> Location:
        """The place of one character, so that a problem can point at it."""
        start, place = max((piece for piece in self.pieces if piece[0] <= offset), default=self.pieces[0])
        return Location(place.file, place.line, place.column + offset - start) if place.line else place


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. `message` is lower case without a final period; `hint` says what to do next."""

    code: Code
    message: str
    location: Location
    hint: str = ""
    severity: Severity = Severity.ERROR
    locale: str = ""
    block: str = ""

    def __str__(self) -> str:
        first = visible(f"{self.location}: {self.severity} {self.code}: {self.message}")
        return f"{first}\n  hint: {visible(self.hint)}" if self.hint else first

    def as_json(self) -> dict[str, str | int]:
        """The problem as it stands in the `problems` of `--json`."""
        return {
            "code": str(self.code),
            "severity": str(self.severity),
            "file": visible(self.location.file),
            "line": self.location.line,
            "column": self.location.column,
            "locale": self.locale,
            "block": self.block,
            "message": visible(self.message),
            "hint": visible(self.hint),
        }


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same problems by file, line and column, each said once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: (d.location, d.code, d.message)))


class CommuniqueError(Exception):
    """Base of everything this project raises on purpose; carries all problems found."""

    exit_code = ExitCode.PROBLEMS

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = in_order(diagnostics)
        super().__init__("\n".join(map(str, self.diagnostics)))

    def __reduce__(self) -> tuple[type[CommuniqueError], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.diagnostics,)


class TextProblems(CommuniqueError):
    """The texts are not fit to go out."""


class Refused(CommuniqueError):
    """A rule forbids it."""

    exit_code = ExitCode.REFUSED


class EnvironmentProblem(CommuniqueError):
    """A library or a font is missing."""

    exit_code = ExitCode.ENVIRONMENT


class FileProblem(CommuniqueError):
    """Something cannot be read or written."""

    exit_code = ExitCode.FILE


class Busy(CommuniqueError):
    """Another build holds the lock."""

    exit_code = ExitCode.BUSY


def stop_if_errors(problems: Sequence[Diagnostic]) -> None:
    """Raise `TextProblems` with all of them if one is an error."""
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise TextProblems(problems)
