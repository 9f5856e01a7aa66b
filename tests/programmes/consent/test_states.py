"""The one table of states: every state, every deed, every role; and what the facts make of it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from types import SimpleNamespace

import pytest

from npo_planner.errors import Refused
from programmes.consent import dispute, operations, standing, states
from programmes.consent.constants import Outcome, StepKind
from programmes.consent.states import DEED_OF_STEP, STATUS_OF, TABLE, WHO, Deed, State
from programmes.models import Programme, Step, Version
from programmes.plan.constants import FROZEN, Status
from scans.models import Scan
from schools.constants import Role
from tests.programmes.consent.cast import Cast, today

pytestmark = pytest.mark.django_db


def took(*kinds: StepKind) -> Callable[[Cast], None]:
    """A refusal, and the steps after it as facts."""

    def build(cast: Cast) -> None:
        cast.submit()
        cast.decide(Outcome.WITHHELD, "Te weinig voor groep 5.")
        for kind in kinds:
            Step.objects.create(version=cast.version, kind=kind, on=today(), recorded_by=cast.board)

    return build


def consented(outcome: Outcome, reasons: str = "", *, then: tuple[str, ...] = ()) -> Callable[[Cast], None]:
    def build(cast: Cast) -> None:
        cast.submit()
        cast.decide(outcome, reasons)
        for deed in then:
            getattr(cast, deed)()

    return build


BUILD: dict[State, Callable[[Cast], object]] = {
    State.DRAFT: lambda cast: None,
    State.OPEN: Cast.submit,
    State.WITHDRAWN: lambda cast: (cast.submit(), cast.withdraw()),
    State.CONSENTED: consented(Outcome.CONSENT),
    State.CONDITIONAL: consented(Outcome.CONDITIONAL, "Eerst een proef."),
    State.WITHHELD: took(),
    State.ABANDONED: took(StepKind.ABANDONED),
    State.ANNOUNCED: took(StepKind.ANNOUNCED),
    State.FILED: took(StepKind.ANNOUNCED, StepKind.FILED),
    State.UPHELD: took(StepKind.ANNOUNCED, StepKind.FILED, StepKind.UPHELD),
    State.REJECTED: took(StepKind.ANNOUNCED, StepKind.FILED, StepKind.REJECTED),
    State.LAPSED: took(StepKind.LAPSED),
    State.ADOPTED: consented(Outcome.CONSENT, then=("adopt",)),
    State.REVISED: consented(Outcome.CONSENT, then=("adopt", "revise")),
}
STEPS = {deed: kind for kind, deed in DEED_OF_STEP.items()}


def cast_of(state: State) -> Cast:
    cast = Cast()
    BUILD[state](cast)
    return cast


def state_now(cast: Cast) -> State:
    programme = Programme.objects.get(pk=cast.programme.pk)
    return states.state_of(programme, Version.objects.history(programme).first())


def do(cast: Cast, deed: Deed) -> None:
    """Do ``deed`` as the person whose deed it is."""
    if deed in STEPS:
        by = cast.board if Role.BOARD in WHO[deed] else cast.secretary
        dispute.record(version=cast.version, kind=STEPS[deed], on=today(), note="", by=by)
        return
    {
        Deed.SUBMIT: cast.submit,
        Deed.WITHDRAW: cast.withdraw,
        Deed.VOTE: cast.vote,
        Deed.CONSENT: cast.decide,
        Deed.CONDITION: lambda: cast.decide(Outcome.CONDITIONAL, "Eerst een proef."),
        Deed.WITHHOLD: lambda: cast.decide(Outcome.WITHHELD, "Nee."),
        Deed.ADOPT: cast.adopt,
        Deed.REVISE: cast.revise,
        Deed.CORRECT: lambda: (mend_a_word(cast), operations.correct(programme=cast.programme, note="", by=cast.head)),
    }[deed]()


def mend_a_word(cast: Cast) -> None:
    """A change that the MR need not be asked about."""
    Programme.objects.filter(pk=cast.programme.pk).update(involvement="Het team schreef mee.")


@pytest.fixture
def months_later(monkeypatch):
    """The terms of the law are over: only the room of the steps looks at this clock."""
    later, clock = today() + timedelta(days=200), dispute.timezone.localdate
    monkeypatch.setattr(
        dispute, "timezone", SimpleNamespace(localdate=lambda *moment: clock(*moment) if moment else later)
    )
    return later


@pytest.mark.parametrize("state", State)
def test_facts_give_each_state_and_the_status_that_belongs_to_it(state):
    cast = cast_of(state)

    assert state_now(cast) == state
    assert cast.status() == STATUS_OF.get(state, Status.DRAFT)


OF_A_PLAN = {Deed.SUBMIT, Deed.REVISE, Deed.CORRECT}
"""What is done to a plan; all else is done to a version, and a first draft has none."""
NEED_MORE = {*product(State, (Deed.LAPSE, Deed.VOID)), (State.REVISED, Deed.ADOPT)}
"""These need more facts than the state has; they are tested further on."""
PAIRS = [
    pair for pair in product(State, Deed) if pair not in NEED_MORE and (pair[0] != State.DRAFT or pair[1] in OF_A_PLAN)
]


@pytest.mark.parametrize(("state", "deed"), PAIRS)
def test_every_deed_in_every_state(state, deed):
    cast = cast_of(state)
    before = (state_now(cast), Version.objects.count(), Step.objects.count())

    if deed in TABLE[state]:
        do(cast, deed)
        assert state_now(cast) == TABLE[state][deed]
        assert (cast.status() in FROZEN) is Scan.objects.get().is_frozen
    else:
        with pytest.raises(Refused):
            do(cast, deed)
        assert (state_now(cast), Version.objects.count(), Step.objects.count()) == before


@pytest.mark.parametrize("state", State)
def test_every_role_sees_exactly_its_deeds(state):
    cast = cast_of(state)
    cast.status()  # as it is now
    people = {
        Role.HEAD: cast.head,
        Role.TEAM: cast.team,
        Role.MR_MEMBER: cast.parent,
        Role.MR_SECRETARY: cast.secretary,
        Role.BOARD: cast.board,
    }
    found = {
        role: {deed for deed in standing.look(cast.programme, person).deeds if deed != standing.DECIDE}
        for role, person in people.items()
    }

    expected = {role: {deed for deed in TABLE[state] if role in WHO[deed]} for role in people}
    expected[Role.MR_SECRETARY].discard(Deed.VOTE)  # this secretary has no seat
    if state == State.REVISED:
        expected[Role.BOARD].discard(Deed.ADOPT)  # this version is adopted already
    assert found == expected


def test_nobody_but_the_secretary_speaks_for_the_mr_and_nobody_but_the_head_for_the_school():
    assert {role for deed in (Deed.CONSENT, Deed.CONDITION, Deed.WITHHOLD) for role in WHO[deed]} == {Role.MR_SECRETARY}
    assert {role for deed in (Deed.SUBMIT, Deed.WITHDRAW, Deed.REVISE, Deed.CORRECT) for role in WHO[deed]} == {
        Role.HEAD
    }
    assert WHO[Deed.ADOPT] == {Role.BOARD}


# --- the terms of the law ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.WITHHELD, State.ANNOUNCED])
def test_a_proposal_lapses_only_after_the_term_and_only_when_somebody_says_so(state, request):
    cast = cast_of(state)

    with pytest.raises(Refused) as refused:
        do(cast, Deed.LAPSE)
    assert (refused.value.code, state_now(cast)) == ("too_early", state)

    later = request.getfixturevalue("months_later")
    assert state_now(cast) == state
    dispute.record(version=cast.version, kind=StepKind.LAPSED, on=later, note="", by=cast.secretary)
    assert state_now(cast) == State.LAPSED


@pytest.mark.parametrize("state", [s for s in State if Deed.VOID in TABLE[s]])
def test_a_decision_without_consent_is_called_void_after_the_mr_heard_of_it_and_the_state_stays(state):
    cast = cast_of(state)
    with pytest.raises(Refused) as refused:
        do(cast, Deed.VOID)
    assert refused.value.code == "no_act"

    do(cast, Deed.ACT)
    do(cast, Deed.VOID)

    assert state_now(cast) == state
    clock = standing.look(Programme.objects.get(), cast.secretary).clocks[-1]
    assert (clock.code, clock.until, clock.ended_on) == ("nietig", today() + timedelta(weeks=6), today())
    with pytest.raises(Refused) as refused:
        do(cast, Deed.VOID)
    assert refused.value.code == "twice"


@pytest.mark.parametrize(
    ("kind", "days"), [(StepKind.ANNOUNCED, -1), (StepKind.ANNOUNCED, 1), (StepKind.ACTED, -1), (StepKind.ACTED, 1)]
)
def test_a_step_before_the_refusal_or_in_the_future_is_refused(kind, days):
    cast = cast_of(State.WITHHELD)

    with pytest.raises(Refused) as refused:
        dispute.record(version=cast.version, kind=kind, on=today() + timedelta(days=days), note="", by=cast.board)

    assert (refused.value.code, Step.objects.count()) == ("date_wrong", 0)


def test_a_step_about_an_older_version_is_refused():
    cast = cast_of(State.WITHHELD)
    old = cast.version
    cast.submit()

    with pytest.raises(Refused) as refused:
        dispute.record(version=old, kind=StepKind.ANNOUNCED, on=today(), note="", by=cast.board)

    assert refused.value.code == "old_version"


def test_a_late_announcement_is_recorded_and_told_as_late(months_later):
    cast = cast_of(State.WITHHELD)

    dispute.record(version=cast.version, kind=StepKind.ANNOUNCED, on=months_later, note="", by=cast.board)

    answer, file = standing.look(Programme.objects.get(), cast.head).clocks
    assert (answer.code, answer.is_late) == ("antwoord", True)
    assert (file.code, file.until) == ("indienen", months_later + timedelta(weeks=6))


def test_a_consent_is_adopted_also_after_the_school_began_the_next_version():
    cast = Cast()
    cast.submit()
    cast.decide()
    cast.revise()

    cast.adopt()

    assert (state_now(cast), cast.status()) == (State.REVISED, "draft")
    with pytest.raises(Refused) as refused:
        cast.adopt()
    assert refused.value.code == "wrong_state"


@pytest.mark.parametrize("kind", [StepKind.ACTED, StepKind.VOID])
def test_a_next_version_takes_no_right_away_about_a_refused_one(kind):
    cast = cast_of(State.WITHHELD)
    old = cast.version
    if kind == StepKind.VOID:
        do(cast, Deed.ACT)
    cast.submit()

    dispute.record(version=old, kind=kind, on=today(), note="", by=cast.secretary)

    assert [step.kind for step in old.steps.all()][-1] == kind
    ((version, clocks),) = standing.look(Programme.objects.get(), cast.secretary).older_clocks
    assert (version, [clock.code for clock in clocks]) == (old, ["antwoord", "nietig"])


def test_a_late_announcement_does_not_take_the_lapse_away(months_later):
    cast = cast_of(State.WITHHELD)
    dispute.record(version=cast.version, kind=StepKind.ANNOUNCED, on=months_later, note="", by=cast.board)

    dispute.record(version=cast.version, kind=StepKind.LAPSED, on=months_later, note="", by=cast.secretary)

    assert state_now(cast) == State.LAPSED
    answer, _ = standing.look(Programme.objects.get(), cast.head).clocks
    assert (answer.ended_by, answer.is_late) == (StepKind.ANNOUNCED, True)


def test_after_a_ruling_the_board_adopts_the_version_and_the_plan_stays_a_draft():
    cast = cast_of(State.UPHELD)

    cast.adopt()

    assert (state_now(cast), cast.status()) == (State.REVISED, "draft")
    assert list(Version.objects.in_force()) == [cast.version]
