"""The embedded reader: facts of the talk, behaviours of each turn, a rating per marker with evidence.

Transparent rules over plain text and over what rules and a small trained model take each sentence for. A
transcript is data: nothing in it can change a rule. The same turns and the same rubric give the same reading.
What is counted and how: docs/method.md.
"""

from collections.abc import Sequence
from dataclasses import replace

from courses.rubrics import Rubric
from reviews.analysis import evidence, facts, notices, rating, summary, timeline
from reviews.analysis.judging import judge
from reviews.analysis.reading import (
    Behaviour,
    Fact,
    MarkerReading,
    Notice,
    Quote,
    Reading,
    Span,
)
from reviews.analysis.talk import Talk, prepare
from reviews.analysis.trained.model import load
from reviews.analysis.view import View, look
from reviews.transcripts.turns import Turn

ANALYSER = "embedded"
VERSION = "2"
DEEPEST = "mcc"

__all__ = [
    "ANALYSER",
    "VERSION",
    "Behaviour",
    "Fact",
    "MarkerReading",
    "Notice",
    "Quote",
    "Reading",
    "Span",
    "analyse",
]


def analyse(turns: Sequence[Turn], rubric: Rubric) -> Reading:
    """Reads the turns by the rubric. Never raises for what a transcript says.

    Text that cannot be rated (another language, one side only, too short) comes back with its facts
    of speech, no marker, and a limit that says why.
    """
    turns = [turn for turn in turns if turn.text.strip()]  # a turn without words says nothing
    talk = prepare(turns)
    reason = summary.unreadable(talk)
    if reason:
        return _unread(talk, rubric, reason)
    view = judge(look(talk, rubric.level), load())
    markers, found, dropped = evidence.verify(
        rating.rate(view, rubric), notices.find(view, rubric), turns
    )
    deepest = rating.rate(replace(view, level=DEEPEST), replace(rubric, level=DEEPEST))
    return Reading(
        analyser=ANALYSER,
        version=VERSION,
        level=rubric.level,
        facts=facts.of(view),
        behaviours=view.behaviours,
        timeline=timeline.of(view),
        markers=markers,
        notices=found,
        competency_words=summary.competency_words(rubric, markers, deepest),
        dropped=dropped,
        limits=tuple(summary.limits(talk)),
        language_ok=True,
    )


def _unread(talk: Talk, rubric: Rubric, reason: str) -> Reading:
    return Reading(
        analyser=ANALYSER,
        version=VERSION,
        level=rubric.level,
        facts=facts.speech(View(talk, rubric.level, {}, {}, {})),
        behaviours=(),
        timeline=(),
        markers=(),
        notices=(),
        competency_words={competency.number: None for competency in rubric.competencies},
        dropped=0,
        limits=(reason, *summary.limits(talk)),
        language_ok=summary.is_english(talk) or not talk.lines,
    )
