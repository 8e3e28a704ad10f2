"""PO files are read and written without a loss: what we write, gettext leaves as it is, and reads as we do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polib
import pytest
from gettext_programs import canonical
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from communique.catalogs import read_entries
from communique.catalogs.entries import Entry, file_text
from communique.diagnostics import TextProblems
from small_newsroom import REPOSITORY

HEADER = Entry(translation="Language: fr\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n")
EVERYTHING = """\
# A translator's note.
#
#  Another, with a space before it.
msgid ""
msgstr ""
"X-Unknown: first\\n"
"Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Poedit-Basepath: .\\n"
"X-Unknown: second\\n"

# By hand.
#. paragraph
#: statement.md:7 other
#, fuzzy, python-brace-format, no-wrap
#| msgctxt "earlier"
#| msgid ""
#| "Once {n}.\\n"
#| "Twice."
msgctxt "lead"
msgid "One {n}."
msgstr "Un \\"vrai\\" {n}.\\t"

# A note on what is gone.
#. paragraph
#: statement.md:9
#, fuzzy
#~| msgctxt "older"
#~| msgid "Older."
#~ msgctxt "old"
#~ msgid "Old."
#~ msgstr "Vieux."

#~ msgctxt ""
#~ msgid "Without a name."
#~ msgstr "Sans nom."
"""


def reread(folder: Path, text: str) -> tuple[Entry, ...]:
    path = folder / "fr.po"
    path.write_bytes(text.encode())
    return read_entries(path, "fr.po", "fr")


def test_everything_that_may_stand_in_a_file_survives_to_the_byte(tmp_path: Path) -> None:
    assert canonical(EVERYTHING) == EVERYTHING
    assert file_text(reread(tmp_path, EVERYTHING)) == EVERYTHING


def test_what_polib_loses_of_the_same_file_is_why_we_write_it_ourselves() -> None:
    written = str(polib.pofile(EVERYTHING, wrapwidth=0))
    lost = [line for line in EVERYTHING.split("\n") if line and line not in written.split("\n")]
    assert '#~| msgid "Older."' in lost


def test_every_file_of_this_repository_survives_to_the_byte(tmp_path: Path) -> None:
    paths = sorted(REPOSITORY.glob("*/*/locales/*.po"))
    assert len(paths) > 20
    for path in paths:
        assert file_text(read_entries(path, path.name, path.stem)) == path.read_text("utf-8")


def test_a_file_in_another_form_is_brought_into_the_canonical_one(tmp_path: Path) -> None:
    loose = (
        '\ufeffmsgid ""\r\nmsgstr "Language: fr\\n"\r\n"Content-Type: text/plain; charset=UTF-8\\n"\r\n\r\n\r\n'
        '#~ msgctxt "old"\r\n#~ msgid "Old."\r\n#~ msgstr "Vieux."\r\n'
        '#without a space\r\n#, python-brace-format ,Fuzzy\r\n#, no-wrap\r\n  msgctxt "a"\r\nmsgid "o" \r\n"ne"\r\nmsgstr ""\r\n'
    )
    assert file_text(reread(tmp_path, loose)) == (
        'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        "# without a space\n#, fuzzy, python-brace-format, no-wrap\n"
        'msgctxt "a"\nmsgid "one"\nmsgstr ""\n\n'
        '#~ msgctxt "old"\n#~ msgid "Old."\n#~ msgstr "Vieux."\n'
    )


# --- any file ----------------------------------------------------------------------------------------------------------

TEXT = st.text(alphabet=st.sampled_from(list('abn"\\\n\t #~|,.{}[é中م\u00a0%')), max_size=30)
LINE = st.text(alphabet=st.sampled_from(list('ab"\\ #~|,.:!é中')), max_size=12).map(lambda line: line.rstrip(" \\"))
NAME = st.from_regex(r"[a-z]{1,3}", fullmatch=True)


@st.composite
def files(draw: st.DrawFn) -> list[Entry]:
    """A header and messages as other programs may have left them, each context once.

    gettext itself drops an obsolete message that has no translation, and the fuzzy mark of one that has none.
    """
    entries = []
    for context in draw(st.lists(NAME, max_size=4, unique=True)):
        previous, obsolete = draw(st.none() | TEXT), draw(st.booleans())
        translation = draw(TEXT.filter(bool) if obsolete else TEXT)
        flags = ("fuzzy", "python-brace-format", "no-wrap") if translation else ("python-brace-format", "no-wrap")
        entries.append(
            Entry(
                context,
                draw(TEXT.filter(bool)),
                translation,
                tuple(draw(st.lists(LINE, max_size=2))),
                tuple(draw(st.lists(LINE, max_size=2))),
                tuple(draw(st.lists(NAME, max_size=2, unique=True))),
                tuple(flag for flag in flags if draw(st.booleans())),
                previous,
                draw(st.none() | NAME) if previous is not None else None,
                obsolete,
            )
        )
    return [HEADER, *sorted(entries, key=lambda entry: entry.obsolete)]


SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(files())
def test_whatever_we_write_reads_as_the_same_and_is_what_msgcat_writes(tmp_path: Path, entries: list[Entry]) -> None:
    text = file_text(entries)
    assert list(reread(tmp_path, text)) == entries
    assert canonical(text) == text


def mutations(text: str) -> st.SearchStrategy[str]:
    """The text with one line changed by an accident: lost, doubled, swapped, cut, or with a sign more or less."""

    def changed(number: int, how: int, column: int, sign: str) -> str:
        lines = text.split("\n")
        line = lines[number % len(lines)]
        at = column % (len(line) + 1)
        several = [
            [],
            [line, line],
            [line[:at]],
            [line[:at] + line[at + 1 :]],
            [line[:at] + sign + line[at:]],
            [line[:at], line[at:]],
        ]
        lines[number % len(lines) : number % len(lines) + 1] = several[how]
        return "\n".join(lines)

    signs = st.sampled_from([*"\"\\#~|“'<n ", "msgid", "<<<<<<< "])
    return st.builds(changed, st.integers(0, 60), st.integers(0, 5), st.integers(0, 80), signs)


def read_or_refused(folder: Path, text: str) -> tuple[Entry, ...] | TextProblems:
    try:
        return reread(folder, text)
    except TextProblems as error:
        return error


@SLOW
@given(mutations(EVERYTHING))
def test_an_accident_to_any_line_is_refused_or_read_as_gettext_reads_it(tmp_path: Path, text: str) -> None:
    """Nothing changes in silence: what passes our gate passes gettext's, and both read the same."""
    found = read_or_refused(tmp_path, text)
    if isinstance(found, TextProblems):
        places = [(one.location.line, one.location.column) for one in found.diagnostics]
        assert all(1 <= line <= text.count("\n") + 1 and column >= 1 for line, column in places)
        assert all(one.hint for one in found.diagnostics)
        return
    # gettext keeps the flags of the last line of flags only, and none that it does not know.
    assume(text.count("#, ") == EVERYTHING.count("#, "))
    known = {"fuzzy", "python-brace-format", "no-wrap"}
    assume(all(set(entry.flags) <= known for entry in found))
    assert canonical(text) == file_text(found)


