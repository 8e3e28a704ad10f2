"""HarfBuzz and its subsetting part, called directly."""

from __future__ import annotations

import contextlib
import ctypes
import functools
from collections.abc import Iterable
from pathlib import Path


class HarfBuzz:
    """The libraries of this system: 0.2 s for a font that takes fontTools 15 s.

    Source: hb-subset.h of HarfBuzz 6.
    """

    NO_HINTING = 0x1
    NOTDEF_OUTLINE = 0x40
    LAYOUT_FEATURES = 6
    """The member of hb_subset_sets_t for the OpenType features to keep."""
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
    def load(cls) -> HarfBuzz | None:
        """Find the libraries as the loader of this system names them; nothing without them."""
        for core, subsetter in (
            ("libharfbuzz.so.0", "libharfbuzz-subset.so.0"),
            ("libharfbuzz.0.dylib", "libharfbuzz-subset.0.dylib"),
        ):
            with contextlib.suppress(OSError):
                return cls(ctypes.CDLL(core), ctypes.CDLL(subsetter))
        return None

    def subset(self, path: Path, index: int, characters: Iterable[str], features: Iterable[str] = ()) -> bytes:
        """One font of a file with only these characters and OpenType features.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is no such font.
        """
        core, content = self.core, path.read_bytes()
        blob = ctypes.c_void_p(core.hb_blob_create(content, len(content), 1, None, None))
        face = ctypes.c_void_p(core.hb_face_create(blob, index))
        wanted = self._input(characters, features)
        reduced = ctypes.c_void_p(self.subsetter.hb_subset_or_fail(face, wanted))
        if reduced.value is None:
            raise ValueError(path)
        result = ctypes.c_void_p(core.hb_face_reference_blob(reduced))
        length = ctypes.c_uint()
        font = ctypes.string_at(core.hb_blob_get_data(result, ctypes.byref(length)), length.value)
        self._release(blob, face, wanted, reduced, result)
        return font

    def _input(self, characters: Iterable[str], features: Iterable[str]) -> ctypes.c_void_p:
        wanted = ctypes.c_void_p(self.subsetter.hb_subset_input_create_or_fail())
        self.subsetter.hb_subset_input_set_flags(wanted, self.NO_HINTING | self.NOTDEF_OUTLINE)
        unicodes = ctypes.c_void_p(self.subsetter.hb_subset_input_unicode_set(wanted))
        for character in characters:
            self.core.hb_set_add(unicodes, ord(character))
        kept = ctypes.c_void_p(self.subsetter.hb_subset_input_set(wanted, self.LAYOUT_FEATURES))
        self.core.hb_set_clear(kept)
        for feature in features:
            self.core.hb_set_add(kept, int.from_bytes(feature.encode(), "big"))
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
