"""Every letter of the text is in a font of ours, and can be read back from the PDF; what no font has is said."""

from __future__ import annotations

import io
import subprocess
import unicodedata

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from npo_planner.press import letters, setting
from npo_planner.press.order import Order
from tests.pdf_checks import check, fonts

TEXTS = {
    "nl": "Één coördinator, vrij ‘rustig’ – € 12,50 ½ ĳsvrij",
    "pl": "Zażółć gęślą jaźń",
    "tr": "Pijamalı hasta yağız şoföre çabucak güvendi İ",
    "vi": "Tiếng Việt",
    "uk": "Щастя ґанок їжак єдність",
    "el": "Ξεσκεπάζω την ψυχοφθόρα",
    "ti": "ሰላም ትግርኛ",
    "hy": "Բարեւ",
    "ka": "გამარჯობა",
    "he": "שלום",
    "ar": "مرحبا بالعالم العربية",
    "fa": "پژوهش چگونه گفت",
    "emoji": "😀 🎉 ✅ 👍",
}
OUR_FONTS = {
    "Source-Sans-3", "Source-Serif-4", "Noto-Emoji", "Noto-Sans-Hebrew", "Noto-Sans-Ethiopic", "Noto-Sans-Georgian",
    "Noto-Sans-Armenian", "Vazirmatn",
}  # fmt: skip
STRANGE = {
    "中文": "[U+4E2D][U+6587]",
    "a\u202eb": "a[U+202E]b",
    "a\u2066b": "a[U+2066]b",
    "a\u0007b": "a[U+0007]b",
    "a\U0001f7ffb": "a[U+1F7FF]b",
    "a\u2028b": "a\nb",
    "a\u00adb\u200d": "a\u00adb\u200d",
    "de Brug <b>": "de Brug <b>",
}


@pytest.fixture(scope="module")
def paper() -> bytes:
    told = "".join(f"<p>{name}: {text} <b>{text}</b></p>" for name, text in TEXTS.items())
    html = f"<html lang=nl><title>Letters</title><h1>{TEXTS['ar']} {TEXTS['nl']} 中文</h1>{told}</html>"
    return setting.set_pages(Order(html=html, styles=("document-pdf.css",), identifier="letters"))


def plain(text: str) -> str:
    """The letters of ``text`` in one form, without spaces and without the marks that say which way to read."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(each for each in composed if not each.isspace() and unicodedata.category(each) != "Cf")


@pytest.mark.pdf
@pytest.mark.parametrize("name", TEXTS)
def test_text_of_each_language_is_read_back_from_the_pdf(name: str, paper: bytes) -> None:
    done = subprocess.run(["pdftotext", "-", "-"], input=paper, capture_output=True, check=True)

    assert plain(done.stdout.decode()).count(plain(TEXTS[name])) == (3 if name in ("nl", "ar") else 2)


@pytest.mark.pdf
def test_every_glyph_is_of_a_font_of_ours_and_none_is_missing(paper: bytes) -> None:
    with pikepdf.open(io.BytesIO(paper)) as file:
        used = {str(font.BaseFont).partition("+")[2].rstrip(",") for font in fonts(file) if "/BaseFont" in font}

    assert {next((own for own in OUR_FONTS if name.startswith(own)), name) for name in used} == OUR_FONTS
    assert check(paper) == []


@pytest.mark.parametrize("text", STRANGE)
def test_letter_that_no_font_has_is_its_number(text: str) -> None:
    assert letters.legible(text) == STRANGE[text]


def test_list_of_letters_is_what_the_fonts_have() -> None:
    have = set().union(*(TTFont(path).getBestCmap() for path in letters.FONTS.glob("*.ttf")))

    assert letters.known() - letters.SILENT == {chr(code) for code in have} - letters.TURNING - letters.SILENT - set(
        letters.BREAKS
    )
