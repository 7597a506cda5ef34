"""Tricky lines of each format, beyond the samples."""

import json

import pytest

from reviews.transcripts import Format, read
from tests.reviews.transcripts import documents

Said = list[tuple[str, str, int | None, int | None]]


def said(data: bytes | str, name: str = "session.txt") -> Said:
    parsed = read(data.encode() if isinstance(data, str) else data, name)
    return [(one.speaker, one.text, one.start_ms, one.end_ms) for one in parsed.utterances]


def names_and_words(text: str) -> list[tuple[str, str]]:
    return [(speaker, words) for speaker, words, _, _ in said(text)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Coach: Time: is it short?", [("Coach", "Go on."), ("Coach", "Time: is it short?")]),
        ("Time: I need more of it.", [("Coach", "Go on. Time: I need more of it.")]),
        ("Well: I do not know.", [("Coach", "Go on. Well: I do not know.")]),
        ("I said to Tom: go.", [("Coach", "Go on. I said to Tom: go.")]),
        ("See https://example.com", [("Coach", "Go on. See https://example.com")]),
        ("At 10:30 I slept.", [("Coach", "Go on. At 10:30 I slept.")]),
        ("A - no, B.", [("Coach", "Go on. A - no, B.")]),
        ("We go A --> B", [("Coach", "Go on. We go A --> B")]),
        ("[inaudible] yes", [("Coach", "Go on. [inaudible] yes")]),
        ("(1:1) talks help.", [("Coach", "Go on. (1:1) talks help.")]),
        ("10:30 was too late.", [("Coach", "Go on. 10:30 was too late.")]),
        ("CLIENT - Yes.", [("Coach", "Go on."), ("CLIENT", "Yes.")]),
        ("Client – Yes.", [("Coach", "Go on."), ("Client", "Yes.")]),
        ("Client\tYes.", [("Coach", "Go on."), ("Client", "Yes.")]),
        ("Client\nYes.", [("Coach", "Go on."), ("Client", "Yes.")]),
        ("client: Yes.", [("Coach", "Go on."), ("client", "Yes.")]),
        ("COACH: Yes.", [("Coach", "Go on."), ("Coach", "Yes.")]),
        ("**Client:** Yes.", [("Coach", "Go on."), ("Client", "Yes.")]),
        ("Tom (Client): Yes.", [("Coach", "Go on."), ("Tom (Client)", "Yes.")]),
        ("Anna-Lena van der Berg: Yes.", [("Coach", "Go on."), ("Anna-Lena van der Berg", "Yes.")]),
        ("O’Neill:Yes.", [("Coach", "Go on."), ("O’Neill", "Yes.")]),
        ("教练： 好。", [("Coach", "Go on."), ("教练", "好。")]),
        ("מאמן: כן", [("Coach", "Go on."), ("מאמן", "כן")]),
        ("- Client: Yes.", [("Coach", "Go on."), ("Client", "Yes.")]),
        ("* **Client**: Yes.", [("Coach", "Go on."), ("Client", "Yes.")]),
        ("MZ: Yes.", [("Coach", "Go on."), ("MZ", "Yes.")]),
        ("K: Yes.", [("Coach", "Go on."), ("K", "Yes.")]),
        ("Note: the phone rang.", [("Coach", "Go on.")]),
        ("[Note: the phone rang]", [("Coach", "Go on.")]),
    ],
)
def test_typed_line_is_a_turn_or_a_part_of_one(line: str, expected: list[tuple[str, str]]) -> None:
    assert names_and_words(f"Coach: Go on.\n{line}\n") == expected


def test_name_in_small_letters_must_come_back() -> None:
    thrice = "".join(f"toms iphone: Yes, {number}.\nNadia: Go on.\n" for number in range(3))
    assert {name for name, _ in names_and_words(thrice)} == {"toms iphone", "Nadia"}
    once = "Nadia: Go on.\nmy thought: it is late.\n"
    assert names_and_words(once) == [("Nadia", "Go on. my thought: it is late.")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[00:07] Tom: Yes.", ("Tom", "Yes.", 7000, None)),
        ("[00:00:07.5] Tom: Yes.", ("Tom", "Yes.", 7500, None)),
        ("[00:07 - 00:09] Tom: Yes.", ("Tom", "Yes.", 7000, 9000)),
        ("[00:07.000 --> 00:09.250] Tom: Yes.", ("Tom", "Yes.", 7000, 9250)),
        ("(00:07) Tom: Yes.", ("Tom", "Yes.", 7000, None)),
        ("00:07 Tom: Yes.", ("Tom", "Yes.", 7000, None)),
        ("Tom (00:07): Yes.", ("Tom", "Yes.", 7000, None)),
        ("Tom [1:00:07]: Yes.", ("Tom", "Yes.", 3_607_000, None)),
        ("Tom (00:07)\nYes.", ("Tom", "Yes.", 7000, None)),
        ("Tom (75:30): Yes.", ("Tom", "Yes.", 4_530_000, None)),
        ("[00:07]\nTom: Yes.", ("Tom", "Yes.", 7000, None)),
        ("[00:07]\n\n**Tom:** Yes.", ("Tom", "Yes.", 7000, None)),
    ],
)
def test_time_beside_a_typed_name_is_its_start(
    line: str, expected: tuple[str, str, int, int | None]
) -> None:
    assert said(f"Nadia: Go on.\n{line}\n") == [("Nadia", "Go on.", None, None), expected]


