"""Markup that slipped in opens nothing: no address and no file. First the fetcher alone, then the process around it."""

from __future__ import annotations

import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from weasyprint import HTML

from npo_planner.press import setting
from npo_planner.press.client import press
from npo_planner.press.order import Order

pytestmark = pytest.mark.pdf

STYLED = "<style>{css}</style><p id=a class=b>Tekst</p>"
SVG = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='9' height='9'>{}</svg>"
CSS = (
    "@import '{url}';",
    "@import url({url});",
    "@import url({url}) screen, print;",
    "@namespace url({url}); p {{ color: red }}",
    "p {{ background: url({url}) }}",
    "p {{ background-image: url({url}), url({url}) }}",
    "p {{ border-image: url({url}) 1 }}",
    "p {{ list-style: url({url}); display: list-item }}",
    "p::before {{ content: url({url}) }}",
    "p::marker {{ content: url({url}) }} p {{ display: list-item }}",
    "@page {{ background: url({url}) }}",
    "@page {{ @top-left {{ content: url({url}) }} }}",
    "@font-face {{ font-family: X; src: url({url}) }} p {{ font-family: X }}",
    "@font-face {{ font-family: X; src: local('X'), url({url}) format('woff2') }} p {{ font-family: X }}",
    "@color-profile --x {{ src: url({url}) }} p {{ color: color(--x 1 0 0) }}",
    "@counter-style x {{ system: cyclic; symbols: url({url}) }} p {{ list-style: x; display: list-item }}",
)
INSIDE_SVG = (
    "<image href='{url}' width='9' height='9'/>",
    "<image xlink:href='{url}' width='9' height='9'/>",
    "<use href='{url}#x'/>",
    "<use xlink:href='{url}#x'/>",
    "<style>@import '{url}';</style><path d='M0 0h9v9z'/>",
    "<path d='M0 0h9v9z' fill='url({url}#x)'/>",
    "<path d='M0 0h9v9z' mask='url({url}#x)' clip-path='url({url}#y)' filter='url({url}#z)'/>",
    "<foreignObject><img src='{url}'/></foreignObject>",
)
MARKUP = (
    "<img src='{url}'>",
    "<img src=' {url} ' srcset='{url} 2x'>",
    "<object data='{url}'></object>",
    "<embed src='{url}'>",
    "<input type=image src='{url}'>",
    "<video poster='{url}' src='{url}'></video>",
    "<iframe src='{url}'></iframe>",
    "<link rel=stylesheet href='{url}'>",
    "<link rel=attachment href='{url}'>",
    "<a rel=attachment href='{url}'>Tekst</a>",
    "<link rel=icon href='{url}'>",
    "<base href='{url}/'><img src='plaatje.png'>",
    "<base href='{url}/'><link rel=stylesheet href='stijl.css'>",
    "<p style='background: url({url})'>Tekst</p>",
    '<img src="data:image/svg+xml,'
    + SVG.format("<image href='{url}' width='9' height='9'/>").replace("#", "%23")
    + '">',
    "<link rel=stylesheet href='data:text/css,@import url({url});'>",
)
VECTORS = (
    *MARKUP,
    *(STYLED.replace("{css}", css) for css in CSS),
    *(SVG.format(inside) for inside in INSIDE_SVG),
)
opened: list[str] = []
"""Every file that Python opened in this process."""


def _note(event: str, arguments: tuple) -> None:
    if event == "open" and isinstance(arguments[0], str):
        opened.append(arguments[0])


sys.addaudithook(_note)


class Canary(BaseHTTPRequestHandler):
    """Notes who calls, and sends them on once."""

    calls: list[str] = []

    def do_GET(self) -> None:
        self.calls.append(self.path)
        self.send_response(404 if self.path.endswith("/verder") else 302)
        self.send_header("Location", f"{self.path}/verder")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Not on the screen."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with socketserver.TCPServer(("127.0.0.1", 0), Canary) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/roep"
        server.shutdown()


@pytest.fixture
def calls(address: str) -> list[str]:
    Canary.calls.clear()
    return Canary.calls


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "kanarie.svg"
    path.write_text(SVG.format("<text>geheim</text>"))
    opened.clear()
    return path


def reads(file: Path) -> int:
    return sum(name == str(file) for name in opened)


def order(markup: str) -> Order:
    return Order(html=f"<title>x</title>{markup}", styles=(), identifier="kanarie")


def test_there_are_forty_vectors() -> None:
    assert len(set(VECTORS)) == 40


@pytest.mark.parametrize("vector", VECTORS)
def test_markup_that_slipped_in_opens_no_address_and_no_file(
    vector: str, address: str, calls: list[str], file: Path
) -> None:
    for url in (address, file.as_uri(), str(file)):
        with suppress(OSError):  # a colour profile that does not come ends the render: that is well too
            setting.set_pages(order(vector.format(url=url)))

    assert (calls, reads(file)) == ([], 0)


def test_the_process_of_the_press_opens_none_of_them_either(address: str, calls: list[str], file: Path) -> None:
    """All in one document, but for the colour profile: without it there is no document."""
    vectors = [vector for vector in VECTORS if "color-profile" not in vector]
    content = press(order("".join(vector.format(url=url) for url in (address, file.as_uri()) for vector in vectors)))

    assert (content[:5], calls, b"geheim" in content) == (b"%PDF-", [], False)


def test_canaries_hear_a_fetcher_that_does_open(address: str, calls: list[str], file: Path) -> None:
    """The negative control: with WeasyPrint's own fetcher most of the vectors call out, and follow where they are sent."""
    heard = {"address": 0, "file": 0}
    for vector in VECTORS:
        calls.clear()
        opened.clear()
        for url in (address, file.as_uri()):
            with suppress(OSError, UnboundLocalError):  # WeasyPrint 70 stumbles over a `::marker` without its picture
                HTML(string=vector.format(url=url), base_url="about:blank").write_pdf(font_config=setting._fonts())
        heard["address"] += any(urlsplit(call).path.endswith("/verder") for call in calls)
        heard["file"] += reads(file) > 0

    assert min(heard.values()) >= 25, heard


@pytest.mark.parametrize("address_", ["file:///etc/passwd", "data:text/css,x", "http://127.0.0.1/x.ttf"])
def test_stylesheet_opens_only_the_products_fonts(address_: str) -> None:
    with pytest.raises(ValueError, match="not a font"):
        setting.OwnFonts().fetch(address_)
