"""The backtest: on made-up schools, and on every real primary school."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bench.forecast import TEST, backtest, beats, find_history, main, mdape, primary_schools, report
from staffing.scenarios import TRIED

GROWING = {year: 200 + 10 * (year - 2010) for year in range(2010, 2026)}
FILE = """VESTIGINGSCODE;SOORT_VESTIGING;LEERLINGEN_2021;LEERLINGEN_2022
01AA00;BO;<5;12
01AB00;BO; ;0
01AC00;VSO;30;31
"""


def test_a_school_that_grows_evenly_is_forecast_better_than_naive():
    cases = backtest([GROWING], TEST)

    assert [(case.ahead, case.size, case.naive, case.actual) for case in cases] == [
        (1, 320, 320, 330),
        (2, 320, 320, 340),
        (3, 320, 320, 350),
    ]
    assert beats(cases)


def test_what_came_after_the_origin_is_not_used():
    changed = GROWING | {2023: 999, 2024: None, 2025: 0}

    (case,) = backtest([changed], TEST)

    assert (case.ahead, case.model) == (1, backtest([GROWING], TEST)[0].model)


def test_a_school_without_pupils_at_the_origin_is_no_case_and_one_of_too_little_history_is_naive():
    cases = backtest([{2022: 0, 2023: 9}, {2022: None, 2023: 9}, {2021: 8, 2022: 10, 2023: 12}], TEST)

    assert [(case.enough, case.model, case.naive) for case in cases] == [(False, Decimal(10), 10)]
    assert not beats(cases)


def test_the_error_is_of_what_came():
    (case,) = backtest([{2022: 10, 2023: 8}], TEST)

    assert mdape([case.naive_error]) == 25.0


def test_masked_empty_and_other_schools_in_the_file(tmp_path):
    path = tmp_path / "06.csv"
    path.write_text(FILE, encoding="utf-8-sig")

    assert list(primary_schools(path)) == [{2021: None, 2022: 12}, {2021: None, 2022: 0}]
    assert find_history(path) == path
    assert find_history(tmp_path) is None


def test_file_without_primary_schools_is_no_test(tmp_path, monkeypatch, capsys):
    path = tmp_path / "06.csv"
    path.write_text(FILE.replace(";BO;", ";SBO;"), encoding="utf-8-sig")
    monkeypatch.setattr("sys.argv", ["forecast.py", "--register", str(path)])

    assert main() == 2
    assert "nothing was tried" in capsys.readouterr().err
    assert not beats([])


def test_report_of_nothing_is_a_report():
    assert "all                            0" in report([])


@pytest.mark.register
def test_the_forecast_beats_naive_on_every_real_primary_school(register):
    cases = backtest(primary_schools(find_history(register)), TEST)

    assert len(cases) == 18151
    assert beats(cases)
    for ahead, model, naive in TRIED:
        part = [case for case in cases if case.ahead == int(ahead)]
        shown = (f"{mdape(getattr(c, name) for c in part):.2f}" for name in ("model_error", "naive_error"))
        assert tuple(shown) == (model.replace(",", "."), naive.replace(",", "."))
