"""The fonts a statement is set in: which they are, whether they are here, and how the PDF engine finds only them.

`fonts.toml` lists every face with the digests it may have; set-up copies the listed files into `font_files/`:

    python -m communique.fonts install FOLDER [--accept-others]

Only `install` needs more than the standard library: it reduces the Chinese, Japanese and Korean fonts.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import ctypes
import functools
import hashlib
import io
import json
import os
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from communique.diagnostics import Code, Diagnostic, EnvironmentProblem, ExitCode, Location, Severity

LIST = Path(__file__).with_name("fonts.toml")
RECORD = "record.json"
"""What set-up installed: digest, size and time of each file, so that a build need not read 60 MB of fonts again."""
REMEDY = "run `./communique --setup-only`; `./communique doctor` shows what is missing"
COMMON = "Noto Serif"
MAKER = "2"
"""The version of what is done to a reduced face; another one makes every such face anew."""
"""The family that stands behind every other: Latin, Cyrillic and Greek."""


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
def _list() -> dict[str, Any]:
    return tomllib.loads(LIST.read_text("utf-8"))


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


@functools.cache
def faces() -> tuple[Face, ...]:
    """Every face that is taken from a package."""
    return tuple(Face(**_frozen(table)) for table in _list()["face"])


@functools.cache
def reduced_faces() -> tuple[ReducedFace, ...]:
    """Every face that is made at set-up."""
    return tuple(ReducedFace(**_frozen(table)) for table in _list()["reduced"])


def every_face() -> tuple[Face | ReducedFace, ...]:
    """Everything that `folder()` should hold."""
    return (*faces(), *reduced_faces())


def families(script: str) -> tuple[str, ...]:
    """The CSS font families for a script (ISO 15924), the script's own first, then Noto Serif."""
    own: Sequence[str] = _list()["families"].get(script, ())
    return (*own, COMMON)


# --- what is here ------------------------------------------------------------------------------------------------------


def folder() -> Path:
    """Where set-up puts the fonts: beside this file, so that a wheel carries them."""
    return Path(__file__).with_name("font_files")


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


