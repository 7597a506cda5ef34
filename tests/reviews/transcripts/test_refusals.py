"""What is no transcript, or a broken one: refused with what it seems to be, the line, and what to do."""

import gzip
import json

import pytest

from reviews.transcripts import UnreadableTranscript, limits, read
from tests.reviews.transcripts import documents

CUE = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Nadia>Hello.</v>\n\n"
NOTES = "This looks like notes or a summary of the session, not like a transcript of what was said."


def refusal(data: bytes | str, name: str = "session.txt") -> UnreadableTranscript:
    with pytest.raises(UnreadableTranscript) as refused:
        read(data.encode() if isinstance(data, str) else data, name)
    assert refused.value.advice.endswith(".")
    return refused.value


@pytest.mark.parametrize(
    ("data", "seems"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture (JPEG)"),
        (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"MZ\x90\x00", "a Windows programme"),
        (b"\x7fELF\x02", "a programme"),
        (b"ID3\x04\x00", "a sound recording (MP3)"),
        (b"\xff\xfb\x90\x44", "a sound recording (MP3)"),
        (b"RIFF\x24\x00\x00\x00WAVE", "a sound, video or picture file"),
        (b"\x00\x00\x00\x20ftypisom", "a video or sound recording (MP4)"),
        (b"\x1aE\xdf\xa3\x01", "a video (WebM or Matroska)"),
        (gzip.compress(b"Coach: Hello", mtime=0), "a packed file (gzip)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old or password-protected Office file"),
        (b"{\\rtf1\\ansi Coach: Hello}", "a rich-text file (RTF)"),
        (b"<!DOCTYPE html><html><p>Coach: Hello</p></html>", "a web page (HTML)"),
        (b"PK\x05\x06" + bytes(18), "an empty ZIP archive"),
    ],
)
def test_foreign_file_is_named_for_what_it_seems_to_be(data: bytes, seems: str) -> None:
    assert (
        refusal(data, "transcript.vtt").reason == f"The file seems to be {seems}, not a transcript."
    )


def test_archive_without_word_document_is_refused() -> None:
    refused = refusal(documents.archive({"a.vtt": CUE}), "transcripts.zip")
    assert refused.reason == "The file is an archive or another Office file, not a Word document."
    assert refused.advice.startswith("Unpack it")


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe", documents.typed("")]
)
def test_empty_file_is_refused(data: bytes) -> None:
    assert (refusal(data).reason, refusal(data).line) == ("The file is empty.", 1)


@pytest.mark.parametrize(
    ("text", "shown", "line"),
    [
        (CUE + "00:00:17:4x --> 00:00:19.000\n<v Tom>Hi.</v>\n", "00:00:17:4x", 6),
        (CUE + "00:00:17.400 --> 00:61:19.000\n<v Tom>Hi.</v>\n", "00:61:19.000", 6),
        (CUE + "00:00:99.000 --> 00:00:19.000\n<v Tom>Hi.</v>\n", "00:00:99.000", 6),
        (CUE + "00:00:17.400 -> 00:00:19.000\n<v Tom>Hi.</v>\n", "00:00:17.400 -> 00:00:19…", 6),
        ("1\n00:00:01,000 --> 00:00:0z,000\nTom: Hi.\n", "00:00:0z,000", 2),
        ("Nadia Brandt  0:04\nHello.\n\nTom  0:7x\nHi.\n", "0:7x", 4),
        ("[00:00:04] Nadia: Hello.\n\n[00:00:7q] Tom: Hi.\n", "00:00:7q", 3),
        ("Speaker 1 (00:04): Hello.\nSpeaker 2 (00:99): Hi.\n", "00:99", 2),
        ("00:00:04\nCoach: Hello.\n00:0o:07\nClient: Hi.\n", "00:0o:07", 3),
        ("0:0:4.120 --> 0:0:7.480\nNadia\nHello.\n0:0:7.9 --> 0:x:9.1\nTom\nHi.\n", "0:x:9.1", 4),
    ],
)
def test_misspelt_time_is_refused_with_its_line(text: str, shown: str, line: int) -> None:
    refused = refusal(text)
    assert refused.reason == f"The time “{shown}” is not a time."
    assert refused.advice == "Correct that line, or export the transcript again."
    assert refused.line == line


def test_missing_time_is_refused_with_its_line() -> None:
    refused = refusal(CUE + "00:00:17.400 -->\n<v Tom>Hi.</v>\n")
    assert (refused.reason, refused.line) == ("A time is missing in this line.", 6)


def test_misspelt_time_in_a_document_names_the_paragraph() -> None:
    assert refusal(documents.typed("Nadia   0:04", "Hello.", "Tom   0:xx", "Hi.")).line == 3


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "📝 Notes\nMar 4, 2026\nSummary\nTom wants to talk to his team.\nNext steps\nTom: book a room\n",
            1,
        ),
        ("# Meeting summary\n\n- Tom postpones a talk\n- Nadia asks what it costs\n", 1),
        ("- Tom postpones a talk\n- Nadia asks what it costs\n* They agree on Friday\n", 1),
        (
            "Quick recap\nNadia and Tom spoke about a talk.\n\nNext steps\nTom: talk to the team.\n",
            1,
        ),
        ("Session of 4 March\n\nKey takeaways: courage\nAction items: talk to the team\n", 3),
        ("**Summary:** a talk is due\n\n**Tom:** will talk to the team\n", 1),
    ],
)
def test_summary_is_refused(text: str, line: int) -> None:
    assert (refusal(text).reason, refusal(text).line) == (NOTES, line)


