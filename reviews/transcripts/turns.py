"""What a transcript is made of, before and after consecutive cues of one speaker are merged. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """Whose turn it is. OTHER is a third voice that stays in the transcript."""

    COACH = "coach"
    CLIENT = "client"
    OTHER = "other"


LEFT_OUT = "left_out"  # a speaker role in the wizard: her utterances are dropped


@dataclass(frozen=True, slots=True)
class Utterance:
    """One cue or line as the file gives it. Times in ms from the start; None where the file has none."""

    speaker: str  # "" when the file does not say
    text: str
    start_ms: int | None
    end_ms: int | None
    line: int  # 1-based line in the file; paragraph in DOCX; element in JSON


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything one person said until another spoke. `number` counts from 1 without gaps."""

    number: int
    who: Who
    text: str
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedTranscript:
    """A file read: its format by name, its utterances in order, and what the reader should be told about it."""

    format: str
    utterances: tuple[Utterance, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeakerSummary:
    """What helps to say who the coach is. `share` of all words, 0..1; `first_lines` at most two, shortened."""

    label: str
    turns: int
    words: int
    share: float
    first_lines: tuple[str, ...]
    guess: Who


class UnreadableTranscript(Exception):
    """The file cannot be used. `reason` says what was found, `advice` what to do; `line` is 1-based or None."""

    def __init__(self, reason: str, advice: str, line: int | None = None) -> None:
        self.reason, self.advice, self.line = reason, advice, line
        super().__init__(f"{reason} {advice}")


Roles = Mapping[str, str]  # speaker label -> a Who value or LEFT_OUT
