"""HTML on paper. The only module that knows WeasyPrint."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse, path2url

from npo_planner.press.finish import VARIANT, finish
from npo_planner.press.letters import FONTS, legible
from npo_planner.press.order import Order

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
STYLESHEETS = STATIC / "css"
FONT_SETTING, NO_OTHER_FONTS = "FONTCONFIG_FILE", Path(__file__).with_name("fonts.conf")
"""Only the fonts of our stylesheets: a document is the same on every machine."""
WITH_FONTS = "document-pdf.css"
LEFT_ALONE = ("title", "style", "code", "text", "desc")
RUN = re.compile("[^ \t\n\r\f\u200b]{70,}")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
# Possessive, so that it looks at each character once; bounded, for a run may have nothing but marks.
PIECE = re.compile(r".{30}[^\w!-~]{0,200}+", re.DOTALL)


class OnlyImages(URLFetcher):
    """Opens the pictures that came with the order and refuses every other address: typed text reaches nothing."""

    def __init__(self, images: Mapping[str, bytes]) -> None:
        super().__init__()
        self.images = images

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url not in self.images:
            raise ValueError("a document fetches nothing")
        return URLFetcherResponse(url, self.images[url], {"Content-Type": "image/png"})


class OwnFonts(URLFetcher):
    """Opens the product's own font files and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.known = {path2url(path): path for path in FONTS.glob("*.ttf")}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url not in self.known:
            raise ValueError("not a font of the product")
        return URLFetcherResponse(url, self.known[url].read_bytes(), {"Content-Type": "font/ttf"})


def set_pages(order: Order) -> bytes:
    """The PDF (PDF/A-3a and PDF/UA-1) of ``order``. The same order gives the same bytes: nothing reads the clock."""
    page = HTML(string=legible(_writable(order.html)), base_url="about:blank", url_fetcher=OnlyImages(order.images))
    _loosen(page.etree_element)
    content = page.write_pdf(
        stylesheets=[_style(name) for name in order.styles],
        font_config=_fonts(),
        pdf_variant=VARIANT,
        pdf_identifier=order.identifier.encode(),
    )
    return finish(content, order)


def _loosen(tree: Element) -> None:
    """Let long runs without a space break every thirty characters, at an invisible space (zero width).

    They would break anyway (overflow-wrap), but WeasyPrint then sets all the rest again for each line. What people copy
    out of a PDF, a fingerprint, is shorter than such a run or in ``code``.
    """
    for element in tree.iter():
        if element.tag not in LEFT_ALONE:
            element.text = element.text and RUN.sub(_in_pieces, element.text)
        element.tail = element.tail and RUN.sub(_in_pieces, element.tail)


def _in_pieces(run: re.Match[str]) -> str:
    """Only before a letter, a figure or ASCII: an accent stays on its letter, and an emoji whole."""
    return PIECE.sub("\\g<0>\u200b", run[0]).removesuffix("\u200b")


def warm_up() -> None:
    """Read every stylesheet for paper and the fonts, so that no order waits for them."""
    for path in sorted(STYLESHEETS.glob("*-pdf.css")):
        _style(path.name)


def _writable(html: str) -> str:
    """``html`` without half characters (lone surrogates), which no PDF can hold: each becomes a visible one.

    A control character or a separator of lines, for which no font has a sign, becomes a space.
    """
    return CONTROL.sub(" ", html.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


@cache
def _fonts() -> FontConfiguration:
    """Our fonts, there for an order without a stylesheet too: a page without any font makes WeasyPrint crash."""
    before = os.environ.get(FONT_SETTING)
    os.environ[FONT_SETTING] = str(NO_OTHER_FONTS)
    try:
        fonts = FontConfiguration()  # reads it; a program that this process starts has the fonts of the machine
    finally:
        os.environ.pop(FONT_SETTING)
        os.environ |= {FONT_SETTING: before} if before else {}
    CSS(filename=STYLESHEETS / WITH_FONTS, font_config=fonts, url_fetcher=OwnFonts())
    return fonts


@cache
def _style(name: str) -> CSS:
    """A stylesheet, parsed once for each process; its fonts are known to all of them."""
    return CSS(filename=STYLESHEETS / name, font_config=_fonts(), url_fetcher=OwnFonts())
