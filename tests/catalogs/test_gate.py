"""Translators' files: every accident of an editor is mended or refused with its place; nothing is lost in silence."""

from __future__ import annotations

import os
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.catalogs import read_catalog
from communique.diagnostics import CommuniqueError, FileProblem, TextProblems
from communique.model import Catalog
from small_newsroom import catalog_file

HEADER = catalog_file({})
OBSOLETE = '\n#, fuzzy\n#~| msgid "Older."\n#~ msgctxt "old"\n#~ msgid "Old."\n#~ msgstr "Vieux."\n'
LEAD = '\nmsgctxt "lead"\nmsgid "One."\nmsgstr "Un."\n'


def read(folder: Path, text: str | bytes, locale: str = "fr") -> Catalog:
    path = folder / f"{locale}.po"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_catalog(path, f"{locale}.po", locale)


def problems(folder: Path, text: str | bytes, locale: str = "fr") -> list[str]:
    """What is refused, as `line:column code message`; each problem has a hint."""
    with pytest.raises(CommuniqueError) as raised:
        read(folder, text, locale)
    assert all(one.hint for one in raised.value.diagnostics)
    return [f"{one.location.line}:{one.location.column} {one.code} {one.message}" for one in raised.value.diagnostics]


def line_of(text: str, words: str) -> int:
    assert text.count(words) == 1
    return text[: text.index(words)].count("\n") + 1


def test_a_catalog_is_its_translations_by_block(tmp_path: Path) -> None:
    catalog = read(tmp_path, HEADER + LEAD + '\n#, fuzzy\nmsgctxt "b"\nmsgid "Two."\nmsgstr ""\n"Deu"\n"x."\n')
    assert (catalog.locale, catalog.reviewed_by) == ("fr", "")
    lead, other = catalog.translations["lead"], catalog.translations["b"]
    assert (lead.source, lead.passage.text, lead.fuzzy) == ("One.", "Un.", False)
    assert (other.source, other.passage.text, other.fuzzy) == ("Two.", "Deux.", True)


def test_a_catalog_is_read_anew_when_only_a_letter_of_it_changed_and_not_otherwise(tmp_path: Path) -> None:
    first = read(tmp_path, HEADER + LEAD)
    os.utime(tmp_path / "fr.po", ns=(0, 0))
    assert read_catalog(tmp_path / "fr.po", "fr.po", "fr") is first
    (tmp_path / "fr.po").write_text((HEADER + LEAD).replace("Un.", "Du."), "utf-8")
    os.utime(tmp_path / "fr.po", ns=(0, 0))
    assert read_catalog(tmp_path / "fr.po", "fr.po", "fr").translations["lead"].passage.text == "Du."


def test_the_header_says_who_reviewed_it(tmp_path: Path) -> None:
    header = HEADER + '"X-Communique-Reviewed-By: A Person\\n"\n'
    assert read(tmp_path, header + LEAD).reviewed_by == "A Person"


# --- accidents ---------------------------------------------------------------------------------------------------------

