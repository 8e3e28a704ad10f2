"""What is printed around a text: the labels of the letterhead, with the day, the number and the embargo of an edition."""

from __future__ import annotations

import datetime

import pytest

from communique.diagnostics import Diagnostic, Severity, in_order
from communique.furniture import furniture, offset_name
from communique.grammar import load_grammar
from communique.model import Furniture, PageMark
from small_newsroom import EDITION, LABELS, LETTERHEAD, STATEMENT, SmallNewsroom


def around(newsroom: SmallNewsroom, locale: str = "fr", *, draft: bool = False) -> tuple[Furniture, list[Diagnostic]]:
    problems: list[Diagnostic] = []
    edition, letterhead = newsroom.edition(2026), newsroom.letterhead()
    return furniture(edition, locale, load_grammar(locale), letterhead, problems, draft=draft), problems


def refused(newsroom: SmallNewsroom, locale: str = "fr", *, draft: bool = False) -> list[str]:
    problems = in_order(around(newsroom, locale, draft=draft)[1])
    assert all(one.hint and one.locale == locale for one in problems)
    return [f"{one.location} {one.severity} {one.code} {one.block}" for one in problems]


def place(newsroom: SmallNewsroom, path: str, words: str) -> str:
    before, found, _ = newsroom.read(path).partition(words)
    assert found
    return f"{path}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def test_the_labels_are_in_the_language_of_the_release(newsroom: SmallNewsroom) -> None:
    english, french = around(newsroom, "en"), around(newsroom, "fr")
    assert english[1] == french[1] == []
    assert (english[0].kind, french[0].kind) == ("Statement", "Déclaration")
    assert english[0].dateline == "Geneva, 20 January 2026"
    assert french[0].dateline == "Genève, le 20 janvier 2026"
    assert english[0].contact == ("Press and Information Section", "press@example.org", "+41 22 000 00 00")
    assert english[0].page == ("Page ", PageMark.PAGE, " of ", PageMark.PAGES)
    assert (english[0].embargo, english[0].number) == ("For immediate release", "")


def test_an_edition_may_have_a_number_a_day_a_place_and_an_embargo(newsroom: SmallNewsroom) -> None:
    newsroom.write(
        EDITION,
        'number = "7/2026"\nembargo = 2026-01-20T10:30:00+01:00\n[dateline]\ndate = 2026-01-19\n'
        'place = { en = "Bern", fr = "Berne" }\n',
    )
    found, problems = around(newsroom, "en")
    assert problems == []
    assert found.number == "No. 7/2026"
    assert found.dateline == "Bern, 19 January 2026"
    assert found.embargo == "Embargoed until 20 January 2026, 10:30 (UTC+1 = 09:30 UTC)"


def test_digits_of_the_embargo_are_those_of_the_language(newsroom: SmallNewsroom) -> None:
    # CLDR 45: the default digits of Persian are `arabext`, U+06F0 to U+06F9.
    newsroom.write(EDITION, "embargo = 2026-01-20T10:30:00+03:30\n")
    newsroom.replace(LETTERHEAD, 'source = "en"', 'source = "fa"')
    assert "۱۰:۳۰ (UTC+۳:۳۰ = ۰۷:۰۰ UTC)" in around(newsroom, "fa")[0].embargo


@pytest.mark.parametrize(
    "minutes, name",
    [
        (0, "UTC"),
        (60, "UTC+1"),
        (240, "UTC+4"),
        (-210, "UTC−3:30"),
        (345, "UTC+5:45"),
        (-30, "UTC−0:30"),
        (840, "UTC+14"),
    ],
)
def test_an_offset_is_written_as_people_do(minutes: int, name: str) -> None:
    zone = datetime.timezone(datetime.timedelta(minutes=minutes))
    assert offset_name(datetime.datetime(2026, 1, 20, tzinfo=zone)) == name


@pytest.mark.parametrize("draft, severity", [(False, Severity.ERROR), (True, Severity.WARNING)])
def test_a_missing_translation_of_a_label_refuses_the_locale_but_not_a_draft(
    newsroom: SmallNewsroom, severity: Severity, *, draft: bool
) -> None:
    newsroom.replace(LABELS, 'msgstr "Genève"', 'msgstr ""')
    assert refused(newsroom, draft=draft) == [f"{LABELS}:1:1 {severity} C042 place"]


def test_a_locale_without_label_catalog_is_refused_label_by_label(newsroom: SmallNewsroom) -> None:
    found = refused(newsroom, "de")
    assert {one.rsplit(" ", 2)[1] for one in found} >= {"C042"}
    assert {one.rsplit(" ", 2)[2] for one in found} >= {"issuer", "place", "dateline", "page"}


def test_a_draft_without_label_catalog_shows_the_words_of_the_letterhead_with_the_day_in_its_own_language(
    newsroom: SmallNewsroom,
) -> None:
    found, problems = around(newsroom, "de", draft=True)
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert (found.kind, found.dateline) == ("Statement", "Geneva, 20. Januar 2026")


