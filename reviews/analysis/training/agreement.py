"""How far our own labels of AnnoMI's turns agree with the public majority labels, and with themselves.

The public labels were not seen while labelling. Some conversations were labelled a second time without
sight of the first labels: what a labeller does not agree on with itself no model can learn from it.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from reviews.analysis.training import mixing
from reviews.analysis.training.corpus import annomi
from reviews.analysis.training.labels import (
    INPUT,
    MAIN,
    OWN_LABELS_AGAIN,
    QUESTION,
    REFLECTION,
    TALK,
    UNKNOWN,
    Labels,
    own_labels,
)
from reviews.analysis.training.measure import TASKS, say, truth_of

HEAD = "| | turns | macro-F1 | kappa |\n|---|---|---|---|"
OURS: dict[str, Callable[[Labels], str]] = {  # column of the truth: what we say to it; "" where nothing
    "main_therapist_behaviour": lambda own: _named(MAIN, own.main),
    "question_exists": lambda own: _exists(own.question),
    "question_subtype": lambda own: _named(QUESTION, own.question),
    "reflection_exists": lambda own: _exists(own.reflection),
    "reflection_subtype": lambda own: _named(REFLECTION, own.reflection),
    "therapist_input_exists": lambda own: _exists(own.input),
    "therapist_input_subtype": lambda own: _named(INPUT, own.input),
    "client_talk_type": lambda own: _named(TALK, own.talk),
}  # fmt: skip


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="folder with the AnnoMI files")
    data = parser.parse_args().data
    truth, own = truth_of(data), [one.own for one in annomi(data)]
    say(f"our labels and the majority\n\n{HEAD}")
    for line in _lines(
        {name: (truth[name], [of(one) for one in own]) for name, of in OURS.items()}
    ):
        say(line)
    first, again = own_labels(), own_labels(OWN_LABELS_AGAIN)
    pairs = [(first[key], labels) for key, labels in again.items() if key in first]
    say(f"\nour labels and a second pass of ours\n\n{HEAD}")
    for line in _lines(
        {name: ([of(a) for a, _ in pairs], [of(b) for _, b in pairs]) for name, of in OURS.items()}
    ):
        say(line)


def _lines(columns: dict[str, tuple[Iterable[str], Sequence[str]]]) -> Iterator[str]:
    """One row for each task; only turns that both called by one of its labels count."""
    for task in TASKS:
        index = {label: place for place, label in enumerate(task.labels)}
        pairs = [
            (index[a], index[b])
            for a, b in zip(*columns[task.column], strict=True)
            if a in index and b in index
        ]
        first, second = (np.array(column) for column in zip(*pairs, strict=True))
        score = mixing.macro_f1(first, second, len(index))
        yield f"| {task.title} | {len(pairs):,} | {score:.3f} | {kappa(first, second, len(index)):.3f} |"


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
