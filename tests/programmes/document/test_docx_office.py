"""The Word file, opened by LibreOffice: headings, tables, captions and links are what they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from programmes.document import docx
from programmes.document.schema import Document, MeasureNode
from tests.programmes.document.office import converted
from tests.programmes.document.one_of_each import edited, full
from tests.programmes.document.test_docx import HOSTILE, VERSION, real, squashed

pytestmark = [pytest.mark.django_db, pytest.mark.office]
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_libreoffice_keeps_headings_tables_captions_contents_and_hostile_text(tmp_path: Path) -> None:
    hostile = edited(edited(full(), Document, "vision", " ".join(HOSTILE)), MeasureNode, "title", " ".join(HOSTILE))
    files = {"plan.docx": docx.render(real(), VERSION), "hostile.docx": docx.render(hostile, VERSION)}

    made = converted(files, tmp_path, "fodt")

    plan = etree.parse(made / "plan.fodt").getroot()
    heads = [(each.get(f"{TEXT}outline-level"), words(each)) for each in plan.iter(f"{TEXT}h")]
    assert heads[:3] == [("1", "Samenvatting"), ("1", "School en visie"), ("2", "De visie van de school")]
    assert {level for level, _ in heads} == {"1", "2", "3"}
    tables = list(plan.iter(f"{TABLE}table"))
    assert [each.find(f"{TABLE}table-header-rows") is not None for each in tables] == [True] * len(tables)
    numbers = [words(each) for each in plan.iter(f"{TEXT}sequence") if each.get(f"{TEXT}name") == "Tabel"]
    assert numbers == [str(number) for number in range(1, len(tables) + 1)]
    (contents,) = plan.iter(f"{TEXT}table-of-content")
    listed = [words(each) for each in contents.find(f"{TEXT}index-body").iter(f"{TEXT}p")]
    assert listed == [text for level, text in heads if level in "12"]
    told = squashed(words(etree.parse(made / "hostile.fodt", etree.XMLParser(huge_tree=True)).getroot()))
    assert told.count(squashed(" ".join(HOSTILE))) > 1
