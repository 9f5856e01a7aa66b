"""Many PDFs bound into one, behind a list of contents: page numbers, links, and one bookmark for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf

ADDRESS = "urn:hoofdstuk:"
"""The list of contents links to ``urn:hoofdstuk:0`` for the first chapter."""
TRIES = 4


@dataclass(frozen=True)
class Chapter:
    """One PDF of the book and the name of its bookmark."""

    name: str
    content: bytes


def is_readable(chapter: Chapter) -> bool:
    """Whether the PDF of ``chapter`` can be opened: one that cannot does not keep the others from the book."""
    try:
        Pdf.open(BytesIO(chapter.content)).close()
    except pikepdf.PdfError:
        return False
    return True


def bind(chapters: Sequence[Chapter], contents: Callable[[list[int]], bytes], *, title: str) -> bytes:
    """One PDF of ``chapters`` behind ``contents(on which page each begins)``. The same input gives the same bytes.

    What joins several files is lost: tags, and what was attached to them. Links inside a chapter still work.
    """
    parts = [Pdf.open(BytesIO(chapter.content)) for chapter in chapters]
    counts = [len(part.pages) for part in parts]
    front, starts = _front(contents, counts)
    book = Pdf.new()
    for start, part in zip([0, *(number - 1 for number in starts)], [front, *parts], strict=True):
        _add(book, part, start)
    _link_contents(book, len(front.pages), starts)
    _bookmark(book, ["Inhoud", *(chapter.name for chapter in chapters)], [0, *(number - 1 for number in starts)])
    book.Root.Lang = pikepdf.String("nl")
    book.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    book.docinfo.Title = title
    out = BytesIO()
    book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _front(contents: Callable[[list[int]], bytes], counts: Sequence[int]) -> tuple[Pdf, list[int]]:
    """The list of contents, as long as its own page numbers say, and on which page each chapter begins."""
    length = 1
    for _ in range(TRIES):
        starts = [1 + length + sum(counts[:place]) for place in range(len(counts))]
        front = Pdf.open(BytesIO(contents(starts)))
        if len(front.pages) == length:
            break
        length = len(front.pages)
    return front, starts


def _add(book: Pdf, part: Pdf, start: int) -> None:
    """Put the pages of ``part`` in ``book``, of which they become the pages from ``start`` (0 is the first)."""
    links = list(_links(part))
    book.pages.extend(part.pages)
    for page in book.pages[start:]:
        for key in (Name.StructParents, Name.Tabs):  # they point into the tags, which stay behind
            if key in page.obj:
                del page.obj[key]
    for page, place, target, how in links:
        link = book.pages[start + page].Annots[place]
        for key in (Name.A, Name.Dest):
            if key in link:
                del link[key]
        link.Dest = Array([book.pages[start + target].obj, *how])


def _links(part: Pdf) -> Iterable[tuple[int, int, int, list[Any]]]:
    """The links inside ``part``: page, place on it, page that it goes to, and how that is shown."""
    numbers = {page.objgen: number for number, page in enumerate(part.pages)}
    named = _destinations(part)
    for number, page in enumerate(part.pages):
        for place, link in enumerate(page.obj.get(Name.Annots, [])):
            target = link.get(Name.Dest, link.get(Name.A, Dictionary()).get(Name.D))
            if isinstance(target, (pikepdf.String, Name)):
                target = named.get(str(target))
            if isinstance(target, Array) and target[0].objgen in numbers:
                yield number, place, numbers[target[0].objgen], [_plain(value) for value in list(target)[1:]]


def _destinations(part: Pdf) -> dict[str, Any]:
    """What the names stand for to which links of ``part`` point."""
    tree = part.Root.get(Name.Names, Dictionary()).get(Name.Dests)
    found = pikepdf.NameTree(tree) if tree is not None else {}
    return {name: value.D if isinstance(value, Dictionary) else value for name, value in found.items()}


def _plain(value: Any) -> Any:
    """``value`` free of the file that it came from."""
    return value if not isinstance(value, pikepdf.Object) else pikepdf.Object.parse(value.unparse())


def _link_contents(book: Pdf, length: int, starts: Sequence[int]) -> None:
    for page in book.pages[:length]:
        for link in page.obj.get(Name.Annots, []):
            address = str(link.get(Name.A, Dictionary()).get(Name.URI, ""))
            if address.startswith(ADDRESS):
                target = book.pages[starts[int(address.removeprefix(ADDRESS))] - 1]
                del link[Name.A]
                link.Dest = Array([target.obj, Name.Fit])


def _bookmark(book: Pdf, names: Sequence[str], pages: Sequence[int]) -> None:
    with book.open_outline() as outline:
        outline.root.extend(OutlineItem(name, page) for name, page in zip(names, pages, strict=True))
