"""The two icons of the Teams app: a sheet of a calendar whose day has three parts.

Everything is a rectangle with round corners, painted one over another. How far a pixel lies from an
edge says how much of it is covered, so edges are smooth and the same numbers give the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from math import hypot

ACCENT = "#0b4a8f"
"""The one accent of pages and icons."""

COLOUR_SIZE, OUTLINE_SIZE = 192, 32
"""Pixels on each side, as Teams wants them."""

Paint = tuple[int, int, int, int]
"""Red, green, blue and how much covers, 0 to 255 each."""

_DEEP: Paint = (0x0B, 0x4A, 0x8F, 255)
_MIDDLE: Paint = (0x3D, 0x84, 0xCB, 255)
_LIGHT: Paint = (0x9D, 0xC3, 0xEA, 255)
_WHITE: Paint = (255, 255, 255, 255)
_NOTHING: Paint = (255, 255, 255, 0)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A rectangle in pixels, its corners rounded by `radius`."""

    left: float
    top: float
    right: float
    bottom: float
    radius: float
    paint: Paint

    def covers(self, x: float, y: float) -> float:
        """How much of the pixel around this point is inside, 0 to 1."""
        across = max(self.left + self.radius - x, x - self.right + self.radius)
        down = max(self.top + self.radius - y, y - self.bottom + self.radius)
        outside = hypot(max(across, 0), max(down, 0)) + min(max(across, down), 0)
        return min(max(self.radius - outside + 0.5, 0), 1)


def colour_icon() -> bytes:
    """The icon in colour: it fills its square, since Teams cuts the corners itself."""
    return _png(
        COLOUR_SIZE,
        _Shape(-1, -1, 193, 193, 0, _DEEP),
        _Shape(42, 48, 150, 150, 14, _WHITE),
        _Shape(60, 30, 84, 72, 12, _DEEP),
        _Shape(66, 36, 78, 66, 6, _WHITE),
        _Shape(108, 30, 132, 72, 12, _DEEP),
        _Shape(114, 36, 126, 66, 6, _WHITE),
        _Shape(54, 84, 138, 96, 4, _DEEP),
        _Shape(54, 102, 138, 114, 4, _MIDDLE),
        _Shape(54, 120, 138, 132, 4, _LIGHT),
    )


def outline_icon() -> bytes:
    """The icon as lines: white where there is something, and nothing elsewhere."""
    return _png(
        OUTLINE_SIZE,
        _Shape(4, 6, 28, 29, 4, _WHITE),
        _Shape(6, 8, 26, 27, 2, _NOTHING),
        _Shape(9, 2, 13, 12, 2, _NOTHING),
        _Shape(10, 3, 12, 11, 1, _WHITE),
        _Shape(19, 2, 23, 12, 2, _NOTHING),
        _Shape(20, 3, 22, 11, 1, _WHITE),
        _Shape(9, 14, 23, 16, 0.5, _WHITE),
        _Shape(9, 18, 23, 20, 0.5, _WHITE),
        _Shape(9, 22, 23, 24, 0.5, _WHITE),
    )


def _png(side: int, *shapes: _Shape) -> bytes:
    """A square PNG of these shapes, the last on top: 8 bits, RGB and alpha (W3C PNG, 11.2)."""
    rows = (b"\0" + _row(y + 0.5, side, shapes) for y in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    packed = zlib.compress(b"".join(rows), 9)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _row(y: float, side: int, shapes: tuple[_Shape, ...]) -> bytes:
    near = [shape for shape in shapes if shape.top - 1 < y < shape.bottom + 1]
    return b"".join(_pixel(column + 0.5, y, near) for column in range(side))


def _pixel(x: float, y: float, shapes: list[_Shape]) -> bytes:
    """Each channel on its own: right while colours are opaque, or clear and all white."""
    mixed: tuple[float, ...] = _NOTHING
    for shape in shapes:
        if part := shape.covers(x, y):
            both = zip(mixed, shape.paint, strict=True)
            mixed = tuple(old + (new - old) * part for old, new in both)
    return bytes(round(channel) for channel in mixed)
