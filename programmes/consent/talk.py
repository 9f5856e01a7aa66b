"""Threads as pages show them: what was said, about what, and what this reader can do next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from npo_planner.models import Sitting
from programmes.consent import rules, threads
from programmes.consent.constants import ThreadState
from programmes.document import canonical
from programmes.document.schema import Document
from programmes.models import Comment, Programme, ThreadMove, Version
from schools.models import User

UNKNOWN = "een onderdeel van het plan"
"""What a thread is about when the text of its version is damaged."""


@dataclass(frozen=True)
class Thread:
    """A thread of comments about a ``row`` (empty: all) of ``section``; the ``may_`` are what this reader can do.

    ``is_other`` when the other side began it; ``draft`` when the reader began an answer and did not send it.
    """

    root: Comment
    section: str
    row: str
    may_answer: bool
    may_resolve: bool
    may_reopen: bool
    is_other: bool
    draft: bool

    @property
    def answers(self) -> Sequence[Comment]:
        return self.root.replies.all()

    @property
    def moves(self) -> list[ThreadMove]:
        """Who resolved or reopened it. That it was answered, the answers tell."""
        return [move for move in self.root.moves.all() if move.state != ThreadState.ANSWERED]

    @property
    def about(self) -> str:
        return self.row or self.section

    @property
    def anchor(self) -> str:
        """Its place in the document, empty when that is not known."""
        return "" if self.section == UNKNOWN else self.root.section


@dataclass(frozen=True)
class Place:
    """What was said under one section: between MR and school, and by the MR among itself."""

    shared: Sequence[Thread]
    private: Sequence[Thread]


@dataclass(frozen=True)
class RowTalk:
    """How many threads there are about one row, and the key of the first."""

    number: int
    first: int


@dataclass(frozen=True)
class OfVersion:
    """The threads on one version, by the section they are about, in reading order."""

    version: Version
    sections: Sequence[tuple[str, Sequence[Thread]]]


Names = Mapping[str, tuple[str, str]]
"""By the anchor of a place: its section, and its row or empty."""


def drafts(user: User) -> set[str]:
    """The addresses at which ``user`` typed something that was not sent: one query."""
    return set(Sitting.objects.waiting(user).values_list("path", flat=True))


def on_page(version: Version, document: Document, user: User, *, newest: Version) -> dict[str, Any]:
    """What ``version.html`` knows of the talk about ``version``: five queries, six on the newest.

    ``talk`` is a ``Place`` by the anchor of its section, ``row_talk`` a ``RowTalk`` by the anchor of a row, ``begun``
    the addresses where the reader has a draft, ``left_open`` what waits on older versions, and ``talked_about`` the
    sections that MR and school talk about: (anchor, title, how many threads).
    """
    begun, names = drafts(user), _names(document)
    found: dict[str, list[Thread]] = defaultdict(list)
    for root in Comment.objects.threads(version, user):
        found[root.section].append(_thread(root, names, version.programme, user, begun))
    talk = {
        section.anchor: _place([thread for place in (section, *rows) for thread in found[place.anchor]])
        for section, rows in threads.places(document)
    }
    sections = ((section, talk[section.anchor].shared) for section, _ in threads.places(document))
    return {
        "talk": talk,
        "row_talk": _rows(found),
        "talked_about": [(section.anchor, section.title, len(shared)) for section, shared in sections if shared],
        "whole": threads.WHOLE,
        "may_deliberate": newest == version and rules.can_deliberate(user, version),
        "begun": begun,
        "left_open": Comment.objects.left_open(version) if newest == version else [],
    }


def work_list(programme: Programme, user: User, states: Sequence[str]) -> tuple[list[OfVersion], Counter]:
    """The threads between MR and school in one of ``states``, and how many there are in each state of all.

    The newest version first; in a section the oldest thread first. Five queries.
    """
    roots = list(Comment.objects.of_programme(programme))
    chosen = [root for root in roots if root.state in states]
    begun = drafts(user)
    versions = Version.objects.filter(pk__in={root.version_id for root in chosen}).order_by("-number")
    return [_of_version(v, chosen, programme, user, begun) for v in versions], Counter(root.state for root in roots)


def _of_version(
    version: Version, roots: Iterable[Comment], programme: Programme, user: User, begun: set[str]
) -> OfVersion:
    names = _names(canonical.loads(version.document)) if canonical.is_intact(version) else {}
    found: dict[str, list[Thread]] = {section: [] for section, _ in names.values()} | {UNKNOWN: []}
    for root in roots:
        if root.version_id == version.pk:
            thread = _thread(root, names, programme, user, begun)
            found[thread.section].append(thread)
    return OfVersion(version, [(section, here) for section, here in found.items() if here])


def _names(document: Document) -> Names:
    return {
        place.anchor: (section.title, "" if place is section else place.title)
        for section, rows in threads.places(document)
        for place in (section, *rows)
    }


def _thread(root: Comment, names: Names, programme: Programme, user: User, begun: set[str]) -> Thread:
    goes_on = threads.takes_answers(programme, root)
    section, row = names.get(root.section, (UNKNOWN, ""))
    return Thread(
        root=root,
        section=section,
        row=row,
        may_answer=goes_on and rules.can_reply(user, root),
        may_resolve=threads.moves_to(root, ThreadState.RESOLVED) and rules.can_resolve(user, root),
        may_reopen=goes_on and threads.moves_to(root, ThreadState.REOPENED) and rules.can_reopen(user, root),
        is_other=rules.answers(user, root),
        draft=reverse("reply", args=[root.pk]) in begun,
    )


def _place(found: Sequence[Thread]) -> Place:
    return Place(
        shared=[thread for thread in found if not thread.root.is_private],
        private=[thread for thread in found if thread.root.is_private],
    )


def _rows(found: Mapping[str, Sequence[Thread]]) -> dict[str, RowTalk]:
    shared = {anchor: _place(here).shared for anchor, here in found.items()}
    return {anchor: RowTalk(len(here), here[0].root.pk) for anchor, here in shared.items() if here}
