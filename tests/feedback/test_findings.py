"""The rule that chooses strengths and edges, on plain values."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from courses.rubrics import Value
from feedback.findings import (
    Kind,
    MarkerReading,
    Quote,
    Voice,
    VoiceRating,
    choose,
    voices_of,
)

COACH = Quote(4, "coach", "What do you want?", 90_000)
CLIENT = Quote(6, "client", "I am ashamed.")
LETTERS = "abcdef"


def rating(
    voice: Voice, value: Value, *quotes: Quote, certainty: float | None = None
) -> VoiceRating:
    return VoiceRating(voice, str(voice), value, quotes, certainty=certainty)


def marker(
    ref: str, estimate: float | None, *ratings: VoiceRating, width: float = 0.8
) -> MarkerReading:
    low = high = None
    if estimate is not None:
        low, high = estimate - width / 2, estimate + width / 2
    return MarkerReading(
        ref, int(ref[0]), f"Marker {ref}.", "", estimate, low, high, len(ratings), False, ratings
    )


def turn_of(ref: str) -> int:
    """A turn of its own for each marker."""
    return 100 * int(ref[0]) + ord(ref[1])


def seen(ref: str, estimate: float = 1.8) -> MarkerReading:
    return marker(ref, estimate, rating(Voice.PEER, Value.SEEN, replace(COACH, turn=turn_of(ref))))


def missed(ref: str, estimate: float = 0.4, quote: Quote | None = None) -> MarkerReading:
    quote = quote or replace(CLIENT, turn=turn_of(ref))
    return marker(ref, estimate, rating(Voice.PEER, Value.MISSED, quote))


def refs(found: object) -> list[str]:
    return [picked.ref for picked in found]  # type: ignore[attr-defined]


def test_choose_shows_at_most_three_strengths_and_two_edges() -> None:
    markers = [seen(f"{n}a") for n in range(3, 9)] + [missed(f"{n}b") for n in range(3, 9)]
    chosen = choose(markers, None)
    assert refs(chosen.strengths) == ["3a", "4a", "5a"]
    assert refs(chosen.edges) == ["3b", "4b"]
    assert chosen.passed_over == 7


def test_choose_takes_the_heaviest_first() -> None:
    chosen = choose([seen("3a", 1.5), seen("4a", 1.9), missed("5a", 0.9), missed("6a", 0.2)], None)
    assert refs(chosen.strengths) == ["4a", "3a"]
    assert refs(chosen.edges) == ["6a", "5a"]


def test_focus_competency_weighs_more() -> None:
    markers = [missed("3a", 0.4), missed("4a", 0.4), missed("8c", 0.5)]
    assert refs(choose(markers, None).edges) == ["3a", "4a"]
    assert refs(choose(markers, 8).edges) == ["8c", "3a"]


def test_at_most_two_of_one_competency() -> None:
    markers = [seen(f"8{letter}", 1.9) for letter in LETTERS] + [seen("3a", 1.4)]
    assert refs(choose(markers, 8).strengths) == ["8a", "8b", "3a"]


def test_a_wide_interval_weighs_less() -> None:
    vague = marker("3a", 1.9, rating(Voice.PEER, Value.SEEN, COACH), width=1.8)
    assert refs(choose([vague, seen("4a", 1.6)], None).strengths) == ["4a", "3a"]


def test_disagreement_weighs_half() -> None:
    torn = replace(missed("3a", 0.4), disagreement=True)
    assert refs(choose([torn, missed("4a", 0.6)], None).edges) == ["4a", "3a"]


def test_the_ai_alone_is_as_sure_as_it_says() -> None:
    unsure = marker("3a", 1.9, rating(Voice.AI, Value.SEEN, COACH, certainty=0.3))
    chosen = choose([unsure, seen("4a", 1.6)], None)
    assert refs(chosen.strengths) == ["4a", "3a"]
    assert round(chosen.strengths[1].certainty, 2) == 0.18


def test_missed_opening_outweighs_partly() -> None:
    partly = marker("3a", 0.4, rating(Voice.PEER, Value.PARTLY, COACH))
    chosen = choose([partly, missed("4a")], None)
    assert refs(chosen.edges) == ["4a", "3a"]
    assert [picked.value for picked in chosen.edges] == [Value.MISSED, Value.PARTLY]


def test_no_quote_no_finding() -> None:
    bare = marker("3a", 0.2, rating(Voice.MENTOR, Value.MISSED), rating(Voice.AI, Value.NOT_SEEN))
    assert choose([bare, marker("4a", 1.9, rating(Voice.PEER, Value.SEEN))], None).edges == ()
    assert choose([bare], None).strengths == ()


def test_the_learners_own_word_alone_makes_no_finding() -> None:
    alone = marker("8a", 1.9, rating(Voice.SELF, Value.SEEN, COACH))
    assert choose([alone], 8).strengths == ()


def test_the_learners_own_word_is_among_the_supporters() -> None:
    both = marker(
        "8c",
        0.2,
        rating(Voice.SELF, Value.MISSED, CLIENT),
        rating(Voice.AI, Value.MISSED, CLIENT),
        rating(Voice.PEER, Value.PARTLY, COACH),
    )
    (edge,) = choose([both], 8).edges
    assert [s.voice for s in edge.supporters] == [Voice.SELF, Voice.AI]
    assert edge.quotes == (CLIENT,)


def test_competency_1_is_never_chosen() -> None:
    chosen = choose([seen("1a"), missed("1b")], None)
    assert (chosen.strengths, chosen.edges) == ((), ())


def test_a_marker_nobody_could_rate_is_never_chosen() -> None:
    unrated = marker("8e", None, rating(Voice.AI, Value.NO_OPPORTUNITY))
    assert choose([unrated], 8).edges == ()


def test_quotes_are_those_most_readers_chose_and_the_longer_of_one_turn() -> None:
    longer = Quote(4, "coach", "What do you want? And when?")
    other = Quote(2, "coach", "Tell me.")
    third = Quote(9, "coach", "And now?")
    found = marker(
        "8a",
        1.9,
        rating(Voice.AI, Value.SEEN, COACH, other, third),
        rating(Voice.PEER, Value.SEEN, longer),
    )
    (strength,) = choose([found], None).strengths
    assert strength.quotes == (longer, other)


def test_a_missed_opening_quotes_the_client_first() -> None:
    found = marker("6c", 0.2, rating(Voice.AI, Value.MISSED, COACH, CLIENT))
    (edge,) = choose([found], None).edges
    assert edge.quotes == (CLIENT, COACH)


def test_no_two_edges_rest_on_the_same_turn() -> None:
    later = Quote(20, "client", "It hurts, honestly.")
    second = marker("4a", 0.5, rating(Voice.AI, Value.MISSED, CLIENT, later, certainty=0.9))
    chosen = choose([missed("3a", 0.2, CLIENT), missed("5a", 0.3, CLIENT), second], None)
    assert refs(chosen.edges) == ["3a", "4a"]
    assert [edge.quotes for edge in chosen.edges] == [(CLIENT,), (later,)]


def test_voices_are_named_in_their_fixed_order() -> None:
    said = (
        rating(Voice.MENTOR, Value.SEEN),
        rating(Voice.PEER, Value.SEEN),
        rating(Voice.PEER, Value.SEEN),
        rating(Voice.SELF, Value.SEEN),
    )
    assert voices_of(said, "You") == (("self", "You"), ("peer", "2 peers"), ("mentor", "Mentor"))
    assert voices_of(said[1:2], "You") == (("peer", "1 peer"),)


VALUES = st.sampled_from(list(Value))
RATINGS = st.lists(
    st.builds(
        VoiceRating,
        voice=st.sampled_from(list(Voice)),
        reader=st.just("x"),
        value=VALUES,
        quotes=st.sampled_from([(), (COACH,), (CLIENT,), (COACH, CLIENT)]),
        certainty=st.none() | st.floats(0, 1),
    ),
    max_size=5,
).map(tuple)
MARKERS = st.lists(
    st.builds(
        MarkerReading,
        ref=st.sampled_from([f"{n}{letter}" for n in range(1, 9) for letter in LETTERS]),
        competency=st.just(0),
        text=st.just("Text."),
        estimate=st.none() | st.floats(0, 2),
        low=st.none() | st.floats(0, 1),
        high=st.none() | st.floats(1, 2),
        disagreement=st.booleans(),
        ratings=RATINGS,
    ).map(lambda m: replace(m, competency=int(m.ref[0]))),
    max_size=20,
    unique_by=lambda m: m.ref,
)


@given(MARKERS, st.none() | st.integers(3, 8))
def test_choose_keeps_its_promises(markers: list[MarkerReading], focus: int | None) -> None:
    chosen = choose(markers, focus)
    assert chosen == choose(markers, focus)
    assert len(chosen.strengths) <= 3
    assert len(chosen.edges) <= 2
    every = (*chosen.strengths, *chosen.edges)
    assert len({picked.ref for picked in every}) == len(every)
    for group in (chosen.strengths, chosen.edges):
        turns = [quote.turn for picked in group for quote in picked.quotes]
        assert len(set(turns)) == len(turns)
    for picked in every:
        assert 1 <= len(picked.quotes) <= 2
        assert picked.value in {Value.SEEN, Value.PARTLY, Value.MISSED}
        assert picked.kind == (Kind.STRENGTH if picked in chosen.strengths else Kind.EDGE)
        others = {q for r in picked.marker.others if r.value == picked.value for q in r.quotes}
        assert set(picked.quotes) <= others
