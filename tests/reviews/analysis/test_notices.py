from courses.rubrics import Rubric
from reviews.analysis import analyse
from reviews.transcripts.turns import Turn
from tests.reviews.analysis.conftest import session


def notices(rubric: Rubric, turns: tuple[Turn, ...]) -> dict[str, str]:
    return {notice.ref: notice.text for notice in analyse(turns, rubric).notices}


def said(name: str, number: int, text: str) -> tuple[Turn, ...]:
    """A written session with one turn said otherwise."""
    turns = session(name)
    return tuple(
        Turn(t.number, t.who, text, t.start_ms, t.end_ms) if t.number == number else t
        for t in turns
    )


def test_much_unasked_advice_is_a_notice_with_quotes(pcc: Rubric) -> None:
    reading = analyse(session("directive"), pcc)
    notice = next(n for n in reading.notices if n.ref == "1a")
    assert notice.text.startswith("Advice without asking first was found in ")
    assert notice.text.endswith("may be worth discussing with your mentor coach.")
    assert len(notice.quotes) == 3


def test_skilled_session_has_no_notice(pcc: Rubric) -> None:
    assert notices(pcc, session("skilled")) == {}


def test_missing_words_about_recording_are_a_notice_without_a_quote(pcc: Rubric) -> None:
    reading = analyse(session("middling"), pcc)
    assert [(n.ref, n.quotes) for n in reading.notices] == [("1b", ())]


def test_health_of_a_third_person_is_a_notice(pcc: Rubric) -> None:
    found = notices(
        pcc, said("skilled", 6, "My brother was very ill, she was in the clinic in May.")
    )
    assert found["1b"] == (
        "In turn 6 a third person’s health seems to be mentioned."
        " This may be worth discussing with your mentor coach."
    )


def test_edge_of_coaching_is_a_notice_with_what_the_coach_did_next(pcc: Rubric) -> None:
    reading = analyse(said("skilled", 6, "Since the trauma I have panic attacks in there."), pcc)
    notice = next(n for n in reading.notices if n.ref == "1c")
    assert [quote.turn for quote in notice.quotes] == [6, 7]


def test_other_clients_generalisations_and_sponsors_are_notices(pcc: Rubric) -> None:
    assert "1b" in notices(pcc, said("skilled", 3, "I had a client with the same workshop."))
    assert "1d" in notices(pcc, said("skilled", 3, "Women always keep such drawers."))
    assert "1e" in notices(pcc, said("skilled", 3, "I will report to your boss about it."))


def test_notices_never_forbid_or_judge(pcc: Rubric) -> None:
    for name in ("directive", "middling"):
        for text in notices(pcc, session(name)).values():
            assert "violat" not in text.lower()
            assert "worth discussing with your mentor coach" in text
