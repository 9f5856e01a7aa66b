"""Figures in plain words."""

from __future__ import annotations

import pytest

from menukaart.figures import cost_text, effect_text, evidence_text


@pytest.mark.parametrize(
    ("months", "text"),
    [
        (None, "niet vermeld"),
        (-2, "−2 maanden (negatief)"),
        (-1, "−1 maand (negatief)"),
        (0, "0 maanden (nihil)"),
        (1, "+1 maand (klein)"),
        (2, "+2 maanden (klein)"),
        (3, "+3 maanden (gemiddeld)"),
        (4, "+4 maanden (gemiddeld)"),
        (5, "+5 maanden (groot)"),
        (6, "+6 maanden (zeer groot)"),
        (12, "+12 maanden (zeer groot)"),
    ],
)
def test_effect_has_the_words_of_the_scale(months, text):
    assert effect_text(months) == text


@pytest.mark.parametrize(
    ("figure", "evidence", "cost"),
    [
        (None, "niet vermeld", "niet vermeld"),
        (1, "zeer beperkt (1 van 5)", "zeer laag (1 van 5)"),
        (2, "beperkt (2 van 5)", "laag (2 van 5)"),
        (3, "redelijk (3 van 5)", "gemiddeld (3 van 5)"),
        (4, "sterk (4 van 5)", "hoog (4 van 5)"),
        (5, "zeer sterk (5 van 5)", "zeer hoog (5 van 5)"),
    ],
)
def test_evidence_and_cost_have_plain_words(figure, evidence, cost):
    assert (evidence_text(figure), cost_text(figure)) == (evidence, cost)
