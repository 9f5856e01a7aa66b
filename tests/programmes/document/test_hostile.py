"""Hostile texts on paper: in time, within the memory, and nothing of them lost. ``bench/hostile.py`` prints all."""

from __future__ import annotations

import subprocess
import unicodedata
from bisect import bisect_left

import pytest

from npo_planner.press.client import PressFailed
from programmes.document import pdf
from programmes.document.lengths import Length
from tests.programmes.document.hostile import TEXTS, Case, case, documents
from tests.programmes.document.sized import STAMP, Size, sized

pytestmark = pytest.mark.pdf

EVERYWHERE = ("no break", "zero width", "control", "separators", "combining", "style", "svg", "template", "entities")


def printed(content: bytes) -> str:
    """The text above the foot of each page, which would stand in the middle of what goes on on the next."""
    above = ["-x", "0", "-y", "0", "-W", "600", "-H", "778"]
    done = subprocess.run(["pdftotext", *above, "-", "-"], input=content, capture_output=True, check=True)
    return letters(done.stdout.decode())


def letters(text: str) -> str:
    """What can be compared: no white space, hyphens, marks or invisible characters, and letters in their plain form."""
    plain = unicodedata.normalize("NFKD", text).casefold()  # a first letter may be made a capital
    return "".join(c for c in plain if c not in "-‐" and unicodedata.category(c)[0] not in "MZC")


def lost(case: Case, text: str) -> dict[str, str]:
    """By mark, what was written and is not on paper."""
    return {mark: told for mark, told in case.told.items() if not is_whole(letters(told), text)}


def is_whole(told: str, text: str, parts: int = 3) -> bool:
    """A cell may go on on the next page: then what is beside it stands between its parts."""
    for _ in range(parts):
        if told in text:
            return True
        fits = bisect_left(range(len(told)), True, key=lambda size: told[: size + 1] not in text)
        told = told[fits:]
    return False


def test_there_are_sixty_two_documents() -> None:
    assert len(list(documents())) == 62


@pytest.mark.parametrize("name", EVERYWHERE)
def test_text_in_every_field_is_whole_on_paper(name: str, caplog: pytest.LogCaptureFixture) -> None:
    hostile = case(name, TEXTS[name])

    text = printed(pdf.render(hostile.document, STAMP))

    assert lost(hostile, text) == {}
    assert caplog.records == []


@pytest.mark.parametrize("length", Length)
def test_our_own_templates_give_weasyprint_nothing_to_say(length: Length, caplog: pytest.LogCaptureFixture) -> None:
    assert pdf.render(sized(Size(measures=2, findings=4)), STAMP, length).startswith(b"%PDF")
    assert caplog.records == []


def test_thousands_of_rows_are_refused_with_what_to_do() -> None:
    hostile = next(each for each in documents() if each.too_long)

    with pytest.raises(PressFailed) as failed:
        pdf.render(hostile.document, STAMP)

    assert failed.value.code == "press_too_long"
    assert "Kies een kortere vorm" in str(failed.value)
