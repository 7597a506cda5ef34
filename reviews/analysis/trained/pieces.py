"""What the trained part looks at: a turn, or a part of one, with what stood before and after it."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from reviews.analysis.talk import Line
from reviews.analysis.view import View

NEAR = 400  # characters of what stands before or after that can matter


@dataclass(frozen=True, slots=True)
class Piece:
    """One turn, or the characters `start` to `end` of it (`is_part`), ready to be turned into numbers.

    `earlier` are the texts before it, the nearest last; `after` is what follows. `acts`, `acts_before`
    and `acts_after` count what the rules found in it and in the turns beside it.
    """

    line: Line
    start: int
    end: int
    is_part: bool
    earlier: tuple[str, ...]
    after: str
    before_line: Line | None
    after_line: Line | None
    stems: frozenset[str]
    near: frozenset[str]  # content stems of the client's last turns
    carried: int  # of its stems, how many the client had brought before
    acts: Mapping[str, int]
    acts_before: Mapping[str, int]
    acts_after: Mapping[str, int]
    of_turns: int  # in the whole talk

    @property
    def text(self) -> str:
        return self.line.turn.text[self.start : self.end] if self.is_part else self.line.spoken


def whole(view: View, line: Line) -> Piece:
    """The turn itself."""
    return _piece(view, line, 0, len(line.turn.text), is_part=False)


def part(view: View, line: Line, start: int, end: int) -> Piece:
    """Some characters of a turn; the rest of the turn is what stands before and after them."""
    return _piece(view, line, start, end, is_part=True)


def _piece(view: View, line: Line, start: int, end: int, *, is_part: bool) -> Piece:
    lines, index = view.talk.lines, line.index
    earlier = [spoken(one, from_end=True) for one in lines[max(0, index - 2) : index]]
    if start:
        earlier.append(spoken(line, stop=start, from_end=True))
    follows = lines[index + 1] if index + 1 < len(lines) else None
    before = lines[index - 1] if index else None
    rest = spoken(line, start=end) if is_part else ""
    stems = frozenset(
        stem
        for sentence in line.sentences[slice(*_within(line, start, end))]
        for stem in sentence.stems
    )
    brought = view.talk.brought_by_client
    return Piece(
        line=line,
        start=start,
        end=end,
        is_part=is_part,
        earlier=tuple(text for text in earlier if text),
        after=rest or (spoken(follows) if follows else ""),
        before_line=before,
        after_line=follows,
        stems=stems,
        near=view.talk.recent(index),
        carried=sum(brought.get(stem, index) < index for stem in stems),
        acts=_acts(view, line, start, end),
        acts_before=_acts(view, before),
        acts_after=_acts(view, follows),
        of_turns=len(lines),
    )


def spoken(line: Line, *, start: int = 0, stop: int | None = None, from_end: bool = False) -> str:
    """The words nearest to a piece, up to NEAR characters."""
    first, last = _within(line, start, len(line.turn.text) if stop is None else stop)
    found: list[str] = []
    length = 0
    some = line.sentences[first:last]
    for sentence in reversed(some) if from_end else some:
        found.append(line.turn.text[sentence.span.start : sentence.span.end])
        length += len(found[-1])
        if length >= NEAR:
            break
    text = " ".join(reversed(found) if from_end else found)
    return text[-NEAR:] if from_end else text[:NEAR]


def _within(line: Line, start: int, end: int) -> tuple[int, int]:
    """Places of the first sentence that reaches past `start` and of the first that begins at `end` or later."""
    return (
        bisect_right(line.sentences, start, key=lambda one: one.span.end),
        bisect_left(line.sentences, end, key=lambda one: one.span.start),
    )


def _acts(
    view: View, line: Line | None, start: int = 0, end: int | None = None
) -> Mapping[str, int]:
    """How often each act, as "kind:detail", was found in these characters."""
    if line is None:
        return {}
    stop = len(line.turn.text) if end is None else end
    return Counter(
        "stacked" if act.kind == "stacked" else f"{act.kind}:{act.detail}"
        for act in view.marks.get(line.index, ())
        if act.span.start < stop and act.span.end > start
    )
