"""The problems as SARIF 2.1.0: the properties that the standard asks for are there and mean what it says."""

from __future__ import annotations

import json

from communique.checks.sarif import sarif
from communique.diagnostics import Code, Diagnostic, Location, Severity
from conftest import Program
from small_newsroom import CATALOG, SmallNewsroom

PROBLEM = Diagnostic(
    Code.FIGURE, "`26` is wrong", Location("a b/fr.po", 7, 12), "correct it", Severity.WARNING, "fr", "lead"
)


def test_a_problem_is_a_result_with_its_rule_and_region() -> None:
    [run] = sarif([PROBLEM])["runs"]
    [result] = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "C110"
    assert (result["level"], result["message"]["text"]) == ("warning", "`26` is wrong; hint: correct it")
    [place] = result["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b/fr.po"},
        "region": {"startLine": 7, "startColumn": 12},
    }


def test_a_problem_of_a_whole_file_has_no_region() -> None:
    problem = Diagnostic(Code.MISSING_CATALOG, "there is none", Location("fr.po"))
    [result] = sarif([problem])["runs"][0]["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]


def test_columns_are_counted_in_code_points_as_our_problems_are() -> None:
    assert sarif([])["runs"][0]["columnKind"] == "unicodeCodePoints"


def test_check_writes_the_problems_it_tells(newsroom: SmallNewsroom, communique: Program) -> None:
    newsroom.replace(CATALOG, "ont perdu la vie.", "ont perdu la vie [à vérifier].")
    ended = communique("check", "-y", "2026", "--sarif", "found.sarif", "--json")
    written = json.loads(newsroom.read("found.sarif"))
    told = [problem["code"] for problem in json.loads(ended.out)["problems"]]
    assert written["version"] == "2.1.0"
    assert [result["ruleId"] for result in written["runs"][0]["results"]] == told == ["C152"]


def test_a_file_that_cannot_be_written_ends_the_check_with_five(newsroom: SmallNewsroom, communique: Program) -> None:
    ended = communique("check", "-y", "2026", "--sarif", "no/such/folder.sarif")
    assert (ended.exit_code, f"error {Code.NOT_WRITABLE}" in ended.err) == (5, True)
