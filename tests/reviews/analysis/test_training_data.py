"""What the model learns from: every line is in the form docs/labelling.md describes."""

import csv
import re
from pathlib import Path

import pytest

from reviews.analysis.training.labels import (
    OWN_LABELS,
    OWN_LABELS_AGAIN,
    TALKS,
    own_labels,
    own_talks,
)

ROOT = Path(__file__).parents[3]
HELD_OUT = Path(__file__).parent / "labelled"
FILES = sorted([*TALKS.glob("*.txt"), *HELD_OUT.glob("*.txt")])
ACT = r"(?:q [oc]|r [sc]|i [iaon])"
CODE = {
    "T": re.compile(rf"(?:{ACT}(?: {ACT})*|x)(?: [SLKAaPDTEZ]+)?\*?"),
    "C": re.compile(r"[csn](?: [IFCAOR]+)?\*?"),
}
COACH = re.compile(r"[oc-],[sc-],[iaon-],[qrix]\??,[SLKAaPDTEZ]*")
CLIENT = re.compile(r"[csn]\??,[IFCAOR]*")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_turn_of_a_talk_is_cut_into_labelled_segments(path: Path) -> None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("==="):
            continue
        who, said = line[0], line[3:]
        assert line[1:3] == ": ", f"{path.name}:{number}"
        segments = re.findall(r"\[([^\]]*)\] ([^\[]+)", said)
        assert "".join(f"[{code}] {words}" for code, words in segments) == said, number
        for code, _ in segments:
            assert CODE[who].fullmatch(code), f"{path.name}:{number}: {code}"
        assert sum(code.endswith("*") for code, _ in segments) == (len(segments) > 1), number


@pytest.mark.parametrize("path", [OWN_LABELS, OWN_LABELS_AGAIN], ids=lambda path: path.stem)
def test_every_label_is_one_of_the_guide_and_no_turn_has_two(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for row in rows:
        codes = ",".join(row[2:])
        assert COACH.fullmatch(codes) or CLIENT.fullmatch(codes), row
    assert len(own_labels(path)) == len(rows)


def test_labels_of_the_second_pass_are_of_turns_of_the_first() -> None:
    assert own_labels(OWN_LABELS_AGAIN).keys() <= own_labels().keys()


def test_no_talk_that_errors_are_measured_on_is_learned_from() -> None:
    learned = {" ".join(turn.text for turn in talk) for talk in own_talks()}
    held_out = {" ".join(turn.text for turn in talk) for talk in own_talks(HELD_OUT)}
    assert len(held_out) == 24
    assert not learned & held_out


def test_nothing_of_the_site_imports_the_training() -> None:
    found = [
        str(path.relative_to(ROOT))
        for folder in ("coachlms", "courses", "feedback", "reviews")
        for path in (ROOT / folder).rglob("*.py")
        if not path.is_relative_to(TALKS.parent)
        and "analysis.training" in path.read_text(encoding="utf-8")
    ]
    assert found == []
