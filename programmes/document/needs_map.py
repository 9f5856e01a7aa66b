"""Which need is answered by which measures: two columns with lines between them, as plain geometry for SVG.

Pure functions of a ``schema.Document``. The answers stand in words at each need too. Money is in ``flow``, not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from programmes.document.charts import COLOURS, ink
from programmes.document.fitting import fit
from programmes.document.schema import Document, MeasureNode, NeedNode

WIDTH, BOX, GAP = 400, 172, 56
"""Units of the drawing, of a box, and between the two columns."""
FONT, LINE, ABOVE, BETWEEN, HEAD = 13, 16, 6, 10, 26
"""Units of the text, of a line of it, above and under the text in a box, between boxes, and of the column heads."""
LINES, PAD, BADGE = 3, 8, 20
"""Lines of a name, and units between a box and its text and of the square with the letter of a category."""
MOST = 10
"""Measures in one drawing; more go into a next one, so that each fits on a page."""
STEP = Decimal("0.01")
NO_ANSWER, NO_NEED = "Nog geen maatregel", "Bij geen behoefte"
Tie = tuple[NeedNode | None, MeasureNode | None]


@dataclass(frozen=True)
class Box:
    """A need at the left or a measure at the right; ``letter`` is that of the measure. ``open``: what is missing."""

    x: int
    y: Decimal
    height: int
    lines: tuple[str, ...]
    note: str = ""
    letter: str = ""
    open: bool = False
    width: int = BOX

    @property
    def middle(self) -> Decimal:
        return self.y + Decimal(self.height) / 2

    @property
    def text_x(self) -> int:
        return self.x + PAD + (BADGE + PAD if self.letter else 0)

    @property
    def texts(self) -> tuple[tuple[Decimal, str], ...]:
        return tuple((self.y + ABOVE + LINE * place + 12, line) for place, line in enumerate(self.lines))

    @property
    def note_y(self) -> Decimal:
        return self.y + ABOVE + LINE * len(self.lines) + 12

    @property
    def colour(self) -> str:
        return COLOURS.get(self.letter, COLOURS[""])

    @property
    def ink(self) -> str:
        return ink(self.letter)

    @property
    def badge_x(self) -> int:
        return self.x + PAD

    @property
    def badge_y(self) -> Decimal:
        return self.middle - BADGE // 2

    @property
    def letter_x(self) -> int:
        return self.badge_x + BADGE // 2

    @property
    def letter_y(self) -> Decimal:
        return self.middle + 5


@dataclass(frozen=True)
class Drawing:
    """``lines`` are the paths from needs to measures, ``missing`` those to what is not there. Told by ``text``."""

    boxes: tuple[Box, ...]
    lines: str
    missing: str
    height: Decimal
    text: str
    width: int = WIDTH
    measures_x: int = BOX + GAP
    badge: int = BADGE


def needs_map(document: Document) -> tuple[Drawing, ...]:
    """The drawings of ``document``, in the order of the needs; none without needs or without measures."""
    if not document.needs or not document.measures:
        return ()
    return tuple(_draw(ties) for ties in _parts(tuple(_ties(document))))


def _ties(document: Document) -> Iterable[Tie]:
    """Each need with each of its measures (None: it has none), then the measures that answer no need."""
    known = {need.id for need in document.needs}
    for need in document.needs:
        answers = [measure for measure in document.measures if need.id in measure.needs]
        yield from ((need, measure) for measure in answers or [None])
    yield from ((None, measure) for measure in document.measures if not known & set(measure.needs))


def _parts(ties: Sequence[Tie]) -> Iterable[Sequence[Tie]]:
    """Cut where a drawing would get too many boxes; a need is cut only when it has too many measures itself."""
    part: list[Tie] = []
    for need in dict.fromkeys(need.id if need else None for need, _ in ties):
        own = [tie for tie in ties if (tie[0].id if tie[0] else None) == need]
        for start in range(0, len(own), MOST):
            more = own[start : start + MOST]
            if part and _size([*part, *more]) > MOST:
                yield part
                part = []
            part.extend(more)
    if part:
        yield part


def _size(ties: Sequence[Tie]) -> int:
    """Boxes of the longest column."""
    return max(len(_lefts(ties)), len(_rights(ties)))


def _lefts(ties: Sequence[Tie]) -> list[NeedNode | None]:
    return list({need.id if need else None: need for need, _ in ties}.values())


def _rights(ties: Sequence[Tie]) -> list[MeasureNode | None]:
    """Every measure once, and at last one place for all the needs that have none."""
    found = list({measure.id: measure for _, measure in ties if measure}.values())
    return [*found, *([None] if any(measure is None for _, measure in ties) else [])]


def _draw(ties: Sequence[Tie]) -> Drawing:
    needs, measures = _lefts(ties), _rights(ties)
    left, right = [_need(need) for need in needs], [_measure(measure) for measure in measures]
    height = max(_bottom(left), _bottom(right))
    left, right = _stacked(left, height), _stacked(right, height)
    lines = {True: [], False: []}
    for need, measure in ties:
        source, target = left[needs.index(need)], right[measures.index(measure)]
        lines[source.open or target.open].append(_line(source, target))
    return Drawing((*left, *right), " ".join(lines[False]), " ".join(lines[True]), height + 1, _text(ties))


def _need(need: NeedNode | None) -> Box:
    return _box(0, f"{need.rank}. {need.title}" if need else NO_NEED, open=need is None)


def _measure(measure: MeasureNode | None) -> Box:
    if measure is None:
        return _box(BOX + GAP, NO_ANSWER, open=True)
    return _box(BOX + GAP, f"{measure.rank}. {measure.title}", note=_goals(measure), letter=measure.category)


def _goals(measure: MeasureNode) -> str:
    count = len(measure.goals)
    return f"{count or 'nog geen'} {'doel' if count < 2 else 'doelen'}"


def _box(x: int, name: str, note: str = "", letter: str = "", *, open: bool = False) -> Box:
    room = BOX - 2 * PAD - (BADGE + PAD if letter else 0)
    lines = fit(name, room / FONT, LINES)
    height = max(LINE * (len(lines) + bool(note)) + 2 * ABOVE, BADGE + 2 * ABOVE)
    return Box(x, Decimal(0), height, lines, note, letter, open)


def _bottom(boxes: Sequence[Box]) -> Decimal:
    return Decimal(HEAD + sum(box.height for box in boxes) + BETWEEN * (len(boxes) - 1))


def _stacked(boxes: Sequence[Box], bottom: Decimal) -> list[Box]:
    """Under each other, spread over the height."""
    free = bottom - _bottom(boxes)
    gap = BETWEEN + (free / (len(boxes) + 1)).quantize(STEP)
    y = HEAD + gap - BETWEEN
    placed = []
    for box in boxes:
        placed.append(Box(box.x, y, box.height, box.lines, box.note, box.letter, box.open))
        y += box.height + gap
    return placed


def _line(source: Box, target: Box) -> str:
    start, end = source.x + BOX, target.x
    middle = (start + end) // 2
    return f"M {start} {source.middle} C {middle} {source.middle} {middle} {target.middle} {end} {target.middle}"


def _text(ties: Sequence[Tie]) -> str:
    told = []
    for need in _lefts(ties):
        answers = [measure for other, measure in ties if other is need]
        names = [f"{m.rank}. {m.title} (categorie {m.category}, {_goals(m)})" for m in answers if m]
        name = f"Behoefte {need.rank}. {need.title}" if need else "Maatregelen bij geen behoefte"
        told.append(f"{name}: {'; '.join(names) or NO_ANSWER.lower()}.")
    return " ".join(told)
