"""The pages of consent: who may open which, and what a form does with what people type."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programmes.consent.clocks import months_after
from programmes.consent.constants import Choice, Outcome
from programmes.models import Adoption, Ballot, Comment, Decision, Programme, Version
from schools.constants import Geleding, Role
from schools.models import Membership
from tests.factories import make_head, make_school, make_user
from tests.programmes.consent.cast import PASSWORD, Cast, cast_in, today

pytestmark = pytest.mark.django_db

WRITERS, MR, ALL = (
    {"head", "team"},
    {"staff", "parent", "secretary"},
    {
        "head",
        "team",
        "staff",
        "parent",
        "secretary",
        "board",
    },
)
# Route -> who of the school may open it.
ROUTES = {
    "mr": ALL,
    "submit": {"head"},
    "revise": {"head"},
    "version": ALL,
    "comment": WRITERS | MR,
    "reply": WRITERS | MR,
    "adopt": {"board"},
    "withdraw": {"head"},
    "vote": {"staff", "parent"},
    "decide": {"secretary"},
}
FORMS = sorted(ROUTES.keys() - {"mr", "version"})


def address(cast: Cast, route: str) -> str:
    keys = {
        **dict.fromkeys(("mr", "submit", "revise"), cast.programme.pk),
        **dict.fromkeys(("version", "comment", "adopt"), cast.version.pk),
        **dict.fromkeys(("withdraw", "vote", "decide"), cast.version.consent_round.pk),
    }
    key = Comment.objects.get().pk if route == "reply" else keys[route]
    return reverse(route, kwargs={"pk": key})


@pytest.fixture
def cast() -> Cast:
    cast = cast_in("at_mr")
    cast.comment()
    return cast


def post(client, cast: Cast, route: str, who: str, **data: object):
    client.force_login(getattr(cast, who))
    return client.post(address(cast, route), {"password": PASSWORD} | data)


# --- who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", sorted(ALL))
@pytest.mark.parametrize("route", ROUTES)
def test_role_opens_route(client, cast, route, who):
    client.force_login(getattr(cast, who))

    assert client.get(address(cast, route)).status_code == (200 if who in ROUTES[route] else 403)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", ROUTES)
def test_nobody_of_another_board_finds_it(client, cast, route, method):
    for stranger in (make_head(make_school()), make_user(is_staff=True), make_user()):
        client.force_login(stranger)

        assert getattr(client, method)(address(cast, route)).status_code == 404


@pytest.mark.parametrize("route", ROUTES)
def test_former_member_does_not_find_it(client, cast, route):
    Membership.objects.filter(user=cast.parent).update(ended_on=today())
    client.force_login(cast.parent)

    assert client.get(address(cast, route)).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", ROUTES)
def test_anonymous_is_asked_to_sign_in(client, cast, route, method):
    response = getattr(client, method)(address(cast, route))

    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("login"))


@pytest.mark.parametrize(("route", "who"), [(route, who) for route in FORMS for who in sorted(ALL - ROUTES[route])])
def test_post_of_the_wrong_role_is_forbidden(client, cast, route, who):
    counts = [model.objects.count() for model in (Version, Ballot, Comment, Decision, Adoption)]

    assert post(client, cast, route, who).status_code == 403
    assert [model.objects.count() for model in (Version, Ballot, Comment, Decision, Adoption)] == counts
    assert cast.status() == "at_mr"


@pytest.mark.parametrize("route", ["mr", "version"])
def test_reading_page_takes_no_post(client, cast, route):
    assert post(client, cast, route, "head").status_code == 405


@pytest.mark.parametrize("route", FORMS)
def test_form_takes_no_put_or_delete(client, cast, route):
    client.force_login(getattr(cast, sorted(ROUTES[route])[0]))

    assert [getattr(client, m)(address(cast, route)).status_code for m in ("put", "delete", "patch")] == [405] * 3


# --- what is typed ----------------------------------------------------------------------------------------------------

LONG = "x" * 6000
BAD = {
    "submit_no_date": ("submit", "head", {"note": "Lees dit"}, {"respond_by": ["Dit veld is verplicht."]}),
    "submit_past": (
        "submit",
        "head",
        {"respond_by": "2020-01-01", "note": "Lees dit"},
        {"respond_by": ["Kies een datum die nog komt."]},
    ),
    "submit_far": (
        "submit",
        "head",
        {"respond_by": "9999-12-31", "note": "Lees dit"},
        {"respond_by": ["Kies een datum binnen een jaar."]},
    ),
    "submit_no_such_day": (
        "submit",
        "head",
        {"respond_by": "31-02-2027", "note": "Lees dit"},
        {"respond_by": ["Vul een datum in, bijvoorbeeld 31-07-2023."]},
    ),
    "withdraw_blank": ("withdraw", "head", {"reason": "  "}, {"reason": ["Dit veld is verplicht."]}),
    "comment_blank": (
        "comment",
        "parent",
        {"section": "begroting", "text": " "},
        {"text": ["Dit veld is verplicht."]},
    ),
    "comment_nowhere": (
        "comment",
        "parent",
        {"section": "<script>", "text": "Waarom?"},
        {"section": ["Kies een onderdeel van dit plan."]},
    ),
    "reply_blank": ("reply", "head", {"text": ""}, {"text": ["Dit veld is verplicht."]}),
    "vote_nothing": (
        "vote",
        "parent",
        {"reason_ouders": "Ik twijfel"},
        {"choice_ouders": ["Kies voor, tegen of onthouding."]},
    ),
    "decide_nothing": (
        "decide",
        "secretary",
        {"reasons": "Omdat", "decided_on": ""},
        {"outcome": ["Kies wat de MR besloot."], "decided_on": ["Dit veld is verplicht."]},
    ),
    "decide_no_reasons": (
        "decide",
        "secretary",
        {"outcome": "onthouden", "reasons": "", "decided_on": "today"},
        {"reasons": ["Schrijf op waarom de MR niet instemt."]},
    ),
    "decide_no_conditions": (
        "decide",
        "secretary",
        {"outcome": "voorwaarden", "reasons": "", "decided_on": "today"},
        {"reasons": ["Schrijf de voorwaarden op."]},
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_sentence_beside_the_field_and_keeps_what_was_typed(client, cast, name):
    route, who, typed, errors = BAD[name]
    if route == "submit":
        cast.withdraw()
    typed = {key: today().isoformat() if value == "today" else value for key, value in typed.items()}
    counts = [model.objects.count() for model in (Version, Ballot, Comment, Decision)]

    response = post(client, cast, route, who, **typed)

    form = response.context["form"]
    assert (response.status_code, form.errors) == (200, errors)
    assert {key: form[key].value() for key in typed} == typed
    assert [model.objects.count() for model in (Version, Ballot, Comment, Decision)] == counts


@pytest.mark.parametrize(
    ("route", "who", "field", "longest"),
    [
        ("withdraw", "head", "reason", 2000),
        ("comment", "parent", "text", 3000),
        ("reply", "head", "text", 3000),
        ("vote", "parent", "reason_ouders", 2000),
        ("decide", "secretary", "reasons", 5000),
    ],
)
def test_too_long_text_is_kept_and_refused(client, cast, route, who, field, longest):
    response = post(client, cast, route, who, **{field: LONG})

    assert response.context["form"].errors[field] == [
        f"Zorg dat deze waarde niet meer dan {longest} tekens bevat (het zijn er nu 6000)."
    ]
    assert LONG in response.content.decode()


def test_date_outside_the_round_is_told_beside_the_date(client, cast):
    tomorrow = today() + timedelta(days=1)

    response = post(client, cast, "decide", "secretary", outcome="instemming", decided_on=tomorrow.isoformat())

    assert response.context["form"].errors == {
        "decided_on": [f"Kies een datum van {today():%d-%m-%Y} tot en met vandaag."]
    }


def test_refused_operation_is_told_above_the_form(client, cast):
    client.force_login(cast.parent)
    url = address(cast, "vote")
    cast.withdraw()

    response = client.post(url, {"choice_ouders": "voor", "reason_ouders": "Goed.", "password": PASSWORD})

    assert response.context["form"].non_field_errors() == ["Deze ronde is al gesloten."]
    assert response.context["form"]["reason_ouders"].value() == "Goed."
    assert Ballot.objects.count() == 0


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1", "é😀‮", "a\r\nb", "{{ 7|add:1 }}"])
def test_hostile_comment_is_shown_as_text(client, cast, text):
    response = post(client, cast, "comment", "parent", section="begroting", text=text)

    assert response.url == f"{cast.version.get_absolute_url()}#reactie-{Comment.objects.last().pk}"
    page = client.get(cast.version.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert Comment.objects.last().text.replace("\r\n", "\n") == text.replace("\r\n", "\n")


def test_null_byte_is_refused(client, cast):
    response = post(client, cast, "comment", "parent", section="begroting", text="a\x00b")

    assert list(response.context["form"].errors) == ["text"]


# --- what happens -----------------------------------------------------------------------------------------------------


def test_submit_page_shows_what_is_open_and_who_gets_mail(client):
    cast = Cast()
    Programme.objects.filter(pk=cast.programme.pk).update(vision="")
    client.force_login(cast.head)

    response = client.get(reverse("submit", args=[cast.programme.pk]))

    assert [check.text for check in response.context["missing"]] == ["Schrijf de visie van de school op."]
    assert [person.name for person in response.context["told"]] == ["Ineke", "Peter", "Sanne"]


def test_submit_without_measures_says_so_and_keeps_the_note(client):
    cast = Cast()
    cast.programme.cost_lines.all().delete()
    cast.programme.measures.all().delete()
    client.force_login(cast.head)

    response = client.post(
        reverse("submit", args=[cast.programme.pk]), {"respond_by": today().isoformat(), "note": "Hallo"}
    )

    assert response.context["form"].non_field_errors() == [
        "Er is nog geen maatregel om over te beslissen. Kies eerst een maatregel."
    ]
    assert response.context["form"]["note"].value() == "Hallo"
    assert cast.status() == "draft"


def test_submit_twice_makes_one_version(client):
    cast = Cast()
    client.force_login(cast.head)
    url, data = reverse("submit", args=[cast.programme.pk]), {"respond_by": today().isoformat(), "note": ""}

    first, second = client.post(url, data), client.post(url, data)

    assert (first.status_code, second.status_code) == (302, 200)
    assert second.context["form"].non_field_errors()[0].startswith("Dit kan niet nu de stand")
    assert Version.objects.count() == 1


def test_vote_page_fills_in_the_vote_that_was_given_and_changes_it(client, cast):
    cast.vote(reason="Goed plan.")
    client.force_login(cast.parent)
    url = address(cast, "vote")

    form = client.get(url).context["form"]
    assert (form["choice_ouders"].value(), form["reason_ouders"].value()) == ("voor", "Goed plan.")
    response = client.post(url, {"choice_ouders": "onthouding", "reason_ouders": "", "password": PASSWORD})

    assert response.url == reverse("mr", args=[cast.programme.pk])
    assert [(b.choice, b.reason) for b in Ballot.objects.all()] == [("onthouding", "")]


def test_member_of_two_geledingen_votes_for_each(client):
    cast = Cast()
    Membership.objects.create(user=cast.parent, school=cast.school, role=Role.MR_MEMBER, geleding=Geleding.STAFF)
    cast.submit()

    post(client, cast, "vote", "parent", choice_ouders="voor", choice_personeel="tegen")

    assert [(b.seat.geleding, b.choice) for b in Ballot.objects.all()] == [("ouders", "voor"), ("personeel", "tegen")]


def test_vote_for_a_geleding_of_others_in_the_post_is_not_read(client, cast):
    post(client, cast, "vote", "parent", choice_ouders="voor", choice_personeel="tegen", geleding="personeel")

    assert [(b.seat.geleding, b.choice) for b in Ballot.objects.all()] == [("ouders", "voor")]


def test_decide_records_and_closes(client, cast):
    response = post(
        client,
        cast,
        "decide",
        "secretary",
        outcome="voorwaarden",
        reasons="Toets in januari.",
        decided_on=today().isoformat(),
    )

    assert response.status_code == 302
    decision = Decision.objects.get()
    assert (decision.outcome, decision.reasons, decision.recorded_by) == (
        "voorwaarden",
        "Toets in januari.",
        cast.secretary,
    )


def test_adopt_records(client):
    cast = cast_in("consented")

    response = post(client, cast, "adopt", "board", adopted_on=today().isoformat())

    assert (response.status_code, Adoption.objects.get().adopted_by, cast.status()) == (302, cast.board, "adopted")


def test_adopt_too_early_is_told_beside_the_date(client):
    response = post(client, cast_in("consented"), "adopt", "board", adopted_on="2020-01-01")

    assert list(response.context["form"].errors) == ["adopted_on"]


def test_revise_asks_first_and_then_opens_the_plan(client):
    cast = cast_in("adopted")
    client.force_login(cast.head)
    url = reverse("revise", args=[cast.programme.pk])

    assert client.get(url).status_code == 200
    assert cast.status() == "adopted"
    assert client.post(url).url == reverse("mr", args=[cast.programme.pk])
    assert cast.status() == "draft"


def test_reply_lands_under_its_question(client, cast):
    response = post(client, cast, "reply", "head", text="Om vier uur per week te kunnen oefenen.")

    assert response.url == f"{cast.version.get_absolute_url()}#reactie-{Comment.objects.last().pk}"
    assert [(c.parent_id is None, c.author) for c in Comment.objects.all()] == [
        (True, cast.parent),
        (False, cast.head),
    ]


def test_comment_on_a_closed_version_is_refused_with_the_text_kept(client, cast):
    cast.withdraw()

    response = post(client, cast, "comment", "parent", section="begroting", text="Nog een vraag")

    assert response.context["form"].non_field_errors() == ["Over deze versie kunt u niet meer reageren."]
    assert "Nog een vraag" in response.content.decode()


# --- the step page ----------------------------------------------------------------------------------------------------

# State -> for each role the one thing to do next.
NEXT = {
    "draft": {"head": "submit"},
    "at_mr": {"staff": "vote", "parent": "vote"},
    "consented": {"board": "adopt"},
    "adopted": {},
    "refused": {"head": "submit"},
    "withdrawn": {"head": "submit"},
    "revised": {"head": "submit"},
}


@pytest.mark.parametrize("state", NEXT)
def test_step_page_offers_each_person_one_next_deed(client, state):
    cast = cast_in(state)
    found = {}
    for who in ALL:
        client.force_login(getattr(cast, who))
        response = client.get(reverse("mr", args=[cast.programme.pk]))
        found[who] = response.context["standing"].action
        assert response.content.decode().count('class="btn btn-primary"') <= 1
        assert response.context["standing"].state == state

    assert {who: action for who, action in found.items() if action} == NEXT[state]


def test_secretary_records_the_decision_when_everybody_voted(client, cast):
    client.force_login(cast.secretary)
    url = reverse("mr", args=[cast.programme.pk])
    assert client.get(url).context["standing"].action == ""
    cast.vote()
    cast.vote(cast.staff, Choice.AGAINST)

    assert client.get(url).context["standing"].action == "decide"


def test_secretary_records_the_decision_when_the_term_is_over(client, cast):
    type(cast.round).objects.update(respond_by=today() - timedelta(days=1))
    client.force_login(cast.secretary)

    standing = client.get(reverse("mr", args=[cast.programme.pk])).context["standing"]

    assert (standing.action, standing.is_late, standing.waiting) == ("decide", True, 2)


def test_mr_sees_who_voted_and_why_and_the_school_only_how_many(client, cast):
    cast.vote(reason="Eindelijk hulp in groep 5.")
    seen = {}
    for who in ALL:
        client.force_login(getattr(cast, who))
        page = client.get(reverse("mr", args=[cast.programme.pk])).content.decode()
        seen[who] = ("Sanne, personeel" in page, "Eindelijk hulp in groep 5." in page)

    assert seen == {who: (who in MR, who in MR) for who in ALL}


def test_step_page_counts_questions_and_those_without_an_answer(client, cast):
    asked = cast.comment("Wanneer begint het?")
    for text in ("In september.", "Op dinsdag."):
        cast.comment(text, by=cast.head, parent=asked)
    client.force_login(cast.head)

    questions = client.get(reverse("mr", args=[cast.programme.pk])).context["standing"].questions

    assert questions == {"all": 2, "open": 1}


def test_step_page_counts_votes_of_somebody_who_left(client, cast):
    cast.vote()
    Membership.objects.filter(user=cast.parent).update(ended_on=today())
    client.force_login(cast.head)

    votes = client.get(reverse("mr", args=[cast.programme.pk])).context["standing"].votes

    assert [(str(part.geleding), part.voor, part.waiting) for part in votes] == [("personeel", 0, 1), ("ouders", 1, 0)]


def test_step_page_shows_the_reasons_of_a_refusal_and_the_date_of_the_law(client):
    cast = cast_in("refused")
    client.force_login(cast.head)

    response = client.get(reverse("mr", args=[cast.programme.pk]))

    page = response.content.decode()
    assert page.count("Te weinig voor groep 5.") == 1
    assert "Dat wordt versie 2." in page
    (clock,) = response.context["standing"].clocks
    assert (clock.code, clock.until, clock.ended_on) == ("antwoord", months_after(today(), 3), None)


def test_draft_links_to_what_stops_submitting(client):
    cast = Cast()
    Membership.objects.filter(user__in=[cast.staff, cast.parent, cast.secretary]).update(ended_on=today())
    client.force_login(cast.head)

    page = client.get(reverse("mr", args=[cast.programme.pk])).content.decode()

    assert f'href="{reverse("school_people", args=[cast.school.pk])}"' in page
    assert f'href="{reverse("submit", args=[cast.programme.pk])}"' not in page


def test_mr_does_not_see_the_checklist_of_a_draft(client):
    cast = Cast()
    Programme.objects.filter(pk=cast.programme.pk).update(vision="")
    client.force_login(cast.parent)

    response = client.get(reverse("mr", args=[cast.programme.pk]))

    assert (response.context["missing"], "Schrijf de visie" in response.content.decode()) == ([], False)


@pytest.mark.parametrize(
    ("day", "later"), [("2026-11-30", "2027-02-28"), ("2026-10-15", "2027-01-15"), ("2023-11-30", "2024-02-29")]
)
def test_months_after(day, later):
    assert months_after(date.fromisoformat(day), 3) == date.fromisoformat(later)


# --- queries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("versions", [1, 5])
def test_step_page_query_count_is_constant(client, versions, django_assert_num_queries):
    cast = Cast()
    for _ in range(versions - 1):
        cast.submit()
        cast.vote()
        cast.decide(Outcome.WITHHELD, "Nee.", deviation="Zo besloot de MR.")
    cast.submit()
    cast.vote()
    client.force_login(cast.parent)

    with django_assert_num_queries(32):
        response = client.get(reverse("mr", args=[cast.programme.pk]))

    assert len(response.context["standing"].versions) == versions


@pytest.mark.parametrize("comments", [1, 30])
def test_version_page_query_count_is_constant(client, comments, django_assert_num_queries):
    cast = cast_in("at_mr")
    for _ in range(comments):
        cast.comment(parent=cast.comment(), by=cast.head)
    client.force_login(cast.parent)

    with django_assert_num_queries(16):
        response = client.get(cast.version.get_absolute_url())

    assert sum(number for _, _, number in response.context["talked_about"]) == comments


def test_written_times_are_shown_in_dutch_time(client, cast):
    client.force_login(cast.head)

    page = client.get(cast.version.get_absolute_url()).content.decode()

    assert f"{timezone.localtime(Comment.objects.get().written_at):%H:%M}" in page
