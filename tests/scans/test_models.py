"""What rows of a scan say of themselves, and who sees them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from scans import rules
from scans.models import Consultation, Domain, Finding, Need, Scan
from scans.operations import add_domain
from schools.constants import Kind
from tests.factories import make_finding, make_head, make_need, make_programme, make_school
from tests.people import EVERYBODY, INSIDERS, READERS, WRITERS, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_programme()


def names(kind: str) -> set[str]:
    return {domain.name for domain in Domain.objects.for_school(make_school(kind=kind))}


def test_domains_follow_the_sector_of_the_school():
    po, vo, vso = names(Kind.BO), names(Kind.VO), names(Kind.VSO)

    assert {"technisch lezen", "schrijven"} <= po - vo
    assert {"wiskunde", "moderne vreemde talen"} <= vo - po
    assert "wiskunde" not in vso
    assert {"zelfredzaamheid"} <= vso - vo - po
    assert {"rekenen", "welbevinden"} <= po & vo & vso
    assert names(Kind.SBO) == po
    assert names(Kind.SO) == names(Kind.SO_VSO) == vso


def test_domain_of_the_school_comes_last_and_is_of_that_school_only(programme):
    other = make_school(board=programme.school.board)
    own = add_domain(school=programme.school, name="tuinieren", kind="praktisch", by=make_head(programme.school))

    assert list(Domain.objects.for_school(programme.school))[-1] == own
    assert own not in Domain.objects.for_school(other)


def test_database_refuses_the_same_domain_twice(programme):
    Domain.objects.create(school=programme.school, name="tuinieren", kind="praktisch")

    for school, name in ((programme.school, "tuinieren"), (None, "rekenen")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Domain.objects.create(school=school, name=name, kind="praktisch")


def test_rows_say_what_they_are(programme):
    finding = make_finding(programme)
    talk = Consultation(scan=programme.scan, held_on=date(2021, 5, 3), party="ouders")

    assert (str(finding), str(talk)) == ("rekenen, groep 5", "ouders, 03-05-2021")
    assert str(make_need(programme, title="Lezen")) == "Lezen"
    assert finding.owner == talk.owner == programme.scan.owner == programme.scan


def test_domains_of_a_need_are_those_of_its_findings_once_each_in_their_order(programme, django_assert_num_queries):
    reading = Domain.objects.get(name="technisch lezen", school=None)
    findings = [make_finding(programme), make_finding(programme, group="groep 3")]
    make_need(programme, *findings, make_finding(programme, domain=reading))
    need = Need.objects.with_findings().get()

    with django_assert_num_queries(0):
        assert [domain.name for domain in need.domains] == ["technisch lezen", "rekenen"]


def test_findings_follow_the_order_of_domain_group_and_entry(programme):
    reading = Domain.objects.get(name="technisch lezen", school=None)
    last = make_finding(programme, group="groep 8")
    first = make_finding(programme, domain=reading, group="groep 8")
    second, third = make_finding(programme, group="groep 3"), make_finding(programme, group="groep 3")

    assert list(programme.scan.findings.all()) == [first, second, third, last]


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_sees_the_school_sees_its_scan_and_only_its_own_people_open_it(programme, name):
    finding = make_finding(programme)
    user, scan = person(name, programme.school), programme.scan

    assert Scan.objects.visible_to(user).filter(pk=scan.pk).exists() is (name in INSIDERS)
    assert Finding.objects.visible_to(user).exists() is (name in INSIDERS)
    assert rules.can_read(user, scan) is (name in READERS)
    assert rules.can_edit(user, scan) is (name in WRITERS)
    assert rules.can_edit_row(user, finding) is (name in WRITERS)
