"""What several readers together say: the formula by hand, the release rule, the words."""

from hypothesis import given
from hypothesis import strategies as st

from courses.rubrics import Value
from reviews.aggregation import (
    AI_SHARE_AT_MOST,
    PRIOR_WEIGHT,
    Combined,
    Opinion,
    _weights,
    combine,
    may_be_released,
    word_of_competency,
)

SEEN, PARTLY, MISSED, NOT_SEEN = Value.SEEN, Value.PARTLY, Value.MISSED, Value.NOT_SEEN
opinions = st.lists(
    st.builds(Opinion, st.sampled_from(["peer", "ai", "mentor"]), st.sampled_from(list(Value))),
    min_size=1,
    max_size=6,
)


def test_combine_of_two_peers_is_the_shrunk_mean() -> None:
    # by hand: two weights of 1/0.6 and the prior give W of 3.8333, hence an SE of 0.5108
    assert combine([Opinion("peer", SEEN), Opinion("peer", PARTLY)]) == Combined(
        value=SEEN,
        n=2,
        level=1.5,
        estimate=1.4348,
        low=0.7802,
        high=2.0,
        median=1.5,
        disagreement=False,
    )


def test_combine_of_the_ai_alone_shows_its_word_and_an_interval_over_nearly_the_whole_line() -> (
    None
):
    alone = combine([Opinion("ai", SEEN)])

    assert alone.value is SEEN
    assert (alone.level, alone.n) == (2.0, 1)
    # its weight is cut to 40 % of W = 0.5 / 0.6
    assert (alone.estimate, alone.low, alone.high) == (1.4, 0.0, 2.0)


def test_combine_lets_a_mentor_outweigh_two_peers_and_the_ai() -> None:
    together = combine(
        [
            Opinion("peer", SEEN),
            Opinion("peer", SEEN),
            Opinion("ai", SEEN),
            Opinion("mentor", MISSED),
        ]
    )

    assert together.value is MISSED
    assert together.disagreement is True
    assert together.median == 2.0
    assert together.estimate is not None
    assert together.estimate < 0.5


def test_combine_leaves_no_opportunity_out_and_never_counts_it_as_zero() -> None:
    with_gap = combine([Opinion("peer", SEEN), Opinion("peer", Value.NO_OPPORTUNITY)])

    assert with_gap == combine([Opinion("peer", SEEN)])
    assert with_gap.n == 1


def test_combine_of_nothing_that_counts_keeps_the_commonest_word_and_no_number() -> None:
    nothing = combine(
        [
            Opinion("peer", Value.NO_OPPORTUNITY),
            Opinion("peer", Value.NO_OPPORTUNITY),
            Opinion("ai", Value.NOT_OBSERVABLE),
        ]
    )

    assert nothing == Combined(value=Value.NO_OPPORTUNITY, n=0)


def test_combine_says_missed_only_when_a_reader_said_so() -> None:
    assert combine([Opinion("peer", MISSED), Opinion("ai", NOT_SEEN)]).value is MISSED
    assert combine([Opinion("peer", NOT_SEEN), Opinion("ai", NOT_SEEN)]).value is NOT_SEEN


def test_combine_flags_two_levels_apart_and_not_one() -> None:
    assert combine([Opinion("peer", SEEN), Opinion("peer", NOT_SEEN)]).disagreement is True
    assert combine([Opinion("peer", SEEN), Opinion("peer", PARTLY)]).disagreement is False


@given(opinions)
def test_combine_stays_on_the_line_and_does_not_depend_on_the_order(said: list[Opinion]) -> None:
    combined = combine(said)
    again = combine(sorted(said, key=lambda one: (one.source, one.value)))

    assert (again.estimate, again.low, again.high, again.n) == (
        combined.estimate,
        combined.low,
        combined.high,
        combined.n,
    )
    if combined.n:
        assert combined.low is not None
        assert combined.estimate is not None
        assert combined.high is not None
        assert 0 <= combined.low <= combined.estimate <= combined.high <= 2


@given(opinions)
def test_the_ai_never_holds_more_than_forty_per_cent(said: list[Opinion]) -> None:
    weights = _weights(said)
    of_ai = sum(w for w, one in zip(weights, said, strict=True) if one.source == "ai")

    assert of_ai <= AI_SHARE_AT_MOST * (sum(weights) + PRIOR_WEIGHT) + 1e-9


def test_release_takes_two_peers_or_a_mentor_at_any_time() -> None:
    one = {"8a": SEEN}

    assert may_be_released(peers=[one, one], ai=None, has_mentor=False, is_due=False) is True
    assert may_be_released(peers=[], ai=None, has_mentor=True, is_due=False) is True
    assert may_be_released(peers=[one], ai=one, has_mentor=False, is_due=False) is False


def test_release_at_the_due_date_takes_one_peer_whom_the_ai_is_near_on_four_of_five() -> None:
    peer = dict.fromkeys(("8a", "8b", "8c", "8d", "8e"), SEEN)
    near = {**peer, "8a": NOT_SEEN, "8b": PARTLY}
    far = {**near, "8c": MISSED}

    assert may_be_released(peers=[peer], ai=near, has_mentor=False, is_due=True) is True
    assert may_be_released(peers=[peer], ai=far, has_mentor=False, is_due=True) is False
    assert may_be_released(peers=[peer], ai=None, has_mentor=False, is_due=True) is False
    assert may_be_released(peers=[], ai=near, has_mentor=False, is_due=True) is False


def test_release_compares_only_markers_both_could_rate() -> None:
    peer = {"8a": SEEN, "8b": Value.NO_OPPORTUNITY}
    ai = {"8a": SEEN, "8b": SEEN}

    assert may_be_released(peers=[peer], ai=ai, has_mentor=False, is_due=True) is True
    nothing_shared = {"8b": Value.NOT_OBSERVABLE}
    assert may_be_released(peers=[nothing_shared], ai=ai, has_mentor=False, is_due=True) is False


def test_word_of_a_competency_follows_the_mean_of_its_markers() -> None:
    assert word_of_competency([0.0, 0.0, 1.0]) == "starting"
    assert word_of_competency([0.0, 1.0, 0.9]) == "growing"
    assert word_of_competency([1.0, 1.0, 2.0]) == "steady"
    assert word_of_competency([2.0, 2.0, 1.0]) == "distinctive"


def test_word_of_a_competency_needs_half_of_its_markers() -> None:
    assert word_of_competency([2.0, None, None]) is None
    assert word_of_competency([2.0, None]) == "distinctive"
    assert word_of_competency([]) is None
