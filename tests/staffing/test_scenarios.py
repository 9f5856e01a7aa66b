"""Looking ahead from Menskracht: pupils, staff and money of the next five years, in three scenarios."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.html import escape

from npo_planner import sittings
from npo_planner.models import AuditEntry
from schools.constants import CountSource, Kind
from schools.models import PupilCount
from staffing import scenarios
from staffing.models import Scenario
from staffing.scenario_chart import chart
from tests.factories import make_head, make_programme, make_school
from tests.staffing.pages import FROZEN, freeze, said, text, url

pytestmark = pytest.mark.django_db

D = Decimal
EMPTY = dict.fromkeys(["inflow", "inflow_percent", "flow", "ratio", "euro_per_pupil", "euro_per_fte", "note"], "")


def typed(**fields: str) -> dict[str, str]:
    return EMPTY | {"name": "Nieuwbouw"} | fields


def count(school, first, *numbers, group=""):
    for year, number in enumerate(numbers, start=first):
        PupilCount.objects.update_or_create(school=school, year=year, group=group, defaults={"number": number})


def count_groups(school, year, *numbers):
    for group, number in zip(school.groups, numbers, strict=True):
        count(school, year, number, group=group)


@pytest.fixture
def steady(programme):
    """80 pupils in each of three years: ten come and ten leave."""
    count(programme.school, 2020, 80, 80, 80)
    return programme.staff_plan


def pupils(outlooks):
    return [[year.pupils for year in outlook.years] for outlook in outlooks]


def outlooks(plan):
    return scenarios.outlooks(scenarios.basis(plan.school).learnt, scenarios.of_plan(plan))


# --- what follows ----------------------------------------------------------------------------------------------------


def test_three_scenarios_are_proposed_and_nothing_is_stored(client, head, steady):
    page = client.get(url("scenarios", steady))

    assert [(o.scenario.name, o.inflow) for o in page.context["outlooks"]] == [
        ("Laag", D("7.5")),
        ("Midden", D("10.0")),
        ("Hoog", D("12.5")),
    ]
    assert pupils(page.context["outlooks"]) == [
        [78, 75, 73, 70, 68],  # 77.5, 72.5 and 67.5 are rounded up
        [80] * 5,
        [83, 85, 88, 90, 93],
    ]
    assert not Scenario.objects.exists()


def test_staff_and_money_follow_from_the_pupils_as_shown(steady):
    Scenario.objects.create(
        plan=steady, rank=1, name="Laag", inflow=D(7), ratio=D(16), euro_per_pupil=D("7000.50"), euro_per_fte=D(80_000)
    )

    low = outlooks(steady)[0]

    first = low.years[0]
    assert (first.pupils, first.fte, first.funding, first.cost) == (77, D("4.81"), D("539038.50"), D("384800.00"))
    assert (first.pupils_more, first.fte_more, first.funding_more) == (-3, D("-0.19"), D("-21001.50"))
    assert (low.now.fte, low.now.funding, low.now.left) == (D(5), D("560040.00"), D("160040.00"))


def test_what_is_not_filled_in_is_unknown(client, head, steady):
    page = client.get(url("scenarios", steady))

    year = outlooks(steady)[1].last
    assert (year.fte, year.funding, year.cost, year.left, year.fte_more, year.funding_more) == (None,) * 6
    assert "Hoeveel fte hierbij hoort, rekenen we uit als u invult hoeveel leerlingen er per fte zijn." in text(page)
    assert "<caption>Formatie in fte" not in text(page)


def test_money_without_a_ratio_has_no_cost_and_no_rest(steady):
    Scenario.objects.create(plan=steady, rank=2, name="Midden", euro_per_pupil=D(7000), euro_per_fte=D(80_000))

    year = outlooks(steady)[1].last

    assert (year.funding, year.cost, year.left) == (D("560000.00"), None, None)


@pytest.mark.parametrize("cost", [None, D(80_000)])
def test_what_is_left_is_only_promised_when_the_cost_is_known(client, head, steady, cost):
    Scenario.objects.create(plan=steady, rank=2, name="Midden", ratio=D(16), euro_per_pupil=D(7000), euro_per_fte=cost)

    page = text(client.get(url("scenarios", steady)))

    assert (", en wat ervan overblijft" in page) == (cost is not None)
    assert ("rekenen we uit als u de kosten per fte invult." in page) == (cost is None)


def test_table_beside_the_form_names_the_columns_it_has(client, head, steady):
    Scenario.objects.create(plan=steady, rank=2, name="Midden", ratio=D(16), euro_per_pupil=D(7000))

    assert ">Leerlingen en fte per jaar</caption>" in text(client.get(url("scenario_edit", steady, 2)))


def test_what_is_filled_in_in_the_middle_holds_for_all_unless_they_say_otherwise(steady):
    Scenario.objects.create(plan=steady, rank=2, name="Midden", ratio=D(16))
    Scenario.objects.create(plan=steady, rank=3, name="Hoog", ratio=D(20))

    assert [outlook.now.fte for outlook in outlooks(steady)] == [5, 5, 4]


def test_low_and_high_follow_a_middle_that_was_changed(client, head, steady):
    Scenario.objects.create(plan=steady, rank=2, name="Midden", inflow=D(20), flow=D(90))

    found = client.get(url("scenarios", steady)).context["outlooks"]

    assert [(o.inflow, o.flow) for o in found] == [(15, 90), (20, 90), (25, 90)]
    low, middle, high = pupils(found)
    assert all(a < b < c for a, b, c in zip(low, middle, high, strict=True))
    page = text(client.get(url("scenario_edit", steady, 3)))
    assert "Leeg: zoals in het middelste scenario, met het percentage hiernaast." in page
    assert "Leeg: zoals in het middelste scenario, 90." in page


def test_low_keeps_the_numbers_it_has_of_its_own(steady):
    Scenario.objects.create(plan=steady, rank=1, name="Laag", inflow=D(7), flow=D(100))
    Scenario.objects.create(plan=steady, rank=2, name="Midden", inflow_percent=D(100), flow=D(90))

    assert [(o.inflow, o.flow) for o in outlooks(steady)] == [(7, 100), (20, 90), (25, 90)]


def test_groups_sum_to_the_pupils_shown(steady):
    for outlook in outlooks(steady):
        assert all(sum(year.groups) == year.pupils for year in outlook.all_years)


# --- where it starts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], "Van deze school is nog geen telling bekend."),
        ([(2025, 0)], "Bij de nieuwste telling, van 1 oktober 2025, had deze school geen leerlingen."),
        (
            [(2017, 60), (2018, 60), (2019, 60), (2020, None)],
            "Van de nieuwste telling, van 1 oktober 2020, is het aantal leerlingen niet bekend.",
        ),
        ([(2025, 60)], "Er is 1 telling bekend: 60 leerlingen in 2025. Dat is te weinig om vooruit te kijken."),
        (
            [(2021, 60), (2022, 60), (2023, None), (2024, 61), (2025, 62)],
            "Er zijn 2 tellingen op rij bekend: 61 leerlingen in 2024, 62 leerlingen in 2025.",
        ),
    ],
)
def test_too_little_is_said_and_can_be_mended(client, numbers, words):
    programme = make_programme(make_school(pupils=None))
    client.force_login(make_head(programme.school))
    for year, number in numbers:
        PupilCount.objects.create(school=programme.school, year=year, number=number, masked=number is None)
    plan, newest = programme.staff_plan, timezone.localdate().year - (timezone.localdate().month < 10)

    page = client.get(url("scenarios", plan))

    assert words in text(page)
    assert (page.context["outlooks"], page.context["chart"]) == ([], None)
    assert f'href="{url("scenario_counts", plan, newest)}"' in text(page)
    assert client.get(url("scenario_edit", plan, 1)).status_code == 200


def test_special_school_is_asked_for_as_many_counts_as_it_takes(client):
    programme, newest = make_programme(make_school(kind=Kind.SO, pupils=None)), timezone.localdate().year - 1
    newest += timezone.localdate().month >= 10
    client.force_login(make_head(programme.school))
    count(programme.school, newest - 1, 40)

    page = client.get(url("scenarios", programme.staff_plan))

    assert page.context["count_years"] == [newest, newest - 2]
    for year in (newest, newest - 2):
        fields = {f"g{place}": "10" for place in range(len(programme.school.groups))}
        client.post(url("scenario_counts", programme.staff_plan, year), fields)
    assert pupils(client.get(url("scenarios", programme.staff_plan)).context["outlooks"])[1] == [40] * 5


def test_newest_counts_can_be_typed_and_are_where_the_forecast_starts(client, head, plan):
    counts = {f"g{place}": str(number) for place, number in enumerate((9, 11, 10, 12, 8, 10, 10, 14))}

    response = client.post(url("scenario_counts", plan, 2022), counts)

    assert (response.status_code, response.url) == (302, url("scenarios", plan))
    basis = scenarios.basis(plan.school)
    assert (basis.learnt.year, basis.learnt.cohorts, basis.learnt.counted) == (
        2022,
        (9, 11, 10, 12, 8, 10, 10, 14),
        True,
    )
    assert basis.history == ((2020, 200), (2021, 200), (2022, 84))


def test_counts_must_be_whole(client, head, plan):
    response = client.post(url("scenario_counts", plan, 2022), {"g0": "9", "g1": "-1", "g2": "1e3"})

    errors = response.context["form"].errors
    assert sorted(errors) == [f"g{place}" for place in range(1, 8)]
    assert not PupilCount.objects.filter(year=2022).exists()


@pytest.mark.parametrize("year", [0, 1995, 2100, 10**9])
def test_counts_of_no_count_date_are_404(client, head, plan, year):
    assert client.get(url("scenario_counts", plan, year)).status_code == 404
    assert client.post(url("scenario_counts", plan, year), {}).status_code == 404


def test_some_groups_are_not_enough_and_change_nothing(steady):
    count(steady.school, 2022, 500, group="groep 1")

    assert scenarios.basis(steady.school).learnt.total == 80


def test_secondary_school_has_six_years_and_its_own_flow():
    school = make_school(kind=Kind.VO, pupils=None)
    count_groups(school, 2025, 100, 100, 90, 60, 30, 15)

    basis = scenarios.basis(school)

    assert basis.groups == tuple(f"leerjaar {n}" for n in range(1, 7))
    assert basis.learnt.stays == (D(1), D("0.9"), D(60) / 90, D("0.5"), D("0.5"))


@pytest.mark.parametrize("kind", [Kind.SBO, Kind.SO, Kind.VSO, Kind.SO_VSO])
def test_special_school_is_forecast_without_groups(client, kind):
    programme = make_programme(make_school(kind=kind, pupils=None))
    count(programme.school, 2022, 40, 40, 40)
    count_groups(programme.school, 2025, *[40 // len(programme.school.groups)] * len(programme.school.groups))
    client.force_login(make_head(programme.school))

    page = client.get(url("scenarios", programme.staff_plan))

    assert (page.context["basis"].groups, page.context["basis"].learnt.year) == ((), 2025)
    assert pupils(page.context["outlooks"])[1] == [40] * 5
    assert "Leerlingen per groep:" not in text(page)
    assert "Voor uw soort school werkt de berekening niet beter" in text(page)


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ([], "DUO, open onderwijsdata."),
        ([2022], "DUO, open onderwijsdata, en de telling van de school (2022)."),
        ([2020, 2021, 2022], "telling van de school."),
    ],
)
def test_source_of_the_counts_is_told(client, head, steady, own, words):
    steady.school.pupil_counts.filter(year__in=own).update(source=CountSource.SCHOOL)

    assert f"Bron van de tellingen: {words} 3 tellingen op rij" in text(client.get(url("scenarios", steady)))


def test_source_of_groups_that_the_school_typed_is_the_school(client, head, steady):
    counts = {f"g{place}": "10" for place in range(8)}
    client.post(url("scenario_counts", steady, 2022), counts)
    client.post(url("scenario_counts", steady, 2021), counts | {"g0": "11"})

    words = "Bron van de tellingen: DUO, open onderwijsdata, en de telling van de school (2021, 2022)."
    assert words in text(client.get(url("scenarios", steady)))


# --- writing ---------------------------------------------------------------------------------------------------------


def test_changing_a_proposal_makes_its_row(client, head, steady):
    fields = typed(inflow="12,5", flow="98", ratio="14,5", euro_per_pupil="7.250,50", note="80 woningen")

    response = client.post(url("scenario_edit", steady, 3), fields)

    assert (response.status_code, response.url) == (302, url("scenarios", steady))
    row = Scenario.objects.get()
    assert (row.plan, row.rank, row.name, row.inflow, row.inflow_percent) == (steady, 3, "Nieuwbouw", D("12.5"), None)
    assert (row.flow, row.ratio, row.euro_per_pupil, row.euro_per_fte) == (98, D("14.5"), D("7250.50"), None)
    assert (row.note, row.changed_by, row.version) == ("80 woningen", head, 1)
    assert AuditEntry.objects.latest("pk").event == "row_added"


def test_two_who_change_the_same_proposal_both_keep_what_they_typed(client, head, steady):
    seen = client.get(url("scenario_edit", steady, 2)).context["form"]["seen"].value()
    client.post(url("scenario_edit", steady, 2), typed(name="Midden", ratio="15", note="Van Karin", seen=seen))

    second = typed(name="Midden", inflow="12", note="Van Bram", seen=seen)
    response = client.post(url("scenario_edit", steady, 2), second)

    assert list(response.context["form"].collisions) == ["note"]
    row = Scenario.objects.get()
    assert (row.note, row.ratio, row.inflow) == ("Van Karin", 15, None)

    again = second | {"seen": response.context["form"]["seen"].value(), "keep-note": "both"}
    client.post(url("scenario_edit", steady, 2), again)

    row.refresh_from_db()
    assert (row.note, row.ratio, row.inflow) == ("Van Karin\n\nVan Bram", 15, 12)


def test_proposal_stands_in_the_form_and_says_where_it_comes_from(client, head, steady):
    page = client.get(url("scenario_edit", steady, 1))

    form = page.context["form"]
    assert (form.initial["name"], form.initial["inflow_percent"]) == ("Laag", D(-25))
    assert "uw tellingen tot en met 2022 en is 10 per jaar." in text(page)
    assert form.fields["ratio"].help_text.endswith("Leeg: zoals in het middelste scenario.")


def test_scenario_goes_back_to_the_proposal(client, head, steady):
    row = Scenario.objects.create(plan=steady, rank=1, name="Krimp", inflow=D(3))

    response = client.post(url("scenario_delete", row))

    assert (response.status_code, response.url) == (302, url("scenarios", steady))
    assert [each.name for each in scenarios.of_plan(steady)] == ["Laag", "Midden", "Hoog"]


@pytest.mark.parametrize("rank", [0, 4, 10**30])
def test_there_are_three_scenarios(client, head, steady, rank):
    assert client.get(url("scenario_edit", steady, rank)).status_code == 404
    assert client.post(url("scenario_edit", steady, rank), typed()).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("name", "", "Dit veld is verplicht."),
        ("inflow", "-1", "Vul 0 of meer in."),
        ("inflow", "10.000", "Vul hoogstens 9.999 in."),
        ("inflow", "NaN", "Vul een getal in, bijvoorbeeld 12,5."),
        ("inflow_percent", "-101", "Vul -100 of meer in."),
        ("inflow_percent", "501", "Vul hoogstens 500 in."),
        ("flow", "201", "Vul hoogstens 200 in."),
        ("ratio", "0", "Vul 0,1 of meer in."),
        ("euro_per_pupil", "veel", "Vul een bedrag in, bijvoorbeeld 2.250 of 2.250,50."),
        ("euro_per_fte", "-5", "Vul 0 of meer in."),
    ],
)
def test_mistakes_are_named_and_nothing_is_stored(client, head, steady, field, value, error):
    response = client.post(url("scenario_edit", steady, 2), typed(**{field: value}))

    assert response.context["form"].errors == {field: [error]}
    assert not Scenario.objects.exists()


def test_plan_that_lies_with_the_mr_takes_no_scenario(client, head, programme, steady):
    row = Scenario.objects.create(plan=steady, rank=1, name="Krimp")
    freeze(programme, head)

    added = client.post(url("scenario_edit", steady, 2), typed())
    deleted = client.post(url("scenario_delete", row))

    assert FROZEN in text(added)
    assert [FROZEN in line for line in said(deleted)] == [True]
    assert list(Scenario.objects.values_list("name", flat=True)) == ["Krimp"]
    assert url("scenario_edit", steady, 2) not in text(client.get(url("scenarios", steady)))


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=a>', "{{ 7|add:1 }}", "é😀\u202e"])
def test_hostile_names_are_text(client, head, steady, name):
    client.post(url("scenario_edit", steady, 2), typed(name=name[:30], note=name))

    page = client.get(url("scenarios", steady)).content.decode()

    assert escape(name[:30]) in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


# --- while typing ----------------------------------------------------------------------------------------------------


def test_what_follows_is_told_while_somebody_types(client, head, steady):
    Scenario.objects.create(plan=steady, rank=2, name="Midden", ratio=D(16))
    data = typed(inflow="20", euro_per_pupil="veel") | {"sitting": sittings.new_token(head)}

    headers = {"X-Autosave": "save", "X-Autosave-Number": "1"}
    answer = client.post(url("scenario_edit", steady, 3), data, headers=headers).json()

    live = " ".join(answer["live"].split())
    assert "2027 vergeleken met 2022: +50 leerlingen, +3,13 fte." in live
    assert Scenario.objects.count() == 1


# --- the drawing and what it costs -----------------------------------------------------------------------------------


def test_drawing_has_the_history_three_lines_and_names_that_do_not_touch(steady):
    Scenario.objects.create(plan=steady, rank=1, name="Zoals de gemeente verwacht", inflow=D(10))
    Scenario.objects.create(plan=steady, rank=3, name="Hoog", inflow=D(10))

    drawn = chart(scenarios.basis(steady.school), outlooks(steady))

    assert [(line.pupils, line.short_name) for line in drawn.lines] == [
        (80, "Zoals de g…"),
        (80, "Midden"),
        (80, "Hoog"),
    ]
    places = sorted(line.label_y for line in drawn.lines)
    assert [after - before >= 19 for before, after in zip(places, places[1:], strict=False)] == [True, True]
    assert len({line.dash for line in drawn.lines}) == 3
    assert drawn.text == (
        "Van 80 leerlingen in 2020 naar 80 in 2022. Zoals de gemeente verwacht: 80 leerlingen in 2027; "
        "Midden: 80 leerlingen in 2027; Hoog: 80 leerlingen in 2027"
    )


@pytest.mark.parametrize("numbers", [(1, 1, 1), (1, 40_000, 2_147_483_647), (1673, 1672, 1673), (3, 2, 1)])
def test_every_school_can_be_drawn_inside_the_drawing(client, head, plan, numbers):
    count(plan.school, 2020, *numbers)

    drawn = client.get(url("scenarios", plan)).context["chart"]

    assert 2 <= len(drawn.levels) <= 6
    assert all(0 <= line.end_y <= drawn.bottom and 0 < line.label_y <= drawn.bottom for line in drawn.lines)


@pytest.mark.parametrize("stored", [0, 3])
@pytest.mark.parametrize(("route", "more", "queries"), [("scenarios", (), 19), ("scenario_edit", (2,), 20)])
def test_page_costs_the_same_for_every_school(
    client, head, steady, django_assert_num_queries, route, more, queries, stored
):
    for rank in range(1, stored + 1):
        Scenario.objects.create(plan=steady, rank=rank, name=f"Scenario {rank}")
    count(steady.school, 1996, *range(50, 74))

    with django_assert_num_queries(queries):
        page = client.get(url(route, steady, *more))

    assert page.status_code == 200
