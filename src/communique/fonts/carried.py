"""Fonts as a Word document carries them: obfuscated (ECMA-376 part 4, 14.2.1), and packed as in a zip.

A font is the same in every document that has it, and packing it takes longer than writing the rest of the document. It is
done at set-up; what set-up did not pack is packed here.
"""

from __future__ import annotations

import functools
import struct
import uuid
import zlib
from typing import NamedTuple

from communique import fonts

MAKER = "1"
"""The version of what set-up keeps of a face; another one makes every such file anew."""
_BEST, _QUICK = 9, 4
"""Levels of compression: at set-up, and while somebody waits."""
_KEY_LENGTH, _OBFUSCATED = 16, 32
_HEAD = struct.Struct("<2L")
"""Checksum and size before the packed bytes in a file of set-up."""


class Packed(NamedTuple):
    """A file as it stands in a zip: CRC-32 and size of what it was, and the packed bytes."""

    checksum: int
    size: int
    content: bytes


def packed(content: bytes, level: int = _QUICK) -> Packed:
    """Pack a file by DEFLATE without a head of its own, as a zip has it."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Packed(zlib.crc32(content), len(content), packer.compress(content) + packer.flush())


def key(family: str, style: str) -> str:
    """The key that a font is obfuscated with: a GUID, the same for a face in every document."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{family} {style}")).upper()


def obfuscated(font: bytes, family: str, style: str) -> bytes:
    """Combine the first 32 bytes of a font with its key, read from its last byte to its first."""
    mask = bytes.fromhex(key(family, style).replace("-", ""))[::-1]
    start = bytes(byte ^ mask[place % _KEY_LENGTH] for place, byte in enumerate(font[:_OBFUSCATED]))
    return start + font[_OBFUSCATED:]


@functools.lru_cache(maxsize=16)
def whole(face: fonts.Face) -> Packed:
    """A face as it stands in every document that has it.

    Raises:
        OSError: it is not here.
    """
    try:
        kept = (fonts.folder() / face.word_file).read_bytes()
    except FileNotFoundError:
        font = (fonts.folder() / face.file).read_bytes()
        return packed(obfuscated(font, face.family, face.style))
    checksum, size = _HEAD.unpack_from(kept)
    return Packed(checksum, size, kept[_HEAD.size :])


def file_of_setup(face: fonts.Face, font: bytes) -> bytes:
    """What set-up keeps of a face for documents."""
    best = packed(obfuscated(font, face.family, face.style), _BEST)
    return _HEAD.pack(best.checksum, best.size) + best.content
