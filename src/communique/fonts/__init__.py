"""The fonts a statement is set in: which they are, whether they are here, and how the PDF engine finds only them.

`fonts.toml` lists every face with the digests it may have; set-up (`fonts.installing`) copies the listed files into
`font_files/` beside it. Only the standard library is used here, so that looking is cheap.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import hashlib
import json
import os
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from communique.diagnostics import Code, Diagnostic, EnvironmentProblem, Location, Severity

LIST = Path(__file__).parent.with_name("fonts.toml")
RECORD = "record.json"
"""What set-up installed: digest, size and time of each file, so that a build need not read 60 MB of fonts again."""
REMEDY = "run `./communique --setup-only`; `./communique doctor` shows what is missing"
COMMON = "Noto Serif"
"""The family that stands behind every other: Latin, Cyrillic and Greek."""

STYLES_IN_WORD = ("Regular", "Bold")
"""What Word documents carry; slanted words are rare, and Word slants the regular letters for them."""
UNSEEN = "word"
"""The folder in ours for what Word documents carry. Fontconfig does not look there: fonts in it bear the name of others."""


# --- the list ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Face:
    """A font file taken from a package. `sha256` has one digest for each different build of it."""

    file: str
    family: str
    style: str
    scripts: tuple[str, ...]
    package: str
    licence: str
    sha256: tuple[str, ...]

    @property
    def word_file(self) -> str:
        """The same font as a Word document carries it; empty if none does, as of a collection, which is no font by itself."""
        name, _, ending = self.file.rpartition(".")
        return f"{UNSEEN}/{name}.odttf" if ending == "ttf" and self.style in STYLES_IN_WORD else ""


@dataclass(frozen=True, slots=True)
class ReducedFace:
    """A font file made at set-up: font `index` of the collection `origin`, with the characters of one standard only."""

    file: str
    family: str
    style: str
    scripts: tuple[str, ...]
    origin: str
    index: int
    charset: tuple[str, int, int]
    """A codec of Python, and the first and last lead byte of the rows that are kept."""
    characters: str

    @property
    def word_file(self) -> str:
        """The same letters in the outlines that Word reads, where fontconfig does not look."""
        return f"{UNSEEN}/{self.file.partition('.')[0]}.ttf"

    @property
    def whole_family(self) -> str:
        """The family that a reader may have: the one it is reduced from, in its language."""
        return whole_family(self.scripts[0])

    @property
    def repertoire(self) -> frozenset[str]:
        """Every character kept: the rows of the standard, Latin letters and punctuation, and the listed ones."""
        return frozenset({*_double_bytes(*self.charset), *map(chr, _LATIN), *self.characters})


_LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2040))


def _double_bytes(codec: str, first: int, last: int) -> Iterator[str]:
    """Decode every pair of bytes whose lead lies between `first` and `last`."""
    for pair in (bytes([lead, trail]) for lead in range(first, last + 1) for trail in range(0x40, 0xFF)):
        with contextlib.suppress(UnicodeDecodeError):
            character = pair.decode(codec)
            if len(character) == 1:
                yield character


@functools.cache
def listing() -> dict[str, Any]:
    """`fonts.toml` as it is."""
    return tomllib.loads(LIST.read_text("utf-8"))


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


@functools.cache
def faces() -> tuple[Face, ...]:
    """Every face that is taken from a package."""
    return tuple(Face(**_frozen(table)) for table in listing()["face"])


@functools.cache
def reduced_faces() -> tuple[ReducedFace, ...]:
    """Every face that is made at set-up."""
    return tuple(ReducedFace(**_frozen(table)) for table in listing()["reduced"])


def every_face() -> tuple[Face | ReducedFace, ...]:
    """Everything that `folder()` should hold."""
    return (*faces(), *reduced_faces())


def families(script: str) -> tuple[str, ...]:
    """The CSS font families for a script (ISO 15924), the script's own first, then Noto Serif."""
    own: Sequence[str] = listing()["families"].get(script, ())
    return (*own, COMMON)


def whole_family(script: str) -> str:
    """The family a script is set in where our reduced ones are not: one that a reader may have."""
    made = {face.family for face in reduced_faces()}
    return next(family for family in families(script) if family not in made)


# --- what is here ------------------------------------------------------------------------------------------------------


def folder() -> Path:
    """Where set-up puts the fonts: beside the list, so that a wheel carries them."""
    return LIST.with_name("font_files")


@dataclass(frozen=True, slots=True)
class Installed:
    """What set-up noted of a file. `made_from` holds the digest of its origin and the maker, for a reduced face."""

    sha256: str
    size: int
    modified: int
    """In nanoseconds, as the file system has it."""
    made_from: str = ""
    accepted: bool = False
    """The digest is not a listed one, and whoever ran set-up took the file all the same."""


