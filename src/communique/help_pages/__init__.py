"""`--version`, and `--help` on terminals of 80 columns and more, answered before Click is loaded.

The pages beside this module are what Click prints there, written by `docs/generate.py`; a test compares them. Click is
asked for everything that may come out otherwise: a narrow terminal, a setting in the environment that it would look at
first, an encoding that lacks a sign, a command that there is not. This module imports next to nothing, as `stamp` does.
"""

from __future__ import annotations

import os

from communique import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDEST = 80
"""Columns of a page at the most, however wide the terminal is."""
HARMLESS = frozenset({"COMMUNIQUE_NEWSROOM", "COMMUNIQUE_MISSION"})
"""Settings that are words, of which none can be wrong before a command is known."""


def answer(
    arguments: Sequence[str], environment: Mapping[str, str], encoding: str = "utf-8", terminal: int = 1
) -> tuple[str, str] | None:
    """What a call prints on stdout and stderr; None if Click must be asked. `terminal` is the descriptor of stdout."""
    own = {name for name in environment if name.lstrip("_").startswith("COMMUNIQUE_")} - HARMLESS
    if not arguments or own or encoding.lower() != "utf-8":
        return None
    *words, last = arguments
    if last == "--version" and not words:
        return f"communique {__version__}\n", ""
    if last not in {"-h", "--help"} or _columns(environment, terminal) < WIDEST:
        return None
    return _page(words)


def name_of(words: Sequence[str]) -> str:
    """The file that holds the page of a command."""
    return f"{'-'.join(['communique', *words])}.txt"


def _page(words: Sequence[str]) -> tuple[str, str] | None:
    if not all(word.isalpha() for word in words):
        return None
    try:
        with open(os.path.join(os.path.dirname(__file__), name_of(words)), encoding="utf-8") as file:
            return file.read(), ""
    except OSError:
        return None


def _columns(environment: Mapping[str, str], terminal: int) -> int:
    """The width of the output; what is no terminal is as wide as Click takes it to be."""
    stated = environment.get("COLUMNS", "")
    if stated:
        return int(stated) if stated.isascii() and stated.isdecimal() else 0
    try:
        return os.get_terminal_size(terminal).columns or WIDEST
    except OSError:
        return WIDEST
