"""Write the pages that are made from the code: `python docs/generate.py`; `--check` only says whether they are fresh."""

from __future__ import annotations

import pathlib
import sys

import click

from communique.cli import command_line
from communique.diagnostics import Code, ExitCode

DOCS = pathlib.Path(__file__).parent
HEAD = "<!-- made by docs/generate.py from the code; do not edit -->\n\n"
EXIT_CODES = {
    ExitCode.DONE: "done",
    ExitCode.PROBLEMS: "problems in the texts",
    ExitCode.USAGE: "called wrongly",
    ExitCode.REFUSED: "refused by a rule (not cleared, embargo, sealed)",
    ExitCode.ENVIRONMENT: "a library or a font is missing",
    ExitCode.FILE: "a file or folder cannot be read or written",
    ExitCode.BUSY: "another build holds the lock",
    ExitCode.INTERRUPTED: "interrupted",
}


def problems() -> str:
    """Every code with its meaning, and the exit codes."""
    rows = "".join(f"| `{code}` | {code.meaning} |\n" for code in Code)
    exits = "".join(f"| {int(code)} | {meaning} |\n" for code, meaning in EXIT_CODES.items())
    return (
        f"{HEAD}# Problems\n\n"
        "A problem is told as `path:line:column: error C031: what is wrong`, followed by a hint that says what to do. "
        "All problems of a run are told at once, in the order of their places.\n\n"
        f"| Code | Meaning |\n|---|---|\n{rows}\n"
        f"## Exit codes\n\n| Code | Meaning |\n|---|---|\n{exits}"
    )


def commands() -> str:
    """The help text of every command."""
    parts = [f"{HEAD}# Commands\n"]
    for path, command in _commands("communique", command_line):
        context = click.Context(command, info_name=path, terminal_width=100, max_content_width=100)
        parts.append(f"## `{path}`\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def _commands(path: str, command: click.Command) -> list[tuple[str, click.Command]]:
    inner = command.commands if isinstance(command, click.Group) else {}
    found = [(path, command)]
    for name in sorted(inner):
        found += _commands(f"{path} {name}", inner[name])
    return found


PAGES = {"problems.md": problems, "commands.md": commands}


def stale() -> list[str]:
    """The pages that are not as the code would make them."""
    return [name for name, make in PAGES.items() if (DOCS / name).read_text("utf-8") != make()]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(", ".join(stale()) or 0)
    for page, make in PAGES.items():
        (DOCS / page).write_text(make(), "utf-8")