# Lines are counted from the one that names the message; columns from 1.
BROKEN = [
    ('msgstr "Un."', 'msgstr "Un "vrai"."', "2:12", 'a `"` stands inside the text'),
    ('msgstr "Un."', 'msgstr "Un.', "2:11", "the closing quote is missing"),
    ('msgstr "Un."', 'msgstr "Un.\\"', "2:13", "the closing quote is missing"),
    ('msgstr "Un."', 'msgstr "Un.\\', "2:12", "the closing quote is missing"),
    ('msgstr "Un."', "msgstr “Un.”", "2:8", "`“` cannot open a text"),
    ('msgstr "Un."', "msgstr 'Un.'", "2:8", "`'` cannot open a text"),
    ('msgstr "Un."', 'msgstr "Un.”', "2:12", "the closing quote is missing"),
    ('msgstr "Un."', "msgstr", "2:1", "`msgstr` is not a line"),
    ('msgstr "Un."', 'msgstr "C:\\dossier"', "2:11", "`\\d` is not known"),
    ('msgstr "Un."', '<<<<<<< HEAD\nmsgstr "Un."\n', "2:1", "two versions of this file"),
    ('msgstr "Un."', 'msgstr "Un."\n=======\n', "3:1", "two versions of this file"),
    ('msgstr "Un."', 'msgstr "Un."\n>>>>>>> branch\n', "3:1", "two versions of this file"),
    ('msgstr "Un."', 'msgstr[0] "Un."', "2:1", "plural messages do not belong"),
    ('msgstr "Un."', 'msgstr[7] "Un."', "2:1", "plural messages do not belong"),
    ('msgid "One."', 'msgid "One."\nmsgid_plural "Many."', "2:1", "plural messages do not belong"),
    ('msgstr "Un."', 'mgstr "Un."', "2:1", "is not a line of a catalog"),
    ('msgstr "Un."', 'msgstr "Un."\n  Trado', "3:3", "`Trado` is not a line"),
    ('msgstr "Un."', 'msgid "Un."', "2:1", "`msgid` cannot stand here"),
    ('msgctxt "lead"', 'msgctxt "lead"\nmsgctxt "lead"', "1:1", "`msgctxt` cannot stand here"),
    ('msgid "One."\n', "", "1:1", "`msgstr` cannot stand here"),
    ('msgstr "Un."', '# a note\nmsgstr "Un."', "2:1", "a comment cannot stand inside a message"),
    ('msgctxt "lead"', '#| msgid "Once."\n# a note\nmsgctxt "lead"', "1:1", "a comment cannot stand inside a message"),
    ('msgstr "Un."', '#~ msgstr "Un."', "2:1", "one half of this message is obsolete"),
    ('msgctxt "lead"', '#~ msgctxt "lead"', "1:1", "one half of this message is obsolete"),
    ('msgstr "Un."', 'msgstr "Un."\n#~ "Un."', "3:1", "one half of this message is obsolete"),
    ('msgstr "Un."', 'msgstr "Un."\n#| "Un."', "3:1", "`#|` cannot go on here"),
    ('msgctxt "lead"', '#| msgid "Once.\nmsgctxt "lead"', "0:15", "the closing quote is missing"),
    ('msgctxt "lead"', '#| msgctxt "a"\nmsgctxt "lead"', "1:1", "`msgctxt` cannot stand here"),
    ('msgctxt "lead"', '#~ lost\nmsgctxt "lead"', "0:1", "`#~ lost` is not a line"),
    ('msgstr "Un."', 'msgstr "Un.\\r\\n"', "2:12", "a carriage return"),
]


@pytest.mark.parametrize("old, new, place, said", BROKEN)
def test_an_accident_is_refused_where_it_happened(tmp_path: Path, old: str, new: str, place: str, said: str) -> None:
    line, column = map(int, place.split(":"))
    line += line_of(HEADER + LEAD, "msgctxt")
    found = problems(tmp_path, HEADER + LEAD.replace(old, new))
    assert found[0].startswith(f"{line}:{column} C041")
    assert said in found[0]


@pytest.mark.parametrize("accident", ['msgstr "perdue', 'msgstr "perdue”', 'msgstr "per"due"', "msgstr “perdue”"])
def test_a_lost_quote_never_costs_a_letter(tmp_path: Path, accident: str) -> None:
    with pytest.raises(TextProblems):
        read(tmp_path, HEADER + LEAD.replace('msgstr "Un."', accident))


def test_all_accidents_of_a_file_come_at_once(tmp_path: Path) -> None:
    text = HEADER + LEAD.replace('"Un."', '"Un.') + '\nmsgctxt "b"\nmsgid "x"\nmsgstr "a "b" c"\n<<<<<<< HEAD\n'
    assert len(problems(tmp_path, text)) == 3


LINES = (HEADER + '\n# a note\n#. paragraph\n#, fuzzy\n#| msgid "Once."' + LEAD + OBSOLETE).split("\n")


@pytest.mark.parametrize("kept", range(len(LINES)))
def test_a_file_that_was_cut_off_anywhere_else_than_between_two_messages_is_refused(tmp_path: Path, kept: int) -> None:
    cut = "\n".join(LINES[:kept])
    if kept >= 5 and (not LINES[kept - 1] or LINES[kept - 1].startswith(('"Content-T', "msgstr", "#~ msgstr"))):
        assert read(tmp_path, cut).locale == "fr"
    else:
        assert problems(tmp_path, cut)


