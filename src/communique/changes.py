"""What is different in an edition: from the edition before it, and from what the statement says for every year.

Numbers and dates that follow from the year are not told; they are what editions are for.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from communique.diagnostics import Location
from communique.model import Edition, Fact, Holder, Message


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `before` and `now` are the words on either side; empty where there is nothing."""

    what: str
    before: str
    now: str
    location: Location
    source: str = ""
    """Where a new figure comes from."""

    def __str__(self) -> str:
        moved = f"{self.before or '(none)'} -> {self.now or '(none)'}"
        return f"{self.what}: {moved}" + (f" ({self.source})" if self.source else "")


def changes(edition: Edition, before: Edition | None) -> tuple[Change, ...]:
    """Everything that differs from the edition before, and everything that the edition's own file says.

    `before` is None for the first edition, of which only its own file is told.
    """
    found = [*_overlaid(edition)]
    if before is not None:
        found += [
            *_facts(edition, before),
            *_roles(edition, before),
            *_blocks(edition, before),
            *_frame(edition, before),
        ]
    return tuple(dict.fromkeys(found))


def _facts(edition: Edition, before: Edition) -> Iterator[Change]:
    for name, fact in edition.facts.items():
        old = before.facts.get(name)
        if old is None or old.value != fact.value:
            yield Change(f"fact `{name}`", _value(old), _value(fact), fact.location, fact.source)


def _value(fact: Fact | None) -> str:
    match fact.value if fact is not None else None:
        case None:
            return ""
        case Mapping() as texts:
            return ", ".join(f"{locale}: {text}" for locale, text in texts.items())
        case int() | Decimal() | str() | datetime.date() as value:
            return str(value) + (f" {fact.unit}" if fact is not None and fact.unit else "")


def _roles(edition: Edition, before: Edition) -> Iterator[Change]:
    for role in edition.roles:
        old, new = _holder(before, role), _holder(edition, role)
        if new is not None and (old is None or (old.names, old.titles) != (new.names, new.titles)):
            yield Change(f"role `{role}`", _name(old), _name(new), new.location)


def _holder(edition: Edition, role: str) -> Holder | None:
    return next((one for one in edition.roles.get(role, ()) if one.holds(edition.observed)), None)


def _name(holder: Holder | None) -> str:
    return next(iter(holder.names.values()), "") if holder is not None else ""


def _blocks(edition: Edition, before: Edition) -> Iterator[Change]:
    """Paragraphs that come or leave, with the year or the milestone."""
    old, new = _by_id(before), _by_id(edition)
    for name, message in new.items():
        if name not in old:
            yield Change(f"block `{name}`", "", "appears", message.passage.location)
    for name, message in old.items():
        if name not in new:
            yield Change(f"block `{name}`", "there", "", message.passage.location)


def _by_id(edition: Edition) -> Mapping[str, Message]:
    return {message.id: message for message in edition.messages}


def _frame(edition: Edition, before: Edition) -> Iterator[Change]:
    if edition.letterhead != before.letterhead:
        yield Change("letterhead", before.letterhead, edition.letterhead, edition.location)


def _overlaid(edition: Edition) -> Iterator[Change]:
    """What the edition's own file changes of the statement."""
    known = {message.id: message for message in edition.statement.messages}
    for (block, locale), passage in edition.overrides.items():
        usual = known[block].passage.text if locale == edition.statement.source and block in known else ""
        yield Change(f"block `{block}` in `{locale}`", _short(usual), _short(passage.text), passage.location)
    for name, value in (
        ("number", edition.number),
        ("embargo", edition.embargo.isoformat() if edition.embargo else ""),
        ("day of the dateline", str(edition.released) if edition.released not in {None, edition.observed} else ""),
        ("place of the dateline", ", ".join(edition.places.values())),
    ):
        if value:
            yield Change(name, "", value, edition.location)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
