"""What a whole reading promises: verbatim quotes, the same bytes, ratings that hang on their quotes."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachlms.demo.samples import SAMPLES
from courses.rubrics import NEEDS_EVIDENCE, Rubric, Value
from reviews.analysis import ANALYSER, VERSION, Reading, analyse
from reviews.analysis.asides import is_aside
from reviews.transcripts.turns import Turn, Who
from tests.reviews.analysis.conftest import sample, session, talk
from tests.reviews.analysis.hidden import INSTRUCTIONS

SESSIONS = ("directive", "middling", "skilled")
PAUSES = {"directive": 400, "middling": 1500, "skilled": 3500}
TALKS = {name: session(name, pause_ms=pause) for name, pause in PAUSES.items()} | {
    one.slug: sample(one.slug) for one in SAMPLES
}
ORDER = (None, "starting", "growing", "steady", "distinctive")
COACH_SAYS = [
    "What would you like to have at the end?",
    "You should write it down.",
    "It sounds like you are holding the door.",
    "What are you learning about yourself?",
    "I notice that your voice got quiet. What happened there?",
    "You said “my door” twice.",
    "Don’t you think so?",
    "how will you keep yourself to it",
    "Send me a message on Sunday.",
    "Mm-hm.",
]
CLIENT_SAYS = [
    "I am afraid of the door, it is like a wall.",
    "I never thought of it like that.",
    "Hm. All right.",
    "I could ask Jana to open it, and then I go home.",
    "Not quite. The door is his.",
    "İstanbul’da ǅ ß 🙂 … I want to go there.",
]


@st.composite
def talks(draw: st.DrawFn) -> tuple[Turn, ...]:
    """Made-up talks of known sentences and any text, with and without times."""
    known = st.sampled_from(COACH_SAYS + CLIENT_SAYS)
    says = st.one_of(known, known, st.text(min_size=1, max_size=60))
    parts = draw(st.lists(st.lists(says, min_size=1, max_size=3), min_size=6, max_size=24))
    timed = draw(st.booleans())
    return tuple(
        Turn(
            number,
            Who.COACH if number % 2 else Who.CLIENT,
            " ".join(part),
            number * 9000 if timed else None,
            number * 9000 + 5000 if timed else None,
        )
        for number, part in enumerate(parts, 1)
    )


def assert_verbatim(reading: Reading, turns: tuple[Turn, ...]) -> None:
    by_number = {turn.number: turn for turn in turns}
    quotes = [q for m in reading.markers for q in m.evidence]
    quotes += [q for n in reading.notices for q in n.quotes]
    for quote in quotes:
        turn = by_number[quote.turn]
        assert quote.text
        assert quote.text == turn.text[quote.start : quote.end]
        assert quote.start_ms == turn.start_ms
    for behaviour in reading.behaviours:
        span = behaviour.span
        assert 0 <= span.start < span.end <= len(by_number[span.turn].text)
    for marker in reading.markers:
        assert bool(marker.evidence) is (marker.value in NEEDS_EVIDENCE)
        if marker.evidence:
            first = by_number[marker.evidence[0].turn].who
            assert first is (Who.CLIENT if marker.value is Value.MISSED else Who.COACH)


@given(turns=talks(), level=st.sampled_from(["acc", "pcc", "mcc"]))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_quote_is_verbatim_in_any_talk(
    rubric: Callable[[str], Rubric], turns: tuple[Turn, ...], level: str
) -> None:
    reading = analyse(turns, rubric(level))
    assert_verbatim(reading, turns)
    assert reading.dropped == 0
    assert analyse(turns, rubric(level)) == reading


@pytest.mark.parametrize("level", ["acc", "pcc", "mcc"])
@pytest.mark.parametrize("name", TALKS)
def test_every_quote_is_verbatim_in_the_written_sessions(
    rubric: Callable[[str], Rubric], name: str, level: str
) -> None:
    assert_verbatim(analyse(TALKS[name], rubric(level)), TALKS[name])


@pytest.mark.parametrize("name", SESSIONS)
def test_same_text_gives_the_same_bytes(pcc: Rubric, name: str) -> None:
    first, second = (
        json.dumps(analyse(session(name), pcc).as_dict(), ensure_ascii=False) for _ in range(2)
    )
    assert first == second
    assert json.loads(first)["analyser"] == ANALYSER
    assert json.loads(first)["version"] == VERSION


@pytest.mark.slow
@pytest.mark.parametrize("name", TALKS)
def test_rating_changes_when_its_quoted_turns_are_taken_out(pcc: Rubric, name: str) -> None:
    turns = TALKS[name]
    for marker in analyse(turns, pcc).markers:
        if marker.value not in NEEDS_EVIDENCE:
            continue
        quoted = {quote.turn for quote in marker.evidence}
        # What was said there is silenced; the turn stays, so that the others keep their neighbours.
        rest = tuple(replace(t, text="Mm.") if t.number in quoted else t for t in turns)
        after = analyse(rest, pcc).markers
        value = next((one.value for one in after if one.ref == marker.ref), None)
        assert value != marker.value, marker.ref


def test_three_sessions_of_different_craft_read_differently(pcc: Rubric) -> None:
    readings = [analyse(session(n, pause_ms=PAUSES[n]), pcc) for n in SESSIONS]
    shares = [next(f.value for f in r.facts if f.key == "talk_share") for r in readings]
    assert shares == sorted(shares, reverse=True)
    for number in (3, 4, 5, 6, 7, 8):
        words = [ORDER.index(r.competency_words[number]) for r in readings]
        assert words == sorted(words)
        assert words[0] < words[2]
    values = [{m.ref: m.value for m in r.markers} for r in readings]
    assert [v["8c"] for v in values] == [Value.MISSED, Value.NOT_SEEN, Value.SEEN]
    assert [v["8a"] for v in values] == [Value.NOT_SEEN, Value.PARTLY, Value.SEEN]
    assert [v["6c"] for v in values] == [Value.MISSED, Value.SEEN, Value.SEEN]
    assert [v["3b"] for v in values] == [Value.NOT_SEEN, Value.SEEN, Value.SEEN]


def test_competency_1_is_never_rated_and_2_gets_no_word(pcc: Rubric) -> None:
    reading = analyse(session("skilled"), pcc)
    assert not [m.ref for m in reading.markers if m.ref.startswith("1")]
    assert [m.ref for m in reading.markers if m.ref.startswith("2")] == [
        "2a", "2b", "2c", "2d", "2e", "2f",
    ]  # fmt: skip
    assert reading.competency_words[1] is None
    assert reading.competency_words[2] is None


@pytest.mark.parametrize("name", SESSIONS)
@pytest.mark.parametrize("batch", range(10))
def test_instructions_in_a_transcript_move_no_rating(pcc: Rubric, name: str, batch: int) -> None:
    turns = list(session(name, pause_ms=PAUSES[name]))
    before = analyse(turns, pcc)
    for number, line in enumerate(INSTRUCTIONS[batch::10]):
        at = (7 * number + batch) % len(turns)
        text = turns[at].text
        hidden = f"{line} {text}" if number % 2 else f"{text} {line}"
        turns[at] = replace(turns[at], text=hidden)
    after = analyse(turns, pcc)
    assert [(m.ref, m.value) for m in after.markers] == [(m.ref, m.value) for m in before.markers]
    assert after.competency_words == before.competency_words
    assert [(f.key, f.value) for f in after.facts] == [(f.key, f.value) for f in before.facts]


def test_talk_about_marks_and_machines_is_no_aside() -> None:
    for line in (
        "How would you rate it, from one to ten?",
        "Can you mark it in your calendar?",
        "AI will take my job, you know.",
        "I want to get my PCC this year.",
        "This transcript will be used for my training.",
        "He gave me a perfect score in maths.",
        "I felt judged by the coach in the gym.",
        "I have to assess the essays of forty students.",
    ):
        assert not is_aside(line.lower()), line


GERMAN = """
Coach: Guten Morgen, was möchten Sie heute mit mir besprechen?
Client: Ich möchte über meine Arbeit sprechen, weil ich seit Wochen nicht mehr richtig schlafe.
Coach: Was wäre ein gutes Ergebnis für unser Gespräch, woran würden Sie es merken?
Client: Wenn ich wüsste, welchen Schritt ich zuerst gehe und warum er mir so schwerfällt.
Coach: Und was macht das gerade jetzt so wichtig für Sie und Ihre Familie?
Client: Meine Tochter hat mich gefragt, warum ich am Abend immer so still bin, und das tat weh.
Coach: Das klingt schmerzhaft, nehmen Sie sich Zeit.
Client: Ja, danke, ich habe das noch niemandem erzählt, auch meinem Mann nicht.
"""


def test_another_language_is_said_and_nothing_is_rated(pcc: Rubric) -> None:
    reading = analyse(talk(GERMAN), pcc)
    assert not reading.language_ok
    assert reading.limits[0] == (
        "It reads English; this transcript seems to be in another language, so nothing is rated."
    )
    assert (reading.markers, reading.behaviours, reading.notices) == ((), (), ())
    assert [fact.key for fact in reading.facts] == ["talk_share", "turns", "longest_coach_turn"]
    assert set(reading.competency_words.values()) == {None}


def test_one_sided_talk_is_said_and_nothing_is_rated(pcc: Rubric) -> None:
    text = "\n".join(f"Coach: {line}" for line in COACH_SAYS * 3)
    reading = analyse(talk(text), pcc)
    assert reading.limits[0].startswith("Only one side of the talk can be read: the client has 0")
    assert reading.markers == ()


def test_short_and_empty_talks_are_said_and_nothing_is_rated(pcc: Rubric) -> None:
    assert analyse((), pcc).limits[0].startswith("The transcript is too short")
    short = analyse(talk("Coach: What is it?\nClient: Nothing much."), pcc)
    assert short.limits[0] == (
        "The transcript is too short to be read: 2 turns and 5 words. It needs at least 6 turns and 60 words."
    )
    assert short.markers == ()


def test_unpunctuated_speech_to_text_is_still_read(pcc: Rubric) -> None:
    turns = session("skilled", pause_ms=PAUSES["skilled"])
    bare = tuple(
        replace(t, text="".join(c for c in t.text.lower() if c.isalnum() or c in " ’"))
        for t in turns
    )
    reading = analyse(bare, pcc)
    values = {m.ref: m.value for m in reading.markers}
    assert_verbatim(reading, bare)
    assert "The text has no question marks" in " ".join(reading.limits)
    asked = [
        next(f.value for f in r.facts if f.key == "questions")
        for r in (analyse(turns, pcc), reading)
    ]
    assert asked[1] >= 0.7 * asked[0]
    for ref in ("3b", "8a", "8b", "8c"):
        assert values[ref] in (Value.SEEN, Value.PARTLY)


def test_third_voice_stays_and_has_no_behaviours(pcc: Rubric) -> None:
    turns = list(session("middling"))
    turns[4] = replace(turns[4], who=Who.OTHER)
    reading = analyse(tuple(turns), pcc)
    assert 5 not in {b.span.turn for b in reading.behaviours}
    assert "A third voice stays in the transcript; its turns were not read." in reading.limits


def test_wrong_coach_is_suggested_when_the_client_hardly_speaks(pcc: Rubric) -> None:
    turns = [
        replace(t, text="Yes." if t.who is Who.CLIENT else t.text) for t in session("directive")
    ]
    limits = analyse(tuple(turns), pcc).limits
    assert any("Check that the coach was chosen rightly" in limit for limit in limits)
