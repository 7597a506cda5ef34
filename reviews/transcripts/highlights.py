"""Cut a turn into plain and highlighted pieces. Plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters `start` to `end` of a turn, and who marked them for which marker."""

    start: int
    end: int
    voice: str
    ref: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a turn. With refs it is evidence; several voices on one passage are one segment."""

    text: str
    refs: tuple[str, ...] = ()

    @property
    def is_evidence(self) -> bool:
        return bool(self.refs)


@dataclass(slots=True)
class _Stretch:
    start: int
    end: int
    refs: list[str] = field(default_factory=list)


def segments(text: str, passages: Iterable[Passage]) -> list[Segment]:
    """The whole text in order, in pieces that never overlap: `"".join(s.text for s in ...) == text`.

    Passages that overlap become one highlight; passages that only touch stay two. What lies outside of the text,
    or holds nothing, is ignored.
    """
    pieces: list[Segment] = []
    at = 0
    for stretch in _merged(passages, len(text)):
        if stretch.start > at:
            pieces.append(Segment(text[at : stretch.start]))
        refs = tuple(dict.fromkeys(stretch.refs))
        pieces.append(Segment(text[stretch.start : stretch.end], refs))
        at = stretch.end
    if at < len(text):
        pieces.append(Segment(text[at:]))
    return pieces


def tags(passages: Iterable[Passage], order: Sequence[str]) -> list[tuple[str, str]]:
    """Margin tags of a turn: each voice and marker once, voices in the fixed order of the page."""
    seen = {(passage.voice, passage.ref) for passage in passages}
    return sorted(seen, key=lambda tag: (order.index(tag[0]), tag[1]))


def _merged(passages: Iterable[Passage], length: int) -> list[_Stretch]:
    merged: list[_Stretch] = []
    inside = (p for p in passages if 0 <= p.start < p.end <= length)
    for passage in sorted(inside, key=lambda p: (p.start, -p.end)):
        if merged and passage.start < merged[-1].end:
            merged[-1].end = max(merged[-1].end, passage.end)
        else:
            merged.append(_Stretch(passage.start, passage.end))
        merged[-1].refs.append(passage.ref)
    return merged
