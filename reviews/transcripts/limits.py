"""How big a transcript may be, and how one that is bigger is refused. Sizes are generous: an hour is 60 KB."""

from reviews.transcripts.turns import UnreadableTranscript

MAX_BYTES = 10 * 1024 * 1024
MAX_LINES = 100_000
MAX_LINE_CHARS = 50_000
MAX_UTTERANCES = 20_000
MAX_SPEECH_CHARS = 600_000  # about 100,000 words, eleven hours of talk
MAX_SPEAKERS = 50
MAX_LABEL_CHARS = 80
MAX_JSON_PARTS = 1_000_000  # brackets and commas, counted before anything is built from them

SPLIT_IT = "Hand in one session at a time, or cut the file at the places where a session ends."


def refuse_bytes(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise UnreadableTranscript(
            f"The file is larger than {MAX_BYTES // 1024 // 1024} MB; "
            "the transcript of an hour is far below 1 MB.",
            "Hand in the transcript alone, without recording or pictures.",
        )


def refuse_lines(count: int) -> None:
    if count > MAX_LINES:
        raise UnreadableTranscript(f"The file has more than {MAX_LINES:,} lines.", SPLIT_IT)


def refuse_line(text: str, line: int) -> None:
    if len(text) > MAX_LINE_CHARS:
        raise UnreadableTranscript(
            f"This line has more than {MAX_LINE_CHARS:,} characters, which no spoken turn has.",
            "Put every turn on a line of its own, or export the transcript again.",
            line,
        )


def refuse_json_parts(text: str) -> None:
    if sum(text.count(sign) for sign in "[{,") > MAX_JSON_PARTS:
        raise UnreadableTranscript(
            f"The JSON has more than {MAX_JSON_PARTS:,} parts; a session has far fewer.", SPLIT_IT
        )


def refuse_utterances(count: int, line: int) -> None:
    if count > MAX_UTTERANCES:
        raise UnreadableTranscript(
            f"The file holds more than {MAX_UTTERANCES:,} pieces of speech.", SPLIT_IT, line
        )


def refuse_speech(chars: int, line: int) -> None:
    if chars > MAX_SPEECH_CHARS:
        raise UnreadableTranscript(
            f"Up to this line there are more than {MAX_SPEECH_CHARS:,} characters of speech, "
            "about eleven hours.",
            SPLIT_IT,
            line,
        )


def refuse_label(label: str, line: int) -> None:
    if len(label) > MAX_LABEL_CHARS:
        raise UnreadableTranscript(
            f"The name of the speaker here has more than {MAX_LABEL_CHARS} characters.",
            "Shorten the name in that line, or export the transcript again.",
            line,
        )


def refuse_speakers(count: int, line: int) -> None:
    if count > MAX_SPEAKERS:
        raise UnreadableTranscript(
            f"The file names more than {MAX_SPEAKERS} different speakers.",
            "Check that it is the transcript of one coaching session, and write every name the same way.",
            line,
        )
