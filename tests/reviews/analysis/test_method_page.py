"""docs/method.md says what the rules say."""

from pathlib import Path

import pytest

from reviews.analysis.markers import RULES
from reviews.analysis.trained.figures import kinds, measured
from reviews.analysis.training.labels import own_talks
from reviews.analysis.training.own_error import errors, table

LABELLED = Path(__file__).parent / "labelled"
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


def test_method_page_has_the_measured_table() -> None:
    """docs/method.md shows what `training.measure --write` kept, to the last digit."""
    for row in (*measured()["plain"], *measured()["bare"]):
        figures = [row.score, row.low, row.high]
        said = f"| {row.title} | {row.turns:,} | {figures[0]:.3f} | {figures[1]:.3f} – {figures[2]:.3f} |"
        assert said in METHOD


def test_method_page_has_the_errors_on_our_own_talks() -> None:
    """Agreement with labels is exact: a change of the reader shows here, and then on the page."""
    rows = errors(list(own_talks(LABELLED)))
    assert sum(row.labelled for row in rows) > 0
    assert tuple(rows) == kinds()
    for line in table(rows):
        assert line in METHOD


def test_our_own_talks_are_at_least_four_hundred_turns() -> None:
    talks = list(own_talks(LABELLED))
    assert sum(len(talk) for talk in talks) >= 400
    for talk in talks:
        for turn in talk:
            words = " ".join(turn.text[one.start : one.end] for one in turn.segments)
            assert words == turn.text
