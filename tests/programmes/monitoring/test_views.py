"""Steps 11 and 12 in the browser: who reads, who writes, and bad input that keeps what was typed."""

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from npo_planner.models import AuditEntry
from npo_planner.sheets import plain
from programmes.consent.constants import Outcome
from programmes.consent.operations import revise
from programmes.models import Evaluation, Goal, Measurement, Programme, Realisation
from tests import factories as make
from tests.people import person

pytestmark = pytest.mark.django_db
D = Decimal
TODAY = timezone.localdate().isoformat()


@pytest.fixture
def programme():
    made = make.make_full_programme()
    make.make_adopted(made)
    return Programme.objects.get(pk=made.pk)


def addresses(programme):
    measure = programme.measures.get()
    key = [programme.pk]
    return {
        "monitoring": reverse("monitoring", args=key),
        "accounting": reverse("accounting", args=key),
        "accounting_csv": reverse("accounting_csv", args=key),
        "measurement_add": reverse("measurement_add", args=[*key, measure.goals.get().pk]),
        "evaluation_add": reverse("evaluation_add", args=[*key, measure.pk]),
        "realisation_edit": reverse("realisation_edit", args=[*key, "2021-2022"]),
    }


READ = ("monitoring", "accounting", "accounting_csv")
WRITE = ("measurement_add", "evaluation_add")
ALL = (*READ, *WRITE, "realisation_edit")


@pytest.mark.parametrize(
    ("who", "allowed", "status"),
    [
        ("head", ALL, 403),
        ("team", ALL, 403),
        ("mr_ouders", READ, 403),
        ("secretary", READ, 403),
        ("board", (*READ, "realisation_edit"), 403),
        ("beheerder", (), 404),
        ("neighbour", (), 404),
        ("other_board", (), 404),
    ],
)
def test_each_role_opens_its_own_pages(client, programme, who, allowed, status):
    client.force_login(person(who, programme.school))

    found = {name: client.get(url).status_code for name, url in addresses(programme).items()}

    assert found == {name: 200 if name in allowed else status for name in ALL}


@pytest.mark.parametrize(("who", "status"), [("mr_ouders", 403), ("board", 403), ("neighbour", 404)])
def test_who_may_not_write_posts_in_vain(client, programme, who, status):
    client.force_login(person(who, programme.school))
    urls = addresses(programme)

    found = [
        client.post(urls["measurement_add"], {"measured_on": TODAY, "value": "66"}).status_code,
        client.post(urls["evaluation_add"], {"held_on": TODAY, "verdict": "doorgaan", "text": "x"}).status_code,
    ]

    assert found == [status, status]
    assert (Measurement.objects.count(), Evaluation.objects.count()) == (0, 0)


def test_a_page_to_read_refuses_a_post(client, programme):
    client.force_login(person("head", programme.school))

    assert [client.post(addresses(programme)[name]).status_code for name in READ] == [405, 405, 405]


def test_who_is_not_signed_in_goes_to_the_login_page(client, programme):
    url = addresses(programme)["monitoring"]

    assert client.get(url).url == f"{reverse('login')}?next={url}"


def test_before_adoption_the_pages_say_what_comes_first_and_writing_does_not_exist(client):
    programme = make.make_full_programme()
    client.force_login(person("head", programme.school))
    urls = addresses(programme)

    pages = [client.get(urls[name]) for name in ("monitoring", "accounting")]
    missing = [client.get(urls[name]).status_code for name in (*WRITE, "realisation_edit", "accounting_csv")]

    for page in pages:
        assert "Eerst moet het programma vastgesteld zijn" in page.content.decode()
        assert "legt de schoolleider het voor aan de MR" in page.content.decode()
    assert missing == [404, 404, 404, 404]


def test_a_measurement_is_written_in_the_dutch_way_and_shown(client, programme):
    client.force_login(person("team", programme.school))
    urls = addresses(programme)

    response = client.post(urls["measurement_add"], {"measured_on": TODAY, "value": "66,5", "note": "Beter."})

    assert response.url == f"{urls['monitoring']}#doel-{Goal.objects.get(measure__programme=programme).pk}"
    assert Measurement.objects.get().value == D("66.5")
    page = client.get(urls["monitoring"]).content.decode()
    assert "60 → 66,5 (streefwaarde 75) %" in page
    assert "Op weg: 43% van begin naar streefwaarde." in page


TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("posted", "field", "said"),
    [
        ({}, "value", "Vul een waarde in, of schrijf hieronder wat u ziet."),
        ({"value": "veel"}, "value", "Vul een getal in, bijvoorbeeld 12,5."),
        ({"value": "NaN"}, "value", "Vul een getal in, bijvoorbeeld 12,5."),
        ({"value": "1e309"}, "value", None),
        ({"measured_on": "", "value": "1"}, "measured_on", "Dit veld is verplicht."),
        ({"measured_on": "31-02-2022", "value": "1"}, "measured_on", "Vul een datum in, bijvoorbeeld 31-07-2023."),
        ({"measured_on": TOMORROW, "value": "1"}, "measured_on", "Kies een dag tussen 31-07-2020 en vandaag."),
        ({"measured_on": "0001-01-01", "value": "1"}, "measured_on", "Kies een dag tussen 31-07-2020 en vandaag."),
        ({"note": "x" * 2001}, "note", None),
    ],
)
def test_a_wrong_measurement_gets_a_sentence_beside_its_field_and_keeps_what_was_typed(
    client, programme, posted, field, said
):
    client.force_login(person("head", programme.school))
    posted = {"measured_on": TODAY, "note": ""} | posted

    response = client.post(addresses(programme)["measurement_add"], posted)

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (200, [field])
    assert said is None or form.errors[field] == [said]
    assert all(form[name].value() == value for name, value in posted.items())
    assert Measurement.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("head", 302),
        ("team", 302),
        ("mr_ouders", 403),
        ("secretary", 403),
        ("board", 403),
        ("beheerder", 404),
        ("neighbour", 404),
    ],
)
def test_a_wrong_measurement_is_taken_back_by_a_writer(client, programme, who, status):
    client.force_login(person("head", programme.school))
    client.post(addresses(programme)["measurement_add"], {"measured_on": TODAY, "value": "660", "note": "Typefout"})
    row = Measurement.objects.get()
    client.force_login(person(who, programme.school))
    url = reverse("measurement_delete", args=[row.pk])

    shown, posted = client.get(url).status_code, client.post(url).status_code

    assert (shown, posted) == (200 if status == 302 else status, status)
    assert Measurement.objects.count() == (0 if status == 302 else 1)
    entries = [entry.detail for entry in AuditEntry.objects.filter(event="measurement_deleted")]
    told = {"measured_on": [TODAY, ""], "value": ["660.00", ""], "note": ["Typefout", ""]}
    assert entries == ([told] if status == 302 else [])


@pytest.mark.parametrize(
    ("posted", "field"),
    [
        ({"verdict": ""}, "verdict"),
        ({"verdict": "opheffen"}, "verdict"),
        ({"text": "   "}, "text"),
        ({"held_on": TOMORROW}, "held_on"),
    ],
)
def test_a_wrong_evaluation_keeps_what_was_typed(client, programme, posted, field):
    client.force_login(person("head", programme.school))
    posted = {"held_on": TODAY, "verdict": "stoppen", "text": "Het helpt niet."} | posted

    response = client.post(addresses(programme)["evaluation_add"], posted)

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (200, [field])
    assert all(form[name].value() == value for name, value in posted.items())
    assert Evaluation.objects.count() == 0


def test_an_evaluation_is_shown_with_its_measure(client, programme):
    client.force_login(person("head", programme.school))
    urls = addresses(programme)

    client.post(urls["evaluation_add"], {"held_on": TODAY, "verdict": "borgen", "text": "<b>Goed</b>"})

    page = client.get(urls["monitoring"]).content.decode()
    assert "Opnemen in het gewone werk" in page
    assert "&lt;b&gt;Goed&lt;/b&gt;" in page


