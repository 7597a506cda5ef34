"""Bounds of memory on long talks, and that hostile text comes to an end. How long it takes: `make bench`.

A process of its own for each; what runs into its time limit hangs, however slow the machine.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PROGRAM = r"""
import json, re, sys
from pathlib import Path
from courses.library import load
from reviews.analysis import analyse
from reviews.transcripts.turns import Turn, Who

sentences = Path(sys.argv[1]).read_text(encoding="utf-8").replace("Coach: ", "").replace("Client: ", "").split()
words, per_turn = int(sys.argv[2]), int(sys.argv[3])
turns, at = [], 0
for number in range(1, words // per_turn + 1):
    text = " ".join(sentences[(at + i * 7) % len(sentences)] if i % 5 == 0 else sentences[(at + i) % len(sentences)] for i in range(per_turn))
    at += per_turn + 3
    start = number * 15000
    turns.append(Turn(number, Who.COACH if number % 2 else Who.CLIENT, text, start, start + 12000))
rubric = load(Path("courses/data/library.yaml")).rubric("pcc")
reading = analyse(tuple(turns), rubric)
print(json.dumps({
    "mb": int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024,
    "markers": len(reading.markers),
}))
"""


@pytest.mark.parametrize(
    ("words", "per_turn"),
    [(9000, 45), (18000, 45), (9000, 1500)],
    ids=["an hour", "two hours", "an hour in six turns"],
)
def test_long_talk_is_read_in_bounded_memory(words: int, per_turn: int) -> None:
    text = Path(__file__).parent / "sessions" / "skilled.txt"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(text), str(words), str(per_turn)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    measured = json.loads(done.stdout)
    assert measured["markers"] == 42
    assert measured["mb"] < 300


HOSTILE = {
    "hums": "m" * 4000 + "x",
    "hums in words": "hm mm " * 3000 + "x",
    "lead-ins": "so and but then okay well " * 2000 + "x?",
    "you": "you " * 8000,
    "what": "what does you " * 4000 + "?",
    "marks": "?!… " * 6000,
    "one word": "a" * 60000,
    "commas": ", and what would you, or do you " * 2000 + "?",
    "quotes": "“ " * 8000,
    "sentences": "You could do it. What is it? I hear a lot. " * 1500,
}


HOSTILE_PROGRAM = r"""
import sys
from dataclasses import replace
from pathlib import Path
from courses.library import load
from reviews.analysis import analyse
from tests.reviews.analysis.conftest import session

turns, text = list(session("middling")), sys.stdin.read()
for index in (6, 7):
    turns[index] = replace(turns[index], text=text)
print(len(analyse(tuple(turns), load(Path("courses/data/library.yaml")).rubric("pcc")).markers))
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_comes_to_an_end(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HOSTILE_PROGRAM],
        cwd=ROOT,
        input=HOSTILE[name],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert int(done.stdout) in (0, 42)
