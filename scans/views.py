"""Steps 2 and 3 of the walk: the scan, and the needs that follow from it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from npo_planner.access import on
from npo_planner.errors import Refused
from npo_planner.pages import delete_page, form_page, move_page, row_page
from npo_planner.rows import next_rank
from npo_planner.walk import walk_of
from scans import rules
from scans.change import changes
from scans.constants import MANY_NEEDS
from scans.forms import ConsultationForm, DomainForm, FindingForm, NeedForm, ScanForm
from scans.grid_forms import GridForm
from scans.heatmap import heat_map, highlights
from scans.import_forms import ImportForm
from scans.models import Consultation, Domain, Finding, Need, Scan
from scans.operations import add_domain, fill_grid, import_findings
from scans.small_numbers import shown_counts

FORM = ("GET", "POST")


def _editable(request: HttpRequest, scan: Scan) -> bool:
    return rules.can_edit(request.user, scan) and not scan.is_frozen


@on(Scan, rules.can_read)
def scan(request: HttpRequest, scan: Scan) -> HttpResponse:
    findings = _told(request, scan, list(scan.findings.with_needs()))
    previous = scan.previous
    context = {
        "scan": scan,
        "findings": findings,
        "map": heat_map(findings),
        "highlights": highlights(findings),
        "changes": changes(findings, previous.findings.gone(scan)) if previous else None,
        "next": scan.renewals.first(),
        "consultations": list(scan.consultations.with_supported()),
        "editable": _editable(request, scan),
        "walk": walk_of(scan, request.user, "scan"),
    }
    return render(request, "scans/scan.html", context)


def _told(request: HttpRequest, scan: Scan, findings: list[Finding]) -> list[Finding]:
    """``findings`` with ``told``, how many pupils: the number for the school's writers, else without small numbers."""
    school = scan.school
    hidden = shown_counts(findings, school.board.small_number_threshold, school.groups)
    writes = rules.can_edit(request.user, scan)
    for finding in findings:
        number = "" if finding.pupils is None else str(finding.pupils)
        finding.told = number if writes else hidden[finding.pk]
    return findings


@on(Scan, rules.can_edit, methods=FORM)
def scan_edit(request: HttpRequest, scan: Scan) -> HttpResponse:
    form = ScanForm(request.POST or None, instance=scan)
    back = reverse("scan", args=[scan.pk])
    return row_page(request, form, title="Over deze scan", back=back, step="scan", walk_row=scan)


@on(Scan, rules.can_edit, methods=FORM)
def scan_grid(request: HttpRequest, scan: Scan) -> HttpResponse:
    """All delays at once. A group that was added gets its column on the same page, opened again."""
    form = GridForm(request.POST or None, scan=scan, extra=tuple(request.GET.getlist("groep")))
    here, added = request.path, request.POST.get("extra", "").strip()
    return form_page(
        request,
        form,
        lambda values: fill_grid(scan=scan, cells=values["cells"], by=request.user),
        title="Rooster invullen",
        back=f"{here}?{urlencode({'groep': added})}" if added else reverse("scan", args=[scan.pk]),
        template="scans/grid.html",
        scan=scan,
        walk=walk_of(scan, request.user, "scan"),
    )


