"""What unattended runs leave behind: since when they run, when the last one ended, and a sign of life for others.

`output/unattended.json` is kept by `communique due --build`. That a run did not happen cannot be told by the run itself: so
`communique doctor` reads when the last one ended, and a heartbeat, a file or an address, tells somebody else.
"""

from __future__ import annotations

import datetime
import json
import pathlib
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import AwareDatetime, TypeAdapter

from communique import durable, publish
from communique.diagnostics import Code, Diagnostic, ExitCode, FileProblem, Location, Severity
from communique.due import Shelf
from communique.model import Newsroom
from communique.newsroom import shown
from communique.toml_files import reason, writing

RECORD = "unattended.json"
PATIENCE = 10
"""Seconds that a heartbeat address may take."""
OVERDUE = datetime.timedelta(days=2)
"""A daily run that ended longer ago than this did not happen."""


@dataclass(frozen=True, slots=True)
class Record:
    """Since which day the newsroom builds unattended, and when (UTC) and how the last run ended."""

    since: datetime.date
    ended: AwareDatetime
    exit_code: int


def read_record(newsroom: str) -> Record | None:
    """What the runs before left in the folder of a newsroom; None before the first one.

    Raises:
        FileProblem: it cannot be read; without it, nobody knows which editions were missed.
    """
    path = pathlib.Path(newsroom, "output", RECORD)
    try:
        return TypeAdapter(Record).validate_json(path.read_bytes(), strict=True)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        what = reason(error) if isinstance(error, OSError) else "is not a record of unattended runs"
        hint = "take it from a backup, or delete it and name the first day with `communique due --since`"
        place = Location(shown(newsroom, "output", RECORD))
        raise FileProblem([Diagnostic(Code.UNREADABLE, what, place, hint)]) from None


def write_record(newsroom: str, record: Record) -> None:
    """Leave the record of a run for the next one.

    Raises:
        FileProblem: it cannot be written.
    """
    kept = {
        "since": str(record.since),
        "ended": record.ended.isoformat(timespec="seconds"),
        "exit_code": record.exit_code,
    }
    _write(pathlib.Path(newsroom, "output", RECORD), shown(newsroom, "output", RECORD), kept)


def _write(path: pathlib.Path, name: str, content: Mapping[str, object]) -> None:
    with writing(name, "correct the permissions, or name another place"):
        durable.make_folder(path.parent)
        durable.replace(path, (json.dumps(content, indent=1) + "\n").encode())


def shelf(newsroom: Newsroom, slugs: Iterable[str]) -> Shelf:
    """The editions that `latest` shows, and whether each is there in every locale it was to be in."""
    found = {}
    for folder in publish.edition_folders(newsroom, tuple(slugs)):
        revision = publish.latest(folder)
        if revision is not None:
            found[folder.parent.name, int(folder.name)] = publish.read_manifest(revision).get("refused") == {}
    return found


def beat(heartbeat: str, ended: datetime.datetime, exit_code: ExitCode) -> Diagnostic | None:
    """Give a sign of life: into a file, or by asking for an address (with `/fail` behind it if the run did not succeed).

    A heartbeat that fails is a warning: whoever waits for it will notice.
    """
    if not heartbeat.startswith(("https://", "http://")):
        try:
            _write(pathlib.Path(heartbeat), heartbeat, {"ended": ended.isoformat(), "exit_code": int(exit_code)})
        except FileProblem as error:
            return error.diagnostics[0]
        return None
    address = heartbeat.rstrip("/") + ("" if exit_code is ExitCode.DONE else "/fail")
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - the scheme was looked at above
            answer.read(1)
    except (OSError, urllib.error.URLError, ValueError) as error:
        hint = "look at the address and at the network; what was built is not touched by this"
        message = f"the heartbeat was not taken: {error}"
        return Diagnostic(Code.NO_HEARTBEAT, message, Location(address), hint, Severity.WARNING)
    return None
