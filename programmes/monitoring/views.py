"""Steps 11 and 12 of the walk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from menukaart.models import Category
from npo_planner import sheets
from npo_planner.access import on
from npo_planner.pages import confirm_page, form_page
from npo_planner.walk import walk_of
from programmes.document import canonical
from programmes.document.schema import Document
from programmes.models import Evaluation, Measurement, Programme, Realisation, Version
from programmes.monitoring import accounts, export, operations, progress, rules
from programmes.monitoring.forms import EvaluationForm, MeasurementForm, RealisationForm

FORM = ("GET", "POST")
YEAR = timedelta(days=366)


class Adopted(NamedTuple):
    """The version in force, and the documents of all adopted versions, of that version last."""

    version: Version
    documents: list[Document]

    @property
    def document(self) -> Document:
        return self.documents[-1]


def _adopted(programme: Programme) -> Adopted | None:
    versions = list(Version.objects.in_force().filter(programme=programme))
    return Adopted(versions[0], [canonical.loads(v.document) for v in reversed(versions)]) if versions else None


def _in_force(programme: Programme) -> Adopted:
    """What was adopted. Raises Http404: a page to write on it does not exist before that."""
    adopted = _adopted(programme)
    if adopted is None:
        raise Http404("not adopted")
    return adopted


def _progress(programme: Programme, adopted: Adopted) -> progress.Progress:
    return progress.build(
        adopted.documents,
        Measurement.objects.of_programme(programme),
        Evaluation.objects.of_programme(programme),
        today=timezone.localdate(),
    )


def _earliest(programme: Programme) -> date:
    """Nothing about a plan was measured or discussed more than a year before its round."""
    return programme.round.years.order_by("start")[0].start - YEAR


# --- 11 Uitvoering ---------------------------------------------------------------------------------------------------


@on(Programme, rules.can_read)
def monitoring(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What became of each goal: as it was adopted, with what was measured since."""
    adopted = _adopted(programme)
    context = {"walk": walk_of(programme, request.user, "monitoring"), "programme": programme, "adopted": adopted}
    if adopted:
        context |= {
            "progress": _progress(programme, adopted),
            "editable": rules.can_measure(request.user, programme),
        }
    return render(request, "programmes/monitoring/monitoring.html", context)


@on(Programme, rules.can_measure, methods=FORM)
def measurement_add(request: HttpRequest, programme: Programme, goal: int) -> HttpResponse:
    goals = [g for m in _in_force(programme).document.measures for g in m.goals]
    node = _node(goals, goal)
    form = MeasurementForm(request.POST or None, unit=node.unit, earliest=_earliest(programme))
    return _page(
        request,
        programme,
        form,
        lambda values: operations.add_measurement(programme=programme, goal=goal, by=request.user, **values),
        title="Meting toevoegen",
        intro=f"Bij het doel “{node.statement}”",
        anchor=f"doel-{goal}",
        aside="programmes/monitoring/_measurement_help.html",
        goal=node,
    )


@on(Measurement, rules.can_delete, methods=FORM)
def measurement_delete(request: HttpRequest, measurement: Measurement) -> HttpResponse:
    programme = measurement.version.programme
    back = f"{reverse('monitoring', args=[programme.pk])}#doel-{measurement.goal}"
    return confirm_page(
        request,
        lambda: operations.delete_measurement(measurement=measurement, by=request.user),
        title="Meting verwijderen",
        text=f"Weet u zeker dat u de meting van {measurement} wilt verwijderen?",
        submit="Ja, verwijderen",
        said="Verwijderd. In het logboek staat nog wat erin stond.",
        danger=True,
        back=back,
        walk=walk_of(programme, request.user, "monitoring"),
    )


@on(Programme, rules.can_measure, methods=FORM)
def evaluation_add(request: HttpRequest, programme: Programme, measure: int) -> HttpResponse:
    node = _node(_in_force(programme).document.measures, measure)
    return _page(
        request,
        programme,
        EvaluationForm(request.POST or None, earliest=_earliest(programme)),
        lambda values: operations.add_evaluation(programme=programme, measure=measure, by=request.user, **values),
        title="Evaluatie toevoegen",
        intro=f"Van de maatregel “{node.title}”",
        anchor=f"maatregel-{measure}",
        aside="programmes/monitoring/_evaluation_help.html",
    )


def _node(nodes: Any, key: int) -> Any:
    found = next((node for node in nodes if node.id == key), None)
    if found is None:
        raise Http404("not in the version in force")
    return found


def _page(
    request: HttpRequest, programme: Programme, form: Any, save: Any, *, anchor: str, **context: Any
) -> HttpResponse:
    back = f"{reverse('monitoring', args=[programme.pk])}#{anchor}"
    return form_page(request, form, save, back=back, walk=walk_of(programme, request.user, "monitoring"), **context)


# --- 12 Verantwoording -----------------------------------------------------------------------------------------------


def _accounts(programme: Programme, document: Document) -> accounts.Accounts:
    return accounts.build(document, Realisation.objects.of_programme(programme))


@on(Programme, rules.can_read)
def accounting(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What the annual report and the XBRL portal ask about this school."""
    adopted = _adopted(programme)
    context = {"walk": walk_of(programme, request.user, "accounting"), "programme": programme, "adopted": adopted}
    if adopted:
        chosen = {m.category for m in adopted.document.measures}
        context |= {
            "accounts": _accounts(programme, adopted.document),
            "chosen": [c for c in adopted.document.categories if c.letter in chosen],
            "progress": _progress(programme, adopted),
            "editable": rules.can_account(request.user, programme),
        }
    return render(request, "programmes/monitoring/accounting.html", context)


@on(Programme, rules.can_account, methods=FORM)
def realisation_edit(request: HttpRequest, programme: Programme, year: str) -> HttpResponse:
    _in_force(programme)
    found = get_object_or_404(programme.round.years, label=year)
    stored = {r.category_id: r for r in Realisation.objects.of_programme(programme).filter(year=found)}
    form = RealisationForm(request.POST or None, categories=list(Category.objects.all()), stored=stored)
    return form_page(
        request,
        form,
        lambda values: operations.set_realisation(
            programme=programme, year=found, spent=values["spent"], by=request.user
        ),
        title=f"Uitgegeven in {found}",
        intro="Vul in wat er echt is uitgegeven. Laat leeg wat u nog niet weet. Is er niets uitgegeven, vul dan 0 in.",
        back=f"{reverse('accounting', args=[programme.pk])}#jaar-{found}",
        walk=walk_of(programme, request.user, "accounting"),
        aside="programmes/monitoring/_realisation_help.html",
    )


@on(Programme, rules.can_read)
def accounting_csv(request: HttpRequest, programme: Programme) -> HttpResponse:
    adopted = _in_force(programme)
    rows = export.rows(adopted.version, adopted.document, _accounts(programme, adopted.document))
    return sheets.download(rows, f"verantwoording-{adopted.document.school.code}-{programme.round.code}.csv")
