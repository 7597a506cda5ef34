"""Talks for the reader: typed lines become turns, with times where a test asks for them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coachlms.demo.samples import sample_named
from courses.library import load
from courses.rubrics import Rubric
from reviews.transcripts import merge, read, speakers
from reviews.transcripts.turns import Turn, Who

HERE = Path(__file__).parent
LIBRARY = HERE.parents[2] / "courses" / "data" / "library.yaml"
WHO = {"Coach": Who.COACH, "Client": Who.CLIENT, "Other": Who.OTHER}
WORDS_PER_SECOND = 2.5


def talk(text: str, *, pause_ms: int | None = None) -> tuple[Turn, ...]:
    """“Coach: …” lines as turns; with times when a pause between turns is given."""
    turns: list[Turn] = []
    at = 0
    for line in text.strip().splitlines():
        name, words = line.split(": ", 1)
        start, end = None, None
        if pause_ms is not None:
            start = at
            end = at + round(1000 * len(words.split()) / WORDS_PER_SECOND)
            at = end + pause_ms
        turns.append(Turn(len(turns) + 1, WHO[name], words, start, end))
    return tuple(turns)


def session(name: str, *, pause_ms: int | None = None) -> tuple[Turn, ...]:
    """One of the hand-written sessions beside this file."""
    text = (HERE / "sessions" / f"{name}.txt").read_text(encoding="utf-8")
    return talk(text, pause_ms=pause_ms)


def sample(slug: str) -> tuple[Turn, ...]:
    """One of the conversations of the demo, parsed as an upload is."""
    found = sample_named(slug)
    assert found is not None
    utterances = read(found.content, f"{slug}.vtt").utterances
    return merge(utterances, {one.label: str(one.guess) for one in speakers(utterances)})


@pytest.fixture(scope="session")
def rubric() -> Callable[[str], Rubric]:
    return load(LIBRARY).rubric


@pytest.fixture(scope="session")
def pcc(rubric: Callable[[str], Rubric]) -> Rubric:
    return rubric("pcc")
