"""Every rule with a line that shows its marker and one that does not, in a short talk."""

from collections.abc import Callable

import pytest

from courses.rubrics import Rubric, Value
from reviews.analysis import MarkerReading, analyse
from reviews.analysis.markers import OUTSIDE, RULES
from tests.reviews.analysis.conftest import talk

# A talk in which the coach does nothing that any rule looks for, apart from listening to a report.
PLAIN = """
Coach: So.
Client: We moved the shelves on Monday and the tables on Tuesday, and the van came late.
Coach: Okay.
Client: Then the electrician came and looked at the fuse box for an hour.
Coach: I see.
Client: He will come again on Thursday, that is what he told us at the door.
Coach: Mm-hm.
Client: The paint is in the cellar, and the brushes are there too, in the blue bucket.
Coach: Okay.
Client: On Friday we want to finish the back room and lay the floor.
Coach: Right.
Client: And then it is done, more or less, and the van goes back to the rental place.
Coach: Okay.
Client: That was the week so far, from beginning to end.
Coach: Bye.
Client: Bye then.
"""
LINES = PLAIN.strip().splitlines()


def read(rubric: Rubric, *changes: tuple[int, str]) -> dict[str, MarkerReading]:
    """The plain talk with some turns (numbers from 1) said otherwise, read by the rubric."""
    lines = list(LINES)
    for number, text in changes:
        name = lines[number - 1].split(": ")[0]
        lines[number - 1] = f"{name}: {text}"
    reading = analyse(talk("\n".join(lines), pause_ms=500), rubric)
    return {marker.ref: marker for marker in reading.markers}


POSITIVE = [
    ("2a", (5, "Which of these would you like to look at first?")),
    ("2d", (5, "What am I missing about your world?")),
    ("3a", (1, "Coaching is a talk in which you decide, and it stays between us.")),
    ("3b", (1, "What would you like to use this time for today?")),
    ("3c", (3, "How will you know at the end that it was worth your time?")),
    ("3d", (3, "What makes that important to you now?")),
    ("3e", (3, "What do we need to look at first?")),
    ("3f", (7, "Are we still where you want to be with this?")),
    ("4a", (7, "It took patience and courage to wait for the electrician like that.")),
    ("4d", (7, "I wonder whether the van is the real matter. What do you make of that?")),
    ("4f", (7, "I may have that wrong.")),
    ("5c", (5, "Where would you like to go with this?")),
    ("6b", (5, "When you say shelves, what does that word hold for you?")),
    ("6d", (5, "I notice that your voice got quiet. What happened there?")),
    ("6e", (5, "How do you see the van from the other side?")),
    ("7b", (5, "Who are you when you move these shelves and tables?")),
    ("7c", (9, "What would your sister say about the blue bucket?")),
    ("7d", (5, "I notice the van in every sentence. What do you make of it?")),
    ("8a", (11, "What are you learning about yourself in this back room?")),
    ("8b", (11, "What do you want to do with the floor?")),
    ("8c", (11, "How will you keep yourself to it?")),
    ("8d", (11, "What might happen on Friday, whichever way it goes?")),
    ("8e", (11, "What could get in the way on Friday?")),
    ("8f", (13, "You came for the shelves. How would you like to close?")),
]


@pytest.mark.parametrize(("ref", "change"), POSITIVE)
def test_rule_sees_its_line_at_acc_and_quotes_it(
    rubric: Callable[[str], Rubric], ref: str, change: tuple[int, str]
) -> None:
    plain, changed = read(rubric("acc"))[ref], read(rubric("acc"), change)[ref]
    assert plain.value in (Value.NOT_SEEN, Value.NOT_OBSERVABLE, Value.NO_OPPORTUNITY)
    assert changed.value is Value.SEEN
    assert {quote.turn for quote in changed.evidence} == {change[0]}


FEELING = (6, "To be honest I am afraid of him, and I am ashamed to say that about an electrician.")


@pytest.mark.parametrize("ref", ["2e", "4b", "4c", "5f", "6c"])
def test_feeling_is_an_occasion_that_is_met_or_passed_over(
    rubric: Callable[[str], Rubric], ref: str
) -> None:
    none = read(rubric("acc"))[ref]
    met = read(
        rubric("acc"),
        FEELING,
        (7, "Afraid, and ashamed to say it. What is it like to say that out loud?"),
    )[ref]
    away = read(rubric("acc"), FEELING, (7, "You should call another electrician."))[ref]
    assert none.value is Value.NO_OPPORTUNITY
    assert (met.value, met.evidence[0].turn) == (Value.SEEN, 7)
    assert (away.value, away.evidence[0].turn) == (Value.MISSED, 6)


