"""The check page: anybody learns whether a paper is the version that the MR decided on, and nothing else."""

from __future__ import annotations

import hashlib
import io
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from npo_planner.press.peek import fingerprint_inside
from programmes.document.check_forms import CheckForm
from programmes.document.checking import Match, of_file
from programmes.document.inside import TEXT
from programmes.models import Rendering, Version
from schools.models import FailedLogin
from schools.operations import accounts
from tests import factories as make
from tests.programmes.consent.cast import Cast, cast_in
from tests.programmes.council.cast import council_in
from tests.world import CANARY

pytestmark = pytest.mark.django_db


def today() -> str:
    return date_format(timezone.localdate(), "j F Y")


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def ask(fingerprint: str) -> HttpResponse:
    return Client().get(reverse("check_fingerprint", args=[fingerprint]))


def send(content: bytes) -> HttpResponse:
    return Client().post(reverse("check"), {"file": SimpleUploadedFile("plan.pdf", content)})


def facts(response: HttpResponse) -> list[tuple[int, str, bool, bool]]:
    told = response.context["answer"].versions
    return [(each.number, each.answer, each.has_consent, each.adopted_on is not None) for each in told]


def carrying(text: bytes) -> bytes:
    """A PDF of somebody else, with ``text`` inside as the planner puts it there."""
    with pikepdf.new() as file:
        file.add_blank_page()
        file.attachments[TEXT] = pikepdf.AttachedFileSpec(file, text, filename=TEXT)
        written = io.BytesIO()
        file.save(written)
    return written.getvalue()


def stored(version: Version, content: bytes, stage: str = "submitted") -> Rendering:
    digest = hashlib.sha256(content).hexdigest()
    return Rendering.objects.create(version=version, stage=stage, length="samenvatting", content=content, sha256=digest)


ANSWERS = {
    "at_mr": ("MR heeft nog niet besloten", False, False),
    "withdrawn": ("teruggehaald op {today}", False, False),
    "refused": ("MR stemde niet in op {today}", False, False),
    "consented": ("MR stemde in op {today}", True, False),
    "adopted": ("MR stemde in op {today}", True, True),
}


@pytest.mark.parametrize("state", ANSWERS)
def test_fingerprint_tells_what_the_mr_said_of_that_version(state: str) -> None:
    version = cast_in(state).version

    response = ask(version.sha256)

    said, consented, adopted = ANSWERS[state]
    assert facts(response) == [(1, said.format(today=today()), consented, adopted)]
    assert response.context["answer"].match is Match.TEXT


def test_consent_with_conditions_is_told_as_such() -> None:
    version = make.make_adopted(make.make_full_programme(), outcome="voorwaarden", reasons="Eerst evalueren.")

    response = ask(version.sha256)

    assert facts(response) == [(1, f"MR stemde in met voorwaarden op {today()}", True, True)]
    assert "Eerst evalueren." not in words(response)


@pytest.mark.parametrize("state", ["at_mr", "conditional"])
def test_fingerprint_of_a_proposal_to_the_gmr_is_known_too(state: str) -> None:
    response = ask(council_in(state).version.sha256)

    said = "GMR heeft nog niet besloten" if state == "at_mr" else f"GMR stemde in met voorwaarden op {today()}"
    assert facts(response) == [(1, said, state == "conditional", False)]


def test_page_tells_nothing_of_school_plan_or_people() -> None:
    board = make.make_board(name=CANARY)
    programme = make.make_full_programme(make.make_school(board=board, name=CANARY))
    version = make.make_adopted(programme, reasons=CANARY)
    told = words(ask(version.sha256)) + words(send(carrying(version.document.encode())))

    assert [secret for secret in (CANARY, version.school.code, version.school.town) if secret in told] == []


def test_twelve_digits_with_spaces_and_line_breaks_are_enough() -> None:
    version = cast_in("consented").version
    typed = f" SHA-256: {version.sha256[:4]} {version.sha256[4:9].upper()}\r\n{version.sha256[9:12]} "

    response = Client().post(reverse("check"), {"fingerprint": typed}, follow=True)

    assert response.redirect_chain == [(reverse("check_fingerprint", args=[version.sha256[:12]]), 302)]
    assert len(response.context["answer"].versions) == 1


