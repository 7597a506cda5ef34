"""Highlights of a turn never overlap and never change a letter."""

from hypothesis import given
from hypothesis import strategies as st

from reviews.transcripts.highlights import Passage, Segment, segments, tags

VOICES = ("self", "ai", "peer", "mentor")
TEXT = "What are you learning about yourself, from the third row?"

passages = st.lists(
    st.builds(
        Passage,
        start=st.integers(-3, 70),
        end=st.integers(-3, 70),
        voice=st.sampled_from(VOICES),
        ref=st.sampled_from(["8a", "8b", "6c"]),
    ),
    max_size=8,
)


def test_a_turn_without_evidence_is_one_plain_piece() -> None:
    assert segments(TEXT, []) == [Segment(TEXT)]
    assert segments("", []) == []


def test_several_voices_on_one_passage_are_one_highlight_with_each_marker_once() -> None:
    found = segments(
        TEXT, [Passage(0, 8, "ai", "8a"), Passage(0, 8, "peer", "8a"), Passage(0, 8, "self", "8b")]
    )

    assert found == [Segment("What are", ("8a", "8b")), Segment(TEXT[8:])]
    assert [piece.is_evidence for piece in found] == [True, False]


def test_passages_that_overlap_become_one_and_those_that_touch_stay_two() -> None:
    overlap = segments("abcdefgh", [Passage(1, 4, "ai", "8a"), Passage(3, 6, "peer", "8c")])
    touch = segments("abcdefgh", [Passage(1, 3, "ai", "8a"), Passage(3, 6, "peer", "8c")])

    assert overlap == [Segment("a"), Segment("bcdef", ("8a", "8c")), Segment("gh")]
    assert touch == [Segment("a"), Segment("bc", ("8a",)), Segment("def", ("8c",)), Segment("gh")]


def test_a_passage_outside_of_the_text_is_ignored() -> None:
    assert segments("abc", [Passage(1, 9, "ai", "8a"), Passage(2, 2, "ai", "8a")]) == [
        Segment("abc")
    ]


@given(st.text(max_size=60), passages)
def test_the_pieces_are_the_text_letter_for_letter(text: str, marked: list[Passage]) -> None:
    pieces = segments(text, marked)

    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


@given(passages)
def test_every_marked_letter_is_highlighted_and_no_other(marked: list[Passage]) -> None:
    inside = [p for p in marked if 0 <= p.start < p.end <= len(TEXT)]
    lit = {at for p in inside for at in range(p.start, p.end)}
    at, found = 0, set()
    for piece in segments(TEXT, marked):
        found |= set(range(at, at + len(piece.text))) if piece.is_evidence else set()
        at += len(piece.text)

    assert found == lit


def test_tags_stand_in_the_fixed_order_of_voices_and_only_once() -> None:
    marked = [
        Passage(0, 2, "mentor", "8a"),
        Passage(3, 5, "peer", "8b"),
        Passage(0, 2, "peer", "8a"),
        Passage(6, 8, "peer", "8a"),
        Passage(0, 2, "self", "8c"),
    ]

    assert tags(marked, VOICES) == [
        ("self", "8c"),
        ("peer", "8a"),
        ("peer", "8b"),
        ("mentor", "8a"),
    ]
