"""Writing down how it goes: only on what was adopted, logged, and never mixed with live text."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from menukaart.models import Category
from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from npo_planner.rows import delete_row
from programmes.consent.operations import revise
from programmes.models import Evaluation, Goal, Measurement, Programme, Realisation, Round, RoundYear
from programmes.monitoring import operations
from programmes.monitoring.constants import Verdict
from tests import factories as make

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def programme():
    made = make.make_full_programme()
    make.make_adopted(made)
    return Programme.objects.get(pk=made.pk)


@pytest.fixture
def writer(programme):
    return make.make_head(programme.school)


def goal_of(programme):
    return Goal.objects.get(measure__programme=programme)


def measure(programme, by, **fields):
    fields = {"measured_on": timezone.localdate(), "value": D("66"), "note": ""} | fields
    if "goal" not in fields:
        fields["goal"] = goal_of(programme).pk
    return operations.add_measurement(programme=programme, by=by, **fields)


def evaluate(programme, by, **fields):
    fields = {
        "measure": programme.measures.get().pk,
        "held_on": timezone.localdate(),
        "verdict": Verdict.CONTINUE,
        "text": "Het werkt.",
    } | fields
    return operations.add_evaluation(programme=programme, by=by, **fields)


def spend(programme, by, *, year=None, **amounts):
    """``A=("100.00", "50.00")`` or ``A=(None, None)``."""
    spent = {
        Category.objects.get(letter=x): tuple(None if v is None else D(v) for v in pair) for x, pair in amounts.items()
    }
    operations.set_realisation(programme=programme, year=year or make.years(programme)[0], spent=spent, by=by)


def stored(programme):
    rows = Realisation.objects.filter(programme=programme)
    return [(r.year.label, r.category.letter, r.spent, r.pnil) for r in rows]


def test_a_measurement_points_at_the_version_in_force_and_is_logged(programme, writer):
    row = measure(programme, writer, note=" Het gaat beter. ")

    assert (row.version, row.goal, row.value, row.note) == (
        programme.versions.get(),
        goal_of(programme).pk,
        D("66"),
        "Het gaat beter.",
    )
    entry = AuditEntry.objects.get(event="measured")
    assert (entry.actor, entry.school) == (writer, programme.school)
    assert entry.detail == {
        "goal": ["", "In groep 5 halen meer leerlingen het basisniveau."],
        "value": ["", "66"],
        "note": ["", "Het gaat beter."],
    }


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"goal": 999_999}, "no_such_goal"),
        ({"value": None, "note": "  "}, "empty"),
        ({"measured_on": timezone.localdate() + timedelta(days=1)}, "date_future"),
    ],
)
def test_a_measurement_is_refused_and_changes_nothing(programme, writer, fields, code):
    with pytest.raises(Refused) as refused:
        measure(programme, writer, **fields)

    assert (refused.value.code, Measurement.objects.count()) == (code, 0)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"measure": 999_999}, "no_such_measure"),
        ({"text": " "}, "empty"),
        ({"held_on": timezone.localdate() + timedelta(days=1)}, "date_future"),
    ],
)
def test_an_evaluation_is_refused_and_changes_nothing(programme, writer, fields, code):
    with pytest.raises(Refused) as refused:
        evaluate(programme, writer, **fields)

    assert (refused.value.code, Evaluation.objects.count()) == (code, 0)


def test_an_evaluation_is_logged(programme, writer):
    row = evaluate(programme, writer, verdict=Verdict.STOP)

    assert (row.version, row.measure, row.verdict) == (
        programme.versions.get(),
        programme.measures.get().pk,
        "stoppen",
    )
    assert AuditEntry.objects.get(event="evaluated").detail["verdict"] == ["", "stoppen"]


def test_nothing_is_written_before_adoption():
    programme = make.make_full_programme()
    make.put_to_mr(programme)
    writer = make.make_head(programme.school)

    for write in (
        lambda: measure(programme, writer),
        lambda: evaluate(programme, writer),
        lambda: spend(programme, writer, A=("1.00", None)),
    ):
        with pytest.raises(Refused) as refused:
            write()
        assert refused.value.code == "not_adopted"


def test_a_measured_goal_may_be_dropped_from_the_next_version_and_still_measured_until_that_is_adopted(
    programme, writer
):
    measure(programme, writer)
    key = goal_of(programme).pk
    revise(programme=programme, by=writer)
    delete_row(row=goal_of(programme), by=writer)

    measure(programme, writer, goal=key, value=D("70"))

    assert list(Measurement.objects.values_list("goal", "value")) == [(key, D("66")), (key, D("70"))]


def test_a_goal_that_is_only_in_the_draft_of_the_next_version_cannot_be_measured(programme, writer):
    revise(programme=programme, by=writer)
    new = make.make_goal(programme.measures.get())

    with pytest.raises(Refused) as refused:
        measure(programme, writer, goal=new.pk)

    assert refused.value.code == "no_such_goal"


def test_spending_is_stored_changed_and_made_unknown_again(programme, writer):
    spend(programme, writer, A=("100.00", "40.00"), B=("0.00", None))
    spend(programme, writer, A=("120.50", None), B=("0.00", None))

    assert stored(programme) == [("2021-2022", "A", D("120.50"), None), ("2021-2022", "B", D("0.00"), None)]

    spend(programme, writer, A=(None, None))

    assert stored(programme) == [("2021-2022", "B", D("0.00"), None)]
    assert [entry.detail for entry in AuditEntry.objects.filter(event="realisation_set").order_by("pk")] == [
        {
            "A": ["onbekend, waarvan pnil onbekend", "100.00, waarvan pnil 40.00"],
            "B": ["onbekend, waarvan pnil onbekend", "0.00, waarvan pnil onbekend"],
        },
        {"A": ["100.00, waarvan pnil 40.00", "120.50, waarvan pnil onbekend"]},
        {"A": ["120.50, waarvan pnil onbekend", "onbekend, waarvan pnil onbekend"]},
    ]


def test_saving_the_same_amounts_is_not_logged(programme, writer):
    spend(programme, writer, A=("100.00", None))
    spend(programme, writer, A=("100.00", None))

    assert AuditEntry.objects.filter(event="realisation_set").count() == 1


@pytest.mark.parametrize(("amounts", "code"), [((None, "1.00"), "pnil_alone"), (("1.00", "1.01"), "pnil_over")])
def test_wrong_amounts_are_refused_and_nothing_of_the_form_is_stored(programme, writer, amounts, code):
    with pytest.raises(Refused) as refused:
        spend(programme, writer, A=("5.00", None), B=amounts)

    assert (refused.value.code, stored(programme)) == (code, [])


def test_a_year_of_another_round_is_refused(programme, writer):
    other = Round.objects.create(code="later", name="Later", edition=programme.edition)
    year = RoundYear.objects.create(round=other, label="2030-2031", start=date(2030, 8, 1), end=date(2031, 7, 31))

    with pytest.raises(Refused) as refused:
        spend(programme, writer, year=year, A=("1.00", None))

    assert refused.value.code == "other_round"


def test_the_database_refuses_more_pnil_than_was_spent(programme, writer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Realisation.objects.create(
            programme=programme,
            year=make.years(programme)[0],
            category=Category.objects.get(letter="A"),
            spent=D("1.00"),
            pnil=D("1.01"),
            by=writer,
        )
