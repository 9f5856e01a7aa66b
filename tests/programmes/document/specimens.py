"""Documents to look at: one document made tiny, huge, or full of odd words. Pure functions of a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from programmes.document.schema import Document, Node

COMPOUND = "Arbeidsmarkttoelagevaststellingsovereenkomst en rekenvaardigheidsondersteuningsprogrammacoördinatie"
WORLD = "Ученикам нужно время 📚🙂 Žluťoučký kůň, şeker, Ελληνικά, Łódź"


def tiny(document: Document) -> Document:
    """One finding, need and measure, and no summary, talk, post or cost."""
    finding = document.scan.findings[0].model_copy(update={"consultations": ()})
    need = document.needs[0].model_copy(update={"findings": (finding.id,)})
    measure = document.measures[0].model_copy(update={"needs": (need.id,), "staff": (), "costs": ()})
    return document.model_copy(
        update={
            "summary": "",
            "scan": document.scan.model_copy(update={"findings": (finding,), "consultations": ()}),
            "needs": (need,),
            "measures": (measure,),
            "staff": (),
            "costs": (),
            "not_chosen": (),
            "budget": document.budget.model_copy(update={"ledger": ()}),
        }
    )


def huge(document: Document, times: int = 10) -> Document:
    """Every row ``times`` over, each with an id of its own."""

    def again(rows: tuple[Any, ...], shift: Callable[[Any, int], Any]) -> tuple[Any, ...]:
        return tuple(shift(row, time) for time in range(times) for row in rows)

    step = 100_000

    def moved(row: Any, time: int, **more: Any) -> Any:
        return row.model_copy(update={"id": row.id + time * step, **more})

    def ids(values: tuple[int, ...], time: int) -> tuple[int, ...]:
        return tuple(value + time * step for value in values)

    def of_measure(row: Any, time: int) -> Any:
        return moved(
            row,
            time,
            rank=row.rank + time * len(document.measures),
            needs=ids(row.needs, time),
            goals=tuple(moved(goal, time) for goal in row.goals),
            staff=tuple(part.model_copy(update={"post": part.post + time * step}) for part in row.staff),
            costs=tuple(moved(cost, time, measure=None) for cost in row.costs),
        )

    scan = document.scan
    return document.model_copy(
        update={
            "scan": scan.model_copy(
                update={
                    "findings": again(
                        scan.findings, lambda row, time: moved(row, time, consultations=ids(row.consultations, time))
                    ),
                    "consultations": again(scan.consultations, moved),
                }
            ),
            "needs": again(
                document.needs,
                lambda row, time: moved(
                    row, time, rank=row.rank + time * len(document.needs), findings=ids(row.findings, time)
                ),
            ),
            "measures": again(document.measures, of_measure),
            "staff": again(document.staff, moved),
            "costs": again(document.costs, lambda row, time: moved(row, time, measure=None, shares=())),
        }
    )


def worded(document: Document, words: str, *names: str) -> Document:
    """Every text that is called one of ``names`` gets ``words`` in front."""
    return _each(document, lambda name, text: f"{words} {text}" if name in names and text else text)


def compounds(document: Document) -> Document:
    return worded(document, COMPOUND, "title", "name", "description", "explanation", "statement", "kind", "domain")


def world(document: Document) -> Document:
    return worded(document, WORLD, "title", "vision", "summary", "description", "explanation", "statement", "note")


def _each(value: Any, change: Callable[[str, str], str], name: str = "") -> Any:
    if isinstance(value, Node):
        fields = {field: _each(getattr(value, field), change, field) for field in type(value).model_fields}
        return value.model_copy(update=fields)
    if isinstance(value, tuple):
        return tuple(_each(each, change, name) for each in value)
    return change(name, value) if isinstance(value, str) else value
