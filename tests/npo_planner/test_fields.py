"""What people type in a field of numbers or dates: the exact value, or a Dutch sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from npo_planner.fields import CountField, DateField, EuroField, NumberField, RowsField, SuggestInput
from npo_planner.money import euro
from programmes.plan.forms import MeasureForm
from scans.forms import NeedForm
from scans.models import Domain

NO_AMOUNT = "Vul een bedrag in, bijvoorbeeld 2.250 of 2.250,50."
NO_NUMBER = "Vul een getal in, bijvoorbeeld 12,5."
NO_COUNT = "Vul een heel getal in, bijvoorbeeld 12."
NO_DATE = "Vul een datum in, bijvoorbeeld 31-07-2023."
TWO_PLACES = "Gebruik hoogstens 2 cijfers achter de komma."
ZERO_OR_MORE = "Vul 0 of meer in."
MILLIONS = "Vul hoogstens 99.999.999,99 in."

NOT_NUMBERS = [
    "twintig",
    "NaN",
    "-NaN",
    "sNaN",
    "Infinity",
    "-inf",
    "1e3",
    "1e309",
    "1E-9",
    "1_000",
    "0x10",
    "１２",
    "٣",
    "5²",
    "½",
    "€",
    "-",
    ",",
    ".",
    ",-",
    "--5",
    "5-",
    "1,2,3",
    "1.2.3",
    "1.5,0",
    "12.34,50",
    "1.2345,00",
    "0.234,5",
    "1,234.56",
    "1234.567.890",
    "12%",
    "12\x0034",
    "<script>alert(1)</script>",
    "=1+1",
    "{{ 7 }}",
]


def said(field: forms.Field, typed: object) -> list[str]:
    """The sentences with which ``field`` refuses ``typed``."""
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    return refused.value.messages


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1.234,56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("€ 1.234", "1234"),
        ("€1.234,50", "1234.50"),
        ("€\u00a01.234,50", "1234.50"),
        ("\u202f1\u202f234,5 ", "1234.5"),
        ("1.234", "1234"),
        ("12.345.678", "12345678"),
        ("1 234 567", "1234567"),
        ("2.250,-", "2250"),
        ("2250,--", "2250"),
        ("5,", "5"),
        ("5.", "5"),
        (",5", "0.5"),
        (".5", "0.5"),
        ("0,05", "0.05"),
        ("007", "7"),
        ("+3", "3"),
        ("0", "0"),
        ("99.999.999,99", "99999999.99"),
    ],
)
def test_amount_typed_the_dutch_way_is_read_exactly(typed, expected):
    assert EuroField().clean(typed) == Decimal(expected)


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ("−5", [ZERO_OR_MORE]),
        ("-5", [ZERO_OR_MORE]),
        ("-€ 1.234,00", [ZERO_OR_MORE]),
        ("12,345", [TWO_PLACES]),
        ("0.500", [TWO_PLACES]),
        ("1234.5678", [TWO_PLACES]),
        ("100.000.000", [MILLIONS]),
        ("1234567890123", [MILLIONS, "Zorg dat er niet meer dan 12 cijfers zijn."]),
        ("", ["Dit veld is verplicht."]),
        ("   ", ["Dit veld is verplicht."]),
        (None, ["Dit veld is verplicht."]),
    ],
)
def test_amount_out_of_bounds_gets_a_dutch_sentence(typed, sentences):
    assert said(EuroField(), typed) == sentences


@pytest.mark.parametrize("typed", NOT_NUMBERS)
def test_what_is_not_a_number_gets_a_dutch_sentence_that_shows_how(typed):
    assert said(EuroField(), typed) == [NO_AMOUNT]
    assert said(NumberField(), typed) == [NO_NUMBER]
    assert said(CountField(), typed) == [NO_COUNT]


@pytest.mark.parametrize("typed", ["9" * 100_000 + "x", "1" + ".999" * 30_000 + "x", "," * 100_000, "€" * 100_000])
def test_endless_input_is_refused_at_once(typed):
    assert said(EuroField(), typed) == [NO_AMOUNT]


@given(st.text(max_size=40))
def test_any_text_is_a_finite_number_or_a_sentence(typed):
    form = type("Form", (forms.Form,), {"number": NumberField(required=False)})({"number": typed})

    valid, value = form.is_valid(), form.cleaned_data.get("number")

    assert valid is not bool(form.errors)
    assert value is None or value.is_finite()
    assert all(message.endswith(".") for message in form.errors.get("number", []))


@given(st.decimals(0, "99999999.99", places=2))
def test_amount_that_is_shown_and_sent_back_is_the_same_amount(amount):
    field = EuroField()

    assert field.clean(field.prepare_value(amount)) == amount
    assert field.clean(euro(amount)) == amount


@given(st.decimals("-9999", "9999", places=3))
def test_number_that_is_shown_and_sent_back_is_the_same_number(value):
    field = NumberField(decimal_places=3, min_value=None)

    assert field.clean(field.prepare_value(value)) == value


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        (Decimal("1234.00"), "1.234"),
        (Decimal("1234.50"), "1.234,50"),
        (Decimal("0.00"), "0"),
        (None, None),
        ("twintig", "twintig"),
    ],
)
def test_amount_is_shown_as_people_write_it_and_typed_text_as_it_was(stored, text):
    assert EuroField().prepare_value(stored) == text


@pytest.mark.parametrize(("stored", "text"), [(Decimal("0.80"), "0,8"), (Decimal("1659.000"), "1.659"), ("x", "x")])
def test_number_is_shown_without_trailing_zeros(stored, text):
    assert NumberField().prepare_value(stored) == text


def test_number_allows_as_many_places_as_the_field_has():
    field = NumberField(decimal_places=3)

    assert field.clean("0,125") == Decimal("0.125")
    assert said(field, "0,1255") == ["Gebruik hoogstens 3 cijfers achter de komma."]


@pytest.mark.parametrize(("typed", "expected"), [("1.200", 1200), ("12", 12), ("0", 0), ("99.999", 99_999), (7, 7)])
def test_count_reads_a_dot_as_thousands(typed, expected):
    value = CountField().clean(typed)

    assert (value, type(value)) == (expected, int)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12,5", NO_COUNT),
        ("1.5", NO_COUNT),
        ("-1", ZERO_OR_MORE),
        ("100.000", "Vul hoogstens 99.999 in."),
    ],
)
def test_count_that_is_not_whole_or_out_of_bounds_gets_a_sentence(typed, sentence):
    assert said(CountField(), typed) == [sentence]


def test_empty_number_that_is_not_required_is_unknown():
    assert [field(required=False).clean("  ") for field in (NumberField, EuroField, CountField)] == [None, None, None]


@pytest.mark.parametrize("typed", ["2021-08-01", "01-08-2021", "1-8-2021", "01/08/2021", " 2021-08-01 "])
def test_date_may_be_typed_in_the_dutch_way(typed):
    assert DateField().clean(typed) == date(2021, 8, 1)


@pytest.mark.parametrize("typed", ["31-02-2021", "08-31-2021", "morgen", "2021", "0000-00-00", "1" * 5000, "1-1-10000"])
def test_date_that_does_not_exist_gets_a_dutch_sentence(typed):
    assert said(DateField(), typed) == [NO_DATE]


def test_suggestions_are_offered_and_escaped_and_other_text_is_allowed():
    class Form(forms.Form):
        group = forms.CharField(widget=SuggestInput(["groep 5", '"><script>']))

    shown, typed = str(Form()["group"]), Form({"group": "hele school"})

    assert 'list="id_group_list"' in shown
    assert '<datalist id="id_group_list">' in shown
    assert "groep 5" in shown
    assert "<script>" not in shown
    assert (typed.is_valid(), typed.cleaned_data) == (True, {"group": "hele school"})


# --- rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["9" * 19, "9" * 40, "-1", "0", "x", "\x00"])
def test_a_key_of_no_row_is_refused_however_large(key):
    shared = Domain.objects.shared()

    with pytest.raises(forms.ValidationError) as refused:
        RowsField(queryset=shared).clean([str(shared.first().pk), key])

    assert refused.value.code in ("invalid_choice", "invalid_pk_value", "null_characters_not_allowed")


@pytest.mark.parametrize("form", [NeedForm, MeasureForm])
def test_forms_that_tick_rows_use_it(form):
    several = [f for f in form.base_fields.values() if isinstance(f, forms.ModelMultipleChoiceField)]

    assert {type(field) for field in several} == {RowsField}
