"""Who is served first, and who may read what."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from reviews.assignment import (
    Reader,
    Record,
    Waiting,
    alias,
    chance,
    duty,
    eligible,
    expected,
    has_room,
    in_order_of_need,
    key,
    lease,
)

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
NEEDED = 2
reader = Reader(number=1, courses=frozenset({7}), has_handed_in=True, is_guest=False)
session = Waiting(number=10, author=2, course=7, handed_in_at=MONDAY)


def order(*sessions: Waiting) -> list[int]:
    found = in_order_of_need(sessions, reader, needed=NEEDED, dice=Random(1))
    return [one.number for one in found]


def test_chance_of_a_new_reader_is_three_quarters_and_moves_with_her_record() -> None:
    assert chance(Record()) == 0.75
    assert chance(Record(done=4, opened=4)) == 0.875
    assert chance(Record(done=0, opened=2)) == 0.5


def test_expected_counts_what_is_done_and_hopes_for_live_leases() -> None:
    assert expected(replace(session, done=1, leases=(Record(), Record(opened=2)))) == 2.25


@pytest.mark.parametrize(
    "refused",
    [
        {"peers_agreed": False},
        {"author": 1},
        {"course": 8},
        {"course": None},
        {"language": "nl"},
        {"readers": frozenset({1})},
    ],
)
def test_a_session_is_not_offered_against_the_rules(refused: dict[str, object]) -> None:
    assert eligible(session, reader) is True
    assert eligible(replace(session, **refused), reader) is False  # type: ignore[arg-type]


def test_a_learner_who_has_not_handed_in_gets_nothing_and_a_guest_does() -> None:
    newcomer = replace(reader, has_handed_in=False)
    guest = replace(newcomer, is_guest=True, courses=frozenset())

    assert eligible(session, newcomer) is False
    assert eligible(session, guest) is True


def test_a_mentor_is_not_a_peer_of_her_own_mentee() -> None:
    guest = replace(reader, is_guest=True, mentees=frozenset({2}))

    assert eligible(session, guest) is False


def test_a_session_is_full_once_live_and_done_reach_what_is_needed() -> None:
    assert has_room(replace(session, done=1), NEEDED) is True
    assert has_room(replace(session, done=1, leases=(Record(),)), NEEDED) is False
    assert order(replace(session, done=2)) == []


def test_the_session_that_can_hope_for_least_comes_first() -> None:
    untouched = replace(session, number=11, handed_in_at=MONDAY + timedelta(days=3))
    half_hoped = replace(session, number=12, leases=(Record(opened=2),))
    well_hoped = replace(session, number=13, leases=(Record(),))
    read_once = replace(session, number=14, done=1)

    assert order(read_once, well_hoped, half_hoped, untouched) == [11, 12, 13, 14]


def test_between_equals_a_dutiful_author_then_a_new_pair_then_the_longest_wait_comes_first() -> (
    None
):
    later = replace(session, number=11, handed_in_at=MONDAY + timedelta(hours=1))
    reciprocal = replace(session, number=12, is_reciprocal=True)
    dutiful = replace(
        session, number=13, author_is_dutiful=True, handed_in_at=MONDAY + timedelta(days=1)
    )

    assert order(reciprocal, later, dutiful, session) == [13, 10, 11, 12]


def test_a_session_that_has_enough_to_hope_for_is_last() -> None:
    enough = replace(session, done=2)

    assert key(enough, NEEDED, 0.5) == (True, 2.0, True, False, MONDAY, 0.5)
    assert key(session, NEEDED, 0.5) < key(enough, NEEDED, 0.0)


def test_the_draw_decides_between_equals_and_is_given_from_outside() -> None:
    others = [replace(session, number=number) for number in range(20)]

    first = [order(*others)[0] for _ in range(2)]
    drawn = {
        in_order_of_need(others, reader, needed=NEEDED, dice=Random(seed))[0].number
        for seed in range(30)
    }

    assert first[0] == first[1]
    assert len(drawn) > 5


def test_a_lease_is_twelve_lengths_and_at_least_a_day() -> None:
    assert lease(timedelta(minutes=30)) == timedelta(hours=24)
    assert lease(timedelta(hours=3)) == timedelta(hours=36)


def test_each_learner_owes_one_more_than_her_session_needs() -> None:
    assert duty(NEEDED) == 3


def test_aliases_are_letters_in_the_order_of_arrival() -> None:
    assert [alias(0), alias(1), alias(26)] == ["Peer A", "Peer B", "Peer 27"]
