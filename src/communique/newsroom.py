"""The newsroom: its `communique.toml`, and where the files of its statements lie."""

from __future__ import annotations

import datetime
import pathlib
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, RootModel, model_validator

from communique import toml_files
from communique.diagnostics import Code, Diagnostic, FileProblem, Location, TextProblems
from communique.locales import is_locale
from communique.model import Mission, Newsroom, Series, StatementKind
from communique.presence import is_there, listed

SETTINGS = "communique.toml"
MISSIONS = "missions.toml"
NUMBER_PART = re.compile(r"\{(serial|dd|mm|yyyy|yy)(?::([1-9]))?\}")
"""A part of the pattern of release numbers, with the digits it has at the least."""
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


def _number_pattern(pattern: str) -> str:
    parts = [part[1] for part in NUMBER_PART.finditer(pattern)]
    if parts.count("serial") != 1 or re.search(r"[{}\x00-\x1f]", NUMBER_PART.sub("", pattern)):
        raise ValueError("must have `{serial}` once, and no other parts than {dd}, {mm}, {yyyy} and {yy}")
    return pattern


def _address(text: str) -> str:
    if re.fullmatch(_ADDRESS, text) is None or "/." in text:
        raise ValueError("must be an address such as https://press.example.org/statements")
    return text.rstrip("/")


Slug = Annotated[str, AfterValidator(_slug)]
Anniversary = Annotated[int, Field(ge=1, le=3000)]


class _Table(BaseModel):
    model_config = {**toml_files.TABLE, "strict": True}


class IssuerTable(_Table):
    """Who issues the statements."""

    name: Annotated[str, Field(min_length=1, pattern=r"^[^\n\r]*$")]
    zone: Annotated[str, AfterValidator(_zone)]


class UnattendedTable(_Table):
    """`[unattended]`: how early `communique due` builds, and where it gives a sign of life."""

    lead: Annotated[int, Field(ge=0, le=366)] = 30
    heartbeat: str = ""


class SeriesTable(_Table):
    """`[series.<name>]`: release numbers that the program gives, for some kinds of statement."""

    kinds: tuple[Annotated[StatementKind, Field(strict=False)], ...] = Field(min_length=1, strict=False)
    pattern: Annotated[str, AfterValidator(_number_pattern)]
    start: Annotated[int, Field(ge=1)] = 1
    reset: Literal["yearly", "never"] = "yearly"


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
    unattended: UnattendedTable = UnattendedTable()
    series: Mapping[Slug, SeriesTable] = {}

    @model_validator(mode="after")
    def _one_series_a_kind(self) -> SettingsFile:
        kinds = [kind for table in self.series.values() for kind in table.kinds]
        if twice := next((kind for kind in kinds if kinds.count(kind) > 1), None):
            raise ValueError(f"has two series for `{twice}`")
        return self


class MissionTable(_Table):
    """`[<mission>]` of `missions.toml`: what differs from the newsroom itself."""

    host: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    zone: Annotated[str, AfterValidator(_zone)] | None = None
    letterhead: Slug | None = None
    locales: tuple[Annotated[str, AfterValidator(_locale)], ...] = Field(default=(), strict=False)
    issuer: Mapping[str, Annotated[str, Field(min_length=1)]] = {}
    place: Mapping[str, Annotated[str, Field(min_length=1)]] = {}
    contact: Mapping[str, Annotated[tuple[str, ...], Field(min_length=1, strict=False)]] = {}


class MissionsFile(RootModel[Mapping[Slug, MissionTable]]):
    """`missions.toml`."""


def load_newsroom(folder: str, mission: str = "") -> Newsroom:
    """Read `communique.toml` in a folder, which makes the folder a newsroom; for a mission, `missions.toml` too.

    Raises:
        FileProblem: there is none, or it cannot be read.
        TextProblems: everything that is wrong in it, or the mission is not known.
    """
    path = pathlib.Path(folder, SETTINGS)
    if not is_there(path, shown(folder, SETTINGS)):
        message = f"this folder is no newsroom: it has no `{SETTINGS}`"
        hint = "go to one or name it with `-C FOLDER`; `communique init FOLDER` makes one"
        raise FileProblem([Diagnostic(Code.NO_NEWSROOM, message, Location(folder), hint)])
    settings, _ = toml_files.read(path, shown(folder, SETTINGS), SettingsFile)
    room = _newsroom(folder, settings)
    return _as_mission(room, mission) if mission else room


