"""What this machine has, what it lacks, and the one line that mends it: the findings of `communique doctor`."""

from __future__ import annotations

import contextlib
import datetime
import importlib
import importlib.metadata
import io
import os
import platform
import shutil
import subprocess
import sys
import warnings
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from communique import locales, toolchain, unattended, workers
from communique.diagnostics import Code, CommuniqueError, Diagnostic, EnvironmentProblem, Location, Severity

SETUP = "run `./communique --setup-only`"
PDF_LIBRARIES = (
    f"{SETUP}, or install as root: libpangoft2-1.0-0 libharfbuzz-subset0 (Debian), pango (Fedora, Arch, macOS);"
    " DOCX and HTML work without"
)
SMALLEST_DISK = 200_000_000
"""Bytes; an edition in forty languages and its predecessor fit into half of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. Without `problem` it is as it should be."""

    name: str
    detail: str
    problem: Diagnostic | None = None

    @property
    def state(self) -> str:
        """What stands in front of the line."""
        if self.problem is None:
            return "ok"
        return "missing" if self.problem.severity is Severity.ERROR else "warning"

    def __str__(self) -> str:
        line = f"{self.state:<8} {self.name:<21} {self.detail}".rstrip()
        return line if self.problem is None else f"{line}\n{'':<9}{self.problem.hint}"


def findings(newsroom: str, now: datetime.datetime) -> Iterator[Finding]:
    """Look at everything a build needs, one finding after the other; the folder need not be a newsroom."""
    yield _python()
    for package in ("communique", "click", "pydantic", "jinja2", "markdown-it-py", "polib", "python-docx", "pypdfium2"):
        yield _package(package)
    yield _babel()
    yield from _fonts()
    yield _library("Pango", "libpangoft2-1.0", "pango")
    yield _library("HarfBuzz", "libharfbuzz", "harfbuzz")
    yield _library("HarfBuzz-Subset", "libharfbuzz-subset", "harfbuzz")
    yield _library("fontconfig", "libfontconfig", "fontconfig")
    yield _weasyprint()
    yield _processes()
    yield _toolchain()
    yield _locale_data()
    yield _msgfmt()
    yield _time_zones()
    yield _newsroom(newsroom)
    yield _output(newsroom)
    yield _disk(newsroom)
    yield from _unattended(newsroom, now)


