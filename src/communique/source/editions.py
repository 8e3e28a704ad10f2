"""`editions/<year>.toml`: a statement for one year, with what is different then, as an `Edition`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, Field, Strict

from communique import observance, placeholders, toml_files
from communique.diagnostics import Code, Diagnostic, Location, Passage, TextProblems, stop_if_errors
from communique.model import BlockKind, Condition, Edition, Fact, Message, Newsroom, Statement, Variant
from communique.newsroom import moments_of, shown, statement_folder
from communique.observance import ObservanceError
from communique.presence import is_there
from communique.source import registers
from communique.source.registers import Day, EditionFactTable, HolderTable, Name, Registers, Resolved

Line = Annotated[str, Field(pattern=r"^[^\n\r]*$", max_length=200)]
"""Words that go into a header, a subject and the properties of files: one line."""


class _Table(BaseModel):
    model_config = toml_files.TABLE


class DatelineTable(_Table):
    """`[dateline]` of an edition: where and on which day it is given out."""

    place: Mapping[str, str] = {}
    date: Day | None = None


class EditionFile(_Table):
    """`editions/<year>.toml`: what is different this year."""

    number: Line = ""
    embargo: Annotated[datetime.datetime, Strict()] | None = None
    dateline: DatelineTable = DatelineTable()
    facts: Mapping[Name, EditionFactTable] = {}
    roles: Mapping[Name, HolderTable] = {}
    blocks: Mapping[str, Mapping[str, str]] = {}


def load_edition(newsroom: Newsroom, statement: Statement, year: int, *, draft: bool = False) -> Edition:
    """The statement for one year, with what `editions/<year>.toml` changes, if there is such a file.

    A draft may lack what a release must have: a required fact then stays open, a late review is overlooked.

    Raises:
        FileProblem: the file cannot be read.
        TextProblems: everything that is wrong in it, and everything the edition lacks.
    """
    name = shown(newsroom.folder, "statements", statement.slug, "editions", f"{year}.toml")
    path = statement_folder(newsroom, statement.slug) / "editions" / f"{year}.toml"
    places = toml_files.Places(name, 1)
    file, location = EditionFile(), statement.location
    if is_there(path, name):
        file, places = toml_files.read(path, name, EditionFile)
        location = Location(name, 1, 1)
    observed, n = _observed(statement, year)

    variant = _variant(statement, n, newsroom.milestones)
    messages = tuple(
        message
        for message in statement.messages
        if belongs(message.condition, year, n, observed, newsroom) and _is_titled(message, variant)
    )
    resolved = _resolved(newsroom, statement, observed, file)
    edition = Edition(
        statement,
        year,
        n,
        observed,
        {**resolved.facts, **_facts(file, places)},
        {**resolved.roles, **_roles(file, places)},
        messages,
        _overrides(file, places),
        location,
        file.number,
        file.dateline.date or observed,
        _embargo(newsroom, file, places),
        dict(file.dateline.place),
        _letterhead(newsroom, statement, variant),
        newsroom.mission,
        resolved.doubts,
    )
    problems = [*_unknown_names(edition, file, places, resolved), *([] if draft else _lacking(edition))]
    stop_if_errors(problems)
    return edition


def _overrides(file: EditionFile, places: toml_files.Places) -> Mapping[tuple[str, str], Passage]:
    return {
        (block, locale): places.passage(text, "blocks", block, locale)
        for block, texts in file.blocks.items()
        for locale, text in texts.items()
    }


def _resolved(newsroom: Newsroom, statement: Statement, observed: datetime.date, file: EditionFile) -> Resolved:
    """What the registers say on the day of the observance; of what the edition itself states nothing is doubtful."""
    texts = [message.passage.text for message in statement.messages]
    texts += [text for by_locale in file.blocks.values() for text in by_locale.values()]
    used = frozenset(name for text in texts for name in placeholders.names(text))
    own = Registers(statement.facts, statement.roles)
    return registers.resolve(own, registers.read_registers(newsroom), used, observed, settled=file.facts)


def _facts(file: EditionFile, places: toml_files.Places) -> Mapping[str, Fact]:
    return {
        name: Fact(fact.value, fact.source, places.place("facts", name), fact.unit, fact.note)
        for name, fact in file.facts.items()
    }


def _roles(file: EditionFile, places: toml_files.Places) -> registers.Roles:
    return {role: (registers.holder(table, places.place("roles", role)),) for role, table in file.roles.items()}


def _variant(statement: Statement, n: int, milestones: Sequence[int]) -> Variant | None:
    """The first variant that a number of years asks for."""
    return next((one for one in statement.variants if n in (one.milestones or milestones)), None)


def _letterhead(newsroom: Newsroom, statement: Statement, variant: Variant | None) -> str:
    """The mission's own letterhead goes before that of a milestone, and both before that of the statement."""
    of_mission = newsroom.mission.letterhead if newsroom.mission is not None else ""
    return of_mission or (variant and variant.letterhead) or statement.letterhead


