"""Which strengths and growth edges a report shows: by effect and certainty, by a rule one can read. Plain Python.

The rule, for every marker with a combined estimate e on the line not seen (0), partly (1), seen (2):

- a **strength** needs e >= 1.25 and a quote of a reader other than the learner who says seen or partly;
  its effect is e - 1. An **edge** needs e <= 1.5 and a quote of such a reader who says opening missed
  (effect 1 - e / 2, plus 0.25 for the client's opening) or partly (effect 1 - e / 2).
- certainty is 1 - half the width of the interval, times the AI reader's own certainty where nobody
  else has rated, and halved where readers disagree.
- weight = effect x certainty, x 1.25 in the learner's focus competency. The heaviest three strengths
  and the heaviest two edges are shown, at most two of each from one competency, each marker once,
  and no two strengths or edges rest on the same turn.
  Equal weights: more readers first, then the marker's place in the library.

What the learner rated herself is shown beside it but never makes a finding. No quote, no finding.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from courses.rubrics import Value

MOST_STRENGTHS = 3
MOST_EDGES = 2
MOST_OF_ONE_COMPETENCY = 2
MOST_QUOTES = 2
CLIENT = "client"
STRENGTH_FROM, EDGE_UPTO = 1.25, 1.5
OPENING_BONUS, FOCUS_FACTOR, DISAGREEMENT_FACTOR = 0.25, 1.25, 0.5


class Voice(StrEnum):
    """The four voices in their fixed order."""

    SELF = "self"
    AI = "ai"
    PEER = "peer"
    MENTOR = "mentor"


VOICE_ORDER = {voice: place for place, voice in enumerate(Voice)}


class Kind(StrEnum):
    STRENGTH = "strength"
    EDGE = "edge"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of one turn. `start_ms` is the turn's time, None where the file had none."""

    turn: int
    who: str  # coach, client or other
    text: str
    start_ms: int | None = None


@dataclass(frozen=True, slots=True)
class VoiceRating:
    """What one reader said about one marker."""

    voice: Voice
    reader: str  # as the learner sees her: "Peer A", "AI reader", the mentor's name
    value: Value
    quotes: tuple[Quote, ...] = ()
    note: str = ""
    rule: str = ""  # AI: why
    certainty: float | None = None  # AI: 0..1


@dataclass(frozen=True, slots=True)
class MarkerReading:
    """One marker with all its ratings and the combined estimate; None where nobody could rate it."""

    ref: str
    competency: int
    text: str
    depth: str = ""
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    disagreement: bool = False
    ratings: tuple[VoiceRating, ...] = ()

    def by(self, voice: Voice) -> tuple[VoiceRating, ...]:
        return tuple(r for r in self.ratings if r.voice == voice)

    @property
    def others(self) -> tuple[VoiceRating, ...]:
        """Everybody's ratings but the learner's own."""
        return tuple(r for r in self.ratings if r.voice != Voice.SELF)


@dataclass(frozen=True, slots=True)
class Picked:
    """A finding before it is put into words."""

    kind: Kind
    marker: MarkerReading
    value: Value
    quotes: tuple[Quote, ...]
    supporters: tuple[VoiceRating, ...]  # everybody who said `value`, the learner included
    weight: float
    certainty: float  # 0..1, of the combined reading

    @property
    def ref(self) -> str:
        return self.marker.ref


@dataclass(frozen=True, slots=True)
class Chosen:
    """The strengths and edges of one report, heaviest first."""

    strengths: tuple[Picked, ...] = ()
    edges: tuple[Picked, ...] = ()
    passed_over: int = field(default=0)  # candidates that had a quote but not the weight


def choose(markers: Sequence[MarkerReading], focus: int | None) -> Chosen:
    """Apply the rule above. The order of `markers` is their place in the library."""
    rated = [m for m in markers if m.estimate is not None and m.competency != 1]
    strengths = _heaviest((_strength(m, focus) for m in rated), MOST_STRENGTHS)
    taken = {p.ref for p in strengths}
    candidates = [_edge(m, focus) for m in rated if m.ref not in taken]
    edges = _heaviest(candidates, MOST_EDGES)
    all_found = sum(_strength(m, focus) is not None for m in rated)
    left = all_found + sum(c is not None for c in candidates) - len(strengths) - len(edges)
    return Chosen(strengths, edges, passed_over=left)


