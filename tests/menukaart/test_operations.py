"""Writing editions: drafts are open, what was published stays, and the trail tells what happened."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.timezone import localdate

from menukaart import operations
from menukaart.constants import EditionStatus
from menukaart.models import Category, Edition, Intervention
from menukaart.records import Record
from npo_planner.errors import Refused
from npo_planner.models import AuditEntry
from programmes.models import Measure, Round
from scans.models import Domain
from schools.models import User
from tests.factories import make_full_programme, make_user

pytestmark = pytest.mark.django_db

HEAD = {"code": "2023", "name": "Menukaart 2023", "published_on": date(2023, 4, 1), "source": "https://a.nl/"}


@pytest.fixture
def bea() -> User:
    return make_user(is_staff=True, name="Bea")


@pytest.fixture
def draft(bea: User) -> Edition:
    return operations.save_edition(edition=Edition(), values=HEAD, by=bea)


def values(code: str = "B1", **more: object) -> dict[str, object]:
    return {"code": code, "name": "Feedback", "category": Category.objects.get(letter="B")} | more


def add(edition: Edition, by: User, code: str = "B1", **more: object) -> Intervention:
    card = Intervention(edition=edition)
    return operations.save_intervention(intervention=card, values=values(code, **more), by=by)


def published() -> Edition:
    """The edition that no plan and no regeling uses."""
    return Edition.objects.get(code="2022")


def records(edition: Edition) -> list[Record]:
    return [Record.of(card) for card in Intervention.objects.of_edition(edition)]


def logged() -> list[tuple]:
    return list(AuditEntry.objects.order_by("pk").values_list("event", "subject"))


def refusal(operation, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        operation(**kwargs)
    return refused.value.code


# --- drafts ----------------------------------------------------------------------------------------------------------


def test_a_new_edition_is_a_draft_and_the_trail_tells(bea, draft):
    draft.refresh_from_db()

    assert (draft.status, draft.name, draft.published_on) == (EditionStatus.DRAFT, "Menukaart 2023", date(2023, 4, 1))
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.subject, entry.actor) == ("row_added", f"menukaart.edition:{draft.pk}", bea)
    assert (entry.school, entry.board) == (None, None)


def test_the_head_of_a_draft_changes(bea, draft):
    operations.save_edition(edition=draft, values={"name": "Anders", "code": "2024"}, by=bea)

    assert list(Edition.objects.filter(pk=draft.pk).values_list("name", "code")) == [("Anders", "2024")]
    assert AuditEntry.objects.first().detail == {"name": ["Menukaart 2023", "Anders"], "code": ["2023", "2024"]}


@pytest.mark.parametrize(("code", "reason"), [("2022", "code_taken"), ("beheer", "reserved_code")])
def test_a_code_that_is_taken_or_stands_in_an_address_is_refused(bea, draft, code, reason):
    head = HEAD | {"code": code}

    assert refusal(operations.save_edition, edition=Edition(), values=head, by=bea) == reason
    assert refusal(operations.save_edition, edition=draft, values=head, by=bea) == reason
    assert refusal(operations.copy_edition, edition=published(), values=head, by=bea) == reason
    assert refusal(operations.import_edition, records=[], values=head, by=bea) == reason
    assert Edition.objects.count() == 3


def test_an_intervention_is_added_changed_and_deleted_in_a_draft(bea, draft):
    rekenen = Domain.objects.get(name="rekenen")

    card = add(draft, bea, effect_months=5, domains=[rekenen])
    card = operations.save_intervention(intervention=card, values={"effect_months": None}, by=bea)
    kept = Intervention.objects.get(pk=card.pk)
    domains = list(kept.domains.all())
    changed = AuditEntry.objects.first()
    operations.delete_intervention(intervention=card, by=bea)

    assert (kept.effect_months, domains, kept.changed_by) == (None, [rekenen], bea)
    assert changed.detail == {"effect_months": ["5", ""]}
    subject = f"menukaart.intervention:{kept.pk}"
    assert logged()[1:] == [("row_added", subject), ("row_changed", subject), ("row_deleted", subject)]
    assert AuditEntry.objects.first().detail["domains"] == ["rekenen", ""]
    assert not draft.interventions.exists()


def test_a_code_stands_once_in_an_edition(bea, draft):
    add(draft, bea, "B1")
    other = add(draft, bea, "B2")

    assert refusal(add, edition=draft, by=bea, code="B1") == "double_code"
    code = refusal(operations.save_intervention, intervention=other, values={"code": "B1"}, by=bea)
    assert code == "double_code"
    assert sorted(draft.interventions.values_list("code", flat=True)) == ["B1", "B2"]


def test_who_saves_an_old_state_is_told(bea, draft):
    card = add(draft, bea)
    old = Intervention.objects.get(pk=card.pk)
    operations.save_intervention(intervention=card, values={"name": "Nieuw"}, by=bea)

    assert refusal(operations.save_intervention, intervention=old, values={"name": "Oud"}, by=bea) == "stale"
    assert Intervention.objects.get(pk=card.pk).name == "Nieuw"


def test_deleting_a_draft_keeps_what_it_said_in_the_trail(bea, draft):
    add(draft, bea, note="Uit het onderzoek")

    operations.delete_edition(edition=draft, by=bea)

    assert not Edition.objects.filter(code="2023").exists()
    card, edition = AuditEntry.objects.filter(event="row_deleted").order_by("pk")
    assert (card.detail["note"], edition.detail["name"]) == (["Uit het onderzoek", ""], ["Menukaart 2023", ""])


# --- copying ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["2021", "2022"])
def test_a_copy_has_all_interventions_with_their_domains_and_is_a_draft(bea, code):
    original = Edition.objects.get(code=code)
    before = records(original)

    made = operations.copy_edition(edition=original, values=HEAD, by=bea)

    assert (made.status, made.code) == (EditionStatus.DRAFT, "2023")
    assert records(made) == before == records(original)
    assert any(record.domains for record in before)
    assert logged() == [(event, f"menukaart.edition:{made.pk}") for event in ("row_added", "edition_copied")]


# --- publishing ------------------------------------------------------------------------------------------------------


def test_a_draft_with_interventions_is_published(bea, draft):
    add(draft, bea)

    operations.publish(edition=draft, by=bea)

    draft.refresh_from_db()
    assert (draft.status, draft.published_on) == (EditionStatus.PUBLISHED, date(2023, 4, 1))
    assert logged()[-1] == ("edition_published", f"menukaart.edition:{draft.pk}")
    assert AuditEntry.objects.first().detail == {"status": ["concept", "gepubliceerd"]}


def test_an_edition_without_a_date_appears_on_the_day_of_publishing(bea, draft):
    operations.save_edition(edition=draft, values={"published_on": None}, by=bea)
    add(draft, bea)

    assert operations.publish(edition=draft, by=bea).published_on == localdate()


def test_an_empty_edition_is_not_published(bea, draft):
    assert refusal(operations.publish, edition=draft, by=bea) == "empty"

    draft.refresh_from_db()
    assert draft.status == EditionStatus.DRAFT


def test_a_published_edition_is_never_altered_in_use_or_not(bea):
    make_full_programme()
    used = Round.objects.get().edition
    for edition in (used, published()):
        before, card = records(edition), edition.interventions.first()
        codes = [
            refusal(operations.save_edition, edition=edition, values={"name": "Anders"}, by=bea),
            refusal(operations.save_intervention, intervention=card, values={"effect_months": 1}, by=bea),
            refusal(add, edition=edition, by=bea, code="Z1"),
            refusal(operations.delete_intervention, intervention=card, by=bea),
            refusal(operations.delete_edition, edition=edition, by=bea),
            refusal(operations.publish, edition=edition, by=bea),
        ]
        edition.refresh_from_db()
        assert codes == ["published"] * 6
        assert (records(edition), edition.name.startswith("Menukaart")) == (before, True)
    assert not AuditEntry.objects.filter(actor=bea).exists()


def test_a_stale_draft_that_was_published_meanwhile_is_refused(bea, draft):
    card = add(draft, bea)
    operations.publish(edition=Edition.objects.get(pk=draft.pk), by=bea)

    assert not draft.is_published  # what this page still thinks
    assert refusal(operations.save_intervention, intervention=card, values={"name": "Laat"}, by=bea) == "published"
    assert refusal(operations.delete_edition, edition=draft, by=bea) == "published"


# --- back to draft ---------------------------------------------------------------------------------------------------


def test_what_nothing_uses_goes_back_to_draft_and_is_open_again(bea):
    edition = published()

    operations.reopen(edition=edition, by=bea)

    edition.refresh_from_db()
    add(edition, bea, "Z1")
    assert (edition.status, edition.published_on) == (EditionStatus.DRAFT, date(2022, 4, 1))
    assert logged()[0] == ("edition_reopened", f"menukaart.edition:{edition.pk}")


def test_a_draft_does_not_go_back(bea, draft):
    assert refusal(operations.reopen, edition=draft, by=bea) == "draft"


def test_a_regeling_that_names_the_edition_is_a_use(bea):
    edition = Round.objects.get().edition

    assert edition.is_in_use
    assert refusal(operations.reopen, edition=edition, by=bea) == "in_use"
    assert not published().is_in_use


def test_a_measure_with_one_of_its_interventions_is_a_use(bea):
    edition = published()
    make_full_programme()
    Measure.objects.update(intervention=edition.interventions.get(code="B3"))

    assert edition.is_in_use
    assert refusal(operations.reopen, edition=edition, by=bea) == "in_use"


def test_what_a_plan_uses_is_not_deleted_from_a_draft_either(bea, draft):
    card = add(draft, bea)
    make_full_programme()
    Measure.objects.update(intervention=card, title="Geheime maatregel")

    with pytest.raises(Refused) as refused:
        operations.delete_intervention(intervention=card, by=bea)

    assert (refused.value.code, "Geheime" in str(refused.value)) == ("in_use", False)
    assert refusal(operations.delete_edition, edition=draft, by=bea) == "in_use"
    assert Intervention.objects.filter(pk=card.pk).exists()


# --- importing -------------------------------------------------------------------------------------------------------


def test_an_import_makes_a_draft_with_the_records(bea):
    given = [Record("A1", "A", "Zomerschool", 3, 4, None, "po vo", ("rekenen",), "Let op", "https://a.nl/")]

    made = operations.import_edition(records=given, values=HEAD, by=bea)

    assert (made.status, records(made)) == (EditionStatus.DRAFT, given)
    assert logged()[-1] == ("edition_imported", f"menukaart.edition:{made.pk}")
    assert AuditEntry.objects.first().detail == {"rows": 1}


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (Record("A1", "B", "Dubbel"), "double_code"),
        (Record("A2", "B", "x", domains=("bestaat niet",)), "unknown_domain"),
    ],
)
def test_nothing_is_half_imported(bea, second, code):
    given = [Record("A1", "A", "Zomerschool"), second]

    assert refusal(operations.import_edition, records=given, values=HEAD, by=bea) == code
    assert not Edition.objects.filter(code="2023").exists()
    assert logged() == []
