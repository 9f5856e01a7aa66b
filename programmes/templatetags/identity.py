"""How a reader checks that a paper is the real one: the address of the check page, and a code that a phone reads."""

from __future__ import annotations

from itertools import groupby

import segno
from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("programmes/document/_identity.html")
def identity(sha256: str) -> dict[str, object]:
    """The QR code of the page that tells about the version with fingerprint ``sha256``."""
    address = settings.SITE_URL + reverse("check_fingerprint", args=[sha256])
    code = segno.make_qr(address, error="m")
    size = code.symbol_size(border=0)[0]
    return {"address": address, "page": settings.SITE_URL + reverse("check"), "size": size, "path": _path(code)}


def _path(code: segno.QRCode) -> str:
    """The dark squares as one SVG path, a run of them in a row as one stroke."""
    return "".join(_stroke(place, row) for place, row in enumerate(code.matrix))


def _stroke(place: int, row: bytes) -> str:
    runs, at = [], 0
    for is_dark, squares in groupby(row):
        length = len(list(squares))
        if is_dark:
            runs.append(f"M{at} {place}h{length}v1h-{length}z")
        at += length
    return "".join(runs)
