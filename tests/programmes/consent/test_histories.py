"""Random histories of one plan: whatever people try, in whatever order, these things stay true."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from npo_planner.errors import Refused
from programmes.consent import dispute, operations, states, voting
from programmes.consent.constants import Choice, ConditionState, Outcome, StepKind
from programmes.consent.states import DEED_OF_OUTCOME, DEED_OF_STEP, TABLE, Deed, State, status_of
from programmes.models import (
    Adoption,
    Ballot,
    Condition,
    ConsentRound,
    Decision,
    Measure,
    Programme,
    Seat,
    Version,
)
from schools.models import Membership, User
from tests.programmes.consent.cast import Cast, today

pytestmark = pytest.mark.django_db

WORDS = st.sampled_from(["Het team.", "Het team en de ouders.", "<b>Wij</b>", "Żółć 😀"])


class Histories(RuleBasedStateMachine):
    """Every rule is somebody trying something. What the table allows happens, all else is refused and changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.cast = Cast()
        self.frozen: dict[int, str] = {}
        self.decided: dict[int, tuple[str, str]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    # --- what people try -------------------------------------------------------------------------------------------

    @rule(pick=st.integers(0, 7))
    def go_on(self, pick: int) -> None:
        """Something that the table allows now, so that histories come far."""
        allowed = [deed for deed in Deed if deed in TABLE[self._state()] and deed in self.DEEDS]
        if allowed:
            deed = allowed[pick % len(allowed)]
            self._try(deed, lambda: self.DEEDS[deed](self))

    DEEDS = {
        Deed.SUBMIT: lambda self: self.cast.submit(),
        Deed.WITHDRAW: lambda self: self.cast.withdraw(),
        Deed.CONSENT: lambda self: self.cast.decide(deviation="Zo besloot de MR."),
        Deed.CONDITION: lambda self: self.cast.decide(Outcome.CONDITIONAL, "Eerst dit.", deviation="Zo."),
        Deed.WITHHOLD: lambda self: self.cast.decide(Outcome.WITHHELD, "Nee.", deviation="Zo."),
        Deed.ADOPT: lambda self: self.cast.adopt(),
        Deed.REVISE: lambda self: self.cast.revise(),
        Deed.ABANDON: lambda self: self._record(StepKind.ABANDONED),
        Deed.ANNOUNCE: lambda self: self._record(StepKind.ANNOUNCED),
        Deed.FILE: lambda self: self._record(StepKind.FILED),
        Deed.UPHOLD: lambda self: self._record(StepKind.UPHELD),
        Deed.REJECT: lambda self: self._record(StepKind.REJECTED),
    }

    def _record(self, kind: StepKind) -> object:
        return dispute.record(version=self.cast.version, kind=kind, on=today(), note="", by=self.cast.board)

    @rule()
    def submit(self) -> None:
        self._try(Deed.SUBMIT, self.cast.submit)

    @rule()
    def withdraw(self) -> None:
        self._try(Deed.WITHDRAW, self._on_round(lambda round_: self.cast.withdraw()))

    @rule(who=st.sampled_from(["parent", "staff"]), choice=st.sampled_from(Choice), reason=WORDS)
    def vote(self, who: str, choice: Choice, reason: str) -> None:
        person = getattr(self.cast, who)
        self._maybe(self._on_seat(person, lambda seat: voting.vote(seat=seat, choice=choice, reason=reason, by=person)))

    @rule(
        who=st.sampled_from(["parent", "staff"]), choice=st.sampled_from(Choice), note=st.sampled_from(["", "papier"])
    )
    def vote_by_hand(self, who: str, choice: Choice, note: str) -> None:
        by = self.cast.secretary
        self._maybe(
            self._on_seat(
                getattr(self.cast, who),
                lambda seat: voting.vote_by_hand(seat=seat, choice=choice, reason="", note=note, by=by),
            )
        )

    @rule(who=st.sampled_from(["parent", "staff"]), is_absent=st.booleans())
    def absence(self, who: str, is_absent: bool) -> None:
        by = self.cast.secretary
        self._maybe(
            self._on_seat(
                getattr(self.cast, who),
                lambda seat: voting.set_absence(seat=seat, is_absent=is_absent, substitute=None, note="", by=by),
            )
        )

    @rule(who=st.sampled_from(["parent", "staff"]))
    def leave_or_come_back(self, who: str) -> None:
        member = Membership.objects.get(user=getattr(self.cast, who))
        member.ended_on = None if member.ended_on else today()
        member.save()

    @rule(outcome=st.sampled_from(Outcome), reasons=st.sampled_from(["", "Eerst dit.\nDan dat."]))
    def decide(self, outcome: Outcome, reasons: str) -> None:
        if outcome != Outcome.CONSENT and not reasons:
            self._maybe(
                self._on_round(lambda round_: self.cast.decide(outcome, reasons, deviation="Zo besloot de MR.")),
                never=True,
            )
            return
        self._try(
            DEED_OF_OUTCOME[outcome],
            self._on_round(lambda round_: self.cast.decide(outcome, reasons, deviation="Zo besloot de MR.")),
        )

    @rule()
    def adopt(self) -> None:
        self._try(Deed.ADOPT, self._on_version(lambda version: self.cast.adopt()))

    @rule()
    def revise(self) -> None:
        self._try(Deed.REVISE, self.cast.revise)

    @rule(text=WORDS)
    def write(self, text: str) -> None:
        if not Programme.objects.get(pk=self.cast.programme.pk).is_frozen:
            Programme.objects.filter(pk=self.cast.programme.pk).update(involvement=text)

    @rule(text=WORDS)
    def write_something_material(self, text: str) -> None:
        if not Programme.objects.get(pk=self.cast.programme.pk).is_frozen:
            Measure.objects.update(title=text)

    @rule()
    def correct(self) -> None:
        self._maybe(lambda: operations.correct(programme=self.cast.programme, note="", by=self.cast.head))

    @rule(kind=st.sampled_from(StepKind), late=st.booleans())
    def step(self, kind: StepKind, late: bool) -> None:
        on = today() + timedelta(days=1 if late else 0)
        deed = self._on_version(
            lambda version: dispute.record(version=version, kind=kind, on=on, note="", by=self.cast.board)
        )
        if late or kind in (StepKind.LAPSED, StepKind.VOID, StepKind.ACTED):
            self._maybe(deed, never=late or kind == StepKind.LAPSED)
        else:
            self._try(DEED_OF_STEP[kind], deed)

    @rule(state=st.sampled_from(ConditionState))
    def condition(self, state: ConditionState) -> None:
        found = Condition.objects.order_by("-pk").first()
        if found is not None:
            by = self.cast.head if state == ConditionState.REPORTED else self.cast.secretary
            self._maybe(lambda: operations.change_condition(condition=found, state=state, note="", by=by))

    # --- what stays true -------------------------------------------------------------------------------------------

    @invariant()
    def frozen_rows_never_change(self) -> None:
        for version in Version.objects.all():
            assert hashlib.sha256(version.document.encode()).hexdigest() == version.sha256
            assert self.frozen.setdefault(version.pk, version.document) == version.document
        for decision in Decision.objects.all():
            now = (str(decision.outcome), decision.sha256)
            assert self.decided.setdefault(decision.pk, now) == now

    @invariant()
    def every_vote_and_every_decision_is_about_the_bytes_that_were_frozen(self) -> None:
        assert all(d.sha256 == d.version.sha256 for d in Decision.objects.select_related("version"))
        ballots = Ballot.objects.select_related("seat__round__version")
        assert all(ballot.sha256 == ballot.seat.round.version.sha256 for ballot in ballots)

    @invariant()
    def a_closed_round_has_a_decision_or_was_taken_back_and_never_both(self) -> None:
        for round_ in ConsentRound.objects.select_related("version"):
            decided = hasattr(round_.version, "decision")
            assert (not round_.is_open) == (decided or round_.withdrawn_by_id is not None)
            assert not (decided and round_.withdrawn_by_id)
        assert ConsentRound.objects.filter(closed_at=None).count() <= 1

    @invariant()
    def the_count_of_a_decision_is_its_roll(self) -> None:
        for decision in Decision.objects.all():
            counted = sum(sum(part.values()) for part in decision.votes.values())
            assert counted == len(decision.roll) == Ballot.objects.of_version(decision.version).count()

    @invariant()
    def nothing_is_adopted_without_consent_or_a_ruling(self) -> None:
        for adoption in Adoption.objects.select_related("version__corrects"):
            answer = adoption.version.answer
            assert answer.is_consent or adoption.version.steps.filter(kind=StepKind.UPHELD).exists()

    @invariant()
    def the_status_of_the_plan_follows_from_its_state(self) -> None:
        assert Programme.objects.get(pk=self.cast.programme.pk).status == status_of(self._state())

    @invariant()
    def everybody_who_voted_has_a_seat_of_that_round(self) -> None:
        assert Ballot.objects.values("seat").distinct().count() == Ballot.objects.count()
        assert not Seat.objects.filter(round__version__corrects__isnull=False).exists()

    # --- how -------------------------------------------------------------------------------------------------------

    def _state(self) -> State:
        return states.state_of(
            Programme.objects.get(pk=self.cast.programme.pk), Version.objects.history(self.cast.programme).first()
        )

    def _try(self, deed: Deed, act) -> None:
        """The table says whether it happens, and what it makes of the plan."""
        before = self._state()
        self.cast.programme.refresh_from_db()
        try:
            done = act()
        except Refused:
            assert deed not in TABLE[before] or deed == Deed.ADOPT
            assert self._state() == before
        else:
            if done is not NOBODY:
                assert self._state() == TABLE[before][deed] or (before, deed) == (State.REVISED, Deed.ADOPT)

    def _maybe(self, act, *, never: bool = False) -> None:
        """Whether it happens depends on more than the state; a refusal leaves the state."""
        before = self._state()
        with suppress(Refused):
            done = act()
            assert not never or done is NOBODY
            return
        assert self._state() == before

    def _on_version(self, act):
        version = self.cast.version
        return lambda: act(version) if version else NOBODY

    def _on_round(self, act):
        version = self.cast.version
        round_ = getattr(version, "consent_round", None) if version else None
        return lambda: act(round_) if round_ else NOBODY

    def _on_seat(self, person: User, act):
        seat = Seat.objects.filter(user=person).order_by("-pk").first()
        return lambda: act(seat) if seat else NOBODY


NOBODY = object()
"""There was nothing to do it to."""


def test_random_histories_keep_what_must_stay_true():
    run_state_machine_as_test(
        Histories, settings=settings(max_examples=25, stateful_step_count=30, deadline=None, derandomize=True)
    )
