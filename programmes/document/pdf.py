"""A document on A4. The only module that knows WeasyPrint."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse, path2url

from programmes.document import html
from programmes.document.schema import Document
from programmes.document.stamp import Stamp

STATIC = settings.BASE_DIR / "static"
STYLESHEETS = STATIC / "css"
DOCUMENT = "document-pdf.css"
FONTS = STATIC / "fonts" / "pdf"


class NothingFetched(URLFetcher):
    """Refuses every address: a document brings all that it shows, and what people typed can reach nothing."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        raise ValueError("a document fetches nothing")


class OwnFonts(URLFetcher):
    """Opens the product's own font files and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.known = {path2url(path): path for path in FONTS.glob("*.ttf")}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url not in self.known:
            raise ValueError("not a font of the product")
        return URLFetcherResponse(url, self.known[url].read_bytes(), {"Content-Type": "font/ttf"})


def render(document: Document, stamp: Stamp) -> bytes:
    """The PDF (tagged, PDF/UA-1) of ``document`` with the facts of ``stamp``.

    The same document and stamp give the same bytes: nothing in it reads the clock.
    """
    return write("programmes/document/pdf.html", html.context(document, stamp), identifier=stamp.sha256 or "concept")


def write(template: str, context: dict[str, Any], *, identifier: str, extra: str = "") -> bytes:
    """The PDF of ``template`` in the style of the schoolprogramma; ``extra`` is a stylesheet beside that one."""
    styles, fonts = _styles(extra)
    page = HTML(string=render_to_string(template, context), base_url="about:blank", url_fetcher=NothingFetched())
    return page.write_pdf(
        stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode()
    )


@cache
def _styles(extra: str) -> tuple[list[CSS], FontConfiguration]:
    """The stylesheets with their fonts, parsed once for each process."""
    fonts = FontConfiguration()
    files = [STYLESHEETS / name for name in (DOCUMENT, extra) if name]
    return [CSS(filename=file, font_config=fonts, url_fetcher=OwnFonts()) for file in files], fonts
