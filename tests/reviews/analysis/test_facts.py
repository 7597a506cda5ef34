from courses.rubrics import Rubric
from reviews.analysis import Fact, analyse
from reviews.transcripts.turns import Turn, Who
from tests.reviews.analysis.conftest import session, talk

TALK = """
Coach: What would you like to use this time for?
Client: My garden, it is growing over the fence and I am tired of it.
Coach: The garden is growing over the fence. What makes it important to you?
Client: My father planted it, and he would have cut it in March like every year.
Coach: You should cut it now. Have you tried asking a neighbour? Do you have shears?
Client: I have shears, they are in the shed with everything else of his.
Coach: It took something to say that. What will you do with the shears?
Client: I will take them out on Sunday, and then I sit down beside them.
"""


def facts(rubric: Rubric, text: str = TALK, pause_ms: int | None = None) -> dict[str, Fact]:
    return {fact.key: fact for fact in analyse(talk(text, pause_ms=pause_ms), rubric).facts}


def test_counts_of_a_small_talk(pcc: Rubric) -> None:
    found = facts(pcc)
    values = {key: fact.value for key, fact in found.items()}
    assert values["turns"] == 8
    assert values["questions"] == 5
    assert values["questions_open"] == 3
    assert values["questions_closed"] == 1
    assert values["questions_leading"] == 1
    assert values["stacked"] == 1
    assert values["reflections"] == 1
    assert values["reflections_to_questions"] == 0.2
    assert values["affirmations"] == 1
    assert values["advice"] == 2
    assert values["opening_agreement"] == 1
    assert found["stacked"].turns == (5,)
    assert found["advice"].turns == (5,)
    assert found["reflections"].turns == (3,)


def test_talk_share_is_by_words(pcc: Rubric) -> None:
    share = facts(pcc)["talk_share"]
    words = [len(line.split(": ")[1].split()) for line in TALK.strip().splitlines()]
    coach = sum(words[0::2])
    assert share.value == round(100 * coach / sum(words))
    assert share.note == f"{coach} of {sum(words)} words"
    assert share.unit == "%"


def test_longest_turn_is_in_words_without_times_and_in_seconds_with(pcc: Rubric) -> None:
    without, timed = (
        facts(pcc)["longest_coach_turn"],
        facts(pcc, pause_ms=500)["longest_coach_turn"],
    )
    assert (without.value, without.unit, without.turns) == (15, "words", (5,))
    assert (timed.value, timed.unit, timed.turns) == (6, "s", (5,))


def test_pauses_and_interruptions_need_times(pcc: Rubric) -> None:
    without, timed = facts(pcc), facts(pcc, pause_ms=3500)
    for key in ("pause_after_question", "long_pauses", "interruptions"):
        assert without[key].value is None
        assert without[key].note == (
            "Not measured: this transcript has no start and end times for every turn."
        )
    assert timed["pause_after_question"].value == 3.5
    assert timed["long_pauses"].value == 4
    assert timed["long_pauses"].turns == (1, 3, 5, 7)
    assert timed["interruptions"].value == 0


def test_interruption_is_a_coach_turn_that_begins_before_the_client_ends(pcc: Rubric) -> None:
    turns = list(talk(TALK, pause_ms=500))
    third = turns[2]
    assert third.start_ms is not None
    turns[2] = Turn(3, Who.COACH, third.text, third.start_ms - 1200, third.end_ms)
    cut = next(f for f in analyse(tuple(turns), pcc).facts if f.key == "interruptions")
    assert (cut.value, cut.turns) == (1, (3,))


def test_clients_own_words_are_counted_by_stem(pcc: Rubric) -> None:
    own = facts(pcc)["client_words"]
    assert own.value == 5  # garden, growing, fence; cut; shears
    assert own.turns == (3, 5, 7)


def test_advice_is_told_by_thirds(pcc: Rubric) -> None:
    found = facts(pcc)
    assert [found[f"advice_{third}"].value for third in ("first", "middle", "last")] == [0, 100, 0]
    assert found["advice_middle"].turns == (5,)


def test_every_fact_has_a_definition_and_says_why_it_is_missing(pcc: Rubric) -> None:
    for name in ("directive", "middling", "skilled"):
        for fact in analyse(session(name), pcc).facts:
            assert fact.definition
            assert fact.value is not None or fact.note


def test_closing_moves_of_the_skilled_session(pcc: Rubric) -> None:
    found = {f.key: f for f in analyse(session("skilled"), pcc).facts}
    moves = ("learning", "action", "accountability", "obstacle", "support", "acknowledgement")
    assert [found[f"closing_{move}"].value for move in moves] == [1, 1, 1, 1, 1, 1]
    assert found["closing_accountability"].turns == (35,)
    assert found["opening_agreement"].value == 4


def test_pace_is_words_over_time_in_turns_long_enough(pcc: Rubric) -> None:
    without, timed = facts(pcc), facts(pcc, pause_ms=500)
    for key in ("pace_coach", "pace_client"):
        assert without[key].value is None
        assert "no start and end times" in without[key].note
        assert timed[key].value == 150  # the made-up times have two and a half words a second
    assert timed["pace_client"].note == "over 4 turns"
    short = "\n".join(["Coach: What would help you now?", "Client: A long walk with the dog."] * 6)
    assert facts(pcc, short, pause_ms=500)["pace_coach"].note == "No turn has 10 words."


def test_use_over_thirds_is_by_coach_turns(pcc: Rubric) -> None:
    found = facts(pcc)
    thirds = {key: fact for key, fact in found.items() if key.startswith(("questions_", "advice_"))}
    assert thirds["advice_middle"].value == 100
    assert thirds["advice_middle"].turns == (5,)
    assert thirds["advice_first"].value == thirds["advice_last"].value == 0
    assert thirds["questions_first"].value == 100
    assert thirds["questions_last"].note == "1 of 1 coach turns"
