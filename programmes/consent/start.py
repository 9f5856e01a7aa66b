"""The page on which school and MR see how the MR takes part, from the first day to the accounting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from npo_planner.models import AuditEntry
from programmes.consent import advices, moments, rules
from programmes.consent.advices import AGREED_PHASES, Advice, Deed, Facts, Sign
from programmes.consent.constants import OPEN_FOR_COMMENTS, Phase
from programmes.consent.moments import Answers, Moment
from programmes.models import Agreement, Comment, Evaluation, Measurement, MrMoment, Programme, Realisation, Version
from programmes.plan import rules as plan_rules
from programmes.plan.constants import Status
from schools import rules as school_rules
from schools.models import User


@dataclass(frozen=True)
class Step:
    """One advice as a person sees it: its signs with the address where they can read more (or empty).

    ``url`` and ``label`` are the one thing that they can do next, or empty.
    """

    advice: Advice
    signs: tuple[tuple[Sign, str], ...]
    url: str = ""
    label: str = ""


def page(programme: Programme, user: User) -> dict[str, Any]:
    """The context of ``start.html`` for ``programme``, loaded ``with_plan`` and with ``reads_along_by``: 8 queries."""
    agreements = list(Agreement.objects.filter(programme=programme).select_related("changed_by").order_by("pk"))
    versions = list(Version.objects.history(programme))
    answers = _answers(programme)
    written = MrMoment.objects.filter(programme=programme).select_related("written_by", "changed_by", "of_version")
    log = moments.log(written.defer("of_version__document"), moments.known(programme, versions[::-1], answers))
    found = advices.look(_facts(programme, agreements, versions, answers, log))
    desk = _Desk(programme, user, agreements)
    return {
        "steps": [desk.step(advice) for advice in found],
        "agreements": [(phase, rows) for phase in Phase if (rows := [a for a in agreements if a.phase == phase])],
        "moments": log,
        "removed": _removed(programme),
        "may_write": rules.can_write_process(user, programme),
        "may_read_along": desk.reads_draft,
        "may_open": rules.can_open_draft(user, programme),
    }


def _removed(programme: Programme) -> list[AuditEntry]:
    """The agreements and moments that somebody deleted: school and MR share them, so neither takes one away unseen."""
    entries = AuditEntry.objects.of_school(programme.school).deleted(Agreement, MrMoment)
    mine = f"Schoolprogramma {programme.round} van "
    return [entry for entry in entries if entry.detail["programme"][0].startswith(mine)]


def _answers(programme: Programme) -> dict[int, Answers]:
    return {
        pk: Answers(row["asked"], row["answered"], timezone.localdate(row["last"]) if row["last"] else None)
        for pk, row in Comment.objects.answers(programme).items()
    }


def _facts(
    programme: Programme,
    agreements: list[Agreement],
    versions: list[Version],
    answers: dict[int, Answers],
    log: list[Moment],
) -> Facts:
    """Three queries: the last measurement, the last evaluation, the years with spending."""
    measured = Measurement.objects.of_programme(programme).aggregate(last=Max("measured_on"))["last"]
    evaluated = Evaluation.objects.of_programme(programme).aggregate(last=Max("held_on"))["last"]
    spent = Realisation.objects.of_programme(programme).order_by("year__start").values_list("year__label", flat=True)
    newest = answers.get(versions[0].pk, Answers(0, 0, None)) if versions else Answers(0, 0, None)
    adopted = [v.adoption.adopted_on for v in versions if hasattr(v, "adoption")]
    return Facts(
        geledingen=tuple(str(geleding) for geleding in programme.school.geledingen),
        contacts=tuple(moment.contact for moment in log),
        agreed=frozenset(a.phase for a in agreements if a.agreed_on),
        proposed=frozenset(a.phase for a in agreements if not a.agreed_on),
        heard={talk.party: talk.held_on for talk in programme.scan.consultations.all()},  # in order of date
        submitted_on=timezone.localdate(versions[-1].frozen_at) if versions else None,
        adopted_on=min(adopted, default=None),
        reads_along_since=programme.reads_along_since,
        reads_along_until=programme.reads_along_until,
        asked=newest.asked,
        unanswered=newest.asked - newest.answered,
        told_on=max(filter(None, (measured, evaluated)), default=None),
        accounted=tuple(dict.fromkeys(spent)),
    )


@dataclass(frozen=True)
class _Desk:
    """What one person can open and do about the advices of a programme. Runs no query."""

    programme: Programme
    user: User
    agreements: list[Agreement]

    def step(self, advice: Advice) -> Step:
        signs = tuple((sign, self._place(sign.see)) for sign in advice.signs)
        deed = next((deed for deed in advice.deeds if self._may(deed)), None)
        return Step(advice, signs, self._url(deed), deed.label) if deed else Step(advice, signs)

    @property
    def reads_draft(self) -> bool:
        return self.programme.status == Status.DRAFT and plan_rules.can_read_along(self.user, self.programme)

    def _place(self, see: str) -> str:
        if not see or see.startswith("#"):
            return see
        if see == "draft" and not self.reads_draft:
            return ""
        if see == "scan" and not plan_rules.can_read_draft(self.user, self.programme):
            return ""
        return reverse(see, args=[self.programme.scan_id if see == "scan" else self.programme.pk])

    def _may(self, deed: Deed) -> bool:
        """Whether the person can do ``deed`` now. What its page refuses is not offered."""
        writes = plan_rules.can_edit(self.user, self.programme)
        match deed:
            case Deed.HEAR:
                return writes and not self.programme.scan.is_frozen
            case Deed.OPEN_DRAFT:
                return rules.can_open_draft(self.user, self.programme) and self.programme.status == Status.DRAFT
            case Deed.ANSWER:
                return writes and self.programme.status in OPEN_FOR_COMMENTS
            case Deed.MEASURE:
                return writes
            case Deed.ACCOUNT:
                return writes or school_rules.works_for_board_of(self.user, self.programme.school)
            case _:
                return rules.can_write_process(self.user, self.programme)

    def _url(self, deed: Deed) -> str:
        keys = {Deed.HEAR: self.programme.scan_id, Deed.SET_AGREED: self._proposal}
        address = reverse(deed.route, args=[keys.get(deed, self.programme.pk)])
        return f"{address}?fase={deed.phase}" if deed.phase else address

    @property
    def _proposal(self) -> int | None:
        """The first proposal in a phase without an agreement."""
        agreed = {row.phase for row in self.agreements if row.agreed_on}
        open_phases = [phase for phase in AGREED_PHASES if phase not in agreed]
        return next((row.pk for phase in open_phases for row in self.agreements if row.phase == phase), None)
