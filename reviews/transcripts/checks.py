"""What a learner should know about a transcript before she hands it in. Sentences for people."""

from collections import Counter
from collections.abc import Sequence

from reviews.transcripts.turns import Turn, Who

SHORT_MINUTES, LONG_MINUTES = 20, 60
WORDS_A_MINUTE = 150  # usual pace of conversation; only where a file has no times
ONE_SIDED = 0.1
FEW_TURNS = 10


def warnings_for(turns: Sequence[Turn]) -> tuple[str, ...]:
    """Sentences on length, balance, missing times and further voices; none if all is as usual."""
    found = (_length(turns), *_balance(turns), _few(turns), _times(turns), _voices(turns))
    return tuple(sentence for sentence in found if sentence)


def minutes(turns: Sequence[Turn]) -> tuple[float, bool]:
    """How long the session lasted, and whether that is an estimate by words.

    Where times are known the talk between the first and the last of them counts; words outside it are
    reckoned at WORDS_A_MINUTE.
    """
    timed = [index for index, turn in enumerate(turns) if turn.start_ms is not None]
    if not timed:
        return sum(_words(turn) for turn in turns) / WORDS_A_MINUTE, True
    first, last = timed[0], timed[-1]
    start = turns[first].start_ms or 0
    ends = [turn.end_ms for turn in turns if turn.end_ms is not None]
    latest = max([*ends, turns[last].start_ms or 0])
    closed = turns[last].end_ms is not None
    outside = [*turns[:first], *turns[last + 1 if closed else last :]]
    spoken = sum(_words(turn) for turn in outside) / WORDS_A_MINUTE
    return max(0, latest - start) / 60_000 + spoken, not closed or bool(outside)


def _words(turn: Turn) -> int:
    return len(turn.text.split())


def _length(turns: Sequence[Turn]) -> str:
    if not turns:
        return ""
    length, estimated = minutes(turns)
    if SHORT_MINUTES <= length <= LONG_MINUTES:
        return ""
    shown = f"{'about ' if estimated else ''}{max(1, round(length))} minute{'s' if round(length) > 1 else ''}"
    how = " (estimated from the number of words, at 150 words a minute)" if estimated else ""
    if length < SHORT_MINUTES:
        return (
            f"The session lasts {shown}{how}. Under {SHORT_MINUTES} minutes there is often too little "
            "to see of some behaviours."
        )
    return (
        f"The session lasts {shown}{how}. Over {LONG_MINUTES} minutes reviewers need much more time; "
        "20 to 60 minutes are usual."
    )


def _balance(turns: Sequence[Turn]) -> tuple[str, ...]:
    words: Counter[Who] = Counter()
    for turn in turns:
        words[turn.who] += _words(turn)
    both = words[Who.COACH] + words[Who.CLIENT]
    if not both:
        return ("Neither coach nor client says anything. Check who is who.",)
    if not words[Who.COACH] or not words[Who.CLIENT]:
        missing = "coach" if not words[Who.COACH] else "client"
        return (f"The {missing} says nothing in this transcript. Check who is who.",)
    share = words[Who.COACH] / both
    if ONE_SIDED <= share <= 1 - ONE_SIDED:
        return ()
    who = "coach" if share > ONE_SIDED else "client"
    return (
        f"One-sided: nearly all words ({max(share, 1 - share):.0%}) are the {who}’s. "
        "Check that both voices were recorded and named.",
    )


def _few(turns: Sequence[Turn]) -> str:
    if len(turns) >= FEW_TURNS:
        return ""
    count = "1 turn" if len(turns) == 1 else f"{len(turns)} turns"
    return f"There {'is' if len(turns) == 1 else 'are'} only {count}. Twenty minutes of talk usually have 40 to 120."


def _times(turns: Sequence[Turn]) -> str:
    whole = sum(turn.start_ms is not None and turn.end_ms is not None for turn in turns)
    if whole == len(turns):
        return ""
    if any(turn.start_ms is not None for turn in turns):
        return (
            "Start and end times are not known for every turn. "
            "Pauses, pace and interruptions are left out where they are missing."
        )
    return "The transcript has no times. Pauses, pace and interruptions are left out; shares are by words."


def _voices(turns: Sequence[Turn]) -> str:
    if not any(turn.who is Who.OTHER for turn in turns):
        return ""
    return "A third voice is in the transcript. Make sure that this person agreed as well, or leave the voice out."
