"""How the score grows with what is learned from: the linear half alone, on shares of AnnoMI's transcripts.

    python -m reviews.analysis.training.learning_curve DATA

The same folds and measure as the table of docs/method.md. The linear half takes a minute a fold, the
encoder a quarter of an hour: for its curve run `cross_validate --share` and `measure` on what it writes.
"""

from argparse import ArgumentParser
from pathlib import Path

import numpy as np

from reviews.analysis.trained import surface
from reviews.analysis.training import linear, measure
from reviews.analysis.training.corpus import FOLDS, Example, examples
from reviews.analysis.training.cross_validate import train_rows
from reviews.analysis.training.labels import HEADS
from reviews.analysis.training.measure import MIXED, TASKS, say

SHARES = (0.25, 0.5, 0.75, 1.0)


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="folder with the AnnoMI files")
    data = parser.parse_args().data
    found = examples(data)
    truth, bags = measure.truth_of(data), linear.bagged(found)
    numbers = [
        np.array([surface.vector(getattr(one, kind)) for one in found], np.float32)
        for kind in ("plain", "bare")
    ]
    say(f"| transcripts | {' | '.join(task.title for task in TASKS)} |")
    say(f"|---{'|---' * len(TASKS)}|")
    for share in SHARES:
        called = _called(found, bags, numbers, share)
        scores = [measure.macro_f1_of(task, truth, called) for task in TASKS]
        say(f"| {share:.0%} | {' | '.join(f'{score:.3f}' for score in scores)} |")


def _called(
    found: list[Example], bags: linear.Bagged, numbers: list[linear.Numbers], share: float
) -> dict[str, measure.Strings]:
    """Labels of AnnoMI's turns by column of the truth, by models that saw nothing of their video."""
    turns = sum(not one.is_ours for one in found)
    chances = {name: np.zeros((turns, HEADS[name]), np.float32) for name in MIXED}
    for fold in FOLDS:
        rows = [i for i, one in enumerate(found) if one.fold == fold and not one.is_ours]
        plain, bare = numbers
        words = linear.train(found, bags, plain, bare, train_rows(found, fold, share))
        matrix = linear.matrix([bags.plain[i] for i in rows], numbers[0][rows], words.rarity)
        for name in MIXED:
            chances[name][rows] = words.probabilities(matrix, name)
    return measure.columns(
        {name: some.argmax(1) for name, some in chances.items()},
        {name: 1 + some[:, 1:].argmax(1) for name, some in chances.items()},
    )


if __name__ == "__main__":
    main()
