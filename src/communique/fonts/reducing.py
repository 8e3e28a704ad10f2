"""Chinese, Japanese and Korean fonts reduced to the characters of one standard, by HarfBuzz and fontTools."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import hashlib
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from communique import fonts

MAKER = "2"
"""The version of what is done to a reduced face; another one makes every such face anew."""


def maker(face: fonts.ReducedFace) -> str:
    """What would make a face: HarfBuzz, this module, and its entry in the list; empty without HarfBuzz."""
    harfbuzz = _HarfBuzz.load()
    entry = hashlib.sha256(repr(face).encode()).hexdigest()[:16]
    return f"{harfbuzz.version} {MAKER} {entry}" if harfbuzz else ""


def reduced(face: fonts.ReducedFace, origin: Path) -> bytes:
    """Make a face from the collection that its origin is.

    Raises:
        ValueError: HarfBuzz is missing, or cannot read the collection.
    """
    harfbuzz = _HarfBuzz.load()
    if harfbuzz is None:
        raise ValueError(origin)
    return _renamed(harfbuzz.subset(origin, face.index, face.repertoire), face)


def _renamed(font: bytes, face: fonts.ReducedFace) -> bytes:
    """Give a reduced font its own family name, so that it and the whole one can stand in one style sheet."""
    from fontTools.ttLib import TTFont

    opened = TTFont(io.BytesIO(font), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    file_name = face.file.partition(".")[0]
    for name_id, name in {1: face.family, 3: file_name, 4: f"{face.family} {face.style}", 6: file_name}.items():
        opened["name"].setName(name, name_id, 3, 1, 0x409)
    _renumber(opened["CFF "].cff.topDictIndex[0], opened)
    target = io.BytesIO()
    opened.save(target, reorderTables=False)
    return target.getvalue()


def _renumber(top: Any, opened: Any) -> None:
    """Give each glyph of a CID-keyed font the CID of its place.

    A subset keeps the CIDs of the whole font, while WeasyPrint writes the places of glyphs as their CIDs: a reader that
    maps one to the other would find the wrong glyph or none (PDF/A, ISO 19005-3, 6.2.11.4).
    """
    names = [".notdef", *(f"cid{place:05d}" for place in range(1, len(top.charset)))]
    glyphs = top.CharStrings.charStrings
    top.CharStrings.charStrings = dict(zip(names, (glyphs[name] for name in top.charset), strict=True))
    top.charset, top.CIDCount = names, len(names)
    opened.setGlyphOrder(names)


class _HarfBuzz:
    """HarfBuzz and its subsetting part, called directly: 0.2 s for a font that takes fontTools 15 s.

    Source: hb-subset.h of HarfBuzz 6.
    """

    NO_HINTING = 0x1
    NOTDEF_OUTLINE = 0x40
    LAYOUT_FEATURES = 6
    """The member of hb_subset_sets_t for the OpenType features to keep."""
    FEATURES = ("ccmp", "calt", "liga", "rlig", "kern", "mark", "mkmk", "halt", "palt", "ljmo", "vjmo", "tjmo")
    POINTERS = (
        "hb_blob_create",
        "hb_blob_get_data",
        "hb_face_create",
        "hb_face_reference_blob",
        "hb_subset_input_create_or_fail",
        "hb_subset_input_set",
        "hb_subset_input_unicode_set",
        "hb_subset_or_fail",
    )
    """The functions whose result is a pointer; ctypes would cut it to an int."""

    def __init__(self, core: ctypes.CDLL, subsetter: ctypes.CDLL) -> None:
        self.core = core
        self.subsetter = subsetter
        core.hb_version_string.restype = ctypes.c_char_p
        self.version = f"HarfBuzz {core.hb_version_string().decode()}"
        for name in self.POINTERS:
            getattr(subsetter if name.startswith("hb_subset_") else core, name).restype = ctypes.c_void_p

    @classmethod
    @functools.cache
    def load(cls) -> _HarfBuzz | None:
        """Find the libraries as the loader of this system names them."""
        for core, subsetter in (
            ("libharfbuzz.so.0", "libharfbuzz-subset.so.0"),
            ("libharfbuzz.0.dylib", "libharfbuzz-subset.0.dylib"),
        ):
            with contextlib.suppress(OSError):
                return cls(ctypes.CDLL(core), ctypes.CDLL(subsetter))
        return None

    def subset(self, collection: Path, index: int, characters: Iterable[str]) -> bytes:
        """One font of a collection with only these characters and the features a horizontal text needs."""
        core, content = self.core, collection.read_bytes()
        blob = ctypes.c_void_p(core.hb_blob_create(content, len(content), 1, None, None))
        face = ctypes.c_void_p(core.hb_face_create(blob, index))
        wanted = self._input(characters)
        reduced = ctypes.c_void_p(self.subsetter.hb_subset_or_fail(face, wanted))
        if reduced.value is None:
            raise ValueError(collection)
        result = ctypes.c_void_p(core.hb_face_reference_blob(reduced))
        length = ctypes.c_uint()
        font = ctypes.string_at(core.hb_blob_get_data(result, ctypes.byref(length)), length.value)
        self._release(blob, face, wanted, reduced, result)
        return font

    def _input(self, characters: Iterable[str]) -> ctypes.c_void_p:
        wanted = ctypes.c_void_p(self.subsetter.hb_subset_input_create_or_fail())
        self.subsetter.hb_subset_input_set_flags(wanted, self.NO_HINTING | self.NOTDEF_OUTLINE)
        unicodes = ctypes.c_void_p(self.subsetter.hb_subset_input_unicode_set(wanted))
        for character in characters:
            self.core.hb_set_add(unicodes, ord(character))
        features = ctypes.c_void_p(self.subsetter.hb_subset_input_set(wanted, self.LAYOUT_FEATURES))
        self.core.hb_set_clear(features)
        for feature in self.FEATURES:
            self.core.hb_set_add(features, int.from_bytes(feature.encode(), "big"))
        return wanted

    def _release(
        self,
        blob: ctypes.c_void_p,
        face: ctypes.c_void_p,
        wanted: ctypes.c_void_p,
        reduced: ctypes.c_void_p,
        result: ctypes.c_void_p,
    ) -> None:
        self.core.hb_blob_destroy(result)
        self.core.hb_face_destroy(reduced)
        self.subsetter.hb_subset_input_destroy(wanted)
        self.core.hb_face_destroy(face)
        self.core.hb_blob_destroy(blob)
