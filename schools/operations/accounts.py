"""Signing in: the brake on guessing, and what is written down about it."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from npo_planner import audit
from schools.models import FailedLogin, User

WINDOW = timedelta(minutes=15)
TRIES = {"by_both": 8, "by_account": 40, "by_address": 80}
"""Wrong guesses in a window before one waits. A school shares one address, so an address may guess more often; and
somebody who guesses at an account from elsewhere must guess often before its owner notices."""


def client_address(request: HttpRequest) -> str:
    """Where a request comes from. Behind a proxy of our own: what that proxy, the last one, added.

    Of an IPv6 address the network: one subscriber has 2^64 addresses to guess from.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    address = forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_network((ip_address(address), 64), strict=False)) if ":" in address else address
    except ValueError:
        return address


def must_wait(*, email: str, address: str) -> bool:
    """Whether this account or this address guessed wrong too often in the last quarter of an hour. One query."""
    recent = FailedLogin.objects.since(timezone.now() - WINDOW)
    counts = recent.counts(account=_mark(email), address=_mark(address))
    return any(counts[name] >= limit for name, limit in TRIES.items())


def note_failure(*, email: str, address: str) -> None:
    """Write down a wrong guess, and forget those that no longer count."""
    FailedLogin.objects.before(timezone.now() - WINDOW).delete()
    FailedLogin.objects.create(account=_mark(email), address=_mark(address))
    user = User.objects.filter(email__iexact=email).first()
    if user is not None:
        audit.log(by=None, event="login_failed", subject=user)


def note_login(*, user: User, address: str) -> None:
    """Write down that ``user`` is in, and forget their wrong guesses from here."""
    FailedLogin.objects.filter(account=_mark(user.email), address=_mark(address)).delete()
    audit.log(by=user, event="login", subject=user)


QUESTIONS = 30
"""So many questions without an answer, or about a file, in a window, from one address, before one waits."""
ASKING = "check page"


def asks_too_often(*, address: str) -> bool:
    """Whether this address must wait before it asks about a fingerprint or a file again. One query."""
    recent = FailedLogin.objects.since(timezone.now() - WINDOW)
    return recent.counts(account=_mark(ASKING), address=_mark(f"{ASKING} {address}"))["by_both"] >= QUESTIONS


def note_question(*, address: str) -> None:
    """Count a question, apart from wrong passwords: nobody is kept from signing in by it."""
    FailedLogin.objects.before(timezone.now() - WINDOW).delete()
    FailedLogin.objects.create(account=_mark(ASKING), address=_mark(f"{ASKING} {address}"))


def _mark(text: str) -> str:
    """A fingerprint that tells nobody whose address or account it was."""
    return salted_hmac("failed-login", text.strip().lower(), algorithm="sha256").hexdigest()
