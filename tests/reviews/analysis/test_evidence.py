from dataclasses import replace

from courses.rubrics import Rubric, Value
from reviews.analysis import MarkerReading, Notice, Quote, analyse
from reviews.analysis.evidence import verify
from tests.reviews.analysis.conftest import session

TURNS = session("skilled")
TRUE = Quote(1, 0, 15, TURNS[0].text[:15], None)
CLIENT = Quote(2, 0, 12, TURNS[1].text[:12], None)


def claim(value: Value, *quotes: Quote) -> MarkerReading:
    return MarkerReading("8a", value, quotes, "why", "rule", 0.5)


def test_claim_with_a_verbatim_quote_is_kept() -> None:
    seen = claim(Value.SEEN, TRUE)
    assert verify([seen], [], TURNS) == ((seen,), (), 0)


def test_claim_with_changed_words_is_dropped_and_counted() -> None:
    changed = claim(Value.SEEN, replace(TRUE, text="Before we bloom"))
    kept, _, dropped = verify([changed], [], TURNS)
    assert (kept[0].value, kept[0].evidence, dropped) == (Value.NOT_SEEN, (), 2)
    assert kept[0].why == (
        "The passage this rested on was not found in the transcript, so nothing is claimed."
    )


def test_claim_keeps_its_true_quotes_when_another_is_wrong() -> None:
    mixed = claim(Value.PARTLY, TRUE, replace(TRUE, turn=99))
    kept, _, dropped = verify([mixed], [], TURNS)
    assert (kept[0].value, kept[0].evidence, dropped) == (Value.PARTLY, (TRUE,), 1)


def test_seen_must_quote_the_coach_and_missed_the_client() -> None:
    wrong = [claim(Value.SEEN, CLIENT), claim(Value.MISSED, TRUE), claim(Value.PARTLY)]
    kept, _, dropped = verify(wrong, [], TURNS)
    assert [one.value for one in kept] == [Value.NOT_SEEN] * 3
    assert dropped == 3


def test_notice_with_a_wrong_quote_disappears_and_is_counted() -> None:
    true, wrong = Notice("1a", "t", (TRUE,)), Notice("1a", "t", (replace(TRUE, end=400),))
    assert verify([], [true, wrong], TURNS) == ((), (true,), 1)


def test_reading_counts_nothing_dropped_in_a_plain_session(pcc: Rubric) -> None:
    assert analyse(TURNS, pcc).dropped == 0
