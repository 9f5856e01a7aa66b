"""The reglement: who reads and writes it, what it means in words, and what the rest of the room does with it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse

from npo_planner.errors import Refused
from npo_planner.models import AuditEntry, FieldEdit
from programmes.consent import reglement
from programmes.consent.constants import Outcome
from programmes.models import Reglement
from schools.constants import Geleding, Role
from tests.factories import make_member, make_school
from tests.people import EVERYBODY, INSIDERS, expected_status, person
from tests.programmes.consent.cast import Cast, browser, cast_in, today
from tests.races import outcomes, together

pytestmark = pytest.mark.django_db

FILLED = {
    "term_weeks": "6",
    "remind_days": "7",
    "majority": "elk",
    "abstentions": "niet",
    "quorum": "meer",
    "quorum_each": "on",
    "substitutes": "on",
    "source": "artikel 12",
}


def edit(cast: Cast, who: str, **values: str):
    address = reverse("reglement_edit", args=[cast.school.pk])
    client = browser(getattr(cast, who))
    seen = client.get(address).context["form"]["seen"].value()
    return client.post(address, FILLED | {"seen": seen} | values)


def page_of(cast: Cast, who: str) -> str:
    return browser(getattr(cast, who)).get(reverse("reglement", args=[cast.school.pk])).content.decode()


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize(("route", "allowed"), [("reglement", INSIDERS), ("reglement_edit", ("head", "secretary"))])
def test_who_reads_and_who_writes(route, allowed, name):
    school = make_school()

    response = browser(person(name, school)).get(reverse(route, args=[school.pk]))

    assert response.status_code == expected_status(name, allowed, 200)


def test_looking_stores_nothing_and_guesses_nothing():
    cast = Cast()

    text = page_of(cast, "parent")

    assert Reglement.objects.count() == 0
    assert text.count(">niet ingevuld<") == 6
    assert "het programma stuurt niets vanzelf" in text
    assert "De secretaris van de MR of de schoolleider kan het invullen." in text


@pytest.mark.parametrize("who", ["head", "secretary"])
def test_the_first_write_makes_it_and_logs_it(who):
    cast = Cast()

    response = edit(cast, who)

    stored = Reglement.objects.get()
    assert response.url == reverse("reglement", args=[cast.school.pk])
    assert (stored.school, stored.term_weeks, stored.remind_days, stored.quorum_each) == (cast.school, 6, 7, True)
    assert AuditEntry.objects.get(event="row_added").label == "Reglement van de MR"


def test_a_change_keeps_its_history():
    cast = Cast()
    edit(cast, "secretary")

    edit(cast, "secretary", quorum="alle")

    assert [(e.field, e.before, e.after) for e in FieldEdit.objects.all()] == [("quorum", "meer", "alle")]


def test_two_who_fill_it_in_for_the_first_time_see_each_other():
    cast = Cast()
    address = reverse("reglement_edit", args=[cast.school.pk])
    seen = browser(cast.head).get(address).context["form"]["seen"].value()
    edit(cast, "secretary", source="artikel 12")

    late = browser(cast.head).post(address, FILLED | {"seen": seen, "source": "bladzijde 3"})

    assert list(late.context["form"].errors) == ["source"]
    assert Reglement.objects.get().source == "artikel 12"


@pytest.mark.django_db(transaction=True)
def test_two_who_store_it_for_the_first_time_at_one_moment_make_one():
    cast = Cast()

    address = reverse("reglement_edit", args=[cast.school.pk])
    seen = browser(cast.head).get(address).context["form"]["seen"].value()
    deeds = [
        partial(browser(who).post, address, FILLED | {"seen": seen, "source": source})
        for who, source in ((cast.head, "artikel 12"), (cast.secretary, "bladzijde 3"))
    ]

    results = together(*deeds)

    assert (outcomes(results), Reglement.objects.count()) == ({302: 1, 200: 1}, 1)


def test_while_a_round_is_open_only_the_secretary_writes():
    cast = cast_in("at_mr")

    refused, text = edit(cast, "head"), page_of(cast, "head")
    allowed = edit(cast, "secretary")

    words = "Er loopt een ronde. Tot het besluit kan alleen de secretaris van de MR het reglement wijzigen."
    assert refused.context["form"].non_field_errors() == [words]
    assert words in text
    assert "Vul het reglement in" not in text
    assert (allowed.status_code, Reglement.objects.count()) == (302, 1)


def test_after_the_round_the_schoolleider_writes_again():
    cast = cast_in("refused")

    assert edit(cast, "head").status_code == 302


def test_the_round_of_another_school_closes_nothing():
    cast_in("at_mr")
    cast = Cast(school=make_school())

    assert not reglement.is_locked_for(cast.head, cast.school)
    other = cast_in("at_mr")
    empty = reglement.of(other.school)
    with pytest.raises(Refused) as refused:
        reglement.write(reglement=empty, values={"term_weeks": 6}, by=other.head)
    assert refused.value.code == "round_open"


@pytest.mark.parametrize(
    ("field", "value"), [("term_weeks", "0"), ("term_weeks", "53"), ("remind_days", "61"), ("majority", "x")]
)
def test_a_wrong_value_is_told_beside_its_field(field, value):
    cast = Cast()

    response = edit(cast, "secretary", **{field: value})

    assert list(response.context["form"].errors) == [field]
    assert Reglement.objects.count() == 0


def test_hostile_text_is_shown_as_text():
    cast = Cast()
    hostile = "<script>alert(1)</script> 🏫 \u202eRTL"

    edit(cast, "secretary", source=hostile)

    text = page_of(cast, "parent")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🏫" in text
    assert "<script>alert" not in text


def test_the_example_in_numbers():
    cast = Cast()
    for number in range(5):
        make_member(cast.school, Role.MR_MEMBER, Geleding.PARENTS if number % 2 else Geleding.STAFF)
    stored = Reglement(school=cast.school, majority="elk", abstentions="niet", quorum="meer", quorum_each=True)

    found = reglement.example(stored, cast.school)

    assert (found.members, found.needed, found.is_supposed) == (7, 4, False)
    assert found.each == [("ouders", 3, 2), ("personeel", 4, 3)]
    assert found.result.label == "de raad stemt niet in"


@pytest.mark.parametrize(
    ("rule", "label"),
    [
        ({"majority": "samen", "abstentions": "niet"}, "de raad stemt in"),
        ({"majority": "samen", "abstentions": "mee"}, "de raad stemt niet in"),
        ({"majority": "elk", "abstentions": "niet"}, "de raad stemt niet in"),
    ],
)
def test_the_example_tells_the_rules_apart(rule, label):
    school = make_school()

    found = reglement.example(Reglement(school=school, quorum="helft", **rule), school)

    assert (found.members, found.needed, found.is_supposed, found.result.label) == (8, 4, True, label)


def test_the_page_says_how_many_must_vote():
    cast = Cast()
    edit(cast, "secretary", quorum="alle", quorum_each="")

    assert "Bij 2 leden moeten er minstens <b>2</b> stemmen." in page_of(cast, "team")


def test_the_form_to_submit_starts_with_the_term_of_the_reglement():
    cast = Cast()
    address = reverse("submit", args=[cast.programme.pk])
    without = browser(cast.head).get(address).context["form"]
    edit(cast, "secretary")

    form = browser(cast.head).get(address).context["form"]

    assert without["respond_by"].value() is None
    assert form["respond_by"].value() == today() + timedelta(weeks=6)
    assert form.fields["respond_by"].help_text.startswith("Volgens het reglement heeft de MR 6 weken.")


def test_a_decision_other_than_the_count_asks_why():
    cast = cast_in("at_mr")
    edit(cast, "secretary", quorum="geen", quorum_each="")
    cast.vote(cast.staff)
    cast.vote(cast.parent)

    with pytest.raises(Refused) as refused:
        cast.decide(Outcome.WITHHELD, "Toch niet.")
    decision = cast.decide(Outcome.WITHHELD, "Toch niet.", deviation="Er kwam nieuws.")

    assert refused.value.code == "needs_deviation"
    assert (decision.counted["verdict"], decision.deviation) == ("instemming", "Er kwam nieuws.")


@pytest.mark.parametrize("members", [1, 6])
def test_the_page_costs_the_same_for_every_council(members, django_assert_num_queries):
    cast = Cast()
    edit(cast, "secretary")
    for _ in range(members):
        make_member(cast.school, Role.MR_MEMBER, Geleding.PARENTS)
    client = browser(cast.secretary)

    with django_assert_num_queries(6):  # session, user, roles, school, reglement, members
        client.get(reverse("reglement", args=[cast.school.pk]))
