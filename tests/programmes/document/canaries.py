"""A version in force with a word of its own in every field: what somebody reads tells which fields they were shown."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from typing import Any

import pikepdf
from django.utils import timezone

from programmes.consent import proof
from programmes.consent.constants import Outcome
from programmes.models import Adoption, Comment, ConsentRound, Decision, Measure, Programme, Version
from tests import factories as make
from tests.programmes.document import one_of_each

LETTERS_AND_YEARS = re.compile(r"(\.category|\.letter|\.years?|\.by_year|\.without_measure)$")
"""Fields that tie parts of the tree together: they stay the same everywhere, and say nothing by themselves."""


class Canaries:
    """Fields by their word: ``Zq`` and three digits, too short to be broken over two lines."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def word(self, field: str) -> str:
        if LETTERS_AND_YEARS.search(field):
            return "A"
        return self.words.setdefault(field, f"Zq{len(self.words):03d}")

    def told(self, text: str) -> set[str]:
        """The fields of which ``text`` has the word, in any case."""
        found = set(re.findall(r"zq\d{3}", text.lower()))
        return {field for field, word in self.words.items() if word.lower() in found}


def version_in_force(canaries: Canaries) -> Version:
    """One of each field, adopted; with words around it, and other words in the live rows of the plan."""
    programme = make.make_full_programme()
    head, word = make.make_head(programme.school), canaries.word
    document = one_of_each.full(word)
    version = Version.objects.create(
        programme=programme, note=word("note"), **proof.frozen(document, last=None, by=head)
    )
    ConsentRound.objects.create(
        version=version,
        respond_by=date(2021, 6, 1),
        closed_at=timezone.now(),
        meeting_place=word("meeting_place"),
        withdrawal_reason=word("withdrawal_reason"),
    )
    Decision.objects.create(
        version=version,
        outcome=Outcome.CONDITIONAL,
        reasons=word("reasons"),
        decided_on=date(2021, 6, 1),
        votes={word("geleding"): {"voor": 1, "tegen": 0, "onthouding": 0}},
        roll=[{"name": word("roll")}],
        deviation=word("deviation"),
        sha256=version.sha256,
        recorded_by=make.make_user(name=word("recorded_by")),
    )
    Adoption.objects.create(
        version=version, adopted_on=date(2021, 6, 2), adopted_by=make.make_user(name=word("adopted_by"))
    )
    Comment.objects.create(version=version, section="visie", author=head, role=word("role"), text=word("comment"))
    live = {name: word(f"live {name}") for name in ("vision", "ambition", "involvement", "summary")}
    Programme.objects.filter(pk=programme.pk).update(**live)
    Measure.objects.update(title=word("live title"))
    return version


def text_of(pdf: bytes) -> str:
    """All that can be read in ``pdf``: its pages, and every string and open stream of its objects."""
    pages = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return "\n".join([pages, *(text for each in file.objects for text in _strings(each))])


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, pikepdf.String):
        yield str(node)
    elif isinstance(node, pikepdf.Stream):
        yield from _strings(node.stream_dict)
        yield node.read_bytes().decode("latin-1") if "/Subtype" not in node.stream_dict or _is_text(node) else ""
    elif isinstance(node, pikepdf.Dictionary):
        for value in node.values():
            yield from () if getattr(value, "is_indirect", False) else _strings(value)
    elif isinstance(node, pikepdf.Array):
        for value in node:
            yield from () if getattr(value, "is_indirect", False) else _strings(value)


def _is_text(stream: Any) -> bool:
    return str(stream.stream_dict["/Subtype"]) not in ("/Image", "/Type1C", "/CIDFontType0C", "/OpenType")
