"""A file -> a document that can be trusted to be one, or in Dutch why not. Runs no queries and writes nothing.

A file is untrusted: its size is capped before it is parsed, and all of it is checked before any of it is used. Only the
plan is taken from it: a document has no place for a right, a vote or a consent.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from pydantic import ValidationError

from npo_planner.errors import Refused
from programmes.document.intake.constants import LARGEST_FILE
from programmes.document.nodes import Node
from programmes.document.schema import SCHEMA_VERSION, Document

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
OTHER_FILES = (
    (b"PK\x03\x04", "Dit is een Excel-, Word- of zipbestand."),
    (b"%PDF", "Dit is een PDF."),
    (codecs.BOM_UTF16_LE, "Dit bestand is opgeslagen als UTF-16."),
    (codecs.BOM_UTF16_BE, "Dit bestand is opgeslagen als UTF-16."),
)
TAKE_JSON = "Kies het JSON-bestand dat u bij een schoolprogramma downloadt (“Download als data”)."


def read(data: bytes) -> Document:
    """The document of a file.

    Raises Refused (too_large, not_text, bad_json, no_programme, other_schema, control, double, dangling).
    """
    tree = _parsed(_text(data))
    if not isinstance(tree, dict) or "schema_version" not in tree:
        raise Refused(f"In dit bestand staat geen schoolprogramma. {TAKE_JSON}", code="no_programme")
    if tree["schema_version"] != SCHEMA_VERSION or isinstance(tree["schema_version"], bool):
        text = f"Dit bestand heeft een andere indeling dan deze planner kent (versie {SCHEMA_VERSION} van het schema)."
        raise Refused(text, code="other_schema")
    document = _document(tree)
    _check_texts(document)
    _check_ids(document)
    return document


def _text(data: bytes) -> str:
    if len(data) > LARGEST_FILE:
        raise Refused("Dit bestand is groter dan 2 MB. Zo groot is geen schoolprogramma.", code="too_large")
    for start, reason in OTHER_FILES:
        if data.startswith(start):
            raise Refused(f"{reason} {TAKE_JSON}", code="not_text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"Dit is geen tekstbestand in UTF-8. {TAKE_JSON}", code="not_text") from error


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number, parse_float=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Refused(f"Dit JSON-bestand is niet goed te lezen. {TAKE_JSON}", code="bad_json") from error


def _no_number(word: str) -> NoReturn:
    """NaN and Infinity are no numbers, and what we write has no fractions: amounts are text."""
    raise ValueError(f"no number of ours: {word[:20]}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def _document(tree: dict[str, Any]) -> Document:
    try:
        return Document.model_validate(tree)
    except ValidationError as error:
        where = " › ".join(str(part)[:40] for part in error.errors(include_url=False, include_input=False)[0]["loc"])
        text = f"Dit bestand is geen schoolprogramma van deze planner: er klopt iets niet bij “{where}”. {TAKE_JSON}"
        raise Refused(text, code="no_programme") from error


# --- what every text and every id must be ---------------------------------------------------------------------------


def nodes(value: Any) -> Iterator[Node]:
    """``value`` and all nodes in it, the outermost first."""
    if isinstance(value, Node):
        yield value
        for name in type(value).model_fields:
            yield from nodes(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from nodes(each)


def _check_texts(document: Document) -> None:
    """Nothing but text, so that every database and page can hold it."""
    for node in nodes(document):
        for name in type(node).model_fields:
            value = getattr(node, name)
            texts = [value] if isinstance(value, str) else value if isinstance(value, tuple) else ()
            if any(isinstance(text, str) and CONTROL.search(text) for text in texts):
                text = f"In dit bestand staat bij “{name}” een teken dat geen tekst is. Haal het daar eerst weg."
                raise Refused(text, code="control")


def _check_ids(document: Document) -> None:
    """Every id once, and nothing that points at what is not there."""
    measures = document.measures
    goals = [goal for measure in measures for goal in measure.goals]
    findings = _ids("bevindingen", document.scan.findings)
    talks = _ids("gesprekken", document.scan.consultations)
    needs = _ids("behoeften", document.needs)
    mine = _ids("maatregelen", measures)
    posts = _ids("menskracht", document.staff)
    _ids("doelen", goals)
    _ids("tussenpunten", [point for goal in goals for point in goal.milestones])
    _ids("kosten", document.costs)
    _ids("inkomsten", [line for year in document.budget.years for line in year.funding_lines])
    _ids("delen voor het bestuur", document.budget.board_shares)
    _ids("niet gekozen interventies", document.not_chosen)
    for finding in document.scan.findings:
        _known("een gesprek dat", "hetzelfde gesprek", finding.consultations, talks)
    for need in document.needs:
        _known("een bevinding die", "dezelfde bevinding", need.findings, findings)
    for measure in measures:
        _known("een behoefte die", "dezelfde behoefte", measure.needs, needs)
        _known("inzet die", "dezelfde inzet", [share.post for share in measure.staff], posts)
    for cost in document.costs:
        _known("een maatregel die", "dezelfde maatregel", [cost.measure], mine | {None})
        _known("een maatregel die", "dezelfde maatregel", [share.measure for share in cost.shares], mine | {None})


def _ids(kind: str, rows: Iterable[Any]) -> set[int]:
    found: set[int] = set()
    for row in rows:
        if row.id in found:
            raise Refused(f"In dit bestand staat bij {kind} twee keer hetzelfde nummer (id {row.id}).", code="double")
        found.add(row.id)
    return found


def _known(missing: str, twice: str, pointed: Iterable[int], there: set[Any]) -> None:
    """Each of ``pointed`` once and in ``there``."""
    seen: set[Any] = set()
    for pk in pointed:
        if pk not in there:
            text = f"Dit bestand verwijst naar {missing} er niet in staat (id {pk})."
            raise Refused(text, code="dangling")
        if pk in seen:
            raise Refused(f"Dit bestand noemt {twice} ergens twee keer (id {pk}).", code="double")
        seen.add(pk)
