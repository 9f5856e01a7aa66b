"""Exports as files, and the same with something in them another."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from programmes.document import canonical
from programmes.document.build import build
from programmes.document.intake.operations import take_in
from programmes.document.intake.reading import read
from programmes.document.schema import Document
from programmes.models import Programme
from schools.models import School
from tests import factories as make


def export(programme: Programme) -> str:
    """What the school downloads."""
    return canonical.dumps(build(Programme.objects.with_plan().get(pk=programme.pk)))


def document_of(programme: Programme) -> Document:
    return canonical.loads(export(programme))


def changed(text: str, change: Callable[[dict[str, Any]], Any]) -> bytes:
    """The file ``text`` after ``change`` of its tree."""
    tree = json.loads(text)
    change(tree)
    return json.dumps(tree).encode()


def taken_in(data: bytes | str, school: School) -> Programme:
    """The draft of ``school`` after its schoolleider read the file."""
    found = read(data.encode() if isinstance(data, str) else data)
    return take_in(school=school, document=found, by=make.make_head(school))[0]


def relabel(*names: str, value: Any = "iets vreemds") -> Any:
    """A change: the field at the end of ``names`` (lists: their first row) is ``value``."""

    def change(tree: Any) -> None:
        for name in names[:-1]:
            tree = tree[name]
            tree = tree[0] if isinstance(tree, list) else tree
        tree[names[-1]] = value

    return change
