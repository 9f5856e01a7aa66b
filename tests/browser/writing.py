"""Types a whole case into the product, step by step, as a schoolleider does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from menukaart.models import Category, Intervention
from programmes.cases import Case
from programmes.models import Round
from tests.browser.typist import Typist


def write_case(typist: Typist, case: Case) -> None:
    """Write ``case`` in the plan whose overview is open; ends at the checklist."""
    write_vision_and_money(typist, case)
    write_scan(typist, case)
    write_needs(typist, case)
    write_measures(typist, case)
    write_goals(typist, case)
    write_staff(typist, case)
    write_costs(typist, case)
    typist.step("Controle")


def write_vision_and_money(typist: Typist, case: Case) -> None:
    typist.click("School en visie")
    typist.click("Visie en ambitie")
    typist.fill(**case.texts)
    typist.save()
    rows = typist.page.get_by_role("table", name="Wat de school krijgt").locator("tbody tr")
    for place in range(rows.count()):
        typist.click(
            "Invullen" if rows.nth(place).get_by_text("Invullen").count() else "Wijzigen", within=rows.nth(place)
        )
        typist.fill(
            amount=case.money if place == 0 else Decimal(0),
            certainty="definitief",
            note="" if place else "Beschikking van DUO",
        )
        typist.save()


def write_scan(typist: Typist, case: Case) -> None:
    typist.step("Schoolscan")
    typist.click("Naam, datum en samenvatting")
    typist.fill(**case.scan)
    typist.save()
    for finding in case.findings:
        typist.click("Bevinding toevoegen")
        typist.fill(**finding)
        typist.save()
    for talk in case.talks:
        typist.click("Gesprek toevoegen")
        typist.fill(**talk)
        typist.save()


def write_needs(typist: Typist, case: Case) -> None:
    typist.step("Behoeften")
    names = [f"{finding['domain']}, {finding['group']}" for finding in case.findings]
    for need in case.needs:
        typist.click("Behoefte toevoegen")
        typist.fill(**need | {"findings": [names[place] for place in need["findings"]]})
        typist.save()


def write_measures(typist: Typist, case: Case) -> None:
    typist.step("Interventies")
    edition = Round.objects.get(code="npo").edition
    years = [str(year) for year in Round.objects.get(code="npo").years.all()]
    for measure in case.measures:
        values = _without(measure, "code", "letter")
        values["needs"] = [case.needs[place]["title"] for place in measure["needs"]]
        values["years"] = [years[place] for place in measure["years"]]
        values["also"] = [
            str(Intervention.objects.get(edition=edition, code=other)) for other in values.get("also", ())
        ]
        if code := measure.get("code"):
            typist.click("Kies van de menukaart")
            typist.click(f"Kiezen: {Intervention.objects.get(edition=edition, code=code).name}")
        else:
            typist.click("Iets anders, niet van de menukaart")
            typist.fill(title=values["title"], description=values["description"])
            typist.save("Zoek de dichtstbijzijnde categorie")  # comes back with all that was typed
            values["category"] = Category.objects.get(letter=measure["letter"]).pk
        if values["also"]:
            typist.page.get_by_text("Meer interventies van de menukaart in deze maatregel").click()
        typist.fill(**values)
        typist.save()


def write_goals(typist: Typist, case: Case) -> None:
    typist.step("Doelen")
    for goal in case.goals:
        typist.click(f"Doel toevoegen bij {case.measures[goal['measure']]['title']}")
        typist.fill(**_without(goal, "measure"))
        typist.save()


def write_staff(typist: Typist, case: Case) -> None:
    typist.step("Menskracht")
    for post in case.posts:
        typist.click("Inzet toevoegen")
        typist.click("Onderwijsassistent")
        typist.fill(**_without(post, "kind", "year", "shares"))
        typist.save()
        typist.click("Verdelen over maatregelen")
        for place, share in post["shares"].items():
            typist.page.get_by_label(f"{case.measures[place]['title']} (%)").fill(str(share))
        typist.save()


def write_costs(typist: Typist, case: Case) -> None:
    typist.step("Begroting")
    first = str(Round.objects.get(code="npo").years.first())
    for line in case.costs:
        typist.click("Kosten toevoegen")
        values = _without(line, "letter", "measure") | {"year": first}
        values["measures"] = [] if line["measure"] is None else [case.measures[line["measure"]]["title"]]
        if line["letter"]:
            values["own_category"] = str(Category.objects.get(letter=line["letter"]))
        typist.fill(**values)
        typist.save()


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
