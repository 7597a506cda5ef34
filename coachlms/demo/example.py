"""The reading of one sample conversation, kept as a file, so that the method page can draw it without a model."""

import json
from dataclasses import asdict
from functools import cache
from typing import Any

from coachlms.demo.samples import FOLDER, Sample, sample_named
from courses.management.reading import LIBRARY, read_library
from feedback.reports import FactRow, Pictures, pictures, stretch_of
from reviews.analysis import analyse
from reviews.transcripts import merge, read, speakers
from reviews.transcripts.pseudonyms import masked, suggest

SLUG, LEVEL = "salt-and-lemon", "pcc"
PATH = FOLDER / "example.json"


def example() -> dict[str, Any]:
    """The sample and its pictures, for a template."""
    return {"sample": sample(), "example": _drawn()}


def sample() -> Sample:
    found = sample_named(SLUG)
    if found is None:
        raise LookupError(f"There is no sample called {SLUG}.")
    return found


def read_again() -> str:
    """What the file should hold: facts and line of the sample as the demo reads it now, none of its words."""
    parsed = read(sample().content, f"{SLUG}.vtt")
    roles = {one.label: str(one.guess) for one in speakers(parsed.utterances)}
    turns = merge(parsed.utterances, roles)
    turns = masked(turns, suggest([turn.text for turn in turns], roles))
    found = analyse(turns, read_library(LIBRARY, None).rubric(LEVEL))
    rows = {
        "facts": [asdict(fact) for fact in found.facts],
        "timeline": [asdict(stretch) for stretch in found.timeline],
    }
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


@cache
def _drawn() -> Pictures | None:
    kept = json.loads(PATH.read_text(encoding="utf-8"))
    facts = [FactRow(**{**row, "turns": tuple(row["turns"])}) for row in kept["facts"]]
    return pictures(facts, [stretch_of(row) for row in kept["timeline"]])
