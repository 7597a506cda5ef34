"""Sentences the learner reads about her transcript."""

import pytest

from reviews.transcripts import Turn, Who, warnings_for
from reviews.transcripts.checks import minutes

WORDS = "word " * 60
NO_TIMES = (
    "The transcript has no times. Pauses, pace and interruptions are left out; shares are by words."
)
SOME_TIMES = (
    "Start and end times are not known for every turn. "
    "Pauses, pace and interruptions are left out where they are missing."
)


def timed(seconds: int, count: int = 40, coach: str = WORDS, client: str = WORDS) -> list[Turn]:
    """Turns of coach and client in turn that fill this time."""
    each = seconds * 1000 // count
    return [
        Turn(
            number + 1,
            Who.CLIENT if number % 2 else Who.COACH,
            client if number % 2 else coach,
            number * each,
            (number + 1) * each,
        )
        for number in range(count)
    ]


def untimed(words: int, count: int = 40) -> list[Turn]:
    text = "word " * (words // count)
    return [Turn(n + 1, Who.CLIENT if n % 2 else Who.COACH, text) for n in range(count)]


def test_usual_session_gives_no_warning() -> None:
    assert warnings_for(timed(1800)) == ()


def test_short_and_long_sessions_are_named_with_their_length() -> None:
    assert warnings_for(timed(720)) == (
        "The session lasts 12 minutes. Under 20 minutes there is often too little to see of some behaviours.",
    )
    assert warnings_for(timed(4500)) == (
        "The session lasts 75 minutes. Over 60 minutes reviewers need much more time; "
        "20 to 60 minutes are usual.",
    )


def test_length_without_times_is_an_estimate_and_says_so() -> None:
    assert warnings_for(untimed(1500)) == (
        "The session lasts about 10 minutes (estimated from the number of words, at 150 words a minute). "
        "Under 20 minutes there is often too little to see of some behaviours.",
        NO_TIMES,
    )
    assert warnings_for(untimed(6000)) == (NO_TIMES,)


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (timed(1800), (30.0, False)),
        (untimed(3000), (20.0, True)),
        # Starts only: the words of the last turn are added.
        ([Turn(1, Who.COACH, "a", 0), Turn(2, Who.CLIENT, "word " * 150, 60_000)], (2.0, True)),
        # A time now and then: what is said after the last of them is added.
        (
            [
                Turn(1, Who.COACH, "word " * 150),
                Turn(2, Who.CLIENT, "a", 60_000, 120_000),
                Turn(3, Who.COACH, "word " * 300),
            ],
            (4.0, True),
        ),
        # The recording's clock does not begin at nought.
        ([Turn(1, Who.COACH, "a", 3_600_000, 3_660_000)], (1.0, False)),
    ],
)
def test_minutes_are_counted_by_time_or_reckoned_by_words(
    turns: list[Turn], expected: tuple[float, bool]
) -> None:
    assert minutes(turns) == expected


def test_one_sided_talk_is_named() -> None:
    assert warnings_for(timed(1800, coach="Mm.")) == (
        "One-sided: nearly all words (98%) are the client’s. "
        "Check that both voices were recorded and named.",
    )
    assert warnings_for(timed(1800, client="Mm.")) == (
        "One-sided: nearly all words (98%) are the coach’s. "
        "Check that both voices were recorded and named.",
    )


def test_missing_voice_is_named() -> None:
    alone = [Turn(1, Who.CLIENT, WORDS, 0, 1_800_000)]
    assert warnings_for(alone) == (
        "The coach says nothing in this transcript. Check who is who.",
        "There is only 1 turn. Twenty minutes of talk usually have 40 to 120.",
    )


def test_few_turns_partial_times_and_a_third_voice_are_named() -> None:
    turns = [
        *timed(1800, 8),
        Turn(9, Who.OTHER, "Tea?", 1_800_000),
    ]
    assert warnings_for(turns)[-3:] == (
        "There are only 9 turns. Twenty minutes of talk usually have 40 to 120.",
        SOME_TIMES,
        "A third voice is in the transcript. Make sure that this person agreed as well, "
        "or leave the voice out.",
    )


def test_nothing_said_is_named() -> None:
    assert warnings_for([]) == (
        "Neither coach nor client says anything. Check who is who.",
        "There are only 0 turns. Twenty minutes of talk usually have 40 to 120.",
    )
