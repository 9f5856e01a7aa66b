"""The page of one version: the frozen text and nothing else, and an alarm when it is not what was frozen."""

from __future__ import annotations

import logging
import re

import pytest
from django.db import connection
from django.urls import reverse

from npo_planner.append_only import create_triggers, drop_triggers
from npo_planner.errors import Refused
from programmes.consent.constants import Outcome
from programmes.models import Ballot, Goal, Measure, Programme, Version
from schools.models import School
from tests.programmes.consent.cast import PASSWORD, Cast, cast_in

pytestmark = pytest.mark.django_db


def read(client, cast: Cast, who: str = "parent", version: Version | None = None) -> str:
    client.force_login(getattr(cast, who))
    response = client.get((version or cast.version).get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def without_tokens(page: str) -> str:
    """A page without the secrets that differ on every request."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", page)


def flip_a_byte(version: Version) -> None:
    """Change one letter of the stored text behind the database's back."""
    damaged = version.document.replace("Inhalen", "Inhalem", 1)
    assert damaged != version.document
    with connection.schema_editor() as editor:
        drop_triggers(editor, "programmes_version")
    Version.objects.filter(pk=version.pk).update(document=damaged)
    with connection.schema_editor() as editor:
        create_triggers(editor, "programmes_version")


# schema_editor cannot run inside a transaction on SQLite.
on_real_transactions = pytest.mark.django_db(transaction=True)


def test_page_of_version_1_stays_the_same_bytes_after_live_rows_change(client):
    cast = cast_in("refused")
    first = cast.version
    before = {who: without_tokens(read(client, cast, who, first)) for who in ("parent", "head", "board")}

    Measure.objects.update(title="Anders", reason="Anders")
    Goal.objects.update(statement="Anders")
    Programme.objects.update(vision="Anders", ambition="Anders", summary="Anders")
    cast.programme.cost_lines.update(amount=1)
    cast.programme.scan.findings.all().delete()

    assert {who: without_tokens(read(client, cast, who, first)) for who in before} == before


def test_page_of_an_old_version_is_about_the_school_as_it_was_called(client):
    cast = cast_in("withdrawn")
    School.objects.filter(pk=cast.school.pk).update(name="Nieuwe naam")

    assert "&#x27;t Palet &amp; Co" in read(client, cast).split('<main id="inhoud"')[1]


def test_old_version_leads_to_the_newest_and_takes_no_comments(client):
    cast = cast_in("withdrawn")
    first = cast.version
    second = cast.submit()

    page = read(client, cast, version=first)

    assert f'href="{second.get_absolute_url()}"' in page
    assert reverse("comment", args=[first.pk]) not in page
    assert reverse("vote", args=[first.consent_round.pk]) not in page


def test_comment_and_answer_stand_under_their_section_with_the_role(client):
    cast = cast_in("at_mr")
    question = cast.comment("Wie doet dit?", section=cast.measure_section)
    cast.comment("De IB'er.", by=cast.head, parent=question)

    page = read(client, cast, "head")

    place = page.index(f'id="reactie-{question.pk}"')
    assert page.index(f'id="{cast.measure_section}"') < place < page.index('id="begroting"')
    assert page[place:].index("Wie doet dit?") < page[place:].index("De IB&#x27;er.")
    assert "MR, ouders" in page[place:]


@pytest.mark.parametrize(
    ("state", "who", "comments", "votes"),
    [
        ("at_mr", "parent", True, True),
        ("at_mr", "head", True, False),
        ("at_mr", "team", True, False),
        ("at_mr", "secretary", True, False),
        ("at_mr", "board", False, False),
        ("consented", "parent", True, False),
        ("adopted", "parent", False, False),
        ("refused", "parent", False, False),
        ("withdrawn", "head", False, False),
    ],
)
def test_page_offers_to_write_and_to_vote_only_where_that_is_possible(client, state, who, comments, votes):
    cast = cast_in(state)

    page = read(client, cast, who)

    assert (reverse("comment", args=[cast.version.pk]) in page) is comments
    assert (reverse("vote", args=[cast.round.pk]) in page) is votes


def test_page_shows_one_own_vote_and_not_that_of_others(client):
    cast = cast_in("at_mr")
    cast.vote(reason="Mijn reden")

    assert "Uw stem, ouders" in read(client, cast)
    assert "Uw stem" not in read(client, cast, "staff")


@on_real_transactions
def test_flipped_byte_raises_the_alarm_and_stops_every_deed(client, caplog):
    cast = cast_in("at_mr")
    version = cast.version
    flip_a_byte(version)

    with caplog.at_level(logging.ERROR):
        page = read(client, cast)

    assert "De tekst van deze versie is niet meer de tekst die is vastgelegd." in page
    assert "Inhalem" not in page
    assert reverse("vote", args=[version.consent_round.pk]) not in page
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR] == [
        f"version {version.pk} does not have the text it was frozen with"
    ]
    deeds = (Cast.vote, Cast.comment, Cast.decide, lambda cast: cast.decide(Outcome.WITHHELD, "Nee."))
    codes = []
    for deed in deeds:
        with pytest.raises(Refused) as refused:
            deed(cast)
        codes.append(refused.value.code)
    assert codes == ["damaged"] * 4
    assert (Ballot.objects.count(), cast.status()) == (0, "at_mr")


@on_real_transactions
def test_flipped_byte_stops_the_form_of_a_vote_with_the_reason_kept(client):
    cast = cast_in("at_mr")
    flip_a_byte(cast.version)
    client.force_login(cast.parent)

    response = client.post(
        reverse("vote", args=[cast.round.pk]),
        {"choice_ouders": "voor", "reason_ouders": "Prima.", "password": PASSWORD},
    )

    assert response.context["form"].non_field_errors()[0].startswith("De tekst van deze versie klopt niet meer")
    assert response.context["form"]["reason_ouders"].value() == "Prima."
    comment = client.post(reverse("comment", args=[cast.version.pk]), {"section": "begroting", "text": "Hm"})
    assert comment.url == cast.version.get_absolute_url()


@on_real_transactions
def test_flipped_byte_stops_the_board(client):
    cast = cast_in("consented")
    flip_a_byte(cast.version)

    with pytest.raises(Refused) as refused:
        cast.adopt()

    assert (refused.value.code, cast.status()) == ("damaged", "consented")


@on_real_transactions
def test_school_may_take_a_damaged_version_back(client):
    cast = cast_in("at_mr")
    flip_a_byte(cast.version)

    cast.withdraw("De tekst is beschadigd.")

    assert cast.status() == "draft"
