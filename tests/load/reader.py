"""How long the embedded reader takes on one core: an hour of talk with the model to load, and a thousand turns once loaded.

    python -m tests.load.reader

The talks are those its error is measured on, repeated to the length; every round is a process of its own.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from courses.library import load
from reviews.analysis import analyse
from reviews.analysis.talk import prepare
from reviews.analysis.trained import labelling, model, pieces
from reviews.analysis.training.labels import own_talks
from reviews.analysis.view import look
from reviews.transcripts.turns import Turn, Who

ROOT = Path(__file__).resolve().parents[2]
TALKS = ROOT / "tests" / "reviews" / "analysis" / "labelled"
WORDS_OF_AN_HOUR = 9000
TURNS = 1000
TIMEOUT_S = 300


def turns(*, words: int = 0, count: int = 0) -> tuple[Turn, ...]:
    """The labelled talks one after the other, until there are so many words or turns."""
    found: list[Turn] = []
    said = 0
    for one in cycle([turn for talk in own_talks(TALKS) for turn in talk]):
        if (words and said >= words) or (count and len(found) >= count):
            return tuple(found)
        who = Who.COACH if one.is_coach else Who.CLIENT
        found.append(Turn(len(found) + 1, who, one.text))
        said += len(one.text.split())
    return tuple(found)


def round_of_one() -> dict[str, float]:
    """In this process: seconds of processor since it began, after an hour's talk; then for a thousand turns."""
    rubric = load(ROOT / "courses" / "data" / "library.yaml").rubric("pcc")
    analyse(turns(words=WORDS_OF_AN_HOUR), rubric)
    hour = time.process_time()
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"))
    view = look(prepare(turns(count=TURNS)), "pcc")
    began = time.process_time()
    labelling.label(model.load(), [pieces.whole(view, line) for line in view.talk.lines])
    return {
        "an hour, s": hour,
        "an hour, MiB": int(peak[1]) / 1024 if peak else 0.0,
        "1,000 turns, s": time.process_time() - began,
    }


def rounds(count: int) -> list[dict[str, float]]:
    """Each in a new process on one core, where the system lets a process choose its cores."""
    core = min(os.sched_getaffinity(0))
    found = []
    for _ in range(count):
        done = subprocess.run(
            [sys.executable, "-m", "tests.load.reader", "--once"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
            timeout=TIMEOUT_S,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )
        found.append(json.loads(done.stdout))
    return found


def table(found: Sequence[dict[str, float]]) -> list[str]:
    """Median and range of each figure."""
    lines = [f"\n{'the reader on one core':24} {'median':>8} {'least':>8} {'most':>8}"]
    for name in found[0]:
        values = [one[name] for one in found]
        lines.append(
            f"{name:24} {statistics.median(values):8.1f} {min(values):8.1f} {max(values):8.1f}"
        )
    return lines


def main() -> None:
    if "--once" in sys.argv:
        print(json.dumps(round_of_one()))
    else:
        print("\n".join(table(rounds(3))))


if __name__ == "__main__":
    main()
