"""What several readers together say about each marker. Plain Python, a pure function of raw ratings.

The formula is the precision-weighted, shrunk mean of the peer-review design (Piech et al., "Tuned models of peer
assessment in MOOCs", 2013, in closed form), before any calibration: every reader's bias b is 0 and her variance v is
what we assume of her kind.

    W  = sum(1 / v_r) + 0.5 / tau^2        m = (sum(x_r / v_r) + 0.5 * mu / tau^2) / W        SE = sqrt(1 / W)

with x on the line not seen (0), partly (1), seen (2), tau = 1 and mu = 1, the middle of the line. The AI reader's
weight is cut so that it never holds more than 40 % of W. Learners' readings of themselves do not enter. Ratings of
“no opportunity” and “cannot be judged from text” are missing, never 0.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from courses.rubrics import LEFT_OUT, POSITION, Value

METHOD = "shrunk-mean-1"

VARIANCE: Mapping[str, float] = {"peer": 0.6, "ai": 0.6, "mentor": 0.05}
PRIOR_MEAN = 1.0
PRIOR_WEIGHT = 0.5  # 0.5 / tau^2 with tau = 1
AI_SHARE_AT_MOST = 0.4
INTERVAL_Z = 1.2816  # 80 % of a normal distribution lie within this many standard errors
TOP = 2.0
DISAGREEMENT_LEVELS = 2

PEERS_FOR_RELEASE = 2
AGREEMENT_FOR_RELEASE = 0.8

WORDS = ("starting", "growing", "steady", "distinctive")
WORD_FROM = (0.5, 1.0, 1.6)  # mean level at which the next word begins
SHARE_FOR_WORD = 0.5  # of a competency's markers must have been rated


@dataclass(frozen=True, slots=True)
class Opinion:
    """One reader's value for one marker. `source` is peer, ai or mentor; self is shown, never combined."""

    source: str
    value: Value


@dataclass(frozen=True, slots=True)
class Combined:
    """One marker. Levels run from 0 to 2; `level` is the weighted mean without the prior, for the word.

    `estimate`, `low` and `high` hold the prior, so that few readers give a wide interval near the middle.
    """

    value: Value
    n: int
    level: float | None = None
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    median: float | None = None
    disagreement: bool = False


def combine(opinions: Sequence[Opinion]) -> Combined:
    """What these readers together say about one marker; at least one opinion."""
    counted = [one for one in opinions if one.value not in LEFT_OUT]
    if not counted:
        return Combined(value=_most_common(opinions), n=0)
    levels = [float(POSITION[one.value]) for one in counted]
    weights = _weights(counted)
    total = sum(weights) + PRIOR_WEIGHT
    weighted = sum(weight * level for weight, level in zip(weights, levels, strict=True))
    level = weighted / sum(weights)
    estimate = (weighted + PRIOR_WEIGHT * PRIOR_MEAN) / total
    reach = INTERVAL_Z * sqrt(1 / total)
    return Combined(
        value=_word_of_marker(level, counted),
        n=len(counted),
        level=round(level, 4),
        estimate=round(estimate, 4),
        low=round(max(0.0, estimate - reach), 4),
        high=round(min(TOP, estimate + reach), 4),
        median=float(median(levels)),
        disagreement=max(levels) - min(levels) >= DISAGREEMENT_LEVELS,
    )


def word_of_competency(levels: Iterable[float | None]) -> str | None:
    """The word for one competency from the levels of its markers; None where too few could be rated.

    The mean of the rated markers: below 0.5 starting, below 1.0 growing, below 1.6 steady, else distinctive.
    """
    every = list(levels)
    rated = [level for level in every if level is not None]
    if not rated or len(rated) < SHARE_FOR_WORD * len(every):
        return None
    mean = sum(rated) / len(rated)
    return WORDS[sum(mean >= edge for edge in WORD_FROM)]


def may_be_released(
    *,
    peers: Sequence[Mapping[str, Value]],
    ai: Mapping[str, Value] | None,
    has_mentor: bool,
    is_due: bool,
    needed: int = PEERS_FOR_RELEASE,
) -> bool:
    """Final, or provisional still: two peers, or a mentor, or at the due date one peer whom the AI reader is near.

    Each reading maps marker refs to values. A school that asks for one peer only sets `needed`.
    """
    if has_mentor or len(peers) >= needed:
        return True
    return bool(is_due and len(peers) == 1 and ai and _near(peers[0], ai))


def _near(peer: Mapping[str, Value], ai: Mapping[str, Value]) -> bool:
    """Within one level on 80 % of the markers that both could rate."""
    both = [
        abs(POSITION[peer[ref]] - POSITION[ai[ref]])
        for ref in peer.keys() & ai.keys()
        if peer[ref] not in LEFT_OUT and ai[ref] not in LEFT_OUT
    ]
    near = sum(distance <= 1 for distance in both)
    return bool(both) and near >= AGREEMENT_FOR_RELEASE * len(both)


def _weights(counted: Sequence[Opinion]) -> list[float]:
    weights = [1 / VARIANCE[one.source] for one in counted]
    people = sum(w for w, one in zip(weights, counted, strict=True) if one.source != "ai")
    machines = sum(weights) - people
    # share of W: machines / (machines + people + prior) <= 0.4
    most = AI_SHARE_AT_MOST / (1 - AI_SHARE_AT_MOST) * (people + PRIOR_WEIGHT)
    cut = min(1.0, most / machines) if machines else 1.0
    return [w * cut if one.source == "ai" else w for w, one in zip(weights, counted, strict=True)]


def _word_of_marker(level: float, counted: Sequence[Opinion]) -> Value:
    """Back from the line to a word. At its lower end the readers' own word decides: missed or not seen."""
    if level >= 1.5:
        return Value.SEEN
    if level >= 0.5:
        return Value.PARTLY
    said_missed = any(one.value is Value.MISSED for one in counted)
    return Value.MISSED if said_missed else Value.NOT_SEEN


def _most_common(opinions: Sequence[Opinion]) -> Value:
    return Counter(one.value for one in opinions).most_common(1)[0][0]
