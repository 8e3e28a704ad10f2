"""Write the pages that are made from the code: `python docs/generate.py`; `--check` only says whether they are fresh."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import pathlib
import runpy
import subprocess
import sys
import tomllib
import unittest.mock
from collections import Counter

import click

from communique import help_pages, locales
from communique.checks.catalogue import CATALOGUE
from communique.cli import command_line
from communique.diagnostics import Code, ExitCode
from communique.grammar import Grammar, known_locales, load_grammar

DOCS = pathlib.Path(__file__).parent
LANGUAGES = DOCS.parent / "tests" / "languages"
ENGINES = ("icu", "num2words", "moment")
WAIVING = """\
## Waivers

A warning or a note that is right as it stands is waived in `waivers.toml` beside the statement. The hint of each warning
gives the digest of its text; a waiver ends with the text it was given for, and says so.

```toml
[[waiver]]
code = "C142"
locale = "fr"
block = "mourning"
text = "3d40fd8c1664"
reason = "French opens the list with a full stop here."
```

## Glossary

Terms and names are settled in `glossary.toml`, of the newsroom or beside a statement; the statement's go first. A term may
take the endings of its language; a `fixed` name is written with the same letters in every locale that lists nothing else,
and is looked for in the finished texts of all locales too.

```toml
[[term]]
source = "minute of silence"
forms = ["minute’s silence"]
required.fr = ["minute de silence"]
forbidden.fr = ["minute de recueillement"]

[[term]]
source = "Milli Majlis"
fixed = true
required.ru = ["Милли Меджлис"]
```

## Spelling

`communique check --spelling` looks every word up in a Hunspell dictionary of its language: one in the folder `dictionaries` of
the newsroom (`fr.aff` and `fr.dic`), else one of the system. It needs `pip install communique[spelling]` and is never part
of a build, so that a release does not depend on what a machine has installed.

## Machines

