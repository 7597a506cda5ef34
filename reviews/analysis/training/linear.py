"""The linear half: logistic regression over hashed words and surface numbers, one per group of labels."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from reviews.analysis.trained import bag
from reviews.analysis.trained.pieces import Piece
from reviews.analysis.training.corpus import Example
from reviews.analysis.training.labels import FLAGS, HEADS
from reviews.analysis.training.targets import shares

SURFACE_WEIGHT = 0.7
STRENGTH = {"main": 3.0, "talk": 1.0, "question": 3.0, "reflection": 2.0, "input": 2.0}
BARE_WEIGHT = 0.3  # of the copy with marks and capitals removed
LEAST = 3  # examples a bucket must occur in
NAMES = tuple(name for name in HEADS if name not in FLAGS)
Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Bagged:
    """Hashed counts of every example, plain and bare."""

    plain: list[list[tuple[float, Counter[int]]]]
    bare: list[list[tuple[float, Counter[int]]]]


@dataclass(frozen=True, slots=True)
class Linear:
    """`rarity` of each kept bucket; per head a matrix (labels, BUCKETS + surface) and a constant."""

    rarity: dict[int, float]
    weights: dict[str, Numbers]
    constants: dict[str, Numbers]

    def probabilities(self, rows: csr_matrix, name: str) -> Numbers:
        logits = rows @ self.weights[name].T + self.constants[name]
        odds = np.exp(logits - logits.max(1, keepdims=True))
        return np.asarray(odds / odds.sum(1, keepdims=True), np.float32)


def bagged(examples: Sequence[Example]) -> Bagged:
    def of(pieces: list[Piece]) -> list[list[tuple[float, Counter[int]]]]:
        return [bag.counts(piece) for piece in pieces]

    return Bagged(of([one.plain for one in examples]), of([one.bare for one in examples]))


def rarity(found: Bagged, chosen: Sequence[int]) -> dict[int, float]:
    """Inverse document frequency of the buckets that occur often enough: log((1 + n) / (1 + d)) + 1."""
    documents: Counter[int] = Counter()
    for i in chosen:
        documents.update({bucket for _, block in found.plain[i] for bucket in block})
    return {
        bucket: log((1 + len(chosen)) / (1 + often)) + 1
        for bucket, often in sorted(documents.items())
        if often >= LEAST
    }


def matrix(
    rows: Sequence[list[tuple[float, Counter[int]]]], numbers: Numbers, rarity: dict[int, float]
) -> csr_matrix:
    """Weighed words beside the surface numbers, one row per piece."""
    places: list[int] = []
    values: list[float] = []
    ends = [0]
    for blocks in rows:
        merged: Counter[int] = Counter()
        for bucket, value in bag.weigh(blocks, rarity):
            merged[bucket] += value  # type: ignore[assignment]
        places += merged.keys()
        values += merged.values()
        ends.append(len(places))
    words = csr_matrix((values, places, ends), shape=(len(rows), bag.BUCKETS), dtype=np.float32)
    return hstack([words, csr_matrix(SURFACE_WEIGHT * numbers)]).tocsr()


def train(
    examples: Sequence[Example],
    found: Bagged,
    plain: Numbers,
    bare: Numbers,
    chosen: Sequence[int],
) -> Linear:
    """`plain` and `bare` are the surface numbers of every example."""
    rare = rarity(found, chosen)
    rows = list(chosen)
    both = matrix(
        [*(found.plain[i] for i in rows), *(found.bare[i] for i in rows)],
        np.concatenate([plain[rows], bare[rows]]),
        rare,
    )
    weights, constants = {}, {}
    for name in NAMES:
        weights[name], constants[name] = _fit(both, shares(examples, name)[rows], name)
    return Linear(rare, weights, constants)


def _fit(both: csr_matrix, shares: Numbers, name: str) -> tuple[Numbers, Numbers]:
    """Every label of a row counts by its share; rare labels weigh more by the root of their rarity."""
    count = len(shares)
    at, label = np.nonzero(shares)
    share = shares[at, label]
    of_label = shares.sum(0)
    weight = share * np.sqrt(of_label.sum() / (shares.shape[1] * np.maximum(of_label, 1)))[label]
    model = LogisticRegression(C=STRENGTH[name], max_iter=200)
    model.fit(
        both[np.concatenate([at, at + count])],
        np.concatenate([label, label]),
        sample_weight=np.concatenate([weight, BARE_WEIGHT * weight]),
    )
    if len(model.classes_) != shares.shape[1]:
        raise ValueError(f"“{name}” has labels nobody used: {model.classes_}")
    return model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
