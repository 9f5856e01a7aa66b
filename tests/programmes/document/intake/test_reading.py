"""A file is a schoolprogramma or is refused with a sentence: every refusal, and nothing that breaks the reader."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from npo_planner.errors import Refused
from programmes.document import canonical
from programmes.document.intake.constants import LARGEST_FILE
from programmes.document.intake.reading import read
from tests.programmes.document.any_document import DOCUMENTS
from tests.programmes.document.intake.files import changed
from tests.programmes.document.one_of_each import full

FULL = canonical.dumps(full())
CODES = {"too_large", "not_text", "bad_json", "no_programme", "other_schema", "control", "double", "dangling"}


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        read(data)
    return refused.value.code, str(refused.value)


def test_file_that_was_exported_is_the_document() -> None:
    assert read(FULL.encode()) == full()


def test_byte_order_mark_and_white_space_do_not_matter() -> None:
    assert read(b"\xef\xbb\xbf" + json.dumps(json.loads(FULL), indent=2).encode() + b"\n") == full()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "bad_json"),
        (b"{", "bad_json"),
        (b" " * (LARGEST_FILE + 1), "too_large"),
        (b"PK\x03\x04rest", "not_text"),
        (b"%PDF-1.7", "not_text"),
        ('{"schema_version": 1}'.encode("utf-16"), "not_text"),
        (b'{"title": "\xff"}', "not_text"),
        (b"naam;aantal\n", "bad_json"),
        (b"[" * 900_000, "bad_json"),
        (b'{"a":' * 300_000, "bad_json"),
        (b'{"schema_version": 1, "schema_version": 1}', "bad_json"),
        (b'{"schema_version": NaN}', "bad_json"),
        (b'{"schema_version": -Infinity}', "bad_json"),
        (b'{"schema_version": 1e999999999}', "bad_json"),
        (b'{"schema_version": ' + b"1" * 5000 + b"}", "bad_json"),
        (b"null", "no_programme"),
        (b"[]", "no_programme"),
        (b"{}", "no_programme"),
        (b'[{"code": "B3", "categorie": "B"}]', "no_programme"),
        (b'{"schema_version": 2}', "other_schema"),
        (b'{"schema_version": "1"}', "other_schema"),
        (b'{"schema_version": true}', "other_schema"),
        (b'{"schema_version": null}', "other_schema"),
        (b'{"schema_version": 1}', "no_programme"),
    ],
)
def test_what_is_no_schoolprogramma_is_refused(data, code) -> None:
    found, text = refusal(data)

    assert found == code
    assert text[0].isupper()
    assert text.endswith((".", ")."))


def put(*path: Any, value: Any) -> Any:
    """A change of a tree: ``value`` at ``path``."""

    def change(tree: Any) -> None:
        *up, last = path
        for key in up:
            tree = tree[key]
        tree[last] = value

    return change


def twice(*path: Any) -> Any:
    """A change of a tree: the first row of the list at ``path`` stands there twice."""

    def change(tree: Any) -> None:
        for key in path:
            tree = tree[key]
        tree.append(tree[0])

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (put("extra", value=1), "no_programme"),
        (put("consent", value={"outcome": "instemming"}), "no_programme"),
        (put("title", value=None), "no_programme"),
        (put("title", value={"title": {}}), "no_programme"),
        (put("measures", 0, "status", value="adopted"), "no_programme"),
        (put("measures", value={}), "no_programme"),
        (put("costs", 0, "amount", value="NaN"), "no_programme"),
        (put("costs", 0, "amount", value="Infinity"), "no_programme"),
        (put("costs", 0, "amount", value=0.5), "bad_json"),
        (put("staff", 0, "start", value="31-12-2021"), "no_programme"),
        (put("vision", value="a\0b"), "control"),
        (put("scan", "findings", 0, "group", value="groep\x1b[2J"), "control"),
        (put("round", "years", value=["2021\x07"]), "control"),
        (put("vision", value="\ud800"), "control"),
        (twice("scan", "findings"), "double"),
        (twice("scan", "consultations"), "double"),
        (twice("needs"), "double"),
        (twice("measures"), "double"),
        (twice("measures", 0, "goals"), "double"),
        (twice("measures", 0, "goals", 0, "milestones"), "double"),
        (twice("measures", 0, "staff"), "double"),
        (twice("measures", 0, "needs"), "double"),
        (twice("staff"), "double"),
        (twice("costs"), "double"),
        (twice("not_chosen"), "double"),
        (twice("budget", "years", 0, "funding_lines"), "double"),
        (twice("budget", "board_shares"), "double"),
        (put("scan", "findings", 0, "consultations", value=[2]), "dangling"),
        (put("needs", 0, "findings", value=[2]), "dangling"),
        (put("measures", 0, "needs", value=[10**30]), "dangling"),
        (put("measures", 0, "staff", 0, "post", value=-1), "dangling"),
        (put("costs", 0, "measure", value=2), "dangling"),
        (put("costs", 0, "shares", 0, "measure", value=0), "dangling"),
    ],
)
def test_file_with_one_thing_wrong_is_refused(change, code) -> None:
    assert refusal(changed(FULL, change))[0] == code


def test_refusal_says_where_it_is() -> None:
    _, text = refusal(changed(FULL, put("measures", 0, "goals", 0, "deadline", value="gisteren")))

    assert "“measures › 0 › goals › 0 › deadline”" in text


def test_refusal_does_not_repeat_a_whole_file() -> None:
    _, text = refusal(changed(FULL, put("x" * 100_000, value=1)))

    assert len(text) < 400


@settings(max_examples=10, deadline=None)
@given(DOCUMENTS)
def test_any_document_is_read_or_refused(document) -> None:
    try:
        assert read(canonical.dumps(document).encode()) is not None
    except Refused as refused:
        assert refused.code in CODES  # noqa: PT017 - both are right


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200) | st.recursive(st.none() | st.text(), st.lists).map(json.dumps).map(str.encode))
def test_any_bytes_are_refused(data) -> None:
    assert refusal(data)[0] in CODES
