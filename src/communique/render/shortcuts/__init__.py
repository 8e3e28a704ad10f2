"""Shorter ways through WeasyPrint and the libraries under it, with the same result to the byte.

    imports    cffi runs a compiler and a linker for names no system has, and parts of fontTools are loaded for nothing
    arrays     cffi reads C anew for each length of an array, which takes as long as making a font smaller
    patterns   Pyphen takes every pattern of a language apart before it divides the first word
    styles     most properties of most elements are those of their parent, or say nothing at all
    lines      Pango is told of a style once, not for each line that is set in it

Each is held against the long way by a test, on every example; what a new version of a library does by itself goes.
"""

from __future__ import annotations

import re
from typing import Any

import pyphen

from communique.render.shortcuts import lines, styles
from communique.render.shortcuts.patterns import Patterns


def take() -> None:
    """Take the short ways from now on; WeasyPrint is imported."""
    from weasyprint.pdf import fonts

    pyphen.HyphDict = Patterns
    if not isinstance(fonts.ffi, _Arrays):
        fonts.ffi = _Arrays(fonts.ffi)
        styles.take()
        lines.take()


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
