"""The files of an exchange: which kinds there are, how they are named, and how they are written and read."""

from __future__ import annotations

import datetime
import enum
import pathlib

from communique.exchange import catalog_file, word, word_reader, xliff
from communique.exchange.sheet import Returned, Sheet, load_sheet
from communique.model import Newsroom
from communique.newsroom import statement_folder
from communique.packages import LARGEST, problem
from communique.toml_files import read_bytes, reason, writing


class Kind(enum.StrEnum):
    """What a catalog can leave as, by the ending of the file."""

    WORD = "docx"
    XLIFF = "xliff"
    CATALOG = "po"


ENDINGS = {".docx": Kind.WORD, ".xliff": Kind.XLIFF, ".xlf": Kind.XLIFF, ".po": Kind.CATALOG}


def write(room: Newsroom, sheet: Sheet, kind: Kind) -> bytes:
    """Write a sheet as a file of a kind."""
    match kind:
        case Kind.WORD:
            return word.write(sheet)
        case Kind.XLIFF:
            return xliff.write(sheet)
        case Kind.CATALOG:
            return (statement_folder(room, sheet.statement.slug) / "locales" / f"{sheet.locale}.po").read_bytes()


def save(folder: str, sheet: Sheet, kind: Kind, content: bytes) -> str:
    """Put a file into a folder, which is made if need be; the result is its path.

    Raises:
        FileProblem: it cannot be written.
    """
    path = pathlib.Path(folder, f"{sheet.name}.{kind}")
    hint = "close the file if it is open elsewhere, or choose another folder with `--output`"
    with writing(path.as_posix(), hint):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return path.as_posix()


def read(room: Newsroom, name: str, today: datetime.date, *, accept_changes: bool = False) -> Returned:
    """Read a file that came back; what it is of stands in it.

    Raises:
        FileProblem: it cannot be read, is damaged, or is not a file that was exported.
        TextProblems: it is a broken catalog, or what it is of does not exist.
    """
    path = pathlib.Path(name)
    kind = ENDINGS.get(path.suffix.lower())
    content = _content(path, name)
    match kind:
        case Kind.WORD:
            slug, locale = word_reader.reference(content, name)
            sheet = load_sheet(room, slug, locale, today)
            return word_reader.read(content, name, sheet, accept_changes=accept_changes)
        case Kind.XLIFF:
            return xliff.read(content, name, load_sheet(room, *xliff.reference(content, name), today))
        case Kind.CATALOG:
            return catalog_file.read(path, name, load_sheet(room, *catalog_file.reference(path, name), today))
        case None:
            known = ", ".join(ENDINGS)
            raise problem(name, f"`{path.suffix}` is not the ending of a file that can be imported", f"known: {known}")


def _content(path: pathlib.Path, name: str) -> bytes:
    try:
        return read_bytes(path, LARGEST)
    except OSError as error:
        raise problem(name, reason(error), "is this the right file? check its name and its permissions") from None