@pytest.mark.parametrize("typed", ["", "abcdef12345", "g" * 12, "a" * 65, "'; drop table --", "%" * 12])
def test_what_is_no_fingerprint_is_refused(typed: str) -> None:
    response = Client().post(reverse("check"), {"fingerprint": typed})

    assert (response.status_code, response.context["answer"], response.context["form"].is_valid()) == (200, None, False)


def test_only_one_of_two_may_be_given() -> None:
    file = SimpleUploadedFile("plan.pdf", b"%PDF")

    assert CheckForm({"fingerprint": "a" * 12}, {"file": file}).errors == {
        "__all__": ["Typ een vingerafdruk, of kies een PDF: een van de twee."]
    }


def test_file_that_is_too_large_is_refused() -> None:
    file = SimpleUploadedFile("plan.pdf", b"%PDF")
    file.size = 25 * 1024 * 1024 + 1

    assert list(CheckForm({}, {"file": file}).errors) == ["file"]


def test_unknown_fingerprint_and_unknown_file_are_said_to_be() -> None:
    cast_in("consented")

    found = ask("0" * 64).context["answer"], send(b"%PDF-1.7 of somebody else").context["answer"]

    assert [(each.match, each.versions) for each in found] == [(Match.NOTHING, ())] * 2


def test_stored_file_is_recognised_by_its_bytes() -> None:
    cast = cast_in("consented")
    content = b"%PDF-1.7 the summary"
    stored(cast.version, content)

    response = send(content)

    answer = response.context["answer"]
    assert (answer.match, answer.paper, answer.made) == (Match.FILE, "Samenvatting", "bij de MR lag")
    assert facts(response) == [(1, f"MR stemde in op {today()}", True, False)]
    assert ask(hashlib.sha256(content).hexdigest()).context["answer"] == answer


def test_changed_file_with_the_text_of_a_version_inside_is_said_to_be_changed() -> None:
    version = cast_in("consented").version

    response = send(carrying(version.document.encode()))

    assert response.context["answer"].match is Match.CHANGED
    assert "Let op: dit bestand is veranderd" in words(response)
    assert send(carrying(version.document.encode() + b" ")).context["answer"].match is Match.NOTHING


def test_damaged_version_is_not_confirmed() -> None:
    version = cast_in("consented").version
    trigger = "programmes_version_no_update"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {trigger}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the table is in use
            cursor.execute("ALTER TABLE programmes_version DISABLE TRIGGER USER")
        cursor.execute("UPDATE programmes_version SET document = '{}' WHERE id = %s", [version.pk])

    response = ask(version.sha256)

    assert [each.intact for each in response.context["answer"].versions] == [False]
    assert "Versie 1 is beschadigd." in words(response)
    assert "MR stemde in" not in words(response)


def test_who_guesses_too_often_waits_and_can_still_sign_in() -> None:
    version = cast_in("consented").version
    for _ in range(accounts.QUESTIONS):
        ask("0" * 64)

    assert [ask("0" * 64).status_code, ask(version.sha256).status_code, send(b"%PDF").status_code] == [429] * 3
    assert not accounts.must_wait(email="karin@example.nl", address="127.0.0.1")


def test_known_fingerprint_may_be_asked_as_often_as_one_likes() -> None:
    version = cast_in("consented").version

    assert [ask(version.sha256).status_code for _ in range(3)] == [200] * 3
    assert FailedLogin.objects.count() == 0


def test_same_text_put_to_the_mr_again_gives_both_versions_newest_first() -> None:
    cast: Cast = cast_in("withdrawn")
    cast.submit()

    assert [number for number, *_ in facts(ask(cast.version.sha256))] == [2, 1]


def bomb() -> bytes:
    """A PDF whose attachment of 3 MB unpacks to 3 GB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(10_000_000)) for _ in range(300)) + packer.flush()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.attachments[TEXT] = pikepdf.AttachedFileSpec(file, b"x", filename=TEXT)
        file.attachments[TEXT].obj.EF.F.write(packed, filter=pikepdf.Name.FlateDecode)
        written = io.BytesIO()
        file.save(written, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return written.getvalue()


def test_hostile_files_cost_a_process_of_their_own_and_no_more() -> None:
    assert fingerprint_inside(bomb(), TEXT) is None
    assert fingerprint_inside(b"%PDF-1.7\n1 0 obj << /Length 99999999999 >>", TEXT) is None
    assert of_file([b"no pdf at all"]).match is Match.NOTHING
    assert fingerprint_inside(carrying(b"text"), TEXT) == hashlib.sha256(b"text").hexdigest()
