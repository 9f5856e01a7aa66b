"""The writes of the document room: a PDF is made once for each stage and length of a version, and kept."""

from __future__ import annotations

import hashlib
from typing import Any

from npo_planner.errors import Refused
from npo_planner.jobs import ordering
from npo_planner.jobs.turn import Turn
from npo_planner.press.seal import seal
from programmes.document import canonical, pdf, stamp
from programmes.document.lengths import BY_SLUG, Length
from programmes.models import Rendering, Version
from schools.models import Logo

RENDERING = "rendering"
"""The kind of job that makes a PDF and stores it: for everybody who may read the version."""


def rendered_pdf(version: Version, length: Length = Length.FULL) -> bytes:
    """The PDF of ``version`` at its present stage: the same bytes for ever once it was made.

    ``version`` comes from ``Version.objects.with_answers()``. When two ask at once, both get the first one stored.
    Raises Refused (damaged) when the stored text is not what was frozen, PressFailed when no PDF can be made.
    """
    found = stored(version, length) or _store(version, stamp.of_version(version), length)
    return bytes(found.content)


def stored(version: Version, length: Length) -> Rendering | None:
    """The rendering of ``version``, from ``with_stage()``, as it stands now."""
    return Rendering.objects.filter(version=version, stage=stamp.stage_of(version), length=length.slug).first()


def prepare_pdfs(version: Version) -> None:
    """Have every length of ``version`` made as it stands now, so that the first reader finds it. Its stage is new."""
    found = Version.objects.with_stage().get(pk=version.pk)
    for length in Length:
        ordering.prepare(RENDERING, arguments(found, length))


def arguments(version: Version, length: Length) -> dict[str, Any]:
    """What names the job that makes the PDF of ``version``, from ``with_stage()``, as it stands now."""
    return {"version": version.pk, "stage": stamp.stage_of(version), "length": length.slug}


def make_rendering(turn: Turn) -> None:
    """The handler of that job. A version that went on meanwhile is rendered as it stands by now."""
    version = Version.objects.with_answers().get(pk=turn.arguments["version"])
    rendered_pdf(version, BY_SLUG[turn.arguments["length"]])


def _store(version: Version, facts: stamp.Stamp, length: Length) -> Rendering:
    if not canonical.is_intact(version):
        raise Refused("De tekst van deze versie is niet meer wat is vastgelegd.", code="damaged")
    logo = Logo.objects.of_school(version.school)
    content = seal(pdf.render(canonical.loads(version.document), facts, length, logo))
    digest = hashlib.sha256(content).hexdigest()
    made = {"content": content, "sha256": digest}
    # get_or_create reads again when the unique constraint says that somebody was first.
    found, _ = Rendering.objects.get_or_create(version=version, stage=facts.stage, length=length.slug, defaults=made)
    return found
