"""Whatever the bytes: a transcript within the limits, or UnreadableTranscript. Never anything else."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reviews.transcripts import (
    ParsedTranscript,
    Turn,
    UnreadableTranscript,
    Who,
    limits,
    merge,
    read,
    speakers,
)
from tests.reviews.transcripts import documents

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
TEXTS = [path.read_bytes() for path in SAMPLES if path.suffix != ".docx"]
WORD_FILES = [path.read_bytes() for path in SAMPLES if path.suffix == ".docx"]
PIECES = [
    b"-->", b"WEBVTT", b"\n\n", b"\r", b":", b"00:00:17:4x", b"<v ", b"</v>", b"&#", b"\0", b"\xff\xfe", b"{",
    b"[", b'"', b"Coach:", b"1", b"Note:", b"**", b"###", "📖 Transcript\n".encode(), b"  0:04\n", b"\\ud800",
]  # fmt: skip
short = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_or_refusal(data: bytes, name: str) -> ParsedTranscript | UnreadableTranscript:
    try:
        return read(data, name)
    except UnreadableTranscript as refused:
        return refused


def check(data: bytes, name: str) -> None:
    """Read, and hold what comes back against the promises."""
    parsed = read_or_refusal(data, name)
    if isinstance(parsed, UnreadableTranscript):
        assert parsed.reason
        assert parsed.advice
        assert parsed.line is None or parsed.line >= 1
        return
    assert 0 < len(parsed.utterances) <= limits.MAX_UTTERANCES
    for one in parsed.utterances:
        assert one.text == " ".join(one.text.split()) != ""
        assert len(one.speaker) <= limits.MAX_LABEL_CHARS
        assert one.start_ms is None or one.end_ms is None or 0 <= one.start_ms <= one.end_ms
        assert "\0" not in one.text + one.speaker
        (one.text + one.speaker).encode()
    summaries = speakers(parsed.utterances)
    assert sum(summary.words for summary in summaries) == sum(
        len(one.text.split()) for one in parsed.utterances
    )


@short
@given(data=st.binary(max_size=3000), name=st.sampled_from(["a.txt", "a.json", "a.docx", ""]))
@example(data=b"PK\x03\x04", name="a.docx")
@example(data=b"\xff\xfe\x00\xd8", name="")
@example(data=b"[1e999]", name="a.json")
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    check(data, name)


@short
@given(text=st.text(max_size=1500))
@example(text="Coach:: \x1b")
def test_any_text_is_read_or_refused(text: str) -> None:
    check(text.encode("utf-8", errors="surrogatepass"), "a.txt")


@short
@given(data=st.data())
def test_mutated_samples_are_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(TEXTS)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole)))
        cut = data.draw(st.integers(0, 12))
        whole[at : at + cut] = data.draw(st.sampled_from(PIECES) | st.binary(max_size=4))
    check(bytes(whole), data.draw(st.sampled_from(["a.vtt", "a.json", "a.txt"])))


@few
@given(data=st.data())
def test_mutated_word_files_are_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(WORD_FILES)))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    check(bytes(whole), "a.docx")


@few
@given(body=st.text(st.sampled_from('<>/wprt:"= Coach\n&;'), max_size=300))
def test_any_document_body_is_read_or_refused(body: str) -> None:
    check(documents.docx(body), "a.docx")


@pytest.mark.parametrize(
    "line",
    [" " * 49_000 + "x", "a " * 24_000, ":" * 49_000, "*" * 49_000, "- " * 24_000, "<v " * 16_000,
     "<a " * 16_000, "&" * 49_000, "1:" * 24_000, "1" * 49_000, "0:0 " * 12_000, "(" * 49_000,
     "00:00:01.000 --> " + " " * 40_000, "Coach" + " " * 40_000 + "0:0", "<v A>" * 9_000, "Ab " * 16_000],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "WEBVTT\n\n00:01.000 --> 00:02.000\n"])
def test_long_lines_cost_little(line: str, before: str) -> None:
    data = (before + f"{line}\n" * 10).encode()
    began = time.monotonic()
    check(data, "a.txt")
    assert time.monotonic() - began < 2


def test_an_hour_is_read_and_merged_in_well_under_a_second() -> None:
    cues = []
    for number in range(1200):
        start = number * 3
        stamp, end = (
            f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000"
            for second in (start, start + 3)
        )
        voice = "Nadia Brandt" if number % 5 == 0 else "Tom"
        cues.append(
            f"{number}\n{stamp} --> {end}\n<v {voice}>what I said was word number {number} here</v>\n"
        )
    data = ("WEBVTT\n\n" + "\n".join(cues)).encode()
    began = time.monotonic()
    parsed = read(data, "hour.vtt")
    turns = merge(parsed.utterances, {"Nadia Brandt": Who.COACH, "Tom": Who.CLIENT})
    assert time.monotonic() - began < 0.7
    assert sum(len(one.text.split()) for one in parsed.utterances) == 9600
    assert len(turns) == 480
    assert turns[-1] == Turn(480, Who.CLIENT, turns[-1].text, 3_588_000, 3_600_000)
