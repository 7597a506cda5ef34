"""Names and identifiers: what is suggested, and what applying masks does to a text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.transcripts import LEFT_OUT, Who, pseudonyms
from reviews.transcripts.pseudonyms import Kind, Mask

SPEAKERS = {"Nadia Brandt": Who.COACH, "Tom O'Neill (Guest)": Who.CLIENT}


def masked(*texts: str, speakers: dict[str, str] | None = None) -> list[str]:
    """The texts with every suggestion applied, as if the learner agreed to all."""
    masks = pseudonyms.suggest(texts, SPEAKERS if speakers is None else speakers)
    return [pseudonyms.apply(text, masks) for text in texts]


def test_suggestions_are_listed_with_kind_replacement_and_count() -> None:
    texts = [
        "Hello Nadia, thanks. My boss Peter Schulz works with me at Siemens in Berlin.",
        "Peter wrote to peter@example.com. PETER!",
    ]
    assert pseudonyms.suggest(texts, SPEAKERS) == (
        Mask(Kind.NAME, "Nadia", "Coach", 1),
        Mask(Kind.NAME, "Peter Schulz", "Person A", 1),
        Mask(Kind.NAME, "Peter", "Person A", 2),
        Mask(Kind.EMPLOYER, "Siemens", "Company A", 1),
        Mask(Kind.PLACE, "Berlin", "Place A", 1),
        Mask(Kind.EMAIL, "peter@example.com", "[email]", 1),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Speakers who are spoken of.
        ("Thank you, Nadia Brandt.", "Thank you, Coach."),
        ("I asked Tom O’Neill and O'Neill.", "I asked Client and Client."),
        ("Nadia's question. NADIA?", "Coach's question. COACH?".replace("COACH", "Coach")),
        ("Tomorrow I see Tom.", "Tomorrow I see Client."),
        # Other persons.
        ("My sister Lena called. Lena’s son too.", "My sister Person A called. Person A’s son too."),
        ("Anna said so. Yesterday Anna called.", "Person A said so. Yesterday Person A called."),
        ("Peter and Lena met Peter.", "Person A and Person B met Person A."),
        ("I told Anna Berg that Anna Meyer came.", "I told Person A that Person B came."),
        ("I asked Anna. Then Anna Berg came, Ms Berg.", "I asked Person A. Then Person A came, Ms Person A."),
        ("Dr. Okafor came. I like Okafor.", "Dr. Person A came. I like Person A."),
        ("Anna-Lena came with Anna.", "Person A came with Person B."),
        ("I know Jürgen and Zoë Ölmez.", "I know Person A and Person B."),
        ("I know Ludwig van der Berg.", "I know Person A."),
        ("I trust in Kasimir.", "I trust in Person A."),
        ("It was Petronella's idea. Petronella asked me.", "It was Person A's idea. Person A asked me."),
        # A word with a capital that is nobody.
        ("On Monday in March I spoke English at Christmas.", None),
        ("Everything is fine. Work is hard. Time flies.", None),
        ("I use Excel and Zoom. OK. The CEO left. STDs.", None),
        ("Mum and Dad came. God knows. I'm late. I-I've seen it.", None),
        ("I like Marketing. And marketing likes me.", None),
        ("Will you help? May I? Mark my words.", None),
        ("Well. Perhaps. Because. Sometimes.", None),
        # Places.
        ("I live in Berlin and moved to Lyon.", "I live in Place A and moved to Place B."),
        ("We flew to Springfield. In Springfield it rained.", "We flew to Place A. In Place A it rained."),
        ("Paris called me. I was in Paris.", "Place A called me. I was in Place A."),
        ("I walk down Stadium Road often.", "I walk down Place A often."),
        # Employers.
        ("I work for Nordlicht GmbH.", "I work for Company A."),
        ("My job at Acme is new. Acme pays.", "My job at Company A is new. Company A pays."),
        ("I joined Siemens. She is at Bosch.", "I joined Company A. She is at Company B."),
        ("We met at Anna's.", "We met at Person A's."),
        # Identifiers with a shape.
        ("Write to a.b+c@mail.example.org.", "Write to [email]."),
        ("It is nadia at example dot com.", "It is [email]."),
        ("See https://www.acme.com/a?b=c, or www.acme.de.", "See [link], or [link]."),
        ("See acme.com/team!", "See [link]!"),
        ("Follow @tom_oneill.", "Follow [link]."),
        ("Call +49 170 1234567 or 0170/1234567.", "Call [phone number] or [phone number]."),
        ("Call (555) 123-4567 now.", "Call [phone number] now."),
        ("My number is 123456789.", "My number is [number]."),
        ("IBAN DE44 5001 0517 5407 3249 31.", "IBAN [number]."),
        ("I live at 12 Old Mill Road.", "I live at [address]."),
        ("I live at Lindenstraße 12a.", "I live at [address]."),
        # Numbers that are none of these.
        ("In 2019-2021, on 12.03.2024, 10 000 000 times at 10:30.", None),
        ("From 1 to 10, a 7. It cost 1,250,000.", None),
        ("Then. So I went. e.g. this", None),
    ],
)  # fmt: skip
def test_suggestions_applied_to_a_text(text: str, expected: str | None) -> None:
    assert masked(text) == [text if expected is None else expected]


def test_letters_follow_the_order_of_first_mention_over_all_texts() -> None:
    assert masked("I saw Lena.", "Then Peter and Lena.", "And Karl.") == [
        "I saw Person A.",
        "Then Person B and Person A.",
        "And Person C.",
    ]


def test_other_speakers_get_letters_and_labels_without_a_name_none() -> None:
    speakers = {"Speaker 1": Who.COACH, "Client": Who.CLIENT, "Karl": Who.OTHER, "Eva": LEFT_OUT}
    assert masked("Speaker 1 met a Client, Karl and Eva.", speakers=speakers) == [
        "Speaker 1 met a Client, Person A and Person B."
    ]


def test_more_than_26_persons_get_two_letters() -> None:
    names = [f"Zor{chr(97 + number // 5)}{'aeiou'[number % 5]}n" for number in range(28)]
    (text,) = masked("I know " + " and ".join(names) + ".")
    assert text.endswith("Person Z and Person AA and Person AB.")


def test_speaker_never_spoken_of_is_no_suggestion() -> None:
    assert pseudonyms.suggest(["Hello there."], SPEAKERS) == ()


def test_names_in_small_letters_are_missed_as_the_docstring_says() -> None:
    assert masked("my boss peter called") == ["my boss peter called"]
    assert "never a guarantee" in str(pseudonyms.__doc__)


@pytest.mark.parametrize(
    ("original", "text", "expected"),
    [
        ("Anna", "Anna, ANNA, anna, Joanna, Annas, Anna's, ANNA’S", "X, X, anna, Joanna, Annas, X's, X’S"),
        ("anna", "Anna, ANNA, anna, Joanna", "X, X, X, Joanna"),
        ("Anna", "Anna-Lena and non-Anna", "X-Lena and non-X"),
        ("O'Neill", "O’Neill and O'Neill", "X and X"),
        ("Zoë", "Zoë, ZOË, Zoëlle", "X, X, Zoëlle"),
        ("дом", "дом, Дом, домик", "X, X, домик"),
        ("a.b@c.de", "A.B@C.DE a.b@c.de aab@c.de", "X X aab@c.de"),
        ("big firm", "Big Firm, big firm, BIG FIRM", "X, X, X"),
        ("(030) 123", "call (030) 123.", "call X."),
        ("", "nothing", "nothing"),
        ("  ", "no thing", "no thing"),
        ("Will", "Will you? I asked Will. Will said no.", "Will you? I asked X. X said no."),
        (r"\d+", "12 \\d+", "12 X"),
    ],
)  # fmt: skip
def test_mask_replaces_whole_words_only(original: str, text: str, expected: str) -> None:
    assert pseudonyms.apply(text, [Mask(Kind.NAME, original, "X")]) == expected


def test_longest_original_wins_whatever_the_order() -> None:
    masks = [Mask(Kind.NAME, "Anna", "Person A"), Mask(Kind.NAME, "Anna Berg", "Person B")]
    text = "Anna Berg met Anna."
    assert pseudonyms.apply(text, masks) == "Person B met Person A."
    assert pseudonyms.apply(text, masks[::-1]) == "Person B met Person A."


def test_replacement_is_text_not_a_pattern_and_not_masked_again() -> None:
    masks = [Mask(Kind.NAME, "Anna", r"\1 Berg"), Mask(Kind.NAME, "Berg", "Person B")]
    once = pseudonyms.apply("Anna Berg", masks)
    assert once == r"\1 Berg Person B"
    assert pseudonyms.apply(once, masks) == once


def test_no_masks_leave_a_text_as_it_is() -> None:
    assert pseudonyms.apply("Anna", []) == "Anna"


VOCABULARY = (
    "Anna Berg Peter Will you said in Berlin at Siemens GmbH Person A Coach Client I Monday . , 's - "
    "Nadia Brandt O'Neill a@b.de www.x.com +49 170 1234567 and ANNA anna Place Company שלום 🙂"
)
WORDS = st.sampled_from(VOCABULARY.split())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=14).map(" ".join), max_size=5))
def test_suggestions_applied_twice_change_nothing_more(texts: list[str]) -> None:
    masks = pseudonyms.suggest(texts, SPEAKERS)
    assert all(mask.count > 0 for mask in masks)
    assert len({mask.original for mask in masks}) == len(masks)
    for text in texts:
        once = pseudonyms.apply(text, masks)
        assert pseudonyms.apply(once, masks) == once


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text(max_size=80), max_size=4),
    st.dictionaries(st.text(max_size=20), st.sampled_from(Who)),
)
def test_any_text_can_be_searched(texts: list[str], speakers: dict[str, str]) -> None:
    masks = pseudonyms.suggest(texts, speakers)
    assert all(isinstance(pseudonyms.apply(text, masks), str) for text in texts)


@pytest.mark.parametrize(
    "text",
    ["A-" * 25_000, "a" + "-" * 49_000 + "b", "a" * 50_000, "a." * 25_000, "1 " * 25_000, "@" * 50_000,
     "'" * 50_000, "Ab " * 16_000, "A" * 50_000, "12 Ab " * 8_000, "+1" * 25_000, "DE44" * 12_000],
)  # fmt: skip
def test_long_texts_cost_little(text: str) -> None:
    began = time.monotonic()
    pseudonyms.apply(text, pseudonyms.suggest([text], SPEAKERS))
    assert time.monotonic() - began < 3


def test_an_hour_is_searched_in_well_under_two_seconds() -> None:
    texts = [
        f"Yesterday Anna{chr(97 + n % 26)} told Peter in Berlin that number {n} is fine."
        for n in range(1000)
    ]
    began = time.monotonic()
    masks = pseudonyms.suggest(texts, SPEAKERS)
    assert len(masks) == 28
    assert all(pseudonyms.apply(text, masks) for text in texts)
    assert time.monotonic() - began < 2
