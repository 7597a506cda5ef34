"""Every marker can be put into words, no two alike, none of them forbidden."""

import re
from dataclasses import fields

import pytest

from feedback.wording import (
    MARKERS,
    NOTICES,
    MarkerWords,
    Passage,
    Said,
    Variety,
    counted,
    excerpt,
    joined,
    notice_headline,
    own_words,
    say_edge,
    say_strength,
    stage_words,
)

FORBIDDEN = re.compile(
    r"!|icf score|icf-approved|certified|\bobjective\b|as accurate as|mentor hours|great job|"
    r"should have|\babsent\b|violation|\bfail(?:ed|ure)?\b|\bmust\b|\bwrongly\b|\bperfect\b|\bgrade\b",
    re.IGNORECASE,
)
CLIENT = "I look after my father's workshop because nobody else will. It is a very heavy thing to say aloud."
SLOT = "{words}"


def everything_said() -> list[tuple[str, str, Said]]:
    variety = Variety()
    passage = Passage(client_said=CLIENT, client_answered=CLIENT)
    said = []
    for ref in MARKERS:
        said.append((ref, "seen", say_strength(ref, 1, passage, variety)))
        said += [(ref, v, say_edge(ref, v, 2, passage, variety)) for v in ("missed", "partly")]
    return said


def test_every_scored_marker_of_the_library_has_words() -> None:
    assert list(MARKERS) == [f"{n}{letter}" for n in range(3, 9) for letter in "abcdef"]


@pytest.mark.parametrize("ref", list(MARKERS))
def test_words_of_a_marker_are_complete(ref: str) -> None:
    words = MARKERS[ref]
    empty = {f.name for f in fields(MarkerWords) if not getattr(words, f.name)}
    assert empty <= {"attempt_with"}
    assert len(words.practice) <= 300
    assert words.attempt_with.count(SLOT) == (1 if words.attempt_with else 0)
    assert not re.search(r"[.?!]$", words.praise)
    assert not re.search(r"[.?!]$", words.edge)
    assert words.ask_edge.endswith("?")
    assert words.ask_strength.endswith("?")
    assert words.hear.startswith("You will hear it")


def test_no_two_markers_share_a_sentence() -> None:
    seen: dict[str, str] = {}
    for ref, words in MARKERS.items():
        text = " ".join(getattr(words, f.name) + " " for f in fields(words) if f.name != "ref")
        for sentence in re.split(r"(?<=[.?])\s+", text):
            if len(sentence.split()) > 4:
                assert seen.setdefault(sentence, ref) == ref, (
                    f"{ref} repeats {seen[sentence]}: {sentence}"
                )


def test_nothing_that_can_be_said_is_forbidden() -> None:
    texts = [getattr(said, f.name) for _, _, said in everything_said() for f in fields(Said)]
    texts += list(NOTICES.values())
    texts += [
        stage_words(final=final, has_ai=ai, peers=peers, has_mentor=mentor)
        for final in (True, False)
        for ai in (True, False)
        for peers in (0, 1, 2)
        for mentor in (True, False)
    ]
    assert [text for text in texts if FORBIDDEN.search(text)] == []


def test_the_same_findings_are_said_in_the_same_words() -> None:
    assert everything_said() == everything_said()


def test_paragraphs_speak_in_the_second_person_about_the_past() -> None:
    for ref, words in MARKERS.items():
        assert words.carried.startswith("You "), ref
        assert words.thin.startswith("You "), ref
        assert re.match(r"(Your client|A new theme)", words.missed), ref


def test_variety_uses_a_sentence_once_and_then_says_nothing() -> None:
    variety = Variety()
    pool = ("one.", "two.", "three.")
    picked = [variety.pick(pool, seed) for seed in ("8a", "8a", "8a", "8a")]
    assert sorted(picked) == ["", "one.", "three.", "two."]


def test_experiment_is_built_from_the_clients_words() -> None:
    said = say_edge("8c", "missed", 1, Passage(client_said=CLIENT), Variety())
    assert said.attempt == (
        "You said ‘my father's workshop’. How would you like to keep yourself to that, if at all?"
    )


def test_experiment_without_safe_client_words_is_the_plain_one() -> None:
    said = say_edge("8c", "missed", 1, Passage(client_said="Hm. All right."), Variety())
    assert said.attempt == MARKERS["8c"].attempt


def test_strength_quotes_what_the_client_answered() -> None:
    passage = Passage(client_answered="I am holding on to being needed more than to the music.")
    text = say_strength("8a", 2, passage, Variety()).text
    assert "“I am holding on to being needed more than to the music.”" in text


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("I keep my father's workshop, alone", "my father's workshop"),
        (
            "It is too quiet. The careful rehearsal voice is back.",
            "The careful rehearsal voice",
        ),
        (
            "I get this tight feeling in my chest, and it is not even seven o’clock.",
            "this tight feeling",
        ),
        ("I would do it that way round.", ""),
        ("Hm. All right.", ""),
        ("Yes, Person A said it.", ""),
        ("I moved to [place] in 2019", ""),
        ("", ""),
    ],
)
def test_own_words_are_verbatim_or_nothing(text: str, phrase: str) -> None:
    assert own_words(text) == phrase
    assert phrase in text


def test_excerpt_ends_at_a_sentence_or_a_word() -> None:
    assert excerpt("Short.") == "Short."
    assert excerpt("A first sentence here. " + "word " * 60, 40) == "A first sentence here."
    assert excerpt("word " * 60, 12) == "word word"


def test_stage_says_who_has_read_and_what_is_missing() -> None:
    assert stage_words(final=False, has_ai=True, peers=1, has_mentor=False) == (
        "Provisional: the AI reader and one peer so far. It becomes final when a second peer or your"
        " mentor coach has read it and the readers are close enough; what you see here may still move"
        " a little."
    )
    assert stage_words(final=True, has_ai=True, peers=2, has_mentor=True) == (
        "Final: read by the AI reader, two peers and a mentor coach."
    )


def test_small_words_for_numbers_and_lists() -> None:
    assert (counted(1, "peer"), counted(14, "session")) == ("one peer", "14 sessions")
    assert (joined([]), joined(["a"]), joined(["a", "b", "c"])) == ("", "a", "a, b and c")
    assert notice_headline("1z") == "One thing worth discussing with your mentor coach"
