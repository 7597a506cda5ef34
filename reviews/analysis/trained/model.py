"""The trained half of the reader: loads its weights once, checks them, and gives probabilities per piece.

Weights, how they were made and what they were measured at: `weights/card.json`, docs/method.md.
Inference is numpy and ONNX Runtime on one thread; the same pieces give the same numbers.
"""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from reviews.analysis.trained import bag, surface, tokens
from reviews.analysis.trained.pieces import Piece

WEIGHTS = Path(__file__).parent / "weights"
BATCH = 16
Numbers = NDArray[np.float32]


class DamagedWeights(RuntimeError):
    """A file of the model is missing or is not the one that was measured."""


@dataclass(frozen=True, slots=True)
class Words:
    """The linear half: per bucket its rarity and a column of weights; `surface` for the surface numbers."""

    rarity: Mapping[int, float]
    row_of: Mapping[int, int]
    columns: Numbers  # (buckets, labels)
    surface: Numbers  # (surface numbers, labels)
    constants: Numbers


@dataclass(frozen=True, slots=True)
class Model:
    """Everything needed to judge a piece; `card` says what the columns mean and how they are mixed."""

    card: Mapping[str, Any]
    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    words: Words

    def judge(self, pieces: Sequence[Piece]) -> dict[str, Numbers]:
        """Head -> probabilities, one row per piece. Labels of each head: `card["heads"]`."""
        if not pieces:
            return {
                name: np.zeros((0, len(head["labels"])), np.float32) for name, head in self._heads()
            }
        numbers = np.array([surface.vector(piece) for piece in pieces], np.float32)
        logits = self._encoded(pieces, numbers)
        linear = self._linear(pieces, numbers)
        found, at, beside = {}, 0, 0
        for name, head in self._heads():
            size = len(head["labels"])
            own = logits[:, at : at + size]
            at += size
            if head["flags"]:
                found[name] = np.asarray(1 / (1 + np.exp(-own)), np.float32)
                continue
            other = linear[:, beside : beside + size]
            beside += size
            mixed = head["net"] * _log_softmax(own) + head["linear"] * _log_softmax(other)
            lean = np.array(head["lean"], np.float32)
            found[name] = np.exp(_log_softmax(mixed + lean))
        return found

    def labels(self, name: str) -> Sequence[str]:
        return list(self.card["heads"][name]["labels"])

    def favoured(self, name: str, chances: Numbers) -> Numbers:
        """Chances of one piece with rare labels raised as the card says; no longer true as chances."""
        return np.asarray(chances * np.array(self.card["heads"][name]["favour"], np.float32))

    def choose(self, name: str, chances: Numbers) -> int:
        """Place of the label one piece is called by."""
        return int(self.favoured(name, chances).argmax())

    def bound(self, name: str) -> float:
        """The chance from which an act is called there."""
        return float(self.card["heads"][name]["bound"])

    def _heads(self) -> list[tuple[str, Mapping[str, Any]]]:
        return list(self.card["heads"].items())

    def _encoded(self, pieces: Sequence[Piece], numbers: Numbers) -> Numbers:
        """Logits of the encoder; pieces of like length share a batch, so little is padding."""
        found = [tokens.of(piece, self.tokenizer) for piece in pieces]
        order = sorted(range(len(found)), key=lambda i: len(found[i][0]))
        logits: Numbers | None = None
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            ids, own, mask = _padded([found[i] for i in some])
            feed = {"ids": ids, "own": own, "mask": mask, "numbers": numbers[some]}
            (out,) = self.session.run(None, feed)
            if logits is None:
                logits = np.zeros((len(pieces), out.shape[1]), np.float32)
            logits[some] = out
        assert logits is not None  # noqa: S101 - there is at least one batch
        return logits

    def _linear(self, pieces: Sequence[Piece], numbers: Numbers) -> Numbers:
        words = self.words
        sums = np.empty((len(pieces), words.columns.shape[1]), np.float32)
        for row, piece in enumerate(pieces):
            weighed = list(bag.weigh(bag.counts(piece), words.rarity))
            at = [words.row_of[bucket] for bucket, _ in weighed]
            values = np.array([value for _, value in weighed], np.float32)
            sums[row] = values @ words.columns[at]
        return sums + numbers @ words.surface + words.constants


@cache
def load() -> Model:
    """The model of this process. Raises DamagedWeights when a file is not the one on the card."""
    card = json.loads(_read("card.json"))
    stored = {name: _read(name, expected) for name, expected in card["sha256"].items()}
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        stored["turns.onnx"], options, providers=["CPUExecutionProvider"]
    )
    with np.load(io.BytesIO(stored["words.npz"]), allow_pickle=False) as arrays:
        words = Words(
            rarity=dict(zip(arrays["buckets"].tolist(), arrays["rarity"].tolist(), strict=True)),
            row_of={bucket: row for row, bucket in enumerate(arrays["buckets"].tolist())},
            columns=arrays["columns"].astype(np.float32),
            surface=arrays["surface"],
            constants=arrays["constants"],
        )
    tokenizer = Tokenizer.from_buffer(stored["tokenizer.json"])
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Model(card, session, tokenizer, words)


def _read(name: str, sha256: str = "") -> bytes:
    path = WEIGHTS / name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DamagedWeights(f"{path} cannot be read; install CoachLMS again.") from error
    if sha256 and hashlib.sha256(data).hexdigest() != sha256:
        raise DamagedWeights(f"{path} is damaged: its SHA-256 differs; install CoachLMS again.")
    return data


def _padded(found: Sequence[tuple[list[int], int]]) -> tuple[NDArray[np.int64], ...]:
    """Word pieces, which of the first are the piece's own, and which are no padding."""
    length, longest = max(len(ids) for ids, _ in found), max(count for _, count in found)
    ids, mask = (np.zeros((len(found), length), np.int64) for _ in range(2))
    for row, (numbers, _) in enumerate(found):
        ids[row, : len(numbers)] = numbers
        mask[row, : len(numbers)] = 1
    own = np.arange(longest) < np.array([count for _, count in found])[:, None]
    return ids, own.astype(np.int64), mask


def _log_softmax(logits: Numbers) -> Numbers:
    shifted = logits - logits.max(1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(1, keepdims=True)), np.float32)
