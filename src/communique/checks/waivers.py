"""Warnings that somebody read and let stand, each with a reason: `waivers.toml` beside the statement.

A waiver holds for one pair of source and translation. When either changes it is void, and says so: nobody has judged the
new words.
"""

from __future__ import annotations

import hashlib
import pathlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BaseModel, Field

from communique import toml_files
from communique.checks.pair import Pair
from communique.diagnostics import Code, Diagnostic, Location, Severity
from communique.model import Statement
from communique.presence import is_there

WAIVERS = "waivers.toml"
LENGTH_OF_DIGEST = 12
Name = Annotated[str, Field(min_length=1)]


class WaiverTable(BaseModel):
    """`[[waiver]]`: the problem's code, where it is, the digest of the two texts, and why it may stand."""

    model_config = toml_files.TABLE

    code: Code
    locale: Name
    block: Name
    text: Annotated[str, Field(pattern=rf"^[0-9a-f]{{{LENGTH_OF_DIGEST}}}$")]
    reason: Name


class WaiversFile(BaseModel):
    """`waivers.toml`."""

    model_config = toml_files.TABLE

    waiver: tuple[WaiverTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """One warning that may stand as long as its text is the one whose digest is `text`."""

    code: Code
    locale: str
    block: str
    text: str
    reason: str
    location: Location


def digest_of(pair: Pair) -> str:
    """What binds a waiver to a text: the first figures of the SHA-256 of source and translation."""
    both = f"{pair.source.text}\0{pair.translation.text}"
    return hashlib.sha256(both.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH_OF_DIGEST]


def read_waivers(path: pathlib.Path, shown: str) -> tuple[Waiver, ...]:
    """Read the waivers of a statement, if there are any.

    Raises:
        FileProblem: the file cannot be read.
        TextProblems: everything that is wrong in it.
    """
    if not is_there(path, shown):
        return ()
    file, places = toml_files.read(path, shown, WaiversFile)
    return tuple(
        Waiver(one.code, one.locale, one.block, one.text, one.reason.strip(), places.place("waiver", number))
        for number, one in enumerate(file.waiver)
    )


def applied(
    waivers: Sequence[Waiver],
    problems: Sequence[Diagnostic],
    pairs: Mapping[str, Pair],
    locale: str,
    statement: Statement,
) -> Iterator[Diagnostic]:
    """The problems of a locale that nobody waived, each warning with what a waiver of it needs; and waivers in vain."""
    own = [waiver for waiver in waivers if waiver.locale == locale]
    digests = {name: digest_of(pair) for name, pair in pairs.items()}
    for problem in problems:
        waived = any(_is_for(waiver, problem) and waiver.text == digests.get(problem.block) for waiver in own)
        if problem.severity is Severity.ERROR:
            yield problem
        elif not waived:
            waive = f'; to let it stand, waive it with a reason and `text = "{digests[problem.block]}"` in {WAIVERS}'
            yield replace(problem, hint=problem.hint + waive)
    yield from _in_vain(own, problems, digests, locale)
    if locale == statement.source:
        yield from _of_nothing(waivers, statement)


def _is_for(waiver: Waiver, problem: Diagnostic) -> bool:
    return (waiver.code, waiver.block) == (problem.code, problem.block)


def _in_vain(
    waivers: Sequence[Waiver], problems: Sequence[Diagnostic], digests: Mapping[str, str], locale: str
) -> Iterator[Diagnostic]:
    for waiver in waivers:
        same = [problem for problem in problems if _is_for(waiver, problem)]
        if any(problem.severity is Severity.ERROR for problem in same):
            what, hint = f"`{waiver.code}` is an error here, and an error cannot be waived", "correct the text"
            yield Diagnostic(Code.WAIVER, what, waiver.location, hint, locale=locale, block=waiver.block)
        elif waiver.block in digests and waiver.text != digests[waiver.block]:
            what = f"this waiver is void: the text of `{waiver.block}` changed after it was given"
            hint = "delete it, or read the new text and give it anew"
            yield Diagnostic(Code.VOID_WAIVER, what, waiver.location, hint, Severity.WARNING, locale, waiver.block)


def _of_nothing(waivers: Sequence[Waiver], statement: Statement) -> Iterator[Diagnostic]:
    """Waivers of a locale or a block that the statement does not have."""
    blocks = [message.id for message in statement.messages]
    for waiver in waivers:
        for name, known in ((waiver.locale, statement.all_locales), (waiver.block, blocks)):
            if name not in known:
                what, hint = (
                    f"this waiver names `{name[:40]}`, which there is not",
                    toml_files.did_you_mean(name, known),
                )
                yield Diagnostic(Code.VOID_WAIVER, what, waiver.location, hint, Severity.WARNING)
