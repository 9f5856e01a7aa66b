"""What may be a logo: decided by its bytes, made again without anything that came with it."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image, ImageFile

from npo_planner.errors import Refused
from schools import logo
from schools.logo import made_from
from tests.schools.pictures import chunk, chunks_of, opened, picture, png_of


def refusal_of(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        made_from(data)
    return refused.value.code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_of_each_kind_becomes_a_bare_png(kind: str) -> None:
    made = made_from(picture(kind, (60, 20), "#b0471a", quality=100))

    image = opened(made.content)
    assert (image.format, image.mode, image.size, (made.width, made.height)) == ("PNG", "RGB", (60, 20), (60, 20))
    assert set(chunks_of(made.content)) == {b"IHDR", b"IDAT", b"IEND"}
    assert max(abs(a - b) for a, b in zip(image.getpixel((5, 5)), (0xB0, 0x47, 0x1A), strict=True)) < 8


@pytest.mark.parametrize(
    ("size", "kept"),
    [((1600, 400), (800, 200)), ((400, 1600), (100, 400)), ((800, 400), (800, 400)), ((20_000, 1), (800, 1))],
)
def test_a_large_picture_is_made_smaller_and_keeps_its_shape(size: tuple[int, int], kept: tuple[int, int]) -> None:
    made = made_from(picture(size=size))

    assert (made.width, made.height) == kept


def test_a_large_photo_is_made_smaller_too() -> None:
    made = made_from(picture("JPEG", (3000, 1000)))

    assert (made.width, made.height) == (800, 267)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparency_is_kept(kind: str) -> None:
    image = opened(made_from(picture(kind, (900, 10), (20, 40, 60, 0), lossless=True)).content)

    assert (image.mode, image.getpixel((400, 2))[3]) == ("RGBA", 0)


def palette() -> bytes:
    """Two colours, of which the first is see-through."""
    image = Image.new("P", (4, 4), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putpixel((3, 3), 1)
    out = io.BytesIO()
    image.save(out, "PNG", transparency=0)
    return out.getvalue()


def test_a_colour_of_a_palette_that_is_see_through_stays_so() -> None:
    image = opened(made_from(palette()).content)

    assert (image.mode, image.getpixel((0, 0))[3], image.getpixel((3, 3))) == ("RGBA", 0, (0, 0, 255, 255))


@pytest.mark.parametrize(("mode", "colour", "kept"), [("L", 100, 100), ("I;16", 40_000, 156), ("1", 1, 255)])
def test_greys_of_any_depth_keep_their_tone(mode: str, colour: int, kept: int) -> None:
    assert opened(made_from(picture("PNG", (4, 4), colour, mode=mode)).content).getpixel((0, 0)) == (kept,) * 3


def test_a_photo_for_print_becomes_one_for_the_screen() -> None:
    image = opened(made_from(picture("JPEG", (8, 8), (0, 0, 0, 0), mode="CMYK")).content)

    assert (image.mode, image.getpixel((0, 0))) == ("RGB", (255, 255, 255))


def exif(orientation: int) -> bytes:
    """Metadata of a phone: which side is up, who took it, and where (52 degrees north)."""
    made = Image.Exif()
    made[0x0112], made[0x013B] = orientation, "Jan Jansen"
    made[0x8825] = {1: "N", 2: (52.0, 5.0, 0.0)}
    return made.tobytes()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photo_is_set_upright_and_forgets_who_took_it_and_where(kind: str) -> None:
    photo = Image.new("RGB", (40, 20), "white")
    photo.paste("black", (0, 0, 20, 20))
    out = io.BytesIO()
    photo.save(out, kind, exif=exif(6), quality=100, comment="geheim", icc_profile=b"geheim profiel")

    made = made_from(out.getvalue())

    image = opened(made.content)
    assert (image.size, image.getpixel((10, 2))[0] < 20, image.getpixel((10, 38))[0] > 235) == ((20, 40), True, True)
    assert (dict(image.getexif()), set(chunks_of(made.content))) == ({}, {b"IHDR", b"IDAT", b"IEND"})
    assert (b"Jansen" in out.getvalue(), b"Jansen" in made.content, b"geheim" in made.content) == (True, False, False)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_an_animation_the_first_frame_is_kept(kind: str) -> None:
    first, second = Image.new("RGB", (4, 4), "#ff0000"), Image.new("RGB", (4, 4), "#0000ff")
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=[second], duration=100, lossless=True)

    image = opened(made_from(out.getvalue()).content)

    assert (getattr(image, "n_frames", 1), image.getpixel((1, 1))) == (1, (255, 0, 0))


@pytest.mark.parametrize("payload", [b"<script>alert(1)</script>", b"PK\x03\x04 een zip", b"%PDF-1.7 een pdf"])
def test_what_hides_behind_or_inside_a_picture_is_gone(payload: bytes) -> None:
    behind = picture() + payload
    inside = picture("JPEG", comment=payload)

    assert payload not in made_from(behind).content
    assert payload in inside
    assert payload not in made_from(inside).content


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\xef\xbb\xbf  <?xml version='1.0'?><svg/>",
        b"<!-- x --><svg/>",
        b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg>&a;</svg>",
        b"%PDF-1.7",
        b"%!PS-Adobe-3.0 EPSF-3.0",
    ],
)
def test_a_drawing_is_refused_and_the_sentence_says_what_to_ask_for(data: bytes) -> None:
    with pytest.raises(Refused, match="Vraag de maker van het logo om een PNG-bestand") as refused:
        made_from(data)

    assert refused.value.code == "vector"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"logo",
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        picture("ICO"),
        b"<html><img></html>",
        b"PK\x03\x04" + picture(),
        b"\x1f\x8b\x08" + bytes(20),
        b"GIF89a" + picture(),
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    assert refusal_of(data) == "not_a_picture"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.6])
def test_half_a_file_is_refused(kind: str, part: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after WeasyPrint told Pillow to take half files."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, kind)
    whole = out.getvalue()

    assert refusal_of(whole[: int(len(whole) * part)]) == "damaged"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\0\0", b"RIFF\0\0\0\0WEBP", png_of(0, 5)]
)
def test_a_beginning_without_a_picture_is_refused(data: bytes) -> None:
    assert refusal_of(data) == "damaged"


def webp(width: int, height: int, kind: bytes) -> bytes:
    """A WebP of which only the header is there."""
    if kind == b"VP8X":
        body = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    elif kind == b"VP8L":
        body = b"\x2f" + (width - 1 | height - 1 << 14).to_bytes(4, "little") + bytes(8)
    else:
        body = bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", width, height) + bytes(8)
    return b"RIFF" + struct.pack("<I", len(body) + 12) + b"WEBP" + kind + struct.pack("<I", len(body)) + body


def jpeg(width: int, height: int) -> bytes:
    """A JPEG whose frame says how large it is; in its metadata is a small one."""
    small = picture("JPEG", (8, 8))
    whole = bytearray(small)
    frame = whole.index(b"\xff\xc0")
    whole[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    told = b"\xff\xe1" + struct.pack(">H", len(small) + 2) + small
    return bytes(whole[:2] + told + whole[2:])


BOMBS = [
    png_of(50_000, 50_000),
    png_of(2**31 - 1, 2**31 - 1),
    png_of(25_000_001, 1),
    jpeg(60_000, 60_000),
    webp(16_000, 16_000, b"VP8X"),
    webp(2**24, 2**24, b"VP8X"),
    webp(16_000, 16_000, b"VP8L"),
    webp(16_000, 16_000, b"VP8 "),
]


@pytest.mark.parametrize("data", BOMBS)
def test_a_bomb_is_refused_from_its_header(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "open", lambda *args, **kwargs: pytest.fail("it was opened"))

    assert refusal_of(data) == "too_many_pixels"


def test_the_largest_size_that_is_allowed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logo, "MOST_PIXELS", 60 * 20)

    assert made_from(picture(size=(60, 20))).width == 60
    assert refusal_of(picture(size=(61, 20))) == "too_many_pixels"


def test_a_picture_that_is_larger_than_its_header_says_is_refused() -> None:
    small, large = picture("WEBP", (10, 10)), picture("WEBP", (500, 500))
    lying = webp(10, 10, b"VP8X") + large[12:]

    assert len(small) < len(large)
    assert refusal_of(lying) == "damaged"


def test_text_in_a_png_that_unpacks_to_gigabytes_is_refused() -> None:
    bomb = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(20_000_000)))

    assert refusal_of(png_of(1, 1, bomb)) == "damaged"


def test_a_photo_of_a_thousand_steps_is_refused() -> None:
    photo = picture("JPEG", (64, 64), progressive=True)
    scan = photo.index(b"\xff\xda")
    end = photo.index(b"\xff", scan + 2)

    assert made_from(photo).width == 64
    assert refusal_of(photo[:scan] + photo[scan:end] * 1000 + photo[end:]) == "damaged"


def test_a_file_of_more_than_5_mb_is_refused() -> None:
    small = picture()

    assert made_from(small + bytes(5_000_000 - len(small))).width == 60
    assert refusal_of(small + bytes(5_000_001 - len(small))) == "too_large"


WHOLE = [picture(), picture("JPEG", exif=exif(6)), picture("WEBP"), palette()]


@settings(max_examples=300, deadline=None)
@given(some.sampled_from(WHOLE), some.data())
def test_whatever_is_broken_in_a_file_it_is_a_logo_or_a_refusal(whole: bytes, data: some.DataObject) -> None:
    """Any bytes changed, anywhere: never another error, and never anything but a small bare PNG."""
    broken = bytearray(whole)
    for place in data.draw(some.lists(some.integers(0, len(whole) - 1), min_size=1, max_size=6)):
        broken[place] = data.draw(some.integers(0, 255))
    try:
        made = made_from(bytes(broken))
    except Refused as refusal:
        assert refusal.code in {"damaged", "not_a_picture", "too_many_pixels"}  # noqa: PT017
    else:
        assert set(chunks_of(made.content)) == {b"IHDR", b"IDAT", b"IEND"}
