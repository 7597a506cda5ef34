"""From utterances to turns: roles applied, cues of one person joined, numbers from 1."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reviews.transcripts.speakers import UNKNOWN_SPEAKER, label_of
from reviews.transcripts.turns import LEFT_OUT, Roles, Turn, Utterance, Who


@dataclass(slots=True)
class _Growing:
    who: Who
    start_ms: int | None
    end_ms: int | None
    parts: list[str] = field(default_factory=list)


def merge(utterances: Sequence[Utterance], roles: Roles) -> tuple[Turn, ...]:
    """Turns in order. `roles` names every label of `speakers()`; utterances left out are dropped first.

    A turn starts with its first utterance and ends with its latest end; where the file has no time for
    these, neither has the turn. Raises ValueError for a label without a role.
    """
    growing: list[_Growing] = []
    for utterance in utterances:
        role = _role(utterance, roles)
        text = " ".join(utterance.text.split())
        if role == LEFT_OUT or not text:
            continue
        who = Who(role)
        if not growing or growing[-1].who is not who:
            growing.append(_Growing(who, utterance.start_ms, utterance.end_ms))
        _add(growing[-1], text, utterance.end_ms)
    return tuple(
        Turn(number, turn.who, " ".join(turn.parts), turn.start_ms, turn.end_ms)
        for number, turn in enumerate(growing, 1)
    )


def _add(turn: _Growing, text: str, end_ms: int | None) -> None:
    """The latest end counts: of two overlapping cues the first may end last. An unknown end stays unknown."""
    turn.parts.append(text)
    known = end_ms is not None and turn.end_ms is not None
    turn.end_ms = max(end_ms or 0, turn.end_ms or 0) if known else None


def _role(utterance: Utterance, roles: Roles) -> str:
    label = label_of(utterance)
    role = roles.get(label)
    if role is None and label == UNKNOWN_SPEAKER:
        role = roles.get("")
    if role is None:
        raise ValueError("A speaker of the transcript has no role.")
    return role
