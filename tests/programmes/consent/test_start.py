"""The MR from the start: the timeline, and the log with what the product knows by itself."""

from __future__ import annotations

from datetime import date

import pytest

from programmes.consent.constants import Outcome
from programmes.monitoring.operations import add_measurement
from scans.models import Consultation
from schools.models import User
from tests.factories import make_agreement, make_moment
from tests.programmes.consent.cast import Cast, cast_in, today
from tests.programmes.consent.screens import body, screen, start, url

pytestmark = pytest.mark.django_db


def context(cast: Cast, user: User | None = None):
    return screen(user or cast.head).get(url("mr_start", cast.programme.pk)).context


def titles(cast: Cast) -> list[str]:
    return [moment.title for moment in context(cast)["moments"]]


def states(cast: Cast) -> list[str]:
    return [step.advice.state.value for step in context(cast)["steps"]]


def labels(cast: Cast, user: User) -> list[str]:
    return [step.label for step in context(cast, user)["steps"]]


# --- the log ----------------------------------------------------------------------------------------------------------


def test_the_log_knows_what_happened_to_each_version_and_tells_it_newest_first():
    cast = cast_in("at_mr")
    asked = cast.comment()
    cast.comment("Omdat het nodig is.", parent=asked, by=cast.head)
    cast.comment("En de leraren?")
    cast.withdraw()
    cast.submit(note="Nu met minder.")
    cast.decide(Outcome.CONDITIONAL, "Eerst de leraren horen.")
    cast.adopt()
    make_moment(cast.programme, by=cast.team)

    assert titles(cast) == [
        "Versie 2 vastgesteld door het bestuur",
        "Versie 2 kreeg instemming van de MR, met voorwaarden",
        "Versie 2 voorgelegd aan de MR",
        "Versie 1 teruggehaald door de school",
        "Antwoorden op vragen over versie 1",
        "Versie 1 voorgelegd aan de MR",
        "De uitkomsten van de scan",
    ]
    texts = {moment.title: moment.text for moment in context(cast)["moments"]}
    assert texts["Antwoorden op vragen over versie 1"] == "Beantwoord: 1 van 2."
    assert texts["Versie 2 kreeg instemming van de MR, met voorwaarden"] == "Eerst de leraren horen."
    assert texts["Versie 2 voorgelegd aan de MR"] == "Nu met minder."
    assert texts["Versie 1 teruggehaald door de school"] == "Een bedrag klopt niet."


def test_a_refusal_is_told():
    assert "Versie 1 kreeg geen instemming van de MR" in titles(cast_in("refused"))


def test_a_talk_with_the_mr_in_the_scan_is_told_without_what_came_of_it():
    cast = Cast()
    talk = Consultation.objects.create(
        scan=cast.programme.scan, held_on=date(2021, 4, 20), party="mr", outcome="Alleen voor de school."
    )
    Consultation.objects.create(scan=cast.programme.scan, held_on=talk.held_on, party="team", outcome="Iets.")

    assert titles(cast) == ["Gesprek voor de schoolscan"]
    assert "Alleen voor de school." not in start(cast, cast.parent)


def test_what_the_product_knows_cannot_be_changed_here():
    cast = cast_in("adopted")

    assert "Wijzigen" not in start(cast, cast.head)


# --- the timeline -----------------------------------------------------------------------------------------------------


def test_the_states_follow_the_facts():
    cast = Cast()
    before = states(cast)
    make_moment(cast.programme, by=cast.head, geledingen=["personeel", "ouders"])
    for phase in ("onderzoek", "plan", "uitvoering"):
        make_agreement(cast.programme, phase=phase)
    for party in ("team", "ouders", "leerlingen"):
        Consultation.objects.create(scan=cast.programme.scan, held_on=date(2021, 4, 20), party=party, outcome="Iets.")

    assert before == ["todo"] * 6
    assert states(cast) == ["done", "done", "done", "todo", "todo", "todo"]


