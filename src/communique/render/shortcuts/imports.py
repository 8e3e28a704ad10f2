"""What WeasyPrint looks for and loads when it is imported, and does not need for our pages.

It has cffi run `ldconfig`, a compiler and a linker for names of libraries that no system has; and it loads the parts of
fontTools that make a font smaller, though HarfBuzz does that.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

_HARDLY_EVER = ("fontTools.subset", "fontTools.varLib", "fontTools.varLib.instancer")
"""A quarter of the time of the import, and a fifth of its memory."""


@contextlib.contextmanager
def only_what_is_needed() -> Iterator[None]:
    """Import WeasyPrint inside this."""
    search = ctypes.util.find_library
    later = {name: _Later(name) for name in _HARDLY_EVER if name not in sys.modules}
    if sys.platform == "linux":
        ctypes.util.find_library = _nothing  # the loader of Linux knows the names that WeasyPrint tries last
    sys.modules.update(later)
    try:
        yield
    finally:
        ctypes.util.find_library = search
        for name in later:
            del sys.modules[name]


def _nothing(name: str) -> str | None:
    del name
    return None


class _Later(types.ModuleType):
    """A module that is imported when something of it is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*given: Any, **named: Any) -> Any:
            return getattr(importlib.import_module(self.__name__), name)(*given, **named)

        return call
