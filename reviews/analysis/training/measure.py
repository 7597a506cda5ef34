"""The tables of docs/method.md: macro-F1 of each label over the folds, with intervals over transcripts; confusions.

What each turn was called comes from `out_of_fold.npz`: probabilities of models that never saw its video.
How the halves are mixed is fitted on the other four folds. The truth is `annomi_majority.csv`, which
nothing was learned from. The measure is that of the public scorer: macro-F1, subtypes only where people
say that the act is there; 95 % intervals by 1,000 draws of transcripts.
"""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reviews.analysis.trained.figures import MEASURED, Measured
from reviews.analysis.training import mixing
from reviews.analysis.training.corpus import Example, annomi
from reviews.analysis.training.labels import (
    ACTS,
    FLAGS,
    HEADS,
    INPUT,
    MAIN,
    QUESTION,
    REFLECTION,
    TALK,
)
from reviews.analysis.training.targets import shares

FOUND = Path(__file__).parent / "out_of_fold.npz"
ADVICE = "advice, precision"
CONFUSED = ("main behaviour", "input subtype", "client talk")  # shown label by label
DRAWS = 1000
MIXED = tuple(name for name in HEADS if name not in FLAGS)
Numbers = NDArray[np.float32]
Strings = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the table: which column of the truth, which turns, and the labels that count."""

    title: str
    column: str
    labels: tuple[str, ...]
    where: str = ""  # column that must say True
    simple: float | None = None
    aim: float | None = None
    human: float | None = None


# Figures beside ours: a simple model over the same folds, what we aimed at, one person against the others.
TASKS = (
    Task("main behaviour", "main_therapist_behaviour", MAIN, "", 0.765, 0.80, 0.861),
    Task("question present", "question_exists", ("True", "False"), "", 0.920, 0.94, 0.958),
    Task("open / closed", "question_subtype", QUESTION[1:], "question_exists", 0.754, 0.79, 0.76),
    Task("reflection present", "reflection_exists", ("True", "False"), "", 0.783, 0.83, 0.883),
    Task("simple / complex", "reflection_subtype", REFLECTION[1:], "reflection_exists", 0.637, 0.66, 0.58),
    Task("input present", "therapist_input_exists", ("True", "False")),
    Task("input subtype", "therapist_input_subtype", INPUT[1:], "therapist_input_exists", 0.437, 0.50, 0.46),
    Task("client talk", "client_talk_type", TALK, "", 0.534, 0.59, 0.721),
)  # fmt: skip


HEAD = "| | turns | score | 95 % interval | simple model | aim | one human |\n|---|---|---|---|---|---|---|"


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - commands that run for long


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="folder with the AnnoMI files")
    parser.add_argument("--write", action="store_true", help="keep it for the method page, too")
    chosen = parser.parse_args()
    found = list(annomi(chosen.data))
    truth = truth_of(chosen.data)
    stored = {name: values[: len(found)] for name, values in np.load(FOUND).items()}
    tables = {}
    for kind, title in (("plain", "as transcribed"), ("bare", "marks and capitals removed")):
        called, advice = nested(found, stored, kind)
        tables[kind] = list(rows_of(found, truth, called, advice))
        say(f"\n{title}\n\n{HEAD}")
        for row in tables[kind]:
            say(_line(row))
        if kind == "plain":
            for task in TASKS:
                if task.title in CONFUSED:
                    say("\n".join(confusion(task, truth, called)))
    if chosen.write:
        text = json.dumps(
            {kind: [asdict(row) for row in rows] for kind, rows in tables.items()}, indent=1
        )
        MEASURED.write_text(text + "\n", encoding="utf-8")


def confusion(task: Task, truth: Mapping[str, Strings], called: Mapping[str, Strings]) -> list[str]:
    """What the turns of each label were called, as a table."""
    rows = _judged(task, truth)
    is_, was = truth[task.column][rows], called[task.column][rows]
    lines = [
        f"\n{task.title}: people (rows) and model (columns)\n",
        f"| | {' | '.join(task.labels)} |",
        f"|---{'|---' * len(task.labels)}|",
    ]
    for label in task.labels:
        counts = [int(((is_ == label) & (was == other)).sum()) for other in task.labels]
        lines.append(f"| {label} | {' | '.join(f'{count:,}' for count in counts)} |")
    return lines


def _judged(task: Task, truth: Mapping[str, Strings]) -> NDArray[np.bool_]:
    """The turns that count for a task."""
    rows = np.isin(truth[task.column], task.labels)
    return np.asarray(rows & (truth[task.where] == "True") if task.where else rows)


def truth_of(data: Path) -> dict[str, Strings]:
    with (data / "annomi_majority.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def nested(
    found: Sequence[Example], stored: Mapping[str, Numbers], kind: str
) -> tuple[dict[str, Strings], Numbers]:
    """Labels by column of the truth, and the probability of advice; mixes come from the other folds.

    The mix is fitted on turns as they stand, also for those without marks: in use nobody tells which they are.
    """
    folds = np.array([one.fold for one in found])
    probabilities = {name: np.zeros((len(found), HEADS[name]), np.float32) for name in MIXED}
    places = {name: np.zeros(len(found), np.intp) for name in MIXED}
    kinds = {name: np.zeros(len(found), np.intp) for name in MIXED}
    for fold in sorted(set(folds.tolist())):
        here, others = folds == fold, np.flatnonzero(folds != fold)
        for name in MIXED:
            mix = mix_of(found, stored, name, others.tolist())
            net, linear = (stored[f"{half}_{kind}_{name}"][here] for half in ("net", "linear"))
            probabilities[name][here] = mix.probabilities(net.astype(float), linear.astype(float))
            places[name][here] = mix.choose(probabilities[name][here])
            kinds[name][here] = mix.kinds(probabilities[name][here])
    return columns(places, kinds), probabilities["input"][:, INPUT.index("advice")]


def mix_of(
    found: Sequence[Example], stored: Mapping[str, Numbers], name: str, rows: Sequence[int]
) -> mixing.Mix:
    """The mix of one head, from what was learned from: AnnoMI's simple labels and ours."""
    some = [found[i] for i in rows]
    net, linear = (
        stored[f"{half}_plain_{name}"][list(rows)].astype(float) for half in ("net", "linear")
    )
    return mixing.fit(net, linear, shares(some, name).astype(float), of_act=name in ACTS)


