"""`manage.py label_turns IN.csv OUT.csv`: what the trained model calls each turn, row for row."""

import csv
import os
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviews.analysis.talk import prepare
from reviews.analysis.trained.labelling import ClientLabels, CoachLabels, label
from reviews.analysis.trained.model import load
from reviews.analysis.trained.pieces import whole
from reviews.analysis.view import look
from reviews.transcripts.turns import Turn, Who

WANTED = ("transcript_id", "utterance_id", "interlocutor", "utterance_text")
GIVEN = (
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
)
SIDES = {"therapist": Who.COACH, "client": Who.CLIENT}
NOT_ASKED = "n/a"  # as the public labels write it
LEVEL = "pcc"  # the model does not know levels; the rules want one


class Command(BaseCommand):
    help = (
        "Label every turn of a CSV with transcript_id, utterance_id, interlocutor (therapist or client) and"
        " utterance_text. Subtypes are the likelier kind, also where the act itself is not found."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, metavar="IN.csv")
        parser.add_argument("target", type=Path, metavar="OUT.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = _read(options["source"])
        talks: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            talks.setdefault(row["transcript_id"], []).append(place)
        labelled: dict[int, CoachLabels | ClientLabels] = {}
        for number, places in enumerate(talks.values(), start=1):
            labelled |= zip(places, _labels([rows[place] for place in places]), strict=True)
            if options["verbosity"] > 1:
                self.stdout.write(f"{number} of {len(talks)} transcripts")
        _write(options["target"], [_row(row, labelled[place]) for place, row in enumerate(rows)])
        self.stdout.write(f"{len(rows)} turns of {len(talks)} transcripts labelled.")


def _read(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in WANTED if name not in (reader.fieldnames or ())]
            if missing:
                raise CommandError(
                    f"{path} has no column “{missing[0]}”. Wanted: {', '.join(WANTED)}."
                )
            rows = [{name: row[name] or "" for name in WANTED} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{path} cannot be read as CSV in UTF-8: {error}") from error
    for number, row in enumerate(rows, start=1):
        if row["interlocutor"] not in SIDES:
            raise CommandError(
                f"{path}, row {number}: the interlocutor is “{row['interlocutor']}”, not therapist or client."
            )
    return rows


def _labels(rows: Sequence[dict[str, str]]) -> list[CoachLabels | ClientLabels]:
    """Labels of one transcript, in the order of its rows."""
    turns = [
        Turn(number, SIDES[row["interlocutor"]], row["utterance_text"])
        for number, row in enumerate(rows, start=1)
    ]
    view = look(prepare(turns), LEVEL)
    return label(load(), [whole(view, line) for line in view.talk.lines])


def _row(row: dict[str, str], found: CoachLabels | ClientLabels) -> dict[str, str]:
    given = dict.fromkeys(GIVEN, NOT_ASKED) | {name: row[name] for name in GIVEN[:2]}
    if isinstance(found, ClientLabels):
        return given | {"client_talk": found.talk, "advice_score": "0"}
    return given | {
        "main": found.main,
        "question_exists": str(found.question.exists),
        "reflection_exists": str(found.reflection.exists),
        "therapist_input_exists": str(found.input.exists),
        "question_subtype": found.question.kind,
        "reflection_subtype": found.reflection.kind,
        "input_subtype": found.input.kind,
        "advice_score": f"{found.advice:.4f}",
    }


def _write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    """The whole file or none: beside the target first, then in its place."""
    beside = path.with_name(path.name + ".part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, GIVEN)
            writer.writeheader()
            writer.writerows(rows)
        os.replace(beside, path)  # noqa: PTH105 - atomic also where the target exists
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
