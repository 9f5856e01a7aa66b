"""The reference data of the product is what the research says, and loading it again spares what people edited."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from menukaart.models import Category, Edition, Intervention
from programmes.models import FundingRate, Measure, Programme, Round, RoundYear
from scans.models import Domain
from staffing.models import StaffKind, Subsidy, Tariff
from tests.factories import make_full_programme, make_programme

pytestmark = pytest.mark.django_db

ROOT = Path(settings.BASE_DIR)
DATA = ROOT.parent / "shared" / "data"
FIXTURES = [
    "menukaart/fixtures/categories.json",
    "menukaart/fixtures/menukaart_2021.json",
    "menukaart/fixtures/menukaart_2022.json",
    "programmes/fixtures/npo.json",
    "scans/fixtures/domains.json",
    "staffing/fixtures/staff.json",
]


def research(name: str) -> Any:
    return json.loads((DATA / name).read_text())


def counts() -> dict[str, int]:
    models = (Edition, Category, Intervention, Domain, StaffKind, Subsidy, Tariff, Round, RoundYear, FundingRate)
    return {model.__name__: model.objects.count() for model in models}


# --- against the research --------------------------------------------------------------------------------------------


@pytest.mark.register
def test_the_fixtures_are_what_the_script_makes_of_the_research(tmp_path):
    here = tmp_path / "main"
    for name in FIXTURES:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "shared").symlink_to(ROOT.parent / "shared")

    subprocess.run([sys.executable, ROOT / "scripts" / "make_fixtures.py"], cwd=here, check=True, capture_output=True)

    assert [(here / name).read_text() == (ROOT / name).read_text() for name in FIXTURES] == [True] * 6


@pytest.mark.register
@pytest.mark.parametrize(("code", "number"), [("2021", 26), ("2022", 24)])
def test_every_intervention_of_an_edition_has_the_figures_of_the_card(code, number):
    expected = {
        item["code"]: (
            item["category"],
            item["name"],
            item["effect_months"],
            item["evidence"],
            item["cost"],
            " ".join(item["sectors"] or []),
        )
        for item in research(f"menukaart-{code}.json")
    }

    loaded = {
        i.code: (i.category.letter, i.name, i.effect_months, i.evidence, i.cost, i.sectors)
        for i in Intervention.objects.of_edition(Edition.objects.get(code=code))
    }

    assert loaded == expected
    assert len(loaded) == number


@pytest.mark.register
def test_the_categories_are_those_of_the_card():
    names = {item["category"]: item["category_name"] for item in research("menukaart-2021.json")}

    assert dict(Category.objects.values_list("letter", "name")) == names
    assert "".join(sorted(names)) == "ABCDEF"


@pytest.mark.register
def test_the_amounts_of_each_school_year_are_those_of_the_regeling():
    data = research("bekostiging.json")
    expected = {
        (item["schooljaar"].replace("/", "-"), item["type"]): item["bedrag"] and Decimal(str(item["bedrag"]))
        for item in data["bedrag_per_leerling"]
        if item["type"] not in ("alle", "nieuwkomers")
    }
    extra = Counter((item["schooljaar"].replace("/", "-"), item["bedrag"]) for item in data["achterstand"])

    rates = FundingRate.objects.select_related("year")
    loaded = {(rate.year.label, rate.code): rate.amount for rate in rates if not rate.is_extra}
    loaded_extra = Counter((r.year.label, r.amount and float(r.amount)) for r in rates if r.is_extra)

    assert (loaded, loaded_extra) == (expected, extra)


@pytest.mark.register
def test_the_school_years_are_those_of_the_regeling():
    data = research("bekostiging.json")
    counted = {item["schooljaar"].replace("/", "-"): item["teldatum"] for item in data["teldatum"]}

    round_ = Round.objects.get()
    years = [
        (y.label, str(y.start), str(y.end), y.count_on and str(y.count_on), y.new_money) for y in round_.years.all()
    ]

    assert str(round_.spending_deadline) == data["bestedingstermijn"]["eindigt"]
    assert years == [
        (f"{y}-{y + 1}", f"{y}-08-01", f"{y + 1}-07-31", counted.get(f"{y}-{y + 1}"), y < 2023)
        for y in (2021, 2022, 2023, 2024)
    ]


@pytest.mark.register
def test_the_tariffs_are_those_of_the_research():
    found = {
        (item["sector"], Decimal(str(item["bedrag"])))
        for item in research("personeel.json")["gpl"]
        if item["bedrag"] is not None and item["functie"] in ("leraar", "onderwijsondersteunend personeel")
    }

    assert set(Tariff.objects.filter(basis="per_jaar").values_list("sector", "amount")) == found


@pytest.mark.register
def test_the_scales_of_support_staff_are_those_of_the_research():
    data = research("personeel.json")
    steps = {str(item["schaal"]): (item["min"], item["max"]) for item in data["schalen_oop_po"]["schalen"]}
    expected = {
        (f"Schaal {item['schaal']} ({item['functie']})", item["functie"].split(" ")[0], *steps[item["schaal"]])
        for item in data["functies"]
        if item["schaal"] in steps
    }

    found = Tariff.objects.filter(basis="per_maand")
    assert set(found.values_list("label", "kind__code", "amount", "highest")) == expected
    assert set(found.values_list("sector", "source")) == {("po", data["schalen_oop_po"]["source"])}


@pytest.mark.register
def test_the_subsidies_are_those_of_the_research():
    found = [(s.amount, s.source, {k.code for k in s.kinds.all()}) for s in Subsidy.objects.all()]

    assert found == [
        (item["bedrag"], item["source"], kinds)
        for item, kinds in zip(
            research("personeel.json")["subsidies"],
            [{"zij-instromer"}, {"onderwijsassistent", "leraarondersteuner"}],
            strict=True,
        )
    ]
    for subsidy in Subsidy.objects.all():
        assert subsidy.opens_on < subsidy.closes_on
        assert subsidy.condition_list


def test_there_are_kinds_of_staff_from_teacher_to_volunteer():
    codes = list(StaffKind.objects.values_list("code", flat=True))

    assert len(codes) == len(set(codes)) >= 12
    assert " ".join(sorted(codes)) == (
        "ander-bestuur bso dienst eigen-uren klassenassistent leraar leraarondersteuner lio onderwijsassistent "
        "oud-medewerker pedagoog sport-cultuur stille-reserve student trainee vakdocent vervanging vrijwilliger "
        "zij-instromer zzp-uitzend"
    )
    assert [kind.code for kind in StaffKind.objects.all() if not (kind.rules and kind.where_to_find)] == []


def test_what_the_card_does_not_say_is_null_and_never_zero():
    a1 = Intervention.objects.get(edition__code="2022", code="A1")

    assert (a1.effect_months, a1.evidence, a1.cost) == (None, None, None)
    assert not FundingRate.objects.filter(amount=0).exists()
    assert not Tariff.objects.filter(amount=0).exists()


# --- loading ---------------------------------------------------------------------------------------------------------


def load() -> list[str]:
    out = StringIO()
    call_command("load_reference", stdout=out)
    return out.getvalue().splitlines()


def test_loading_again_adds_nothing():
    before = counts()

    said = load()

    assert counts() == before
    assert said == [
        f"{name}: already there"
        for name in ("domains", "categories", "menukaart_2021", "menukaart_2022", "staff", "npo")
    ]


def test_loading_again_keeps_what_administrators_wrote_added_and_removed():
    edition = Edition.objects.get(code="2022")
    Intervention.objects.filter(edition=edition, code="B3").update(name="Zelf genoemd", effect_months=None)
    Intervention.objects.filter(edition=edition, code="B9").delete()
    Intervention.objects.create(edition=edition, code="B99", category=Category.objects.get(letter="B"), name="Nieuw")
    Tariff.objects.update(amount=1)
    before = counts()

    load()

    b3 = Intervention.objects.get(edition=edition, code="B3")
    assert (b3.name, b3.effect_months, counts()) == ("Zelf genoemd", None, before)
    assert set(Tariff.objects.values_list("amount", flat=True)) == {Decimal(1)}


# --- a plan keeps its edition ----------------------------------------------------------------------------------------


def test_a_programme_keeps_the_edition_it_chose_from():
    programme = make_full_programme()
    Round.objects.update(edition=Edition.objects.get(code="2022"))

    later = make_programme()

    assert Programme.objects.get(pk=programme.pk).edition.code == "2021"
    assert later.edition.code == "2022"
    assert Measure.objects.get(programme=programme).intervention.edition.code == "2021"


def test_the_notes_of_the_card_are_dutch_and_tell_no_file_of_ours():
    notes = [note for note in Intervention.objects.values_list("note", flat=True) if note]

    assert len(notes) > 20
    assert [note for note in notes if " the " in note or "domain.md" in note or not note.endswith(".")] == []