def missions(folder: str) -> tuple[str, ...]:
    """The missions of a newsroom, in the order of their file.

    Raises:
        FileProblem: the file cannot be read.
        TextProblems: it is not valid.
    """
    return tuple(_missions(folder)[0])


def _missions(folder: str) -> tuple[Mapping[str, MissionTable], toml_files.Places]:
    path, name = pathlib.Path(folder, MISSIONS), shown(folder, MISSIONS)
    if not is_there(path, name):
        return {}, toml_files.Places(name, 1)
    file, places = toml_files.read(path, name, MissionsFile)
    return file.root, places


def _as_mission(room: Newsroom, name: str) -> Newsroom:
    """The newsroom as one of its missions sees it."""
    known, places = _missions(room.folder)
    if name not in known:
        hint = toml_files.did_you_mean(name, list(known)) if known else f"describe it in `{MISSIONS}`"
        place = Location(shown(room.folder, MISSIONS))
        raise TextProblems([Diagnostic(Code.UNKNOWN_MISSION, f"there is no mission `{name}`", place, hint)])
    table = known[name]
    contacts = {locale: tuple(lines) for locale, lines in table.contact.items()}
    mission = Mission(
        name,
        table.host,
        table.letterhead or "",
        table.locales,
        table.issuer,
        table.place,
        contacts,
        places.place(name),
    )
    return replace(room, zone=table.zone or room.zone, mission=mission)


def _newsroom(folder: str, settings: SettingsFile) -> Newsroom:
    return Newsroom(
        folder,
        settings.issuer.name,
        settings.issuer.zone,
        settings.letterhead,
        settings.locales,
        settings.milestones,
        settings.site.address if settings.site else "",
        settings.unattended.lead,
        settings.unattended.heartbeat,
        tuple(
            Series(name, frozenset(one.kinds), one.pattern, one.start, one.reset == "yearly")
            for name, one in settings.series.items()
        ),
    )


def moments_of(newsroom: Newsroom, local: datetime.datetime) -> tuple[datetime.datetime, ...]:
    """The instants at which clocks of the issuer's zone show a time: one, two when they are set back, or none."""
    zone = zoneinfo.ZoneInfo(newsroom.zone)
    moments = {(local.replace(tzinfo=zone, fold=fold)).astimezone(datetime.UTC) for fold in (0, 1)}
    shown_then = (moment.astimezone(zone) for moment in sorted(moments))
    return tuple(moment for moment in shown_then if moment.replace(tzinfo=None, fold=0) == local)


def address_of(newsroom: Newsroom, slug: str, year: int) -> str:
    """Where the files of an edition will lie on the web: `…/black-january/2027/`; empty if the newsroom does not say."""
    return "/".join([newsroom.address, *_mission_part(newsroom), slug, str(year), ""]) if newsroom.address else ""


def output_of(newsroom: Newsroom) -> pathlib.Path:
    """Where editions are built: a mission has a folder of its own, whose name no statement can have."""
    return pathlib.Path(newsroom.folder, "output", *_mission_part(newsroom))


def _mission_part(newsroom: Newsroom) -> tuple[str, ...]:
    return (f"@{newsroom.mission.name}",) if newsroom.mission is not None else ()


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
    return (folder,) if is_there(folder, shown(newsroom.folder, "grammar")) else ()


def slugs(newsroom: Newsroom) -> tuple[str, ...]:
    """Every statement of the newsroom: the folders of `statements/` with a `statement.md`, sorted by name.

    Raises:
        FileProblem: that cannot be told.
    """
    folders = listed(pathlib.Path(newsroom.folder, "statements"), shown(newsroom.folder, "statements"))
    parts = ("statements", "statement.md")
    return tuple(
        one.name for one in folders if is_there(one / parts[1], shown(newsroom.folder, parts[0], one.name, parts[1]))
    )


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
