"""Rev's JSON: monologues of elements, each word with its own times in seconds."""

from reviews.transcripts.json_text import dicts, label_of, ms_of, text_of
from reviews.transcripts.lines import Builder
from reviews.transcripts.turns import Utterance


def parse(data: object) -> tuple[Utterance, ...]:
    """One utterance per monologue; its line is the place of the monologue from 1."""
    whole = data if isinstance(data, dict) else {}
    named = {
        text_of(label_of(speaker.get("id"))): text_of(speaker.get("name"))
        for _, speaker in dicts(whole.get("speakers"))
    }
    builder = Builder()
    for place, monologue in dicts(whole.get("monologues")):
        elements = [element for _, element in dicts(monologue.get("elements"))]
        label = label_of(monologue.get("speaker"))
        start, end = _times(elements, place)
        words = "".join(text_of(element.get("value")) for element in elements)
        builder.say(named.get(label) or label, words, place, start_ms=start, end_ms=end)
    return builder.done()


def is_rev(data: object) -> bool:
    return isinstance(data, dict) and isinstance(data.get("monologues"), list)


def _times(elements: list[dict[str, object]], place: int) -> tuple[int | None, int | None]:
    starts = [ms_of(element.get("ts"), place) for element in elements]
    ends = [ms_of(element.get("end_ts"), place) for element in elements]
    return (
        next((start for start in starts if start is not None), None),
        max((end for end in ends if end is not None), default=None),
    )
