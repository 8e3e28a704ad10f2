"""The file itself: a zip without a trace of when or where it was made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Zip without a trace of when or where; readers expect the list of content types first."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name])
    return packed.getvalue()
