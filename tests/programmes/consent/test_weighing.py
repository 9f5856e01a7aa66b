"""What the MR weighs: exact figures of plans that are full, have holes, are empty, or were frozen long ago."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse

from menukaart.models import Intervention
from programmes.consent.weighing import Question, weigh
from programmes.document import canonical, schema
from programmes.document.build import build
from programmes.models import Measure, Programme
from staffing.models import StaffingNeed, StaffKind
from tests import factories as make
from tests.programmes.consent.cast import Cast, cast_in

pytestmark = pytest.mark.django_db
FROZEN_FILE = Path(__file__).parents[1] / "document" / "frozen_before_0005.json"
UNKNOWN = "nog onbekend"


def tree(programme: Programme) -> schema.Document:
    return build(Programme.objects.with_plan().get(pk=programme.pk))


def told(questions: tuple[Question, ...]) -> dict[str, list[tuple[str, ...]]]:
    """Each question with its facts: figure, label, and the note where there is one."""
    return {
        question.key: [tuple(part for part in (fact.figure, fact.label, fact.note) if part) for fact in question.facts]
        for question in questions
    }


def test_plan_with_one_of_everything() -> None:
    programme = make.make_full_programme()

    assert told(weigh(tree(programme))) == {
        "achterstanden": [
            ("1 van 1", "achterstanden met een maatregel"),
            ("geen", "grote achterstanden in de scan"),
            ("geen", "achterstanden zonder maatregel"),
            ("1 van 1", "behoeften met een maatregel"),
        ],
        "bijdrage": [
            ("1 van 1", "maatregelen die antwoord geven op een behoefte"),
            ("1 van 1", "maatregelen met een doel"),
            ("1 van 1", "doelen met een begin- en een streefwaarde"),
            ("1 van 1", "doelen met een meting en een einddatum"),
        ],
        "menukaart": [
            ("1 van 1", "maatregelen van de menukaart"),
            ("4 maanden", "extra groei volgens de menukaart"),
            ("2 van 5", "bewijs volgens de menukaart"),
            ("geen", "interventies bewust niet gekozen, met de reden"),
        ],
        "haalbaarheid": [
            ("1 van 1", "inzet waarvoor nog niemand gevonden is", "van 1 regel staat er niet wat er dan gebeurt"),
            ("geen", "bedragen nog onbekend"),
            ("€\u00a057.000,00", "nog niet gepland", "te besteden tot en met 31 juli 2025"),
            ("0 van 1", "maatregelen met een planning"),
        ],
        "werkdruk": [
            ("0,5 fte", "in dienst van het bestuur"),
            ("geen", "via anderen: ingehuurd, dienst of vrijwillig"),
            ("geen", "vervanging van eigen mensen"),
            ("1 van 1", "maatregelen die in 2021-2022 beginnen"),
        ],
    }


def test_empty_plan_says_what_is_not_known_and_never_0() -> None:
    programme = make.make_programme(make.make_school(pupils=None))

    assert told(weigh(tree(programme))) == {
        "achterstanden": [
            (UNKNOWN, "achterstanden met een maatregel", "de scan heeft nog geen bevindingen"),
            (UNKNOWN, "grote achterstanden met een maatregel", "de scan heeft nog geen bevindingen"),
            (UNKNOWN, "achterstanden zonder maatregel"),
            ("nog geen", "behoeften met een maatregel"),
        ],
        "bijdrage": [
            ("nog geen", "maatregelen die antwoord geven op een behoefte"),
            ("nog geen", "maatregelen met een doel"),
            ("nog geen", "doelen met een begin- en een streefwaarde"),
            ("nog geen", "doelen met een meting en een einddatum"),
        ],
        "menukaart": [
            ("nog geen", "maatregelen van de menukaart"),
            ("niet vermeld", "extra groei volgens de menukaart", "geen maatregel van de menukaart"),
            ("niet vermeld", "bewijs volgens de menukaart", "geen maatregel van de menukaart"),
            ("geen", "interventies bewust niet gekozen, met de reden"),
        ],
        "haalbaarheid": [
            ("geen", "extra inzet gepland"),
            ("4", "bedragen nog onbekend", "4 van het geld dat komt"),
            (UNKNOWN, "nog niet gepland", "te besteden tot en met 31 juli 2025"),
            ("nog geen", "maatregelen met een planning"),
        ],
        "werkdruk": [
            ("geen", "in dienst van het bestuur"),
            ("geen", "via anderen: ingehuurd, dienst of vrijwillig"),
            ("geen", "vervanging van eigen mensen"),
            ("nog geen", "maatregelen die in 2021-2022 beginnen"),
        ],
    }


@pytest.fixture
def holes() -> Programme:
    """A plan of which much is missing, doubtful or unknown."""
    programme = make.make_programme()
    make.fill_funding(programme)
    seen = [
        make.make_finding(programme, group=f"groep {group}", delay=delay)
        for group, delay in enumerate((3, 3, 2, 1, 1, None, 0), start=1)
    ]
    answered = make.make_need(programme, seen[0], seen[2])
    make.make_need(programme, seen[1])
    first = make.make_measure(programme, "B3", needs=(answered,), ends_on=date(2025, 9, 1))
    own = make.make_measure(programme, None, planning="Wekelijks.")
    make.make_measure(programme, "C1")
    silent = Measure.objects.get(rank=3)
    silent.years.set([])
    silent.also.set([Intervention.objects.get(edition=programme.edition, code="D1")])
    own.years.set(make.years(programme)[1:2])
    make.make_goal(first, target=None)
    make.make_goal(first, how_measured="")
    make.make_goal(own, deadline=None, baseline=None)
    make.make_not_chosen(programme)
    assistant = make.make_post(programme, vacancy="niet_gevonden", if_not_found="Dan later.", people=2)
    make.make_post(programme, None, vacancy="open", amount=None, engagement="ingehuurd")
    make.make_post(
        programme,
        Decimal("80000.00"),
        vacancy="gevonden",
        amount=Decimal("0.25"),
        kind=StaffKind.objects.get(code="vervanging"),
        stands_in_for="leraar groep 5",
        people=1,
    )
    make.make_share(assistant, first)
    make.make_cost(programme, None)
    return programme


def test_plan_with_holes(holes: Programme) -> None:
    assert told(weigh(tree(holes))) == {
        "achterstanden": [
            ("2 van 5", "achterstanden met een maatregel", "van 1 bevinding is de achterstand nog onbekend"),
            ("1 van 2", "grote achterstanden met een maatregel"),
            ("3", "achterstanden zonder maatregel", "rekenen, groep 2; rekenen, groep 4; en 1 meer"),
            ("1 van 2", "behoeften met een maatregel"),
        ],
        "bijdrage": [
            ("1 van 3", "maatregelen die antwoord geven op een behoefte"),
            ("2 van 3", "maatregelen met een doel"),
            ("1 van 3", "doelen met een begin- en een streefwaarde"),
            ("1 van 3", "doelen met een meting en een einddatum"),
        ],
        "menukaart": [
            ("2 van 3", "maatregelen van de menukaart", "1 maatregel bedacht de school zelf"),
            ("4 tot 7 maanden", "extra groei volgens de menukaart", "van 1 interventie niet vermeld"),
            ("2 tot 4 van 5", "bewijs volgens de menukaart", "van 1 interventie niet vermeld"),
            ("1", "interventies bewust niet gekozen, met de reden"),
        ],
        "haalbaarheid": [
            ("2 van 3", "inzet waarvoor nog niemand gevonden is", "van 1 regel staat er niet wat er dan gebeurt"),
            ("2", "bedragen nog onbekend", "1 van inzet, 1 van andere kosten"),
            ("€\u00a022.000,00", "meer gepland dan er geld is", "voorlopig; te besteden tot en met 31 juli 2025"),
            ("2 van 3", "maatregelen met een planning", "1 loopt door na 31 juli 2025"),
        ],
        "werkdruk": [
            ("0,75 fte", "in dienst van het bestuur", "samen 3 mensen"),
            (UNKNOWN, "via anderen: ingehuurd, dienst of vrijwillig", "van 1 regel is de omvang nog onbekend"),
            ("0,25 fte", "vervanging van eigen mensen", "samen 1 persoon"),
            (
                "1 van 3",
                "maatregelen die in 2021-2022 beginnen",
                "van 1 maatregel is het schooljaar nog onbekend",
            ),
        ],
    }


def test_each_fact_leads_to_a_place_that_is_in_the_document(client, holes: Programme) -> None:
    document = tree(holes)

    places = [fact.place.anchor for question in weigh(document) for fact in question.facts]

    second, third = holes.measures.all()[1:3]
    finding = holes.scan.findings.get(group="groep 2")
    assert places[2] == f"bevinding-{finding.pk}"  # the first that no measure reaches
    assert places[4:6] == [f"maatregel-{second.pk}", f"maatregel-{third.pk}"]  # the first that lacks it
    assert places[8] == f"maatregel-{second.pk}"
    assert places[11] == "niet-gekozen"
    assert places[12] == f"inzet-{StaffingNeed.objects.get(vacancy='niet_gevonden').pk}"


def test_posts_that_follow_each_other_count_once() -> None:
    programme = make.make_programme()
    first, second = make.years(programme)[:2]
    make.make_post(programme, amount=Decimal("0.5"))
    make.make_post(programme, amount=Decimal("0.4"), start=second.start, end=second.end)

    assert told(weigh(tree(programme)))["werkdruk"][0] == ("0,5 fte", "in dienst van het bestuur")


def test_document_of_before_does_not_call_nothing_what_was_not_asked() -> None:
    document = canonical.loads(FROZEN_FILE.read_text())

    found = told(weigh(document))

    assert found["menukaart"] == [
        ("3 van 4", "maatregelen van de menukaart", "1 maatregel bedacht de school zelf"),
        ("4 tot 6 maanden", "extra groei volgens de menukaart", "van 1 interventie niet vermeld"),
        ("2 tot 4 van 5", "bewijs volgens de menukaart", "van 1 interventie niet vermeld"),
        (UNKNOWN, "interventies bewust niet gekozen, met de reden"),
    ]
    assert found["haalbaarheid"] == [
        (UNKNOWN, "inzet waarvoor nog niemand gevonden is"),
        ("geen", "bedragen nog onbekend"),
        ("€\u00a02.252,00", "nog niet gepland", "te besteden tot en met 31 juli 2025"),
        (UNKNOWN, "maatregelen met een planning"),
    ]
    assert found["werkdruk"] == [
        ("1,2 fte", "in dienst van het bestuur"),
        ("geen", "via anderen: ingehuurd, dienst of vrijwillig"),
        (UNKNOWN, "vervanging van eigen mensen"),
        ("4 van 4", "maatregelen die in 2021-2022 beginnen"),
    ]


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["head", "team", "staff", "parent", "secretary", "board"])
def test_everybody_who_may_read_the_version_sees_the_same_figures(client, who: str) -> None:
    cast = cast_in("at_mr")
    client.force_login(getattr(cast, who))

    response = client.get(reverse("version_weighing", args=[cast.version.pk]))

    assert told(response.context["questions"]) == told(weigh(canonical.loads(cast.version.document)))


def test_page_leads_to_the_sections_and_keeps_its_figures(client) -> None:
    cast = cast_in("at_mr")
    client.force_login(cast.parent)
    Measure.objects.all().update(planning="Later geschreven.")

    page = client.get(reverse("version_weighing", args=[cast.version.pk])).content.decode()

    scan = reverse("version_section", args=[cast.version.pk, "scan"])
    assert f'<a href="{scan}">achterstanden met een maatregel</a></dt><dd>1 van 1</dd>' in page
    assert ">maatregelen met een planning</a></dt><dd>0 van 1</dd>" in page
    assert "geen oordeel" in page


def test_page_shows_hostile_text_as_text(client) -> None:
    cast = Cast()
    make.make_finding(cast.programme, group="<script>alert(1)</script>", delay=3)
    cast.submit()
    client.force_login(cast.parent)

    page = client.get(reverse("version_weighing", args=[cast.version.pk])).content.decode()

    assert ("<script>alert" in page, "&lt;script&gt;alert(1)&lt;/script&gt;" in page) == (False, True)
