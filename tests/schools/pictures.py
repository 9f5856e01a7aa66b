"""Pictures that somebody may upload as a logo: good ones, and what only looks like one."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 20), colour: Any = "#b0471a", **options: Any) -> bytes:
    """One colour, in the mode that the colour asks for."""
    mode = options.pop("mode", "RGBA" if isinstance(colour, tuple) and len(colour) == 4 else "RGB")
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


PIXEL = picture(size=(1, 1))


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(width: int, height: int, *chunks: bytes) -> bytes:
    """A PNG whose header says how large it is, with one zero for a picture."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0"))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + body + chunk(b"IEND", b"")


def chunks_of(content: bytes) -> list[bytes]:
    """The names of the chunks of a PNG; everything of it is in one of them."""
    place, names = 8, []
    while place < len(content):
        length, name = struct.unpack(">I4s", content[place : place + 8])
        names.append(name)
        place += length + 12
    return names
