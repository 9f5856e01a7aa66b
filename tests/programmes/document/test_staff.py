"""What the document tells of a post, and of the money that ends."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from programmes.document import canonical, html, stamp
from programmes.document.build import build
from programmes.models import Measure, Programme
from staffing.models import StaffingNeed, StaffPlan
from tests import factories as make

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def programme() -> Programme:
    return make.make_full_programme()


def render(document) -> str:
    """The chapters of a document as one page."""
    return render_to_string("programmes/document/_body_volledig.html", html.context(document, stamp.of_draft()))


def tree(programme: Programme):
    return build(Programme.objects.with_plan().get(pk=programme.pk))


def test_post_tells_its_roles_units_and_cost_with_the_sums(programme):
    StaffingNeed.objects.update(
        also_roles="leraarondersteuner",
        people=2,
        amount=8,
        unit="dagdelen_week",
        cost_basis="per_maand",
        price=D("2488.00"),
        employer_percent=60,
        contract="tijdelijk",
        after="stopt",
    )

    [post] = tree(programme).staff

    assert (post.also_roles, post.people, post.contract_label) == ("leraarondersteuner", 2, "tijdelijk")
    assert (post.after_label, post.pnil_reason) == (
        "de inzet stopt",
        "De persoon is in dienst van het bestuur. Dat geldt ook bij een tijdelijk contract.",
    )
    assert [(c.label, c.value) for c in post.conversions][:4] == [
        ("fte", D("0.8")),
        ("uren per week", D(32)),
        ("dagen per week", D(4)),
        ("dagdelen per week", D(8)),
    ]
    assert [(p.label, p.amount) for p in post.cost_parts] == [
        ("Brutosalaris", D("23884.80")),
        ("Werkgeverslasten", D("14330.88")),
    ]
    assert sum(p.amount for p in post.cost_parts) == post.cost.amount == D("38215.68")


def test_document_tells_what_happens_to_a_measure_when_nobody_comes(programme):
    StaffingNeed.objects.update(vacancy="niet_gevonden", if_not_found="Dan schuift de maatregel een jaar op.")

    page = " ".join(render(tree(programme)).split())

    assert "is niet gevonden. Als er niemand komt: Dan schuift de maatregel een jaar op." in page


def test_document_is_silent_about_a_post_that_is_found(programme):
    StaffingNeed.objects.update(vacancy="gevonden", if_not_found="Niet meer nodig.")

    assert "Als er niemand komt" not in render(tree(programme))


def test_document_tells_what_ends_with_the_money(programme):
    StaffingNeed.objects.update(after="gewoon_geld")
    StaffPlan.objects.update(outflow_fte="0.2", outflow_source="Leeftijdsopbouw")

    end = tree(programme).staff_end

    assert (end.ends, end.stays, end.needs_place, end.outflow, end.too_many) == (
        D("0.5"),
        D("0.5"),
        D("0.5"),
        D("0.2"),
        D("0.3"),
    )
    assert "0,3 fte meer dan er vanzelf vertrekt" in render(tree(programme))


def test_plan_without_people_in_service_has_no_such_part(programme):
    StaffingNeed.objects.update(engagement="ingehuurd")

    document = tree(programme)

    assert document.staff_end is None
    assert "Stroomt vanzelf uit" not in render(document)


def test_document_with_all_of_it_is_read_back_the_same(programme):
    StaffingNeed.objects.update(after="gewoon_geld", vacancy="open", people=2, price=None)
    Measure.objects.update(title="<script>alert(1)</script>")
    StaffingNeed.objects.update(
        if_not_found="<script>alert(1)</script>", also_roles="<img src=x>", stands_in_for="<b>x"
    )

    document = tree(programme)

    assert canonical.loads(canonical.dumps(document)) == document
    page = render(document)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
