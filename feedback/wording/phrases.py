"""The sentences one marker can lead to. Second person, past tense, tentative; plain Python."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MarkerWords:
    """What can be said about one marker. `{words}` stands for a phrase of the client's own."""

    ref: str  # "8c"
    praise: str  # headline of a strength
    carried: str  # its paragraph
    edge: str  # headline of a growth edge
    missed: str  # its paragraph where the client gave an opening
    thin: str  # its paragraph where the behaviour was tried or shown once
    attempt: str  # an experiment: words to try, fit for any client
    attempt_with: str  # the same built on the client's words; "" where that would sound made up
    practice: str  # one thing for the next session
    hear: str  # where one would notice it
    ask_edge: str  # a question to sit with, after an edge
    ask_strength: str  # a question to sit with, after a strength
