"""docs/method.md says what the rules say."""

from pathlib import Path

import pytest

from reviews.analysis.markers import RULES

METHOD = (Path(__file__).parents[3] / "docs" / "method.md").read_text(encoding="utf-8")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@pytest.mark.parametrize("ref", RULES)
def test_method_page_has_the_rule_with_its_numbers(ref: str) -> None:
    rule = RULES[ref]
    row = next(line for line in METHOD.splitlines() if line.startswith(f"| {ref} |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[1] == rule.many
    for cell, need in zip(cells[2:5], (rule.acc, rule.pcc, rule.mcc), strict=True):
        assert cell.split()[0] == NUMBERS[max(need.turns, need.sorts)]
    assert cells[5] == rule.against
