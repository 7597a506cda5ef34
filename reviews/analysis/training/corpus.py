"""Examples to learn from: AnnoMI's turns with the public label and ours, and our own talks."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from reviews.analysis.talk import prepare
from reviews.analysis.trained.pieces import Piece, part, whole
from reviews.analysis.training.labels import (
    MAIN,
    TALK,
    UNKNOWN,
    LabelledTurn,
    Labels,
    own_labels,
    own_talks,
)
from reviews.analysis.view import View, look
from reviews.transcripts.turns import Turn, Who

LEVEL = "pcc"  # the rules found at a turn are the same at every level
FOLDS = range(5)


@dataclass(frozen=True, slots=True)
class Example:
    """A piece as it stands and with its marks removed; `public` is AnnoMI's label, `own` is ours."""

    transcript: str
    utterance: str
    fold: int
    plain: Piece
    bare: Piece
    public: int  # place in MAIN for the coach, in TALK for the client
    own: Labels

    @property
    def is_coach(self) -> bool:
        return self.plain.line.is_coach

    @property
    def is_ours(self) -> bool:
        """From a talk of our own, which has no public label."""
        return self.public == UNKNOWN


@dataclass(frozen=True, slots=True)
class Row:
    transcript: str
    utterance: str
    is_coach: bool
    text: str
    public: int


def examples(data: Path) -> list[Example]:
    """AnnoMI's turns in the order of the file, then the turns and segments of our own talks."""
    return [*annomi(data), *ours()]


def annomi(data: Path) -> Iterator[Example]:
    """The public file `annomi_simple.csv` with its folds; no other file of the folder is read."""
    with (data / "folds.csv").open(encoding="utf-8", newline="") as file:
        folds = {row["transcript_id"]: int(row["fold"]) for row in csv.DictReader(file)}
    own = own_labels()
    for transcript, group in groupby(rows(data), key=lambda row: row.transcript):
        found = list(group)
        texts = [(row.is_coach, row.text) for row in found]
        for row, plain, bare in zip(found, *_both(texts), strict=True):
            yield Example(
                transcript,
                row.utterance,
                folds[transcript],
                plain,
                bare,
                row.public,
                own.get((transcript, row.utterance), Labels()),
            )


def rows(data: Path) -> Iterator[Row]:
    with (data / "annomi_simple.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            is_coach = row["interlocutor"] == "therapist"
            label = row["main_therapist_behaviour"] if is_coach else row["client_talk_type"]
            yield Row(
                row["transcript_id"],
                row["utterance_id"],
                is_coach,
                row["utterance_text"],
                (MAIN if is_coach else TALK).index(label),
            )


def ours() -> Iterator[Example]:
    """Each turn of our own talks, and each segment of a turn that has more than one.

    The talks are dealt out to the folds in turn; all of a talk is in one fold.
    """
    for number, talk in enumerate(own_talks()):
        plain = _view([(turn.is_coach, turn.text) for turn in talk])
        bare = _view([(turn.is_coach, unmarked(turn.text)) for turn in talk])
        for index, turn in enumerate(talk):
            first = Example(
                f"own-{number}",
                str(index),
                FOLDS[number % len(FOLDS)],
                whole(plain, plain.talk.lines[index]),
                whole(bare, bare.talk.lines[index]),
                UNKNOWN,
                turn.labels,
            )
            yield first
            if len(turn.segments) > 1:
                yield from _segments(first, turn, plain, bare)


def _segments(first: Example, turn: LabelledTurn, plain: View, bare: View) -> Iterator[Example]:
    line, without = first.plain.line, first.bare.line
    at = 0
    for number, segment in enumerate(turn.segments):
        words = unmarked(turn.text[segment.start : segment.end])
        start, at = at, at + len(words) + bool(words)
        yield replace(
            first,
            utterance=f"{first.utterance}.{number}",
            plain=part(plain, line, segment.start, segment.end),
            bare=part(bare, without, start, start + len(words)) if words else first.bare,
            own=segment.labels,
        )


def unmarked(text: str) -> str:
    """As speech to text gives it at its worst: small letters, no marks but the apostrophe."""
    return " ".join(re.sub(r"[^\w\s']", " ", text.lower()).split())


def _both(texts: Sequence[tuple[bool, str]]) -> tuple[list[Piece], list[Piece]]:
    return tuple(  # type: ignore[return-value]
        [whole(view, line) for line in view.talk.lines]
        for view in (_view(texts), _view((coach, unmarked(text)) for coach, text in texts))
    )


def _view(texts: Iterable[tuple[bool, str]]) -> View:
    turns = [
        Turn(number, Who.COACH if coach else Who.CLIENT, text or "-")
        for number, (coach, text) in enumerate(texts, start=1)
    ]
    return look(prepare(turns), LEVEL)