@pytest.mark.parametrize("ref", ["2c", "2f"])
def test_what_no_transcript_shows_is_not_observable(
    rubric: Callable[[str], Rubric], ref: str
) -> None:
    assert read(rubric("mcc"))[ref].value is Value.NOT_OBSERVABLE
    assert ref in OUTSIDE


def test_follow_up_set_by_the_coach_is_an_opening_missed(pcc: Rubric) -> None:
    found = read(pcc, (13, "You will write to me when the floor is done."), (14, "Hm. All right."))[
        "8c"
    ]
    assert found.value is Value.MISSED
    assert [(quote.turn, quote.text) for quote in found.evidence] == [
        (14, "Hm. All right."),
        (13, "You will write to me when the floor is done."),
    ]
    assert "turn 14" in found.why


def test_step_proposed_beside_the_clients_own_is_partly_seen(pcc: Rubric) -> None:
    asked = (9, "What do you want to do with the back room?")
    alone = read(pcc, asked)["8b"]
    beside = read(pcc, asked, (11, "You should also send the others an e-mail."))["8b"]
    assert (alone.value, beside.value) == (Value.SEEN, Value.PARTLY)
    assert beside.why == (
        "One question that left the step to the client was found, turn 9; the rule asks for one at PCC."
        " Beside it stood advice without permission, turn 11."
    )


def test_levels_ask_for_more(rubric: Callable[[str], Rubric]) -> None:
    one = (11, "What are you learning about yourself in this back room?")
    values = {level: read(rubric(level), one)["8a"].value for level in ("acc", "pcc", "mcc")}
    assert values == {"acc": Value.SEEN, "pcc": Value.PARTLY, "mcc": Value.PARTLY}


def test_why_names_count_turns_and_rule(pcc: Rubric) -> None:
    found = read(
        pcc,
        (9, "What are you learning about yourself with the brushes?"),
        (11, "What do you see differently about the back room now?"),
    )["8a"]
    assert found.value is Value.SEEN
    assert found.why == (
        "Two learning questions were found, turns 9 and 11; the rule asks for two of two kinds at PCC."
    )


def test_silence_is_seen_only_with_times(rubric: Callable[[str], Rubric]) -> None:
    lines = PLAIN.replace("Coach: I see.", "Coach: What is the fuse box to you?")
    with_times = analyse(talk(lines, pause_ms=4000), rubric("acc")).markers
    without = analyse(talk(lines), rubric("acc")).markers
    values = [
        next(marker.value for marker in markers if marker.ref == "5e")
        for markers in (with_times, without)
    ]
    assert values == [Value.SEEN, Value.NOT_OBSERVABLE]


def test_brief_mirror_cannot_be_fully_seen_without_times(rubric: Callable[[str], Rubric]) -> None:
    lines = PLAIN.replace("Coach: I see.", "Coach: An hour at the fuse box.")
    with_times = analyse(talk(lines, pause_ms=500), rubric("acc")).markers
    without = analyse(talk(lines), rubric("acc")).markers
    values = [
        next(marker.value for marker in markers if marker.ref == "6f")
        for markers in (with_times, without)
    ]
    assert values == [Value.SEEN, Value.PARTLY]


@pytest.mark.parametrize(
    ("ref", "lines"),
    [
        ("4e", ["An hour at the fuse box.", "Thursday, at the door."]),
        ("5a", ["What do you feel about the fuse box?", "What do you need from him at the door?"]),
        ("5b", ["You wanted to look at the shelves. Where are you with that now?"]),
        ("5d", ["What about the fuse box?", "What happens at the door?", "What is in the cellar?"]),
        ("6a", ["What about the fuse box?", "What happens at the door?", "What is in the cellar?"]),
        ("2b", ["What about the fuse box?", "What happens at the door?"]),
        ("7a", ["What do you need from the electrician?"]),
        ("7e", ["What about the fuse box?", "What happens at the door?"]),
        ("7f", ["What about it?", "And then?"]),
    ],
)
def test_rule_that_asks_for_several_is_seen_with_them_and_not_without(
    rubric: Callable[[str], Rubric], ref: str, lines: list[str]
) -> None:
    changes = list(zip((5, 7, 9), lines, strict=False))
    assert read(rubric("acc"), *changes)[ref].value is Value.SEEN
    if ref != "7f":  # the plain talk has brief turns with long answers
        assert read(rubric("acc"))[ref].value is not Value.SEEN


def test_every_marker_outside_notices_has_a_rule_or_a_reason(pcc: Rubric) -> None:
    known = set(RULES) | set(OUTSIDE)
    assert known == {marker.ref for marker in pcc.markers if marker.competency != 1}
