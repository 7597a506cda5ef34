"""What a file is, by its content first; its name only decides between guesses."""

import itertools
import re
from enum import StrEnum

from reviews.transcripts import (
    descript,
    gemini,
    google_meet,
    labelled,
    otter,
    teams_word,
    times,
)
from reviews.transcripts.lines import Line, first_words
from reviews.transcripts.turns import UnreadableTranscript


class Format(StrEnum):
    """The formats we read, in the words the wizard shows."""

    VTT = "WebVTT"
    SRT = "SRT"
    OTTER = "Otter text"
    GOOGLE_MEET = "Google Meet document"
    GEMINI = "Gemini Markdown"
    REV = "Rev JSON"
    SEGMENTS = "Whisper-type JSON"
    DESCRIPT = "Descript text"
    TYPED = "Typed text"
    TEAMS_WORD = "Teams document"


EXPORT_TEXT = "Export the transcript as VTT, SRT, TXT, DOCX or JSON and hand that in."
RECORDING = (
    "Hand in its transcript: export it from the programme that recorded, as VTT, TXT or DOCX."
)
ZIP = b"PK\x03\x04"
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "Copy its text and paste it, or export the transcript as TXT or DOCX."),
    (b"\xff\xd8\xff", "a picture (JPEG)", EXPORT_TEXT),
    (b"\x89PNG", "a picture (PNG)", EXPORT_TEXT),
    (b"GIF8", "a picture (GIF)", EXPORT_TEXT),
    (b"MZ\x90", "a Windows programme", EXPORT_TEXT),
    (b"\x7fELF", "a programme", EXPORT_TEXT),
    (
        b"\xd0\xcf\x11\xe0",
        "an old or password-protected Office file",
        "Save it as DOCX without a password.",
    ),
    (b"{\\rtf", "a rich-text file (RTF)", "Save it as DOCX or plain text."),
    (b"ID3", "a sound recording (MP3)", RECORDING),
    (b"\xff\xfb", "a sound recording (MP3)", RECORDING),
    (b"\xff\xf3", "a sound recording (MP3)", RECORDING),
    (b"\xff\xf2", "a sound recording (MP3)", RECORDING),
    (b"OggS", "a sound recording (Ogg)", RECORDING),
    (b"fLaC", "a sound recording (FLAC)", RECORDING),
    (b"RIFF", "a sound, video or picture file", RECORDING),
    (b"\x1aE\xdf\xa3", "a video (WebM or Matroska)", RECORDING),
    (b"\x1f\x8b", "a packed file (gzip)", "Unpack it and hand in the transcript that is in it."),
    (b"7z\xbc\xaf", "a packed file (7z)", "Unpack it and hand in the transcript that is in it."),
    (b"Rar!", "a packed file (RAR)", "Unpack it and hand in the transcript that is in it."),
    (b"PK\x05\x06", "an empty ZIP archive", EXPORT_TEXT),
)
_HTML = re.compile(rb"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[\]{\"])")
_SRT_TIME = re.compile(r"\s*\d{1,3}:\d{1,2}:\d{1,2},\d{1,3}\s*-->")


def is_docx(data: bytes) -> bool:
    """Whether the file is an archive, which only DOCX may be. Anything else that is no text is refused."""
    if data.startswith(ZIP):
        return True
    for mark, what, advice in _FOREIGN:
        if data.startswith(mark):
            raise _foreign(what, advice)
    if data[4:8] == b"ftyp":
        raise _foreign("a video or sound recording (MP4)", RECORDING)
    if _HTML.match(data[:1024]):
        raise _foreign("a web page (HTML)", EXPORT_TEXT)
    return False


def is_json(text: str, name: str) -> bool:
    start = text[:1024].lstrip()
    if name.casefold().endswith(".json") and start[:1] in ("{", "["):
        return True
    return _JSON.match(start) is not None


def text_format(lines: list[Line]) -> Format:
    """The format of a text. Typed text is what remains, whether or not it names anybody."""
    first = first_words(lines)
    if first is not None and first.text.lstrip("\ufeff").startswith("WEBVTT"):
        return Format.VTT
    if any(times.is_span(line.text) for line in lines):
        return _timed_format(lines)
    if gemini.is_gemini(lines):
        return Format.GEMINI
    if google_meet.is_meet(lines):
        return Format.GOOGLE_MEET
    if otter.count_headers(lines):
        return Format.OTTER
    bracketed = descript.count_lines(lines)
    if bracketed and bracketed * 2 >= labelled.count_names(lines):
        return Format.DESCRIPT
    return Format.TYPED


def _timed_format(lines: list[Line]) -> Format:
    if teams_word.is_teams_word(lines):
        return Format.TEAMS_WORD
    if any(_SRT_TIME.match(line.text) for line in lines):
        return Format.SRT
    numbered = any(
        line.text.strip().isdecimal() and times.is_span(below.text)
        for line, below in itertools.pairwise(lines)
    )
    return Format.SRT if numbered else Format.VTT


def _foreign(what: str, advice: str) -> UnreadableTranscript:
    return UnreadableTranscript(f"The file seems to be {what}, not a transcript.", advice)