def test_execution_and_accounting_count_what_monitoring_wrote():
    cast = cast_in("adopted")
    goal = cast.programme.measures.get().goals.get()
    add_measurement(
        programme=cast.programme, goal=goal.pk, measured_on=today(), value=None, note="Het gaat goed.", by=cast.team
    )
    make_moment(cast.programme, by=cast.secretary, phase="uitvoering", held_on=today())

    assert states(cast)[4:] == ["done", "todo"]
    assert context(cast)["steps"][4].signs[0][1] == url("monitoring", cast.programme.pk)


def test_each_person_gets_the_first_thing_that_they_can_do():
    cast = Cast()

    assert labels(cast, cast.head) == [
        "Leg een moment met de MR vast",
        "Maak een afspraak over het onderzoek",
        "Leg een moment met de MR vast",
        "Laat de MR meelezen",
        "Maak een afspraak over de uitvoering",
        "Maak een afspraak over de verantwoording",
    ]
    assert labels(cast, cast.team)[3] == "Leg een moment over het plan vast"
    assert labels(cast, cast.secretary)[2:4] == ["Leg een moment met de MR vast", "Leg een moment over het plan vast"]
    assert labels(cast, cast.parent) == [""] * 6
    assert labels(cast, cast.board) == [""] * 6


@pytest.mark.parametrize("state", ["draft", "at_mr", "consented", "adopted", "refused", "withdrawn", "revised"])
@pytest.mark.parametrize("who", ["head", "team", "secretary", "parent", "board"])
def test_no_button_and_no_evidence_leads_to_a_closed_door(who, state):
    cast = cast_in(state)
    make_agreement(cast.programme, agreed_on=None)
    make_moment(cast.programme, by=cast.head)
    for party in ("team", "mr"):
        Consultation.objects.create(scan=cast.programme.scan, held_on=date(2021, 4, 20), party=party, outcome="Iets.")
    user = getattr(cast, who)
    desk = screen(user)
    steps = context(cast, user)["steps"]
    addresses = {step.url for step in steps} | {place for step in steps for _, place in step.signs}

    answers = {address: desk.get(address).status_code for address in addresses if address.startswith("/")}

    assert set(answers.values()) <= {200}


def test_proposal_leads_to_that_proposal():
    cast = Cast()
    make_agreement(cast.programme)
    make_agreement(cast.programme, phase="verantwoording", agreed_on=None)
    proposal = make_agreement(cast.programme, phase="plan", agreed_on=None)

    step = context(cast)["steps"][1]

    assert (step.label, step.url) == ("Vul in wanneer dit met de MR is afgesproken", url("agreement_edit", proposal.pk))


def test_places_in_the_evidence_are_on_the_page():
    cast = cast_in("adopted")
    make_agreement(cast.programme)
    make_moment(cast.programme, by=cast.head)

    page = start(cast, cast.parent)

    places = {part.split('"')[0] for part in page.split('href="#')[1:]}
    assert places > {"momenten", "afspraken-onderzoek"}
    assert [place for place in places if f'id="{place}"' not in page] == []


def test_empty_page_says_what_to_do_next():
    cast = Cast()

    writer, reader = start(cast, cast.head), start(cast, cast.parent)

    assert "Er is nog niets afgesproken. Begin met één afspraak" in writer
    assert "Was er al een gesprek of een vergadering?" in writer
    assert "De school en de MR hebben hier nog geen afspraken opgeschreven." in reader
    assert "Er is nog geen moment vastgelegd." in reader


def test_the_page_is_found_from_the_walk_and_from_the_mr_page():
    cast = Cast()

    for route in ("walk", "mr"):
        assert url("mr_start", cast.programme.pk) in body(screen(cast.parent).get(url(route, cast.programme.pk)))


# --- cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 4])
def test_the_page_costs_the_same_for_more_of_everything(n, django_assert_num_queries):
    cast = Cast()
    cast.submit()
    for _ in range(n):
        make_agreement(cast.programme)
        make_moment(cast.programme, by=cast.team, of_version=cast.version)
        asked = cast.comment()
        cast.comment("Daarom.", parent=asked, by=cast.head)
        cast.withdraw()
        cast.submit()
    desk = screen(cast.parent)

    with django_assert_num_queries(34):
        desk.get(url("mr_start", cast.programme.pk))
