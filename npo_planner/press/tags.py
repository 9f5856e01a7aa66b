"""The tags of a PDF, mended where WeasyPrint 70 leaves them short of PDF/UA-1: what a screen reader reads, and how.

Each function says which failure conditions of the Matterhorn Protocol 1.1 it takes away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

POINT_PER_PIXEL = 0.75
MARKED = re.compile(rb"/\w+\s*<</MCID (\d+)>>\s*BDC")
RUNNING = b"/Artifact\n<</Type /Pagination>>\nBDC"


def mend(pdf: pikepdf.Pdf) -> None:
    """Mend the structure tree of ``pdf``, which WeasyPrint wrote with ``pdf/a-3a``."""
    tree = pdf.Root.StructTreeRoot
    owners = pikepdf.NumberTree(tree.ParentTree)  # which element owns a mark on a page, or an annotation
    met = set()
    for element, parent in _elements(tree):
        if element.S == parent.get("/S") == Name.Link:
            _join(element, parent, owners)
            continue
        met.add(element.objgen)
        mender = MENDERS.get(element.S)
        if mender:
            mender(element, parent)
    for page in pdf.pages:
        _artifacts(page, owners[int(page.obj.StructParents)], met)


def _elements(tree: Object) -> Iterator[tuple[Object, Object]]:
    """Every structure element below ``tree`` with the one that it is in. Whoever gets one may change its children."""
    waiting = [(kid, tree) for kid in _kids(tree)]
    while waiting:
        element, parent = waiting.pop()
        yield element, parent
        waiting += [(kid, element) for kid in _kids(element)]


def _kids(element: Object) -> list[Object]:
    """The structure elements directly in ``element``: not its marked content and not its annotations."""
    return [kid for kid in element.get("/K", ()) if isinstance(kid, Dictionary) and "/S" in kid]


def _header(cell: Object, row: Object) -> None:
    """15-003: say of a header whether it is of a column or of a row. Replaces the ids, which break at a page's end."""
    of_column = row.P.get("/S") == Name.THead or not any(kid.S == Name.TD for kid in _kids(row))
    _cell(cell, row)
    cell.A.Scope = Name.Column if of_column else Name.Row
    if "/ID" in cell:
        del cell["/ID"]


def _cell(cell: Object, row: Object) -> None:
    """A table that goes on over the page repeats the ids of its headers: the scope says the same, and only once."""
    if "/Headers" in cell.A:
        del cell.A["/Headers"]


def _figure(figure: Object, parent: Object) -> None:
    """The box of a figure in the measure of the page: WeasyPrint gives pixels from the top."""
    left, top, right, bottom = (float(side) * POINT_PER_PIXEL for side in figure.A.BBox)
    height = float(figure.Pg.MediaBox[3])
    figure.A.BBox = Array([round(side, 2) for side in (left, height - bottom, right, height - top)])


def _pair(div: Object, parent: Object) -> None:
    """09-004, 09-005: a ``div`` in a ``dl`` is one item of the list: its label and what is said of it."""
    if parent.S != Name.L:
        return
    div.S = Name.LI
    bodies = []
    for item in _kids(div):
        for body in _kids(item) if item.S == Name.LI else [item]:
            body.P = div
            body.S = Name.LBody if bodies else Name.Lbl
            bodies.append(body)
    div.K = Array(bodies)


def _list(each: Object, parent: Object) -> None:
    """A list that is laid out as a table comes as lists in a list: one is meant."""
    while len(kids := _kids(each)) == len(each.K) == 1 and kids[0].S == Name.L:
        each.K = kids[0].K
        for kid in _kids(each):
            kid.P = each


def _caption(caption: Object, parent: Object) -> None:
    """A caption is of a table or a list; the words below a drawing are a block of text."""
    if parent.S not in (Name.Table, Name.L):
        caption.S = Name.Div


MENDERS = {
    Name.TH: _header,
    Name.TD: _cell,
    Name.Figure: _figure,
    Name.Div: _pair,
    Name.L: _list,
    Name.Caption: _caption,
}


def _join(inner: Object, link: Object, owners: pikepdf.NumberTree) -> None:
    """28-011: what CSS adds to a link (``::after``) is a part of that link, not a link in a link."""
    marks = owners[int(inner.Pg.StructParents)]
    for kid in inner.K:
        if isinstance(kid, Dictionary) and "/Obj" in kid:
            owners[int(kid.Obj.StructParent)] = link
        elif isinstance(kid, Dictionary):
            kid.P = link
        else:
            marks[int(kid)] = link
    link.K = Array([part for kid in link.K for part in (inner.K if _is(kid, inner) else [kid])])


def _is(kid: object, element: Object) -> bool:
    return isinstance(kid, Dictionary) and kid.objgen == element.objgen


def _artifacts(page: pikepdf.Page, owners: Object, met: set[tuple[int, int]]) -> None:
    """01-005: what stands at the head and foot of each page is not in the tree, so it must be marked as an artifact."""
    running = {mark for mark, owner in enumerate(owners) if owner.objgen not in met}
    for mark in running:
        owners[mark] = None
    if running:
        content = page.Contents.read_bytes()
        page.Contents.write(MARKED.sub(lambda found: RUNNING if int(found[1]) in running else found[0], content))
