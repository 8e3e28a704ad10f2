"""The score of the case file: `python tests/languages/score.py CASES.json [--json]`."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent


def score(cases: pathlib.Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(HERE / "score.py"), str(cases), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_language_of_the_case_file_is_right_in_at_least_99_percent_of_every_kind() -> None:
    run = score(HERE / "cases.json", "--json")
    assert run.returncode == 0, run.stderr
    table = json.loads(run.stdout)
    assert len(table) >= 63
    below = {
        (language, kind): (right, total)
        for language, kinds in table.items()
        for kind, (right, total) in kinds.items()
        if right < 0.99 * total
    }
    assert below == {}


def test_the_readme_says_how_many_languages_and_cases_are_right() -> None:
    table = json.loads(score(HERE / "cases.json", "--json").stdout)
    sums = [[sum(counts) for counts in zip(*kinds.values(), strict=True)] for kinds in table.values()]
    entirely = sum(right == total for right, total in sums)
    readme = (HERE.parents[1] / "README.md").read_text("utf-8")
    assert f"| **Communique** | **{entirely}** |" in readme
    assert f"all {sum(total for _, total in sums):,} cases" in readme


def test_a_language_with_a_wrong_form_ends_with_one(tmp_path: pathlib.Path) -> None:
    whole = json.loads((HERE / "cases.json").read_text("utf-8"))
    case = next(case for case in whole["cases"] if (case["lang"], case["kind"], case.get("n")) == ("az", "heading", 34))
    wrong = tmp_path / "cases.json"
    wrong.write_text(json.dumps({**whole, "cases": [{**case, "expected": "34'inci ildönümü", "also": []}]}), "utf-8")
    assert score(wrong).returncode == 1
