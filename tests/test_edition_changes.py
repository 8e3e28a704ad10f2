"""What an edition changes, from the edition before it and from the statement."""

from __future__ import annotations

import pytest

from communique.changes import changes
from communique.preparation import edition_before
from conftest import Program
from small_newsroom import BODY, EDITION, STATEMENT, SmallNewsroom, statement_file

JUBILEE = """
[variants.round]
milestone = [50, 100]
title = "The {ordinal_words} anniversary"

[variants.jubilee]
milestone = "yes"
title = "{anniversary}, a special year"
letterhead = "ministry"
"""


def told(newsroom: SmallNewsroom, year: int = 2026) -> list[str]:
    edition = newsroom.edition(year)
    return [str(change) for change in changes(edition, edition_before(newsroom.load(), edition))]


def test_an_edition_like_the_one_before_changes_nothing(newsroom: SmallNewsroom) -> None:
    assert told(newsroom) == []


def test_a_new_figure_is_told_with_both_values_and_its_source(newsroom: SmallNewsroom) -> None:
    newsroom.write(EDITION, '[facts.killed]\nvalue = 150\nunit = "people"\nsource = "The new list."\n')
    assert told(newsroom) == ["fact `killed`: 147 -> 150 people (The new list.)"]
    edition = newsroom.edition(2026)
    (change,) = changes(edition, edition_before(newsroom.load(), edition))
    assert str(change.location) == f"{EDITION}:1:1"


def test_a_new_office_holder_is_told(newsroom: SmallNewsroom) -> None:
    newsroom.write(
        "roles.toml", '[[minister]]\nname = "A"\nuntil = 2025-12-31\n[[minister]]\nname = "B"\nfrom = 2026-01-01\n'
    )
    newsroom.write(STATEMENT, statement_file(BODY + "\n{#signed}\n{minister}\n"))
    assert told(newsroom) == ["role `minister`: A -> B"]


def test_paragraphs_that_come_and_leave_are_told(newsroom: SmallNewsroom) -> None:
    body = BODY + '\n{#new years="2026.."}\nNew.\n\n{#old years="..2025"}\nOld.\n'
    newsroom.write(STATEMENT, statement_file(body))
    assert told(newsroom) == ["block `new`: (none) -> appears", "block `old`: there -> (none)"]


def test_everything_that_the_file_of_an_edition_says_is_told(newsroom: SmallNewsroom) -> None:
    newsroom.write(
        EDITION,
        'number = "7/26"\nembargo = 2026-01-20T10:00:00Z\n[dateline]\ndate = 2026-01-19\nplace = { en = "Bern" }\n'
        '[blocks.victims]\nen = "Other words."\nfr = "Autres mots."\n',
    )
    assert told(newsroom) == [
        "block `victims` in `en`: That night {killed} people lost their lives. -> Other words.",
        "block `victims` in `fr`: (none) -> Autres mots.",
        "number: (none) -> 7/26",
        "embargo: (none) -> 2026-01-20T10:00:00+00:00",
        "day of the dateline: (none) -> 2026-01-19",
        "place of the dateline: (none) -> Bern",
    ]


def test_the_first_edition_has_none_before_it(newsroom: SmallNewsroom) -> None:
    assert edition_before(newsroom.load(), newsroom.edition(1991)) is None
    assert told(newsroom, 1991) == []


def test_the_edition_before_a_leap_day_is_that_of_the_leap_year_before(newsroom: SmallNewsroom) -> None:
    leap = 'name = "Sad Night"\ndate = 1988-02-29\nleap_day = "leap-years-only"'
    newsroom.write(STATEMENT, statement_file(event=leap))
    before = edition_before(newsroom.load(), newsroom.edition(2104))
    assert before is not None
    assert before.year == 2096


@pytest.mark.parametrize(
    "year, title, letterhead",
    [
        (2026, "{anniversary} of the sad night", "embassy"),
        (2015, "{anniversary}, a special year", "ministry"),  # 25 is a milestone of this newsroom
        (2040, "The {ordinal_words} anniversary", "embassy"),  # 50 is one too, and the first variant goes before
    ],
)
def test_a_milestone_chooses_the_title_and_the_letterhead(
    newsroom: SmallNewsroom, year: int, title: str, letterhead: str
) -> None:
    newsroom.write(STATEMENT, statement_file(tables=JUBILEE))
    edition = newsroom.edition(year)
    assert [message.passage.text for message in edition.messages if message.kind == "title"] == [title]
    assert edition.letterhead == letterhead


def test_the_titles_of_milestones_are_messages_for_the_translator(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.write(STATEMENT, statement_file(tables=JUBILEE))
    assert [message.id for message in newsroom.statement().messages][:4] == [
        "title",
        "title.round",
        "title.jubilee",
        "event.name",
    ]
    ended = communique("check", "-y", "2040", "-l", "fr", "--no-color")
    assert "`title.round` is not translated" in ended.err
    ended = communique("check", "-y", "2026", "-l", "fr", "--no-color")
    assert ended.exit_code == 0


def test_a_changed_letterhead_is_told(newsroom: SmallNewsroom) -> None:
    newsroom.write(STATEMENT, statement_file(tables=JUBILEE))
    assert "letterhead: embassy -> ministry" in told(newsroom, 2015)


@pytest.mark.parametrize(
    "table, problem",
    [
        ('[variants.x]\ntitle = "A"\n', "C006"),
        ("[variants.x]\nmilestone = []\n", "C005"),
        ("[variants.x]\nmilestone = [0]\n", "C005"),
        ('[variants.x]\nmilestone = "yes"\nletterhead = "../x"\n', "C005"),
        ('[variants.x]\nmilestone = "yes"\ntitel = "A"\n', "C004"),
    ],
)
def test_a_mistake_in_a_variant_is_shown(
    newsroom: SmallNewsroom, communique: Program, table: str, problem: str
) -> None:
    newsroom.write(STATEMENT, statement_file(tables=table))
    ended = communique("check", "--no-color")
    assert ended.exit_code == 1
    assert f"error {problem}" in ended.err
    assert STATEMENT in ended.err
