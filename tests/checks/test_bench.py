"""Forty cases that a checker must judge, after the bench that three deployed checkers were measured with."""

from __future__ import annotations

import pathlib
import tomllib
from collections.abc import Iterator

import pytest
from written_pairs import codes, pair

from communique.checks.pair import Pair
from communique.diagnostics import Code

FILE = pathlib.Path(__file__).with_name("bench.toml")


def cases() -> Iterator[tuple[str, Pair, str]]:
    source = ""
    for case in tomllib.loads(FILE.read_text("utf-8"))["case"]:
        source = case.get("source", source)
        yield case["name"], pair(source, case["text"], case["locale"]), case.get("code", "")


CASES = list(cases())


def test_the_bench_has_34_faults_and_6_texts_that_only_look_odd() -> None:
    assert [sum(bool(code) for _, _, code in CASES), sum(not code for _, _, code in CASES)] == [34, 6]


@pytest.mark.parametrize("text, code", [pytest.param(text, code, id=name) for name, text, code in CASES])
def test_a_checker_says_what_is_wrong_and_nothing_of_what_is_right(text: Pair, code: str) -> None:
    found = codes(text)
    assert Code(code) in found if code else not found
