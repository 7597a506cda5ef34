"""A piece as word-piece numbers: itself, the beginning of what follows, the end of what came before."""

from collections.abc import Sequence
from typing import Protocol

from reviews.analysis.trained.pieces import Piece

START, STOP = 101, 102  # [CLS] and [SEP] of the vocabulary
OWN, OWN_END = 64, 30  # most word pieces of the piece; of a longer one the end is kept, too
AFTER = 6
EARLIER = 16


class Encoded(Protocol):
    @property
    def ids(self) -> list[int]: ...


class Tokenizer(Protocol):
    """What is used of tokenizers.Tokenizer."""

    def encode(self, sequence: str, *, add_special_tokens: bool) -> Encoded: ...


def of(piece: Piece, tokenizer: Tokenizer) -> tuple[list[int], int]:
    """The numbers in order, and how many of them, from the front, are the piece's own."""

    def ids(text: str) -> list[int]:
        return list(tokenizer.encode(text, add_special_tokens=False).ids)

    own = [START, *_shortened(ids(piece.text)), STOP]
    context = _joined([ids(text) for text in piece.earlier])
    return [*own, *ids(piece.after)[:AFTER], STOP, *context[-EARLIER:], STOP], len(own)


def _shortened(ids: list[int]) -> list[int]:
    return ids if len(ids) <= OWN else [*ids[: OWN - OWN_END], *ids[-OWN_END:]]


def _joined(texts: Sequence[list[int]]) -> list[int]:
    joined: list[int] = []
    for ids in texts:
        joined += [STOP, *ids] if joined else ids
    return joined
