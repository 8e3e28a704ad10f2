"""The map in ARCHITECTURE.md agrees with the code, and what it says never happens does not happen."""

from __future__ import annotations

import ast
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

import pytest

ROOT = pathlib.Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "communique"
MAP = (ROOT / "ARCHITECTURE.md").read_text("utf-8")


def part(name: str) -> str:
    found = re.search(rf"<!-- {name} -->(.*)<!-- /{name} -->", MAP, re.DOTALL)
    assert found, f"ARCHITECTURE.md has no part `{name}`"
    return found[1]


def modules() -> set[str]:
    names = {path.relative_to(PACKAGE).with_suffix("").as_posix() for path in PACKAGE.rglob("*.py")}
    return {name.removesuffix("/__init__").replace("/", ".") for name in names} - {"__init__"}


def test_the_map_names_every_module_and_no_other() -> None:
    rows = [line.split("|")[1] for line in part("modules").splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`([\w.]+)`", row)} == modules()


def test_the_map_draws_the_layers_of_the_import_contract() -> None:
    drawn = [re.findall(r"`(\w+)`", line) for line in part("layers").splitlines() if line[:1].isdigit()]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    contract = next(contract for contract in contracts if contract["type"] == "layers")
    assert drawn == [layer.split(" | ") for layer in contract["layers"]]


def test_the_map_fits_on_two_hundred_lines() -> None:
    assert len(MAP.splitlines()) <= 200


def test_the_pipeline_can_be_read_on_one_page() -> None:
    lines = (PACKAGE / "pipeline.py").read_text("utf-8").splitlines()
    assert len(lines) <= 125


@pytest.mark.parametrize(
    "path", sorted(set(PACKAGE.rglob("*.py")) - {PACKAGE / "__main__.py", *(PACKAGE / "cli").glob("*.py")}), ids=str
)
def test_nothing_but_the_command_line_looks_at_the_clock(path: pathlib.Path) -> None:
    clock = {
        "datetime.now",
        "datetime.today",
        "datetime.utcnow",
        "date.today",
        "time.time",
        "time.time_ns",
        "time.gmtime",
    }
    calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    assert not {".".join(ast.unparse(call).split(".")[-2:]) for call in calls} & clock


COMPOSE_ALONE = """
import datetime, sys
from communique import preparation
from communique import newsroom, pipeline, source, letterheads, compose
room = newsroom.load_newsroom(sys.argv[1])
work = []
for slug in newsroom.slugs(room):
    statement = source.load_statement(room, slug)
    edition = source.load_edition(room, statement, 2030)
    letterhead = letterheads.load_letterhead(room, statement.letterhead, statement.location)
    for locale in statement.all_locales:
        catalog = preparation.load_catalog(room, statement, locale)
        grammars = [preparation.grammar_of(room, one, statement.location) for one in (locale, statement.source)]
        work.append((edition, locale, catalog, *grammars, letterhead))
        compose.compose(*work[-1])  # CLDR data of the locale is read once, on first use
def refuse(event, arguments):
    if event.split(".")[0] in {"open", "os", "socket", "subprocess", "shutil", "urllib", "tempfile"}:
        raise AssertionError(f"{event} {arguments}")
sys.addaudithook(refuse)
import os
class Closed(dict):
    def __getitem__(self, key): raise AssertionError(f"environment {key}")
    get = __contains__ = __getitem__
os.environ = Closed()
for arguments in work:
    compose.compose(*arguments)
sys.stdout.write(str(len(work)))
"""


def test_compose_touches_no_file_environment_or_network() -> None:
    run = subprocess.run([sys.executable, "-c", COMPOSE_ALONE, str(ROOT)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) >= 23


RENDERERS = tuple(f"communique.render.{name}" for name in ("html", "pdf", "docx", "text"))
HEAVY = ("weasyprint", "docx", "pydantic", "jinja2", "babel", "polib", "markdown_it", "pypdfium2", "PIL", "lxml")


@pytest.mark.parametrize(
    "arguments, free_of",
    [
        (["--help"], HEAVY),
        (["build", "--help"], HEAVY),
        (["--version"], HEAVY),
        (["status", "-C", str(ROOT)], ("weasyprint", "docx", "jinja2", "pypdfium2", "PIL", "lxml", *RENDERERS)),
        (["check", "-C", str(ROOT), "-l", "ar"], ("weasyprint", "docx", "jinja2", "pypdfium2", "PIL", "lxml")),
    ],
    ids=["help", "build help", "version", "status", "check"],
)
def test_a_command_imports_only_what_it_needs(arguments: list[str], free_of: tuple[str, ...]) -> None:
    code = (
        "import sys, communique.cli\n"
        "try: communique.cli.main()\n"
        "except SystemExit as leaving: assert leaving.code == 0, leaving.code\n"
        f"sys.exit(' '.join(name for name in {free_of!r} if name in sys.modules) or 0)"
    )
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert run.stderr == ""


def without_first_case(module: pathlib.Path, name: str) -> None:
    """Take the case of one class out of the first `match` of a module that has it."""
    text = module.read_text("utf-8")
    tree = ast.parse(text)
    case = next(
        case
        for match in ast.walk(tree)
        if isinstance(match, ast.Match)
        for case in match.cases
        if isinstance(case.pattern, ast.MatchClass) and ast.unparse(case.pattern.cls) == name
    )
    lines = text.splitlines(keepends=True)
    end = case.body[-1].end_lineno or 0
    del lines[case.pattern.lineno - 1 : end]
    module.write_text("".join(lines), "utf-8")


@pytest.mark.slow
def test_a_renderer_that_forgets_a_block_or_an_inline_fails_the_type_check(tmp_path: pathlib.Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "src" / "communique", ignore=shutil.ignore_patterns("font_files", "*.toml"))
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    forgotten = {"html": "Quotation", "docx/story": "Table", "text": "Listing"}
    for name, block in forgotten.items():
        without_first_case(tmp_path / "src" / "communique" / "render" / f"{name}.py", block)
    without_first_case(tmp_path / "src" / "communique" / "fill.py", "Switch")
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "src"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    for path in (*(f"render/{name}.py" for name in forgotten), "fill.py"):
        assert re.search(rf"{path}:\d+: error: Match statement has unhandled case.*exhaustive-match", run.stdout), path
