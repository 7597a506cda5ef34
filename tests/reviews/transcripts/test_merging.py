"""Turns: numbers without gaps, no word lost, times that are true."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.transcripts import LEFT_OUT, UNKNOWN_SPEAKER, Turn, Utterance, Who, merge

ROLES = {"N": Who.COACH, "T": Who.CLIENT, "T2": "client", "C": Who.OTHER, "X": LEFT_OUT}


def cue(speaker: str, text: str, start: int | None = None, end: int | None = None) -> Utterance:
    return Utterance(speaker, text, start, end, 1)


def test_consecutive_cues_of_one_role_become_one_turn() -> None:
    turns = merge(
        [
            cue("N", "What  matters?", 0, 900),
            cue("T", " It does.", 1000, 2000),
            cue("T2", "Always.\n", 2000, 3500),
            cue("C", "Tea?", 3600, 4000),
        ],
        ROLES,
    )
    assert turns == (
        Turn(1, Who.COACH, "What matters?", 0, 900),
        Turn(2, Who.CLIENT, "It does. Always.", 1000, 3500),
        Turn(3, Who.OTHER, "Tea?", 3600, 4000),
    )


def test_speech_left_out_parts_nobody() -> None:
    turns = merge(
        [cue("T", "One", 0, 1), cue("X", "Ad break", 1, 2), cue("T", "two.", 2, 3)], ROLES
    )
    assert turns == (Turn(1, Who.CLIENT, "One two.", 0, 3),)


def test_turn_ends_with_the_latest_end_of_overlapping_cues() -> None:
    turns = merge([cue("T", "One", 0, 9000), cue("T", "two.", 500, 4000)], ROLES)
    assert turns == (Turn(1, Who.CLIENT, "One two.", 0, 9000),)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((0, None), (5, None), (0, None)),
        ((0, 4), (5, None), (0, None)),
        ((None, None), (5, 9), (None, None)),
        ((None, 4), (5, 9), (None, 9)),
    ],
)
def test_unknown_time_stays_unknown(
    first: tuple[int | None, int | None],
    second: tuple[int | None, int | None],
    expected: tuple[int | None, int | None],
) -> None:
    (turn,) = merge([cue("T", "One", *first), cue("T", "two", *second)], ROLES)
    assert (turn.start_ms, turn.end_ms) == expected


@pytest.mark.parametrize("label", [UNKNOWN_SPEAKER, ""])
def test_nameless_speech_takes_the_role_of_the_unknown_speaker(label: str) -> None:
    assert merge([cue("", "Hm.")], {label: Who.CLIENT}) == (Turn(1, Who.CLIENT, "Hm."),)


def test_speaker_without_a_role_is_an_error_that_names_nobody() -> None:
    with pytest.raises(ValueError, match=r"^A speaker of the transcript has no role\.$"):
        merge([cue("Nadia", "Hm.")], {"Tom": Who.CLIENT})


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(
            cue,
            st.sampled_from(sorted(ROLES)),
            st.text("ab \n\u00a0", max_size=12),
            st.none() | st.integers(0, 10_000),
            st.none() | st.integers(0, 10_000),
        ),
        max_size=30,
    )
)
def test_merging_loses_no_word_and_numbers_without_gaps(cues: list[Utterance]) -> None:
    turns = merge(cues, ROLES)
    kept = [word for one in cues if one.speaker != "X" for word in one.text.split()]
    assert [word for turn in turns for word in turn.text.split()] == kept
    assert [turn.number for turn in turns] == list(range(1, len(turns) + 1))
    assert all(one.who is not two.who for one, two in pairwise(turns))
    assert all(turn.text == " ".join(turn.text.split()) != "" for turn in turns)
