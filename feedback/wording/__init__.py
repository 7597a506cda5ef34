"""Findings to sentences: second person, past tense, specific, tentative, no verdict. Plain Python.

Every sentence is chosen by the marker, the value and what stands in the transcript, never at random:
the same findings give the same report. `Variety` keeps a sentence from being used twice in one report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from feedback.wording import agreements, awareness, growth, listening, presence, trust
from feedback.wording.own_words import excerpt, own_words
from feedback.wording.phrases import MarkerWords

__all__ = [
    "MARKERS",
    "NUMBERS",
    "MarkerWords",
    "Passage",
    "Said",
    "Variety",
    "counted",
    "excerpt",
    "joined",
    "notice_headline",
    "own_words",
    "readers",
    "say_edge",
    "say_strength",
    "stage_words",
]

MARKERS: Mapping[str, MarkerWords] = {
    words.ref: words
    for module in (agreements, trust, presence, listening, awareness, growth)
    for words in module.WORDS
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

ANSWERED = (
    "Your client’s next words were “{words}”",
    "What came back was “{words}”",
    "Your client answered “{words}”",
    "In the turn after it your client said “{words}”",
)
SEEN_BY_MANY = (
    "More than one reader stopped at this passage.",
    "It stood out to several readers.",
    "Readers marked it independently of each other.",
)
SEEN_BY_ONE = (
    "One reader marked it so far; you will know whether it fits.",
    "So far one reader has pointed to it, so hold it lightly.",
    "It rests on one reader for now.",
    "Only one reader has taken it up yet; see what you make of it.",
)
DISAGREED = (
    "The readers did not agree here, which may make it worth a second look.",
    "Readers saw this differently; your own view counts for more than usual.",
)
NOTICES: Mapping[str, str] = {
    "1a": "The role may have shifted for a moment",
    "1b": "Something here touches what stays private",
    "1c": "The edge of coaching may have come near",
    "1d": "A word touched who your client is",
    "1e": "Another party had a place in this conversation",
    "1f": "A promise or a claim was made",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """What wording may use of the transcript. All verbatim; "" where there is nothing."""

    client_said: str = ""  # by a missed opening the quote itself, else the client's turn before
    client_answered: str = ""  # the client's turn after the quote


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words."""

    headline: str
    text: str
    attempt: str = ""  # the experiment, to stand between quotation marks
    practice: str = ""
    hear: str = ""
    question: str = ""


class Variety:
    """Hands out each sentence of a pool once per report; the seed decides where it starts."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def pick(self, pool: Sequence[str], seed: str) -> str:
        """A sentence not used before in this report, or "" when the pool is spent."""
        start = crc32(seed.encode()) % len(pool)
        for offset in range(len(pool)):
            sentence = pool[(start + offset) % len(pool)]
            if sentence not in self._used:
                self._used.add(sentence)
                return sentence
        return ""


def say_strength(ref: str, readers: int, passage: Passage, variety: Variety) -> Said:
    """What carried the conversation, with the client's answer where there was one."""
    words = MARKERS[ref]
    parts = [words.carried]
    if len(passage.client_answered.split()) >= 4:
        tail = variety.pick(ANSWERED, ref)
        parts.append(_sentence(tail.format(words=excerpt(passage.client_answered))) if tail else "")
    parts.append(variety.pick(SEEN_BY_MANY if readers > 1 else SEEN_BY_ONE, ref))
    return Said(words.praise, _joined(parts), question=words.ask_strength)


def say_edge(
    ref: str,
    value: str,
    readers: int,
    passage: Passage,
    variety: Variety,
    *,
    disagreed: bool = False,
) -> Said:
    """A place to grow with an experiment. `value` is `missed` or `partly`."""
    words = MARKERS[ref]
    own = own_words(passage.client_said)
    attempt = words.attempt_with.format(words=own) if own and words.attempt_with else words.attempt
    pool = DISAGREED if disagreed else SEEN_BY_MANY if readers > 1 else SEEN_BY_ONE
    parts = [words.missed if value == "missed" else words.thin, variety.pick(pool, ref)]
    return Said(
        headline=words.edge,
        text=_joined(parts),
        attempt=attempt,
        practice=words.practice,
        hear=words.hear,
        question=words.ask_edge,
    )


def notice_headline(ref: str) -> str:
    return NOTICES.get(ref, "One thing worth discussing with your mentor coach")


def stage_words(*, final: bool, has_ai: bool, peers: int, has_mentor: bool) -> str:
    """Who has read the session, and what would make a provisional result final."""
    who = readers(has_ai=has_ai, peers=peers, has_mentor=has_mentor)
    if final:
        return f"Final: read by {who}."
    waiting = "a peer" if peers == 0 else "a second peer"
    return (
        f"Provisional: {who} so far. It becomes final when {waiting} or your mentor coach has read it"
        " and the readers are close enough; what you see here may still move a little."
    )


def readers(*, has_ai: bool, peers: int, has_mentor: bool) -> str:
    """The AI reader, two peers and a mentor coach: as a phrase; "nobody" when nobody has."""
    found = [
        *(["the AI reader"] if has_ai else []),
        *([counted(peers, "peer")] if peers else []),
        *(["a mentor coach"] if has_mentor else []),
    ]
    return joined(found) or "nobody"


def counted(number: int, noun: str, plural: str = "") -> str:
    """One session, two sessions, 14 sessions."""
    said = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{said} {noun if number == 1 else plural or noun + 's'}"


def joined(parts: Sequence[str]) -> str:
    """A, b and c."""
    *most, last = parts or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _joined(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part)


def _sentence(text: str) -> str:
    """End with a full stop unless the quotation already ends the sentence."""
    return text if text[-2] in ".?!…" else f"{text}."