@on(Scan, rules.can_edit, methods=FORM)
def scan_import(request: HttpRequest, scan: Scan) -> HttpResponse:
    """Paste or upload a table, see what it would change, then confirm: the whole table or nothing."""
    form = ImportForm(request.POST or None, request.FILES or None, scan=scan)
    if form.is_valid() and form.is_confirmed:
        try:
            import_findings(scan=scan, lines=form.plan.lines, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Ingelezen: {form.plan.added} toegevoegd, {form.plan.changed} gewijzigd.")
            return redirect("scan", pk=scan.pk)
    context = {"scan": scan, "form": form, "walk": walk_of(scan, request.user, "scan")}
    return render(request, "scans/import.html", context)


@on(Scan, rules.can_edit, methods=FORM)
def finding_add(request: HttpRequest, scan: Scan) -> HttpResponse:
    return _finding_page(request, Finding(scan=scan), "Bevinding toevoegen")


@on(Finding, rules.can_edit_row, methods=FORM)
def finding_edit(request: HttpRequest, finding: Finding) -> HttpResponse:
    return _finding_page(request, finding, "Bevinding wijzigen")


def _finding_page(request: HttpRequest, finding: Finding, title: str) -> HttpResponse:
    back = reverse("scan", args=[finding.scan_id])
    form = FindingForm(request.POST or None, instance=finding)
    aside = "scans/_finding_help.html"
    return row_page(
        request, form, title=title, back=back, step="scan", walk_row=finding.scan, aside=aside, scan=finding.scan
    )


@on(Finding, rules.can_edit_row, methods=FORM)
def finding_delete(request: HttpRequest, finding: Finding) -> HttpResponse:
    text = f"Weet u zeker dat u de bevinding “{finding}” wilt verwijderen?"
    back = reverse("scan", args=[finding.scan_id])
    return delete_page(request, finding, text=text, back=back, step="scan", walk_row=finding.scan)


@on(Scan, rules.can_edit, methods=FORM)
def consultation_add(request: HttpRequest, scan: Scan) -> HttpResponse:
    return _consultation_page(request, Consultation(scan=scan), "Gesprek toevoegen")


@on(Consultation, rules.can_edit_row, methods=FORM)
def consultation_edit(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    return _consultation_page(request, consultation, "Gesprek wijzigen")


def _consultation_page(request: HttpRequest, consultation: Consultation, title: str) -> HttpResponse:
    back = reverse("scan", args=[consultation.scan_id])
    form = ConsultationForm(request.POST or None, instance=consultation)
    return row_page(request, form, title=title, back=back, step="scan", walk_row=consultation.scan)


@on(Consultation, rules.can_edit_row, methods=FORM)
def consultation_delete(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    text = f"Weet u zeker dat u het gesprek met {consultation} wilt verwijderen?"
    back = reverse("scan", args=[consultation.scan_id])
    return delete_page(request, consultation, text=text, back=back, step="scan", walk_row=consultation.scan)


@on(Scan, rules.can_edit, methods=FORM)
def domain_add(request: HttpRequest, scan: Scan) -> HttpResponse:
    form = DomainForm(request.POST or None, instance=Domain(school=scan.school))
    return form_page(
        request,
        form,
        lambda values: add_domain(school=scan.school, by=request.user, **values),
        title="Eigen ontwikkelgebied toevoegen",
        intro="U kunt het daarna kiezen bij een bevinding.",
        back=reverse("finding_add", args=[scan.pk]),
        walk=walk_of(scan, request.user, "scan"),
    )


@on(Scan, rules.can_read)
def needs(request: HttpRequest, scan: Scan) -> HttpResponse:
    found = list(scan.needs.with_findings())
    context = {
        "scan": scan,
        "needs": found,
        "too_many": len(found) > MANY_NEEDS,
        "has_findings": scan.findings.exists(),
        "editable": _editable(request, scan),
        "walk": walk_of(scan, request.user, "needs"),
    }
    return render(request, "scans/needs.html", context)


@on(Scan, rules.can_edit, methods=FORM)
def need_add(request: HttpRequest, scan: Scan) -> HttpResponse:
    need = Need(scan=scan, rank=next_rank(scan.needs.all()))
    return _need_page(request, need, "Behoefte toevoegen")


@on(Need, rules.can_edit_row, methods=FORM)
def need_edit(request: HttpRequest, need: Need) -> HttpResponse:
    return _need_page(request, need, "Behoefte wijzigen")


def _need_page(request: HttpRequest, need: Need, title: str) -> HttpResponse:
    back = reverse("needs", args=[need.scan_id])
    form = NeedForm(request.POST or None, instance=need)
    return row_page(request, form, title=title, back=back, step="needs", walk_row=need.scan)


@on(Need, rules.can_edit_row, methods=FORM)
def need_delete(request: HttpRequest, need: Need) -> HttpResponse:
    text = f"Weet u zeker dat u de behoefte “{need}” wilt verwijderen?"
    back = reverse("needs", args=[need.scan_id])
    return delete_page(request, need, text=text, back=back, step="needs", walk_row=need.scan)


@on(Need, rules.can_edit_row, methods=("POST",))
def need_up(request: HttpRequest, need: Need) -> HttpResponse:
    return move_page(request, need, need.scan.needs.all(), step=-1, back=reverse("needs", args=[need.scan_id]))


@on(Need, rules.can_edit_row, methods=("POST",))
def need_down(request: HttpRequest, need: Need) -> HttpResponse:
    return move_page(request, need, need.scan.needs.all(), step=1, back=reverse("needs", args=[need.scan_id]))
