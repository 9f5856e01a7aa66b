"""What a goal's measurements say, and what stays visible of goals that were dropped."""

from datetime import date
from decimal import Decimal

import pytest

from programmes.document import schema
from programmes.models import Evaluation, Measurement
from programmes.monitoring import progress

TODAY = date(2022, 3, 1)


def goal(pk=1, baseline="60", target="75", **fields):
    texts = {"statement": "Meer lezen", "indicator": "", "unit": "%", "how_measured": "", "responsible": ""}
    numbers = {"baseline": Decimal(baseline) if baseline else None, "target": Decimal(target) if target else None}
    return schema.GoalNode(**({"id": pk, "deadline": date(2022, 7, 1)} | texts | numbers | fields))


def measured(value=None, note="", goal=1, day=1):
    value = Decimal(value) if value else None
    return Measurement(goal=goal, measured_on=date(2022, 2, day), value=value, note=note)


def words(node, *rows, today=TODAY):
    return progress.GoalProgress(node, rows, today).words


@pytest.mark.parametrize(
    ("node", "rows", "said"),
    [
        (goal(), [], "Nog niet gemeten."),
        (goal(), [measured("75")], "De streefwaarde is gehaald."),
        (goal(), [measured("80")], "De streefwaarde is gehaald."),
        (goal(), [measured("80"), measured("66", day=2)], "Op weg: 40% van begin naar streefwaarde."),
        (goal(), [measured("60")], "Nog geen verschil met het begin."),
        (goal(), [measured("55")], "De laatste meting is verder van het doel dan het begin."),
        (goal(baseline="30", target="10"), [measured("8")], "De streefwaarde is gehaald."),
        (goal(baseline="30", target="10"), [measured("25")], "Op weg: 25% van begin naar streefwaarde."),
        (goal(baseline=None, target=None), [measured(note="Het gaat beter.")], "In woorden bijgehouden."),
        (
            goal(baseline=None),
            [measured("70")],
            "Gemeten. Of dit op weg is, ziet u aan de getallen hieronder.",
        ),
        (goal(baseline=None), [measured("75")], "De streefwaarde is gehaald."),
        (
            goal(baseline="75"),
            [measured("80")],
            "Gemeten. Of dit op weg is, ziet u aan de getallen hieronder.",
        ),
    ],
)
def test_words_say_how_far_a_goal_is(node, rows, said):
    assert words(node, *rows) == said


def test_words_say_that_the_date_has_passed():
    said = words(goal(), measured("66"), today=date(2022, 7, 2))

    assert said == "Op weg: 40% van begin naar streefwaarde. De datum van het doel is voorbij."


def test_the_line_runs_from_baseline_over_the_measurements_to_the_target():
    found = progress.GoalProgress(goal(), (measured("66"), measured(note="ziek"), measured("70.5")), TODAY)

    assert found.line == "60 → 66 → 70,5 (streefwaarde 75) %"


def document(*measures):
    """A document with only measures: (id, goal ids)."""
    nodes = tuple(
        schema.MeasureNode.model_construct(id=pk, title=f"Maatregel {pk}", goals=tuple(goal(g) for g in goals))
        for pk, goals in measures
    )
    return schema.Document.model_construct(measures=nodes)


def test_what_was_written_about_a_dropped_goal_or_measure_stays_visible():
    first, second, last = document((1, [1, 2]), (2, [3])), document((1, [2, 4])), document((1, [2]))
    rows = [measured("61", goal=g) for g in (1, 2, 3, 4)]
    verdicts = [Evaluation(measure=pk, held_on=TODAY, verdict="stoppen", text="x") for pk in (1, 2)]

    found = progress.build([first, second, last], rows, verdicts, today=TODAY)

    def told(measures):
        return [(m.node.id, [(g.node.id, len(g.measurements)) for g in m.goals], len(m.evaluations)) for m in measures]

    assert told(found.measures) == [(1, [(2, 1)], 1)]
    assert told(found.dropped) == [(1, [(4, 1)], 0), (1, [(1, 1)], 0), (2, [(3, 1)], 1)]
    assert (found.measured, found.reached, found.evaluated) == (1, 0, 1)
