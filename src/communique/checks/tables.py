"""The tables of words and measures beside these modules, read once."""

from __future__ import annotations

import functools
import pathlib
import re
import tomllib
from collections.abc import Mapping
from typing import Any


@functools.cache
def table(name: str) -> Mapping[str, Any]:
    """Read one of the TOML files of this folder, named without its ending."""
    return tomllib.loads(pathlib.Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))


@functools.cache
def part(name: str, key: str) -> Mapping[str, Any]:
    """One table of a file that is read in parts, for of its fifty languages a text has one; nothing if it is not there."""
    head = f"[{key}]"
    return tomllib.loads(head + _parts(name)[head]).get(key, {}) if head in _parts(name) else {}


@functools.cache
def _parts(name: str) -> Mapping[str, str]:
    """A file cut at the lines that begin a table: what each begins with, and the rest of it."""
    text = pathlib.Path(__file__).with_name(f"{name}.toml").read_text("utf-8")
    _, *pieces = re.split(r"(?m)^(\[[\w-]+\])$", text)
    return dict(zip(pieces[::2], pieces[1::2], strict=True))
