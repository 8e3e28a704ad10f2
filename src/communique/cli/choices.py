"""The options that choose statements, years, locales and formats, the same for every command that has them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    import datetime

    from communique.model import Newsroom

Function = TypeVar("Function", bound=Callable[..., Any])
MOST_YEARS = 200


class Years(click.ParamType[tuple[int, ...]]):
    """A year or a range: `2024`, `2025-2030`, `2024,2026-2028`."""

    name = "years"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        """Read the option; every mistake is told with an example."""
        years: list[int] = []
        for part in str(value).split(","):
            found = re.fullmatch(r"\s*(\d{4})(?:-(\d{4}))?\s*", part, re.ASCII)
            first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
            if not 1 <= first <= last:
                self.fail(f"`{value}` is not a year or a range such as 2024 or 2025-2030", param, ctx)
            if last - first >= MOST_YEARS:
                self.fail(f"`{value}` is more than {MOST_YEARS} years", param, ctx)
            years.extend(range(first, last + 1))
        return tuple(dict.fromkeys(years))


class Listed(click.ParamType[tuple[str, ...]]):
    """Several words in one option, separated by commas, each one of a closed set if there is one."""

    def __init__(self, name: str, known: tuple[str, ...] = ()) -> None:
        self.name, self.known = name, known

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Read the option."""
        words = tuple(word.strip() for word in str(value).split(",") if word.strip())
        for word in words:
            if self.known and word not in self.known:
                self.fail(f"`{word}` is not one of {', '.join(self.known)}", param, ctx)
        return words


def edition_options(function: Function) -> Function:
    """STATEMENT... and `-y`, `-l`."""
    function = click.argument("statements", metavar="[STATEMENT]...", nargs=-1)(function)
    function = click.option(
        "-l", "--locale", "locales", type=Listed("locales"), multiple=True, help="Only these locales: fr or fr,ar."
    )(function)
    return click.option(
        "-y", "--year", "years", type=Years(), help="Edition years: 2024 or 2025-2030 (default: the next)."
    )(function)


def flat(several: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The words of an option that was given more than once."""
    return tuple(dict.fromkeys(word for words in several for word in words))


def today(room: Newsroom) -> datetime.date:
    """What day it is where the issuer sits: the only look at the clock, and only to choose the next edition."""
    import datetime
    import zoneinfo

    return datetime.datetime.now(zoneinfo.ZoneInfo(room.zone)).date()
