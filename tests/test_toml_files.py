"""TOML from outside: every problem at once with its place, the place of every key and letter, and no way to hang on it."""

from __future__ import annotations

import os
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from communique import toml_files
from communique.diagnostics import Code, CommuniqueError, Diagnostic, FileProblem, TextProblems


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    count: int | str


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    inner: dict[str, Inner] = {}
    rows: list[Inner] = []


def read(folder: Path, text: str | bytes) -> tuple[Outer, toml_files.Places]:
    path = folder / "x.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return toml_files.read(path, "x.toml", Outer)


def problems(folder: Path, text: str | bytes) -> tuple[Diagnostic, ...]:
    with pytest.raises(CommuniqueError) as raised:
        read(folder, text)
    assert all(one.hint for one in raised.value.diagnostics)
    return raised.value.diagnostics


def found(folder: Path, text: str | bytes) -> list[str]:
    return [f"{one.location.line}:{one.location.column} {one.code} {one.message}" for one in problems(folder, text)]


def test_every_wrong_key_is_told_at_once_where_it_stands(tmp_path: Path) -> None:
    text = "nam = 1\n\n[inner.a]\ncount = 1.5\nother = 2\n\n[[rows]]\ncount = 1\n[[rows]]\n  count = []\n[[rows]]\n"
    assert [one.split(" ", 2)[:2] for one in found(tmp_path, text)] == [
        ["1:1", "C004"],  # `nam`
        ["1:1", "C006"],  # `name`
        ["4:1", "C005"],
        ["5:1", "C004"],
        ["10:3", "C005"],
        ["11:1", "C006"],
    ]
    assert found(tmp_path, text)[4] == "10:3 C005 `rows.1.count` should be a valid integer or a valid string, not `[]`"


def test_a_misspelt_key_is_recognised(tmp_path: Path) -> None:
    assert {one.hint for one in problems(tmp_path, "nam = 1")} == {"did you mean `name`?", "add `name = …`"}


@pytest.mark.parametrize(
    "text, place, code",
    [
        ("name = 1990-02-30", "1:8", Code.BAD_DATE),
        ("name = 20.01.1990", "1:13", Code.TOML_SYNTAX),
        ("name = 'x'\nname = 'y'", "2:1", Code.TOML_SYNTAX),
        ('name = "x\nb = 1', "1:10", Code.TOML_SYNTAX),
        ("name = “x”", "1:8", Code.TOML_SYNTAX),
        ("a = " + "[" * 5_000, "1:5", Code.TOML_SYNTAX),
        ("a = " + "{a=" * 5_000, "1:5", Code.TOML_SYNTAX),
        ("x = 1\na = " + "1" * 5_000, "2:5", Code.TOML_SYNTAX),
        ("x = 1\n" + ".".join("a" * 20_000) + " = 1", "2:1", Code.TOML_SYNTAX),
        ("x = { " + ".".join(['"a"'] * 20_000) + " = 1 }", "1:7", Code.TOML_SYNTAX),
        ("name = 'x\x00y'", "1:10", Code.NOT_UTF8),
        ("a = '\u2028'", "1:6", Code.NOT_UTF8),
    ],
)
def test_what_is_not_toml_is_refused_at_once_where_it_goes_wrong(
    tmp_path: Path, text: str, place: str, code: Code
) -> None:
    began = time.process_time()
    (problem,) = problems(tmp_path, text)
    assert (f"{problem.location.line}:{problem.location.column}", problem.code) == (place, code)
    assert time.process_time() - began < 2


def test_a_long_word_without_dots_is_no_long_key(tmp_path: Path) -> None:
    began = time.process_time()
    assert read(tmp_path, f'name = "{"a" * 900_000}"')[0].name.startswith("aaa")
    assert read(tmp_path, 'name = "Wait. . . . and www.a.b.c.example.org, 1.2.3.4.5"')[0].name.startswith("Wait")
    assert time.process_time() - began < 3


def test_bytes_that_are_not_utf8_are_refused_at_their_place(tmp_path: Path) -> None:
    assert found(tmp_path, 'a = 1\nname = "é'.encode() + b'\xff"') == ["2:10 C002 byte 0xff is not UTF-8 text"]


