"""Word files: the paragraphs come from a process with limits on memory and time, never from this one.

A file of 104 KB with eight million empty paragraphs has cost python-docx three minutes and 2.6 GiB.
"""

import json
import subprocess
import sys
from pathlib import Path

from reviews.transcripts import docx_worker
from reviews.transcripts.lines import Line, from_paragraphs
from reviews.transcripts.turns import UnreadableTranscript

WALL_SECONDS = 20
_WORKER = Path(docx_worker.__file__)
_AS_TEXT = "Open it in Word, save it as plain text or as a new DOCX, and hand that in."
_BOMB = "The Word file unpacks to far more than a transcript holds."
_REASONS: dict[str, tuple[str, str]] = {
    "damaged": ("The Word file is damaged and cannot be opened.", _AS_TEXT),
    "password": ("The file is protected by a password.", "Save it without a password."),
    "no_word": (
        "The file is an archive or another Office file, not a Word document.",
        "Unpack it and hand in the transcript that is in it, as VTT, TXT or DOCX.",
    ),
    "entities": ("The Word file defines its own entities, which no transcript needs.", _AS_TEXT),
    "deep": ("The Word file is nested deeper than any transcript.", _AS_TEXT),
    "entries": (f"The archive holds more than {docx_worker.MAX_ENTRIES:,} files.", _AS_TEXT),
    "paragraphs": (
        f"The Word file has more than {docx_worker.MAX_PARAGRAPHS:,} paragraphs.",
        _AS_TEXT,
    ),
    "ratio": (_BOMB, _AS_TEXT),
    "large": (_BOMB, _AS_TEXT),
    "stopped": ("Reading the Word file took too much time or memory.", _AS_TEXT),
}


def lines(data: bytes) -> list[Line]:
    """Lines of a Word file with the numbers of their paragraphs, or a refusal."""
    answer = _ask_worker(data)
    code = answer.get("refused")
    if code is not None:
        raise _refusal(str(code))
    found = answer.get("paragraphs")
    pairs = found if isinstance(found, list) else []
    return from_paragraphs((int(number), str(text)) for number, text in pairs)


def _ask_worker(data: bytes) -> dict[str, object]:
    try:
        done = subprocess.run(  # noqa: S603 - our own script, no shell, the file only on its input
            [sys.executable, "-I", str(_WORKER)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal("stopped") from error
    if done.returncode != 0:
        raise _refusal("stopped")
    answer = json.loads(done.stdout)
    return answer if isinstance(answer, dict) else {}


def _refusal(code: str) -> UnreadableTranscript:
    return UnreadableTranscript(*_REASONS.get(code, _REASONS["damaged"]))
