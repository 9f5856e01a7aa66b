"""The six advices: what the facts of a programme say about each, and what could be done next."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from programmes.consent.advices import ADVICES, Advice, Contact, Deed, Facts, State, look
from programmes.consent.constants import MomentKind, Phase

PO = ("personeel", "ouders")
APRIL, MAY, JUNE = date(2021, 4, 12), date(2021, 5, 3), date(2021, 6, 1)


def talk(on: date = APRIL, phase: Phase = Phase.RESEARCH, kind: MomentKind = MomentKind.DISCUSSED, *geledingen: str):
    return Contact(on, phase, kind, frozenset(geledingen))


def advice(number: int, **facts: Any) -> Advice:
    return look(Facts(**{"geledingen": PO} | facts))[number - 1]


def told(found: Advice) -> list[tuple[bool, str]]:
    return [(sign.is_there, sign.told) for sign in found.signs]


def test_there_are_six_in_the_order_of_the_walk():
    found = look(Facts(geledingen=PO))

    assert [(a.number, a.name) for a in found] == [(n, name) for n, (name, *_) in enumerate(ADVICES, start=1)]
    assert len(found) == 6


def test_of_an_empty_plan_nothing_is_done_and_each_but_the_last_two_has_a_first_deed():
    assert [(a.state, a.deeds[0]) for a in look(Facts(geledingen=PO))] == [
        (State.TODO, Deed.TALK_RESEARCH),
        (State.TODO, Deed.AGREE_RESEARCH),
        (State.TODO, Deed.TALK_RESEARCH),
        (State.TODO, Deed.OPEN_DRAFT),
        (State.TODO, Deed.AGREE_EXECUTION),
        (State.TODO, Deed.AGREE_ACCOUNTING),
    ]


def test_everything_done_leaves_nothing_to_do():
    facts = Facts(
        geledingen=PO,
        contacts=(
            talk(APRIL, Phase.RESEARCH, MomentKind.DISCUSSED, *PO),
            talk(MAY, Phase.PLAN, MomentKind.ADVICE),
            talk(date(2022, 2, 1), Phase.EXECUTION, MomentKind.INFORMED),
            talk(date(2022, 9, 1), Phase.ACCOUNTING, MomentKind.INFORMED),
        ),
        agreed=frozenset({"onderzoek", "plan", "uitvoering"}),
        heard={"team": APRIL, "ouders": APRIL, "leerlingen": MAY},
        submitted_on=JUNE,
        adopted_on=JUNE,
        reads_along_since=MAY,
        asked=2,
        told_on=date(2022, 1, 20),
        accounted=("2021-2022",),
    )

    found = look(facts)

    assert [(a.state, a.deeds) for a in found] == [(State.DONE, [])] * 6


# --- 1 from the start -------------------------------------------------------------------------------------------------


def test_a_moment_on_the_day_of_submitting_is_not_from_the_start():
    found = advice(1, contacts=(talk(JUNE, Phase.PLAN, MomentKind.DISCUSSED, *PO),), submitted_on=JUNE)

    assert found.state == State.TODO
    assert told(found)[0] == (False, "Er is geen moment met de MR vastgelegd van voor 1 juni 2021.")


def test_a_geleding_that_was_never_there_is_named():
    found = advice(1, contacts=(talk(MAY), talk(APRIL)), submitted_on=JUNE)

    assert found.state == State.PARTLY
    assert told(found) == [
        (True, "Het eerste moment met de MR was op 12 april 2021."),
        (False, "Nog niet vastgelegd dat deze geledingen erbij waren: personeel en ouders."),
    ]


def test_geledingen_may_have_been_there_at_different_moments():
    contacts = (
        talk(APRIL, Phase.RESEARCH, MomentKind.INFORMED, "personeel"),
        talk(MAY, Phase.PLAN, MomentKind.DISCUSSED, "leerlingen", "ouders"),
    )
    found = advice(1, geledingen=("personeel", "ouders", "leerlingen"), contacts=contacts)

    assert told(found)[1] == (True, "Elke geleding was erbij: personeel, ouders en leerlingen.")


# --- 2 agreements -----------------------------------------------------------------------------------------------------


def test_a_proposal_is_no_agreement():
    found = advice(2, agreed=frozenset({"onderzoek"}), proposed=frozenset({"plan", "onderzoek"}))

    assert (found.state, found.deeds) == (State.PARTLY, [Deed.SET_AGREED, Deed.AGREE_EXECUTION])
    assert told(found) == [
        (True, "Er is een afspraak over het onderzoek."),
        (False, "Er is een voorstel over het plan, nog zonder de dag waarop dit met de MR is afgesproken."),
        (False, "Er is nog geen afspraak over de uitvoering."),
    ]


def test_an_agreement_about_the_accounting_alone_is_none_of_the_three():
    assert advice(2, agreed=frozenset({"verantwoording"})).state == State.TODO


# --- 3 research -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contact", "is_there"),
    [
        (talk(kind=MomentKind.DISCUSSED), True),
        (talk(kind=MomentKind.ADVICE), True),
        (talk(kind=MomentKind.INFORMED), False),
        (talk(phase=Phase.PLAN), False),
    ],
    ids=["discussed", "advice", "only informed", "about the plan"],
)
def test_thinking_along_is_more_than_hearing(contact, is_there):
    assert advice(3, contacts=(contact,)).signs[0].is_there is is_there


def test_each_party_that_was_not_heard_is_named_and_asks_for_a_talk():
    found = advice(3, heard={"team": APRIL, "mr": APRIL, "anderen": MAY})

    assert told(found)[1:] == [
        (True, "De school sprak met het team, het laatst op 12 april 2021."),
        (False, "Er is nog geen gesprek of vragenlijst met ouders vastgelegd."),
        (False, "Er is nog geen gesprek of vragenlijst met leerlingen vastgelegd."),
    ]
    assert found.deeds == [Deed.TALK_RESEARCH, Deed.HEAR, Deed.HEAR]


# --- 4 writing --------------------------------------------------------------------------------------------------------


def test_reading_along_stays_told_after_it_was_closed():
    assert told(advice(4, reads_along_since=APRIL, reads_along_until=MAY))[0] == (
        True,
        "De MR las mee met het concept van 12 april 2021 tot en met 3 mei 2021.",
    )


@pytest.mark.parametrize(
    ("asked", "unanswered", "said"),
    [
        (0, 0, []),
        (1, 1, [(False, "1 vraag van de MR heeft nog geen antwoord.")]),
        (3, 2, [(False, "2 vragen van de MR hebben nog geen antwoord.")]),
        (3, 0, [(True, "Alle vragen van de MR hebben een antwoord: 3.")]),
    ],
)
def test_questions_count_only_when_there_are_any(asked, unanswered, said):
    assert told(advice(4, asked=asked, unanswered=unanswered))[2:] == said


# --- 5 in between, 6 accounting ---------------------------------------------------------------------------------------


def test_before_adoption_school_and_mr_can_only_agree_how_it_will_go():
    assert [(a.state, a.deeds) for a in look(Facts(geledingen=PO, proposed=frozenset({"uitvoering"})))[4:]] == [
        (State.TODO, []),
        (State.TODO, [Deed.AGREE_ACCOUNTING]),
    ]


def test_after_a_new_measurement_the_mr_is_told_again():
    facts = {"adopted_on": JUNE, "told_on": date(2022, 6, 10)}

    late = advice(5, contacts=(talk(date(2022, 2, 1), Phase.EXECUTION),), **facts)
    in_time = advice(5, contacts=(talk(date(2022, 6, 10), Phase.EXECUTION),), **facts)

    assert (late.state, late.deeds) == (State.PARTLY, [Deed.TALK_EXECUTION])
    assert told(late)[1] == (
        False,
        "De MR hoorde het laatst op 1 februari 2022 hoe het gaat. Daarna is er weer gemeten.",
    )
    assert in_time.state == State.DONE


def test_talking_without_a_measurement_is_half_of_it():
    found = advice(5, adopted_on=JUNE, contacts=(talk(date(2022, 2, 1), Phase.EXECUTION),))

    assert (found.state, found.deeds) == (State.PARTLY, [Deed.MEASURE])


def test_accounting_needs_the_amounts_and_the_talk():
    amounts = advice(6, adopted_on=JUNE, accounted=("2021-2022", "2022-2023"))

    assert (amounts.state, amounts.deeds) == (State.PARTLY, [Deed.TALK_ACCOUNTING])
    assert told(amounts)[0] == (True, "De MR kan lezen wat er is uitgegeven in 2021-2022 en 2022-2023.")
    assert advice(6, adopted_on=JUNE).deeds == [Deed.ACCOUNT, Deed.TALK_ACCOUNTING]