`communique check --json` prints every problem as an object; `--sarif FILE` writes them in SARIF 2.1.0 for code forges.
"""
HEAD = "<!-- made by docs/generate.py from the code; do not edit -->\n\n"
EXIT_CODES = {
    ExitCode.DONE: "done",
    ExitCode.PROBLEMS: "problems in the texts",
    ExitCode.USAGE: "called wrongly",
    ExitCode.REFUSED: "refused by a rule (not cleared, embargo, sealed)",
    ExitCode.ENVIRONMENT: "a library or a font is missing",
    ExitCode.FILE: "a file or folder cannot be read or written",
    ExitCode.BUSY: "another build holds the lock",
    ExitCode.INTERRUPTED: "interrupted",
}


def problems() -> str:
    """Every code with its meaning, and the exit codes."""
    rows = "".join(f"| `{code}` | {code.meaning} |\n" for code in Code)
    exits = "".join(f"| {int(code)} | {meaning} |\n" for code, meaning in EXIT_CODES.items())
    return (
        f"{HEAD}# Problems\n\n"
        "A problem is told as `path:line:column: error C031: what is wrong`, followed by a hint that says what to do. "
        "All problems of a run are told at once, in the order of their places.\n\n"
        f"| Code | Meaning |\n|---|---|\n{rows}\n"
        f"## Exit codes\n\n| Code | Meaning |\n|---|---|\n{exits}"
    )


def checks() -> str:
    """Every kind of problem that a text can have, with its weights and whether it is mended."""
    rows = "".join(
        f"| {number} | `{check.code}` | {', '.join(check.severities)} | {check.code.meaning} | {'yes' if check.mended else ''} |\n"
        for number, check in enumerate(CATALOGUE, 1)
    )
    return (
        f"{HEAD}# Checks\n\n"
        "What `communique check` looks for in the texts of an edition; what can be wrong with files is in "
        "[problems.md](problems.md). An *error* keeps its locale back. A *warning* is shown and may be waived. A *note* only "
        "informs. Where two weights stand, the second is for cases that are as likely to be right.\n\n"
        f"| | Code | Weight | Meaning | `--fix` |\n|---|---|---|---|---|\n{rows}\n{WAIVING}"
    )


def commands() -> str:
    """The help text of every command."""
    parts = [f"{HEAD}# Commands\n"]
    for path, command in _commands("communique", command_line):
        context = click.Context(
            command, info_name=path, help_option_names=["-h", "--help"], terminal_width=100, max_content_width=100
        )
        parts.append(f"## `{path}`\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def _commands(path: str, command: click.Command) -> list[tuple[str, click.Command]]:
    inner = command.commands if isinstance(command, click.Group) else {}
    found = [(path, command)]
    for name in sorted(inner):
        found += _commands(f"{path} {name}", inner[name])
    return found


def languages() -> str:
    """How right each language is, how sure its authors are, and who signed it."""
    engines = tomllib.loads((LANGUAGES / "engines.toml").read_text("utf-8"))
    right, total = _cases()
    rows = (_language(load_grammar(tag), right[tag], total[tag], engines["percent"]) for tag in known_locales())
    return (
        f"{HEAD}# Languages\n\n"
        f"{len(known_locales())} locales have a grammar file; `communique language fr` prints what it makes of numbers and "
        f"dates, on one page that a native speaker can sign. *Cases* are known forms that the file writes right "
        f"({right.total()} of {total.total()} in all); a dash means that nobody has written cases for that file alone. "
        f"*Words* says up to which number ordinals can be written out. The last columns say how often other engines "
        f"write the ordinal of a heading right, in per cent of n = 1 to 120: {engines['source']}.\n\n"
        "| Locale | Language | Cases | Words | Confidence | Reviewed by | ICU | num2words | moment |\n"
        f"|---|---|---|---|---|---|---|---|---|\n{''.join(rows)}"
    )


def _cases() -> tuple[Counter[str], Counter[str]]:
    """The cases that are right, and all of them, by the grammar file that serves their language."""
    score = runpy.run_path(str(LANGUAGES / "score.py"))["score"]
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for language, kinds in score(json.loads((LANGUAGES / "cases.json").read_text("utf-8"))["cases"]).items():
        file = pathlib.Path(load_grammar(language).file).stem
        right[file] += sum(tally.right for tally in kinds.values())
        total[file] += sum(tally.total for tally in kinds.values())
    return right, total


def _language(grammar: Grammar, right: int, total: int, engines: dict[str, dict[str, int]]) -> str:
    others = (str(engines.get(grammar.locale, {}).get(engine, "–")) for engine in ENGINES)
    cells = (
        f"`{grammar.locale}`",
        locales.english_name(grammar.locale),
        f"{right} / {total}" if total else "–",
        _words(grammar),
        grammar.confidence,
        grammar.reviewed_by or "nobody",
        *others,
    )
    return f"| {' | '.join(cells)} |\n"


def _words(grammar: Grammar) -> str:
    if not grammar.forms("ordinal_words"):
        return "–"
    for n in range(1, 201):
        try:
            grammar.ordinal_words(n)
        except LookupError:
            return str(n - 1)
    return "200"


def printed(words: tuple[str, ...]) -> str:
    """What a command prints for `--help` where there is room."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), unittest.mock.patch.dict(os.environ, COLUMNS=str(help_pages.WIDEST)):
        command_line.main([*words, "--help"], prog_name="communique", standalone_mode=False)
    return said.getvalue()


HELP = {
    f"../src/communique/help_pages/{help_pages.name_of(words)}": functools.partial(printed, words)
    for words in (tuple(path.split()[1:]) for path, _ in _commands("communique", command_line))
}


DESCRIBE = """
import json, sys
from communique import locales
print(json.dumps({tag: locales.described(tag) for tag in sys.argv[1:]}))
"""


def known_to_cldr() -> str:
    """What Babel says of the locales that come with the program, and of the one that the example calls by its script.

    It is asked in a process of its own: Babel changes its data when it is asked for other things.
    """
    tags = sorted({*known_locales(), "zh-Hans"})
    run = subprocess.run([sys.executable, "-c", DESCRIBE, *tags], capture_output=True, check=True)
    lines = (f"{json.dumps(tag)}: {json.dumps(one, ensure_ascii=False)}" for tag, one in json.loads(run.stdout).items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


PAGES = {
    "problems.md": problems,
    "checks.md": checks,
    "commands.md": commands,
    "languages.md": languages,
    **HELP,
    "../src/communique/locales/known.json": known_to_cldr,
}


def stale() -> list[str]:
    """The pages that are not as the code would make them."""
    return [name for name, make in PAGES.items() if (DOCS / name).read_text("utf-8") != make()]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(", ".join(stale()) or 0)
    for page, make in PAGES.items():
        (DOCS / page).write_text(make(), "utf-8")