def record_of_setup() -> dict[str, Installed]:
    """What set-up noted of each file; nothing if it has not been here, or its record cannot be read."""
    try:
        entries = json.loads((folder() / RECORD).read_text("utf-8"))
        return {file: Installed(**entry) for file, entry in entries.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def sha256_of(path: Path) -> str:
    """The digest of a file in hexadecimal digits.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_of(file: str, record: Mapping[str, Installed], *, thorough: bool) -> str:
    """The digest of an installed file, or nothing if it is not there; a file untouched since set-up is not read."""
    path = folder() / file
    try:
        state = path.stat()
        noted = record.get(file)
        if not thorough and noted and (noted.size, noted.modified) == (state.st_size, state.st_mtime_ns):
            return noted.sha256
        return sha256_of(path)
    except OSError:
        return ""


def problems(*, thorough: bool = False) -> tuple[Diagnostic, ...]:
    """What is missing or not as listed.

    A reduced face that is missing is a warning, because the whole font stands in for it; so is a file that whoever ran
    set-up accepted although its digest is not listed.

    Args:
        thorough: Read every file, even one untouched since set-up.
    """
    record = record_of_setup()
    listed = (face_problem(face, record, thorough=thorough) for face in faces())
    made = (reduced_problem(face, record, thorough=thorough) for face in reduced_faces())
    carried = (carried_problem(face, record, thorough=thorough) for face in faces())
    return tuple(problem for problem in (*listed, *made, *carried) if problem)


def face_problem(face: Face, record: Mapping[str, Installed], *, thorough: bool) -> Diagnostic | None:
    """What is wrong with a face taken from a package; `thorough` as for `problems`."""
    digest = _digest_of(face.file, record, thorough=thorough)
    if digest in face.sha256:
        return None
    if not digest:
        return _problem(face, "is missing")
    if face.file in record and record[face.file].accepted and record[face.file].sha256 == digest:
        hint = "statements look and read back as tested only with the listed build; see fonts.toml"
        return _problem(face, "is another build than the listed ones", hint, Severity.WARNING)
    return _problem(face, f"is not the one listed: its SHA-256 is {digest}")


def carried_problem(face: Face, record: Mapping[str, Installed], *, thorough: bool) -> Diagnostic | None:
    """What is wrong with a face as Word documents carry it; nothing if set-up made none, which a build does then."""
    digest = _digest_of(face.word_file, record, thorough=thorough) if face.word_file else ""
    if not digest or (face.word_file in record and record[face.word_file].sha256 == digest):
        return None
    return _problem(face, "is not as set-up packed it for Word")


def reduced_problem(face: ReducedFace, record: Mapping[str, Installed], *, thorough: bool) -> Diagnostic | None:
    """What is wrong with a face made at set-up; `thorough` as for `problems`."""
    missing = {
        face.file: "is missing, so that its PDF files are larger and slower",
        face.word_file: "is missing for Word, so that DOCX files do not carry its letters",
    }
    for file, what in missing.items():
        digest = _digest_of(file, record, thorough=thorough)
        if not digest:
            return _problem(face, what, severity=Severity.WARNING)
        if file not in record or record[file].sha256 != digest:
            return _problem(face, "is not the one made at set-up")
    return None


def _problem(
    face: Face | ReducedFace, what: str, hint: str = REMEDY, severity: Severity = Severity.ERROR
) -> Diagnostic:
    message = f"the font {face.family} {face.style} {what}"
    return Diagnostic(Code.FONT, message, Location(str(folder() / face.file)), hint, severity)


def digest() -> str:
    """One SHA-256 over the name and digest of every font in use, for the manifest."""
    record = record_of_setup()
    files = sorted({file for face in every_face() for file in (face.file, face.word_file) if file})
    lines = (f"{_digest_of(file, record, thorough=False)}  {file}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


# --- fontconfig --------------------------------------------------------------------------------------------------------


CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <selectfont><rejectfont><glob>{fonts}/{unseen}/*</glob></rejectfont></selectfont>
  <cachedir>{cache}</cachedir>
  <config><rescan><int>0</int></rescan></config>
</fontconfig>
"""


_FONTCONFIG_ELSEWHERE = ("FONTCONFIG_PATH", "FONTCONFIG_SYSROOT")
"""Variables that would have fontconfig look for our configuration, or for the fonts it names, in another place."""


def must_be_here() -> None:
    """Make sure that there is a font to draw with.

    Raises:
        EnvironmentProblem: no listed font is here.
    """
    if not any((folder() / face.file).is_file() for face in faces()):
        raise EnvironmentProblem(problems())


def prepare() -> None:
    """Make fontconfig see our fonts and no others; call it before WeasyPrint is imported.

    What stands in a PDF must not depend on the fonts of the machine, so a private configuration names our folder only.

    Raises:
        EnvironmentProblem: no listed font is here.
    """
    must_be_here()
    for name in _FONTCONFIG_ELSEWHERE:
        os.environ.pop(name, None)
    os.environ["FONTCONFIG_FILE"] = str(_configuration())


def _configuration() -> Path:
    """Write the configuration where it can be kept between builds, or else where it lasts as long as this process."""
    try:
        return _write_configuration(_kept_folder())
    except OSError:
        passing = Path(tempfile.mkdtemp(prefix="communique-fonts-"))
        atexit.register(shutil.rmtree, passing, ignore_errors=True)
        return _write_configuration(passing)


def _kept_folder() -> Path:
    """The user's cache folder; a part for each font folder, because two checkouts may hold different fonts."""
    default = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    caches = Path(os.environ.get("XDG_CACHE_HOME") or default)
    if not caches.is_absolute():
        caches = default
    return caches / "communique" / ("fonts-" + hashlib.sha256(os.fsencode(folder().resolve())).hexdigest()[:16])


def _write_configuration(place: Path) -> Path:
    (place / "cache").mkdir(parents=True, exist_ok=True)
    if not os.access(place / "cache", os.W_OK):
        raise PermissionError(place)
    path = place / "fonts.conf"
    text = CONFIGURATION.format(
        fonts=escape(str(folder().resolve())), cache=escape(str(place / "cache")), unseen=UNSEEN
    )
    if not path.is_file() or path.read_text("utf-8") != text:
        write_whole(path, text.encode())
    return path


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the file and rename over it, so that nobody ever sees half of it."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
