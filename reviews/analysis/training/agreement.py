"""How far our own labels of AnnoMI's turns agree with the public majority labels, which we did not see."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reviews.analysis.training import mixing
from reviews.analysis.training.corpus import Example, annomi
from reviews.analysis.training.labels import INPUT, MAIN, QUESTION, REFLECTION, TALK, UNKNOWN
from reviews.analysis.training.measure import TASKS, Strings, say, truth_of


@dataclass(frozen=True, slots=True)
class Ours:
    """Which of our labels answers a column of the truth; "" where it cannot."""

    column: str
    of: Callable[[Example], str]


OURS = (
    Ours("main_therapist_behaviour", lambda one: _named(MAIN, one.own.main)),
    Ours("question_exists", lambda one: _exists(one.own.question)),
    Ours("question_subtype", lambda one: _named(QUESTION, one.own.question)),
    Ours("reflection_exists", lambda one: _exists(one.own.reflection)),
    Ours("reflection_subtype", lambda one: _named(REFLECTION, one.own.reflection)),
    Ours("therapist_input_exists", lambda one: _exists(one.own.input)),
    Ours("therapist_input_subtype", lambda one: _named(INPUT, one.own.input)),
    Ours("client_talk_type", lambda one: _named(TALK, one.own.talk)),
)


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with the AnnoMI files")
    chosen = parser.parse_args()
    found = list(annomi(chosen.data))
    truth = truth_of(chosen.data)
    say(f"{'':22}{'turns':>7}  macro-F1   kappa")
    for line in _lines(found, truth):
        say(line)


def _lines(found: Sequence[Example], truth: dict[str, Strings]) -> Iterator[str]:
    by_column = {one.column: one.of for one in OURS}
    for task in TASKS:
        index = {label: place for place, label in enumerate(task.labels)}
        ours = [by_column[task.column](one) for one in found]
        pairs = [
            (index[theirs], index[own])
            for theirs, own in zip(truth[task.column], ours, strict=True)
            if theirs in index and own in index
        ]
        is_, was = (np.array(column) for column in zip(*pairs, strict=True))
        score = mixing.macro_f1(is_, was, len(index))
        yield f"{task.title:22}{len(pairs):7,}  {score:8.3f}  {kappa(is_, was, len(index)):6.3f}"


def kappa(first: mixing.Places, second: mixing.Places, labels: int) -> float:
    """Agreement beyond chance (Cohen 1960): (observed - expected) / (1 - expected)."""
    table = np.zeros((labels, labels))
    np.add.at(table, (first, second), 1)
    table /= table.sum()
    expected = float(table.sum(0) @ table.sum(1))
    return (float(np.trace(table)) - expected) / (1 - expected)


def _named(names: Sequence[str], place: int) -> str:
    return "" if place == UNKNOWN else names[place]


def _exists(place: int) -> str:
    return "" if place == UNKNOWN else str(place > 0)


if __name__ == "__main__":
    main()