@pytest.mark.parametrize("line", [number for number, line in enumerate(LINES) if '"' in line])
def test_a_file_that_was_cut_off_inside_a_text_is_refused(tmp_path: Path, line: int) -> None:
    for column in range(LINES[line].index('"') + 1, len(LINES[line])):
        assert problems(tmp_path, "\n".join([*LINES[:line], LINES[line][:column]]))


def test_comments_that_lead_to_no_message_are_the_sign_of_a_lost_end(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, HEADER + LEAD + "\n#. paragraph\n")
    assert problem == "12:1 C041 a comment stands at the end, and no message after it"


def test_a_message_twice_is_refused_and_the_first_is_named(tmp_path: Path) -> None:
    text = HEADER + LEAD + LEAD.replace("Un.", "Une.")
    (problem,) = problems(tmp_path, text)
    assert problem == f"{text.count(chr(10)) - 2}:1 C041 the message `lead` stands here a second time"


def test_an_obsolete_message_twice_is_refused_as_gettext_does(tmp_path: Path) -> None:
    for second in (OBSOLETE, '\nmsgctxt "old"\nmsgid "Old."\nmsgstr "Vieux."\n'):
        text = HEADER + OBSOLETE + second
        assert "the message `old` stands here a second time" in problems(tmp_path, text)[0]
    assert read(tmp_path, HEADER + OBSOLETE + OBSOLETE.replace("Old.", "Other.")).translations == {}


def test_a_message_without_context_is_refused(tmp_path: Path) -> None:
    assert "has no context" in problems(tmp_path, HEADER + '\nmsgid "One."\nmsgstr "Un."\n')[0]


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("Language: fr", "Language: ru", "3:2 C045 the header names `ru`, the file is for `fr`"),
        ('"Language: fr\\n"\n', "", "2:9 C045 the header names no language, the file is for `fr`"),
        ("UTF-8", "ISO-8859-1", "5:2 C045 the header does not say UTF-8"),
        ("UTF-8", "utf-7", "5:2 C045 the header does not say UTF-8"),
        ("UTF-8", "CHARSET", "5:2 C045 the header does not say UTF-8"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert problems(tmp_path, (HEADER + LEAD).replace(old, new)) == [said]


def test_a_missing_header_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, LEAD) == ["1:1 C045 the header is missing"]
    assert problems(tmp_path, "") == ["1:1 C045 the header is missing"]


@pytest.mark.parametrize(
    "rule",
    [
        "nplurals=2; plural=(n > 1);",
        "nplurals=1; plural=0",
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    ],
)
def test_a_plural_rule_that_other_programs_wrote_is_let_stand(tmp_path: Path, rule: str) -> None:
    assert read(tmp_path, f'{HEADER}"Plural-Forms: {rule}\\n"\n{LEAD}').translations["lead"].passage.text == "Un."


@pytest.mark.parametrize(
    "rule, said",
    [
        ("nplurals=INTEGER; plural=EXPRESSION;", "is not of the form"),
        ("nplurals=2", "is not of the form"),
        ("nplurals=0; plural=0;", "is not of the form"),
        ("nplurals=2; plural=n;", "names 2 forms and asks for form 999"),
        ("nplurals=2; plural=n >;", "is not arithmetic"),
        ("nplurals=2; plural=1/n;", "is not arithmetic"),
        ("nplurals=2; plural=__import__('os');", "is not arithmetic"),
        ("nplurals=1000000000; plural=0;", "is not of the form"),
    ],
)
def test_a_wrong_or_hostile_plural_rule_is_refused_and_never_run(tmp_path: Path, rule: str, said: str) -> None:
    (problem,) = problems(tmp_path, f'{HEADER}"Plural-Forms: {rule}\\n"\n{LEAD}')
    assert problem.startswith("7:2 C045 `Plural-Forms`")
    assert said in problem


