"""The labels: their names, the codes they are written in, and the two files of our own. docs/labelling.md."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
OWN_LABELS = HERE / "annomi_labels.csv"  # transcript, utterance, labels; no text
OWN_LABELS_AGAIN = (
    HERE / "annomi_labels_again.csv"
)  # some of the same turns, labelled a second time
TALKS = HERE / "talks"

MAIN = ("question", "reflection", "therapist_input", "other")
TALK = ("change", "neutral", "sustain")
QUESTION = ("none", "open", "closed")
REFLECTION = ("none", "simple", "complex")
INPUT = ("none", "information", "advice", "options", "negotiation")
COACH_FLAGS = "SLKAaPDTE" + "Z"
CLIENT_FLAGS = "IFCAOR"

HEADS: Mapping[str, int] = {
    "main": len(MAIN),
    "talk": len(TALK),
    "question": len(QUESTION),
    "reflection": len(REFLECTION),
    "input": len(INPUT),
    "coach_flags": len(COACH_FLAGS),
    "client_flags": len(CLIENT_FLAGS),
}
FLAGS = ("coach_flags", "client_flags")
UNKNOWN, NONE = -1, 0
ACTS = {
    "question": "question",
    "reflection": "reflection",
    "input": "therapist_input",
}  # head: in MAIN

_MAIN = dict(zip("qrix", range(4), strict=True))
_TALK = dict(zip("cns", range(3), strict=True))
_KIND = {
    "q": {"o": 1, "c": 2},
    "r": {"s": 1, "c": 2},
    "i": {"i": 1, "a": 2, "o": 3, "n": 4},
}
_WEIGHTIEST = (
    2,
    4,
    3,
    1,
)  # of several inputs in one turn: advice, negotiation, options, information
_SEGMENT = re.compile(r"\[([^\]]*)\] ([^\[]+)")


@dataclass(frozen=True, slots=True)
class Labels:
    """Place of each label in its list above; UNKNOWN where nobody said. `unsure` is the labeller's mark."""

    main: int = UNKNOWN
    talk: int = UNKNOWN
    question: int = UNKNOWN
    reflection: int = UNKNOWN
    input: int = UNKNOWN
    coach_flags: str | None = None
    client_flags: str | None = None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """Some characters of a turn and what they do."""

    start: int
    end: int
    labels: Labels


@dataclass(frozen=True, slots=True)
class LabelledTurn:
    """A turn of our own talks: its words, its label as a whole, and those of its segments."""

    is_coach: bool
    text: str
    labels: Labels
    segments: tuple[Segment, ...] = field(repr=False)


def own_labels(path: Path = OWN_LABELS) -> dict[tuple[str, str], Labels]:
    """(transcript, utterance) to our labels of the AnnoMI turns."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row[0], row[1]): _of_row(row[2:]) for row in csv.reader(file)}


def _of_row(cells: list[str]) -> Labels:
    unsure = any(cell.endswith("?") for cell in cells)
    cells = [cell.rstrip("?") for cell in cells]
    if len(cells) == 2:
        return Labels(talk=_TALK[cells[0]], client_flags=cells[1], unsure=unsure)
    question, reflection, given, main, flags = cells
    return Labels(
        main=_MAIN[main],
        question=_KIND["q"].get(question, 0),
        reflection=_KIND["r"].get(reflection, 0),
        input=_KIND["i"].get(given, 0),
        coach_flags=flags,
        unsure=unsure,
    )


def own_talks(folder: Path = TALKS) -> Iterator[tuple[LabelledTurn, ...]]:
    """Every talk of our own, in the order of files and lines."""
    for path in sorted(folder.glob("*.txt")):
        talk: list[LabelledTurn] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("==="):
                if talk:
                    yield tuple(talk)
                talk = []
            elif line.strip():
                talk.append(_turn(line))
        if talk:
            yield tuple(talk)


def _turn(line: str) -> LabelledTurn:
    is_coach = line.startswith("T:")
    segments: list[Segment] = []
    text, starred = "", 0
    for code, words in _SEGMENT.findall(line[3:]):
        if text:
            text += " "
        start = len(text)
        text += words.strip()
        if code.endswith("*"):
            starred = len(segments)
        parts = code.rstrip("*").split()
        segments.append(
            Segment(start, len(text), _of_coach(parts) if is_coach else _of_client(parts))
        )
    return LabelledTurn(is_coach, text, _together(segments, starred, is_coach), tuple(segments))


def _of_coach(parts: list[str]) -> Labels:
    found = {"q": 0, "r": 0, "i": 0}
    main, flags = UNKNOWN, ""
    while parts and parts[0] in ("q", "r", "i"):
        act, kind, *parts = parts
        found[act] = _KIND[act][kind]
        main = _MAIN[act] if main == UNKNOWN else main
    if parts and parts[0] == "x":
        parts = parts[1:]
    flags = parts[0] if parts else ""
    return Labels(
        main=_MAIN["x"] if main == UNKNOWN else main,
        question=found["q"],
        reflection=found["r"],
        input=found["i"],
        coach_flags=flags,
    )


def _of_client(parts: list[str]) -> Labels:
    return Labels(talk=_TALK[parts[0]], client_flags=parts[1] if len(parts) > 1 else "")


def _together(segments: list[Segment], starred: int, is_coach: bool) -> Labels:
    """What the turn does as a whole: the starred segment leads, the others add what they do."""
    all_of = [segment.labels for segment in segments]
    lead = all_of[starred]
    if not is_coach:
        return Labels(
            talk=lead.talk, client_flags="".join(one.client_flags or "" for one in all_of)
        )
    asked = [one.question for one in all_of if one.question]
    given = {one.input for one in all_of if one.input}
    mirrors = [one.reflection for one in all_of if one.reflection]
    return Labels(
        main=lead.main,
        question=asked[-1] if asked else 0,
        reflection=max(mirrors, default=0),
        input=lead.input or next((kind for kind in _WEIGHTIEST if kind in given), 0),
        coach_flags="".join(one.coach_flags or "" for one in all_of)
        + ("K" if len(asked) > 1 else ""),
    )
