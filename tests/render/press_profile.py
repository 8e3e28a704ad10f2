"""The colour profile of a press that is nowhere: ICC.1:2010, CMYK, as small as one can be.

Real ones come from the print shop and may not be passed on, so the tests make their own from the simplest model of ink.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Callable, Iterable, Sequence

_WHITE = (0.9642, 1.0, 0.8249)
"""D50, the white of every profile."""
_TO_XYZ = ((0.4361, 0.3851, 0.1431), (0.2225, 0.7169, 0.0606), (0.0139, 0.0971, 0.7142))
_TO_RGB = ((3.1339, -1.6169, -0.4906), (-0.9788, 1.9161, 0.0335), (0.0719, -0.2290, 1.4052))
_GRID = 9


def profile() -> bytes:
    """A printer profile with the tables in both directions."""
    tags = {
        b"desc": b"desc" + struct.pack(">LL", 0, 11) + b"Test press\0" + bytes(78),
        b"cprt": b"text" + bytes(4) + b"No rights reserved\0",
        b"wtpt": b"XYZ " + bytes(4) + b"".join(struct.pack(">l", round(part * 65536)) for part in _WHITE),
        b"A2B0": _table(4, 2, _lab),
        b"B2A0": _table(3, _GRID, _ink),
    }
    place, directory, data = 128 + 4 + 12 * len(tags), b"", b""
    for name, tag in tags.items():
        padded = tag + bytes(-len(tag) % 4)
        directory += name + struct.pack(">LL", place + len(data), len(tag))
        data += padded
    header = struct.pack(">L4sL4s4s4s", place + len(data), bytes(4), 0x02400000, b"prtr", b"CMYK", b"Lab ")
    header += struct.pack(">6H4s", 2024, 1, 20, 0, 0, 0, b"acsp") + bytes(28)
    header += b"".join(struct.pack(">l", round(part * 65536)) for part in _WHITE)
    return header.ljust(128, b"\0") + struct.pack(">L", len(tags)) + directory + data


def _table(inputs: int, grid: int, model: Callable[..., Iterable[float]]) -> bytes:
    """A `mft1` table: straight curves around the values of the model at every point of a grid."""
    points = [point / (grid - 1) for point in range(grid)]
    values = [model(*point) for point in itertools.product(points, repeat=inputs)]
    inner = bytes(round(min(max(value, 0), 1) * 255) for row in values for value in row)
    outputs = len(inner) // len(values)
    matrix = struct.pack(">9l", *(65536 if index % 4 == 0 else 0 for index in range(9)))
    straight = bytes(range(256))
    head = b"mft1" + bytes(4) + bytes((inputs, outputs, grid, 0))
    return head + matrix + straight * inputs + inner + straight * outputs


def _lab(*ink: float) -> list[float]:
    """What ink looks like, if each takes away its own part of the light."""
    linear = [((1 - one) * (1 - ink[3])) ** 2.2 for one in ink[:3]]
    x, y, z = (_curve(part / white) for part, white in zip(_times(_TO_XYZ, linear), _WHITE, strict=True))
    return [(116 * y - 16) / 100, (500 * (x - y) + 128) / 255, (200 * (y - z) + 128) / 255]


def _ink(lightness: float, a: float, b: float) -> list[float]:
    """The ink for a colour: as much black as there is grey in it."""
    y = (lightness * 100 + 16) / 116
    xyz = (y + (a * 255 - 128) / 500, y, y - (b * 255 - 128) / 200)
    light = [_uncurve(part) * white for part, white in zip(xyz, _WHITE, strict=True)]
    needed = [1 - min(max(part, 0), 1) ** (1 / 2.2) for part in _times(_TO_RGB, light)]
    black = min(needed)
    return [*((one - black) / (1 - black) if black < 1 else 0 for one in needed), black]


def _times(matrix: Sequence[Sequence[float]], column: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, column, strict=True)) for row in matrix]


def _curve(part: float) -> float:
    return part ** (1 / 3) if part > (6 / 29) ** 3 else part * (29 / 6) ** 2 / 3 + 4 / 29


def _uncurve(part: float) -> float:
    return part**3 if part > 6 / 29 else 3 * (6 / 29) ** 2 * (part - 4 / 29)