def test_a_goal_or_measure_that_was_not_adopted_does_not_exist(client, programme):
    other = make.make_full_programme()
    measure = other.measures.get()
    client.force_login(person("head", programme.school))

    found = [
        client.get(reverse("measurement_add", args=[programme.pk, measure.goals.get().pk])).status_code,
        client.get(reverse("evaluation_add", args=[programme.pk, measure.pk])).status_code,
        client.get(reverse("realisation_edit", args=[programme.pk, "1999-2000"])).status_code,
    ]

    assert found == [404, 404, 404]


def test_the_page_shows_the_adopted_text_and_not_what_the_school_writes_now(client, programme):
    head = person("head", programme.school)
    client.force_login(head)
    revise(programme=programme, by=head)
    Goal.objects.filter(measure__programme=programme).update(statement="Nieuw en nog niet vastgesteld.")
    programme.measures.update(title="Nieuwe naam")

    page = client.get(addresses(programme)["monitoring"]).content.decode()

    assert "In groep 5 halen meer leerlingen het basisniveau." in page
    assert "De school werkt aan een nieuwe versie." in page
    assert ("Nieuw en nog niet vastgesteld." in page, "Nieuwe naam" in page) == (False, False)


@pytest.mark.parametrize("n", [1, 3])
def test_monitoring_costs_the_same_for_more_goals(client, programme, n, django_assert_num_queries):
    head = person("head", programme.school)
    revise(programme=programme, by=head)
    for _ in range(n):
        make.make_goal(make.make_measure(programme, needs=tuple(programme.scan.needs.all())))
    make.make_adopted(programme)
    client.force_login(head)
    for goal in Goal.objects.filter(measure__programme=programme):
        url = reverse("measurement_add", args=[programme.pk, goal.pk])
        client.post(url, {"measured_on": TODAY, "value": "66"})
    client.get(reverse("home"))  # the messages are read

    with django_assert_num_queries(30):  # session, person, roles, the programme, its plan, versions, rows
        response = client.get(reverse("monitoring", args=[programme.pk]))

    assert response.context["progress"].measured == n + 1


@pytest.mark.parametrize("n", [1, 3])
def test_accounting_costs_the_same_for_more_amounts(client, programme, n, django_assert_num_queries):
    client.force_login(person("head", programme.school))
    url = addresses(programme)["realisation_edit"]
    client.post(url, {f"spent_{letter}": "100" for letter in "ABC"[:n]})
    client.get(reverse("home"))  # the messages are read

    with django_assert_num_queries(31):  # the same, and what was spent
        response = client.get(reverse("accounting", args=[programme.pk]))

    assert response.context["accounts"].spent.amount == D(100) * n


def test_spending_is_filled_in_by_the_board_too(client, programme):
    client.force_login(person("board", programme.school))
    urls = addresses(programme)

    response = client.post(urls["realisation_edit"], {"spent_B": "12.500,50", "pnil_B": "2.500", "spent_F": "0"})

    assert response.url == f"{urls['accounting']}#jaar-2021-2022"
    assert [(r.category.letter, r.spent, r.pnil) for r in Realisation.objects.all()] == [
        ("B", D("12500.50"), D("2500.00")),
        ("F", D("0.00"), None),
    ]
    page = client.get(urls["accounting"])
    [line] = [x for x in page.context["accounts"].years[0].lines if x.letter == "B"]
    assert (line.planned.amount, line.difference.amount, line.pnil_percent) == (D("13000"), D("-499.50"), D("20.0"))


@pytest.mark.parametrize(
    ("posted", "field", "said"),
    [
        ({"pnil_A": "5"}, "spent_A", "Vul ook in wat er in totaal is uitgegeven."),
        (
            {"spent_A": "5", "pnil_A": "5,01"},
            "pnil_A",
            "Dit deel kan niet meer zijn dan wat er in totaal is uitgegeven.",
        ),
        ({"spent_A": "veel"}, "spent_A", "Vul een bedrag in, bijvoorbeeld 2.250 of 2.250,50."),
        ({"spent_A": "1,005"}, "spent_A", "Gebruik hoogstens 2 cijfers achter de komma."),
        ({"spent_A": "-1"}, "spent_A", None),
        ({"spent_A": "100000000"}, "spent_A", None),
        ({"spent_A": "Infinity"}, "spent_A", None),
    ],
)
def test_wrong_amounts_get_a_sentence_beside_the_field_and_stay_there(client, programme, posted, field, said):
    client.force_login(person("head", programme.school))

    response = client.post(addresses(programme)["realisation_edit"], posted | {"spent_B": "7"})

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (200, [field])
    assert said is None or form.errors[field] == [said]
    assert all(form[name].value() == value for name, value in posted.items())
    assert Realisation.objects.count() == 0


