"""The command line: it parses, calls and reports. Heavy libraries are imported by the command that needs them."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from communique import __version__
from communique.cli.build import build
from communique.cli.catalog import catalog
from communique.cli.check import check
from communique.cli.doctor import doctor
from communique.cli.due import due
from communique.cli.init import init
from communique.cli.language import language
from communique.cli.proof import proof
from communique.cli.prune import prune
from communique.cli.schedule import schedule
from communique.cli.session import Session, global_options
from communique.cli.status import status
from communique.cli.verify import verify
from communique.diagnostics import Code, CommuniqueError, Diagnostic, ExitCode, Location


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"communique {__version__}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "COMMUNIQUE"})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@global_options
def command_line(_session: Session) -> None:
    """Write a statement once; release it every year, in every language."""


for command in (init, status, check, build, due, schedule, proof, verify, prune, catalog, language, doctor):
    command_line.add_command(command)


def main() -> NoReturn:
    """Run a command and leave with its exit code; nothing ever ends in a traceback unless `-v` asks for it."""
    session = Session()
    sys.exit(int(_run(session)))


def _run(session: Session) -> int:
    try:
        return int(command_line.main(prog_name="communique", obj=session, standalone_mode=False) or 0)
    except CommuniqueError as error:
        return _ended(session, error.diagnostics, error.exit_code)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        session.talk("interrupted; nothing was released")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return ExitCode.FILE
    except Exception as error:
        if session.verbose:
            raise
        return _ended(session, [_fault(error)], ExitCode.PROBLEMS)


def _ended(session: Session, problems: tuple[Diagnostic, ...] | list[Diagnostic], code: ExitCode) -> int:
    try:
        session.end(problems, code)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    return code


def _fault(error: Exception) -> Diagnostic:
    """A fault of this program: its kind and place, never its message, which may hold words of a statement."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}" if trace else "unknown place"
    hint = "this is a fault of communique, not of your text: run it again with `-v` and report what it prints"
    return Diagnostic(Code.INTERNAL, f"{type(error).__name__} in {place}", Location("communique"), hint)
