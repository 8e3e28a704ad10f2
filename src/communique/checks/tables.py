"""The tables of words and measures beside these modules, read once."""

from __future__ import annotations

import functools
import pathlib
import tomllib
from collections.abc import Mapping
from typing import Any


@functools.cache
def table(name: str) -> Mapping[str, Any]:
    """Read one of the TOML files of this folder, named without its ending."""
    return tomllib.loads(pathlib.Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))
