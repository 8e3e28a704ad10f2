"""Everything beside the texts that can change a byte of the result: our own code, the libraries, the fonts."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import hashlib
import pathlib
import platform
import sys
import zlib
from collections.abc import Iterable, Iterator

from communique import __version__, fonts, locales
from communique.diagnostics import Code, Diagnostic, EnvironmentProblem, Location

PACKAGES = (
    "weasyprint",
    "pydyf",
    "python-docx",
    "jinja2",
    "babel",
    "markdown-it-py",
    "pypdfium2",
    "pikepdf",
    "lxml",
    "fonttools",
)
_PACKAGE = pathlib.Path(__file__).parent
_CODE = {".py", ".css", ".j2", ".xml"}


@functools.cache
def versions() -> dict[str, str]:
    """The versions of what makes an edition, and digests of what has no version; a library that is missing is empty."""
    return {
        "python": platform.python_version(),
        "communique": __version__,
        **{name: _version(name) for name in PACKAGES},
        **{name: system_library(name) for name in ("pango", "harfbuzz", "fontconfig")},
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "fonts": fonts.digest(),
        "code": _digest(path for path in _PACKAGE.rglob("*") if path.suffix in _CODE),
        "cldr": _digest([locales.TABLE]),
        "grammar": _digest((_PACKAGE / "grammar").glob("*.toml")),
    }


def digest() -> str:
    """One SHA-256 over the versions: two machines with the same one make the same bytes."""
    lines = (f"{name} {version}\n" for name, version in sorted(versions().items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _version(package: str) -> str:
    import importlib.metadata  # for what is drawn only

    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _digest(paths: Iterable[pathlib.Path]) -> str:
    """One SHA-256 over the names and bytes of our own files."""
    found = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        found.update(f"{path.relative_to(_PACKAGE).as_posix()} {len(content)}\n".encode() + content)
    return found.hexdigest()


# --- libraries of the system -------------------------------------------------------------------------------------------


def load(name: str, version: str = "0") -> ctypes.CDLL:
    """Load a library as the loader of this system names it.

    Raises:
        OSError: it is not there.
    """
    return ctypes.CDLL(f"{name}.{version}.dylib" if sys.platform == "darwin" else f"{name}.so.{version}")


def must_draw_pdf() -> None:
    """Make sure that what draws a PDF is here, before anything is read; WeasyPrint itself is not loaded.

    Without HarfBuzz-Subset it would work, and take fourteen seconds for a page of Chinese.

    Raises:
        EnvironmentProblem: a library (`C070`) or every font (`C071`) is missing.
    """
    with told_as_missing():
        for name in ("libpangoft2-1.0", "libharfbuzz-subset"):  # the others are needed by these two, and come with them
            load(name)
    fonts.must_be_here()


@contextlib.contextmanager
def told_as_missing() -> Iterator[None]:
    """Tell a library for PDF that cannot be loaded, and what to do.

    Raises:
        EnvironmentProblem: one could not be loaded (`C070`).
    """
    try:
        yield
    except OSError as error:
        message = f"the PDF engine cannot start: {str(error).splitlines()[0]}"
        hint = "run `communique doctor`, which names the packages to install; or build without PDF: -f docx,html,txt"
        raise EnvironmentProblem([Diagnostic(Code.LIBRARY, message, Location("pdf"), hint)]) from error


def system_library(name: str) -> str:
    """The version of Pango, HarfBuzz or fontconfig; empty if it is missing."""
    try:
        return _TELLERS[name]()
    except (OSError, AttributeError):
        return ""


def _told(library: str, function: str) -> str:
    tell = getattr(load(library), function)
    tell.restype = ctypes.c_char_p
    version: bytes = tell()
    return version.decode()


def _fontconfig() -> str:
    number = int(load("libfontconfig", "1").FcGetVersion())
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


_TELLERS = {
    "pango": lambda: _told("libpango-1.0", "pango_version_string"),
    "harfbuzz": lambda: _told("libharfbuzz", "hb_version_string"),
    "fontconfig": _fontconfig,
}
