"""Names left out for peers; numbers with their units."""

import pytest

from reviews.wording import fact_said, without_names


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mira in the third row", "… in the third row"),
        ("KOVAC’s choir and mira", "…’s choir and …"),
        ("Ask mira.kovac@school.example", "Ask …"),
        ("An admirable miracle", "An admirable miracle"),
        ("Nothing to hide", "Nothing to hide"),
        ("", ""),
    ],
)
def test_without_names_hides_every_part_of_a_name_and_no_other_word(text: str, shown: str) -> None:
    assert without_names(text, ("Mira Kovac", "mira.kovac@school.example")) == shown


def test_without_names_leaves_parts_alone_that_are_too_short_to_name_anybody() -> None:
    assert without_names("I am at Jo", ("Jo Am",)) == "I am at Jo"


@pytest.mark.parametrize(
    ("label", "value", "unit", "said"),
    [
        ("Coach’s share of the talk", 31, "%", "31 %"),
        ("Longest coach turn", 24, "s", "0:24"),
        ("Pause after a question", 3.8, "s", "3.8 s"),
        ("Longest coach turn", 83.6, "s", "1:24"),
        ("Questions", 34, "questions", "34"),
        ("Longest coach turn", 120, "words", "120 words"),
        ("Words per question", 9.5, "words", "9.5"),
        ("Silence", None, "s", "not measured"),
    ],
)
def test_fact_said_is_what_people_say(
    label: str, value: float | None, unit: str, said: str
) -> None:
    assert fact_said(label, value, unit) == said