def test_a_comment_never_swallows_the_next_line(tmp_path: Path) -> None:
    entry = Entry("a", "One.", "Un.", notes=("C:\\",), comments=("C:\\",))
    text = file_text([HEADER, entry])
    assert canonical(text) == text
    assert reread(tmp_path, text)[1].context == "a"
    with pytest.raises(TextProblems, match=r"7:5: error C041: gettext takes the next line for a part of this one"):
        reread(tmp_path, text.replace("# C:\\ ", "# C:\\", 1))


@pytest.mark.parametrize("flags", [("fuzzy",), ("fuzzy", "python-brace-format"), ()])
def test_a_fuzzy_mark_comes_and_goes_without_touching_other_flags(flags: tuple[str, ...]) -> None:
    entry = Entry("a", flags=flags)
    rest = tuple(flag for flag in flags if flag != "fuzzy")
    assert entry.marked(fuzzy=True).flags == ("fuzzy", *rest)
    assert entry.marked(fuzzy=False).flags == rest


def test_an_earlier_text_counts_only_while_the_message_is_fuzzy() -> None:
    fuzzy = Entry("a", "Two.", "Un.", flags=("fuzzy",), previous="One.")
    assert fuzzy.made_for == "One."
    assert replace(fuzzy, flags=()).made_for == "Two."
    assert replace(fuzzy, previous=None).made_for == "Two."
