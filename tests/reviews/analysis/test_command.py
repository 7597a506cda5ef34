"""`manage.py analyse`: the report, the JSON, and what it says when it cannot read."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reviews.analysis import VERSION

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "coachlms" / "demo" / "sessions"
ORDER = (None, "starting", "growing", "steady", "distinctive")


def run(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("analyse", str(path), *options, stdout=out)
    return out.getvalue()


def read(name: str, *options: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run(DEMO / f"{name}.vtt", "--json", *options))
    return data


def test_report_names_facts_words_quotes_and_limits() -> None:
    text = run(DEMO / "the-third-row.vtt")
    for line in (
        f"Read at PCC by the embedded reader, version {VERSION}",
        "  Turns: 78 turns (39 of the coach, 39 of the client)",
        "8. Facilitates Client Growth: growing",
        "  8c  Opening missed: Leaves the choice of goal, step and follow-up with the client.",
        "      “Hm. All right.” turn 65, 28:50",
        "      “What are you learning about yourself, from the third row?” turn 56, 27:20",
        "Worth discussing with your mentor coach",
        "Limits of this reading",
        "  Read from text and times only. Tone, breath and gesture were not heard.",
    ):
        assert line in text.splitlines()


def test_json_has_turns_facts_behaviours_markers_and_notices() -> None:
    data = read("the-third-row", "--level", "mcc")
    assert set(data) == {
        "format", "warnings", "turns", "analyser", "version", "level", "facts", "behaviours",
        "markers", "notices", "competency_words", "dropped", "limits", "language_ok",
        "timeline",
    }  # fmt: skip
    assert data["level"] == "mcc"
    assert len(data["turns"]) == 78
    assert data["turns"][55]["text"] == "What are you learning about yourself, from the third row?"
    texts = {turn["number"]: turn["text"] for turn in data["turns"]}
    for marker in data["markers"]:
        for quote in marker["evidence"]:
            assert texts[quote["turn"]][quote["start"] : quote["end"]] == quote["text"]


def test_third_row_is_read_as_its_drawing_says() -> None:
    values = {marker["ref"]: marker["value"] for marker in read("the-third-row")["markers"]}
    assert {ref: values[ref] for ref in ("8a", "8b", "8c", "8d", "8e", "8f", "6b")} == {
        "8a": "seen",
        "8b": "partly",
        "8c": "missed",
        "8d": "not_seen",
        "8e": "partly",
        "8f": "seen",
        "6b": "seen",
    }


def test_three_demo_sessions_differ_in_craft() -> None:
    readings = [read(name) for name in ("two-calendars", "salt-and-lemon", "the-third-row")]
    shares = [next(f["value"] for f in r["facts"] if f["key"] == "talk_share") for r in readings]
    assert shares == sorted(shares, reverse=True)
    for number in ("3", "4", "5", "6", "7"):
        words = [ORDER.index(r["competency_words"][number]) for r in readings]
        assert words == sorted(words)
        assert words[0] < words[2]
    assert [[n["ref"] for n in r["notices"]] for r in readings] == [["1a", "1b"], [], ["1b"]]
    assert [r["dropped"] for r in readings] == [0, 0, 0]


def test_same_file_gives_the_same_bytes() -> None:
    path = DEMO / "salt-and-lemon.vtt"
    assert run(path, "--json") == run(path, "--json")
    assert run(path) == run(path)


def test_coach_can_be_named() -> None:
    turns = read("the-third-row", "--coach", "Marlene Voss")["turns"]
    assert [turn["who"] for turn in turns[:2]] == ["coach", "client"]


def test_unknown_coach_lists_the_speakers() -> None:
    with pytest.raises(CommandError) as refused:
        run(DEMO / "the-third-row.vtt", "--coach", "Bob")
    assert str(refused.value) == (
        "Nobody is called “Bob” here. The speakers are: “Marlene Voss” (39 turns, 2056 words),"
        " “Mira Kovac” (39 turns, 744 words)."
    )


def test_empty_file_is_refused_with_line_and_advice(tmp_path: Path) -> None:
    file = tmp_path / "empty.vtt"
    file.write_text("WEBVTT\n\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"^empty\.vtt, line 1: .+ Export the transcript again"):
        run(file)


def test_missing_file_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(
        CommandError, match=r"none\.vtt cannot be read: No such file or directory\."
    ):
        run(tmp_path / "none.vtt")


def test_other_language_prints_facts_and_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "gespraech.txt"
    lines = [
        "Coach: Was möchten Sie heute mit mir besprechen, und was soll am Ende anders sein?",
        "Client: Ich möchte wissen, warum ich am Abend immer so müde bin und nichts mehr schaffe.",
    ]
    file.write_text("\n".join(lines * 4), encoding="utf-8")
    text = run(file)
    assert "this transcript seems to be in another language, so nothing is rated." in text
    assert "1a" not in text
    assert "8a" not in text
