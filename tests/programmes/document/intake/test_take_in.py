"""What is written at a school and what stays behind; one line in the log."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from npo_planner.models import AuditEntry
from programmes.document.intake.fit import fit
from programmes.document.intake.fit_money import NO_RATE, OTHER_RATE
from programmes.document.intake.operations import take_in
from programmes.document.intake.preview import preview
from programmes.document.intake.reading import read
from programmes.document.intake.same import comparable
from programmes.models import CostShare, Deployment, Measure, Milestone, Programme, Round
from programmes.plan.operations import start_programme
from scans.models import Domain
from schools.constants import Kind
from schools.models import School
from tests import factories as make
from tests.programmes.document.intake.files import changed, document_of, export, relabel, taken_in

pytestmark = pytest.mark.django_db
D = Decimal


def lost(data: bytes, school: School) -> list[tuple[str, str]]:
    """What stays behind; the file can be written all the same."""
    found = fit(read(data), school)
    taken_in(data, school)
    return [(each.what, each.why) for each in found.lost]


# --- what is written -------------------------------------------------------------------------------------------------


def test_one_line_in_the_log_says_what_came_and_from_where(text, school, plan) -> None:
    new = taken_in(text, school)

    (entry,) = AuditEntry.objects.filter(school=school)
    assert (entry.event, entry.subject) == ("programme_read_in", f"programmes.programme:{new.pk}")
    assert entry.detail == {
        "plan van": ["", f"{plan.school.name} ({plan.school.code})"],
        "teksten": ["", "2"],
        "bevindingen": ["", "1"],
        "behoeften": ["", "1"],
        "maatregelen": ["", "2"],
        "niet gekozen kaarten": ["", "1"],
        "doelen": ["", "1"],
        "tussenpunten": ["", "1"],
        "menskracht": ["", "1"],
        "andere kosten": ["", "2"],
        "inkomsten": ["", str(plan.funding.count())],
    }


def test_plan_that_was_begun_and_left_empty_takes_it(text, school) -> None:
    begun = start_programme(school=school, round_=Round.objects.get(code="npo"), by=make.make_head(school))

    new = taken_in(text, school)

    assert new == begun
    assert comparable(document_of(new)) == comparable(read(text.encode()))


def test_queries_do_not_grow_with_the_rows(plan, school) -> None:
    small = read(export(plan).encode())
    for i in range(12):
        need = make.make_need(plan, make.make_finding(plan, group=f"groep {i % 8 + 1}"))
        measure = make.make_measure(plan, "B3", needs=(need,))
        make.make_milestone(make.make_goal(measure))
        make.make_share(make.make_post(plan), measure)
        make.make_cost(plan, measure=measure)
    large = read(export(plan).encode())
    by, other = make.make_head(school), make.make_school()
    with CaptureQueriesContext(connection) as first:
        take_in(school=other, document=small, by=by)

    with CaptureQueriesContext(connection) as second:
        take_in(school=school, document=large, by=by)

    assert len(second) == len(first)
    assert len(second) < 50


# --- what stays behind -----------------------------------------------------------------------------------------------


def test_domain_of_the_other_school_stays_behind_with_what_hangs_on_it(plan, school) -> None:
    own = Domain.objects.create(school=plan.school, name="Fries", kind="anders")
    finding = make.make_finding(plan, domain=own)
    make.make_need(plan, finding, title="Fries leren")

    told = lost(export(plan).encode(), school)

    assert told == [
        (
            "de bevinding “Fries, groep 5”",
            "Dit ontwikkelgebied heeft uw school niet. Voeg het toe bij de schoolscan, als u het nodig hebt.",
        )
    ]
    scan = Programme.objects.get(school=school).scan
    assert list(scan.findings.values_list("domain__name", flat=True)) == ["rekenen"]
    assert scan.needs.get(title="Fries leren").findings.count() == 0


def test_domain_that_the_school_added_itself_is_known(plan, school) -> None:
    own = Domain.objects.create(school=plan.school, name="Fries", kind="anders")
    Domain.objects.create(school=school, name="Fries", kind="anders")
    make.make_finding(plan, domain=own)

    assert lost(export(plan).encode(), school) == []


STRANGE = "De keuze “iets vreemds” kent deze planner niet."


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (relabel("scan", "findings", "source_label"), "de bron bij de bevinding “rekenen, groep 5”"),
        (relabel("scan", "findings", "trend_label"), "de beweging bij de bevinding “rekenen, groep 5”"),
        (relabel("measures", "lasting_label"), "tijdelijk of blijvend bij de maatregel “Maatregel 1”"),
        (relabel("staff", "contract_label"), "het contract bij de inzet “onderwijsassistent”"),
        (relabel("staff", "after_label"), "als het geld op is bij de inzet “onderwijsassistent”"),
        (relabel("staff", "unit_label"), "de inzet “onderwijsassistent”"),
        (relabel("staff", "engagement_label"), "de inzet “onderwijsassistent”"),
        (relabel("staff", "cost_basis_label"), "de inzet “onderwijsassistent”"),
        (relabel("staff", "vacancy_label"), "de inzet “onderwijsassistent”"),
        (relabel("costs", "kind_label"), "de kosten “Leesboeken”"),
    ],
)
def test_label_that_is_not_known_is_told_and_never_guessed(change, what, text, school) -> None:
    assert lost(changed(text, change), school) == [(what, STRANGE)]


def test_field_whose_label_is_not_known_stays_empty_and_its_row_comes(text, school) -> None:
    new = taken_in(changed(text, relabel("scan", "findings", "source_label")), school)

    assert list(new.scan.findings.values_list("source", "explanation")) == [("", "De groei bleef achter.")]


def test_post_of_an_unknown_kind_stays_behind_with_its_share(text, school) -> None:
    data = changed(text, relabel("staff", "kind", value="tovenaar"))

    assert [what for what, _ in lost(data, school)] == ["de inzet “onderwijsassistent”"]
    assert not Deployment.objects.filter(measure__programme__school=school).exists()


def test_card_that_is_not_here_leaves_a_measure_of_its_own(text, school) -> None:
    data = changed(text, relabel("measures", "intervention", "name", value="Een andere kaart"))

    assert [what for what, _ in lost(data, school)] == [
        "de kaart B3 “Een andere kaart” bij de maatregel “Maatregel 1”",
    ]
    measure = Measure.objects.get(programme__school=school, rank=1)
    assert (measure.intervention, measure.category.letter, measure.title) == (None, "B", "Maatregel 1")


def test_edition_that_is_not_here_is_told_once_and_the_plan_chooses_from_that_of_the_round(text, school) -> None:
    data = changed(text, relabel("edition", "code", value="2039"))

    told = lost(data, school)

    assert told[0][0].startswith("de menukaart “")
    assert len(told) == 4  # the edition, the cards of two measures and the one that was not chosen
    new = Programme.objects.get(school=school)
    assert (new.edition, new.not_chosen.count()) == (new.round.edition, 0)


def test_school_year_that_is_not_here_stays_behind(text, school) -> None:
    def change(tree: Any) -> None:
        tree["measures"][0]["years"].append("2030-2031")
        tree["costs"][1]["year"] = "2030-2031"
        tree["budget"]["years"][0]["year"] = "2030-2031"

    told = lost(changed(text, change), school)

    assert told[0][0] == "het schooljaar 2030-2031 bij de maatregel “Maatregel 1”"
    assert {why for _, why in told[1:]} == {"Dit schooljaar hoort hier niet bij de regeling."}
    new = Programme.objects.get(school=school)
    assert new.cost_lines.count() == 1
    assert new.funding.filter(amount=None).count() == len(told) - 2


def test_other_sector_takes_no_rates_and_is_told(text) -> None:
    school = make.make_school(kind=Kind.VO)

    document = read(text.encode())
    told = preview(document, fit(document, school), school)

    assert "Die school is van een andere sector (primair onderwijs)." in told.notes[1]
    assert told.notes[2].startswith("Deze groepen staan niet in de lijst van uw school: groep 5.")
    assert {each.why for each in told.lost} == {NO_RATE, OTHER_RATE}
    new = taken_in(text, school)
    assert not new.funding.filter(amount__gt=0).exists()


def test_rate_with_another_amount_is_told(text, school) -> None:
    data = changed(text, relabel("budget", "years", "funding_lines", "rate", value="1.00"))

    assert [why.split(".")[0] for _, why in lost(data, school)] == [
        "Het bedrag van de regeling is hier anders dan in het bestand",
    ]


def test_file_of_before_the_employer_percentage_was_in_it_says_so(plan, school) -> None:
    make.make_post(plan, cost_basis="per_maand", employer_percent=D(30), description="Juf")

    def change(tree: Any) -> None:
        for post in tree["staff"]:
            post.pop("employer_percent", None)

    assert [what for what, _ in lost(changed(export(plan), change), school)] == [
        "de werkgeverslasten bij de inzet “Juf”"
    ]


def test_file_of_before_equal_parts_were_told_is_read_exactly_or_says_so(plan, school) -> None:
    first, second = Measure.objects.order_by("pk")
    third = make.make_measure(plan, "D1")
    make.make_cost(plan, shares={first: D("30.01"), second: None, third: None}, description="Ongelijk")
    make.make_cost(plan, shares={first: None, second: None, third: None}, description="Gelijk")

    def change(tree: Any) -> None:
        for share in (share for cost in tree["costs"] for share in cost.get("shares", ())):
            share.pop("equal", None)

    told = lost(changed(export(plan), change), school)

    shares = CostShare.objects.filter(cost_line__programme__school=school).order_by("cost_line__pk", "pk")
    assert told == [] or [what for what, _ in told] == ["de verdeling van de kosten “Ongelijk”"]
    assert [each.share for each in shares if each.cost_line.description == "Gelijk"] == [None, None, None]
    assert [each.share for each in shares if each.cost_line.description == "Leesboeken"] == [None, D(40), D(60)]


def test_script_in_a_name_stays_text(text, school) -> None:
    new = taken_in(changed(text, relabel("measures", "title", value="<script>alert(1)</script>")), school)

    assert new.measures.first().title == "<script>alert(1)</script>"
    assert json.loads(export(new))["measures"][0]["title"] == "<script>alert(1)</script>"
    assert Milestone.objects.filter(goal__measure__programme=new).count() == 1
