"""After consent: a change of words goes on with the consent there is, any other change asks for a next round."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from npo_planner.errors import Refused
from programmes.consent import operations
from programmes.consent.constants import Outcome
from programmes.models import CostLine, Measure, Programme, Version
from tests.programmes.consent.cast import Cast, cast_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_in("revised")


def write(cast: Cast, text: str) -> None:
    """Something that the MR need not be asked about."""
    Programme.objects.filter(pk=cast.programme.pk).update(involvement=text)


def correct(cast: Cast) -> Version:
    return operations.correct(programme=cast.programme, note="Een zin verbeterd.", by=cast.head)


def test_a_change_of_words_is_a_version_of_its_own_on_the_consent_there_is(cast, django_capture_on_commit_callbacks):
    first = cast.version
    write(cast, "Het team schreef mee.")

    with django_capture_on_commit_callbacks(execute=True):
        made = correct(cast)

    assert (made.number, made.corrects, made.answer, cast.status()) == (2, first, first.decision, "consented")
    assert made.sha256 != first.sha256 == first.decision.sha256
    assert sorted(to for message in mail.outbox for to in message.to) == sorted(
        person.email for person in (cast.staff, cast.parent, cast.secretary, cast.board)
    )
    assert f"{reverse('version_changes', args=[made.pk])}?met=1" in mail.outbox[0].body
    assert cast.adopt().version == made


@pytest.mark.parametrize(
    "change",
    [
        lambda: Measure.objects.update(title="Iets heel anders"),
        lambda: CostLine.objects.update(amount=999),
        lambda: Measure.objects.first().goals.update(target=99),
        lambda: Programme.objects.update(vision="Wij willen iets anders bereiken."),
    ],
    ids=["measure", "money", "goal", "vision"],
)
def test_any_other_change_asks_for_a_round_and_says_why(cast, change):
    change()

    with pytest.raises(Refused, match="nieuwe instemmingsronde") as refused:
        correct(cast)

    assert (refused.value.code, Version.objects.count(), cast.status()) == ("material", 1, "draft")


def test_without_a_change_there_is_nothing_to_carry_through(cast):
    with pytest.raises(Refused) as refused:
        correct(cast)

    assert (refused.value.code, Version.objects.count()) == ("no_changes", 1)


def test_each_correction_is_judged_against_what_the_mr_read(cast):
    """Else a measure could change bit by bit."""
    first = cast.version
    write(cast, "Het team schreef mee.")
    correct(cast)
    cast.revise()
    write(cast, "Het team en de ouders schreven mee.")

    second = correct(cast)
    assert (second.number, second.corrects) == (3, first)
    cast.revise()
    write(cast, "")
    with pytest.raises(Refused) as refused:
        correct(cast)
    assert refused.value.code == "no_changes"  # the same as what the MR read


def test_conditions_hold_for_the_correction_too():
    cast = Cast()
    cast.submit()
    decision = cast.decide(Outcome.CONDITIONAL, "Eerst een proef.\nToets in januari.")
    cast.revise()
    write(cast, "Het team schreef mee.")

    made = correct(cast)

    assert (made.answer, [c.text for c in made.answer.conditions.all()]) == (
        decision,
        ["Eerst een proef.", "Toets in januari."],
    )


@pytest.mark.parametrize("who", ["head", "team", "parent", "secretary", "board"])
def test_pages_of_a_correction_open_for_everybody_who_reads_versions(client, cast, who):
    write(cast, "Het team schreef mee.")
    made = correct(cast)
    client.force_login(getattr(cast, who))

    routes = ["version", "version_changes", "version_weighing", "version_json", "version_xlsx"]
    pages = {route: client.get(reverse(route, args=[made.pk])) for route in routes}
    for route in ("mr", "document", "monitoring", "mr_start", "threads"):
        pages[route] = client.get(reverse(route, args=[cast.programme.pk]))

    assert {route: page.status_code for route, page in pages.items()} == dict.fromkeys(pages, 200)
    assert "Verschilt alleen in woorden van versie 1." in pages["mr"].content.decode()


def test_page_tells_before_it_is_sent_whether_a_round_is_needed(client, cast):
    client.force_login(cast.head)
    url = reverse("correct", args=[cast.programme.pk])

    assert "Er is niets veranderd sinds versie 1." in client.get(url).content.decode()
    write(cast, "Het team schreef mee.")
    assert "Dit vraagt geen nieuwe instemmingsronde" in client.get(url).content.decode()
    Measure.objects.update(title="Iets heel anders")
    assert "Dit vraagt een nieuwe instemmingsronde, want:" in client.get(url).content.decode()
    refused = client.post(url, {"note": "Toch maar."})
    assert refused.context["form"].non_field_errors()[0].startswith("Dit vraagt een nieuwe instemmingsronde.")
    assert refused.context["form"]["note"].value() == "Toch maar."
