"""The performance curve; its cases are the browser's too."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.curve import drops, string

CASES = json.loads((Path(__file__).parents[1] / "curve_cases.json").read_text("utf-8"))
VALUES = st.lists(st.one_of(st.none(), st.integers(1, 10)), max_size=20)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_shared_case_is_met(case: Any) -> None:
    drawn = string(case["values"])
    assert [piece[0] for piece in drawn] == [piece[0] for piece in case["string"]]
    for piece, expected in zip(drawn, case["string"], strict=True):
        assert piece[1:] == pytest.approx(expected[1:], abs=1e-5)
    assert [list(drop) for drop in drops(case["values"])] == case["drops"]


@given(VALUES)
def test_the_string_passes_every_pin_and_never_leaves_the_range_of_two_neighbours(values: list[int | None]) -> None:
    pins = {i + 0.5: value for i, value in enumerate(values) if value is not None}
    at = (0.0, 0.0)
    for piece in string(values):
        end = (piece[-2], piece[-1])
        assert pins[end[0]] == end[1]
        if piece[0] == "C":
            low, high = sorted((at[1], end[1]))
            assert all(low - 1e-9 <= y <= high + 1e-9 for y in (piece[2], piece[4]))
        at = end
