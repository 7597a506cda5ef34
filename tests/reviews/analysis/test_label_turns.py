"""`manage.py label_turns`: one row per row, clear refusals, the same bytes again."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

HEADER = ("transcript_id", "utterance_id", "interlocutor", "utterance_text")
ROWS = (
    ("a", "0", "therapist", "What brings you here today?"),
    ("b", "7", "client", "I will call the doctor on Monday."),
    ("a", "1", "client", "My wife sent me, it is not a problem for me."),
    ("b", "8", "therapist", ""),
    ("a", "2", "therapist", "Your wife sent you, and you see it differently."),
    ("a", "3", "therapist", "You should drink less."),
)


def written(
    path: Path, rows: tuple[tuple[str, ...], ...], header: tuple[str, ...] = HEADER
) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def labelled(source: Path, target: Path) -> list[dict[str, str]]:
    call_command("label_turns", source, target)
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_one_row_per_row_in_their_order(tmp_path: Path) -> None:
    found = labelled(written(tmp_path / "in.csv", ROWS), tmp_path / "out.csv")
    assert [(row["transcript_id"], row["utterance_id"]) for row in found] == [
        row[:2] for row in ROWS
    ]
    assert list(found[0]) == [
        "transcript_id",
        "utterance_id",
        "main",
        "question_exists",
        "reflection_exists",
        "therapist_input_exists",
        "question_subtype",
        "reflection_subtype",
        "input_subtype",
        "advice_score",
        "client_talk",
    ]
    coach = [row for row, given in zip(found, ROWS, strict=True) if given[2] == "therapist"]
    client = [row for row, given in zip(found, ROWS, strict=True) if given[2] == "client"]
    assert {row["main"] for row in coach} <= {"question", "reflection", "therapist_input", "other"}
    assert {row["question_exists"] for row in coach} <= {"True", "False"}
    assert {row["client_talk"] for row in client} <= {"change", "neutral", "sustain"}
    assert {row["client_talk"] for row in coach} == {row["main"] for row in client} == {"n/a"}
    assert all(0 <= float(row["advice_score"]) <= 1 for row in found)
    assert found[0]["main"] == "question"


def test_the_same_file_gives_the_same_bytes_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    source = written(tmp_path / "in.csv", ROWS)
    labelled(source, tmp_path / "one.csv")
    labelled(source, tmp_path / "two.csv")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "one.csv", "two.csv"]


def test_a_missing_column_an_unknown_side_and_a_missing_file_are_said(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with pytest.raises(CommandError, match="has no column “utterance_text”"):
        labelled(written(tmp_path / "a.csv", (), HEADER[:3]), out)
    with pytest.raises(CommandError, match="row 1: the interlocutor is “coach”, not therapist"):
        labelled(written(tmp_path / "b.csv", (("a", "0", "coach", "Hello."),)), out)
    with pytest.raises(CommandError, match="cannot be read as CSV in UTF-8"):
        labelled(tmp_path / "none.csv", out)
    (tmp_path / "c.csv").write_bytes(b"transcript_id,\xff\xfe\n")
    with pytest.raises(CommandError, match="cannot be read as CSV in UTF-8"):
        labelled(tmp_path / "c.csv", out)
    with pytest.raises(CommandError, match="cannot be written"):
        labelled(written(tmp_path / "d.csv", ROWS), tmp_path / "nowhere" / "out.csv")
    assert not out.exists()
