from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.analysis.sentences import count, split, words
from reviews.analysis.talk import lower


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three", ["One.", "Two?", "Three"]),
        ("Dr. Weber called. Yes.", ["Dr. Weber called.", "Yes."]),
        ("She said “Go.” Then she left.", ["She said “Go.”", "Then she left."]),
        ("Well… I do not know", ["Well…", "I do not know"]),
        ("Half past 7.30 is fine.", ["Half past 7.30 is fine."]),
        ("", []),
        ("   ", []),
    ],
)
def test_split_finds_sentences_by_their_marks(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_split_cuts_unpunctuated_speech_where_a_question_begins() -> None:
    text = "okay that is a lot to hold for one person so what would you like to talk about today"
    assert pieces(text) == [
        "okay that is a lot to hold for one person",
        "so what would you like to talk about today",
    ]


@given(st.text(max_size=400))
def test_split_covers_every_visible_character_once_and_in_order(text: str) -> None:
    spans = split(text)
    assert all(a < b for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    covered = "".join(text[a:b] for a, b in spans)
    assert "".join(covered.split()) == "".join(text.split())


@given(st.text(max_size=200))
def test_lower_keeps_every_position(text: str) -> None:
    assert len(lower(text)) == len(text)


def test_words_keeps_apostrophes_and_hyphens_inside() -> None:
    assert words("I don’t know, forty-two times.") == ["I", "don’t", "know", "forty-two", "times"]
    assert count("… – !") == 0