def test_summary_in_a_document_is_refused() -> None:
    data = documents.typed(
        "Meeting notes", "Summary", "Tom postpones a talk.", "Next steps", "Tom: talk"
    )
    assert refusal(data, "notes.docx").reason == NOTES


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("We spoke about his team.\nIt went well.\n", 1),
        ("\n\nWhat would you like?\nOne talk.\n", 3),
    ],
)
def test_text_without_names_is_refused(text: str, line: int) -> None:
    refused = refusal(text)
    assert (refused.reason, refused.line) == ("No line of the text says who speaks.", line)
    assert refused.advice.startswith("Write Coach: and Client:")


def test_segments_without_speakers_are_refused() -> None:
    refused = refusal('{"segments": [{"start": 1, "end": 2, "text": "Hello."}]}', "a.json")
    assert refused.reason == "The file says what was said and when, but nowhere who said it."


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ('{"segments": [\n{"text": "a",,}]}', "The JSON breaks in this line, at character 14.", 2),
        ('{"monologues": [', "The JSON breaks in this line, at character 17.", 1),
        (
            '{"results": []}',
            "The file is JSON, but has neither “monologues” (Rev) nor “segments” with text (Whisper).",
            1,
        ),
        (
            '{"segments": [{"text": "a", "speaker": "A", "start": 1}, '
            '{"text": "b", "speaker": "B", "start": "soon"}]}',
            "Element 2 of the JSON has a time that is not a number of seconds.",
            2,
        ),
        (
            '{"segments": [{"text": "a", "speaker": "A", "start": NaN}]}',
            "Element 1 of the JSON has a time that is not a number of seconds.",
            1,
        ),
        (
            '{"segments": [{"text": "a", "speaker": "A", "start": 1e999}]}',
            "Element 1 of the JSON has a time that is not a number of seconds.",
            1,
        ),
        (
            '{"segments": ' + "[" * 100_000,
            "The JSON holds a number too long or brackets too deep to be a transcript.",
            None,
        ),
        (
            '{"segments": [{"start": ' + "9" * 5000 + "}]}",
            "The JSON holds a number too long or brackets too deep to be a transcript.",
            None,
        ),
    ],
)
def test_broken_json_is_refused(text: str, reason: str, line: int | None) -> None:
    refused = refusal(text, "session.json")
    assert (refused.reason, refused.line) == (reason, line)


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (
            b"x" * (limits.MAX_BYTES + 1),
            "The file is larger than 10 MB; the transcript of an hour",
            None,
        ),
        (b"Coach: " + b"a" * 9_000_000, "This line has more than 50,000 characters", 1),
        (b"\n" * 10_000_000, "The file has more than 100,000 lines.", None),
        (b"A: b\n" * 20_001, "The file holds more than 20,000 pieces of speech.", 20_001),
        (
            ("Coach: " + "word " * 9000 + "\n").encode() * 14,
            "Up to this line there are more than 600,000 characters of speech",
            14,
        ),
        (
            "".join(f"Voice {number}: Hello.\n" for number in range(51)).encode(),
            "The file names more than 50 different speakers.",
            51,
        ),
        (
            f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v {'N' * 81}>Hi\n".encode(),
            "The name of the speaker here has more than 80 characters.",
            4,
        ),
        (b"[" + b"[]," * 500_001, "The JSON has more than 1,000,000 parts", None),
    ],
)
def test_file_beyond_a_limit_is_refused(data: bytes, reason: str, line: int | None) -> None:
    refused = refusal(data)
    assert refused.reason.startswith(reason)
    assert refused.line == line


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"Coach: Hello\nClient: \x00\x01\x02", "The file is not text", 2),
        (bytes(range(1, 32)) * 20, "The file is not text", 1),
        (
            "Коуч: Привет, как дела сегодня?".encode("cp1251"),
            "The letters of this file cannot be read",
            1,
        ),
        (
            b"Coach: Hello\nClient: \x81 yes, that is so",
            "The letters of this file cannot be read",
            2,
        ),
        (b"\xff\xfe" + b"C\x00:\x00\n\x00" + b"\x00\xd8", "The file says it is UTF-16-LE", 2),
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, reason: str, line: int) -> None:
    refused = refusal(data)
    assert refused.reason.startswith(reason)
    assert refused.line == line


def test_lone_surrogates_and_control_characters_never_reach_the_text() -> None:
    segments = [{"text": "a\ud800b\u0000c\u0007d", "speaker": "To\u0000m", "start": 1, "end": 2}]
    parsed = read(json.dumps({"segments": segments}).encode(), "a.json")
    assert [(said.speaker, said.text) for said in parsed.utterances] == [("Tom", "abcd")]
