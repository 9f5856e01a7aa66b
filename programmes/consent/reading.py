"""The page on which people read one version: the frozen document, and what was asked and answered about it."""

from __future__ import annotations

import logging
from typing import Any

from programmes.consent import rules, talk, threads
from programmes.document import canonical, html, stamp
from programmes.models import Ballot, Version
from schools.models import User

log = logging.getLogger(__name__)


def page(version: Version, user: User) -> dict[str, Any]:
    """The context of ``version.html`` for ``version``, which must come from ``with_answers()``.

    Two queries and those of ``talk.on_page``.

    A text that is not what was frozen is not shown at all, and raises the alarm.
    """
    facts = stamp.of_version(version)
    intact = canonical.is_intact(version)
    newest = Version.objects.history(version.programme)[0]
    round_ = version.consent_round
    may_vote = intact and round_.is_open and rules.can_vote(user, round_)
    is_open = intact and threads.takes_new(version.programme, version, newest)
    context = {
        "version": version,
        "stamp": facts,
        "is_intact": intact,
        "newest": newest,
        "round": round_,
        "may_vote": may_vote,
        "mine": [ballot for ballot in Ballot.objects.of_version(version) if ballot.voter_id == user.pk],
        "may_comment": is_open and rules.can_comment(user, version),
        "section_footer": "programmes/consent/_section.html",
        "row_footer": "programmes/consent/_row.html",
    }
    if not intact:
        log.error("version %s does not have the text it was frozen with", version.pk)
        return context
    document = canonical.loads(version.document)
    return html.context(document, facts) | context | talk.on_page(version, document, user, newest=newest)
