"""The meeting of the MR as a file for an agenda: iCalendar, RFC 5545.

One event. It keeps its ``UID`` for ever, and its ``SEQUENCE`` grows with every change, so that an agenda replaces what
it had. Times are in UTC: every agenda shows them in its own zone. No end: nobody gave one.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from programmes.models import ConsentRound

MOST = 75
"""Octets of one line, its ending left out (RFC 5545, 3.1)."""
MIME = "text/calendar"


def file_name(round_: ConsentRound) -> str:
    """Safe in a header and in a folder."""
    return f"vergadering-mr-{round_.school.code}.ics"


def event(round_: ConsentRound, *, cancelled: bool = False) -> bytes:
    """The file about the meeting of ``round_``, which has one; ``cancelled`` takes it out of the agenda."""
    version = round_.version
    page = f"{settings.SITE_URL}{reverse('version', args=[version.pk])}"
    school = version.school.name
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//NPO Planner//Instemming//NL",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        f"UID:ronde-{round_.pk}@{urlsplit(settings.SITE_URL).hostname}",
        f"DTSTAMP:{_utc(timezone.now())}",
        f"SEQUENCE:{round_.meeting_changes}",
        f"DTSTART:{_utc(round_.meeting_at)}",
        f"SUMMARY:{escaped(f'MR {school}: versie {version.number} van het schoolprogramma')}",
        f"DESCRIPTION:{escaped(f'Lees het plan vooraf: {page}')}",
        f"URL:{page}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    if round_.meeting_place:
        lines.insert(-3, f"LOCATION:{escaped(round_.meeting_place)}")
    return "".join(folded(line) for line in lines).encode()


def escaped(text: str) -> str:
    """``text`` as a value of type TEXT: nothing in it can end its line or begin another property."""
    lines = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").splitlines()
    return "".join(c for c in "\\n".join(lines) if unicodedata.category(c) != "Cc" or c == "\t")


def folded(line: str) -> str:
    """``line`` with its ending, in pieces of at most 75 octets, each after the first begun with a space.

    No character is cut in two.
    """
    pieces, room = [""], MOST
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(" ")
            room = MOST - 1
        pieces[-1] += character
        room -= size
    return "\r\n".join(pieces) + "\r\n"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
