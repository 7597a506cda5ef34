"""What can be counted at a piece without a model: its length, marks, echoes, and what the rules found."""

import re
from collections.abc import Iterator
from math import log1p

from reviews.analysis.talk import Line, lower
from reviews.analysis.themes import THEMES
from reviews.analysis.trained.pieces import Piece

_YOU = re.compile(r"\byou(?:r|'re|'ve|'d)?\b")
_I = re.compile(r"\bi(?:'m|'ve|'d|'ll)?\b")
MOST = 3  # more of one act in one turn says no more
LONG = 4.0  # logarithm of a length that counts as one

ACTS = (
    *(f"question:{form}" for form in ("open", "closed", "choice", "check", "leading")),
    "stacked",
    *(f"reflection:{depth}" for depth in ("simple", "complex", "summary")),
    *(f"affirmation:{kind}" for kind in ("specific", "general")),
    *(f"advice:{leave}" for leave in ("with_permission", "without_permission")),
    *(f"{kind}:" for kind in ("information", "self_disclosure", "encourager", "structuring")),
    *(f"theme:{name}" for name in THEMES),
    *(f"{kind}:" for kind in ("insight", "feeling", "commitment", "action", "obstacle")),
    *(f"{kind}:" for kind in ("resource", "image", "objection")),
    "feeling:pleasant",
    "change_talk:for",
    "change_talk:against",
    "assent:thin",
)


def vector(piece: Piece) -> list[float]:
    """Numbers of about 0 to 1 in a fixed order; always as many for every piece."""
    return [*_of_piece(piece), *_echoes(piece), *_beside(piece), *_by_rules(piece)]


def _of_piece(piece: Piece) -> Iterator[float]:
    text = piece.text
    low = lower(text)
    words = max(1, len(low.split()))
    closed = low.rstrip(" \"'”’)]")
    yield log1p(words) / LONG
    yield float(words <= 3)
    yield piece.line.place
    yield float(piece.line.index < 4)
    yield float(piece.line.index > piece.of_turns - 5)
    yield float(piece.is_part)
    yield float(closed.endswith("?"))
    yield min(low.count("?"), MOST) / MOST
    yield float(closed.endswith(("-", "–", "—", "…")))
    yield len(_YOU.findall(low)) / words
    yield len(_I.findall(low)) / words
    yield float(piece.line.is_coach)


def _echoes(piece: Piece) -> Iterator[float]:
    shared = len(piece.stems & piece.near)
    known = max(1, len(piece.stems))
    yield shared / known
    yield log1p(shared) / 2
    yield piece.carried / known
    yield log1p(len(piece.stems - piece.near)) / LONG


def _beside(piece: Piece) -> Iterator[float]:
    for line in (piece.before_line, piece.after_line):
        yield from _neighbour(line, piece.line)


def _neighbour(line: Line | None, own: Line) -> Iterator[float]:
    yield float(line is None)
    yield log1p(line.words) / LONG if line else 0.0
    yield float(line is not None and line.turn.who is own.turn.who)
    yield float(line is not None and "?" in line.turn.text)


def _by_rules(piece: Piece) -> Iterator[float]:
    for acts in (piece.acts, piece.acts_before, piece.acts_after):
        for name in ACTS:
            yield min(acts.get(name, 0), MOST) / MOST
