"""The last touch to a PDF: PDF/A-3a and PDF/UA-1 in one file, with its attachments inside.

WeasyPrint writes one standard or the other. It is asked for PDF/A-3a, and what PDF/UA-1 needs more is added here.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name

from npo_planner.press import tags
from npo_planner.press.order import Attachment, Order

VARIANT = "pdf/a-3a"
PDFUA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which this file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""What XMP says of PDF/UA. PDF/A asks that a schema which it does not know is described in the file (6.6.2.3)."""


def finish(content: bytes, order: Order) -> bytes:
    """``content``, which WeasyPrint wrote as ``VARIANT``, in both standards. The same order gives the same bytes."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        tags.mend(pdf)
        _name_links(pdf)
        _keep_pictures(pdf)
        _attach(pdf, order.attachments)
        _identify(pdf)
        written = io.BytesIO()
        # The first half of the file's identifier is the order's, the second a hash of what is in the file.
        pdf.save(written, deterministic_id=True, fix_metadata_version=False)
        return written.getvalue()


def _name_links(pdf: pikepdf.Pdf) -> None:
    """28-012: a link says in words where it goes; WeasyPrint gives the anchor in the HTML."""
    page_of = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    places = _places(pdf)
    for page in pdf.pages:
        for link in page.obj.get("/Annots", ()):
            if "/Dest" in link:
                link.Contents = f"Naar bladzijde {page_of[places[str(link.Dest)].objgen]}"


def _places(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """The page of every anchor."""
    names = pdf.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", Array())
    return {str(name): place[0] for name, place in zip(names[::2], names[1::2], strict=True)}


def _keep_pictures(pdf: pikepdf.Pdf) -> None:
    """PDF/A (6.2.8) leaves it to nobody's taste how a picture is enlarged."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == Name.Image:
            each.Interpolate = False


def _attach(pdf: pikepdf.Pdf, attachments: Iterable[Attachment]) -> None:
    """PDF/A-3 (6.8): each file has a media type, a description, and a word for what it is to the document."""
    dated = pdf.docinfo.get("/CreationDate")
    specs = []
    for each in attachments:
        spec = AttachedFileSpec(
            pdf,
            each.content,
            filename=each.name,
            description=each.description,
            mime_type=each.media_type,
            relationship=Name(f"/{each.relationship}"),
            mod_date=str(dated)[2:] if dated else "",
        )
        pdf.attachments[each.name] = spec
        specs.append(pdf.attachments[each.name].obj)
    if specs:
        pdf.Root.AF = Array(specs)


def _identify(pdf: pikepdf.Pdf) -> None:
    """Say in the metadata that the file is both, and show the title in the window."""
    told = pdf.Root.Metadata.read_bytes().decode()
    pdf.Root.Metadata = pdf.make_stream(
        told.replace("</rdf:RDF>", f"{PDFUA}</rdf:RDF>").encode(), Type=Name.Metadata, Subtype=Name.XML
    )
