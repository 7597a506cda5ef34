"""`manage.py analyse FILE`: what the embedded reader finds in a transcript, as a report or as JSON."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.management.reading import LIBRARY, read_library
from courses.rubrics import Rubric
from reviews.analysis import analyse
from reviews.analysis.report_text import lines_of
from reviews.transcripts import merge, read, speakers
from reviews.transcripts.turns import (
    ParsedTranscript,
    SpeakerSummary,
    Turn,
    UnreadableTranscript,
    Who,
)


class Command(BaseCommand):
    help = "Read a transcript with the embedded reader. Nothing is saved and nothing leaves the machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--level", choices=("acc", "pcc", "mcc"), default="pcc")
        parser.add_argument("--coach", metavar="NAME", help="who coaches, as the file names them")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        parsed = _parsed(options["file"])
        turns = merge(parsed.utterances, _roles(speakers(parsed.utterances), options["coach"]))
        rubric = read_library(LIBRARY, None).rubric(options["level"])
        if options["as_json"]:
            self.stdout.write(_json(parsed, turns, rubric))
            return
        for warning in parsed.warnings:
            self.stdout.write(f"Note: {warning}")
        for line in lines_of(analyse(turns, rubric), rubric):
            self.stdout.write(line)


def _parsed(path: Path) -> ParsedTranscript:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        return read(data, path.name)
    except UnreadableTranscript as error:
        where = f"{path.name}, line {error.line}" if error.line else path.name
        raise CommandError(f"{where}: {error.reason} {error.advice}") from error


def _roles(found: tuple[SpeakerSummary, ...], coach: str | None) -> dict[str, str]:
    """Who is what: the named coach, or the reader's guess; of the others, who speaks most is the client."""
    names = ", ".join(f"“{one.label}” ({one.turns} turns, {one.words} words)" for one in found)
    if coach is not None and coach not in {one.label for one in found}:
        raise CommandError(f"Nobody is called “{coach}” here. The speakers are: {names}.")
    chosen = coach or next((one.label for one in found if one.guess is Who.COACH), None)
    if chosen is None:
        raise CommandError(
            f"Who is the coach? Say so with --coach NAME. The speakers are: {names}."
        )
    others = sorted((one for one in found if one.label != chosen), key=lambda one: -one.words)
    roles = {one.label: str(Who.OTHER) for one in others}
    if others:
        roles[others[0].label] = str(Who.CLIENT)
    return {**roles, chosen: str(Who.COACH)}


def _json(parsed: ParsedTranscript, turns: tuple[Turn, ...], rubric: Rubric) -> str:
    data = {
        "format": parsed.format,
        "warnings": list(parsed.warnings),
        "turns": [asdict(turn) for turn in turns],
        **analyse(turns, rubric).as_dict(),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
