"""The rules: for every marker what is looked for, and how much of it each level asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from reviews.analysis import (
    finders_agreement as agreement,
)
from reviews.analysis import (
    finders_awareness as awareness,
)
from reviews.analysis import (
    finders_growth as growth,
)
from reviews.analysis import (
    finders_relation as relation,
)
from reviews.analysis.found import CLEAR, FITTED, THIN, Finder, asked, simply

_OWN = "in the client’s own words"  # what the grade FITTED means, unless a rule says otherwise
_OPEN = "with an open question"


@dataclass(frozen=True, slots=True)
class Need:
    """Enough turns of at least this grade, of so many different sorts, make `seen`."""

    turns: int
    grade: int = CLEAR
    sorts: int = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """`one` and `many` name what is counted, in words for the report; `against` what speaks against it."""

    find: Finder
    one: str
    many: str
    acc: Need
    pcc: Need
    mcc: Need
    against: str = ""
    fitted: str = _OWN

    def need(self, level: str) -> Need:
        return {"acc": self.acc, "pcc": self.pcc, "mcc": self.mcc}[level]


def _rule(
    find: Finder,
    one: str,
    many: str,
    *needs: tuple[int, ...],
    against: str = "",
    fitted: str = _OWN,
) -> Rule:
    acc, pcc, mcc = (Need(*need) for need in needs)
    return Rule(find, one, many, acc, pcc, mcc, against, fitted)


_ADVICE = "advice without permission"
# Each line: what is collected; its name for one and for many; (turns, grade, sorts) for ACC, PCC, MCC.
RULES: Mapping[str, Rule] = {
    "2a": _rule(agreement.choices, "choice left to the client", "choices left to the client",
                (1,), (2,), (4, FITTED), against=_ADVICE),
    "2b": _rule(agreement.curiosity, "open question built on the answer before",
                "open questions built on the answer before", (2,), (4,), (8,), against="leading questions"),
    "2d": _rule(simply(asked("context")), "question about context or assumptions",
                "questions about context or assumptions", (1,), (1,), (2, FITTED)),
    "2e": _rule(relation.emotion, "turn that stayed with a feeling", "turns that stayed with a feeling",
                (1,), (2,), (4,)),
    "3a": _rule(agreement.terms, "passage about the terms of working together",
                "passages about the terms of working together", (1,), (2,), (3,)),
    "3b": _rule(agreement.outcome, "turn on what the client wants from the talk",
                "turns on what the client wants from the talk", (1,), (2, CLEAR, 2), (2, CLEAR, 2)),
    "3c": _rule(agreement.success, "turn on how the client will know",
                "turns on how the client will know", (1,), (2, CLEAR, 2), (3, CLEAR, 2)),
    "3d": _rule(agreement.meaning, "turn on what makes it matter", "turns on what makes it matter",
                (1,), (2, CLEAR, 2), (3, CLEAR, 2)),
    "3e": _rule(simply(asked("path", within=(0.0, 0.5))), "question about what has to be looked at",
                "questions about what has to be looked at", (1,), (1,), (2,)),
    "3f": _rule(agreement.focus, "turn on focus or time", "turns on focus or time",
                (1, THIN), (1, CLEAR), (2, CLEAR)),
    "4a": _rule(relation.acknowledgement, "acknowledgement", "acknowledgements",
                (1, THIN), (2, CLEAR), (3, FITTED)),
    "4b": _rule(relation.care, "caring turn right after a difficulty",
                "caring turns right after a difficulty", (1,), (2,), (4, FITTED)),
    "4c": _rule(relation.views_welcome, "turn that made room for a feeling or doubt",
                "turns that made room for a feeling or doubt", (1,), (2,), (4, FITTED)),
    "4d": _rule(relation.held_lightly, "own thought left open to the client",
                "own thoughts left open to the client", (1, THIN), (1, FITTED), (2, FITTED), fitted=_OPEN),
    "4e": _rule(relation.client_terms, "turn in the client’s own terms", "turns in the client’s own terms",
                (2,), (5,), (8, FITTED),
                fitted="with three of the client’s words or more"),
    "4f": _rule(relation.real_person, "turn in which the coach owned a doubt or slip",
                "turns in which the coach owned a doubt or slip", (1,), (1,), (2,)),
    "5a": _rule(relation.the_person, "turn about the person", "turns about the person",
                (2,), (5,), (8, FITTED)),
    "5b": _rule(agreement.purpose, "turn that came back to the purpose",
                "turns that came back to the purpose", (1,), (2,), (3, FITTED)),
    "5c": _rule(agreement.choices, "choice left to the client", "choices left to the client",
                (1,), (2,), (4, FITTED), against=_ADVICE),
    "5d": _rule(relation.follow_ups, "follow-up on the client’s last words",
                "follow-ups on the client’s last words", (3,), (6, FITTED), (10, FITTED),
                fitted="asked as a question"),
    "5e": _rule(relation.silence, "pause of three seconds or more after a single question",
                "pauses of three seconds or more after a single question", (1,), (3,), (6,)),
    "5f": _rule(relation.emotion, "steady turn right after a feeling",
                "steady turns right after a feeling", (1,), (2,), (4,)),
    "6a": _rule(awareness.made_to_measure, "question or mirror made of the client’s words",
                "questions or mirrors made of the client’s words", (3,), (6,), (6, FITTED),
                fitted="carrying on words from earlier"),
    "6b": _rule(awareness.words_and_images, "turn that opened a word or image of the client’s",
                "turns that opened a word or image of the client’s", (1,), (2,), (4, FITTED)),
    "6c": _rule(relation.asks_feeling, "turn that touched the feeling just named",
                "turns that touched the feeling just named", (1, THIN), (2,), (4, FITTED)),
    "6d": _rule(awareness.shifts, "remark on a change in energy or tone",
                "remarks on a change in energy or tone", (1, THIN), (1, FITTED), (2, FITTED), fitted=_OPEN),
    "6e": _rule(simply(asked("view", "context")), "question about how the client sees it",
                "questions about how the client sees it", (1,), (2,), (3, FITTED)),
    "6f": _rule(awareness.mirrors, "brief mirror", "brief mirrors", (1, THIN), (4,), (8,),
                against="interruptions"),
    "7a": _rule(awareness.person_questions, "question about the person", "questions about the person",
                (1,), (4,), (6, FITTED)),
    "7b": _rule(awareness.fresh_self, "question about who the client is",
                "questions about who the client is", (1,), (2,), (3, FITTED)),
    "7c": _rule(simply(asked("perspective")), "question that shifts the view",
                "questions that shift the view", (1,), (2,), (3, FITTED)),
    "7d": _rule(awareness.light_hand, "observation held lightly", "observations held lightly",
                (1,), (1, FITTED), (2, FITTED), fitted=_OPEN),
    "7e": _rule(awareness.simple_questions, "single open question", "single open questions",
                (2, THIN), (5,), (8,)),
    "7f": _rule(awareness.floor, "brief coach turn with a long answer",
                "brief coach turns with long answers", (2,), (5,), (8,)),
    "8a": _rule(growth.learning, "learning question", "learning questions",
                (1,), (2, CLEAR, 2), (3, FITTED, 2)),
    "8b": _rule(growth.steps, "question that left the step to the client",
                "questions that left the step to the client", (1,), (1, CLEAR), (2, FITTED), against=_ADVICE),
    "8c": _rule(growth.follow_up, "question that left the follow-up to the client",
                "questions that left the follow-up to the client", (1,), (1, CLEAR), (2, CLEAR),
                against="a follow-up set by the coach"),
    "8d": _rule(simply(asked("consequence", within=growth.LATER)), "question about what a step may bring",
                "questions about what a step may bring", (1,), (1, FITTED), (2, FITTED)),
    "8e": _rule(growth.road_ahead, "question about barriers, support or resources",
                "questions about barriers, support or resources", (1,), (2, CLEAR, 2), (3, CLEAR, 2)),
    "8f": _rule(growth.close, "closing move", "closing moves (aim, acknowledgement, closing question)",
                (1,), (1, CLEAR, 2), (1, CLEAR, 3)),
}  # fmt: skip
OUTSIDE: Mapping[str, str] = {
    "2c": "Learning between sessions is not visible in one transcript.",
    "2f": "Preparation and self-care are not visible in a transcript.",
}
