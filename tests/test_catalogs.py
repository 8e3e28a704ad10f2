"""Translators' files: every accident of an editor is mended or refused with its place; nothing is lost in silence."""

from __future__ import annotations

import subprocess
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.catalogs import read_catalog
from communique.diagnostics import CommuniqueError, FileProblem, Location, Passage, TextProblems
from communique.model import BlockKind, Catalog, Message
from small_newsroom import catalog_file

HEADER = catalog_file({})
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


def test_the_header_says_who_reviewed_it(tmp_path: Path) -> None:
    header = HEADER + '"X-Communique-Reviewed-By: A Person\\n"\n'
    assert read(tmp_path, header + LEAD).reviewed_by == "A Person"


# --- accidents ---------------------------------------------------------------------------------------------------------

# Lines are counted from the one that names the message; columns from 1.
BROKEN = [
    ('msgstr "Un."', 'msgstr "Un "vrai"."', "2:12", 'a `"` stands inside the text'),
    ('msgstr "Un."', 'msgstr "Un.', "2:11", "the closing quote is missing"),
    ('msgstr "Un."', 'msgstr "Un.\\"', "2:13", "the closing quote is missing"),
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


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    whole = HEADER + LEAD
    for end in ('msgid "One."\n', 'msgctxt "lead"\n', 'msgid "One'):
        cut = whole[: whole.index(end) + len(end)]
        assert problems(tmp_path, cut)


def test_a_message_twice_is_refused_and_the_first_is_named(tmp_path: Path) -> None:
    text = HEADER + LEAD + LEAD.replace("Un.", "Une.")
    (problem,) = problems(tmp_path, text)
    assert problem == f"{text.count(chr(10)) - 2}:1 C041 the message `lead` stands here a second time"


def test_a_message_without_context_is_refused(tmp_path: Path) -> None:
    assert "has no context" in problems(tmp_path, HEADER + '\nmsgid "One."\nmsgstr "Un."\n')[0]


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("Language: fr", "Language: ru", "1:1 C045 the header names `ru`, the file is for `fr`"),
        ('"Language: fr\\n"\n', "", "1:1 C045 the header names no language, the file is for `fr`"),
        ("UTF-8", "ISO-8859-1", "1:1 C045 the header does not say UTF-8"),
        ("UTF-8", "utf-7", "1:1 C045 the header does not say UTF-8"),
        ("UTF-8", "CHARSET", "1:1 C045 the header does not say UTF-8"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert problems(tmp_path, (HEADER + LEAD).replace(old, new)) == [said]


def test_a_missing_header_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, LEAD) == ["1:1 C045 the header is missing"]
    assert problems(tmp_path, "") == ["1:1 C045 the header is missing"]


def test_a_hostile_plural_rule_in_the_header_is_never_read(tmp_path: Path) -> None:
    header = HEADER + "\"Plural-Forms: nplurals=1000000000; plural=__import__('os');\\n\"\n"
    assert read(tmp_path, header + LEAD).translations["lead"].passage.text == "Un."


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


# --- updating ----------------------------------------------------------------------------------------------------------


def template(**texts: str) -> polib.POFile:
    messages = [
        Message(name, BlockKind.PARAGRAPH, Passage(text, ((0, Location("s.md", 1, 1)),)))
        for name, text in texts.items()
    ]
    return template_file("sad-night", messages, dict.fromkeys(texts, "paragraph"))


def catalog(**translations: tuple[str, str]) -> polib.POFile:
    return polib.pofile(catalog_file(translations), wrapwidth=0)


def entry(file: polib.POFile, name: str) -> polib.POEntry:
    (found,) = [one for one in file if one.msgctxt == name]
    return found


def test_an_unchanged_message_keeps_its_translation_and_the_notes_of_its_translator() -> None:
    old = catalog(a=("One.", "Un."))
    entry(old, "a").tcomment = "a note"
    new = entry(updated(old, template(a="One."), "fr"), "a")
    assert (new.msgstr, new.tcomment, new.flags, new.previous_msgid) == ("Un.", "a note", [], None)


def test_a_changed_message_becomes_fuzzy_and_keeps_the_text_it_was_translated_from() -> None:
    once = updated(catalog(a=("One.", "Un.")), template(a="One more."), "fr")
    assert (entry(once, "a").flags, entry(once, "a").previous_msgid) == (["fuzzy"], "One.")
    twice = updated(once, template(a="One more time."), "fr")
    assert (entry(twice, "a").msgid, entry(twice, "a").msgstr) == ("One more time.", "Un.")
    assert entry(twice, "a").previous_msgid == "One."


def test_a_translator_who_settled_a_message_settled_its_earlier_text_too() -> None:
    settled = updated(catalog(a=("One.", "Un.")), template(a="Two."), "fr")
    entry(settled, "a").flags.remove("fuzzy")  # but `#| msgid "One."` is left standing, as a text editor leaves it
    entry(settled, "a").msgstr = "Deux."
    again = entry(updated(settled, template(a="Three."), "fr"), "a")
    assert (again.flags, again.previous_msgid) == (["fuzzy"], "Two.")


def test_a_fuzzy_message_stays_fuzzy_whatever_happens_to_its_block() -> None:
    fuzzy = catalog(a=("One.", "Un."))
    entry(fuzzy, "a").flags.append("Fuzzy")
    assert entry(updated(fuzzy, template(a="One."), "fr"), "a").flags == ["fuzzy"]
    gone = updated(fuzzy, template(b="x"), "fr")
    assert entry(updated(gone, template(a="One."), "fr"), "a").flags == ["fuzzy"]


def test_a_message_without_translation_never_becomes_fuzzy() -> None:
    changed = entry(updated(catalog(a=("One.", "")), template(a="Two."), "fr"), "a")
    assert (changed.flags, changed.previous_msgid) == ([], None)


def test_a_removed_block_is_kept_as_obsolete_and_comes_back_with_its_block() -> None:
    gone = updated(catalog(a=("One.", "Un."), b=("Two.", "Deux.")), template(b="Two."), "fr")
    assert entry(gone, "a").obsolete
    reread = polib.pofile(str(gone), wrapwidth=0)
    back = entry(updated(reread, template(a="One.", b="Two."), "fr"), "a")
    assert (back.msgstr, back.obsolete, back.flags) == ("Un.", False, [])


def test_a_block_that_comes_back_with_another_text_is_fuzzy_against_the_true_earlier_one() -> None:
    stale = updated(catalog(a=("One.", "Un.")), template(a="Two."), "fr")
    gone = polib.pofile(str(updated(stale, template(b="x"), "fr")), wrapwidth=0)
    back = entry(updated(gone, template(a="Three."), "fr"), "a")
    assert (back.msgstr, back.flags, back.previous_msgid) == ("Un.", ["fuzzy"], "One.")


def test_an_untranslated_block_that_is_gone_leaves_nothing() -> None:
    assert [one.msgctxt for one in updated(catalog(a=("One.", "")), template(b="x"), "fr")] == ["b"]


def test_headers_of_other_programs_are_kept() -> None:
    old = catalog(a=("One.", "Un."))
    old.metadata |= {"Last-Translator": "A Person", "X-Generator": "Poedit 3"}
    new = updated(old, template(a="One."), "fr")
    assert (new.metadata["Last-Translator"], new.metadata["X-Generator"]) == ("A Person", "Poedit 3")


def test_placeholders_are_declared_so_that_other_programs_check_them() -> None:
    file = template(a="{n} fell.", b="None {{x}} fell.", c="**None**")
    assert [one.flags for one in file] == [["python-brace-format"], ["python-brace-format"], []]


def test_msgfmt_finds_a_lost_placeholder_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "fr.po"
    path.write_text(str(updated(catalog(a=("{n} fell.", "{n} sont morts.")), template(a="{n} fell."), "fr")), "utf-8")
    assert msgfmt(path).returncode == 0
    path.write_text(path.read_text("utf-8").replace("{n} sont", "36 sont"), "utf-8")
    assert msgfmt(path).returncode == 1


def msgfmt(path: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], check=False, capture_output=True)
