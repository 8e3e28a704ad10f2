"""The newsroom: its `communique.toml`, and where the files of its statements lie."""

from __future__ import annotations

import pathlib
import re
import zoneinfo
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from communique import toml_files
from communique.diagnostics import Code, Diagnostic, FileProblem, Location, TextProblems
from communique.locales import is_locale
from communique.model import Newsroom

SETTINGS = "communique.toml"
_ADDRESS = r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?"
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"


def _zone(name: str) -> str:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("must be a time zone such as Europe/Zurich") from None
    return name


def is_slug(name: str) -> bool:
    """Whether a name can be that of a statement or of a letterhead: it becomes part of file names everywhere."""
    return len(name) <= 64 and re.fullmatch(SLUG, name) is not None


def _slug(name: str) -> str:
    if not is_slug(name):
        raise ValueError("must be lower-case letters and digits with single hyphens")
    return name


def _locale(tag: str) -> str:
    if not is_locale(tag):
        raise ValueError("must be a language tag such as `fr`, `pt-BR` or `zh-Hans`")
    return tag


def _address(text: str) -> str:
    if re.fullmatch(_ADDRESS, text) is None or "/." in text:
        raise ValueError("must be an address such as https://press.example.org/statements")
    return text.rstrip("/")


Slug = Annotated[str, AfterValidator(_slug)]
Anniversary = Annotated[int, Field(ge=1, le=3000)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class IssuerTable(_Table):
    """Who issues the statements."""

    name: Annotated[str, Field(min_length=1, pattern=r"^[^\n\r]*$")]
    zone: Annotated[str, AfterValidator(_zone)]


class SiteTable(_Table):
    """Where the world will read what is released."""

    address: Annotated[str, AfterValidator(_address)]


class SettingsFile(_Table):
    """`communique.toml`."""

    issuer: IssuerTable
    site: SiteTable | None = None
    letterhead: Slug = "embassy"
    locales: tuple[Annotated[str, AfterValidator(_locale)], ...] = Field(default=(), strict=False)
    milestones: tuple[Anniversary, ...] = Field(default=(5, 10, 25, 50, 100), strict=False)


def load_newsroom(folder: str) -> Newsroom:
    """Read `communique.toml` in a folder, which makes the folder a newsroom.

    Raises:
        FileProblem: there is none, or it cannot be read.
        TextProblems: everything that is wrong in it.
    """
    path = pathlib.Path(folder, SETTINGS)
    if not path.is_file():
        message = f"this folder is no newsroom: it has no `{SETTINGS}`"
        hint = "go to one or name it with `-C FOLDER`; `communique init FOLDER` makes one"
        raise FileProblem([Diagnostic(Code.NO_NEWSROOM, message, Location(folder), hint)])
    settings, _ = toml_files.read(path, shown(folder, SETTINGS), SettingsFile)
    return Newsroom(
        folder,
        settings.issuer.name,
        settings.issuer.zone,
        settings.letterhead,
        settings.locales,
        settings.milestones,
        settings.site.address if settings.site else "",
    )


def address_of(newsroom: Newsroom, slug: str, year: int) -> str:
    """Where the files of an edition will lie on the web: `…/black-january/2027/`; empty if the newsroom does not say."""
    return f"{newsroom.address}/{slug}/{year}/" if newsroom.address else ""


def shown(folder: str, *parts: str) -> str:
    """A path as people see it: below the folder they named, with forward slashes."""
    return pathlib.Path(folder, *parts).as_posix()


def place_of_settings(newsroom: Newsroom) -> Location:
    """The place of `communique.toml`, for problems that nothing else can be blamed for."""
    return Location(shown(newsroom.folder, SETTINGS), 1, 1)


def statement_folder(newsroom: Newsroom, slug: str) -> pathlib.Path:
    """The folder of one statement."""
    return pathlib.Path(newsroom.folder, "statements", slug)


def grammar_folders(newsroom: Newsroom) -> tuple[pathlib.Path, ...]:
    """The newsroom's own grammar files, which go before those of the project."""
    folder = pathlib.Path(newsroom.folder, "grammar")
    return (folder,) if folder.is_dir() else ()


def slugs(newsroom: Newsroom) -> tuple[str, ...]:
    """Every statement of the newsroom: the folders of `statements/` with a `statement.md`, sorted by name."""
    folder = pathlib.Path(newsroom.folder, "statements")
    return tuple(sorted(path.parent.name for path in folder.glob("*/statement.md")))


def chosen(newsroom: Newsroom, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The statements a command was asked for; all of them if none was named.

    Raises:
        TextProblems: one of them does not exist, or the newsroom has none at all.
    """
    known = slugs(newsroom)
    place = Location(shown(newsroom.folder, "statements"))
    problems = [
        Diagnostic(
            Code.UNKNOWN_STATEMENT,
            f"there is no statement `{slug}`",
            place,
            toml_files.did_you_mean(slug, known) if known else "make a folder with a `statement.md` in `statements/`",
        )
        for slug in wanted
        if slug not in known
    ]
    if not known and not wanted:
        hint = "make a folder with a `statement.md` in it, such as `statements/independence-day/statement.md`"
        problems.append(Diagnostic(Code.UNKNOWN_STATEMENT, "the newsroom has no statement yet", place, hint))
    if problems:
        raise TextProblems(problems)
    return wanted or known
