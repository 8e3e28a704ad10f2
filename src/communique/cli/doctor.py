"""`communique doctor`: what this machine has, what it lacks, and the one line that mends it."""

from __future__ import annotations

import click

from communique.cli.session import Session, global_options
from communique.diagnostics import ExitCode, Severity


@click.command()
@global_options
def doctor(session: Session) -> None:
    """Show what this machine has and lacks; ends with 4 if something is missing."""
    import datetime

    from communique.machine import findings

    found = list(findings(session.newsroom, datetime.datetime.now(datetime.UTC)))
    for finding in found:
        session.result(str(finding), name=finding.name, state=finding.state, detail=finding.detail)
    problems = [finding.problem for finding in found if finding.problem]
    broken = any(problem.severity is Severity.ERROR for problem in problems)
    if session.as_json or not broken:
        session.end(problems if session.as_json else (), ExitCode.ENVIRONMENT if broken else ExitCode.DONE)
    else:
        raise click.exceptions.Exit(int(ExitCode.ENVIRONMENT))
