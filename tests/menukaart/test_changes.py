"""What changed between two editions: added, removed and changed, each field with what it was and became."""

from __future__ import annotations

import pytest

from menukaart.changes import changes
from menukaart.models import Category, Edition, Intervention
from scans.models import Domain

pytestmark = pytest.mark.django_db


def edition(code: str) -> Edition:
    return Edition.objects.create(code=code, name=f"Editie {code}")


def card(of: Edition, code: str, name: str = "", *domains: str, letter: str = "B", **figures: object) -> Intervention:
    category = Category.objects.get(letter=letter)
    made = Intervention.objects.create(edition=of, code=code, category=category, name=name or code, **figures)
    made.domains.set(Domain.objects.filter(name__in=domains, school=None))
    return made


def found(old: Edition, new: Edition):
    return changes(Intervention.objects.of_edition(old), Intervention.objects.of_edition(new))


def told(old: Edition, new: Edition) -> dict[str, list[tuple[str, str, str]]]:
    return {c.new.code: [(f.label, f.before, f.after) for f in c.fields] for c in found(old, new).changed}


def test_added_removed_and_changed_are_told_apart():
    old, new = edition("oud"), edition("nieuw")
    card(old, "B1", effect_months=3)
    gone = card(old, "B2")
    card(old, "B3")
    card(new, "B1", effect_months=4)
    card(new, "B3")
    fresh = card(new, "B4")

    result = found(old, new)

    assert (result.added, result.removed) == ((fresh,), (gone,))
    assert [(change.old.code, change.new.code) for change in result.changed] == [("B1", "B1")]
    assert told(old, new) == {"B1": [("effect", "+3 maanden (gemiddeld)", "+4 maanden (gemiddeld)")]}


def test_every_field_of_the_card_is_compared_and_null_reads_niet_vermeld():
    old, new = edition("oud"), edition("nieuw")
    card(old, "B1", "Eerst", effect_months=None, evidence=4, cost=2, sectors="", note="a", source="https://a.nl")
    card(new, "B1", "Nu", "rekenen", letter="C", effect_months=1, evidence=None, cost=3, sectors="po vo", note="b")

    assert told(old, new) == {
        "B1": [
            ("categorie", "B. Effectiever onderwijs", "C. Sociaal-emotioneel en fysiek"),
            ("naam", "Eerst", "Nu"),
            ("effect", "niet vermeld", "+1 maand (klein)"),
            ("bewijs", "sterk (4 van 5)", "niet vermeld"),
            ("kosten", "laag (2 van 5)", "gemiddeld (3 van 5)"),
            ("sectoren", "niet vermeld", "primair onderwijs, voortgezet onderwijs"),
            ("ontwikkelgebieden", "niet vermeld", "rekenen"),
        ]
    }


def test_a_card_with_another_code_is_known_by_its_name():
    old, new = edition("oud"), edition("nieuw")
    card(old, "B1", "Feedback", effect_months=8)
    card(new, "B6", "  FEEDBACK ", effect_months=8)

    assert told(old, new) == {"B6": [("code", "B1", "B6"), ("naam", "Feedback", "  FEEDBACK ")]}


def test_the_code_goes_before_the_name_and_no_card_is_in_two_pairs():
    old, new = edition("oud"), edition("nieuw")
    card(old, "B1", "Feedback")
    second = card(old, "B2", "Feedback")
    card(new, "B1", "Feedback")
    third = card(new, "B9", "Iets anders")

    result = found(old, new)

    assert (result.removed, result.added, result.changed) == ((second,), (third,), ())


def test_equal_editions_have_no_changes():
    old, new = edition("oud"), edition("nieuw")
    card(old, "B1", "Feedback", "rekenen", effect_months=8)
    card(new, "B1", "Feedback", "rekenen", effect_months=8, note="other words about the source")

    assert not found(old, new)


def test_the_shipped_editions_differ_as_the_card_says():
    old, new = (Edition.objects.get(code=code) for code in ("2021", "2022"))

    result = found(old, new)

    assert [card.code for card in result.added] == ["B10", "B11", "B12"]
    assert [card.code for card in result.removed] == ["F3", "F4", "F5", "F6", "F7"]
    assert told(old, new)["E1"] == [
        ("effect", "+3 maanden (gemiddeld)", "+2 maanden (klein)"),
        ("bewijs", "redelijk (3 van 5)", "niet vermeld"),
        ("kosten", "hoog (4 van 5)", "zeer hoog (5 van 5)"),
    ]


def test_comparing_runs_two_queries_for_each_edition(django_assert_num_queries):
    old, new = (Edition.objects.get(code=code) for code in ("2021", "2022"))

    with django_assert_num_queries(4):
        found(old, new)