def seen(**amounts):
    return json.dumps({f"{kind}_{letter}": "" for letter in "ABCDEF" for kind in ("spent", "pnil")} | amounts)


def test_two_people_who_fill_in_different_amounts_lose_nothing(client, programme):
    client.force_login(person("head", programme.school))
    url = addresses(programme)["realisation_edit"]
    client.post(url, {"spent_A": "10", "seen": seen()})

    client.post(url, {"spent_A": "", "spent_B": "20", "seen": seen()})

    assert [(r.category.letter, r.spent) for r in Realisation.objects.all()] == [("A", D(10)), ("B", D(20))]


def test_two_people_who_fill_in_the_same_amount_see_each_other_and_saving_again_wins(client, programme):
    client.force_login(person("head", programme.school))
    url = addresses(programme)["realisation_edit"]
    client.post(url, {"spent_A": "10", "seen": seen()})

    response = client.post(url, {"spent_A": "20", "seen": seen()})

    form = response.context["form"]
    assert form.errors == {"spent_A": ["Iemand anders wijzigde dit ook. Kies welke tekst blijft en bewaar opnieuw."]}
    assert form["spent_A"].value() == "20"

    client.post(url, {"spent_A": "20", "seen": form["seen"].value()})

    assert Realisation.objects.get().spent == D(20)


@pytest.mark.parametrize("tampered", ["", "geen json", "[1]", '{"spent_A": 3}', "null"])
def test_a_tampered_memory_of_the_page_is_ignored(client, programme, tampered):
    client.force_login(person("head", programme.school))

    response = client.post(addresses(programme)["realisation_edit"], {"spent_A": "10", "seen": tampered})

    assert (response.status_code, Realisation.objects.get().spent) == (302, D(10))


def read_csv(response):
    text = response.content.decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    names, *values = [[plain(value) for value in row] for row in rows]
    return [dict(zip(names, row, strict=True)) for row in values]


def test_the_file_gives_back_what_the_page_shows(client):
    school = make.make_school(name='=HYPERLINK("http://kwaad.example")')
    programme = make.make_full_programme(school)
    make.make_adopted(programme, outcome=Outcome.CONDITIONAL, reasons="Betrek de ouders.")
    client.force_login(person("head", programme.school))
    client.post(addresses(programme)["realisation_edit"], {"spent_B": "12.500,50", "pnil_B": "2.500"})

    response = client.get(addresses(programme)["accounting_csv"])

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="verantwoording-{school.code}-npo.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert b"\"'=HYPERLINK(" in response.content
    rows = read_csv(response)
    assert [(r["schooljaar"], r["categorie"]) for r in rows[:8]] == [
        *(("2021-2022", letter) for letter in "ABCDEF"),
        ("2021-2022", "totaal"),
        ("2022-2023", "A"),
    ]
    line, total = rows[1], rows[6]
    assert line == {
        "vestigingscode": school.code,
        "brin": school.brin,
        "school": school.name,
        "schooljaar": "2021-2022",
        "categorie": "B",
        "naam": line["naam"],
        "gepland": "13000,00",
        "gepland compleet": "ja",
        "uitgegeven": "12500,50",
        "uitgegeven compleet": "ja",
        "verschil": "-499,50",
        "waarvan personeel niet in loondienst": "2500,00",
        "aandeel personeel niet in loondienst (%)": "20,0",
        "besluit mr": "instemming met voorwaarden",
        "datum besluit mr": TODAY,
        "versie": "1",
    }
    assert (total["gepland"], total["uitgegeven"], total["uitgegeven compleet"], total["verschil"]) == (
        "13000,00",
        "12500,50",
        "nee",
        "",
    )
    assert (rows[0]["uitgegeven"], rows[0]["uitgegeven compleet"]) == ("", "nee")