def _strength(marker: MarkerReading, focus: int | None) -> Picked | None:
    estimate = marker.estimate or 0.0
    if estimate < STRENGTH_FROM:
        return None
    for value in (Value.SEEN, Value.PARTLY):
        found = _picked(Kind.STRENGTH, marker, value, estimate - 1, focus)
        if found:
            return found
    return None


def _edge(marker: MarkerReading, focus: int | None) -> Picked | None:
    estimate = marker.estimate or 0.0
    if estimate > EDGE_UPTO:
        return None
    effect = 1 - estimate / 2
    return _picked(Kind.EDGE, marker, Value.MISSED, effect + OPENING_BONUS, focus) or _picked(
        Kind.EDGE, marker, Value.PARTLY, effect, focus
    )


def _picked(
    kind: Kind, marker: MarkerReading, value: Value, effect: float, focus: int | None
) -> Picked | None:
    supporters = tuple(r for r in marker.ratings if r.value == value)
    quotes = _quotes(r for r in supporters if r.voice != Voice.SELF)
    if not quotes:
        return None
    if value == Value.MISSED:
        quotes = tuple(sorted(quotes, key=lambda q: q.who != CLIENT))  # the opening comes first
    certainty = _certainty(marker)
    weight = effect * certainty * (FOCUS_FACTOR if marker.competency == focus else 1.0)
    return Picked(kind, marker, value, quotes, supporters, weight, certainty)


def _certainty(marker: MarkerReading) -> float:
    """0..1: the narrower the interval, the surer; one machine alone is as sure as it says it is."""
    width = 2.0 if marker.low is None or marker.high is None else marker.high - marker.low
    certainty = max(0.05, 1 - width / 2)
    others = marker.others
    if others and all(r.voice == Voice.AI for r in others):
        certainty *= others[0].certainty if others[0].certainty is not None else 0.5
    return certainty * (DISAGREEMENT_FACTOR if marker.disagreement else 1.0)


def _quotes(ratings: Iterable[VoiceRating]) -> tuple[Quote, ...]:
    """Those chosen by most readers first, then as the readers ranked them; one per turn, the longest."""
    best: dict[int, Quote] = {}
    votes: dict[int, int] = {}
    for rating in ratings:
        for quote in rating.quotes:
            votes[quote.turn] = votes.get(quote.turn, 0) + 1
            if quote.turn not in best or len(quote.text) > len(best[quote.turn].text):
                best[quote.turn] = quote
    return tuple(best[turn] for turn in sorted(best, key=lambda turn: -votes[turn]))


def _heaviest(found: Iterable[Picked | None], most: int) -> tuple[Picked, ...]:
    ranked = sorted(
        (p for p in found if p is not None), key=lambda p: (-round(p.weight, 6), -p.marker.n)
    )
    chosen: list[Picked] = []
    per_competency: dict[int, int] = {}
    quoted: set[int] = set()
    for picked in ranked:
        number, quotes = picked.marker.competency, _fresh(picked, quoted)
        has_room = per_competency.get(number, 0) < MOST_OF_ONE_COMPETENCY
        if len(chosen) < most and has_room and quotes:
            chosen.append(replace(picked, quotes=quotes))
            per_competency[number] = per_competency.get(number, 0) + 1
            quoted.update(quote.turn for quote in quotes)
    return tuple(chosen)


def _fresh(picked: Picked, quoted: set[int]) -> tuple[Quote, ...]:
    """At most two quotes from turns not shown yet; none when the client's opening is among those shown."""
    fresh = tuple(q for q in picked.quotes if q.turn not in quoted)
    if fresh and picked.quotes[0].who == CLIENT != fresh[0].who:
        return ()
    return fresh[:MOST_QUOTES]


def voices_of(ratings: Sequence[VoiceRating], self_name: str) -> tuple[tuple[str, str], ...]:
    """(voice, label) in the fixed order: ("ai", "AI reader"), ("peer", "2 peers")."""
    counts: Mapping[Voice, int] = {v: sum(r.voice == v for r in ratings) for v in Voice}
    labels = {
        Voice.SELF: self_name,
        Voice.AI: "AI reader",
        Voice.PEER: "1 peer" if counts[Voice.PEER] == 1 else f"{counts[Voice.PEER]} peers",
        Voice.MENTOR: "Mentor",
    }
    return tuple((voice.value, labels[voice]) for voice in Voice if counts[voice])