def columns(
    places: Mapping[str, NDArray[np.intp]], kinds: Mapping[str, NDArray[np.intp]]
) -> dict[str, Strings]:
    """Labels by column of the truth, from the place of each head's label and of its likeliest kind."""
    exists = {name: (places[name] > 0).astype(str) for name in ("question", "reflection", "input")}
    return {
        "main_therapist_behaviour": np.array(MAIN)[places["main"]],
        "client_talk_type": np.array(TALK)[places["talk"]],
        "question_exists": exists["question"],
        "reflection_exists": exists["reflection"],
        "therapist_input_exists": exists["input"],
        "question_subtype": np.array(QUESTION)[kinds["question"]],
        "reflection_subtype": np.array(REFLECTION)[kinds["reflection"]],
        "therapist_input_subtype": np.array(INPUT)[kinds["input"]],
    }


def macro_f1_of(task: Task, truth: Mapping[str, Strings], called: Mapping[str, Strings]) -> float:
    """Macro-F1 of one task."""
    is_, was, _ = _placed(task, truth, called)
    return mixing.macro_f1(is_, was, len(task.labels))


def _placed(
    task: Task, truth: Mapping[str, Strings], called: Mapping[str, Strings]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_]]:
    """Place of the true and of the given label of the turns that count, and which these are."""
    rows = _judged(task, truth)
    index = {label: place for place, label in enumerate(task.labels)}
    is_, was = (
        np.array([index[label] for label in one[task.column][rows]]) for one in (truth, called)
    )
    return is_, was, rows


def rows_of(
    found: Sequence[Example],
    truth: Mapping[str, Strings],
    called: Mapping[str, Strings],
    advice: Numbers,
) -> Iterator[Measured]:
    """The table; `advice` is the chance of advice in each turn."""
    talks = np.array([one.transcript for one in found])
    for task in TASKS:
        is_, was, rows = _placed(task, truth, called)
        low, high = interval(is_, was, talks[rows], len(task.labels))
        score = mixing.macro_f1(is_, was, len(task.labels))
        yield Measured(
            task.title, int(rows.sum()), round(score, 3), round(low, 3), round(high, 3),
            task.simple, task.aim, task.human,
        )  # fmt: skip
    coach = np.array([one.is_coach for one in found])
    is_advice = truth["therapist_input_subtype"][coach] == "advice"
    low, high = precision_interval(is_advice, advice[coach], talks[coach])
    score = average_precision(is_advice, advice[coach])
    yield Measured(
        ADVICE, int(coach.sum()), round(score, 3), round(low, 3), round(high, 3), 0.262, 0.40
    )


def _line(row: Measured) -> str:
    """As it stands in docs/method.md."""
    beside = " | ".join("–" if x is None else f"{x:.3f}" for x in (row.simple, row.aim, row.human))
    figures = f"{row.score:.3f} | {row.low:.3f} – {row.high:.3f}"
    return f"| {row.title} | {row.turns:,} | {figures} | {beside} |"


def interval(
    truth: NDArray[np.intp], found: NDArray[np.intp], groups: Strings, labels: int
) -> tuple[float, float]:
    """2.5th and 97.5th percentile of macro-F1 over draws of whole transcripts with replacement."""
    names, group = np.unique(groups, return_inverse=True)
    tables = np.zeros((len(names), labels, labels))
    np.add.at(tables, (group, truth, found), 1)
    random = np.random.default_rng(0)
    scores = []
    for _ in range(DRAWS):
        table = tables[random.integers(0, len(names), len(names))].sum(0)
        hits, total = np.diag(table), table.sum(0) + table.sum(1)
        scores.append(np.mean(2 * hits / np.maximum(total, 1)))
    low, high = np.percentile(scores, [2.5, 97.5])
    return float(low), float(high)


def precision_interval(
    truth: NDArray[np.bool_], score: Numbers, groups: Strings
) -> tuple[float, float]:
    """The same draws for average precision."""
    names, group = np.unique(groups, return_inverse=True)
    rows = [np.flatnonzero(group == place) for place in range(len(names))]
    random = np.random.default_rng(0)
    drawn = [
        np.concatenate([rows[place] for place in random.integers(0, len(names), len(names))])
        for _ in range(DRAWS)
    ]
    low, high = np.percentile([average_precision(truth[i], score[i]) for i in drawn], [2.5, 97.5])
    return float(low), float(high)


def average_precision(truth: NDArray[np.bool_], score: Numbers) -> float:
    """Mean over the true ones of the precision at their rank; ties in the order of the file."""
    ranked = truth[np.argsort(-score, kind="stable")]
    precision = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
    return float(precision[ranked].mean())


if __name__ == "__main__":
    main()
