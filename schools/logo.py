"""A logo that somebody uploaded: what kind it is decided by its bytes, and made again as a small, clean PNG.

Nothing of the file itself is kept: no metadata, no profile, no bytes behind the picture. What is too large is refused
from its header, before anything is decoded.
"""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps

from npo_planner.errors import Refused

MOST_BYTES = 5_000_000
MOST_PIXELS = 25_000_000
BOX = (800, 400)
"""How large a logo is kept, in pixels: enough for 6 cm on paper."""
MOST_SCANS = 64
"""A photo that builds up in steps has ten or so of them; a thousand keep a computer busy for an hour."""

SEGMENT = re.compile(rb"\xff+([^\x00\xff])(..)", re.DOTALL)
NOT_FRAMES = {0xC4, 0xC8, 0xCC}
"""Markers among those of a JPEG frame that are something else: tables, and what is reserved."""

SEND_PNG = "Vraag de maker van het logo om een PNG-bestand."


@dataclass(frozen=True)
class Picture:
    """A PNG without metadata, and its size in pixels."""

    content: bytes
    width: int
    height: int


def made_from(data: bytes) -> Picture:
    """The logo in ``data``: the first frame of a PNG, JPEG or WebP, upright and within ``BOX``.

    Raises Refused (too_large, vector, not_a_picture, too_many_pixels, damaged).
    """
    if len(data) > MOST_BYTES:
        raise Refused("Dit bestand is groter dan 5 MB. Maak het kleiner, of gebruik een PNG-bestand.", code="too_large")
    kind = _kind(data)
    size = _size(kind, data)
    if size is None:
        raise _damaged()
    if size[0] * size[1] > MOST_PIXELS:
        text = "Deze afbeelding heeft meer dan 25 miljoen beeldpunten. Maak haar kleiner, bijvoorbeeld 800 breed."
        raise Refused(text, code="too_many_pixels")
    if data.count(b"\xff\xda") > MOST_SCANS and kind == "JPEG":
        raise _damaged()
    try:
        return _written(_decoded(kind, data, size))
    except Exception as error:  # Pillow tells that a file is damaged in a dozen ways
        raise _damaged() from error


def _damaged() -> Refused:
    text = "Deze afbeelding is beschadigd of niet af. Open haar, bewaar haar opnieuw als PNG en probeer het nog eens."
    return Refused(text, code="damaged")


def _kind(data: bytes) -> str:
    """What the bytes are, whatever the file is called. Raises Refused (vector, not_a_picture)."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if re.match(rb"\s*<(\?xml|svg|!doctype svg|!--)", data.removeprefix(b"\xef\xbb\xbf"), re.IGNORECASE):
        raise Refused(f"Een SVG-bestand kunnen wij niet gebruiken: er kan meer in zitten. {SEND_PNG}", code="vector")
    if data.startswith((b"%PDF", b"%!PS", b"\xc5\xd0\xd3\xc6")):
        raise Refused(f"Een PDF- of EPS-bestand kunnen wij niet gebruiken. {SEND_PNG}", code="vector")
    raise Refused(f"Dit is geen PNG, JPEG of WebP. {SEND_PNG}", code="not_a_picture")


def _size(kind: str, data: bytes) -> tuple[int, int] | None:
    """Width and height as the header says, None when it does not. Decodes nothing."""
    try:
        return {"PNG": _size_of_png, "JPEG": _size_of_jpeg, "WEBP": _size_of_webp}[kind](data)
    except struct.error:
        return None


def _size_of_png(data: bytes) -> tuple[int, int] | None:
    return struct.unpack(">II", data[16:24]) if data[12:16] == b"IHDR" else None


def _size_of_jpeg(data: bytes) -> tuple[int, int] | None:
    """Segment by segment: a picture inside the metadata has a size too."""
    place = 2
    while found := SEGMENT.match(data, place):
        marker, length = found[1][0], int.from_bytes(found[2], "big")
        if 0xC0 <= marker <= 0xCF and marker not in NOT_FRAMES:
            height, width = struct.unpack(">HH", data[found.start(2) + 3 : found.start(2) + 7])
            return width, height
        place = found.start(2) + max(length, 2)
    return None


def _size_of_webp(data: bytes) -> tuple[int, int] | None:
    chunk, body = data[12:16], data[20:30]
    if chunk == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if chunk == b"VP8L" and body[:1] == b"\x2f":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _decoded(kind: str, data: bytes, size: tuple[int, int]) -> Image.Image:
    """The first frame, upright, in colour, with its transparency. Raises whatever Pillow does."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # of the whole process: importing WeasyPrint makes it True
    with Image.open(io.BytesIO(data), formats=(kind,)) as image:
        if image.size != size:
            raise ValueError("two sizes in one header")
        image.draft(None, (max(BOX), max(BOX)))  # a large JPEG is decoded at a fraction of its size
        image.load()
        colour = _in_colour(image)
    colour.thumbnail((max(BOX), max(BOX)), Image.Resampling.LANCZOS)  # before it is turned: that takes a copy
    return ImageOps.exif_transpose(colour)


def _in_colour(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _written(image: Image.Image) -> Picture:
    image.thumbnail(BOX, Image.Resampling.LANCZOS)
    bare = Image.frombytes(image.mode, image.size, image.tobytes())  # what came with the file stays behind
    out = io.BytesIO()
    bare.save(out, "PNG", optimize=True)
    return Picture(out.getvalue(), *bare.size)
