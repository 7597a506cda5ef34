"""Every quote shown anywhere stands in the transcript word for word: over all sample sessions, with the shipped library."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from courses.library import load
from courses.models import Competency, Level
from courses.services import load_library
from reviews.models import ConsentGrant, Evidence, Submission, Turn
from reviews.services.opening import open_reviews
from reviews.transcripts import Who, merge, read, speakers
from tests.reviews import world

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "coachlms" / "demo" / "sessions").glob("*.vtt"))
SHOWN = re.compile(r'<(?:a class="evidence"|mark)[^>]*>(.*?)</(?:a|mark)>', re.DOTALL)
TURN = re.compile(r'<li class="turn" id="t(\d+)".*?<p dir="auto">(.*?)</p>', re.DOTALL)
PAUSE = re.compile(r'<span class="pause">.*?</span> ')


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_quote_of_a_sample_is_in_its_turn_on_the_page(path: Path, client: Client) -> None:
    submission = _session(path)
    world.read_by_ai(submission)
    texts = {turn.number: turn.text for turn in submission.turns.all()}
    client.force_login(submission.learner)

    html = client.get(f"/sessions/{submission.pk}/").content.decode()

    stored = list(Evidence.objects.select_related("turn"))
    assert len(stored) >= 5
    assert all(row.turn.text[row.start : row.end] == row.quote for row in stored)
    pages = {int(number): PAUSE.sub("", body) for number, body in TURN.findall(html)}
    assert {number: _plain(body) for number, body in pages.items()} == texts
    marked = [
        (number, unescape(text)) for number, body in pages.items() for text in SHOWN.findall(body)
    ]
    assert marked
    assert [text for number, text in marked if text not in texts[number]] == []
    everywhere = [unescape(text) for text in SHOWN.findall(html)]
    assert [text for text in everywhere if not any(text in turn for turn in texts.values())] == []


def test_the_samples_are_there() -> None:
    assert len(SAMPLES) >= 3


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def _session(path: Path) -> Submission:
    load_library(library=load(ROOT / "courses" / "data" / "library.yaml"))
    parsed = read(path.read_bytes(), path.name)
    roles = {one.label: str(one.guess) for one in speakers(parsed.utterances)}
    assert Who.COACH in roles.values()
    author = world.learner("Ada Brandt", enrolled=False)
    submission = Submission.objects.create(
        learner=author,
        title=path.stem,
        level=Level.objects.get(key="pcc"),
        focus=Competency.objects.get(number=8),
        handed_in_at=timezone.now(),
    )
    for purpose in ("recording", "tool"):
        ConsentGrant.objects.create(submission=submission, purpose=purpose)
    Turn.objects.bulk_create(
        Turn(
            submission=submission,
            number=turn.number,
            who=turn.who,
            text=turn.text,
            start_ms=turn.start_ms,
            end_ms=turn.end_ms,
        )
        for turn in merge(parsed.utterances, roles)
    )
    open_reviews(submission=submission)
    return submission