def test_a_byte_order_mark_and_any_line_ends_are_mended(tmp_path: Path) -> None:
    for end in (b"\r\n", b"\r", b"\n"):
        text = b"\xef\xbb\xbf" + end.join((b'name = "x"', b"[inner.a]", b"count = 1"))
        model, places = read(tmp_path, text)
        assert (model.name, places.place("inner", "a", "count").line) == ("x", 3)


def test_a_folder_a_pipe_and_a_missing_file_are_refused_without_waiting(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, said in (("folder", "it is a folder"), ("pipe", "a pipe"), ("none", "no such file")):
        with pytest.raises(FileProblem, match=f"x.toml: error C001: cannot be opened: .*{said}"):
            toml_files.read_text(tmp_path / name, "x.toml")


# --- places ------------------------------------------------------------------------------------------------------------

DOCUMENT = '''# a comment with a = 1
title = "one"  # and [x] here
  indented."two parts".c = 'literal'
list = [
  "a", # a comment ]
  ["b", { k = "inner" }],
]
text = """
a = "not a key"
[no.table]
caf\\u00e9 \\
    folded {x}"""
raw = \'\'\'
first \\n
second {x}\'\'\'
inline = { a = 1, b.c = "deep", d = [1, 2] }
when = 1990-01-20 10:00:00

[table]
key = 5
[table.sub]
key = 6
[[rows]]
key = "r0"
[[rows]]
key = "r1"
[rows.sub]
key = "s1"
'''


@pytest.mark.parametrize(
    "path, words",
    [
        (("title",), "title ="),
        (("indented", "two parts", "c"), "indented."),
        (("list",), "list ="),
        (("list", 0), '"a"'),
        (("list", 1, 0), '"b"'),
        (("list", 1, 1, "k"), "k ="),
        (("text",), "text ="),
        (("inline", "b", "c"), "b.c"),
        (("inline", "d", 1), "2] }"),
        (("when",), "when"),
        (("table",), "[table]"),
        (("table", "key"), "key = 5"),
        (("table", "sub", "key"), "key = 6"),
        (("rows", 0), '[[rows]]\nkey = "r0"'),
        (("rows", 1, "key"), 'key = "r1"'),
        (("rows", 1, "sub", "key"), 'key = "s1"'),
        (("table", "sub", "unknown"), "[table.sub]"),
    ],
)
def test_each_key_is_found_where_it_stands(path: toml_files.Path, words: str) -> None:
    place = toml_files.places(DOCUMENT, "x.toml").place(*path)
    rest = "\n".join(DOCUMENT.split("\n")[place.line - 1 :])[place.column - 1 :]
    assert rest.startswith(words)


def test_words_inside_a_text_are_no_keys() -> None:
    places = toml_files.places(DOCUMENT, "x.toml")
    assert ("a",) not in places
    assert ("no", "table") not in places


def test_each_letter_of_a_text_is_found_where_it_stands() -> None:
    data = tomllib.loads(DOCUMENT)
    places = toml_files.places(DOCUMENT, "x.toml")
    lines = DOCUMENT.split("\n")
    for path, words in (
        (("title",), ("one",)),
        (("text",), ("not a key", "[no.table]", "folded", "{x}")),
        (("raw",), ("first", "second", "{x}")),
        (("inline", "b", "c"), ("deep",)),
        (("rows", 1, "sub", "key"), ("s1",)),
    ):
        text: object = data
        for part in path:
            text = text[part]  # type: ignore[index]  # the path is one of the document
        passage = places.passage(str(text), *path)
        for word in words:
            place = passage.at(passage.text.index(word))
            assert lines[place.line - 1][place.column - 1 :].startswith(word)


def test_places_count_from_the_line_on_which_the_text_begins() -> None:
    assert toml_files.places("\na = 1", "x.md", 2).place("a").line == 3


@given(st.text(alphabet=st.sampled_from(list("ab.=[]{}\"'\\\n ,#1-:")), max_size=80))
def test_any_text_has_places_without_a_crash(text: str) -> None:
    places = toml_files.places(text, "x.toml")
    assert all(1 <= place.line <= text.count("\n") + 1 for place in places.values())


@given(st.text(alphabet=st.sampled_from(list("ab.=[]{}\"'\\\n ,#1-:")), max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        data = toml_files.parse(text, "x.toml")
    except TextProblems:
        return
    places = toml_files.places(text, "x.toml")
    assert all(any(path[0] == key for path in places) for key in data)
