"""Long runs without a space break now and then, and no text makes that slow."""

from __future__ import annotations

import time
from xml.etree.ElementTree import Element

import pytest

from npo_planner.press.setting import _loosen

FAMILY = "👩\u200d👩\u200d👧"


def loosened(text: str) -> str:
    element = Element("p")
    element.text = text
    _loosen(element)
    return element.text


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("x" * 69, ["x" * 69]),
        ("x" * 100, ["x" * 30] * 3 + ["x" * 10]),
        ("x" * 90, ["x" * 30] * 3),
        ("." * 70, ["." * 30, "." * 30, "." * 10]),
        ("x" * 29 + "e\u0301" + "y" * 45, ["x" * 29 + "e\u0301", "y" * 30, "y" * 15]),
        ("x" * 29 + FAMILY + "y" * 45, ["x" * 29 + FAMILY, "y" * 30, "y" * 15]),
        ("\u0301" * 500, ["\u0301" * 230, "\u0301" * 230, "\u0301" * 40]),
    ],
)
def test_a_long_run_breaks_between_signs(text: str, pieces: list[str]) -> None:
    assert loosened(text).split("\u200b") == pieces


@pytest.mark.parametrize("sign", [".", "x", "…", "\u0301", "\u00a0", "👍", FAMILY, "a."])
def test_a_run_of_any_sign_takes_next_to_nothing(sign: str) -> None:
    text = (sign * 100_000)[:100_000]
    began = time.process_time()

    result = loosened(text)

    assert time.process_time() - began < 0.5
    assert result.replace("\u200b", "") == text
    assert max(map(len, result.split("\u200b"))) <= 230
