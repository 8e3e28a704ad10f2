"""The file itself: a zip without a trace of when or where it was made."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Iterable, Mapping

_TYPES = "[Content_Types].xml"
_FONT = ".odttf"


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Zip without a trace of when or where; readers expect the list of content types first.

    Fonts come next, because they are the same in many documents and most of the work: they are packed once.
    """
    lasting = (_TYPES, *sorted(name for name in parts if name.endswith(_FONT)))
    packed = io.BytesIO(_begun(tuple((name, parts[name]) for name in lasting)))
    with zipfile.ZipFile(packed, "a") as package:
        _add(package, ((name, parts[name]) for name in sorted(parts.keys() - {*lasting})))
    return packed.getvalue()


@functools.lru_cache(maxsize=8)
def _begun(parts: tuple[tuple[str, bytes], ...]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        _add(package, parts)
    return packed.getvalue()


def _add(package: zipfile.ZipFile, parts: Iterable[tuple[str, bytes]]) -> None:
    for name, content in parts:
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.create_system = 3
        entry.external_attr = 0o644 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        package.writestr(entry, content)
