"""Step 5 on its pages: what the plan tells about a goal, the letters beside the form, and the points on the way."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from npo_planner import sittings
from npo_planner.models import AuditEntry
from programmes.document.build import build
from programmes.models import Goal, Measure, Milestone, Programme
from programmes.plan import goal_facts
from programmes.plan.checks import check
from programmes.plan.smart import judge
from programmes.plan.verdicts import State, Verdict
from scans.models import Consultation, Finding
from schools.constants import Role
from schools.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    programme = make.make_full_programme()
    Finding.objects.update(pupils=26, source_note="Cito M5")
    return programme


@pytest.fixture
def head(programme) -> User:
    return make.make_head(programme.school)


@pytest.fixture
def screen(head) -> Client:
    client = Client()
    client.force_login(head)
    return client


@pytest.fixture
def goal(programme) -> Goal:
    return Goal.objects.get()


def url(route: str, *args: object) -> str:
    return reverse(route, args=args)


def plan(programme: Programme) -> Programme:
    return Programme.objects.with_plan().get(pk=programme.pk)


def letter(name: str, goal: Goal) -> Verdict:
    loaded = plan(goal.owner)
    facts = goal_facts.of_plan(loaded)[goal.measure_id]
    return next(v for v in judge(Goal.objects.get(pk=goal.pk), facts) if v.letter == name)


def talk(programme: Programme, party: str = "team", day: date = date(2021, 5, 1)) -> Consultation:
    return Consultation.objects.create(scan=programme.scan, held_on=day, party=party, outcome="x")


# --- what the plan tells ---------------------------------------------------------------------------------------------


def test_facts_of_a_loaded_plan_run_no_query(programme, django_assert_num_queries) -> None:
    loaded = plan(programme)

    with django_assert_num_queries(0):
        facts = goal_facts.of_plan(loaded)[loaded.measures.all()[0].pk]
        assert (facts.pupils_of(facts.findings[0]), facts.effect_months) == ("26", 4)


@pytest.mark.parametrize(("pupils", "offered"), [(26, "26"), (10, "10"), (9, ""), (0, ""), (None, "")])
def test_a_small_number_of_pupils_is_no_baseline(programme, goal, screen, pupils, offered) -> None:
    Finding.objects.update(pupils=pupils)
    Goal.objects.update(baseline=None, target=None, unit="", statement="Groep 5 rekent beter.")

    found = letter("M", goal)
    page = screen.get(url("goal_edit", goal.pk)).content.decode()

    assert found.tip.offer.get("baseline", "") == offered
    assert ("baseline=" in page) == bool(offered)


def test_dates_come_from_the_measure_else_from_its_school_years(programme) -> None:
    measure = Measure.objects.get()
    years = goal_facts.of_plan(plan(programme))[measure.pk]
    Measure.objects.update(starts_on=date(2021, 9, 6), ends_on=date(2022, 6, 3))
    own = goal_facts.of_plan(plan(programme))[measure.pk]

    assert (years.starts_on, years.ends_on) == (date(2021, 8, 1), date(2022, 7, 31))
    assert (own.starts_on, own.ends_on, own.last_day) == (date(2021, 9, 6), date(2022, 6, 3), date(2022, 6, 3))


def test_without_a_total_the_pupils_are_the_sum_of_all_groups_of_a_year(programme) -> None:
    school = programme.school
    school.pupil_counts.all().delete()
    for group in school.groups:
        school.pupil_counts.create(year=2021, group=group, number=20)
    school.pupil_counts.create(year=2022, group=school.groups[0], number=25)

    def known() -> tuple[int | None, int | None]:
        facts = goal_facts.of_plan(plan(programme))[Measure.objects.get().pk]
        return facts.pupils, facts.pupils_year

    assert known() == (20 * len(school.groups), 2021)
    school.pupil_counts.filter(year=2021, group=school.groups[1]).update(number=None, masked=True)
    assert known() == (None, None)
    school.pupil_counts.create(year=2020, group="", number=190)
    assert known() == (190, 2020)


def test_only_findings_behind_the_measure_count_the_largest_delay_first(programme) -> None:
    need = programme.scan.needs.get()
    large = make.make_finding(programme, group="groep 8", delay=3)
    unknown = make.make_finding(programme, group="groep 7", delay=None)
    make.make_finding(programme, group="groep 1", delay=3)
    need.findings.add(large, unknown)

    facts = goal_facts.of_plan(plan(programme))[Measure.objects.get().pk]

    assert [f.group for f in facts.findings] == ["groep 8", "groep 5", "groep 7"]


# --- Acceptabel ------------------------------------------------------------------------------------------------------


def test_a_team_that_was_heard_and_somebody_who_follows_is_acceptable(programme, goal) -> None:
    talk(programme)

    found = letter("A", goal)

    assert (found.state, found.seen, found.tip) == (
        State.GOOD,
        "Het team is gehoord op 1 mei 2021. Dit doel volgt: intern begeleider.",
        None,
    )


def test_the_talk_that_the_finding_rests_on_is_named_first(programme, goal) -> None:
    talk(programme, day=date(2021, 6, 1))
    Finding.objects.get().consultations.add(talk(programme))

    assert letter("A", goal).seen.startswith(
        "Het team is gehoord op 1 mei 2021. Daaruit blijkt ook de bevinding achter deze maatregel."
    )


def test_nobody_heard_is_missing_and_leads_to_a_new_talk(programme, goal) -> None:
    found = letter("A", goal)

    assert (found.state, found.seen, found.is_mended_here) == (State.MISSING, "Er is niemand gehoord.", False)
    assert found.tip.url == url("consultation_add", programme.scan_id)


@pytest.mark.parametrize(
    ("parties", "heard"),
    [(["ouders"], "ouders"), (["mr", "ouders", "ouders"], "de MR en ouders"), (["leerlingen"], "leerlingen")],
)
def test_others_than_the_team_are_not_enough(programme, goal, parties, heard) -> None:
    for party in parties:
        talk(programme, party)

    found = letter("A", goal)

    assert (found.state, found.seen) == (
        State.BETTER,
        f"Gehoord: {heard}. Met het team is nog geen gesprek vastgelegd.",
    )


@pytest.mark.parametrize(("measure_of", "offer"), [("ib", {"responsible": "ib"}), ("", {})])
def test_nobody_who_follows_is_offered_who_has_the_measure(programme, goal, measure_of, offer) -> None:
    talk(programme)
    Goal.objects.update(responsible="")
    Measure.objects.update(responsible=measure_of)

    found = letter("A", goal)

    assert (found.state, dict(found.tip.offer), found.is_mended_here) == (State.BETTER, offer, True)


# --- the page of the goals, the checklist ----------------------------------------------------------------------------


def chips(page: str) -> list[str]:
    found = re.findall(r'<li class="smart-chip is-(\w+)"><b aria-hidden="true">(\w)</b>', page)
    return [f"{name} {state}" for state, name in found]


def test_each_goal_has_its_five_letters_in_words(screen, programme) -> None:
    talk(programme)
    Goal.objects.update(deadline=None, unit="")

    page = screen.get(url("goals", programme.pk)).content.decode()

    assert chips(page) == ["S goed", "M kan_beter", "A goed", "R goed", "T ontbreekt"]
    assert 'aria-label="SMART: 3 van 5 goed"' in page
    assert "Er staat niet wanneer het doel gehaald moet zijn." in page


def test_the_board_reads_the_letters_and_cannot_act(programme) -> None:
    client = Client()
    client.force_login(make.make_member(programme.school.board, Role.BOARD))
    make.make_milestone(Goal.objects.get())

    page = client.get(url("goals", programme.pk)).content.decode()

    assert len(chips(page)) == 5
    assert [text for text in ("Tussenpunt toevoegen", "Wijzig dit doel", "Gesprek vastleggen") if text in page] == []


def goal_checks(programme: Programme) -> list[str]:
    return [c.text for c in check(plan(programme)) if c.step == 5]


def test_the_checklist_asks_one_question_about_the_letters_of_a_goal(programme) -> None:
    Goal.objects.update(statement="Beter lezen.", unit="", responsible="")
    talk(programme)

    assert goal_checks(programme) == ["Dit doel kan nog beter (specifiek, meetbaar en acceptabel): “Beter lezen.”"]


def test_the_checklist_leaves_to_other_steps_what_is_mended_there(programme) -> None:
    assert letter("A", Goal.objects.get()).state == State.MISSING
    assert goal_checks(programme) == []


def test_a_goal_without_a_day_is_asked_for_it_once(programme) -> None:
    Goal.objects.update(deadline=None)

    assert goal_checks(programme) == [
        "Wanneer moet dit doel gehaald zijn: “In groep 5 halen meer leerlingen het basisniveau.”?"
    ]


# --- beside the form -------------------------------------------------------------------------------------------------


def test_a_new_goal_is_offered_what_the_scan_knows_and_nothing_is_stored(screen, programme) -> None:
    measure = Measure.objects.get()

    page = screen.get(url("goal_add", measure.pk)).content.decode()

    assert "In groep 5 halen meer leerlingen het verwachte niveau voor rekenen." in page
    assert 'form="row-form" name="overnemen" value="deadline=2022-07-31"' in page
    assert Goal.objects.count() == 1


def test_taking_over_fills_the_field_keeps_what_was_typed_and_stores_nothing(screen, goal) -> None:
    before = AuditEntry.objects.count()

    page = screen.post(url("goal_edit", goal.pk), {"statement": "Getypt", "overnemen": "deadline=2022-07-31"})

    form = page.context["form"]
    goal.refresh_from_db()
    assert (form["statement"].value(), form["deadline"].value()) == ("Getypt", "2022-07-31")
    assert (goal.deadline, AuditEntry.objects.count()) == (date(2022, 7, 1), before)
    assert "Uiterlijk op 31 juli 2022." in page.content.decode()


def test_a_page_that_saves_itself_is_told_the_letters_of_what_is_typed(screen, head, goal) -> None:
    typed = {"statement": "Het wordt beter.", "sitting": sittings.new_token(head)}

    answer = screen.post(url("goal_edit", goal.pk), typed, headers={"X-Autosave": "save", "X-Autosave-Number": "1"})

    told = json.loads(answer.content)["live"]
    assert "“Beter” zegt niet wat er verandert." in told
    assert "statement=In+groep+5%2C+rekenen%3A+het+wordt+beter." in told


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:1 }}"])
def test_hostile_text_beside_the_form_is_text(screen, programme, goal, text) -> None:
    Goal.objects.update(statement=text, unit=text[:40], baseline_source=text, responsible=text)
    Finding.objects.update(source_note=text, group=text[:60])
    make.make_milestone(goal, note=text)
    talk(programme)

    for page in (screen.get(url("goal_edit", goal.pk)), screen.get(url("goals", programme.pk))):
        told = page.content.decode()
        assert escape(text) in told
        assert text == escape(text) or text not in told


def test_the_form_keeps_the_date_and_the_source_of_the_baseline(screen, goal) -> None:
    values = {"statement": "Beter", "baseline": "12,5", "baseline_on": "2021-02-01", "baseline_source": "Cito"}

    screen.post(url("goal_edit", goal.pk), values)

    goal.refresh_from_db()
    assert (goal.baseline, goal.baseline_on, goal.baseline_source) == (Decimal("12.5"), date(2021, 2, 1), "Cito")


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("route", "queries"), [("goal_edit", 31), ("milestone_edit", 30)])
def test_forms_cost_the_same_for_more_rows(
    screen, programme, goal, route, queries, rows, django_assert_num_queries
) -> None:
    for _ in range(rows):
        make.make_milestone(make.make_goal(make.make_measure(programme)))
    point = make.make_milestone(goal)
    address = url(route, goal.pk if route == "goal_edit" else point.pk)

    with django_assert_num_queries(queries):
        screen.get(address)


# --- points on the way -----------------------------------------------------------------------------------------------


def errors(response) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_a_point_is_added_shown_changed_and_deleted(screen, programme, goal) -> None:
    back = f"{url('goals', programme.pk)}#doel-{goal.pk}"

    added = screen.post(url("milestone_add", goal.pk), {"due_on": "2022-01-20", "value": "66,5", "note": "Cito M"})
    point = Milestone.objects.get()
    shown = screen.get(url("goals", programme.pk)).content.decode()
    screen.post(url("milestone_edit", point.pk), {"due_on": "2022-02-01", "value": "", "note": "De groepjes lopen"})
    point.refresh_from_db()

    assert (added.status_code, added.url) == (302, back)
    assert ("20 januari 2022" in shown, "66,5" in shown) == (True, True)
    assert (point.due_on, point.value, point.note) == (date(2022, 2, 1), None, "De groepjes lopen")
    assert screen.post(url("milestone_delete", point.pk)).url == back
    assert not Milestone.objects.exists()


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (
            {"due_on": "2021-06-01", "value": "1"},
            {"due_on": ["Kies een dag na 1 juni 2021, want toen is de beginwaarde gemeten."]},
        ),
        (
            {"due_on": "2022-07-01", "value": "1"},
            {"due_on": ["Kies een dag voor 1 juli 2022, want dan moet het doel gehaald zijn."]},
        ),
        ({"due_on": "2022-01-20"}, {"value": ["Vul een waarde in, of schrijf op wat u dan ziet."]}),
        ({"due_on": "2022-01-20", "note": "   "}, {"value": ["Vul een waarde in, of schrijf op wat u dan ziet."]}),
        ({"due_on": "", "value": "1"}, {"due_on": ["Vul dit in."]}),
        ({"due_on": "2022-01-20", "value": "veel"}, {"value": ["Vul een getal in, bijvoorbeeld 12,5."]}),
    ],
)
def test_a_point_that_cannot_be_is_refused_beside_its_field(screen, goal, values, wrong) -> None:
    found = errors(screen.post(url("milestone_add", goal.pk), values))

    assert list(found) == list(wrong)
    if "Vul dit in." not in str(wrong):
        assert found == wrong
    assert not Milestone.objects.exists()


@pytest.mark.parametrize("day", ["2021-06-02", "2022-06-30"])
def test_a_point_may_be_next_to_the_ends(screen, goal, day) -> None:
    screen.post(url("milestone_add", goal.pk), {"due_on": day, "value": "0"})

    assert Milestone.objects.get().value == 0


def test_a_goal_without_days_takes_a_point_on_any_day(screen, goal) -> None:
    Goal.objects.update(baseline_on=None, deadline=None)

    screen.post(url("milestone_add", goal.pk), {"due_on": "2030-01-01", "note": "Ver weg"})

    assert Milestone.objects.count() == 1


def test_a_point_saves_itself_field_by_field(screen, head, goal) -> None:
    point = make.make_milestone(goal)
    typed = {"due_on": "2022-01-21", "value": "veel", "note": "Nieuw", "sitting": sittings.new_token(head)}

    answer = screen.post(
        url("milestone_edit", point.pk), typed, headers={"X-Autosave": "save", "X-Autosave-Number": "1"}
    )

    point.refresh_from_db()
    assert list(answer.json()["errors"]) == ["value"]
    assert (point.due_on, point.value, point.note) == (date(2022, 1, 21), Decimal(66), "Nieuw")


def test_the_document_has_the_points_in_order_of_date(programme, goal) -> None:
    make.make_milestone(goal, due_on=date(2022, 3, 1), value=None, note="In woorden")
    make.make_milestone(goal)

    node = build(plan(programme)).measures[0].goals[0]

    assert (node.baseline_on, node.baseline_source) == (date(2021, 6, 1), "LVS, juni 2021")
    assert [(p.due_on, p.value, p.note) for p in node.milestones] == [
        (date(2022, 1, 20), Decimal("66.00"), ""),
        (date(2022, 3, 1), None, "In woorden"),
    ]


def test_the_points_stand_in_the_document_and_in_step_11(screen, programme, goal) -> None:
    make.make_milestone(goal, note="De groepjes lopen")
    draft = screen.get(url("draft", programme.pk)).content.decode()
    make.make_adopted(programme)
    later = screen.get(url("monitoring", programme.pk)).content.decode()

    for page in (draft, later):
        assert "<dt>Tussenpunt 20 januari 2022</dt><dd>66 %: De groepjes lopen</dd>" in page
    assert "gemeten op 1 juni 2021, bron: LVS, juni 2021" in draft
