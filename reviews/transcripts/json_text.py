"""JSON from strangers: bounded before it is built, and every value asked for its type."""

import json

from reviews.transcripts import limits
from reviews.transcripts.turns import UnreadableTranscript

EXPORT_AGAIN = "Export the transcript again and hand the file in as it is."
MAX_SPEAKER_NUMBER = 10_000
MAX_SECONDS = 100 * 3600


def load(text: str) -> object:
    """The parsed JSON. Refuses what is broken (with its line), too large or nested without end."""
    limits.refuse_json_parts(text)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"The JSON breaks in this line, at character {error.colno}."
        raise UnreadableTranscript(reason, EXPORT_AGAIN, error.lineno) from error
    except (ValueError, RecursionError) as error:
        reason = "The JSON holds a number too long or brackets too deep to be a transcript."
        raise UnreadableTranscript(reason, EXPORT_AGAIN) from error


def dicts(value: object) -> list[tuple[int, dict[str, object]]]:
    """The objects in a list with their places from 1; anything else in it is passed over."""
    if not isinstance(value, list):
        return []
    return [(place, item) for place, item in enumerate(value, 1) if isinstance(item, dict)]


def text_of(value: object) -> str:
    return value if isinstance(value, str) else ""


def label_of(value: object) -> str:
    """A speaker as a label: a name as it is, a number as `Speaker 1`."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return ""
    if isinstance(value, str):
        return f"Speaker {value.strip()}" if _is_number(value.strip()) else value
    return f"Speaker {value}" if abs(value) < MAX_SPEAKER_NUMBER else ""


def ms_of(value: object, place: int) -> int | None:
    """Milliseconds of seconds; None if there are none; refused if they cannot be a time."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _no_time(place)
    if not 0 <= value <= MAX_SECONDS:  # also refuses NaN and infinity
        raise _no_time(place)
    return round(value * 1000)


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= 4


def _no_time(place: int) -> UnreadableTranscript:
    return UnreadableTranscript(
        f"Element {place} of the JSON has a time that is not a number of seconds.",
        "Correct it, or export the transcript again.",
        place,
    )
