"""How problems are told: where, what, what next; each once, in the order of their places."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from communique.diagnostics import (
    Busy,
    Code,
    CommuniqueError,
    Diagnostic,
    EnvironmentProblem,
    ExitCode,
    FileProblem,
    Location,
    Passage,
    Refused,
    Severity,
    TextProblems,
    in_order,
    stop_if_errors,
)


def problem(line: int, message: str = "wrong", severity: Severity = Severity.ERROR) -> Diagnostic:
    return Diagnostic(Code.MARKUP, message, Location("s.md", line, 3), "mend it", severity, "fr", "lead")


def test_a_problem_is_told_with_its_place_its_code_and_what_to_do() -> None:
    assert str(problem(2)) == "s.md:2:3: error C022: wrong\n  hint: mend it"


def test_a_place_names_only_what_is_known() -> None:
    assert [str(Location("s.md")), str(Location("s.md", 2)), str(Location("s.md", 2, 3))] == [
        "s.md",
        "s.md:2",
        "s.md:2:3",
    ]


def test_a_problem_as_json_has_every_field_of_the_contract() -> None:
    assert problem(2).as_json() == {
        "code": "C022",
        "severity": "error",
        "file": "s.md",
        "line": 2,
        "column": 3,
        "locale": "fr",
        "block": "lead",
        "message": "wrong",
        "hint": "mend it",
    }


def test_problems_come_in_the_order_of_their_places_each_once() -> None:
    assert in_order([problem(10), problem(2), problem(10), problem(2, "a")]) == (
        problem(2, "a"),
        problem(2),
        problem(10),
    )


@pytest.mark.parametrize(
    "error, code",
    [(TextProblems, 1), (Refused, 3), (EnvironmentProblem, 4), (FileProblem, 5), (Busy, 6), (CommuniqueError, 1)],
)
def test_each_kind_of_error_has_its_exit_code_and_survives_the_way_between_processes(
    error: type[CommuniqueError], code: int
) -> None:
    raised = pickle.loads(pickle.dumps(error([problem(2), problem(1)])))  # noqa: S301 (our own bytes)
    assert (type(raised), raised.exit_code, raised.diagnostics) == (error, ExitCode(code), (problem(1), problem(2)))


def test_warnings_alone_stop_nothing() -> None:
    stop_if_errors([problem(1, severity=Severity.WARNING), problem(2, severity=Severity.NOTE)])
    with pytest.raises(TextProblems) as raised:
        stop_if_errors([problem(1, severity=Severity.WARNING), problem(2)])
    assert len(raised.value.diagnostics) == 2


def test_a_character_is_found_in_the_piece_it_belongs_to() -> None:
    passage = Passage("one two", ((0, Location("s.md", 5, 3)), (4, Location("s.md", 6, 9))))
    assert passage.location == Location("s.md", 5, 3)
    assert passage.at(2) == Location("s.md", 5, 5)
    assert passage.at(4) == Location("s.md", 6, 9)
    assert passage.at(6) == Location("s.md", 6, 11)
    assert Passage("x", ((0, Location("s.md")),)).at(0) == Location("s.md")


def test_every_code_has_a_number_of_its_own_and_a_meaning() -> None:
    assert len({str(code) for code in Code}) == len(Code)
    for code in Code:
        assert re.fullmatch(r"C\d{3}", code)
        assert re.fullmatch(r"(?s)[^A-Z].*[^.]", code.meaning), code


def test_every_code_is_used_somewhere() -> None:
    source = Path(__file__).parents[1] / "src" / "communique"
    code = "".join(path.read_text("utf-8") for path in source.rglob("*.py") if path.name != "diagnostics.py")
    assert [one.name for one in Code if f"Code.{one.name}" not in code] == []
