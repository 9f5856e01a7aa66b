"""A plan through everything that can happen to it, clicked together in the browser's own requests."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse

from npo_planner.models import AuditEntry
from programmes.models import Ballot, Comment, Measure, Version
from tests.programmes.consent.cast import PASSWORD, Cast, today

pytestmark = pytest.mark.django_db


def test_whole_road_from_first_version_to_third(client):
    cast = Cast()

    def send(who: str, route: str, pk: int, **data: object) -> None:
        client.force_login(getattr(cast, who))
        assert client.post(reverse(route, kwargs={"pk": pk}), {"password": PASSWORD} | data).status_code == 302

    def submit(**data: object) -> Version:
        send("head", "submit", cast.programme.pk, respond_by=(today() + timedelta(days=14)).isoformat(), **data)
        return cast.version

    def decide(version: Version, outcome: str, reasons: str) -> None:
        day = today().isoformat()
        send("secretary", "decide", version.consent_round.pk, outcome=outcome, reasons=reasons, decided_on=day)

    # Version 1: a question, an answer, and the school takes it back to mend it.
    first = submit(note="Graag vragen voor dinsdag.")
    send("parent", "comment", first.pk, section="begroting", text="Klopt dit bedrag?")
    send("head", "reply", Comment.objects.get().pk, text="Nee, dank u. Wij passen het aan.")
    send("head", "withdraw", first.consent_round.pk, reason="Een bedrag klopt niet.")
    assert cast.status() == "draft"
    Measure.objects.update(title="Rekenhulp op dinsdagmiddag")

    # Version 2: a vote of each geleding, consent with a condition, adopted.
    second = submit()
    send("parent", "vote", second.consent_round.pk, choice_ouders="voor", reason_ouders="")
    send("staff", "vote", second.consent_round.pk, choice_personeel="onthouding", reason_personeel="Te druk.")
    decide(second, "voorwaarden", "Evalueren in januari.")
    assert cast.status() == "consented"
    send("board", "adopt", second.pk, adopted_on=today().isoformat())
    assert cast.status() == "adopted"

    # Version 3: begun, submitted, refused: a draft again, while version 2 stays in force.
    send("head", "revise", cast.programme.pk)
    third = submit()
    decide(third, "onthouden", "Wij willen eerst de evaluatie zien.")
    assert cast.status() == "draft"

    versions = list(cast.programme.versions.order_by("number"))
    assert [v.number for v in versions] == [1, 2, 3]
    assert all(v.sha256 == hashlib.sha256(v.document.encode()).hexdigest() for v in versions)
    assert ["Rekenhulp op dinsdagmiddag" in v.document for v in versions] == [False, True, True]
    assert second.decision.votes == {
        "personeel": {"voor": 0, "tegen": 0, "onthouding": 1},
        "ouders": {"voor": 1, "tegen": 0, "onthouding": 0},
    }
    assert {b.sha256 for b in Ballot.objects.of_version(second)} == {second.decision.sha256} == {second.sha256}
    assert list(Version.objects.in_force()) == [second]
    events = AuditEntry.objects.filter(school=cast.school).exclude(event__in=["programme_started", "status_changed"])
    assert list(events.order_by("pk").values_list("event", flat=True)) == [
        "submitted_to_mr",
        "commented",
        "commented",
        "withdrawn",
        "submitted_to_mr",
        "voted",
        "voted",
        "mr_decided",
        "adopted",
        "submitted_to_mr",
        "mr_decided",
    ]

    # Everything that was said can still be read, by everybody who may see the school.
    client.force_login(cast.parent)
    page = client.get(reverse("mr", args=[cast.programme.pk])).content.decode()
    for text in ("Een bedrag klopt niet.", "Evalueren in januari.", "Wij willen eerst de evaluatie zien."):
        assert text in page
    assert "Versie 2 blijft gelden tot het bestuur een volgende versie vaststelt." in page
    assert "Nee, dank u. Wij passen het aan." in client.get(first.get_absolute_url()).content.decode()
