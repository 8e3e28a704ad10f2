"""The yearly worksheet as a page to print or to send, and as a calendar to subscribe to."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from communique.model import Deadline, Planned
from communique.render.elements import escaped

if TYPE_CHECKING:
    import icalendar

STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
caption { text-align: start; font-weight: 600; padding: .5rem 0 }
th, td { text-align: start; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8888 }
ul { margin: 0; padding-inline-start: 1.1rem }
.milestone { font-weight: 700 }
"""
HEADINGS = ("Edition", "Day", "n", "By when", "To decide")


def page(rows: Sequence[Planned], issuer: str) -> bytes:
    """The worksheet as one HTML file, without a script and without a request."""
    body = "".join(_row(row) for row in rows)
    head = "".join(f"<th scope=col>{heading}</th>" for heading in HEADINGS)
    title = f"Worksheet of {escaped(issuer)}"
    return (
        f"<!doctype html>\n<html lang=en><head><meta charset=utf-8><title>{title}</title>"
        f'<meta name=viewport content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>\n'
        f"<body><main><h1>{title}</h1>\n<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"
        "</main></body></html>\n"
    ).encode()


def _row(row: Planned) -> str:
    deadlines = "".join(f"<li>{_day(one.day)}: {escaped(one.what)}</li>" for one in row.deadlines)
    decisions = "".join(f"<li>{escaped(one)}</li>" for one in row.decisions)
    number = f"<span class=milestone>{row.n} (milestone)</span>" if row.milestone else str(row.n)
    return (
        f"<tr><th scope=row>{escaped(row.name)}</th><td>{_day(row.observed)}<br>{row.observed:%A}</td><td>{number}</td>"
        f"<td><ul>{deadlines}</ul></td><td>{f'<ul>{decisions}</ul>' if decisions else 'nothing'}</td></tr>\n"
    )


def _day(day: datetime.date) -> str:
    return f"<time datetime={day}>{day}</time>"


def calendar(rows: Sequence[Planned], issuer: str) -> bytes:
    """The observances and deadlines as iCalendar (RFC 5545), the same bytes for the same rows."""
    import icalendar

    whole = icalendar.Calendar()
    whole.add("prodid", "-//communique//worksheet//EN")
    whole.add("version", "2.0")
    whole.add("name", f"Worksheet of {issuer}")
    for row in rows:
        for deadline in row.deadlines:
            whole.add_component(_event(row, deadline))
    return bytes(whole.to_ical())


def _event(row: Planned, deadline: Deadline) -> icalendar.Event:
    import icalendar

    event = icalendar.Event()
    event.add("uid", f"{row.name}-t{deadline.days}@communique")
    # The moment of the entry, which the standard demands, is that of what it tells: nothing here knows the time.
    event.add("dtstamp", datetime.datetime.combine(deadline.day, datetime.time(), datetime.UTC))
    event.add("dtstart", deadline.day)
    event.add("dtend", deadline.day + datetime.timedelta(days=1))
    event.add("summary", f"{row.name} (n = {row.n}): {deadline.what}")
    event.add("description", "\n".join([row.explanation, *row.decisions]))
    event.add("transp", "TRANSPARENT")
    return event
