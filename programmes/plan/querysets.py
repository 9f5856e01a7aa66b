"""Reads of plans."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Prefetch

from schools.models import School


class RoundManager(models.Manager):
    def get_by_natural_key(self, code: str) -> Any:
        return self.get(code=code)


class RoundYearManager(models.Manager):
    def get_by_natural_key(self, code: str, label: str) -> Any:
        return self.get(round__code=code, label=label)


class FundingRateManager(models.Manager):
    def for_school(self, round_: Any, school: Any) -> list[Any]:
        """The rates of ``round_`` that hold for the kind of ``school``, in order of year."""
        rates = self.filter(year__round=round_, year__new_money=True).select_related("year")
        return [rate for rate in rates.order_by("year__start", "rank") if school.kind in rate.kinds.split()]


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> ProgrammeQuerySet:
        return self.filter(school__in=School.objects.visible_to(user))

    def with_school(self) -> ProgrammeQuerySet:
        return self.select_related("school__board", "round", "scan__previous", "staff_plan", "edition")

    def with_versions(self) -> ProgrammeQuerySet:
        """Versions, newest first, with how the MR and the board answered."""
        Version = self.model._meta.get_field("versions").related_model  # noqa: N806 - consent is right of plan
        versions = Version.objects.defer("document", "corrects__document").select_related(
            "consent_round", "decision", "adoption", "corrects__decision"
        )
        return self.prefetch_related(Prefetch("versions", versions.order_by("-number")))

    def with_plan(self) -> ProgrammeQuerySet:
        """Everything that is written in a plan: the same number of queries for 1 and for 100 programmes."""
        # The models of this room use this module.
        from menukaart.models import Intervention
        from programmes.models.goals import Goal, Milestone
        from programmes.models.plan import (
            BoardShare,
            CostLine,
            CostShare,
            Deployment,
            Funding,
            Measure,
            NotChosen,
        )
        from scans.models import Consultation, Finding, Need
        from staffing.models import StaffingNeed

        measures = Measure.objects.select_related("category", "intervention__edition", "intervention__category")
        findings = Finding.objects.select_related("domain", "previous").order_by("domain__rank", "group", "pk")
        also = Intervention.objects.select_related("category", "edition")
        return self.with_school().prefetch_related(
            "round__years",
            Prefetch("scan__findings", findings),
            Prefetch("scan__findings__consultations", Consultation.objects.order_by("held_on", "pk")),
            Prefetch("scan__consultations", Consultation.objects.order_by("held_on", "pk")),
            Prefetch("scan__needs", Need.objects.order_by("rank", "pk")),
            Prefetch("scan__needs__findings", findings),
            Prefetch("measures", measures.order_by("rank", "pk")),
            Prefetch("measures__needs", Need.objects.order_by("rank", "pk")),
            Prefetch("measures__also", also.order_by("category__letter", "pk")),
            "measures__years",
            Prefetch(
                "not_chosen",
                NotChosen.objects.select_related("intervention__category", "intervention__edition").order_by(
                    "intervention__category__letter", "intervention__pk"
                ),
            ),
            Prefetch("measures__goals", Goal.objects.order_by("pk")),
            Prefetch("measures__goals__milestones", Milestone.objects.order_by("due_on", "pk")),
            Prefetch(
                "staff_plan__needs",
                StaffingNeed.objects.select_related("kind").order_by("start", "kind__rank", "pk"),
            ),
            Prefetch(
                "staff_plan__needs__deployments",
                Deployment.objects.select_related("measure__category").order_by("measure__rank", "pk"),
            ),
            Prefetch(
                "cost_lines",
                CostLine.objects.select_related("own_category", "year").order_by("year__start", "pk"),
            ),
            Prefetch(
                "cost_lines__cost_shares",
                CostShare.objects.select_related("measure__category").order_by("measure__rank", "pk"),
            ),
            Prefetch("board_shares", BoardShare.objects.select_related("year").order_by("year__start", "pk")),
            Prefetch(
                "funding",
                Funding.objects.select_related("rate", "year").order_by("year__start", "kind", "rate__rank", "pk"),
            ),
            "school__pupil_counts",
        )


class PlanRowQuerySet(models.QuerySet):
    """Rows of a programme: measures, costs, funding."""

    def visible_to(self, user: Any) -> PlanRowQuerySet:
        return self.filter(programme__school__in=School.objects.visible_to(user))


class MeasureRowQuerySet(models.QuerySet):
    """Rows of a measure: goals, deployments."""

    def visible_to(self, user: Any) -> MeasureRowQuerySet:
        return self.filter(measure__programme__school__in=School.objects.visible_to(user))


class GoalRowQuerySet(models.QuerySet):
    """Rows of a goal: milestones."""

    def visible_to(self, user: Any) -> GoalRowQuerySet:
        return self.filter(goal__measure__programme__school__in=School.objects.visible_to(user))
