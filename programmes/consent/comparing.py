"""Two documents of one programme side by side: which two, what changed, and what that means for the MR."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.formats import date_format

from npo_planner.forms import helper
from programmes.consent import material
from programmes.document import canonical, stamp
from programmes.document.changes import Changes
from programmes.document.schema import Document
from programmes.document.telling import tell
from programmes.models import Ballot, Programme, Reading, Version
from schools.models import User

log = logging.getLogger(__name__)


class CompareForm(forms.Form):
    """With which of ``versions``, newest first, something is compared.

    Unless chosen: the newest one that this person ``knew`` (keys of versions that they read or voted on), else the
    newest one.
    """

    met = forms.TypedChoiceField(label="Vergelijk met", required=False, coerce=int)

    def __init__(self, data: Any, *, versions: Sequence[Version], knew: Collection[int] = ()) -> None:
        self.versions = {version.number: version for version in versions}
        self.known = next((version for version in versions if version.pk in knew), None)
        super().__init__(self._with_default(data))
        self.fields["met"].choices = [(version.number, self._named(version)) for version in versions]
        self.helper = helper(*Layout("met"))

    @property
    def version(self) -> Version:
        """The one that was chosen; what is empty or wrong counts as not chosen. There must be one."""
        return self.versions[int(self.data["met"])]

    @property
    def consented(self) -> Version | None:
        """The newest version that the MR consented to, when another one was chosen."""
        found = next((each for each in self.versions.values() if each.has_consent), None)
        return found if found != self.version else None

    def _with_default(self, data: Any) -> dict[str, str]:
        """What was asked, or the newest version: so the page shows which one it compares with."""
        asked = data.get("met", "")
        known = {str(number) for number in self.versions}
        offered = self.known.number if self.known else max(self.versions, default=0)
        return {"met": asked if asked in known else str(offered)}

    def _named(self, version: Version) -> str:
        return f"{_label(version)}{', de laatste die u las' if version == self.known else ''}"


def known_to(user: User, programme: Programme) -> set[int]:
    """The versions of ``programme`` of which ``user`` marked a section as read, or on which they voted: two queries."""
    read = Reading.objects.filter(reader=user, version__programme=programme).values_list("version", flat=True)
    voted = Ballot.objects.filter(cast_by=user, seat__round__version__programme=programme)
    return {*read, *voted.values_list("seat__round__version", flat=True)}


def _label(version: Version) -> str:
    facts = stamp.of_version(version)
    return f"versie {version.number}: {facts.status_label}, {date_format(facts.status_on, 'j F Y')}"


@dataclass(frozen=True)
class Comparison:
    """What changed since ``base``, which the MR ``consented`` to or not."""

    base: Version
    consented: bool
    changes: Changes

    @cached_property
    def verdict(self) -> material.Verdict:
        return material.judge_changes(self.changes)


def compare(base: Version, new: Document) -> Comparison | None:
    """What changed from ``base`` to ``new``; None, with an alarm, when the text of ``base`` is not what was frozen.

    ``base`` comes from ``Version.objects.history``: its text is one query.
    """
    if not intact(base):
        return None
    return Comparison(base, base.has_consent, tell(canonical.loads(base.document), new))


def intact(version: Version) -> bool:
    """Whether the text of ``version`` is what was frozen; raises the alarm when it is not."""
    if canonical.is_intact(version):
        return True
    log.error("version %s does not have the text it was frozen with", version.pk)
    return False


def frozen_now(document: Document) -> Document:
    """``document`` as it would be read back after it was frozen: then only what people changed is a change."""
    return canonical.loads(canonical.dumps(document))
