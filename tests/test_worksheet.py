"""The worksheet: what comes, by when, and what a person must decide."""

from __future__ import annotations

import json
from pathlib import Path

import icalendar
import pytest

from conftest import Program
from small_newsroom import BODY, CATALOG, STATEMENT, SmallNewsroom, statement_file

VISITORS = '[facts.visitors]\nrequired = "yearly"\n'
DECIDED = (
    BODY + '\n{#guests}\n{visitors} came.\n\n{#old review_by="2026-06-01"}\nOld.\n\n{#then years="2026..2026"}\nThen.\n'
)


def rows(communique: Program, *arguments: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(communique("status", "--json", *arguments).out)["items"]
    return found


def test_a_row_has_the_day_the_number_and_the_deadlines(newsroom: SmallNewsroom, communique: Program) -> None:
    (row,) = rows(communique, "-y", "2027", "--worksheet")
    assert (row["statement"], row["year"], row["n"], row["observed"]) == ("sad-night", 2027, 37, "2027-01-20")
    assert [(one["days"], one["day"]) for one in row["deadlines"]] == [  # type: ignore[attr-defined]
        (60, "2026-11-21"),
        (30, "2026-12-21"),
        (14, "2027-01-06"),
        (7, "2027-01-13"),
        (0, "2027-01-20"),
    ]
    assert (row["milestone"], row["decisions"]) == (False, [])


def test_a_milestone_is_marked_by_the_set_of_the_newsroom(newsroom: SmallNewsroom, communique: Program) -> None:
    assert [row["milestone"] for row in rows(communique, "-y", "2039", "--horizon", "3")] == [False, True, False]


def test_what_must_be_decided_is_told_with_its_place(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.write(STATEMENT, statement_file(DECIDED, tables=VISITORS))
    (row,) = rows(communique, "-y", "2027", "--worksheet")
    decisions = "\n".join(row["decisions"])  # type: ignore[arg-type]
    for words in (
        "the edition 2027 must supply the fact `visitors`",
        "the block `old` had to be reviewed by 2026-06-01",
        "block `then`: there -> (none)",
        "fr: 2 missing, 2 words",
    ):
        assert words in decisions
    assert f"({STATEMENT}:" in decisions


def test_years_that_are_not_marked_are_no_rows(newsroom: SmallNewsroom, communique: Program) -> None:
    event = 'name = "Sad Night"\ndate = 1992-02-29\nleap_day = "leap-years-only"'
    newsroom.write(STATEMENT, statement_file(event=event))
    assert [row["year"] for row in rows(communique, "-y", "2027", "--horizon", "3")] == [2028, 2032, 2036]


def test_the_calendar_has_a_day_for_each_deadline_and_is_the_same_each_time(
    newsroom: SmallNewsroom, communique: Program
) -> None:
    for name in ("a.ics", "b.ics"):
        assert communique("status", "-y", "2027", "--horizon", "2", "--to", name).exit_code == 0
    content = Path("a.ics").read_bytes()
    assert content == Path("b.ics").read_bytes()
    events = list(icalendar.Calendar.from_ical(content).walk("VEVENT"))
    assert len(events) == 10
    assert {str(event["uid"]) for event in events} >= {"sad-night-2027-t60@communique", "sad-night-2028-t0@communique"}
    (day,) = [event for event in events if str(event["uid"]) == "sad-night-2027-t0@communique"]
    assert str(day.decoded("dtstart")) == "2027-01-20"


def test_the_page_has_a_row_for_each_edition(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.replace("communique.toml", "Embassy of Examplia", "Embassy <of> Examplia")
    assert communique("status", "-y", "2027", "--horizon", "3", "--to", "work.html").exit_code == 0
    page = Path("work.html").read_text("utf-8")
    assert page.count("<tr>") == 4
    assert "Embassy &lt;of&gt; Examplia" in page
    assert "<script" not in page


@pytest.mark.parametrize("to, exit_code", [("work.pdf", 2), ("nowhere/work.html", 5)])
def test_a_file_that_cannot_be_made_is_told(
    newsroom: SmallNewsroom, communique: Program, to: str, exit_code: int
) -> None:
    assert communique("status", "-y", "2027", "--to", to).exit_code == exit_code


def test_a_broken_catalog_is_told_with_the_command_that_says_more(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.replace(CATALOG, 'msgctxt "lead"', "msgctxt lead")
    ended = communique("status", "-y", "2027", "--worksheet", "--no-color")
    assert "decide: fr: 4 missing, 15 words (communique check sad-night -l fr)" in ended.out
