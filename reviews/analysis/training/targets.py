"""What each example should be called: the public label and ours as shares, and the loss over all heads."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from reviews.analysis.training.corpus import Example
from reviews.analysis.training.labels import (
    ACTS,
    CLIENT_FLAGS,
    COACH_FLAGS,
    FLAGS,
    HEADS,
    MAIN,
    NONE,
    UNKNOWN,
)

OWN_SHARE = 0.4  # of our label where AnnoMI has one, too; half of it where we were unsure
SMOOTHING = 0.05
FLAG_WEIGHT = 0.3
SHAPED_BY_BOTH = ("main", "talk")


class Targets:
    """Rows of shares for each head (all zero where nothing is known) and the weight of each label."""

    def __init__(
        self, examples: Sequence[Example], chosen: Sequence[int], own: float = 1.0
    ) -> None:
        """`chosen` are the rows whose frequencies weigh the labels; `own` weighs what only we labelled."""
        self.shares = {name: shares(examples, name) for name in HEADS}
        self.own = own
        self.weights = {
            name: _weights(self.shares[name][list(chosen)]) for name in HEADS if name not in FLAGS
        }

    def loss(self, logits: Mapping[str, Tensor], some: Sequence[int]) -> Tensor:
        """Mean over the rows of the sum over the heads."""
        total = torch.zeros(())
        for name, found in logits.items():
            target = torch.from_numpy(self.shares[name][list(some)])
            if name in FLAGS:
                known = target[:, 0] >= 0
                if known.any():
                    each = functional.binary_cross_entropy_with_logits(
                        found[known], target[known], reduction="none"
                    )
                    total = total + FLAG_WEIGHT * self.own * each.sum()
                continue
            known = target.sum(1) > 0
            if known.any():
                smooth = (1 - SMOOTHING) * target[known] + SMOOTHING / target.shape[1]
                each = -(smooth * self.weights[name] * functional.log_softmax(found[known], -1))
                total = total + (1.0 if name in SHAPED_BY_BOTH else self.own) * each.sum()
        return total / len(some)


def shares(examples: Sequence[Example], name: str) -> NDArray[np.float32]:
    """One row per example; for flags 0 or 1 each, -1 where unknown."""
    if name in FLAGS:
        letters = COACH_FLAGS if name == "coach_flags" else CLIENT_FLAGS
        return np.array([_flags(getattr(one.own, name), letters) for one in examples], np.float32)
    found = np.zeros((len(examples), HEADS[name]), np.float32)
    for row, one in enumerate(examples):
        for label, share in _shares(one, name):
            found[row, label] += share
    return found


def _flags(found: str | None, letters: str) -> list[float]:
    return [-1.0 if found is None else float(letter in found) for letter in letters]


def _shares(one: Example, name: str) -> list[tuple[int, float]]:
    """(label, share) for one head; the shares add up to one, or there are none."""
    own: int = getattr(one.own, name)
    share = 0.0 if own == UNKNOWN else OWN_SHARE / (2 if one.own.unsure else 1)
    if one.public == UNKNOWN:
        return [] if own == UNKNOWN else [(own, 1.0)]
    if name == ("main" if one.is_coach else "talk"):
        return [(one.public, 1 - share), (own, share)] if share else [(one.public, 1.0)]
    if not one.is_coach or name not in ACTS:
        return []
    return _act(own, share, MAIN[one.public], name)


def _act(own: int, share: float, main: str, name: str) -> list[tuple[int, float]]:
    """AnnoMI's main label tells of the acts, too: none of them where it is "other", this one where it is
    this one. What kind it is only our label says; where we saw none, every kind is as likely."""
    if main == "other":
        return [(NONE, 1 - share), (max(own, NONE), share)]
    if main != ACTS[name]:
        return [] if own == UNKNOWN else [(own, 1.0)]
    if own > NONE:
        return [(own, 1.0)]
    kinds = HEADS[name] - 1
    return [(NONE, share), *((kind, (1 - share) / kinds) for kind in range(1, kinds + 1))]


def _weights(found: NDArray[np.float32]) -> Tensor:
    """Rarer labels weigh more, by the root of how much rarer they are than the mean."""
    counts = found.sum(0)
    return torch.from_numpy(np.sqrt(counts.sum() / (len(counts) * np.maximum(counts, 1))))
