"""Broken, cut, mixed-up and hostile transcripts through the page: a sentence each, never a fault of ours.

2,000 files; FAULTS_LONG=1: 100,000. Seeded, so that a file that fails once fails again.
"""

import os
import random
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from reviews.models import Purpose, Submission, Transcript
from reviews.services import drafts
from reviews.services.drafts import ConsentDraft
from tests.reviews import world

SAMPLES = sorted((Path(__file__).parents[1] / "reviews" / "transcripts" / "samples").iterdir())
COUNT = 100_000 if os.environ.get("FAULTS_LONG") else 2_000
NAMES = ("talk.vtt", "talk.srt", "talk.txt", "talk.json", "talk.docx", "talk.md", "talk", "t.mp4")
PIECES = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"PK\x03\x04",
    b"WEBVTT\n\n",
    b"00:00:01.000 --> 99:99:99.999\n",
    b"-->",
    b"<v ",
    b"{" * 50,
    b"[" * 2000,
    b"\r\n" * 40,
    "\u202e\u0000\ufeff".encode(),
    b"Coach:" * 30,
    b"&#x10FFFF;&lt;script&gt;",
    b"\xf0\x9f\x98",
    b'{"monologues":[{"speaker":1e309,"elements":null}]}',
    b"999999999999999999999:59:59,999 --> -1\n",
)


def broken(dice: random.Random) -> bytes:
    """A real file with something done to it."""
    data = bytearray(dice.choice(SAMPLES).read_bytes()[: dice.choice((200, 2_000, 20_000))])
    for _ in range(dice.randint(1, 4)):
        where = dice.randrange(len(data) + 1)
        match dice.randrange(6):
            case 0:
                del data[where : where + dice.choice((1, 10, 500))]
            case 1:
                data[where:where] = dice.choice(PIECES)
            case 2:
                data[where:where] = dice.randbytes(dice.choice((1, 16, 300)))
            case 3:
                data = data[:where]
            case 4:
                other = dice.choice(SAMPLES).read_bytes()
                data = data[:where] + other[dice.randrange(len(other) or 1) :][:3_000]
            case _:
                data[where:where] = bytes(data[:where][-200:]) * dice.choice((2, 20))
    return bytes(data)


@pytest.mark.django_db
def test_malformed_files_are_read_or_refused_with_a_sentence(client: Client) -> None:
    world.library()
    author = world.learner("Author Anders")
    consent = ConsentDraft(frozenset({Purpose.RECORDING, Purpose.TOOL}), timezone.localdate(), "C")
    draft = drafts.start_draft(learner=author, consent=consent)
    client.force_login(author)
    dice = random.Random(20)
    codes: dict[int, int] = {}
    began = time.monotonic()
    for number in range(COUNT):
        file = SimpleUploadedFile(dice.choice(NAMES), broken(dice))
        answer = client.post(f"/sessions/{draft.pk}/hand-in/conversation/", {"file": file})
        codes[answer.status_code] = codes.get(answer.status_code, 0) + 1
        assert answer.status_code in {200, 302, 422}, number
        if answer.status_code == 422:
            assert answer.context["refused"].message, number
    print(codes, f"{time.monotonic() - began:.0f} s")
    assert sum(codes.values()) == COUNT
    assert codes.keys() == {302, 422} | ({200} & codes.keys())
    assert Submission.objects.get().state == Submission.State.DRAFT
    assert Transcript.objects.count() == 1
