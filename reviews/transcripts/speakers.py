"""Who speaks in a file, and a guess at who the coach is. The learner decides."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reviews.transcripts.turns import SpeakerSummary, Utterance, Who
from reviews.transcripts.word_lists import CLIENT_WORDS, COACH_WORDS

UNKNOWN_SPEAKER = "Unknown speaker"  # the label of utterances whose speaker the file does not name
FIRST_LINES = 2
FIRST_LINE_CHARS = 120
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)")
_QUESTION = re.compile(r"\?+(?=\s|$)")


@dataclass(slots=True)
class _Voice:
    label: str
    turns: list[str] = field(default_factory=list)
    words: int = 0

    @property
    def question_share(self) -> float:
        """Questions among the sentences."""
        sentences = sum(max(1, len(_SENTENCE_END.findall(turn))) for turn in self.turns)
        return sum(len(_QUESTION.findall(turn)) for turn in self.turns) / max(1, sentences)


def label_of(utterance: Utterance) -> str:
    return utterance.speaker or UNKNOWN_SPEAKER


def speakers(utterances: Sequence[Utterance]) -> tuple[SpeakerSummary, ...]:
    """One summary per label, in order of first appearance; turns are counted as merged."""
    voices = _voices(utterances)
    total = sum(voice.words for voice in voices) or 1
    guesses = _guesses(voices)
    return tuple(
        SpeakerSummary(
            label=voice.label,
            turns=len(voice.turns),
            words=voice.words,
            share=voice.words / total,
            first_lines=tuple(_shortened(turn) for turn in voice.turns[:FIRST_LINES]),
            guess=guesses[voice.label],
        )
        for voice in voices
    )


def _voices(utterances: Sequence[Utterance]) -> list[_Voice]:
    voices: dict[str, _Voice] = {}
    parts: dict[str, list[list[str]]] = {}
    before: str | None = None
    for utterance in utterances:
        label = label_of(utterance)
        voice = voices.setdefault(label, _Voice(label))
        voice.words += len(utterance.text.split())
        turns = parts.setdefault(label, [])
        if label != before:
            turns.append([])
        turns[-1].append(utterance.text)
        before = label
    for label, turns in parts.items():
        voices[label].turns = [" ".join(turn) for turn in turns]
    return list(voices.values())


def _shortened(text: str) -> str:
    if len(text) <= FIRST_LINE_CHARS:
        return text
    return text[:FIRST_LINE_CHARS].rsplit(" ", 1)[0] + " …"


def _guesses(voices: list[_Voice]) -> dict[str, Who]:
    """By the label's words where they say it; else the coach of the two main voices asks more, talks less."""
    guesses = {voice.label: Who.OTHER for voice in voices}
    coach = _only([voice for voice in voices if _says(voice.label, COACH_WORDS)])
    client = _only([voice for voice in voices if _says(voice.label, CLIENT_WORDS)])
    named = [voice for voice in voices if voice.label != UNKNOWN_SPEAKER] or voices
    left = sorted(
        (voice for voice in named if voice not in (coach, client)),
        key=lambda voice: voice.words,
        reverse=True,
    )
    if coach is None and client is None:
        coach, client = _by_manner(left[:2])
    elif coach is None:
        coach = left[0] if left else None
    elif client is None:
        client = left[0] if left else None
    for voice, who in ((coach, Who.COACH), (client, Who.CLIENT)):
        if voice is not None:
            guesses[voice.label] = who
    return guesses


def _by_manner(voices: list[_Voice]) -> tuple[_Voice | None, _Voice | None]:
    if not voices:
        return None, None
    if len(voices) == 1:
        alone = voices[0]
        return (alone, None) if alone.question_share >= 1 / 3 else (None, alone)
    one, two = voices
    asked = (one.question_share + two.question_share) or 1
    said = (one.words + two.words) or 1
    lead = 2 * (one.question_share - two.question_share) / asked + (two.words - one.words) / said
    return (one, two) if lead > 0 else (two, one)


def _says(label: str, words: frozenset[str]) -> bool:
    return any(word in words for word in re.findall(r"[^\W\d_]+", label.casefold()))


def _only(voices: list[_Voice]) -> _Voice | None:
    return voices[0] if len(voices) == 1 else None