def test_time_inside_a_typed_turn_starts_a_new_piece_of_it() -> None:
    assert said("Tom: One.\n00:01:00\nTwo.\n") == [
        ("Tom", "One.", None, None),
        ("Tom", "Two.", 60_000, None),
    ]


def test_lines_before_the_first_name_are_no_speech() -> None:
    assert names_and_words("Session 4\n4 March 2026\n\nCoach: Hello.\nClient: Hi.\n") == [
        ("Coach", "Hello."),
        ("Client", "Hi."),
    ]


def test_remarks_are_named_by_line() -> None:
    parsed = read(b"Note: consent given\nCoach: Hello.\nClient: Hi.\n(Note: phone)\n", "a.txt")
    assert parsed.warnings == ("Left out as a remark, not speech: line 1, 4.",)


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        # Without a blank line between cues, with and without numbers.
        (
            "00:01.000 --> 00:02.000\nTom: One.\n00:03.000 --> 00:04.000\nNadia: Two.\n",
            [("Tom", "One.", 1000, 2000), ("Nadia", "Two.", 3000, 4000)],
        ),
        (
            "1\n00:01.000 --> 00:02.000\nTom: One.\n2\n00:03.000 --> 00:04.000\nNadia: Two.\n",
            [("Tom", "One.", 1000, 2000), ("Nadia", "Two.", 3000, 4000)],
        ),
        # Two labelled lines in one cue.
        (
            "00:01.000 --> 00:02.000\n- Tom: One.\n- Nadia: Two.\n",
            [("Tom", "One.", 1000, 2000), ("Nadia", "Two.", 1000, 2000)],
        ),
        # Two voices on one line, words between them.
        (
            "00:01.000 --> 00:02.000\n<v Tom>One.</v> <v Nadia>Two.</v>\n",
            [("Tom", "One.", 1000, 2000), ("Nadia", "Two.", 1000, 2000)],
        ),
        # A blank line inside a voice.
        (
            "00:01.000 --> 00:02.000\n<v Tom>One.\n\nTwo.</v>\n",
            [("Tom", "One. Two.", 1000, 2000)],
        ),
        # The end lies before the start: the end is not believed.
        (
            "00:05.000 --> 00:02.000\n<v Tom>One.</v>\n",
            [("Tom", "One.", 5000, None)],
        ),
        # Fewer than three digits after the point are decimals where fields are padded.
        (
            "00:00:01.5 --> 00:00:02.25\n<v Tom>One.</v>\n",
            [("Tom", "One.", 1500, 2250)],
        ),
        # Notes in the middle, a region, and an empty cue.
        (
            "NOTE\nTom: not said\n\nREGION\nid:x\n\n00:01.000 --> 00:02.000\n\n\n"
            "00:03.000 --> 00:04.000\nTom: One.\n",
            [("Tom", "One.", 3000, 4000)],
        ),
        # Entities after tags, and a number beyond all letters.
        (
            "00:01.000 --> 00:02.000\n<v A &amp; B>1 &lt; 2 <lang en>ok</lang> &#"
            + "9" * 5000
            + ";</v>\n",
            [("A & B", "1 < 2 ok \ufffd", 1000, 2000)],
        ),
    ],
)
def test_vtt_cues_in_odd_shapes_are_read(cues: str, expected: Said) -> None:
    assert said(f"WEBVTT\n\n{cues}", "a.vtt") == expected


def test_vtt_without_its_header_is_read() -> None:
    assert said("00:01.000 --> 00:02.000\nTom: One talk.\n") == [("Tom", "One talk.", 1000, 2000)]


def test_end_before_start_is_told() -> None:
    parsed = read(b"WEBVTT\n\n00:05.000 --> 00:02.000\n<v Tom>One.</v>\n", "a.vtt")
    assert parsed.warnings == ("One end time lies before the start and was left out.",)


def test_old_teams_times_are_milliseconds_without_zeros() -> None:
    text = "WEBVTT\n\n0:0:6.90 --> 0:0:6.500\n<v Tom>One.</v>\n\n0:10:10.5 --> 0:10:12.0\n<v Tom>Two.</v>\n"
    assert said(text) == [("Tom", "One.", 6090, 6500), ("Tom", "Two.", 610_005, 612_000)]


