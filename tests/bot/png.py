"""A reader of the PNG files that we write: 8 bits a channel, RGB and alpha, no filter."""

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
AS_WE_WRITE = (8, 6, 0, 0, 0)
"""Bits, colour type (RGB and alpha), compression, filter method, interlacing."""

Pixel = tuple[int, int, int, int]


def pixels(png: bytes) -> list[list[Pixel]]:
    """The rows of a picture; an assertion where it is no whole PNG as we write them."""
    assert png.startswith(SIGNATURE)
    chunks = dict(_chunks(png[len(SIGNATURE) :]))
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert tuple(kind) == AS_WE_WRITE
    raw = zlib.decompress(chunks[b"IDAT"])
    rows = [raw[at : at + 1 + 4 * width] for at in range(0, len(raw), 1 + 4 * width)]
    assert len(rows) == height
    assert {row[0] for row in rows} == {0}
    return [list(_pixels(row[1:])) for row in rows]


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    while data:
        length, name = struct.unpack(">I4s", data[:8])
        body, end = data[8 : 8 + length], 12 + length
        assert struct.unpack(">I", data[8 + length : end]) == (zlib.crc32(name + body),)
        yield name, body
        data = data[end:]


def _pixels(row: bytes) -> Iterator[Pixel]:
    yield from zip(row[::4], row[1::4], row[2::4], row[3::4], strict=True)