def _missing(code: Code, name: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(name, message, Diagnostic(code, f"{name}: {message}", Location("this machine"), hint, severity))


# --- Python ------------------------------------------------------------------------------------------------------------


def _python() -> Finding:
    return Finding("Python", f"{platform.python_version()}, {sys.executable}")


def _package(name: str) -> Finding:
    try:
        return Finding(name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return _missing(Code.LIBRARY, name, "is not installed", SETUP)


def _babel() -> Finding:
    try:
        core = importlib.import_module("babel.core")
        return Finding("Babel", f"{importlib.metadata.version('babel')}, CLDR {core.get_cldr_version()}")
    except (ImportError, OSError) as error:
        return _missing(Code.LIBRARY, "Babel", _first_line(error), SETUP)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0] or type(error).__name__


# --- PDF ---------------------------------------------------------------------------------------------------------------


def _library(shown: str, name: str, teller: str) -> Finding:
    """Load a library, and ask its version of the one that can tell it."""
    try:
        toolchain.load(name, "1" if teller == "fontconfig" else "0")
    except OSError as error:
        return _missing(Code.LIBRARY, shown, _first_line(error), PDF_LIBRARIES)
    return Finding(shown, toolchain.system_library(teller))


def _weasyprint() -> Finding:
    """Import it for real, without the banner it prints when a library is missing."""
    from communique import fonts

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        with contextlib.suppress(EnvironmentProblem):
            fonts.prepare()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                importlib.import_module("weasyprint")
        except (ImportError, OSError, Warning) as error:
            return _missing(Code.LIBRARY, "WeasyPrint", _first_line(error), PDF_LIBRARIES)
    return Finding("WeasyPrint", importlib.metadata.version("weasyprint"))


def _processes() -> Finding:
    """Start one, as a build does for everything that it draws."""
    try:
        [outcome] = workers.side_by_side(str, ["started"], 1)
    except OSError as error:
        return _missing(Code.LIBRARY, "processes", _first_line(error), "let this user start processes")
    if outcome.result is None:
        return _missing(Code.LIBRARY, "processes", f"a child {outcome.lost}", "give this user more memory")
    return Finding("processes", f"{workers.METHOD}, {os.cpu_count() or 1} side by side")


def _toolchain() -> Finding:
    """What machines of a cluster must have in common."""
    return Finding("tools", toolchain.digest()[:16])


def _fonts() -> Iterator[Finding]:
    """A line for each family; a family is as good as its worst face."""
    from communique import fonts

    problems = {Path(problem.location.file).name: problem for problem in fonts.problems(thorough=True)}
    styles: dict[str, list[tuple[str, Diagnostic | None]]] = {}
    for face in fonts.every_face():
        styles.setdefault(face.family, []).append((face.style, problems.get(face.file)))
    for family, found in styles.items():
        worst = min((problem for _, problem in found if problem), key=lambda one: one.severity, default=None)
        detail = worst.message.removeprefix("the font ") if worst else ", ".join(style for style, _ in found)
        yield Finding(family, detail, worst)


# --- time, place -------------------------------------------------------------------------------------------------------


def _locale_data() -> Finding:
    """CLDR of some languages far from each other, read for real."""
    try:
        names = [locales.endonym(locale) for locale in ("ar", "fr", "hi", "zh-Hans")]
    except (OSError, ValueError, LookupError) as error:
        return _missing(Code.LIBRARY, "locale data", _first_line(error), SETUP)
    return Finding("locale data", " ".join(names))


def _msgfmt() -> Finding:
    """The checker of gettext: translators' tools call it, a build does not."""
    program = shutil.which("msgfmt")
    if program is None:
        hint = "install gettext if you want to check catalogs with it; nothing here needs it but the tests"
        return _missing(Code.LIBRARY, "msgfmt", "is not installed", hint, Severity.NOTE)
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    return Finding("msgfmt", told.partition("\n")[0].rpartition(" ")[2])


def _time_zones() -> Finding:
    try:
        zoneinfo.ZoneInfo("Europe/Zurich")
    except (zoneinfo.ZoneInfoNotFoundError, OSError):
        return _missing(Code.LIBRARY, "time zones", "the system has no time zone data", "install the package tzdata")
    return Finding("time zones", f"{len(zoneinfo.available_timezones())} known")


def _newsroom(folder: str) -> Finding:
    path = Path(folder).resolve()
    if (path / "communique.toml").is_file():
        return Finding("newsroom", str(path))
    hint = "go to a newsroom, name one with `-C FOLDER`, or make one with `communique init`"
    return _missing(Code.NO_NEWSROOM, "newsroom", f"none in {path}", hint, Severity.NOTE)


def _output(newsroom: str) -> Finding:
    output = _existing(Path(newsroom).resolve() / "output")
    if os.access(output, os.W_OK | os.X_OK):
        return Finding("output", f"{output} can be written")
    return _missing(Code.NOT_WRITABLE, "output", f"{output} cannot be written", "change its owner or its permissions")


def _existing(path: Path) -> Path:
    return next(place for place in (path, *path.parents) if place.exists())


def _disk(newsroom: str) -> Finding:
    free = shutil.disk_usage(_existing(Path(newsroom).resolve())).free
    if free < SMALLEST_DISK:
        return _missing(Code.NOT_WRITABLE, "disk", f"only {free // 1_000_000} MB free", "free some space")
    return Finding("disk", f"{free // 1_000_000} MB free")


def _unattended(newsroom: str, now: datetime.datetime) -> Iterator[Finding]:
    """When the last unattended run ended, where there are any: a run that did not happen cannot tell it."""
    try:
        record = unattended.read_record(newsroom)
    except CommuniqueError as error:
        yield Finding("unattended runs", error.diagnostics[0].message, error.diagnostics[0])
        return
    if record is None:
        return
    detail = f"the last one ended at {record.ended:%Y-%m-%d %H:%M} UTC with {record.exit_code}"
    if now - record.ended > unattended.OVERDUE:
        hint = "look at the scheduler: `communique schedule` prints what it needs"
        yield _missing(Code.NO_HEARTBEAT, "unattended runs", f"{detail}: none since", hint)
    else:
        yield Finding("unattended runs", detail)
