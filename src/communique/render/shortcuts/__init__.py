"""Shorter ways through WeasyPrint and the libraries under it, with the same result to the byte.

    imports   cffi runs a compiler and a linker for names no system has, and parts of fontTools are loaded for nothing
    c_types   cffi reads C for every kind and every length of memory that is asked for
    patterns  Pyphen takes every pattern of a language apart before it divides the first word
    styles    most properties of most elements are those of their parent, or say nothing at all
    lines     Pango is told of a style once, not for each line that is set in it

Each is held against the long way by a test, on every example; what a new version of a library does by itself goes.
"""

from __future__ import annotations

import functools

import pyphen

from communique.render.shortcuts import c_types, lines, styles
from communique.render.shortcuts.patterns import Patterns


@functools.cache
def take() -> None:
    """Take the short ways from now on; WeasyPrint is imported."""
    pyphen.HyphDict = Patterns
    for way in (c_types, styles, lines):
        way.take()
