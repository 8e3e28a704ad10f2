"""What every command shares: the global options, how results and problems are told, and how a command ends."""

from __future__ import annotations

import functools
import os
import pathlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import click

from communique.diagnostics import Diagnostic, ExitCode, Severity

Function = TypeVar("Function", bound=Callable[..., Any])
COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


@dataclass(slots=True)
class Session:
    """The global options of one call. Results go to stdout, talk to stderr."""

    command: str = ""
    newsroom: str = ""
    mission: str = ""
    as_json: bool = False
    quiet: bool = False
    verbose: bool = False
    color: bool | None = None
    items: list[Mapping[str, Any]] = field(default_factory=list)

    def result(self, text: str, **item: Any) -> None:
        """A line of the result; with `--json`, the item instead."""
        if item:
            self.items.append(item)
        if not self.as_json:
            click.echo(text, color=self.color)

    def talk(self, text: str) -> None:
        """A line about what is going on."""
        if not self.quiet:
            click.echo(text, err=True, color=self.color)

    def paint(self, text: str, color: str) -> str:
        """Coloured, where colours are wanted and shown."""
        return click.style(text, fg=color)

    def end(self, problems: Sequence[Diagnostic], code: ExitCode) -> None:
        """Tell the problems and leave with the exit code."""
        if self.as_json:
            import json

            whole = {
                "communique": 1,
                "command": self.command,
                "ok": code is ExitCode.DONE,
                "items": self.items,
                "problems": [problem.as_json() for problem in problems],
            }
            click.echo(json.dumps(whole, ensure_ascii=False, indent=1))
        else:
            self.tell(problems)
        if code is not ExitCode.DONE:
            raise click.exceptions.Exit(int(code))

    def tell(self, problems: Sequence[Diagnostic]) -> None:
        """Problems for people, on stderr, with a count at the end."""
        for problem in problems:
            lines = str(problem).replace(f": {problem.severity} ", f": {self._painted(problem.severity)} ", 1)
            click.echo(lines, err=True, color=self.color)
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        if errors:
            self.talk(f"{errors} error{'s' if errors > 1 else ''}")

    def _painted(self, severity: Severity) -> str:
        return click.style(str(severity), fg=COLORS[severity], bold=True)


def nearest_newsroom() -> str:
    """The current folder or the nearest one above it that is a newsroom; the current one if there is none."""
    here = pathlib.Path.cwd()
    found = next((folder for folder in (here, *here.parents) if (folder / "communique.toml").is_file()), here)
    return os.path.relpath(found, here)


def global_options(function: Function) -> Function:
    """Let a command take the global options itself, so that they may stand before or behind its name."""

    @click.option("-C", "--newsroom", metavar="FOLDER", help="Work in this newsroom instead of the current folder.")
    @click.option("--mission", metavar="NAME", help="Work for this mission of `missions.toml`.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
    @click.option("-q", "--quiet", is_flag=True, help="Say nothing but results and problems.")
    @click.option("-v", "--verbose", is_flag=True, help="Say more; show the traceback of a fault of this program.")
    @click.option("--no-color", is_flag=True, help="No colours (as with NO_COLOR in the environment).")
    @click.pass_context
    @functools.wraps(function)
    def command(
        context: click.Context,
        /,
        newsroom: str | None,
        mission: str | None,
        as_json: bool,
        quiet: bool,
        verbose: bool,
        no_color: bool,
        **arguments: Any,
    ) -> Any:
        session = context.ensure_object(Session)
        session.command = context.info_name or ""
        session.newsroom = newsroom or session.newsroom or nearest_newsroom()
        session.mission = mission or session.mission
        session.as_json |= as_json
        session.quiet |= quiet
        session.verbose |= verbose
        if no_color or "NO_COLOR" in os.environ:
            session.color = context.color = False
        return function(session, **arguments)

    return command  # type: ignore[return-value]  # Click needs the wrapper to have options of its own
