"""How the two halves are put together: a weight for each, a constant per label, and how labels are favoured.

Weights and constants make the probabilities true (least log loss, Platt 1999 for more than two labels);
`favour` then multiplies them before one label is chosen, so that rare labels get their due (macro-F1). In
heads that say whether an act is there and of which kind, the first label is "none": there a bound decides
whether it is there, and `favour` only which kind it is.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Numbers = NDArray[np.floating[Any]]
Places = NDArray[np.intp]
POWERS = np.linspace(0, 1, 11)
BOUNDS = np.linspace(0.2, 0.8, 25)
LEAST = 1e-6
PULL = 1e-3  # keeps constants small where few examples speak


@dataclass(frozen=True, slots=True)
class Mix:
    """Logits are `net` times the encoder's log probabilities, `linear` times the other's, plus `lean`.

    `bound` is the chance from which an act is called there; None for heads without a "none".
    """

    net: float
    linear: float
    lean: Numbers
    favour: Numbers
    bound: float | None

    def probabilities(self, net: Numbers, linear: Numbers) -> Numbers:
        return _softmax(self.net * _log(net) + self.linear * _log(linear) + self.lean)

    def choose(self, probabilities: Numbers) -> Places:
        """The label of each row."""
        if self.bound is None:
            return np.asarray((probabilities * self.favour).argmax(1))
        there = 1 - probabilities[:, 0] >= self.bound
        return np.where(there, self.kinds(probabilities), 0)

    def kinds(self, probabilities: Numbers) -> Places:
        """The likeliest kind of each row, also where the act is not there."""
        return np.asarray(1 + (probabilities * self.favour)[:, 1:].argmax(1))


def fit(net: Numbers, linear: Numbers, shares: Numbers, *, of_act: bool) -> Mix:
    """From probabilities of rows the halves had not seen; `shares` may leave rows empty."""
    known = shares.sum(1) > 0
    first, second, target = _log(net[known]), _log(linear[known]), shares[known]
    target = target / target.sum(1, keepdims=True)

    def loss(found: Numbers) -> float:
        logits = found[0] * first + found[1] * second + found[2:]
        return float(
            -(target * np.log(_softmax(logits) + LEAST)).sum(1).mean()
            + PULL * (found[2:] ** 2).sum()
        )

    start = np.concatenate([[0.6, 0.4], np.zeros(target.shape[1])])
    limits = [(0.0, 3.0)] * 2 + [(-3.0, 3.0)] * target.shape[1]
    found = minimize(loss, start, bounds=limits, method="L-BFGS-B").x
    mix = Mix(found[0], found[1], found[2:], np.ones(target.shape[1]), None)
    chances = mix.probabilities(net[known], linear[known])
    if not of_act:
        return replace(mix, favour=_favour(chances, target))
    favour = _favour(chances[:, 1:], target[:, 1:])
    return replace(
        mix,
        favour=np.concatenate([np.ones(1), favour]),
        bound=_bound(1 - chances[:, 0], 1 - target[:, 0]),
    )


def _favour(probabilities: Numbers, target: Numbers) -> Numbers:
    """Each label is raised by a power of its rarity, the same power for all: the one with the best macro-F1.

    One number for a head is little to overfit; a number for each label was better on the rows it was
    fitted on and worse on others.
    """
    known = target.max(1) > target.sum(1) / 2  # one label prevails
    truth, chances = target[known].argmax(1), probabilities[known]
    rarity = target.sum() / np.maximum(target.sum(0), 1)
    tried = [macro_f1(truth, (chances * rarity**power).argmax(1), len(rarity)) for power in POWERS]
    favour = rarity ** POWERS[int(np.argmax(tried))]
    return np.asarray(favour / favour.max())


def _bound(chance: Numbers, there: Numbers) -> float:
    """The bound with the best macro-F1 of "there" and "not there", where `there` may be a share."""

    def score(bound: float) -> float:
        called = chance >= bound
        hits, misses = there[called].sum(), there[~called].sum()
        wrong, rest = (1 - there[called]).sum(), (1 - there[~called]).sum()
        both = hits / (2 * hits + wrong + misses) + rest / (2 * rest + wrong + misses)
        return float(both)

    return float(max(BOUNDS, key=score))


def macro_f1(truth: Places, found: Places, labels: int) -> float:
    """Mean over the labels of 2 tp / (2 tp + fp + fn); a label nobody has or finds counts as 0."""
    table = np.bincount(truth * labels + found, minlength=labels * labels).reshape(labels, labels)
    hits, total = np.diag(table), table.sum(0) + table.sum(1)
    return float(np.mean(2 * hits / np.maximum(total, 1)))


def _log(probabilities: Numbers) -> Numbers:
    return np.log(np.maximum(probabilities, LEAST))


def _softmax(logits: Numbers) -> Numbers:
    odds = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(odds / odds.sum(1, keepdims=True))