def test_srt_with_point_and_missing_numbers_is_read() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nTom: One.\n\n00:00:03,000 --> 00:00:04,000\nNadia: Two.\n"
    assert said(text) == [("Tom", "One.", 1000, 2000), ("Nadia", "Two.", 3000, 4000)]


def test_srt_number_of_words_stays_speech() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nTom: How many?\n42\n\n2\n00:00:03,000 --> 00:00:04,000\nTom: Yes.\n"
    assert said(text)[0] == ("Tom", "How many? 42", 1000, 2000)


def test_otter_text_with_a_name_and_time_in_speech_stays_one_turn() -> None:
    text = "Nadia Brandt  0:04\nWe met on Monday 10:30\nTom: said so.\n\nTom  0:09\nYes.\n"
    assert said(text) == [
        ("Nadia Brandt", "We met on Monday 10:30 Tom: said so.", 4000, None),
        ("Tom", "Yes.", 9000, None),
    ]


def test_saved_captions_of_zoom_are_read() -> None:
    assert said("[Nadia Brandt] 10:02:03\nHello.\n\n[Tom] 10:02:05\nHi.\n") == [
        ("Nadia Brandt", "Hello.", 36_123_000, None),
        ("Tom", "Hi.", 36_125_000, None),
    ]


def test_initials_that_begin_like_a_programme_are_text() -> None:
    assert names_and_words("MZ: Hello.\nTB: Hi.\n") == [("MZ", "Hello."), ("TB", "Hi.")]


def test_teams_document_with_line_breaks_inside_paragraphs_is_read() -> None:
    old = documents.typed(
        "0:0:0.0 --> 0:0:1.510\nSome Body\nOK. Yeah.", "0:0:3.270 --> 0:0:4.250\nBond, James\nUmm."
    )
    assert said(old) == [("Some Body", "OK. Yeah.", 0, 1510), ("Bond, James", "Umm.", 3270, 4250)]
    new = documents.typed(
        "Nadia started transcription", "Nadia   0:04\nHello.", "Tom   1:07:00\nHi."
    )
    assert said(new) == [("Nadia", "Hello.", 4000, None), ("Tom", "Hi.", 4_020_000, None)]


def test_typed_document_is_read_by_paragraph() -> None:
    parsed = read(documents.typed("Session 4", "", "Coach: Hello.", "Client: Hi.\nWell."), "a.docx")
    assert parsed.format == Format.TYPED
    assert [(one.speaker, one.text, one.line) for one in parsed.utterances] == [
        ("Coach", "Hello.", 3),
        ("Client", "Hi. Well.", 4),
    ]


def test_google_document_as_docx_skips_its_summary() -> None:
    data = documents.typed(
        "📝 Notes", "Summary", "Tom: not said", "📖 Transcript", "00:00:00", "Nadia: Hello.", "Tom: Hi.",
        "Transcription ended after 00:31:40",
    )  # fmt: skip
    assert said(data) == [("Nadia", "Hello.", 0, None), ("Tom", "Hi.", None, None)]


def test_rev_speakers_get_their_names() -> None:
    data = {
        "speakers": [{"id": 0, "name": "Nadia"}],
        "monologues": [
            {"speaker": 0, "elements": [{"type": "text", "value": "Hello"}]},
            {"speaker": 1, "elements": [{"type": "text", "value": "Hi", "ts": 2}]},
        ],
    }
    assert said(json.dumps(data)) == [
        ("Nadia", "Hello", None, None),
        ("Speaker 1", "Hi", 2000, None),
    ]


def test_bare_list_of_segments_is_read() -> None:
    data = [{"speaker": 1, "text": "Hello", "start": 0, "end": 1.5}, {"speaker": "2", "text": "Hi"}]
    assert said(json.dumps(data)) == [
        ("Speaker 1", "Hello", 0, 1500),
        ("Speaker 2", "Hi", None, None),
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_and_line_endings_give_the_same_words(encoding: str, ending: str) -> None:
    text = ending.join(["Coach: What matters to Zoë?", "Client: Peace – naïve.", ""])
    assert said(text.encode(encoding)) == [
        ("Coach", "What matters to Zoë?", None, None),
        ("Client", "Peace – naïve.", None, None),
    ]


def test_marks_of_right_to_left_text_and_joined_emoji_stay() -> None:
    text = "Coach: \u200fשלום\u200e 👩\u200d👧\nClient: Zoe\u0308\n"
    assert [words for _, words in names_and_words(text)] == ["\u200fשלום\u200e 👩\u200d👧", "Zoë"]
