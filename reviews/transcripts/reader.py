"""From the bytes of a file to its utterances, or a refusal that says what was found and what to do."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from reviews.transcripts import (
    descript,
    detect,
    docx,
    encoding,
    gemini,
    google_meet,
    json_text,
    labelled,
    limits,
    otter,
    rev,
    segments_json,
    srt,
    summaries,
    teams_word,
    vtt,
)
from reviews.transcripts.detect import Format
from reviews.transcripts.lines import Line, first_words, split_lines
from reviews.transcripts.turns import ParsedTranscript, UnreadableTranscript, Utterance

_PARSERS: Mapping[Format, Callable[[list[Line]], tuple[Utterance, ...]]] = {
    Format.VTT: vtt.parse,
    Format.SRT: srt.parse,
    Format.OTTER: otter.parse,
    Format.GOOGLE_MEET: google_meet.parse,
    Format.GEMINI: gemini.parse,
    Format.DESCRIPT: descript.parse,
    Format.TYPED: labelled.parse,
    Format.TEAMS_WORD: teams_word.parse,
}
_FREE_FORM = frozenset({Format.GOOGLE_MEET, Format.GEMINI, Format.TYPED})


def read(data: bytes, name: str) -> ParsedTranscript:
    """The transcript in a file of at most `limits.MAX_BYTES`; `name` is only a hint.

    Raises UnreadableTranscript, and nothing else, for whatever the bytes are.
    """
    limits.refuse_bytes(data)
    if detect.is_docx(data):
        return _read_lines(docx.lines(data), is_document=True)
    text = encoding.decode(data)
    if detect.is_json(text, name):
        return _read_json(text)
    return _read_lines(split_lines(text), is_document=False)


def _read_json(text: str) -> ParsedTranscript:
    data = json_text.load(text)
    if rev.is_rev(data):
        return _finish(Format.REV, rev.parse(data), [])
    if segments_json.is_segments(data):
        return _finish(Format.SEGMENTS, segments_json.parse(data), [])
    raise UnreadableTranscript(
        "The file is JSON, but has neither “monologues” (Rev) nor “segments” with text (Whisper).",
        "Export the transcript as VTT, SRT, TXT or DOCX and hand that in.",
        1,
    )


def _read_lines(lines: list[Line], *, is_document: bool) -> ParsedTranscript:
    if first_words(lines) is None:
        raise _no_words("The file is empty.", 1)
    found = detect.text_format(lines)
    said = _PARSERS[found](lines)
    if found in _FREE_FORM:
        part = google_meet.spoken_part(lines) if found is not Format.TYPED else lines
        summaries.refuse(part, said)
    if is_document and found is Format.OTTER:
        found = Format.TEAMS_WORD  # the newer Teams documents have Otter's shape
    remarks = labelled.remark_lines(lines) if found in _FREE_FORM | {Format.DESCRIPT} else ()
    return _finish(found, said, lines, remarks)


def _finish(
    found: Format,
    said: tuple[Utterance, ...],
    lines: list[Line],
    remarks: tuple[int, ...] = (),
) -> ParsedTranscript:
    if not any(utterance.speaker for utterance in said):
        raise _nobody_named(found, said, lines)
    mended = tuple(_mend(utterance) for utterance in said)
    nameless = sum(not utterance.speaker for utterance in said)
    backwards = sum(before != after for before, after in zip(said, mended, strict=True))
    return ParsedTranscript(found.value, mended, _notices(remarks, nameless, backwards))


def _mend(utterance: Utterance) -> Utterance:
    start, end = utterance.start_ms, utterance.end_ms
    if start is not None and end is not None and end < start:
        return replace(utterance, end_ms=None)
    return utterance


def _notices(remarks: tuple[int, ...], nameless: int, backwards: int) -> tuple[str, ...]:
    notices = []
    if remarks:
        numbers = ", ".join(str(number) for number in remarks[:5]) + (
            "…" if len(remarks) > 5 else ""
        )
        notices.append(f"Left out as a remark, not speech: line {numbers}.")
    if nameless:
        places = "One piece of speech has" if nameless == 1 else f"{nameless} pieces of speech have"
        notices.append(f"{places} no name in the file; you find them under “Unknown speaker”.")
    if backwards:
        places = "One end time lies" if backwards == 1 else f"{backwards} end times lie"
        notices.append(f"{places} before the start and was left out.")
    return tuple(notices)


def _nobody_named(
    found: Format, said: tuple[Utterance, ...], lines: list[Line]
) -> UnreadableTranscript:
    if said:
        return UnreadableTranscript(
            "The file says what was said and when, but nowhere who said it.",
            "Export it again with the names of the speakers, or write Coach: and Client: in front of "
            "what each of them says.",
            said[0].line,
        )
    if found is not Format.TYPED:
        return _no_words(f"The file looks like {found.value}, but there is no speech in it.", 1)
    first = next((line.number for line in lines if line.text.strip()), 1)
    return UnreadableTranscript(
        "No line of the text says who speaks.",
        "Write Coach: and Client: in front of what each of them says, or export the transcript again "
        "with the names of the speakers.",
        first,
    )


def _no_words(reason: str, line: int) -> UnreadableTranscript:
    return UnreadableTranscript(
        reason,
        "Export the transcript again; most programmes have it ready some minutes after the call.",
        line,
    )
