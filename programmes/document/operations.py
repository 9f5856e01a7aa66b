"""The one write of the document room: a PDF is made once for each stage and length of a version, and kept."""

from __future__ import annotations

import hashlib

from npo_planner.errors import Refused
from npo_planner.press.seal import seal
from programmes.document import canonical, pdf, stamp
from programmes.document.lengths import Length
from programmes.models import Rendering, Version


def rendered_pdf(version: Version, length: Length = Length.FULL) -> bytes:
    """The PDF of ``version`` at its present stage: the same bytes for ever once it was made.

    ``version`` comes from ``Version.objects.with_answers()``. When two ask at once, both get the first one stored.
    Raises Refused (damaged) when the stored text is not what was frozen.
    """
    facts = stamp.of_version(version)
    stored = Rendering.objects.filter(version=version, stage=facts.stage, length=length.slug).first()
    if stored is None:
        stored = _store(version, facts, length)
    return bytes(stored.content)


def _store(version: Version, facts: stamp.Stamp, length: Length) -> Rendering:
    if not canonical.is_intact(version):
        raise Refused("De tekst van deze versie is niet meer wat is vastgelegd.", code="damaged")
    content = seal(pdf.render(canonical.loads(version.document), facts, length))
    digest = hashlib.sha256(content).hexdigest()
    made = {"content": content, "sha256": digest}
    # get_or_create reads again when the unique constraint says that somebody was first.
    found, _ = Rendering.objects.get_or_create(version=version, stage=facts.stage, length=length.slug, defaults=made)
    return found
