"""The one write of reading: a section is read, or not after all.

No deed of the school or the MR, so the log does not tell it: what somebody read is theirs alone.
"""

from __future__ import annotations

from django.db import transaction

from npo_planner.errors import Refused
from programmes.document import canonical, pages
from programmes.document.lines import draw
from programmes.models import Reading, Version
from schools.models import User


@transaction.atomic
def mark(*, version: Version, anchor: str, is_read: bool, by: User) -> None:
    """Note that ``by`` read the page at ``anchor`` of ``version``, or take the note back. Twice is the same as once.

    Nothing is locked: the database holds one mark for each reader and section. Raises Refused (damaged, no_section).
    """
    if not canonical.is_intact(version):
        raise Refused("De tekst van deze versie is niet meer wat is vastgelegd.", code="damaged")
    if anchor not in {page.place.anchor for page in pages.pages(draw(canonical.loads(version.document)))}:
        raise Refused("Dit onderdeel staat niet in deze versie.", code="no_section")
    mine = {"version": version, "reader": by, "anchor": anchor}
    if is_read:
        Reading.objects.get_or_create(**mine)
    else:
        Reading.objects.filter(**mine).delete()
