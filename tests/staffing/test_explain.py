"""A post in plain Dutch: every unit, its cost line by line, and why it is PNIL or not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given

from staffing import cost, explain
from staffing.models import StaffingNeed, StaffKind
from tests.staffing.test_cost_exact import months, posts

D = Decimal
YEAR = {"start": date(2021, 8, 1), "end": date(2022, 7, 31)}


def post(**fields) -> StaffingNeed:
    fields = YEAR | {"amount": D("0.5"), "unit": "fte", "cost_basis": "vast", "engagement": "eigen"} | fields
    kind = StaffKind(code="x", name="onderwijsassistent", vat_on_hire=fields.pop("vat_on_hire", True))
    return StaffingNeed(**({"kind": kind, "vat_percent": D(0)} | fields))


# --- units -----------------------------------------------------------------------------------------------------------


def told(need: StaffingNeed) -> dict[str, tuple[str, str]]:
    return {c.label: (f"{c.value.normalize():f}", c.how) for c in explain.conversions(need)}


def test_half_a_post_is_told_in_every_unit_with_its_sum():
    assert told(post()) == {
        "fte": ("0.5", "zo ingevuld"),
        "uren per week": ("20", "0,5 fte × 40 uur"),
        "dagen per week": ("2.5", "een dag is 8 uur"),
        "dagdelen per week": ("5", "een dagdeel is 4 uur"),
        "uren per jaar": ("829.5", "0,5 fte × 1.659 uur"),
        "uren in totaal": ("829.5", "829,5 uur per jaar × 12 maanden ÷ 12"),
        "dagen in totaal": ("103.7", "een dag is 8 uur"),
    }


@pytest.mark.parametrize(
    ("amount", "unit", "fte", "how", "total"),
    [
        ("20", "uren_week", "0.5", "20 uur per week ÷ 40 uur", "829.5"),
        ("2", "dagen_week", "0.4", "2 × 8 uur per week ÷ 40 uur", "663.6"),
        ("3", "dagdelen_week", "0.3", "3 × 4 uur per week ÷ 40 uur", "497.7"),
        ("1659", "uren_totaal", "1", "1.659 uur ÷ 1.659 uur × 12 ÷ 12 maanden", "1659"),
        ("10", "dagen_totaal", "0.048", "10 × 8 uur ÷ 1.659 uur × 12 ÷ 12 maanden", "80"),
        ("15", "dagdelen_totaal", "0.036", "15 × 4 uur ÷ 1.659 uur × 12 ÷ 12 maanden", "60"),
    ],
)
def test_every_unit_is_told_as_fte_and_hours(amount, unit, fte, how, total):
    found = told(post(amount=D(amount), unit=unit))

    assert (found["fte"], found["uren in totaal"][0]) == ((fte, how), total)


def test_amount_that_nobody_knows_and_a_period_without_days_are_not_converted():
    assert explain.conversions(post(amount=None)) == []
    assert explain.conversions(post(start=date(2022, 1, 2), end=date(2022, 1, 1))) == []
    assert explain.summary(post(amount=None)) == ""


def test_summary_tells_the_amount_both_ways():
    assert explain.summary(post()) == "20 uur per week, 829,5 uur in totaal"
    assert explain.summary(post(amount=D(8), unit="dagdelen_week")) == "0,8 fte, 32 uur per week, 1.327,2 uur in totaal"
    assert explain.summary(post(amount=D(20), unit="uren_week")) == "0,5 fte, 829,5 uur in totaal"
    assert explain.summary(post(amount=D(1659), unit="uren_totaal")) == "1 fte, 40 uur per week"


@given(posts)
def test_units_agree_with_each_other(need):
    assume(need.amount is not None)
    found = {c.label: c.value for c in explain.conversions(need)}
    length = months(need.start, need.end)

    share = Fraction(found["fte"])
    assert abs(Fraction(found["uren per week"]) - share * 40) <= Fraction(205, 10000)
    assert abs(Fraction(found["dagdelen per week"]) - 2 * Fraction(found["dagen per week"])) <= Fraction(2, 1000)
    assert abs(Fraction(found["uren in totaal"]) - Fraction(found["uren per jaar"]) * length / 12) <= Fraction(1, 2)


# --- cost ------------------------------------------------------------------------------------------------------------


def lines(need: StaffingNeed) -> list[tuple[str, Decimal | None, str]]:
    return [(line.label, line.amount, line.how.replace("\u00a0", " ")) for line in explain.lines(need)]


def test_cost_of_a_monthly_pay_is_three_lines():
    need = post(cost_basis="per_maand", price=D("2488.00"), employer_percent=D(60), vat_percent=D(21))

    assert lines(need) == [
        ("Brutosalaris", D("14928.00"), "0,5 fte × € 2.488,00 × 12 maanden"),
        ("Werkgeverslasten", D("8956.80"), "60% erbovenop"),
        ("Btw", D("5015.81"), "21%"),
    ]
    assert cost.total_cost(need) == D("28900.61")


@pytest.mark.parametrize(
    ("fields", "how"),
    [
        ({"cost_basis": "per_jaar", "price": D("73658.19")}, "0,5 fte × € 73.658,19 per jaar × 12 maanden ÷ 12"),
        ({"cost_basis": "per_uur", "price": D(40)}, "829,5 uur × € 40,00"),
        ({"cost_basis": "per_dag", "price": D(350), "amount": D(10), "unit": "dagen_totaal"}, "10 dagen × € 350,00"),
        (
            {"cost_basis": "per_dagdeel", "price": D(120), "amount": D(3), "unit": "dagdelen_week"},
            "124,425 dagdelen × € 120,00",
        ),
        ({"price": D(500)}, "vast bedrag voor de hele periode"),
        ({"cost_basis": "geen"}, "kost niets"),
        ({"price": None}, "vul het bedrag in"),
        ({"cost_basis": "per_uur", "price": D(40), "amount": None}, "vul in hoeveel inzet het is"),
        (
            {"cost_basis": "per_jaar", "price": D(40), "end": date(2021, 8, 31)},
            "0,5 fte × € 40,00 per jaar × 1 maand ÷ 12",
        ),
    ],
)
def test_a_price_tells_how_it_was_worked_out(fields, how):
    assert [line[2] for line in lines(post(**fields))] == [how]


def test_monthly_pay_without_employer_costs_says_what_is_missing():
    need = post(cost_basis="per_maand", price=D("2488.00"))

    assert lines(need)[1] == ("Werkgeverslasten", None, "vul in hoeveel procent er bovenop het salaris komt")
    assert cost.total_cost(need) is None


@given(posts)
def test_lines_sum_to_the_total(need):
    assert sum(line.amount for line in explain.lines(need)) == cost.total_cost(need)


# --- PNIL and hints --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("engagement", "basis", "counted", "reason"),
    [
        ("eigen", "vast", False, "De persoon is in dienst van het bestuur. Dat geldt ook bij een tijdelijk contract."),
        (
            "ingehuurd",
            "vast",
            True,
            "De persoon wordt ingehuurd en betaald voor schoolwerk. Btw en bureaukosten tellen mee.",
        ),
        ("ingehuurd", "geen", False, "De persoon wordt ingehuurd, maar u betaalt er niets voor."),
        (
            "dienst",
            "vast",
            False,
            "Het is een dienst van een organisatie, niet één persoon die gewoon schoolwerk doet.",
        ),
        ("vrijwilliger", "vast", False, "Vrijwilligers tellen niet mee, ook niet met een vergoeding."),
    ],
)
def test_pnil_follows_the_rule_of_duo_with_its_reason(engagement, basis, counted, reason):
    need = post(engagement=engagement, cost_basis=basis)

    assert explain.pnil(need) == (counted, reason)
    assert need.is_pnil is counted


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"engagement": "ingehuurd"}, True),
        ({"engagement": "ingehuurd", "vat_percent": D(21)}, False),
        ({"engagement": "ingehuurd", "cost_basis": "geen"}, False),
        ({"engagement": "ingehuurd", "vat_on_hire": False}, False),
        ({"engagement": "eigen"}, False),
    ],
)
def test_vat_is_asked_of_who_is_hired_and_usually_owes_it(fields, asked):
    assert any("btw" in hint for hint in explain.hints(post(**fields))) is asked


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"contract": "vast", "after": ""}, True),
        ({"contract": "vast", "after": "stopt"}, True),
        ({"contract": "vast", "after": "gewoon_geld"}, False),
        ({"contract": "tijdelijk", "after": ""}, False),
        ({"contract": "", "after": ""}, False),
        ({"contract": "vast", "after": "", "engagement": "ingehuurd", "vat_percent": D(21)}, False),
    ],
)
def test_permanent_contract_on_temporary_money_is_asked_about(fields, asked):
    assert any("vast" in hint for hint in explain.hints(post(**fields))) is asked
