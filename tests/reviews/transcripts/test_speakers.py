"""Who speaks, how much, and who is probably the coach."""

import pytest

from reviews.transcripts import UNKNOWN_SPEAKER, SpeakerSummary, Utterance, Who, speakers


def talk(*pairs: tuple[str, str]) -> list[Utterance]:
    return [Utterance(name, text, None, None, line) for line, (name, text) in enumerate(pairs, 1)]


def guesses(*pairs: tuple[str, str]) -> dict[str, Who]:
    return {summary.label: summary.guess for summary in speakers(talk(*pairs))}


def test_summary_counts_turns_after_merging_in_order_of_appearance() -> None:
    found = speakers(
        talk(
            ("Nadia", "What would help?"),
            ("Tom", "One talk."),
            ("Tom", "With my team, soon."),
            ("Nadia", "When?"),
        )
    )
    assert found == (
        SpeakerSummary("Nadia", 2, 4, 0.4, ("What would help?", "When?"), Who.COACH),
        SpeakerSummary("Tom", 1, 6, 0.6, ("One talk. With my team, soon.",), Who.CLIENT),
    )


def test_first_lines_are_two_and_shortened_at_a_word() -> None:
    long = "word " * 40
    found = speakers(talk(("A", long), ("B", "x"), ("A", "two"), ("B", "y"), ("A", "three")))
    assert found[0].first_lines == (("word " * 24).strip() + " …", "two")


def test_nameless_speech_has_its_own_label() -> None:
    found = speakers(talk(("Nadia", "Why?"), ("", "Because of me."), ("Tom", "It costs me a lot.")))
    assert [(one.label, one.turns, one.guess) for one in found] == [
        ("Nadia", 1, Who.COACH),
        (UNKNOWN_SPEAKER, 1, Who.OTHER),
        ("Tom", 1, Who.CLIENT),
    ]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        # What the label says counts more than manner.
        ((("Client", "Why? How?"), ("Coach", "I talk on and on.")), {"Client": Who.CLIENT, "Coach": Who.COACH}),
        ((("COACH 1", "Yes."), ("Tom", "Why?")), {"COACH 1": Who.COACH, "Tom": Who.CLIENT}),
        ((("Nadia", "Yes."), ("Tom (client)", "Why?")), {"Nadia": Who.COACH, "Tom (client)": Who.CLIENT}),
        ((("Interviewer", "Yes."), ("Guest", "Why?")), {"Interviewer": Who.COACH, "Guest": Who.CLIENT}),
        # Otherwise who asks more and talks less.
        ((("A", "I talk and talk. It is hard."), ("B", "How so?")), {"A": Who.CLIENT, "B": Who.COACH}),
        ((("A", "Mm."), ("B", "I talk and talk about it.")), {"A": Who.COACH, "B": Who.CLIENT}),
        # A third voice is neither.
        (
            (("A", "How so? And what else?"), ("B", "I talk and talk about it."), ("C", "Tea?")),
            {"A": Who.COACH, "B": Who.CLIENT, "C": Who.OTHER},
        ),
        # One voice alone.
        ((("A", "I talk. And talk. And so on."),), {"A": Who.CLIENT}),
        ((("A", "Why? How?"),), {"A": Who.COACH}),
        # Two coaches: by manner.
        (
            (("Coach A", "Why?"), ("Coach B", "I talk and talk about it.")),
            {"Coach A": Who.COACH, "Coach B": Who.CLIENT},
        ),
    ],
)  # fmt: skip
def test_coach_is_guessed(pairs: tuple[tuple[str, str], ...], expected: dict[str, Who]) -> None:
    assert guesses(*pairs) == expected


def test_no_utterances_give_no_speakers() -> None:
    assert speakers([]) == ()
