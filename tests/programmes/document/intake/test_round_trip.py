"""Export, read in at another school, export again: the same document, but for what is the school's own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from menukaart.models import Category, Intervention
from programmes.document import canonical
from programmes.document.intake.constants import CODES
from programmes.document.intake.same import comparable, left_behind
from programmes.management.commands.seed_demo import KOMPAS, LYCEUM, REGENWULP, VUURVOGEL
from programmes.models import BoardShare, CostShare, Funding, Goal, Measure, Programme, Version
from scans.models import Consultation
from schools.constants import Kind
from schools.models import School
from staffing.models import StaffingNeed, StaffPlan
from tests import factories as make
from tests.programmes.document.intake.files import document_of, export, taken_in
from tests.programmes.document.plans import any_plan
from tests.programmes.document.test_document import FROZEN_FILE

pytestmark = pytest.mark.django_db
D = Decimal


def assert_comes_back_equal(programme: Programme) -> Programme:
    """At another school of the same kind, which has pupils of its own."""
    text = export(programme)

    new = taken_in(text, make.make_school(kind=programme.school.kind, pupils=77))

    assert new.pk != programme.pk
    assert comparable(document_of(new)) == comparable(canonical.loads(text))
    return new


@pytest.fixture
def rich() -> Programme:
    """A plan with every kind of row, and every field that a document tells."""
    programme = make.make_full_programme(make.make_school(pupils=345))
    first, second, *_ = make.years(programme)
    texts = {"involvement": "Team,\r\nouders\r\nen MR 👩‍🏫", "summary": "<b>Kort</b> — школа"}
    Programme.objects.filter(pk=programme.pk).update(**texts)
    type(programme.scan).objects.update(title="Scan mei", held_on=date(2021, 5, 1), summary="Rekenen.")
    talk = Consultation.objects.create(
        scan=programme.scan, held_on=date(2021, 5, 2), party="ouders", how="avond", heard=40, outcome="Veel."
    )
    finding = make.make_finding(programme, group="groep 8", delay=None, pupils=31, trend="slechter", source_note="M5")
    finding.consultations.set([talk])
    need = make.make_need(programme, finding, explanation="Eerst dit.")
    measure = make.make_measure(
        programme, "B3", needs=(need,), lasting="blijvend", starts_on=date(2021, 9, 1), ends_on=date(2022, 7, 1)
    )
    measure.also.set(Intervention.objects.filter(edition=programme.edition, code__in=["C1", "A2"]))
    measure.years.set([first, second])
    own = make.make_measure(programme, None, letter="D", title="Iets eigens", planning="Mei: toets.", groups="groep 5")
    goal = make.make_goal(own, baseline=None, target=D("-1.5"), indicator="score")
    make.make_milestone(goal)
    make.make_milestone(goal, value=None, note="De groepjes lopen.")
    fields = {"cost_basis": "per_maand", "employer_percent": D("31.25"), "contract": "tijdelijk", "people": 2}
    fields |= {"description": "Extra juf", "also_roles": "coach", "stands_in_for": "leraar", "price_source": "GPL"}
    fields |= {"if_not_found": "Dan niet.", "afterwards": "Zien we.", "vacancy": "niet_gevonden"}
    post = make.make_post(programme, D("3200.50"), amount=D("0.125"), **fields)
    make.make_share(post, measure, D("33.33"))
    make.make_share(post, own, D("12.5"))
    make.make_post(programme, D("90"), cost_basis="per_uur", engagement="ingehuurd", vat_percent=21, amount=None)
    make.make_cost(programme, D("999.99"), shares={measure: None, own: None, Measure.objects.first(): None})
    make.make_cost(programme, D("10"), shares={measure: D("25"), own: D("40")}, own_category=Category.objects.last())
    make.make_cost(programme, None, own_category=Category.objects.first(), note="Later", year=second)
    investment = {"kind": "investering", "write_off_years": 5, "starts_on": date(2021, 11, 1)}
    make.make_cost(programme, D("5000"), measure=own, **investment)
    make.make_cost(programme, D("800"), kind="reservering", decide_by=date(2022, 1, 1))
    BoardShare.objects.create(
        programme=programme, year=first, purpose="Zomerschool", amount=D("6000"), agreed_on=date(2021, 6, 1), note="x"
    )
    Funding.objects.create(
        programme=programme, year=first, kind="gemeente", label="Bijdrage", amount=D("1.01"), spend_by=date(2022, 8, 1)
    )
    make.make_not_chosen(programme)
    StaffPlan.objects.update(outflow_fte=D("1.25"), outflow_source="Leeftijden")
    return programme


def test_plan_with_one_of_everything_comes_back_equal(rich) -> None:
    new = assert_comes_back_equal(rich)

    assert left_behind(document_of(rich)) == [
        "De gegevens van de school zelf. Die komen uit het register, van de school die inleest.",
        "Dat de MR op papier akkoord was met een deel voor het bestuur. Dat vraagt u aan uw eigen MR.",
    ]
    assert BoardShare.objects.get(programme=new).agreed_on is None


def test_rows_keep_what_the_document_tells_only_in_figures(rich) -> None:
    """Equal documents could hide a share that was rounded, or a percentage that is gone."""
    new = assert_comes_back_equal(rich)

    def shares(programme: Programme) -> list[tuple[str, Decimal | None]]:
        found = CostShare.objects.filter(cost_line__programme=programme).order_by("pk")
        return [(each.measure.title, each.share) for each in found]

    def posts(programme: Programme) -> list[tuple]:
        names = ("description", "kind", "amount", "unit", "employer_percent", "vat_percent", "price", "vacancy")
        return list(StaffingNeed.objects.filter(plan__programme=programme).order_by("pk").values_list(*names))

    assert sorted(shares(new), key=str) == sorted(shares(rich), key=str)
    assert posts(new) == posts(rich)
    assert Goal.objects.filter(measure__programme=new, baseline=None).count() == 1


def test_programmes_of_the_demo_come_back_equal(settings) -> None:
    settings.DEMO = True
    call_command("seed_demo", stdout=StringIO())

    for code in (VUURVOGEL, REGENWULP, LYCEUM, KOMPAS):
        assert_comes_back_equal(Programme.objects.get(school__code=code))


def test_version_comes_back_as_the_draft_that_it_was_made_of() -> None:
    version = make.put_to_mr(make.make_full_programme())

    new = taken_in(version.document, make.make_school())

    assert comparable(document_of(new)) == comparable(canonical.loads(version.document))
    assert (new.status, Version.objects.filter(programme=new).count(), new.mr_reads_along) == ("draft", 0, False)


def test_empty_plan_comes_back_equal() -> None:
    assert_comes_back_equal(make.make_programme())


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_any_plan_comes_back_equal(seed) -> None:
    assert_comes_back_equal(any_plan(seed))


def test_small_numbers_stay_behind_and_are_nothing_then() -> None:
    programme = make.make_programme(make.make_school(kind=Kind.BO))
    make.make_finding(programme, pupils=4)
    make.make_finding(programme, group="groep 6", pupils=30)

    new = assert_comes_back_equal(programme)

    assert list(new.scan.findings.values_list("pupils", flat=True)) == [None, None]
    assert left_behind(document_of(programme))[1:] == [
        "Aantallen leerlingen die zo klein zijn dat het bestand ze niet noemt."
    ]


def test_document_of_before_fields_existed_can_be_read_in() -> None:
    """It tells no employer percentage and no equal parts: what follows from those is not asked of it."""
    new = taken_in(FROZEN_FILE.read_text(), make.make_school())

    old = canonical.loads(FROZEN_FILE.read_text())
    assert [m.title for m in document_of(new).measures] == [m.title for m in old.measures]
    assert document_of(new).budget.spent == old.budget.spent


def test_comparable_tells_documents_apart(rich) -> None:
    """Everything that is not left behind counts."""
    before = comparable(document_of(rich))
    Goal.objects.filter(measure__programme=rich).first().milestones.update(note="Anders.")
    CostShare.objects.filter(share=25).update(share=24)

    after = comparable(document_of(rich))

    assert after != before
    School.objects.filter(pk=rich.school_id).update(name="Anders")
    assert comparable(document_of(rich)) == after


@pytest.mark.parametrize("kind", CODES)
def test_no_label_of_a_choice_is_double(kind) -> None:
    assert sorted(CODES[kind].values()) == sorted(map(str, kind.values))
