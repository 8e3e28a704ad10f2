"""Files for the schedulers that run `communique due --build` every day; the templates lie beside this module.

Nothing here installs anything. Each scheduler has its own way of quoting, and its own way of losing a run: what a file
does about that is written into it as comments.
"""

from __future__ import annotations

import datetime
import enum
import importlib.resources
import json
import shlex
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape


class Scheduler(enum.StrEnum):
    """The schedulers that files are made for."""

    SYSTEMD = "systemd"
    CRON = "cron"
    GITHUB = "github"
    KUBERNETES = "kubernetes"
    WINDOWS = "windows"


FILES: Mapping[Scheduler, tuple[str, ...]] = {
    Scheduler.SYSTEMD: ("communique-due.service", "communique-due.timer", "communique-due-failed.service"),
    Scheduler.CRON: ("communique.cron",),
    Scheduler.GITHUB: ("communique-due.yml",),
    Scheduler.KUBERNETES: ("communique-due.yaml",),
    Scheduler.WINDOWS: ("communique-due.xml",),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a scheduler must know. `program` is what to run, `folder` the newsroom; both are whole paths on its machine."""

    program: str
    folder: str
    zone: str
    issuer: str
    time: datetime.time


def files(scheduler: Scheduler, plan: Plan) -> dict[str, str]:
    """The files of a scheduler by their names, ready to be put where it looks for them."""
    quoted = _QUOTING[scheduler]
    values = {
        "program": quoted(plan.program),
        "folder": quoted(plan.folder),
        # systemd reads this one path as it stands.
        "working_folder": plan.folder.replace("%", "%%"),
        "output": quoted(f"{plan.folder}/output"),
        "zone": plan.zone,
        "issuer": _one_line(plan.issuer, scheduler),
        "hour": f"{plan.time.hour:02d}",
        "minute": f"{plan.time.minute:02d}",
        "cron_time": f"{plan.time.minute} {plan.time.hour}",
    }
    folder = importlib.resources.files(__name__)
    return {
        name: string.Template((folder / f"{name}.template").read_text("utf-8")).substitute(values)
        for name in FILES[scheduler]
    }


def _one_line(text: str, scheduler: Scheduler) -> str:
    """The issuer's name for a description or a comment."""
    line = " ".join(text.split())
    if scheduler is Scheduler.WINDOWS:
        return escape(line)
    return line.replace("%", "%%") if scheduler is Scheduler.SYSTEMD else line


def _for_systemd(text: str) -> str:
    """Quote as systemd.syntax(7) reads it; `%` and `$` begin something there."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{inner}"'


def _for_cron(text: str) -> str:
    """Quote for the shell; a `%` ends the command in a crontab (crontab(5))."""
    return shlex.quote(text).replace("%", "\\%")


def _for_yaml(text: str) -> str:
    """JSON texts are YAML texts (YAML 1.2, section 1.3)."""
    return json.dumps(text)


_QUOTING: Mapping[Scheduler, Callable[[str], str]] = {
    Scheduler.SYSTEMD: _for_systemd,
    Scheduler.CRON: _for_cron,
    Scheduler.GITHUB: _for_yaml,
    Scheduler.KUBERNETES: _for_yaml,
    Scheduler.WINDOWS: escape,
}
