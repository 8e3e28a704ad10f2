"""A PO file that came back: a copy of the catalog, worked on elsewhere. Only its translations count."""

from __future__ import annotations

import pathlib
import re

from communique.catalogs import LARGEST, read_catalog
from communique.diagnostics import Code, Diagnostic, Location, TextProblems
from communique.exchange.sheet import Returned, ReturnedRow, Sheet, fingerprint
from communique.toml_files import read_text

LANGUAGE = re.compile(r'^"Language: *([\w-]+)', re.MULTILINE)
PROJECT = re.compile(r'^"Project-Id-Version: *([a-z0-9-]+)', re.MULTILINE)


def reference(path: pathlib.Path, shown: str) -> tuple[str, str]:
    """The statement and the locale that a file says it is of; a statement that it does not name, from its own name.

    Raises:
        FileProblem: it cannot be read.
        TextProblems: it says neither.
    """
    text = read_text(path, shown, LARGEST)
    language, project = LANGUAGE.search(text), PROJECT.search(text)
    if language is None:
        hint = "write `Language: …` into the header, such as `Language: fr`"
        message = "the header names no language"
        raise TextProblems([Diagnostic(Code.PO_HEADER, message, Location(shown, 1, 1), hint)])
    return (project[1] if project else path.name.partition(".")[0]), language[1].replace("_", "-")


def read(path: pathlib.Path, shown: str, sheet: Sheet) -> Returned:
    """Read the messages of a PO file.

    Raises:
        FileProblem: it cannot be read.
        TextProblems: it is broken; every fault with its place.
    """
    catalog = read_catalog(path, shown, sheet.locale)
    rows = [
        ReturnedRow(one.id, fingerprint(one.source), one.passage.text, one.passage.location, one.fuzzy)
        for one in catalog.translations.values()
    ]
    return Returned(sheet, tuple(rows))
