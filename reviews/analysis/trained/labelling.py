"""One label per turn from the trained model: what the coach mostly did, which acts are there, how the client leans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviews.analysis.trained.model import Model
from reviews.analysis.trained.pieces import Piece

ACTS = ("question", "reflection", "input")


@dataclass(frozen=True, slots=True)
class Act:
    """`exists` says whether it is called so; `kind` is the likelier kind, also where it does not exist."""

    exists: bool
    chance: float  # 0..1 that the act is there
    kind: str


@dataclass(frozen=True, slots=True)
class CoachLabels:
    main: str  # question, reflection, therapist_input, other
    question: Act
    reflection: Act
    input: Act
    advice: float  # 0..1
    signs: Mapping[str, float]  # chance of each letter of docs/labelling.md


@dataclass(frozen=True, slots=True)
class ClientLabels:
    talk: str  # change, neutral, sustain
    chance: float  # of that label
    signs: Mapping[str, float]


Labels = CoachLabels | ClientLabels


def label(model: Model, pieces: Sequence[Piece]) -> list[Labels]:
    """One row for each piece, in order."""
    found = model.judge(pieces)
    return [
        _coach(model, found, row) if piece.line.is_coach else _client(model, found, row)
        for row, piece in enumerate(pieces)
    ]


def _coach(model: Model, found: dict[str, NDArray[np.float32]], row: int) -> CoachLabels:
    acts = {name: _act(model, name, found[name][row]) for name in ACTS}
    inputs = model.labels("input")
    return CoachLabels(
        main=model.labels("main")[model.choose("main", found["main"][row])],
        question=acts["question"],
        reflection=acts["reflection"],
        input=acts["input"],
        advice=float(found["input"][row][inputs.index("advice")]),
        signs=_signs(model, "coach_flags", found, row),
    )


def _act(model: Model, name: str, chances: NDArray[np.float32]) -> Act:
    favoured, chance = model.favoured(name, chances), float(1 - chances[0])
    return Act(
        exists=chance >= model.bound(name),
        chance=chance,
        kind=model.labels(name)[1 + int(favoured[1:].argmax())],
    )


def _client(model: Model, found: dict[str, NDArray[np.float32]], row: int) -> ClientLabels:
    place = model.choose("talk", found["talk"][row])
    return ClientLabels(
        talk=model.labels("talk")[place],
        chance=float(found["talk"][row][place]),
        signs=_signs(model, "client_flags", found, row),
    )


def _signs(
    model: Model, name: str, found: Mapping[str, NDArray[np.float32]], row: int
) -> dict[str, float]:
    return dict(zip(model.labels(name), found[name][row].tolist(), strict=True))