def _is_titled(message: Message, variant: Variant | None) -> bool:
    """Whether a message is no title, or the one title of the edition."""
    title = variant.title.id if variant is not None and variant.title is not None else "title"
    return message.kind is not BlockKind.TITLE or message.id == title


def _observed(statement: Statement, year: int) -> tuple[datetime.date, int]:
    try:
        n = observance.anniversary(statement.event, year)
        if n >= 1:
            return observance.observed_on(statement.event, year), n
        first = observance.first_edition(statement.event)
    except ObservanceError as error:
        raise TextProblems([Diagnostic(Code.BAD_DATE, str(error), statement.location, error.hint)]) from None
    message = f"the edition {year} is not after the event, which is counted from {statement.event.count_from}"
    hint = f"the first edition is {first}"
    raise TextProblems([Diagnostic(Code.BEFORE_EVENT, message, statement.location, hint)])


def belongs(condition: Condition, year: int, n: int, observed: datetime.date, newsroom: Newsroom) -> bool:
    """Whether a block belongs to an edition: everything its line asks for must hold."""
    if condition.years is not None and not any((a or 0) <= year <= (b or 9999) for a, b in condition.years):
        return False
    if condition.milestones is not None and n not in (condition.milestones or newsroom.milestones):
        return False
    if condition.hosts is not None and (newsroom.mission is None or newsroom.mission.host not in condition.hosts):
        return False
    return (condition.since or observed) <= observed <= (condition.until or observed)


def _embargo(newsroom: Newsroom, file: EditionFile, places: toml_files.Places) -> datetime.datetime | None:
    """The instant an embargo ends: a time without a zone is one on the issuer's clock, if that clock shows it once."""
    if file.embargo is None or file.embargo.tzinfo is not None:
        return file.embargo
    moments = moments_of(newsroom, file.embargo)
    if len(moments) == 1:
        return moments[0]
    what = "is shown twice" if moments else "is never shown"
    message = f"the time {file.embargo:%Y-%m-%d %H:%M} {what} by clocks in {newsroom.zone}, which are changed that day"
    hint = f"state the distance from UTC too, such as {file.embargo:%Y-%m-%dT%H:%M:%S}+01:00"
    raise TextProblems([Diagnostic(Code.BAD_DATE, message, places.place("embargo"), hint)])


def _unknown_names(
    edition: Edition, file: EditionFile, places: toml_files.Places, resolved: Resolved
) -> list[Diagnostic]:
    """Facts, roles and blocks that the edition overrides although the statement has none of that name."""
    known = {
        "facts": list(resolved.facts),
        "roles": list(resolved.roles),
        "blocks": [message.id for message in edition.statement.messages],
    }
    problems = [
        Diagnostic(
            Code.UNKNOWN_BLOCK,
            f"the statement has no `{name}` under [{table}]",
            places.place(table, name),
            toml_files.did_you_mean(name, names) if names else "take it out",
        )
        for table, names in known.items()
        for name in getattr(file, table)
        if name not in names
    ]
    locales = edition.statement.all_locales
    problems += [
        Diagnostic(
            Code.UNKNOWN_LOCALE,
            f"the statement is not written in `{locale}`",
            places.place("blocks", block, locale),
            toml_files.did_you_mean(locale, locales),
        )
        for block, locale in edition.overrides
        if locale not in locales
    ]
    return problems


def _lacking(edition: Edition) -> list[Diagnostic]:
    """What stops a release: facts and blocks that must be given anew, and reviews that are overdue."""
    hint = f"write it in `editions/{edition.year}.toml`"
    problems = [
        Diagnostic(
            Code.FACT_REQUIRED,
            _no_value(edition, name, fact),
            fact.location,
            f"{hint}: [facts.{name}] with `value` and `source`",
        )
        for name, fact in edition.facts.items()
        if fact.value is None
    ]
    for message in edition.messages:
        for locale in edition.statement.all_locales if message.required_yearly else ():
            if (message.id, locale) not in edition.overrides:
                what = f"the edition {edition.year} must supply the block `{message.id}` in `{locale}`"
                key = f"{hint}: [blocks.{message.id}] {locale} = …"
                problems.append(
                    Diagnostic(Code.FACT_REQUIRED, what, message.passage.location, key, locale=locale, block=message.id)
                )
        if message.review_by is not None and edition.observed > message.review_by:
            what = f"the block `{message.id}` had to be reviewed by {message.review_by}"
            problems.append(
                Diagnostic(
                    Code.REVIEW_DUE,
                    what,
                    message.passage.location,
                    "read it again and set a later `review_by`, or end it with `until`",
                    block=message.id,
                )
            )
    return problems


def _no_value(edition: Edition, name: str, fact: Fact) -> str:
    if fact.since is not None:
        return f"the fact `{name}` has no value on {edition.observed}: the first holds from {fact.since}"
    return f"the edition {edition.year} must supply the fact `{name}`"
