"""The pages of the menukaart: what everybody reads, and what administrators keep."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from menukaart import exchange, operations
from menukaart.constants import EditionStatus
from menukaart.models import Category, Edition, Intervention
from menukaart.records import Record
from npo_planner import sheets
from scans.models import Domain
from schools.models import User
from tests.factories import make_head, make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def bea() -> User:
    return make_user(is_staff=True, name="Bea")


@pytest.fixture
def desk(bea: User) -> Client:
    """The browser of an administrator."""
    client = Client()
    client.force_login(bea)
    return client


@pytest.fixture
def reader() -> Client:
    """The browser of a schoolleider."""
    client = Client()
    client.force_login(make_head(make_school()))
    return client


@pytest.fixture
def draft(bea: User) -> Edition:
    """A draft with one intervention."""
    head = {"code": "2023", "name": "Menukaart 2023", "published_on": None, "source": ""}
    return operations.import_edition(records=[Record("B1", "B", "Feedback", 8, 3, None)], values=head, by=bea)


def shown(response) -> str:
    """The text of a page with its spaces made one."""
    return " ".join(response.content.decode().split())


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def records(code: str) -> list[Record]:
    edition = Edition.objects.get(code=code)
    return [Record.of(card) for card in Intervention.objects.of_edition(edition)]


def card_data(**more: object) -> dict[str, object]:
    return {"code": "C9", "category": Category.objects.get(letter="C").pk, "name": "Dansen"} | more


# --- reading ---------------------------------------------------------------------------------------------------------


def test_everybody_reads_the_published_editions_newest_first(reader, draft):
    response = reader.get(reverse("editions"))

    assert [edition.code for edition in response.context["editions"]] == ["2022", "2021"]
    assert "Verschenen op 1 april 2022 · 24 interventies" in shown(response)
    assert "Edities beheren" not in shown(response)
    assert f'href="{reverse("editions")}" aria-current="page"' in shown(response)


def test_an_administrator_finds_the_way_to_keeping_editions(desk, draft):
    assert f'href="{reverse("editions_manage")}"' in shown(desk.get(reverse("editions")))
    assert f'href="{reverse("editions_manage")}"' in shown(desk.get(reverse("administration")))


def test_an_edition_shows_every_card_with_its_figures_by_category(reader):
    text = shown(reader.get(reverse("edition", args=["2021"])))

    assert "<h3>Feedback</h3>" in text
    assert "<dt>Effect</dt><dd>+8 maanden (zeer groot)</dd>" in text
    assert "<dt>Bewijs</dt><dd>redelijk (3 van 5)</dd>" in text
    assert "<dt>Sectoren</dt><dd>primair onderwijs, voortgezet onderwijs, (voortgezet) speciaal onderwijs</dd>" in text
    assert text.count('<li class="row-card"') == 26
    assert text.index('id="categorie-A"') < text.index('id="B9"') < text.index('id="categorie-F"')
    assert "Mag alleen samen met een maatregel uit A tot en met E." in text
    assert 'id="verschillen"' not in text  # it is the first


def test_b10_comes_after_b9(reader):
    text = shown(reader.get(reverse("edition", args=["2022"])))

    assert text.index('id="B9"') < text.index('id="B10"') < text.index('id="C1"')


def test_an_edition_tells_what_changed_since_the_one_before(reader):
    text = shown(reader.get(reverse("edition", args=["2022"])))

    assert "Wat is er anders dan in Menukaart mei 2021?" in text
    assert "3 nieuw, 5 vervallen," in text
    assert "effect: <del>+3 maanden (gemiddeld)</del> → <ins>+2 maanden (klein)</ins>" in text


def test_what_administrators_type_is_shown_as_text(desk, bea, draft):
    card = draft.interventions.get()
    values = {"name": "<script>x</script>", "note": "<b>vet</b>\nregel", "source": "https://a.nl/?a=1&b=<c>"}
    operations.save_intervention(intervention=card, values=values, by=bea)

    text = desk.get(reverse("edition", args=["2023"])).content.decode()

    assert "&lt;script&gt;x&lt;/script&gt;" in text
    assert "&lt;b&gt;vet&lt;/b&gt;<br>regel" in text
    assert "<b>vet" not in text


@pytest.mark.parametrize("name", ["edition", "edition_csv", "edition_json"])
def test_a_draft_is_only_there_for_administrators(desk, reader, draft, name):
    url = reverse(name, args=["2023"])

    assert reader.get(url).status_code == 404
    assert reader.get(reverse(name, args=["9999"])).status_code == 404
    assert desk.get(url).status_code == 200


def test_visitors_sign_in_first(client):
    response = client.get(reverse("edition", args=["2021"]))

    assert (response.status_code, response.url) == (302, f"{reverse('login')}?next=/menukaart/2021/")


@pytest.mark.parametrize("n", [0, 5])
def test_reading_runs_as_many_queries_for_any_number_of_cards_and_editions(reader, bea, n, django_assert_num_queries):
    for place in range(n):
        head = {"code": f"x{place}", "name": "Meer", "published_on": None, "source": ""}
        made = operations.copy_edition(edition=Edition.objects.get(code="2021"), values=head, by=bea)
        operations.publish(edition=made, by=bea)
        Edition.objects.filter(pk=made.pk).update(published_on="2020-01-01")

    with django_assert_num_queries(3):  # session, user, editions
        assert len(reader.get(reverse("editions")).context["editions"]) == 2 + n
    with django_assert_num_queries(8):  # session, user, edition, cards and domains, the edition before with the same
        reader.get(reverse("edition", args=["2022"]))


# --- keeping ---------------------------------------------------------------------------------------------------------

PUBLISHED = ["edition_manage", "edition_edit", "edition_copy", "edition_publish", "edition_reopen", "edition_delete"]


@pytest.mark.parametrize("name", [*PUBLISHED, "intervention_add"])
def test_who_is_no_administrator_may_not_keep_what_they_read(reader, draft, name):
    edition = Edition.objects.get(code="2022")

    for row, status in ((edition, 403), (draft, 404)):
        url = reverse(name, args=[row.pk])
        assert (reader.get(url).status_code, reader.post(url).status_code) == (status, status)
    assert (Edition.objects.count(), edition.interventions.count()) == (3, 24)


@pytest.mark.parametrize("name", ["editions_manage", "edition_add", "edition_import", "edition_import_apply"])
def test_pages_of_administrators_refuse_everybody_else(reader, name):
    assert reader.post(reverse(name), {"code": "x", "name": "x"}).status_code == 403
    assert reader.get(reverse(name)).status_code == 403
    assert Edition.objects.count() == 2


@pytest.mark.parametrize("name", ["intervention_edit", "intervention_delete"])
def test_who_is_no_administrator_may_not_write_an_intervention(reader, draft, name):
    for card, status in ((Intervention.objects.first(), 403), (draft.interventions.get(), 404)):
        assert reader.post(reverse(name, args=[card.pk]), card_data()).status_code == status
        assert Intervention.objects.filter(pk=card.pk, name=card.name).exists()


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_administrators_has_drafts_and_a_constant_number_of_queries(
    desk, draft, bea, n, django_assert_num_queries
):
    for place in range(n - 1):
        values = {"code": f"x{place}", "name": "Meer", "published_on": None, "source": ""}
        operations.save_edition(edition=Edition(), values=values, by=bea)

    with django_assert_num_queries(3):  # session, user, editions
        response = desk.get(reverse("editions_manage"))

    assert len(response.context["editions"]) == 2 + n
    assert '<span class="status">concept</span>' in shown(response)


def test_a_new_edition_is_written_filled_and_published(desk):
    desk.post(reverse("edition_add"), {"code": "2024", "name": "Menukaart 2024", "source": "a.nl"})
    edition = Edition.objects.get(code="2024")
    rekenen = Domain.objects.get(name="rekenen")
    more = {"effect_months": "+5", "evidence": "4", "cost": "", "sectors": ["po", "vo"], "domains": [rekenen.pk]}
    desk.post(reverse("intervention_add", args=[edition.pk]), card_data(code="c9", note="Let op", **more))
    asked = desk.get(reverse("edition_publish", args=[edition.pk]))
    still_draft = not Edition.objects.get(pk=edition.pk).is_published
    done = desk.post(reverse("edition_publish", args=[edition.pk]), follow=True)

    assert edition.source == "https://a.nl"
    assert records("2024") == [Record("C9", "C", "Dansen", 5, 4, None, "po vo", ("rekenen",), "Let op")]
    assert ("veranderen dan niet meer" in shown(asked), still_draft) == (True, True)
    assert said(done) == ["“Menukaart 2024” is gepubliceerd."]
    assert Edition.objects.get(pk=edition.pk).is_published


def test_an_empty_edition_stays_a_draft_and_the_page_says_why(desk):
    desk.post(reverse("edition_add"), {"code": "2024", "name": "Menukaart 2024"})
    edition = Edition.objects.get(code="2024")

    response = desk.post(reverse("edition_publish", args=[edition.pk]), follow=True)

    assert said(response)[-1] == "Deze editie heeft nog geen interventies. Voeg die eerst toe."
    assert not Edition.objects.get(pk=edition.pk).is_published


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("2022", "Er bestaat al een Editie met eenzelfde Code."),
        ("beheer", "“beheer” kan geen code zijn: zo heet al een pagina."),
        ("", "Dit veld is verplicht."),
        ("a b", None),
        ("x" * 21, None),
        ("../x", None),
    ],
)
@pytest.mark.parametrize("name", ["edition_add", "edition_copy", "edition_import"])
def test_a_code_that_cannot_be_is_told_beside_the_field(desk, name, code, error):
    args = [Edition.objects.get(code="2021").pk] if name == "edition_copy" else []
    file = SimpleUploadedFile("a.csv", sheets.dumps(exchange.table(records("2021"))))

    response = desk.post(reverse(name, args=args), {"code": code, "name": "Nieuw", "file": file})

    (told,) = response.context["form"].errors["code"]
    assert (response.status_code, error in (told, None)) == (200, True)
    assert Edition.objects.count() == 2


def test_a_copy_is_made_with_all_cards(desk):
    edition = Edition.objects.get(code="2021")

    response = desk.post(reverse("edition_copy", args=[edition.pk]), {"code": "2025", "name": "Kopie"}, follow=True)

    assert said(response) == ["De kopie staat klaar als concept."]
    assert records("2025") == records("2021")
    assert Edition.objects.get(code="2025").status == EditionStatus.DRAFT


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "B-1"),
        ("code", "b1"),  # stands there already
        ("category", "99"),
        ("name", ""),
        ("name", "x" * 121),
        ("effect_months", "13"),
        ("effect_months", "-13"),
        ("effect_months", "veel"),
        ("effect_months", "1e1"),
        ("evidence", "0"),
        ("evidence", "6"),
        ("cost", "6"),
        ("sectors", ["mbo"]),
        ("source", "javascript:alert(1)"),
        ("note", "x" * 2001),
        ("domains", [10**9]),
        ("domains", [10**40]),
        ("domains", ["\x00"]),
    ],
)
def test_bad_figures_are_refused_beside_the_field(desk, draft, field, value):
    response = desk.post(reverse("intervention_add", args=[draft.pk]), card_data(**{field: value}))

    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert draft.interventions.count() == 1


def test_the_domains_of_one_school_are_not_offered(desk, draft):
    own = Domain.objects.create(name="zwemmen", kind="anders", school=make_school())

    form = desk.get(reverse("intervention_add", args=[draft.pk])).context["form"]

    assert own not in form.fields["domains"].queryset
    assert form.fields["evidence"].choices[0] == ("", "niet vermeld")


def test_two_administrators_at_once_see_each_others_text(desk, bea, draft):
    card = draft.interventions.get()
    url = reverse("intervention_edit", args=[card.pk])
    form = desk.get(url).context["form"]
    data = {"code": "B1", "category": card.category_id, "name": "Mijn naam", "seen": form["seen"].value()}
    operations.save_intervention(intervention=card, values={"name": "Uw naam", "effect_months": 1}, by=bea)

    response = desk.post(url, data | {"effect_months": "8", "evidence": "3"})

    assert list(response.context["form"].errors) == ["name"]
    assert response.context["form"].collisions["name"].theirs == "Uw naam"
    kept = Intervention.objects.get(pk=card.pk)
    assert (kept.name, kept.effect_months) == ("Uw naam", 1)


def test_an_intervention_is_changed_and_deleted_after_a_question(desk, draft):
    card = draft.interventions.get()
    data = {"code": "B1", "category": card.category_id, "name": "Anders", "effect_months": ""}

    desk.post(reverse("intervention_edit", args=[card.pk]), data)
    changed = Intervention.objects.get(pk=card.pk)
    asked = shown(desk.get(reverse("intervention_delete", args=[card.pk])))
    response = desk.post(reverse("intervention_delete", args=[card.pk]), follow=True)

    assert (changed.name, changed.effect_months) == ("Anders", None)
    assert "“B1 Anders” uit Menukaart 2023" in asked
    assert said(response) == ["“B1 Anders” is verwijderd."]
    assert not draft.interventions.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("edition_edit", {"code": "2022", "name": "Anders"}),
        ("edition_delete", {}),
        ("edition_publish", {}),
        ("intervention_add", {"code": "C9", "name": "Dansen"}),
        ("intervention_edit", {"code": "A1", "name": "Dansen"}),
        ("intervention_delete", {}),
    ],
)
def test_pages_of_a_published_edition_write_nothing_and_say_why(desk, name, data):
    edition = Edition.objects.get(code="2022")
    before = records("2022")
    row = edition if name.startswith("edition") or name == "intervention_add" else edition.interventions.first()
    if "name" in data and name.startswith("intervention"):
        data = data | {"category": Category.objects.get(letter="A").pk}

    response = desk.post(reverse(name, args=[row.pk]), data, follow=True)

    assert "verandert niet meer" in shown(response)
    assert (records("2022"), Edition.objects.get(pk=edition.pk).name) == (before, "Menukaart april 2022")


def test_the_page_offers_only_what_may_be(desk, draft):
    def offered(code: str) -> set[str]:
        edition = Edition.objects.get(code=code)
        text = shown(desk.get(reverse("edition_manage", args=[edition.pk])))
        return {name for name in PUBLISHED if f'href="{reverse(name, args=[edition.pk])}"' in text}

    assert offered("2021") == {"edition_copy"}  # a regeling uses it
    assert offered("2022") == {"edition_copy", "edition_reopen"}
    assert offered("2023") == {"edition_copy", "edition_edit", "edition_publish", "edition_delete"}


def test_back_to_draft_and_away(desk):
    edition = Edition.objects.get(code="2022")

    reopened = desk.post(reverse("edition_reopen", args=[edition.pk]), follow=True)
    deleted = desk.post(reverse("edition_delete", args=[edition.pk]), follow=True)
    used = Edition.objects.get(code="2021")
    refused = desk.post(reverse("edition_reopen", args=[used.pk]), follow=True)

    assert said(reopened) == ["“Menukaart april 2022” is weer een concept."]
    assert said(deleted) == ["“Menukaart april 2022” is verwijderd."]
    assert said(refused)[0].startswith("Deze editie is in gebruik, bij een plan of een regeling.")
    assert list(Edition.objects.values_list("code", flat=True)) == ["2021"]


@pytest.mark.parametrize("n", [1, 4])
def test_the_page_of_an_edition_runs_as_many_queries_for_any_number_of_cards(
    desk, bea, draft, n, django_assert_num_queries
):
    for place in range(2, n + 1):
        values = {"code": f"B{place}", "name": "x", "category": Category.objects.get(letter="B")}
        operations.save_intervention(intervention=Intervention(edition=draft), values=values, by=bea)

    # session, user, edition; cards, domains; is it in use: regeling, programme, measure (main
    # card, other cards and the table of those), not chosen
    with django_assert_num_queries(11):
        response = desk.get(reverse("edition_manage", args=[draft.pk]))

    assert len(response.context["cards"]) == n


# --- files -----------------------------------------------------------------------------------------------------------


def upload(desk: Client, data: bytes, name: str = "editie.csv", **head: str):
    file = SimpleUploadedFile(name, data)
    return desk.post(reverse("edition_import"), {"file": file, "code": "2030", "name": "Uit bestand"} | head)


def apply(desk: Client, preview, **more: str):
    rows = preview.context["form"]["rows"].value()
    return desk.post(reverse("edition_import_apply"), {"rows": rows} | more, follow=True)


@pytest.mark.parametrize("kind", ["csv", "json"])
@pytest.mark.parametrize("code", ["2021", "2022"])
def test_download_preview_and_import_give_an_equal_edition(desk, code, kind):
    file = desk.get(reverse(f"edition_{kind}", args=[code]))

    preview = upload(desk, file.content, f"editie.{kind}", published_on="2030-04-01", source="https://a.nl/")
    written = Edition.objects.filter(code="2030").exists()
    response = apply(desk, preview)

    made = Edition.objects.get(code="2030")
    assert file["Content-Disposition"] == f'attachment; filename="menukaart-{code}.{kind}"'
    assert ("Er is nog niets bewaard." in shown(preview), written) == (True, False)
    assert said(response) == ["“Uit bestand” is ingelezen als concept."]
    assert records("2030") == records(code)
    assert (made.status, str(made.published_on), made.source) == ("concept", "2030-04-01", "https://a.nl/")


def test_a_csv_has_the_words_of_the_table_and_json_the_same_fields(reader):
    text = reader.get(reverse("edition_csv", args=["2021"])).content.decode("utf-8-sig")
    rows = json.loads(reader.get(reverse("edition_json", args=["2021"])).content)

    assert text.splitlines()[0] == ";".join(rows[0])
    assert (len(rows), rows[0]["naam"]) == (26, "Voor- en vroegschoolse interventies")


def test_errors_stand_at_the_file_and_nothing_is_written(desk):
    table = exchange.table([Record("B1", "B", "x"), Record("B2", "X", "y"), Record("B1", "B", "z")])

    response = upload(desk, sheets.dumps(table))

    assert response.context["form"].errors["file"] == [
        "Rij 3: categorie: Kies een letter uit A, B, C, D, E, F.",
        "Rij 4: code B1 staat ook in rij 2.",
    ]
    assert not Edition.objects.filter(code="2030").exists()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"PK\x03\x04", "Dit is een Excel- of zipbestand."),
        ("code".encode("utf-16"), "Dit bestand is opgeslagen als UTF-16"),
        (b"\xff\xfa\x00", "Dit bestand is niet opgeslagen als UTF-8."),
        (b"x" * 300_001, "Dit bestand is groter dan 300 kB."),
        (b"[" * 100_000, "Dit JSON-bestand is niet goed te lezen."),
        (b'[{"\\ud800": "x"}]', "Dit JSON-bestand is niet goed te lezen."),
        (b"<script>;x\n", "De kolom “code” ontbreekt."),
        (b"", "Het verstuurde bestand is leeg."),
    ],
)
def test_a_file_that_is_no_edition_is_told_at_its_field(desk, data, error):
    response = upload(desk, data)

    (told,) = response.context["form"].errors["file"]
    assert (response.status_code, told.startswith(error)) == (200, True)
    assert not Edition.objects.filter(code="2030").exists()


def test_a_file_cannot_put_markup_into_the_preview(desk):
    preview = upload(desk, exchange.to_json([Record("B1", "B", "<img src=x>", note="<b>x</b>")]))

    assert "&lt;img src=x&gt;" in shown(preview)
    assert "<img src=x>" not in shown(preview)


@pytest.mark.parametrize("rows", ["", "abc", "x:y:z", "\x00"])
def test_a_preview_that_is_not_ours_is_refused(desk, rows):
    response = desk.post(reverse("edition_import_apply"), {"rows": rows}, follow=True)

    assert said(response) == ["Dit voorbeeld is niet meer geldig. Lees het bestand opnieuw in."]
    assert Edition.objects.count() == 2


def test_a_preview_of_somebody_else_is_refused(desk):
    preview = upload(desk, exchange.to_json(records("2021")))
    other = Client()
    other.force_login(make_user(is_staff=True))

    response = apply(other, preview)

    assert said(response) == ["Dit voorbeeld is van iemand anders. Lees het bestand opnieuw in."]
    assert Edition.objects.count() == 2


def test_importing_twice_makes_one_edition(desk):
    preview = upload(desk, exchange.to_json(records("2021")))
    apply(desk, preview)

    response = apply(desk, preview)

    assert said(response) == ["Er is al een editie met de code “2030”."]
    assert Edition.objects.count() == 3


def test_importing_needs_a_post(desk):
    assert desk.get(reverse("edition_import_apply")).status_code == 405
