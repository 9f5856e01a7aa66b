"""The logo on a paper: a tagged picture with a name, and never another one on a paper that was made."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from programmes.document.operations import rendered_pdf
from programmes.models import Version
from schools.operations.logos import set_logo
from tests import factories as make
from tests.schools.pictures import picture

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]


def alts(node: Any) -> list[str]:
    """The alternative texts of the figures under ``node`` of the structure, in reading order."""
    if not isinstance(node, pikepdf.Dictionary):
        return []
    kids = node.get("/K", [])
    below = [alt for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) for alt in alts(kid)]
    return ([str(node.Alt)] if node.get("/S") == "/Figure" and "/Alt" in node else []) + below


def test_logo_is_a_figure_on_the_cover_and_a_paper_that_was_made_keeps_it() -> None:
    version = make.make_adopted(make.make_full_programme())
    set_logo(place=version.school.board, data=picture(colour="#ff0000"), by=make.make_user())
    made = rendered_pdf(Version.objects.with_answers().get(pk=version.pk))
    set_logo(place=version.school, data=picture(colour="#0000ff"), by=make.make_user())

    again = rendered_pdf(Version.objects.with_answers().get(pk=version.pk))

    with pikepdf.open(io.BytesIO(made)) as file:
        images = [pikepdf.PdfImage(image).as_pil_image() for image in file.pages[0].get_images().values()]
        assert [(image.size, image.convert("RGB").getpixel((5, 5))) for image in images] == [((60, 20), (255, 0, 0))]
        assert alts(file.Root.StructTreeRoot)[0] == f"Logo van {version.school.board}"
    assert again == made
