"""Each refusal of a file that reads well: the sentence, and nothing written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from programmes.document.intake.operations import empty_place, take_in
from programmes.document.intake.reading import read
from programmes.models import Funding, Measure, Programme, Round
from programmes.plan.operations import start_programme
from scans.models import Finding, Scan
from schools.models import School
from staffing.models import StaffingNeed, StaffPlan
from tests import factories as make
from tests.programmes.document.intake.files import changed, relabel, taken_in

pytestmark = pytest.mark.django_db
WRITTEN = (Programme, Scan, StaffPlan, Funding, Finding, Measure, StaffingNeed, AuditEntry)


def counts() -> list[int]:
    return [model.objects.count() for model in WRITTEN]


def refusal(data: bytes | str, school: School) -> tuple[str, str]:
    before = counts()
    document = read(data if isinstance(data, bytes) else data.encode())
    by = make.make_head(school)
    with pytest.raises(Refused) as refused:
        take_in(school=school, document=document, by=by)
    assert counts() == before
    return refused.value.code, str(refused.value)


def test_round_that_is_not_here_is_refused(text, school) -> None:
    code, sentence = refusal(changed(text, relabel("round", "code", value="ander")), school)

    assert code == "unknown_round"
    assert "Die regeling kent deze planner niet" in sentence


def test_closed_school_and_closed_round_are_refused(text, school) -> None:
    Round.objects.update(is_open=False)
    assert refusal(text, school)[0] == "round_closed"

    School.objects.filter(pk=school.pk).update(closed_on=date(2022, 8, 1))
    assert refusal(text, school)[0] == "school_closed"


def first_line(programme: Programme) -> Any:
    return Funding.objects.filter(pk=programme.funding.first().pk)


SOMETHING = {
    "status": lambda programme: Programme.objects.update(status="at_mr"),
    "vision": lambda programme: Programme.objects.update(vision="Eigen visie"),
    "summary": lambda programme: Programme.objects.update(summary="Kort"),
    "scan": lambda programme: Scan.objects.update(held_on=date(2021, 5, 1)),
    "outflow": lambda programme: StaffPlan.objects.update(outflow_fte=1),
    "finding": make.make_finding,
    "need": make.make_need,
    "measure": make.make_measure,
    "post": make.make_post,
    "cost": make.make_cost,
    "not_chosen": make.make_not_chosen,
    "units": lambda programme: first_line(programme).update(units=3, version=2),
    "amount": lambda programme: first_line(programme).update(amount=0),
    "money": lambda programme: Funding.objects.create(
        programme=programme, year=programme.round.years.first(), kind="anders", label="x"
    ),
}


@pytest.mark.parametrize("what", SOMETHING)
def test_plan_in_which_something_stands_is_not_overwritten(what, school) -> None:
    programme = make.make_programme(school)
    assert empty_place(school, programme.round) == programme

    SOMETHING[what](programme)

    with pytest.raises(Refused) as refused:
        empty_place(school, programme.round)
    assert refused.value.code == "filled"
    assert "Haal eerst weg wat erin staat" in str(refused.value)


def test_reading_in_twice_is_refused(text, school) -> None:
    taken_in(text, school)

    assert refusal(text, school)[0] == "filled"


def test_vision_of_the_last_programme_does_not_fill_a_plan(school) -> None:
    earlier = make.make_programme(school)
    npo = earlier.round
    other = Round.objects.create(code="eerder", name="Eerdere regeling", edition=npo.edition)
    Programme.objects.filter(pk=earlier.pk).update(round=other, vision="Onze visie")

    begun = start_programme(school=school, round_=npo, by=make.make_head(school))

    assert begun.vision == "Onze visie"
    assert empty_place(school, npo) == begun


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (relabel("vision", value="x" * 5001), "visie van de school is langer dan 5000 tekens"),
        (relabel("scan", "title", value=""), "de schoolscan: naam van de scan is niet goed"),
        (relabel("scan", "findings", "delay", value=9), "hoe groot is de achterstand is niet goed"),
        (relabel("scan", "findings", "group", value="g" * 61), "groep is niet goed"),
        (relabel("scan", "held_on", value="0001-01-01"), "heeft een jaar dat niet tussen 1990 en 2100 ligt"),
        (relabel("needs", "title", value=""), "wat hebben leerlingen nodig is niet goed"),
        (relabel("measures", "category", value="Z"), "categorie bestaat niet"),
        (relabel("measures", "ends_on", value="2021-08-01"), "loopt tot en met ligt voor het begin"),
        (relabel("measures", "goals", "baseline", value="1E+999999"), "beginwaarde is niet goed"),
        (relabel("measures", "goals", "target", value="0.123"), "streefwaarde is niet goed"),
        (relabel("measures", "goals", "milestones", "value", value=None), "een waarde ook"),
        (relabel("measures", "staff", "share", value="100.01"), "deel van de inzet (%) moet tussen"),
        (relabel("measures", "staff", "share", value="0.001"), "deel van de inzet (%) moet tussen"),
        (relabel("staff", "end", value="2021-07-31"), "tot en met ligt voor het begin"),
        (relabel("staff", "end", value="2099-07-31"), "ligt niet binnen de looptijd"),
        (relabel("staff", "price", value="-1"), "bedrag moet 0 of meer zijn"),
        (relabel("staff", "amount", value="-1"), "hoeveel"),
        (relabel("staff", "vat_percent", value="31"), "btw moet tussen 0 en 30 liggen"),
        (relabel("staff", "employer_percent", value="101"), "moet tussen 0 en 100 liggen"),
        (relabel("staff", "people", value=0), "aantal mensen moet 1 of meer zijn"),
        (relabel("staff_end", "outflow", value="-1"), "verwachte uitstroom"),
        (relabel("costs", "amount", value="-0.01"), "bedrag in euro moet 0 of meer zijn"),
        (relabel("costs", "amount", value=10**12), "bedrag in euro is niet goed"),
        (relabel("costs", "write_off_years", value=31), "moet tussen 1 en 30 liggen"),
        (relabel("budget", "years", "funding_lines", "units", value="-1"), "aantal moet 0 of meer zijn"),
    ],
)
def test_value_that_no_plan_has_refuses_the_whole_file(change, said, text, school) -> None:
    def with_start(tree: Any) -> None:
        tree["measures"][0]["starts_on"] = "2021-09-01"
        change(tree)

    code, sentence = refusal(changed(text, with_start), school)

    assert code == "bad_value"
    assert said in sentence


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            {"shares": [{"measure": 0, "share": "60"}, {"measure": 1, "share": "60"}, {"measure": None}]},
            "meer dan 100%",
        ),
        ({"shares": [{"measure": 0, "share": "-5"}, {"measure": None}]}, "deel van de kosten (%) moet tussen"),
        ({"shares": [], "measure": None, "category": "Z"}, "categorie bestaat niet"),
        (
            {"kind_label": "investering, afgeschreven over jaren", "write_off_years": 3, "starts_on": "2099-08-01"},
            "ligt niet in het schooljaar",
        ),
    ],
)
def test_cost_that_no_plan_has_refuses_the_whole_file(rows, said, text, school) -> None:
    def change(tree: Any) -> None:
        ids = [measure["id"] for measure in tree["measures"]]
        shares = [
            {"share": "0", "category": None, "cost": {"amount": "0", "complete": True}}
            | each
            | {"measure": None if each["measure"] is None else ids[each["measure"]]}
            for each in rows.get("shares", ())
        ]
        tree["costs"][1] |= rows | {"shares": shares}

    code, sentence = refusal(changed(text, change), school)

    assert (code, said in sentence) == ("bad_value", True)


def test_post_of_which_more_is_given_than_there_is_refuses_the_file(text, school) -> None:
    def change(tree: Any) -> None:
        tree["measures"][1]["staff"] = [tree["measures"][0]["staff"][0] | {"share": "0.01"}]

    assert "meer dan 100%" in refusal(changed(text, change), school)[1]


def test_same_card_twice_refuses_the_file(text, school) -> None:
    def change(tree: Any) -> None:
        tree["not_chosen"].append(tree["not_chosen"][0] | {"id": 99_999})

    assert refusal(changed(text, change), school)[0] == "bad_value"


def test_same_rate_twice_refuses_the_file(text, school) -> None:
    def change(tree: Any) -> None:
        lines = tree["budget"]["years"][0]["funding_lines"]
        lines.append(lines[0] | {"id": 99_999})

    assert refusal(changed(text, change), school)[0] == "bad_value"
