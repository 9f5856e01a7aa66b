"""Structural checks of a PDF, by pikepdf: our own, no validator, and named after what they look at.

Numbers are failure conditions of the Matterhorn Protocol 1.1 (PDF/UA-1) and clauses of ISO 19005-3 (PDF/A-3). They cover
what our own templates can get wrong, about a third of the 87 conditions that a machine can check; of PDF/A they do not
look inside font programs, colours, or content operators that WeasyPrint never writes.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

GROUPING = {"Document", "Part", "Art", "Sect", "Div", "NonStruct", "BlockQuote", "Span"}
INSIDE = {
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"THead", "TBody", "TFoot", "TR", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}
ONLY_IN = {
    "LI": {"L"},
    "Lbl": {"LI"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "Caption": {"Table", "L"},
}
KNOWN = GROUPING | INSIDE.keys() | ONLY_IN.keys() | {"P", "H1", "H2", "H3", "H4", "H5", "H6", "Link", "Figure", "Form"}
PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "INLINE IMAGE", "Tj", "TJ", "'", '"'}
XMP = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
}


@dataclass
class Report:
    """What was found wrong, each as a condition and a place."""

    found: list[str] = field(default_factory=list)

    def unless(self, holds: object, condition: str) -> None:
        if not holds:
            self.found.append(condition)


def check(content: bytes) -> list[str]:
    """What is wrong with ``content``; an empty list when nothing that is looked at is."""
    report = Report()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for look in (_catalog, _metadata, _tree, _headings, _tables, _marks, _parents, _annotations, _fonts, _files):
            look(pdf, report)
    return report.found


def elements(pdf: pikepdf.Pdf) -> Iterator[tuple[Object, Object]]:
    """Every structure element in reading order, with the one that it is in."""

    def below(parent: Object) -> Iterator[tuple[Object, Object]]:
        for kid in kids(parent):
            yield kid, parent
            yield from below(kid)

    yield from below(pdf.Root.StructTreeRoot)


def kids(element: Object) -> list[Object]:
    found = element.get("/K", Array())
    return [
        kid for kid in (found if isinstance(found, Array) else [found]) if isinstance(kid, Dictionary) and "/S" in kid
    ]


def kind(element: Object) -> str:
    return str(element.get("/S", "/StructTreeRoot"))[1:]


def _catalog(pdf: pikepdf.Pdf, report: Report) -> None:
    root = pdf.Root
    report.unless(not pdf.is_encrypted, "26-001 / 6.1.3: encrypted")
    report.unless(root.get("/Lang"), "11-006: no language")
    report.unless(root.MarkInfo.Marked is True and not root.MarkInfo.get("/Suspects"), "06-001: not marked as tagged")
    report.unless(root.ViewerPreferences.get("/DisplayDocTitle") is True, "07-002: the title is not displayed")
    report.unless(pdf.docinfo.get("/Title"), "06-003: no title")
    report.unless("/AcroForm" not in root or "/XFA" not in root.AcroForm, "25-001: a dynamic form")
    report.unless("/ID" in pdf.trailer, "6.1.3: no identifier")
    intents = root.get("/OutputIntents", Array())
    report.unless(len(intents) == 1 and intents[0].S == Name.GTS_PDFA1, "6.2.3: no output intent of PDF/A")
    report.unless(all("/DestOutputProfile" in each for each in intents), "6.2.3: no colour profile")
    for word in ("/OpenAction", "/AA", "/JavaScript"):
        report.unless(word not in root and word not in root.get("/Names", Dictionary()), f"6.5.2: {word}")
    for page in pdf.pages:
        report.unless(page.obj.get("/Tabs") == Name.S, f"28-? 7.18.3: tab order of page {page.index + 1}")
    for each in pdf.objects:
        if isinstance(each, Stream) and each.get("/Subtype") == Name.Image:
            report.unless(not each.get("/Interpolate"), "6.2.8: a picture is interpolated")


def _metadata(pdf: pikepdf.Pdf, report: Report) -> None:
    told = pdf.Root.Metadata.read_bytes()
    tree = ET.fromstring(re.search(rb"<x:xmpmeta.*</x:xmpmeta>", told, re.DOTALL)[0])

    def value(prefix: str, name: str) -> str | None:
        key = f"{{{XMP[prefix]}}}{name}"
        by_attribute = [each.attrib[key] for each in tree.iter() if key in each.attrib]
        by_element = ["".join(each.itertext()).strip() for each in tree.iter(key)]
        return next(iter([*by_attribute, *by_element]), None)

    report.unless((value("pdfaid", "part"), value("pdfaid", "conformance")) == ("3", "A"), "6.6.4: not said to be A-3a")
    report.unless(value("pdfuaid", "part") == "1", "06-002: not said to be UA-1")
    declared = {each.text for each in tree.iter(f"{{{XMP['schema']}}}namespaceURI")}
    report.unless(XMP["pdfuaid"] in declared, "6.6.2.3: schema of PDF/UA not described")
    report.unless(value("dc", "title") == str(pdf.docinfo.get("/Title")), "6.6.3: title differs in XMP")
    both = ("/CreationDate" in pdf.docinfo) == (value("xmp", "CreateDate") is not None)
    report.unless(both, "6.6.3: the date is in one place only")


def _tree(pdf: pikepdf.Pdf, report: Report) -> None:
    ids = [str(each.ID) for each, _ in elements(pdf) if "/ID" in each]
    report.unless(len(ids) == len(set(ids)), "14.7.2: one id twice")
    for element, parent in elements(pdf):
        is_, in_ = kind(element), kind(parent)
        report.unless(is_ in KNOWN, f"02-001: unknown type {is_}")
        report.unless(element.P.objgen == parent.objgen, f"14.7.2: {is_} does not name {in_}, which it is in")
        report.unless(in_ not in INSIDE or is_ in INSIDE[in_], f"09-00x: {is_} in {in_}")
        report.unless(is_ not in ONLY_IN or in_ in ONLY_IN[is_], f"09-00x: {is_} in {in_}")
        report.unless((is_, in_) != ("Link", "Link"), "28: a link in a link")
        if is_ == "Figure":
            report.unless(str(element.get("/Alt", "")).strip(), "13-004: a figure without alternative text")
            low, high = element.A.BBox[1], element.A.BBox[3]
            report.unless(0 <= low <= high <= element.Pg.MediaBox[3], "13: the box of a figure lies off its page")


def _headings(pdf: pikepdf.Pdf, report: Report) -> None:
    levels = [int(kind(each)[1]) for each, _ in elements(pdf) if re.fullmatch(r"H[1-6]", kind(each))]
    report.unless(levels[:1] == [1], "14-002: the first heading is not H1")
    for before, after in pairwise(levels):
        report.unless(after <= before + 1, f"14-003: H{after} follows H{before}")


def _tables(pdf: pikepdf.Pdf, report: Report) -> None:
    for element, _ in elements(pdf):
        if kind(element) == "TH":
            scope = element.get("/A", Dictionary()).get("/Scope")
            report.unless(scope in (Name.Row, Name.Column), "15-003: a header without a scope")
        if kind(element) == "Table":
            widths = _widths(element)
            report.unless(len(set(widths)) <= 1, f"15: rows of {sorted(set(widths))} cells in one table")


def _widths(table: Object) -> list[int]:
    """How many columns each row of ``table`` fills, with the cells that reach into it from above."""
    rows = [row for part in kids(table) for row in ([part] if kind(part) == "TR" else kids(part)) if kind(row) == "TR"]
    reach: list[int] = [0] * len(rows)
    for at, row in enumerate(rows):
        for cell in kids(row):
            about = cell.get("/A", Dictionary())
            for below in range(at, min(at + int(about.get("/RowSpan", 1)), len(rows))):
                reach[below] += int(about.get("/ColSpan", 1))
    return reach


def _marks(pdf: pikepdf.Pdf, report: Report) -> None:
    """01-003 to 01-005: all that is painted is either in the tree or an artifact, and never one in the other."""
    for number, page in enumerate(pdf.pages, start=1):
        open_: list[str] = []
        seen: list[int] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            word = str(operator)
            if word in ("BMC", "BDC"):
                has_mark = word == "BDC" and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]
                role = "artifact" if operands[0] == Name.Artifact else "mark" if has_mark else ""
                report.unless(not (role and any(open_)), f"01-003/4: {role} within {open_} on page {number}")
                open_.append(role)
                if has_mark:
                    seen.append(int(operands[1].MCID))
            elif word == "EMC":
                open_.pop()
            elif word in PAINTS:
                report.unless(any(open_), f"01-005: {word} on page {number} is in no tag and no artifact")
        report.unless(len(seen) == len(set(seen)), f"14.7.4: a mark is used twice on page {number}")
        owners = _parent_tree(pdf)[int(page.obj.StructParents)]
        owned = {place for place, owner in enumerate(owners) if owner is not None}
        report.unless(
            set(seen) == owned, f"14.7.4: marks {set(seen) ^ owned} of page {number} have no owner or no content"
        )


def _parent_tree(pdf: pikepdf.Pdf) -> dict[int, Object]:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))


def _parents(pdf: pikepdf.Pdf, report: Report) -> None:
    """Who owns a mark or a link is in the tree."""
    in_tree = {element.objgen for element, _ in elements(pdf)}
    for owner in _parent_tree(pdf).values():
        for each in owner if isinstance(owner, Array) else [owner]:
            report.unless(each is None or each.objgen in in_tree, "14.7.4: an owner of content is not in the tree")


def _annotations(pdf: pikepdf.Pdf, report: Report) -> None:
    owners = _parent_tree(pdf)
    for page in pdf.pages:
        for each in page.obj.get("/Annots", ()):
            place = f"on page {page.index + 1}"
            is_link = each.Subtype == Name.Link
            report.unless(is_link or each.Subtype == Name.Widget, f"28: {each.Subtype} {place}")
            said = str(each.get("/Contents", "" if is_link else each.get("/TU", "")))
            report.unless(said.strip(), f"28-012: a link without a description {place}")
            report.unless(int(each.get("/F", 0)) & 0b100111 == 0b100, f"6.3.2: flags of an annotation {place}")
            owner = owners.get(int(each.get("/StructParent", -1)))
            owner = owner if isinstance(owner, Dictionary) else None
            wanted = "Link" if is_link else "Form"
            report.unless(owner is not None and kind(owner) == wanted, f"28-010/11: not in a {wanted} tag {place}")
            report.unless(owner is not None and _refers(owner, each), f"28-010/11: the tag does not point back {place}")


def _refers(owner: Object, annotation: Object) -> bool:
    found = owner.K if isinstance(owner.K, Array) else [owner.K]
    return any(isinstance(kid, Dictionary) and kid.get("/Obj") and kid.Obj.objgen == annotation.objgen for kid in found)


def fonts(pdf: pikepdf.Pdf) -> list[Object]:
    """Every font that text may use."""
    return [each for each in pdf.objects if isinstance(each, Dictionary) and each.get("/Type") == Name.Font]


def _fonts(pdf: pikepdf.Pdf, report: Report) -> None:
    for font in fonts(pdf):
        below = font.get("/DescendantFonts", Array([font]))[0]
        name = str(font.get("/BaseFont"))
        described = below.get("/FontDescriptor", Dictionary())
        report.unless({"/FontFile", "/FontFile2", "/FontFile3"} & set(described.keys()), f"31-009: {name} not embedded")
        told = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
        report.unless(b"<>" not in told, f"10-001: {name} has a glyph that is no letter")
        is_whole = font.get("/Subtype") == Name.Type0
        report.unless(not is_whole or "/ToUnicode" in font, f"31-027: {name} does not say what its letters are")
    for number, page in enumerate(pdf.pages, start=1):
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("Tj", "TJ"):
                runs = operands[0] if isinstance(operands[0], Array) else [operands[0]]
                glyphs = b"".join(bytes(run) for run in runs if isinstance(run, pikepdf.String))
                codes = {glyphs[at : at + 2] for at in range(0, len(glyphs), 2)}
                report.unless(b"\0\0" not in codes, f"31-030: the glyph of a missing letter on page {number}")


def _files(pdf: pikepdf.Pdf, report: Report) -> None:
    associated = {spec.objgen for spec in pdf.Root.get("/AF", ())}
    for name, spec in pdf.attachments.items():
        report.unless(spec.obj.objgen in associated, f"6.8: {name} is not associated with the document")
        report.unless(spec.relationship in (Name.Source, Name.Data), f"6.8: {name} has no relationship")
        report.unless(spec.description and spec.filename == name, f"21-001: {name} is not described")
        stream = spec.obj.EF.F
        report.unless(
            re.fullmatch(r"/[\w.+-]+/[\w.+-]+", str(stream.get("/Subtype", ""))), f"6.8: {name} has no media type"
        )
        report.unless("/F" in spec.obj and "/UF" in spec.obj, f"21-001: {name} has one name only")