def _record() -> dict[str, Installed]:
    try:
        entries = json.loads((folder() / RECORD).read_text("utf-8"))
        return {file: Installed(**entry) for file, entry in entries.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _sha256(path: Path) -> str:
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
        return _sha256(path)
    except OSError:
        return ""


def problems(*, thorough: bool = False) -> tuple[Diagnostic, ...]:
    """What is missing or not as listed.

    A reduced face that is missing is a warning, because the whole font stands in for it; so is a file that whoever ran
    set-up accepted although its digest is not listed.

    Args:
        thorough: Read every file, even one untouched since set-up.
    """
    record = _record()
    listed = (_face_problem(face, record, thorough=thorough) for face in faces())
    made = (_reduced_problem(face, record, thorough=thorough) for face in reduced_faces())
    return tuple(problem for problem in (*listed, *made) if problem)


def _face_problem(face: Face, record: Mapping[str, Installed], *, thorough: bool) -> Diagnostic | None:
    digest = _digest_of(face.file, record, thorough=thorough)
    if digest in face.sha256:
        return None
    if not digest:
        return _problem(face, "is missing")
    if face.file in record and record[face.file].accepted and record[face.file].sha256 == digest:
        hint = "statements look and read back as tested only with the listed build; see fonts.toml"
        return _problem(face, "is another build than the listed ones", hint, Severity.WARNING)
    return _problem(face, f"is not the one listed: its SHA-256 is {digest}")


def _reduced_problem(face: ReducedFace, record: Mapping[str, Installed], *, thorough: bool) -> Diagnostic | None:
    digest = _digest_of(face.file, record, thorough=thorough)
    if not digest:
        return _problem(face, "is missing, so that its PDF files are larger and slower", severity=Severity.WARNING)
    if face.file not in record or record[face.file].sha256 != digest:
        return _problem(face, "is not the one made at set-up")
    return None


def _problem(
    face: Face | ReducedFace, what: str, hint: str = REMEDY, severity: Severity = Severity.ERROR
) -> Diagnostic:
    message = f"the font {face.family} {face.style} {what}"
    return Diagnostic(Code.FONT, message, Location(str(folder() / face.file)), hint, severity)


def digest() -> str:
    """One SHA-256 over the name and digest of every font in use, for the manifest."""
    record = _record()
    files = sorted(face.file for face in every_face())
    lines = (f"{_digest_of(file, record, thorough=False)}  {file}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


# --- fontconfig --------------------------------------------------------------------------------------------------------


CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <config><rescan><int>0</int></rescan></config>
</fontconfig>
"""


def prepare() -> None:
    """Make fontconfig see our fonts and no others; call it before WeasyPrint is imported.

    What stands in a PDF must not depend on the fonts of the machine, so a private configuration names our folder only.

    Raises:
        EnvironmentProblem: no listed font is here.
    """
    if not any((folder() / face.file).is_file() for face in faces()):
        raise EnvironmentProblem(problems())
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
    text = CONFIGURATION.format(fonts=escape(str(folder().resolve())), cache=escape(str(place / "cache")))
    if not path.is_file() or path.read_text("utf-8") != text:
        _replace(path, text.encode())
    return path


# --- set-up ------------------------------------------------------------------------------------------------------------


def install(source: Path, *, accept_others: bool = False) -> None:
    """Copy the listed fonts found below `source` into our folder, make the reduced ones, and put the licence beside.

    A file already here is kept. A found file with another digest is left out, or with `accept_others` taken and noted.
    Interrupted, it leaves whole files only, and the next call goes on from there.

    Args:
        source: A folder with font files at any depth, such as an unpacked package.
        accept_others: Take builds that are not listed, for distributions that have no listed one.
    """
    folder().mkdir(parents=True, exist_ok=True)
    record = _record()
    for face in faces():
        if _face_problem(face, record, thorough=True):
            record.update(_take(face, _candidates(source, face.file), accept_others=accept_others))
        elif face.file not in record:
            record[face.file] = _noted(face.file)
    for reduced in reduced_faces():
        record.update(_make(reduced, record))
    for name, licence in _list()["licences"].items():
        _replace(folder() / f"{name}.txt", _licence_text(licence["text"]).encode())
    _replace(folder() / RECORD, json.dumps({k: _as_json(v) for k, v in sorted(record.items())}, indent=1).encode())


def _candidates(source: Path, file: str) -> list[Path]:
    return sorted(path for path in source.rglob(file) if path.is_file())


def _take(face: Face, found: Iterable[Path], *, accept_others: bool) -> dict[str, Installed]:
    """Copy the first listed build among the files found; failing that the first of any build, if that is accepted."""
    digests = [(path, _sha256(path)) for path in found]
    listed = [(path, digest) for path, digest in digests if digest in face.sha256]
    for path, digest in listed or (digests if accept_others else []):
        return {face.file: _put(face.file, path.read_bytes(), digest, accepted=not listed)}
    return {}


def _put(file: str, content: bytes, sha256: str, *, made_from: str = "", accepted: bool = False) -> Installed:
    """Write a font whole or not at all.

    Raises:
        ValueError: the content changed while it was read.
    """
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(file)
    _replace(folder() / file, content)
    return replace(_noted(file), made_from=made_from, accepted=accepted)


def _noted(file: str) -> Installed:
    path = folder() / file
    state = path.stat()
    return Installed(_sha256(path), state.st_size, state.st_mtime_ns)


def _replace(path: Path, content: bytes) -> None:
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


def _as_json(installed: Installed) -> dict[str, str | int | bool]:
    return {name: getattr(installed, name) for name in Installed.__slots__}


def _licence_text(text: str) -> str:
    notices = (f"{package}: {about['copyright']}" for package, about in _list()["packages"].items())
    return "\n".join(notices) + "\n\n" + text.strip() + "\n"


# --- reducing ----------------------------------------------------------------------------------------------------------


def _make(face: ReducedFace, record: Mapping[str, Installed]) -> dict[str, Installed]:
    """Make a reduced face anew if its origin, its list entry or HarfBuzz changed; nothing without HarfBuzz."""
    origin = folder() / face.origin
    harfbuzz = _HarfBuzz.load()
    if harfbuzz is None or face.origin not in record or not origin.is_file():
        return {}
    made_from = f"{record[face.origin].sha256} {harfbuzz.version} {MAKER} {_entry_digest(face)}"
    if (
        face.file in record
        and record[face.file].made_from == made_from
        and not _reduced_problem(face, record, thorough=True)
    ):
        return {}
    content = _renamed(harfbuzz.subset(origin, face.index, face.repertoire), face)
    return {face.file: _put(face.file, content, hashlib.sha256(content).hexdigest(), made_from=made_from)}


def _entry_digest(face: ReducedFace) -> str:
    return hashlib.sha256(repr(face).encode()).hexdigest()[:16]


def _renamed(font: bytes, face: ReducedFace) -> bytes:
    """Give a reduced font its own family name, so that it and the whole one can stand in one style sheet."""
    from fontTools.ttLib import TTFont

    opened = TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    file_name = face.file.partition(".")[0]
    for name_id, name in {1: face.family, 3: file_name, 4: f"{face.family} {face.style}", 6: file_name}.items():
        opened["name"].setName(name, name_id, 3, 1, 0x409)
    _renumber(opened["CFF "].cff.topDictIndex[0], opened)
    target = io.BytesIO()
    opened.save(target, reorderTables=False)
    return target.getvalue()


def _renumber(top: Any, opened: Any) -> None:
    """Give each glyph of a CID-keyed font the CID of its place.

    A subset keeps the CIDs of the whole font, while WeasyPrint writes the places of glyphs as their CIDs: a reader that
    maps one to the other would find the wrong glyph or none (PDF/A, ISO 19005-3, 6.2.11.4).
    """
    names = [".notdef", *(f"cid{place:05d}" for place in range(1, len(top.charset)))]
    glyphs = top.CharStrings.charStrings
    top.CharStrings.charStrings = dict(zip(names, (glyphs[name] for name in top.charset), strict=True))
    top.charset, top.CIDCount = names, len(names)
    opened.setGlyphOrder(names)


class _HarfBuzz:
    """HarfBuzz and its subsetting part, called directly: 0.2 s for a font that takes fontTools 15 s.

    Source: hb-subset.h of HarfBuzz 6.
    """

    NO_HINTING = 0x1
    NOTDEF_OUTLINE = 0x40
    LAYOUT_FEATURES = 6
    """The member of hb_subset_sets_t for the OpenType features to keep."""
    FEATURES = ("ccmp", "calt", "liga", "rlig", "kern", "mark", "mkmk", "halt", "palt", "ljmo", "vjmo", "tjmo")
    POINTERS = (
        "hb_blob_create",
        "hb_blob_get_data",
        "hb_face_create",
        "hb_face_reference_blob",
        "hb_subset_input_create_or_fail",
        "hb_subset_input_set",
        "hb_subset_input_unicode_set",
        "hb_subset_or_fail",
    )
    """The functions whose result is a pointer; ctypes would cut it to an int."""

    def __init__(self, core: ctypes.CDLL, subsetter: ctypes.CDLL) -> None:
        self.core = core
        self.subsetter = subsetter
        core.hb_version_string.restype = ctypes.c_char_p
        self.version = f"HarfBuzz {core.hb_version_string().decode()}"
        for name in self.POINTERS:
            getattr(subsetter if name.startswith("hb_subset_") else core, name).restype = ctypes.c_void_p

    @classmethod
    @functools.cache
    def load(cls) -> _HarfBuzz | None:
        """Find the libraries as the loader of this system names them."""
        for core, subsetter in (
            ("libharfbuzz.so.0", "libharfbuzz-subset.so.0"),
            ("libharfbuzz.0.dylib", "libharfbuzz-subset.0.dylib"),
        ):
            with contextlib.suppress(OSError):
                return cls(ctypes.CDLL(core), ctypes.CDLL(subsetter))
        return None

    def subset(self, collection: Path, index: int, characters: Iterable[str]) -> bytes:
        """One font of a collection with only these characters and the features a horizontal text needs."""
        core, content = self.core, collection.read_bytes()
        blob = ctypes.c_void_p(core.hb_blob_create(content, len(content), 1, None, None))
        face = ctypes.c_void_p(core.hb_face_create(blob, index))
        wanted = self._input(characters)
        reduced = ctypes.c_void_p(self.subsetter.hb_subset_or_fail(face, wanted))
        if reduced.value is None:
            raise ValueError(collection)
        result = ctypes.c_void_p(core.hb_face_reference_blob(reduced))
        length = ctypes.c_uint()
        font = ctypes.string_at(core.hb_blob_get_data(result, ctypes.byref(length)), length.value)
        self._release(blob, face, wanted, reduced, result)
        return font

    def _input(self, characters: Iterable[str]) -> ctypes.c_void_p:
        wanted = ctypes.c_void_p(self.subsetter.hb_subset_input_create_or_fail())
        self.subsetter.hb_subset_input_set_flags(wanted, self.NO_HINTING | self.NOTDEF_OUTLINE)
        unicodes = ctypes.c_void_p(self.subsetter.hb_subset_input_unicode_set(wanted))
        for character in characters:
            self.core.hb_set_add(unicodes, ord(character))
        features = ctypes.c_void_p(self.subsetter.hb_subset_input_set(wanted, self.LAYOUT_FEATURES))
        self.core.hb_set_clear(features)
        for feature in self.FEATURES:
            self.core.hb_set_add(features, int.from_bytes(feature.encode(), "big"))
        return wanted

    def _release(
        self,
        blob: ctypes.c_void_p,
        face: ctypes.c_void_p,
        wanted: ctypes.c_void_p,
        reduced: ctypes.c_void_p,
        result: ctypes.c_void_p,
    ) -> None:
        self.core.hb_blob_destroy(result)
        self.core.hb_face_destroy(reduced)
        self.subsetter.hb_subset_input_destroy(wanted)
        self.core.hb_face_destroy(face)
        self.core.hb_blob_destroy(blob)


# --- command line of set-up --------------------------------------------------------------------------------------------


def main(arguments: Sequence[str]) -> ExitCode:
    """Run `install` for the set-up script and say on stderr what is still wrong."""
    parser = argparse.ArgumentParser("python -m communique.fonts")
    parser.add_argument("command", choices=["install"])
    parser.add_argument("source", type=Path)
    parser.add_argument("--accept-others", action="store_true")
    options = parser.parse_args(arguments)
    install(options.source, accept_others=options.accept_others)
    remaining = problems()
    sys.stderr.writelines(f"{problem}\n" for problem in remaining)
    return ExitCode.ENVIRONMENT if any(p.severity is Severity.ERROR for p in remaining) else ExitCode.DONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
