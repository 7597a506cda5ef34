"""How often the reader as it runs errs on talks of our own that nothing was learned from, kind by kind.

    python -m reviews.analysis.training.own_error tests/reviews/analysis/labelled

Rules and model together, as in a report; per turn. Needs nothing that the reader itself does not need.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviews.analysis.judging import judge
from reviews.analysis.talk import prepare
from reviews.analysis.trained.model import load
from reviews.analysis.training.labels import LabelledTurn, Labels, own_talks
from reviews.analysis.view import View, look
from reviews.transcripts.turns import Turn, Who

LEVEL = "pcc"
CLOSING = ("closing", "farewell", "learning", "action", "accountability")
Pair = tuple[str, tuple[str, ...]]  # kind and details of a mark; no detail: any


@dataclass(frozen=True, slots=True)
class Kind:
    """One row: what a label calls so, and which marks of the reader do."""

    title: str
    is_coach: bool
    labelled: Callable[[Labels], bool]
    marks: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Error:
    """Of the turns labelled so, `recall` were found; of those found, `precision` were labelled so."""

    title: str
    labelled: int
    found: int
    both: int

    @property
    def recall(self) -> float:
        return self.both / self.labelled if self.labelled else 0.0

    @property
    def precision(self) -> float:
        return self.both / self.found if self.found else 0.0


def _coach(letter: str) -> Callable[[Labels], bool]:
    return lambda labels: letter in (labels.coach_flags or "")


def _client(letter: str) -> Callable[[Labels], bool]:
    return lambda labels: letter in (labels.client_flags or "")


KINDS = (
    Kind("question", True, lambda one: one.question > 0, (("question", ()),)),
    Kind("open question", True, lambda one: one.question == 1, (("question", ("open",)),)),
    Kind("leading question", True, _coach("L"), (("question", ("leading",)),)),
    Kind("stacked questions", True, _coach("K"), (("stacked", ()),)),
    Kind("reflection", True, lambda one: one.reflection > 0, (("reflection", ()),)),
    Kind("complex reflection", True, lambda one: one.reflection == 2, (("reflection", ("complex", "summary")),)),
    Kind("summary", True, _coach("S"), (("reflection", ("summary",)),)),
    Kind("advice", True, lambda one: one.input == 2, (("advice", ()),)),
    Kind("information", True, lambda one: one.input == 1, (("information", ()),)),
    Kind("permission", True, _coach("P"), (("advice", ("with_permission",)), ("theme", ("permission",)))),
    Kind("affirmation", True, _coach("A"), (("affirmation", ("specific",)),)),
    Kind("general praise", True, _coach("a"), (("affirmation", ("general",)),)),
    Kind("self-disclosure", True, _coach("D"), (("self_disclosure", ()),)),
    Kind("structuring", True, _coach("T"), (("structuring", ()),)),
    Kind("minimal encourager", True, _coach("E"), (("encourager", ()),)),
    Kind("closing move", True, _coach("Z"), (("theme", CLOSING),)),
    Kind("change talk", False, lambda one: one.talk == 0, (("change_talk", ("for",)),)),
    Kind("talk against change", False, lambda one: one.talk == 2, (("change_talk", ("against",)),)),
    Kind("insight", False, _client("I"), (("insight", ()),)),
    Kind("feeling", False, _client("F"), (("feeling", ()),)),
    Kind("commitment", False, _client("C"), (("commitment", ()),)),
    Kind("action", False, _client("A"), (("action", ()),)),
    Kind("obstacle", False, _client("O"), (("obstacle", ()),)),
    Kind("resource", False, _client("R"), (("resource", ()),)),
)  # fmt: skip


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, help="folder with labelled talks")
    for line in table(errors(list(own_talks(parser.parse_args().folder)))):
        print(line)  # noqa: T201 - a command


def errors(talks: Sequence[tuple[LabelledTurn, ...]]) -> list[Error]:
    """One row for each kind."""
    views = [_read(talk) for talk in talks]
    rows = []
    for kind in KINDS:
        pairs = [
            (kind.labelled(turn.labels), _is_found(view, place, kind))
            for talk, view in zip(talks, views, strict=True)
            for place, turn in enumerate(talk)
            if turn.is_coach is kind.is_coach
        ]
        rows.append(
            Error(
                kind.title,
                sum(labelled for labelled, _ in pairs),
                sum(found for _, found in pairs),
                sum(labelled and found for labelled, found in pairs),
            )
        )
    return rows


def table(rows: Sequence[Error]) -> Iterator[str]:
    """As it stands in docs/method.md."""
    yield "| | labelled | found | precision | recall |"
    yield "|---|---|---|---|---|"
    for row in rows:
        figures = f"{row.precision:.2f} | {row.recall:.2f}"
        yield f"| {row.title} | {row.labelled} | {row.found} | {figures} |"


def _read(talk: Sequence[LabelledTurn]) -> View:
    turns = [
        Turn(number, Who.COACH if turn.is_coach else Who.CLIENT, turn.text)
        for number, turn in enumerate(talk, start=1)
    ]
    return judge(look(prepare(turns), LEVEL), load())


def _is_found(view: View, place: int, kind: Kind) -> bool:
    line = view.talk.lines[place]
    return any(view.has(line, name, *details) for name, details in kind.marks)


if __name__ == "__main__":
    main()
