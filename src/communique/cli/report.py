"""The report of a build: every edition, every release, what was drawn and why, what it took, and every problem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from communique.diagnostics import Diagnostic, ExitCode

if TYPE_CHECKING:
    from communique.pipeline import Built
    from communique.rendering import Finished


def report(built: Sequence[Built], problems: Sequence[Diagnostic], code: ExitCode) -> str:
    """One page of text for people; without a clock in it, so that two runs can be compared."""
    parts = [line for one in built for line in _edition(one)]
    told = [f"{problem}\n" for problem in problems] or ["no problems\n"]
    return "".join([*parts, *told, f"ended with {int(code)} ({code.name.lower().replace('_', ' ')})\n"])


def _edition(built: Built) -> Iterator[str]:
    publication = built.publication
    yield f"{built.prepared.edition.name}  {publication.folder}  {'new' if publication.new else 'unchanged'}\n"
    for one in built.releases:
        yield f"  {one.locale:<11} {_took(one)}\n"
    for path, reasons in built.reasons.items():
        yield f"    {path}: {'; '.join(reasons)}\n"
    for locale in built.prepared.refused:
        yield f"  {locale:<11} refused\n"
    yield "\n"


def _took(one: Finished) -> str:
    if not one.formats:
        return "nothing: see the problems below"
    stood = ",".join(kind for kind in one.formats if kind not in one.drawn)
    drawn = ",".join(kind for kind in one.formats if kind in one.drawn)
    took = f"drawn: {drawn}, {one.seconds:.2f} s of processor time, {one.memory / 1e6:.0f} MB" if drawn else ""
    return "; ".join(filter(None, [took, f"from the last build: {stood}" if stood else ""]))
