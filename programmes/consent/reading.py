"""The page on which people read one version: the frozen document, and what was asked and answered about it."""

from __future__ import annotations

import logging
from typing import Any

from programmes.consent import reading_list, rules, seats, talk, threads
from programmes.consent.reading_list import Item
from programmes.document import canonical, html, stamp
from programmes.models import Seat, Version
from schools.models import User

log = logging.getLogger(__name__)


def page(version: Version, user: User) -> dict[str, Any]:
    """The context of ``version.html`` for ``version``, which must come from ``with_answers()``.

    Four queries and those of ``talk.on_page``.

    A text that is not what was frozen is not shown at all, and raises the alarm.
    """
    facts = stamp.of_version(version)
    intact = canonical.is_intact(version)
    newest = Version.objects.history(version.programme)[0]
    round_ = getattr(version, "consent_round", None)
    mine = [
        seat for seat in Seat.objects.of_version(version) if seats.may_use(seat, user) or seats.is_cast_by(seat, user)
    ]
    may_vote = intact and round_ is not None and round_.is_open and any(seats.may_use(seat, user) for seat in mine)
    is_open = intact and threads.takes_new(version.programme, version, newest)
    context = {
        "version": version,
        "stamp": facts,
        "is_intact": intact,
        "newest": newest,
        "round": round_,
        "may_vote": may_vote,
        "mine": [seat.ballot for seat in mine if seats.ballot_of(seat)],
        "may_comment": is_open and rules.can_comment(user, version),
        "section_footer": "programmes/consent/_section.html",
        "row_footer": "programmes/consent/_row.html",
    }
    if not intact:
        log.error("version %s does not have the text it was frozen with", version.pk)
        return context
    document = canonical.loads(version.document)
    shown = html.context(document, facts)
    listed = reading_list.of(version, shown["lines"], user)
    return shown | context | talk.on_page(version, document, user, newest=newest) | {"reading_list": listed}


def section(context: dict[str, Any], item: Item) -> dict[str, Any]:
    """What ``section.html`` needs beside the ``context`` of ``page`` to show one ``item`` of its reading list."""
    listed = context["reading_list"]
    return {
        "item": item,
        "query": "?terug=lezen",  # who writes here, comes back here
        "page": item.page,
        "measure": item.page.measure,
        "before": listed.before(item),
        "after": listed.after(item),
        "onward": listed.onward(item),
        "homes": {anchor: url for anchor, url in listed.homes.items() if anchor not in item.page.anchors},
    }