@pytest.mark.parametrize(
    "change, code",
    [
        (('\nmsgctxt "place"', '\n#, fuzzy\nmsgctxt "place"'), "C043"),
        (('msgid "Geneva"', 'msgid "Geneve"'), "C044"),
    ],
)
def test_a_label_that_is_not_up_to_date_refuses_the_locale(
    newsroom: SmallNewsroom, change: tuple[str, str], code: str
) -> None:
    newsroom.replace(LABELS, *change)
    assert refused(newsroom) == [f"{place(newsroom, LABELS, 'Genève')} error {code} place"]


@pytest.mark.parametrize(
    "old, new, at, code",
    [
        ('dateline = "{place}, {date}@dmy"', 'dateline = "{place}, {day}"', "{day}", "C033"),
        ('dateline = "{place}, {date}@dmy"', 'dateline = "{place}, {date}@xyz"', "{date}@", "C034"),
        ('dateline = "{place}, {date}@dmy"', 'dateline = "**{place}**, {date}@dmy"', "**{place}", "C022"),
        ('page = "Page {page} of {pages}"', 'page = "Page {page} {pages} {n}"', "{n}", "C033"),
        ('end-mark = "End"', 'end-mark = "End {X}"', "{X}", "C030"),
        ('skip = "Skip to the text"', 'skip = "Skip {n}"', "{n}", "C033"),
        ('issuer = "Embassy Press Office"', 'issuer = "**Embassy** Press Office"', "**Embassy", "C022"),
    ],
)
def test_a_label_has_just_its_placeholders_and_no_marks(
    newsroom: SmallNewsroom, old: str, new: str, at: str, code: str
) -> None:
    newsroom.replace(LETTERHEAD, old, new)
    found = [one for one in refused(newsroom, "en") if f" {code} " in one]
    assert [one.partition(" ")[0] for one in found] == [place(newsroom, LETTERHEAD, at)]


def test_a_label_that_lost_a_placeholder_is_refused(newsroom: SmallNewsroom) -> None:
    newsroom.replace(LETTERHEAD, 'page = "Page {page} of {pages}"', 'page = "Page {page}"')
    assert refused(newsroom, "en") == [f"{place(newsroom, LETTERHEAD, 'Page {page}')} error C032 page"]


def test_a_place_that_is_not_given_in_this_language_refuses_it(newsroom: SmallNewsroom) -> None:
    newsroom.write(EDITION, '[dateline]\nplace = { en = "Bern" }\n')
    assert refused(newsroom, "fr") == [f"{EDITION}:1:1 error C042 "]


def test_a_draft_says_that_it_is_one(newsroom: SmallNewsroom) -> None:
    assert around(newsroom, "en", draft=True)[0].draft == "Draft – not for release"
    assert around(newsroom, "en")[0].draft == ""


@pytest.mark.parametrize(
    "moment, shown",
    [
        ("2026-01-20T10:30:00Z", "20 January 2026, 10:30 (UTC)"),
        ("2026-01-20T01:30:00+04:00", "20 January 2026, 01:30 (UTC+4 = 19 January, 21:30 UTC)"),
        ("2026-01-20T21:00:00-05:00", "20 January 2026, 21:00 (UTC−5 = 21 January, 02:00 UTC)"),
    ],
)
def test_an_embargo_tells_the_same_moment_in_utc_with_its_day(newsroom: SmallNewsroom, moment: str, shown: str) -> None:
    newsroom.write(EDITION, f"embargo = {moment}\n")
    assert around(newsroom, "en")[0].embargo == f"Embargoed until {shown}"


def test_only_translations_that_do_not_count_are_marked(newsroom: SmallNewsroom) -> None:
    newsroom.replace(STATEMENT, 'source = "en"', 'source = "en"\nofficial = ["en"]')
    assert around(newsroom, "en")[0].marks == ()
    assert around(newsroom, "fr")[0].marks == ("Traduction non officielle",)


def test_a_speech_is_marked_in_every_language(newsroom: SmallNewsroom) -> None:
    newsroom.replace(STATEMENT, 'source = "en"', 'source = "en"\nkind = "speech"')
    assert around(newsroom, "en")[0].marks == ("Check against delivery",)
    assert around(newsroom, "fr")[0].marks == ("Seul le texte prononcé fait foi",)


def test_a_letterhead_without_the_mark_that_a_text_must_carry_is_refused(newsroom: SmallNewsroom) -> None:
    newsroom.replace(STATEMENT, 'source = "en"', 'source = "en"\nkind = "speech"')
    newsroom.replace(LETTERHEAD, 'check-against-delivery = "Check against delivery"\n', "")
    assert refused(newsroom) == [f"{LETTERHEAD}:1:1 error C060 check-against-delivery"]


def test_the_issuer_is_named_in_the_other_languages_of_the_letterhead_too(newsroom: SmallNewsroom) -> None:
    newsroom.replace(LETTERHEAD, 'source = "en"', 'source = "en"\nnames = ["en", "fr"]')
    assert around(newsroom, "en")[0].names == (("fr", "Service de presse de l’Ambassade"),)
    assert around(newsroom, "fr")[0].names == (("en", "Embassy Press Office"),)
