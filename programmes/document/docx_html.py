"""HTML of a document as a Word document: by element and class, so that nothing is told twice.

An element that is not known here is its text: nothing falls out. Only what paper does not show either is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lxml import html

from programmes.document import docx_table
from programmes.document import docx_xml as xml
from programmes.document.charts import COLOURS
from programmes.document.docx_pen import Column, Pen
from programmes.document.docx_table import Cell, Row
from programmes.document.docx_xml import MUTED, PLAIN, Element, Look
from programmes.document.office import legible

SILENT = {"script", "style", "template", "head", "colgroup"}
ON_SCREEN = {"visually-hidden", "doc-flow-hint"}
"""Classes of what only a screen shows or says."""
ON_A_LINE = {"brief-when", "brief-goal"}
"""Classes of text in a line that the page shows on a line of its own."""
BLOCKS = {"p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "figure", "blockquote"}
HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 4}
"""The level of a heading in Word, where the h1 is the title."""
STYLES = {
    "cover-round": "Kicker",
    "cover-school": "Subtitle",
    "cover-town": "Meta",
    "cover-years": "Meta",
    "doc-lead": "Lead",
    "doc-meta": "Meta",
    "doc-ties": "Meta",
    "muted": "Meta",
    "doc-note": "Note",
    "callout": "Note",
    "doc-goal-text": "Goal",
}
"""The style of the paragraphs of an element with this class."""
DARK = "ABC"
"""The categories whose colour asks for white letters."""
CONTENTS = "contents"
"""The class of the place for the contents."""
DOTS = "1"
"""The list with dots in word/numbering.xml."""


def parse(text: str) -> Element:
    """The tree of ``text``, which may hold characters that XML cannot."""
    return html.document_fromstring(
        legible(text), parser=html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    )


def anchors(tree: Element) -> set[str]:
    """What a link may lead to."""
    return {element.get("id") for element in tree.iter() if element.get("id")}


class Walker:
    """Walks over HTML and lets a pen write. ``contents`` is the paragraph that the contents come before."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self.contents: Element | None = None
        self._blocks: dict[str, Callable[[Element, Column, Look], None]] = {
            **dict.fromkeys(BLOCKS, self._block),
            **dict.fromkeys(HEADINGS, self._heading),
            **dict.fromkeys(("ul", "ol"), self._list),
            "dl": self._facts,
            "table": self._table,
            "svg": self._picture,
            "img": self._picture,
            "figcaption": self._figcaption,
        }

    def walk(self, element: Element, column: Column, look: Look = PLAIN) -> None:
        """All that stands inside ``element``."""
        self._say(element.text, column, look)
        for child in element:
            self._child(child, column, look)
            self._say(child.tail, column, look)

    def _say(self, text: str | None, column: Column, look: Look) -> None:
        if text:
            column.line.say(text, look)

    def _child(self, element: Element, column: Column, look: Look) -> None:
        classes = set(element.get("class", "").split())
        if element.tag in SILENT or classes & ON_SCREEN:
            return
        if element.get("id") and element.tag != "svg":
            self.pen.place(element.get("id"))
        if element.tag in self._blocks:
            if not (column.line.waits and element.tag in BLOCKS):
                self.pen.end(column)
            self._blocks[element.tag](element, column, look)
        else:
            self._inline(element, column, look, classes)

    def _inline(self, element: Element, column: Column, look: Look, classes: set[str]) -> None:
        if element.tag == "br":
            column.line.mark("\n")
            return
        is_small = element.tag == "small" and column.style in ("Cell", "CellHead", "Fact", "FactMore")
        is_apart = is_small or bool(classes & ON_A_LINE)
        if is_apart:
            column.line.turn()
        inside = self._look(element, look, classes)
        edge = "\N{NO-BREAK SPACE}" if inside.fill and not look.fill else ""
        self._say(edge, column, inside)
        self.walk(element, column, inside)
        self._say(edge, column, inside)
        if is_apart:
            column.line.turn()

    def _look(self, element: Element, look: Look, classes: set[str]) -> Look:
        if element.tag in ("b", "strong"):
            return replace(look, bold=True)
        if element.tag in ("i", "em"):
            return replace(look, italic=True)
        if element.tag in ("small", "code"):
            return replace(look, bold=False, small=True, colour=MUTED)
        if element.tag == "a":
            return replace(look, anchor=self._anchor(element))
        if "cat" in classes:
            letter = next((name[-1].upper() for name in classes if len(name) == 5 and name.startswith("cat-")), "")
            colour = "FFFFFF" if letter in set(DARK) else "141C26"
            return replace(look, bold=True, fill=COLOURS.get(letter, COLOURS[""])[1:].upper(), colour=colour)
        return look

    def _anchor(self, element: Element) -> str:
        """The bookmark that a link leads to; nothing for a place that is not here: no link leads out of the file."""
        target = element.get("href", "")
        known = target.startswith("#") and target[1:] in self.pen.anchors
        return self.pen.name(target[1:]) if known else ""

    def _block(self, element: Element, column: Column, look: Look) -> None:
        classes = set(element.get("class", "").split())
        if CONTENTS in classes:
            return self._place_contents(column)
        before = column.style
        if not column.line.waits:
            column.style = next((STYLES[name] for name in STYLES if name in classes), before)
        self.walk(element, column, look)
        self.pen.end(column)
        column.style = column.then or before
        return None

    def _place_contents(self, column: Column) -> None:
        """The contents begin a page, and so does what comes after them."""
        self.pen.breaks = True
        inside = column.inside("TOCHeading")
        inside.line.say("Inhoud")
        self.pen.end(inside)
        self.contents = column.into[-1]
        self.pen.breaks = True

    def _heading(self, element: Element, column: Column, look: Look) -> None:
        level = HEADINGS[element.tag]
        inside = column.inside(f"Heading{level}" if level else "Title")
        self.walk(element, inside, look)
        if level:
            self.pen.heading(inside, level)
        else:
            self.pen.end(inside)

    def _list(self, element: Element, column: Column, look: Look) -> None:
        """Each ``ol`` begins at 1; a list in a list is a level deeper."""
        number = self.pen.numbered() if element.tag == "ol" else DOTS
        level = column.level
        for child in element:
            if not isinstance(child.tag, str):
                continue
            item = column.inside("ListParagraph", "ListContinue")
            item.num, item.level = (number, level), level + 1
            if child.get("id"):
                self.pen.place(child.get("id"))
            self.walk(child, item, look)
            self.pen.end(item)

    def _facts(self, element: Element, column: Column, look: Look) -> None:
        """Terms and what is said of them: a paragraph with the term, a tab and the rest."""
        facts = column.inside("Fact", "FactMore")
        is_large = "figures" in element.get("class", "").split()
        for child in element.xpath("./dt | ./dd | ./div | ./div/dt | ./div/dd"):
            if child.get("id"):
                self.pen.place(child.get("id"))
            if child.tag == "dt":
                self.pen.end(facts)
                facts.style = "Fact"
                self.walk(child, facts, replace(look, colour=MUTED))
                facts.line.mark("\t")
                facts.line.waits = True
            elif child.tag == "dd":
                self.walk(child, facts, replace(look, bold=is_large))
                self.pen.end(facts)

    def _picture(self, element: Element, column: Column, look: Look) -> None:
        """A picture in words: its name and description; without these the words that stand in it."""
        if element.get("aria-hidden") == "true":
            return
        name, *more = _told(element)
        if name:
            inside = column.inside("Figure")
            inside.line.say(f"Afbeelding, te zien in de PDF: {name} ", replace(look, bold=True))
            inside.line.say(" ".join(more), look)
            self.pen.end(inside)

    def _figcaption(self, element: Element, column: Column, look: Look) -> None:
        inside = column.inside("Caption")
        if any(child.tag in self._blocks for child in element.iterdescendants()):
            inside.style = "Meta"  # a legend or so, not a caption of one line
        self.walk(element, inside, look)
        if inside.style == "Caption":
            self.pen.caption(inside, "Figuur")
        else:
            self.pen.end(inside)

    def _table(self, element: Element, column: Column, look: Look) -> None:
        rows = docx_table.rows(element)
        caption = element.find("caption")
        if caption is not None:
            inside = column.inside("Caption")
            self.walk(caption, inside, look)
            self.pen.caption(inside, "Tabel")
        if not rows:
            return
        widths = docx_table.widths(rows, column.width)
        title = "" if caption is None else " ".join(caption.text_content().split())
        found = docx_table.start(column.into, title, widths)
        for row in rows:
            self._row(found, row, widths, look)
        self.pen.empty(column, "AfterTable")

    def _row(self, table: Element, row: Row, widths: list[int], look: Look) -> None:
        found = docx_table.start_row(table, row)
        if row.element.get("id"):
            self.pen.place(row.element.get("id"))
        for cell in row.cells:
            width = sum(widths[cell.column : cell.column + cell.span])
            self._cell(docx_table.start_cell(found, row, cell, width), row, cell, width, look)

    def _cell(self, into: Element, row: Row, cell: Cell, width: int, look: Look) -> None:
        inside = Column(into, "CellHead" if row.is_head else "Cell", width - 2 * docx_table.MARGIN)
        if cell.element is not None:
            inside.is_right = "num" in cell.classes
            is_bold = not row.is_head and (row.is_total or cell.element.tag == "th")
            if cell.element.get("id"):
                self.pen.place(cell.element.get("id"))
            self.walk(cell.element, inside, replace(look, bold=is_bold))
            self.pen.end(inside)
        if into[-1].tag != f"{xml.W}p":
            self.pen.empty(inside, inside.style)


def _told(element: Element) -> list[str]:
    """The name and the description of a picture, or the words in it."""
    named = [" ".join(child.text_content().split()) for child in element if child.tag in ("title", "desc")]
    name = element.get("alt") or element.get("aria-label") or ""
    return [text for text in named if text] or [name or " ".join(element.text_content().split())]
