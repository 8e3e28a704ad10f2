"""Problems in SARIF 2.1.0, the form in which code forges show what a check found beside the lines it is about.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Sequence
from typing import Any

from communique import __version__
from communique.diagnostics import Code, Diagnostic

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(problems: Sequence[Diagnostic]) -> dict[str, Any]:
    """Write problems as one run of SARIF; the levels are the severities by the same names."""
    codes = sorted({problem.code for problem in problems})
    driver = {
        "name": "communique",
        "version": __version__,
        "rules": [_rule(code) for code in codes],
    }
    results = [_result(problem, codes.index(problem.code)) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: Code) -> dict[str, Any]:
    return {"id": str(code), "name": code.name, "shortDescription": {"text": code.meaning}}


def _result(problem: Diagnostic, rule: int) -> dict[str, Any]:
    said = "; hint: ".join(part for part in (problem.message, problem.hint) if part)
    place: dict[str, Any] = {"artifactLocation": {"uri": urllib.parse.quote(problem.location.file)}}
    if problem.location.line:
        column = {"startColumn": problem.location.column} if problem.location.column else {}
        place["region"] = {"startLine": problem.location.line, **column}
    return {
        "ruleId": str(problem.code),
        "ruleIndex": rule,
        "level": str(problem.severity),
        "message": {"text": said},
        "locations": [{"physicalLocation": place}],
        "properties": {"locale": problem.locale, "block": problem.block},
    }
