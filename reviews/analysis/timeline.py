"""The talk as a line: where each turn lies and what it does. By time where every turn has one, else by words."""

from itertools import accumulate

from reviews.analysis.reading import Stretch
from reviews.analysis.talk import Talk
from reviews.analysis.view import View

LENGTH = 1000
DOES = {
    ("question", "*"): "asks",
    ("reflection", "*"): "mirrors",
    ("advice", "*"): "tells",
    ("information", "*"): "tells",
    ("change_talk", "for"): "for",
    ("change_talk", "against"): "against",
}


def of(view: View) -> tuple[Stretch, ...]:
    """One stretch for every turn, in order; a third voice does nothing."""
    spans = _spans(view.talk)
    first = min((start for start, _ in spans), default=0)
    whole = max((end for _, end in spans), default=0) - first or 1
    return tuple(
        Stretch(
            turn=line.turn.number,
            who=str(line.turn.who),
            start=(start - first) * LENGTH // whole,
            end=(end - first) * LENGTH // whole,
            does=tuple(
                dict.fromkeys(
                    name for act, name in DOES.items() if act in view.does.get(line.index, ())
                )
            ),
        )
        for line, (start, end) in zip(view.talk.lines, spans, strict=True)
    )


def _spans(talk: Talk) -> list[tuple[int, int]]:
    """Start and end of every turn, in milliseconds or in words."""
    if talk.is_timed:
        return [(line.turn.start_ms or 0, line.turn.end_ms or 0) for line in talk.lines]
    ends = list(accumulate(line.words for line in talk.lines))
    return [(end - line.words, end) for line, end in zip(talk.lines, ends, strict=True)]
