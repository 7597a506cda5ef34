"""From bytes to text: UTF-8 and UTF-16 with or without mark, else the Western Windows code page."""

import codecs

from reviews.transcripts.turns import UnreadableTranscript

SAVE_AS_UTF8 = "Open the file in a text editor, save it as UTF-8 and hand it in again."
SAMPLE = 4096
MAX_STRANGE_SHARE = 0.3  # of letters above ASCII, before a guess at Windows-1252 would be nonsense
_CONTROL = bytes(code for code in range(32) if code not in (9, 10, 11, 12, 13, 26, 27))


def decode(data: bytes) -> str:
    """The text of a file. Refuses what is no text, or text in an encoding nobody can guess."""
    named = _by_mark(data)
    if named is not None:
        mark, name = named
        return _strict(data[len(mark) :], name)
    guess = _utf16_without_mark(data)
    if guess is not None:
        return _strict(data, guess)
    _refuse_binary(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _western(data, error.start)


def _by_mark(data: bytes) -> tuple[bytes, str] | None:
    marks = (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    )
    return next(((mark, name) for mark, name in marks if data.startswith(mark)), None)


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:SAMPLE]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _strict(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(name, errors="ignore")
        raise UnreadableTranscript(
            f"The file says it is {name.upper()}, but has letters that are not.",
            SAVE_AS_UTF8,
            before.count("\n") + 1,
        ) from error
    if "\0" in text:
        raise _no_text(text[: text.index("\0")].count("\n") + 1)
    return text


def _refuse_binary(data: bytes) -> None:
    if b"\0" in data:
        raise _no_text(data[: data.index(0)].count(b"\n") + 1)
    sample = data[:SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if controls > 0.02 * len(sample):
        raise _no_text(1)


def _western(data: bytes, at: int) -> str:
    line = data[:at].count(b"\n") + 1
    strange = sum(byte > 0x7F for byte in data[: SAMPLE * 16])
    if strange > MAX_STRANGE_SHARE * min(len(data), SAMPLE * 16):
        raise _unknown_letters(line)
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _unknown_letters(data[: error.start].count(b"\n") + 1) from error


def _unknown_letters(line: int) -> UnreadableTranscript:
    return UnreadableTranscript(
        "The letters of this file cannot be read: it is neither UTF-8, UTF-16 nor Western European.",
        SAVE_AS_UTF8,
        line,
    )


def _no_text(line: int) -> UnreadableTranscript:
    return UnreadableTranscript(
        "The file is not text: it holds bytes that no transcript has.",
        "Export the transcript again as VTT, SRT, TXT, DOCX or JSON and hand that in.",
        line,
    )