@pytest.mark.parametrize(
    "tag, written", [("pt-BR", "pt_BR"), ("zh-Hans", "zh_Hans"), ("zh-Hans", "zh-Hans"), ("sr-Latn", "sr_latn")]
)
def test_the_language_may_be_written_as_gettext_does(tmp_path: Path, tag: str, written: str) -> None:
    assert read(tmp_path, catalog_file({}, locale=written) + LEAD, tag).locale == tag


def test_other_encodings_are_refused_with_the_place_of_the_byte(tmp_path: Path) -> None:
    text = HEADER + LEAD.replace("Un.", "Été.")
    line = line_of(text, "Été")
    assert problems(tmp_path, text.encode("latin-1")) == [f"{line}:9 C002 byte 0xc9 is not UTF-8 text"]
    assert problems(tmp_path, text.encode("utf-16"))[0].startswith("1:1 C002")


@pytest.mark.parametrize("character", ["\0", "\x07", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x7f"])
def test_a_control_character_is_refused(tmp_path: Path, character: str) -> None:
    text = HEADER + LEAD.replace("Un.", f"U{character}n.")
    assert problems(tmp_path, text)[0].startswith(f"{line_of(text, character)}:10 C002 a control character")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_a_byte_order_mark_and_foreign_line_ends_are_mended(tmp_path: Path, end: str) -> None:
    content = b"\xef\xbb\xbf" + (HEADER + LEAD).replace("\n", end).encode()
    assert read(tmp_path, content).translations["lead"].passage.text == "Un."


@pytest.mark.parametrize("flags", ["fuzzy", "Fuzzy", "python-brace-format, fuzzy", "FUZZY,no-wrap"])
def test_a_fuzzy_mark_counts_however_it_is_written(tmp_path: Path, flags: str) -> None:
    assert read(tmp_path, HEADER + f"\n#, {flags}{LEAD}").translations["lead"].fuzzy


def test_comments_earlier_texts_and_obsolete_messages_are_passed_over(tmp_path: Path) -> None:
    more = '\n# note\n#. from us\n#: file:1\n#| msgid "Once."' + LEAD
    obsolete = '\n#, fuzzy\n#~ msgctxt "old"\n#~ msgid "Old."\n#~ msgstr "Vieux."\n'
    catalog = read(tmp_path, HEADER + obsolete + more)
    assert list(catalog.translations) == ["lead"]
    assert not catalog.translations["lead"].fuzzy


def test_a_catalog_that_is_missing_or_far_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TextProblems, match="C040: there is no catalog for `fr`"):
        read_catalog(tmp_path / "fr.po", "fr.po", "fr")
    with pytest.raises(FileProblem, match="larger than 5 MB"):
        read(tmp_path, "#" * 6_000_000)


# --- places ------------------------------------------------------------------------------------------------------------


def test_every_character_knows_its_place_past_escapes_and_lines(tmp_path: Path) -> None:
    text = HEADER + '\nmsgctxt "a"\nmsgid "x"\nmsgstr ""\n  "one \\"two\\" \\\\ {three}\\n"\n"four {five}"\n'
    passage = read(tmp_path, text).translations["a"].passage
    assert passage.text == 'one "two" \\ {three}\nfour {five}'
    lines = text.split("\n")
    for words in ("one", "two", "{three}", "four", "{five}"):
        place = passage.at(passage.text.index(words))
        assert lines[place.line - 1][place.column - 1 :].startswith(words)


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Zl", "Zp"], include_characters="\n\t"), max_size=60))
def test_any_text_is_read_as_gettext_and_polib_write_it(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("catalog")
    file = polib.POFile(wrapwidth=0)
    file.metadata = {"Language": "fr", "Content-Type": "text/plain; charset=UTF-8"}
    file.append(polib.POEntry(msgctxt="a", msgid="source", msgstr=text))
    assert read(folder, str(file)).translations["a"].passage.text == text


@given(st.text(alphabet=st.sampled_from(list('msgidtrcx" \\n#~|,fuzy[0]\n{}')), max_size=120))
def test_any_file_is_read_or_refused_with_located_problems(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder, lines = tmp_path_factory.mktemp("catalog"), (HEADER + text).count("\n") + 1
    try:
        read(folder, HEADER + text)
    except TextProblems:
        assert all(int(one.partition(":")[0]) <= lines for one in problems(folder, HEADER + text))
