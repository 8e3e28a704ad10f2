"""The names of C by which WeasyPrint asks for memory, read without all other names that it ever declared.

cffi reads a name as C, behind a line for each of the five hundred types it knows: five milliseconds a name, and for an
array a new name with each length, twice for each font of a PDF, which takes as long as making the font smaller.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_WORD = re.compile(r"\w+")


def take() -> None:
    """Take the short way; WeasyPrint is imported."""
    from weasyprint.pdf import fonts
    from weasyprint.text.ffi import ffi

    fonts.ffi = _Arrays(ffi)
    parser = ffi._parser  # noqa: SLF001 - cffi has no other way to it
    parser._parse = _with_few_names(parser, parser._parse)  # noqa: SLF001


def _with_few_names(parser: Any, parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """Read some C, as `parse` does, where only the types that it names are known to be types."""

    def parse_shortly(source: str) -> Any:
        every, words = parser._declarations, {*_WORD.findall(source)}  # noqa: SLF001
        parser._declarations = {name: known for name, known in every.items() if name.split()[-1] in words}  # noqa: SLF001
        try:
            return parse(source)
        finally:
            parser._declarations = every  # noqa: SLF001

    return parse_shortly


class _Arrays:
    """The interface to C of WeasyPrint, where an array takes its length from what is put into it."""

    _LENGTH = re.compile(r"\[\d+\]$")

    def __init__(self, interface: Any) -> None:
        self._interface = interface

    def __getattr__(self, name: str) -> Any:
        return getattr(self._interface, name)

    def new(self, kind: str, content: Any = None) -> Any:
        """As `new` of cffi, which makes a type of each length."""
        if isinstance(content, list | tuple):
            kind = self._LENGTH.sub("[]", kind)
        return self._interface.new(kind, content)
