"""How often the reader as it runs errs on talks of our own that nothing was learned from, kind by kind.

    python -m reviews.analysis.training.own_error tests/reviews/analysis/labelled

Rules and model together, as in a report; per turn. Needs nothing that the reader itself does not need.
"""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from reviews.analysis.judging import judge
from reviews.analysis.talk import prepare
from reviews.analysis.trained.figures import KINDS, Kind
from reviews.analysis.trained.model import load
from reviews.analysis.training.labels import LabelledTurn, Labels, own_talks
from reviews.analysis.view import View, look
from reviews.transcripts.turns import Turn, Who

LEVEL = "pcc"
CLOSING = ("closing", "farewell", "learning", "action", "accountability")
RULES, MODEL, OURS = "rules", "rules and model", "rules and model, our labels"
Pair = tuple[str, tuple[str, ...]]  # kind and details of a mark; no detail: any


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what a label calls so, which marks of the reader do, and what finds them."""

    title: str
    is_coach: bool
    labelled: Callable[[Labels], bool]
    marks: tuple[Pair, ...]
    by: str = RULES


def _coach(letter: str) -> Callable[[Labels], bool]:
    return lambda labels: letter in (labels.coach_flags or "")


def _client(letter: str) -> Callable[[Labels], bool]:
    return lambda labels: letter in (labels.client_flags or "")


ROWS = (
    Row("question", True, lambda one: one.question > 0, (("question", ()),), MODEL),
    Row("open question", True, lambda one: one.question == 1, (("question", ("open",)),), MODEL),
    Row("leading question", True, _coach("L"), (("question", ("leading",)),)),
    Row("stacked questions", True, _coach("K"), (("stacked", ()),)),
    Row("reflection", True, lambda one: one.reflection > 0, (("reflection", ()),), MODEL),
    Row("complex reflection", True, lambda one: one.reflection == 2, (("reflection", ("complex", "summary")),), MODEL),
    Row("summary", True, _coach("S"), (("reflection", ("summary",)),)),
    Row("advice", True, lambda one: one.input == 2, (("advice", ()),), MODEL),
    Row("information", True, lambda one: one.input == 1, (("information", ()),), MODEL),
    Row("permission", True, _coach("P"), (("advice", ("with_permission",)), ("theme", ("permission",)))),
    Row("affirmation", True, _coach("A"), (("affirmation", ("specific",)),)),
    Row("general praise", True, _coach("a"), (("affirmation", ("general",)),), OURS),
    Row("self-disclosure", True, _coach("D"), (("self_disclosure", ()),)),
    Row("structuring", True, _coach("T"), (("structuring", ()),), OURS),
    Row("minimal encourager", True, _coach("E"), (("encourager", ()),)),
    Row("closing move", True, _coach("Z"), (("theme", CLOSING),)),
    Row("change talk", False, lambda one: one.talk == 0, (("change_talk", ("for",)),), MODEL),
    Row("talk against change", False, lambda one: one.talk == 2, (("change_talk", ("against",)),), MODEL),
    Row("insight", False, _client("I"), (("insight", ()),)),
    Row("feeling", False, _client("F"), (("feeling", ()),)),
    Row("commitment", False, _client("C"), (("commitment", ()),), OURS),
    Row("action", False, _client("A"), (("action", ()),), OURS),
    Row("obstacle", False, _client("O"), (("obstacle", ()),)),
    Row("resource", False, _client("R"), (("resource", ()),)),
)  # fmt: skip


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, help="folder with labelled talks")
    parser.add_argument("--write", action="store_true", help="keep it for the method page, too")
    chosen = parser.parse_args()
    found = errors(list(own_talks(chosen.folder)))
    for line in table(found):
        print(line)  # noqa: T201 - a command
    if chosen.write:
        text = json.dumps([asdict(one) for one in found], indent=1)
        KINDS.write_text(text + "\n", encoding="utf-8")


def errors(talks: Sequence[tuple[LabelledTurn, ...]]) -> list[Kind]:
    """One for each row."""
    views = [_read(talk) for talk in talks]
    found = []
    for row in ROWS:
        pairs = [
            (row.labelled(turn.labels), _is_found(view, place, row))
            for talk, view in zip(talks, views, strict=True)
            for place, turn in enumerate(talk)
            if turn.is_coach is row.is_coach
        ]
        labelled, marked = (sum(column) for column in zip(*pairs, strict=True))
        both = sum(all(pair) for pair in pairs)
        found.append(Kind(row.title, row.is_coach, row.by, labelled, marked, both))
    return found


def table(rows: Sequence[Kind]) -> Iterator[str]:
    """As it stands in docs/method.md."""
    yield "| | found by | labelled | found | precision | recall |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        figures = f"{row.precision:.2f} | {row.recall:.2f}"
        yield f"| {row.title} | {row.by} | {row.labelled} | {row.found} | {figures} |"


def _read(talk: Sequence[LabelledTurn]) -> View:
    turns = [
        Turn(number, Who.COACH if turn.is_coach else Who.CLIENT, turn.text)
        for number, turn in enumerate(talk, start=1)
    ]
    return judge(look(prepare(turns), LEVEL), load())


def _is_found(view: View, place: int, row: Row) -> bool:
    line = view.talk.lines[place]
    return any(view.has(line, name, *details) for name, details in row.marks)


if __name__ == "__main__":
    main()
