"""``manage.py real_case`` on the real register: the same sums everywhere, and only in a demo."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from programmes.models import Programme
from schools.models import School
from tests import factories as make

FILES = ("po-2026-08/02.-alle-schoolvestigingen-basisonderwijs.csv", "vo-2020-12/alle-vestigingen-vo.csv")


@pytest.mark.django_db
@pytest.mark.register
@pytest.mark.pdf
def test_real_case_takes_a_primary_and_a_secondary_school_through_the_walk(
    settings: Any, register: Path, tmp_path: Path
) -> None:
    settings.DEMO = True
    told = StringIO()
    excerpts = [_excerpt(register / file, tmp_path) for file in FILES]

    call_command("real_case", *excerpts, out=tmp_path / "out", stdout=told)

    assert told.getvalue().count("geld €\u00a070.000,00, uitgaven €\u00a067.748,00 in 10 regels") == 2
    assert told.getvalue().count("naar het volgende schooljaar €\u00a02.252,00") == 2
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        f"schoolprogramma-{code}-versie-1.{kind}" for code in ("00AH00", "00AP00") for kind in ("json", "pdf")
    ]
    assert {p.status for p in Programme.objects.all()} == {"adopted"}


def _excerpt(file: Path, folder: Path) -> str:
    """The file with only the two schools that the command takes: the whole register has its own test."""
    lines = file.read_bytes().splitlines(keepends=True)
    out = folder / file.name
    out.write_bytes(lines[0] + b"".join(line for line in lines if b";00AP00;" in line or b";00AH00;" in line))
    return str(out)


@pytest.mark.django_db
def test_real_case_is_refused_outside_a_demo(settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=on"):
        call_command("real_case")

    assert not Programme.objects.exists()


@pytest.mark.django_db
def test_real_case_leaves_a_school_that_has_a_plan_alone(settings: Any) -> None:
    settings.DEMO = True
    school = make.make_school(code="00AP00")
    make.make_programme(school)

    with pytest.raises(CommandError, match="has a plan already"):
        call_command("real_case", stdout=StringIO())

    assert School.objects.get(code="00AP00").programmes.count() == 1
