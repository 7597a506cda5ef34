"""One word for each competency, from its markers; and what this reader could not do here."""

from collections.abc import Iterator, Sequence

from courses.rubrics import LEFT_OUT, POSITION, Rubric
from reviews.analysis.reading import MarkerReading
from reviews.analysis.sentences import words
from reviews.analysis.talk import Talk, lower
from reviews.analysis.words import ENGLISH
from reviews.transcripts.turns import Who

SCORED = "scored_with_evidence"
LEAST_MARKERS = 2
LEAST_WORDS = 60
LEAST_TURNS = 6
ENGLISH_SHARE = 0.22
SAMPLE_WORDS = 3000
USUAL_MS = (20 * 60_000, 60 * 60_000)
GROWING, STEADY, DISTINCTIVE = 0.25, 0.6, 0.85
DISTINCTIVE_AT_MCC = 0.75


def competency_words(
    rubric: Rubric, markers: Sequence[MarkerReading], deepest: Sequence[MarkerReading]
) -> dict[int, str | None]:
    """starting, growing, steady or distinctive; None where nothing may or can be said.

    Mean position of the markers (seen 1, partly a half, else 0). Distinctive also asks that the same
    passages carry most of the deepest level's rules: `deepest` are the markers read at MCC.
    """
    found: dict[int, str | None] = {}
    for competency in rubric.competencies:
        refs = {marker.ref for marker in rubric.of(competency.number)}
        share = _share(markers, refs) if competency.treatment == SCORED else None
        found[competency.number] = None if share is None else _word(share, _share(deepest, refs))
    return found


def _share(markers: Sequence[MarkerReading], refs: set[str]) -> float | None:
    values = [m.value for m in markers if m.ref in refs and m.value not in LEFT_OUT]
    if len(values) < LEAST_MARKERS:
        return None
    return sum(POSITION[value] for value in values) / (2 * len(values))


def _word(share: float, deep: float | None) -> str:
    if share >= DISTINCTIVE and deep is not None and deep >= DISTINCTIVE_AT_MCC:
        return "distinctive"
    return "steady" if share >= STEADY else "growing" if share >= GROWING else "starting"


def is_english(talk: Talk) -> bool:
    """By the share of the commonest English words among the first words of the talk."""
    sample: list[str] = []
    for line in talk.lines:
        sample += words(lower(line.turn.text))
        if len(sample) >= SAMPLE_WORDS:
            break
    return bool(sample) and sum(word in ENGLISH for word in sample) / len(sample) >= ENGLISH_SHARE


def unreadable(talk: Talk) -> str:
    """Why no rating is possible; empty when the talk can be read."""
    total = sum(line.words for line in talk.lines)
    if total < LEAST_WORDS or len(talk.lines) < LEAST_TURNS:
        return (
            f"The transcript is too short to be read: {len(talk.lines)} turns and {total} words. It needs at"
            f" least {LEAST_TURNS} turns and {LEAST_WORDS} words."
        )
    for who, name in ((Who.COACH, "coach"), (Who.CLIENT, "client")):
        lines = [line for line in talk.lines if line.turn.who is who]
        if len(lines) < 2 or sum(line.words for line in lines) < 0.02 * total:
            return (
                f"Only one side of the talk can be read: the {name} has {len(lines)} turns. Check who is the"
                " coach and whether the export names both speakers."
            )
    if not is_english(talk):
        return "It reads English; this transcript seems to be in another language, so nothing is rated."
    return ""


def limits(talk: Talk) -> Iterator[str]:
    """What a reader of the report should know about this transcript."""
    yield "Read from text and times only. Tone, breath and gesture were not heard."
    if not talk.is_timed:
        yield "Without start and end times, pauses and interruptions were not measured."
    elif talk.lines:
        yield from _length(talk)
    if any(line.turn.who is Who.OTHER for line in talk.lines):
        yield "A third voice stays in the transcript; its turns were not read."
    if talk.asides:
        turns = "One turn holds" if talk.asides == 1 else f"{talk.asides} turns hold"
        yield f"{turns} words that speak to whoever reads the transcript; the reading goes on without them."
    share = _client_share(talk)
    if share < 0.2:
        yield (
            f"The client has {round(100 * share)} % of the words. Check that the coach was chosen rightly."
        )
    if not any("?" in line.turn.text for line in talk.lines):
        yield "The text has no question marks; questions were found by how they open, which is less sure."


def _client_share(talk: Talk) -> float:
    total = sum(line.words for line in talk.lines)
    return sum(line.words for line in talk.client) / total if total else 0.0


def _length(talk: Talk) -> Iterator[str]:
    last = max(line.turn.end_ms or 0 for line in talk.lines)
    first = min(line.turn.start_ms or 0 for line in talk.lines)
    minutes = round((last - first) / 60_000)
    if last - first < USUAL_MS[0]:
        yield f"The talk lasts about {minutes} minutes; under twenty, several markers have little room."
    if last - first > USUAL_MS[1]:
        yield f"The talk lasts about {minutes} minutes; counts grow with length."
