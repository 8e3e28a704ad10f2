"""The example newsroom that `communique init` copies: inside the package when installed, else this repository."""

from __future__ import annotations

import pathlib
import shutil

from communique.diagnostics import Code, Diagnostic, FileProblem, Location
from communique.newsroom import SETTINGS
from communique.toml_files import reason


def folder() -> pathlib.Path:
    """Where the example lies."""
    packaged = pathlib.Path(__file__).with_name("example")
    return packaged if packaged.is_dir() else pathlib.Path(__file__).parents[2]


def copy(target: pathlib.Path, statement: str) -> list[str]:
    """Make a newsroom with one example statement and its letterhead; returns the files made, sorted.

    Raises:
        FileProblem: the folder is a newsroom already or cannot be written; nothing is written then.
    """
    place = Location(target.as_posix())
    if (target / SETTINGS).exists():
        hint = "choose another folder"
        raise FileProblem([Diagnostic(Code.NOT_WRITABLE, "this folder is a newsroom already", place, hint)])
    origin = folder()
    try:
        target.mkdir(parents=True, exist_ok=True)
        for part in ("templates", f"statements/{statement}"):
            shutil.copytree(origin / part, target / part, dirs_exist_ok=True)
        (target / "output").mkdir(exist_ok=True)
        shutil.copyfile(origin / SETTINGS, target / SETTINGS)
    except OSError as error:
        message = reason(error).replace("opened", "made")
        hint = "choose a folder that you may write to"
        raise FileProblem([Diagnostic(Code.NOT_WRITABLE, message, place, hint)]) from None
    return sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file())


def statements() -> tuple[str, ...]:
    """The example statements there are."""
    return tuple(sorted(path.parent.name for path in (folder() / "statements").glob("*/statement.md")))
