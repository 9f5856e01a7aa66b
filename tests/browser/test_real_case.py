"""One primary and one secondary school of the real register, typed by hand through the whole walk.

Ten lines of money, one assistant for two measures, money that goes on to the next year, a measure off the menukaart and a
goal without a number; then the MR, the board, the PDF. The sums in page, PDF and JSON are the same to the cent.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page

from npo_planner.money import euro
from programmes.cases import PRIMARY, SECONDARY, Case
from programmes.document import canonical
from programmes.management.commands.real_case import amounts, flow_amounts, text_of, tree_amounts
from programmes.models import Programme, Version
from schools.constants import Role
from schools.models import School, User
from tests.browser.typist import Typist
from tests.browser.writing import write_case
from tests.factories import make_member, make_mr

pytestmark = [pytest.mark.browser, pytest.mark.register, pytest.mark.pdf, pytest.mark.django_db(transaction=True)]

PASSWORD = "een-lang-wachtwoord"


@dataclass(frozen=True)
class Real:
    """A school of the register: its code, the file that it is in, and the case that is typed for it."""

    code: str
    file: str
    case: Case


REAL = {
    "po": Real("00AP00", "po-2026-08/02.-alle-schoolvestigingen-basisonderwijs.csv", PRIMARY),
    "vo": Real("00AH00", "vo-2020-12/alle-vestigingen-vo.csv", SECONDARY),
}


@dataclass(frozen=True)
class Cast:
    """Everybody who has a part in the case."""

    school: School
    head: User
    board: User
    mr: dict[str, User]


def import_school(real: Real, register: Path, folder: Path) -> School:
    """Import the one school through the product's own import: its line of the real file, untouched."""
    lines = (register / real.file).read_bytes().splitlines(keepends=True)
    excerpt = folder / Path(real.file).name
    excerpt.write_bytes(lines[0] + b"".join(line for line in lines if real.code.encode() in line))
    call_command("import_duo", str(excerpt), "--date=2026-08-01", verbosity=0)
    return School.objects.get(code=real.code)


@pytest.fixture(params=list(REAL))
def real(request: pytest.FixtureRequest) -> Real:
    return REAL[request.param]


@pytest.fixture
def cast(real: Real, register: Path, tmp_path: Path) -> Cast:
    school = import_school(real, register, tmp_path)
    head = make_member(school, Role.HEAD, name="Karin de Wit")
    head.set_password(PASSWORD)
    head.save()
    board, mr = make_member(school.board, Role.BOARD), make_mr(school)
    for person in (board, *mr.values()):
        person.set_password(PASSWORD)
        person.save()
    return Cast(school, head, board, mr)


def sign_in_by_hand(page: Page, address: str, user: User) -> None:
    page.goto(address)
    page.get_by_label("E-mailadres").fill(user.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()


def test_real_school_walks_from_finding_to_adopted_programme(
    page: Page, live_server: Any, real: Real, cast: Cast, sign_in: Callable[[User], None], tmp_path: Path
) -> None:
    typist = Typist(page)

    sign_in_by_hand(page, live_server.url, cast.head)
    typist.click(cast.school.name)
    typist.click("Begin het plan")
    typist.save("Begin het plan")
    write_case(typist, real.case)
    submit(typist)

    programme = Programme.objects.get(school=cast.school)
    version = programme.versions.get()
    vote(typist, sign_in, live_server.url, cast, version)
    decide(typist, sign_in, live_server.url, cast, programme)
    adopt(typist, sign_in, live_server.url, cast, programme)

    assert Programme.objects.get(pk=programme.pk).get_status_display() == "vastgesteld"
    the_sums_are_the_same(page, live_server.url, programme, tmp_path)


def submit(typist: Typist) -> None:
    typist.step("MR")
    typist.click("Leg")
    typist.fill(respond_by=timezone.localdate() + timedelta(days=14), note="Graag uw vragen.")
    typist.send()
    typist.says("ligt bij de MR")


def vote(typist: Typist, sign_in: Callable[[User], None], url: str, cast: Cast, version: Version) -> None:
    for geleding, member in cast.mr.items():
        if geleding == "secretaris":
            continue
        sign_in(member)
        typist.page.goto(f"{url}{version.get_absolute_url()}")
        typist.says(euro(Decimal("67748.00")))
        typist.click("Naar stemmen")
        typist.page.locator('main input[type=radio][value="voor"]').first.check(force=True)
        typist.fill(password=PASSWORD)
        typist.send()
        typist.says("gestemd")


def decide(typist: Typist, sign_in: Callable[[User], None], url: str, cast: Cast, programme: Programme) -> None:
    sign_in(cast.mr["secretaris"])
    typist.page.goto(f"{url}/programma/{programme.pk}/mr/")
    typist.click("Leg het besluit")
    typist.page.locator('main input[type=radio][value="instemming"]').check(force=True)
    typist.fill(password=PASSWORD)
    typist.send()
    typist.says("nstemming")


def adopt(typist: Typist, sign_in: Callable[[User], None], url: str, cast: Cast, programme: Programme) -> None:
    sign_in(cast.board)
    typist.page.goto(f"{url}/programma/{programme.pk}/mr/")
    typist.click("Stel")
    typist.fill(password=PASSWORD)
    typist.send()
    typist.says("astgesteld")


def the_sums_are_the_same(page: Page, url: str, programme: Programme, folder: Path) -> None:
    """Read the programme as page, PDF and JSON: every amount is in all three."""
    page.goto(f"{url}/programma/{programme.pk}/document/")
    on_page = amounts(page.locator("#document").inner_text())
    with page.expect_download() as pdf:
        page.get_by_role("link", name="Download als PDF").click()
    pdf.value.save_as(folder / "programme.pdf")
    with page.expect_download() as data:
        page.get_by_text("Meer bestanden").click()
        page.get_by_role("link", name="Alle gegevens (JSON)").click()
    text = Path(data.value.path()).read_text()
    tree = json.loads(text)

    on_paper = amounts(text_of((folder / "programme.pdf").read_bytes()))
    first = tree["budget"]["years"][0]
    told = {name: tree["budget"][name]["amount"] for name in ("funding", "spent", "balance")}
    assert told == {"funding": "70000.00", "spent": "67748.00", "balance": "2252.00"}
    assert (first["balance"]["amount"], tree["budget"]["years"][1]["carry_in"]["amount"]) == ("2252.00", "2252.00")
    assert len(tree["costs"]) + len(tree["staff"]) == 10
    assert [len(tree["staff"]), sum(len(m["staff"]) for m in tree["measures"])] == [1, 2]
    assert [m["title"] for m in tree["measures"] if m["intervention"] is None] != []
    assert [g for m in tree["measures"] for g in m["goals"] if g["target"] is None] != []
    document = canonical.loads(text)
    # On paper the posts stand twice: at a glance in their chapter, in full in the annex.
    assert on_paper - on_page == amounts(" ".join(euro(post.cost.amount) for post in document.staff))
    assert on_page - on_paper == Counter()
    assert tree_amounts(document) | flow_amounts(document) == set(on_page)
