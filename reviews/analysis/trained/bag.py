"""Words, short phrases and pieces of words as hashed counts, for the linear half of the model."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import log, sqrt
from re import compile as pattern
from zlib import crc32

from reviews.analysis.talk import lower
from reviews.analysis.trained.pieces import Piece

BUCKETS = 1 << 17
_TOKEN = pattern(r"[\w']+|[?.,!-]")
LENGTHS = (2, 5)  # of pieces of words, in characters, both included
WEIGHT_BESIDE = 0.5  # of the turns before and after, against the piece itself


def counts(piece: Piece) -> list[tuple[float, Counter[int]]]:
    """(weight, bucket -> count) of each block: phrases, pieces of words, the text before, the text after."""
    side = (
        "k" if piece.line.is_client else "c"
    )  # the same words mean other things on the other side
    tokens = _TOKEN.findall(lower(piece.text))
    before = _TOKEN.findall(lower(piece.earlier[-1])) if piece.earlier else []
    after = _TOKEN.findall(lower(piece.after))
    return [
        (1.0, _count(side + "w", _phrases(["^", *tokens, "$"], 3))),
        (1.0, _count(side + "c", _letters(tokens))),
        (WEIGHT_BESIDE, _count(side + "b", _phrases(before[-40:], 2))),
        (WEIGHT_BESIDE, _count(side + "a", _phrases(["^", *after[:20]], 1))),
    ]


def weigh(
    blocks: Iterable[tuple[float, Mapping[int, int]]], rarity: Mapping[int, float]
) -> Iterator[tuple[int, float]]:
    """Bucket and value: logarithm of the count times rarity, each block scaled to the length of its weight."""
    for weight, block in blocks:
        found = {
            bucket: (1 + log(count)) * rarity[bucket]
            for bucket, count in block.items()
            if bucket in rarity
        }
        length = sqrt(sum(value * value for value in found.values()))
        if length:
            yield from ((bucket, weight * value / length) for bucket, value in found.items())


def _count(block: str, items: Iterable[str]) -> Counter[int]:
    return Counter(crc32(f"{block}:{item}".encode()) % BUCKETS for item in items)


def _phrases(tokens: list[str], most: int) -> Iterator[str]:
    for size in range(1, most + 1):
        for start in range(len(tokens) - size + 1):
            yield " ".join(tokens[start : start + size])


def _letters(tokens: list[str]) -> Iterator[str]:
    for token in tokens:
        word = f" {token} "
        for size in range(LENGTHS[0], LENGTHS[1] + 1):
            for start in range(len(word) - size + 1):
                yield word[start : start + size]
