"""The log of the MR: what was written down, and beside it what the product knows by itself. Nothing is typed twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from programmes.consent.advices import Contact
from programmes.consent.constants import MomentKind, Outcome, Phase
from programmes.document import stamp
from programmes.models import MrMoment, Programme, Version
from scans.constants import Party


@dataclass(frozen=True)
class Moment:
    """One line of the log. ``row`` is the row that people may correct; None for what the product knows by itself."""

    on: date
    kind: MomentKind
    phase: Phase
    title: str
    text: str = ""
    who: str = ""
    geledingen: tuple[str, ...] = ()
    version: Version | None = None
    row: MrMoment | None = None

    @property
    def contact(self) -> Contact:
        """The moment as the six advices see it."""
        return Contact(self.on, self.phase, self.kind, frozenset(self.geledingen), f"#{self.anchor or 'momenten'}")

    @property
    def anchor(self) -> str:
        """Where it stands on the page, if it has a place of its own."""
        return f"moment-{self.row.pk}" if self.row else ""


@dataclass(frozen=True)
class Answers:
    """Of one version: how many questions were asked, how many have an answer, and the day of the last answer."""

    asked: int
    answered: int
    last_on: date | None


def log(written: Iterable[MrMoment], known: Iterable[Moment]) -> list[Moment]:
    """All moments, newest first; both come in the order in which they happened."""
    return sorted([*known, *map(of_row, written)], key=lambda moment: moment.on)[::-1]


def of_row(row: MrMoment) -> Moment:
    return Moment(
        row.held_on,
        MomentKind(row.kind),
        Phase(row.phase),
        row.subject,
        text=row.outcome,
        who=row.written_by.name,
        geledingen=tuple(row.geledingen),
        version=row.of_version,
        row=row,
    )


def known(programme: Programme, versions: Iterable[Version], answers: Mapping[int, Answers]) -> Iterator[Moment]:
    """What the product knows by itself, of a programme ``with_plan`` and its ``history``: runs no query.

    ``versions`` come oldest first, so that what happened on one day stays in order.

    Of a talk with the MR in the scan only that it was held: what came of it stands in the draft.
    """
    for talk in programme.scan.consultations.all():
        if talk.party == Party.MR:
            yield Moment(talk.held_on, MomentKind.DISCUSSED, Phase.RESEARCH, "Gesprek voor de schoolscan")
    if programme.reads_along_since:
        who = programme.reads_along_by.name
        title = "De schoolleider liet de MR meelezen met het concept"
        yield Moment(programme.reads_along_since, MomentKind.INFORMED, Phase.PLAN, title, who=who)
    for version in versions:
        yield from _of_version(version, answers.get(version.pk))


def _of_version(version: Version, answers: Answers | None) -> Iterator[Moment]:
    facts, name = stamp.of_version(version), f"versie {version.number}"

    def moment(on: date, kind: MomentKind, what: str, text: str = "", who: str = "") -> Moment:
        return Moment(on, kind, Phase.PLAN, f"{name.capitalize()} {what}", text=text, who=who, version=version)

    frozen_on = timezone.localdate(version.frozen_at)
    if version.corrects is not None:
        what = f"verschilt alleen in woorden van versie {version.corrects.number}: geen nieuwe ronde"
        yield moment(frozen_on, MomentKind.INFORMED, what, version.note, version.frozen_by.name)
    else:
        yield moment(frozen_on, MomentKind.INFORMED, "voorgelegd aan de MR", version.note, version.frozen_by.name)
    if answers and answers.answered:
        title, text = f"Antwoorden op vragen over {name}", f"Beantwoord: {answers.answered} van {answers.asked}."
        yield Moment(answers.last_on, MomentKind.DISCUSSED, Phase.PLAN, title, text, version=version)
    round_ = getattr(version, "consent_round", None)
    if round_ and round_.meeting_at and round_.meeting_at <= timezone.now():
        met_on, text = timezone.localdate(round_.meeting_at), round_.meeting_place
        yield Moment(met_on, MomentKind.DISCUSSED, Phase.PLAN, f"Vergadering over {name}", text=text, version=version)
    if facts.withdrawn_on:
        reason, who = facts.withdrawal_reason, version.consent_round.withdrawn_by.name
        yield moment(facts.withdrawn_on, MomentKind.INFORMED, "teruggehaald door de school", reason, who)
    if facts.decided_on and version.corrects is None:
        what, who = DECIDED[Outcome(facts.outcome)], version.decision.recorded_by.name
        yield moment(facts.decided_on, MomentKind.CONSENT, what, facts.reasons, who)
    for step in version.steps.all():
        yield moment(step.on, MomentKind.INFORMED, step.get_kind_display(), step.note, step.recorded_by.name)
    if facts.adopted_on:
        who = version.adoption.adopted_by.name
        yield moment(facts.adopted_on, MomentKind.INFORMED, "vastgesteld door het bestuur", who=who)


DECIDED = {
    Outcome.CONSENT: "kreeg instemming van de MR",
    Outcome.CONDITIONAL: "kreeg instemming van de MR, met voorwaarden",
    Outcome.WITHHELD: "kreeg geen instemming van de MR",
}
