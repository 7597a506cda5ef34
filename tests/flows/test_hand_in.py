"""Anders hands in a session: six pages, a wrong file, a break in between, and a second click on the button."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from coachlms.jobs.models import Job
from courses.models import Competency
from reviews.models import Submission, Transcript
from tests.reviews import world

pytestmark = pytest.mark.django_db

VTT = b"""WEBVTT

1
00:00:04.120 --> 00:00:07.480
Anders Lund: What would you like to have by the time we finish?

2
00:00:07.910 --> 00:00:13.030
Tomke Witt: I keep postponing one talk with Katrin at Siemens.

3
00:00:13.500 --> 00:00:15.000
Anders Lund: What makes it matter now?

4
00:00:16.000 --> 00:00:20.000
Tomke Witt: Katrin leaves in June. Write to me at tomke@example.org.
"""


def test_learner_hands_in_a_session(client: Client) -> None:
    level = world.library()
    anders = world.learner("Anders Lund")
    client.force_login(anders)

    # consent comes first: without the two purposes that are needed there is no draft
    form = {"purposes": ["peers"], "agreed_on": timezone.localdate(), "client_alias": "Client T"}
    page = client.post("/sessions/new/", form)
    assert "Without the first two nothing can be read." in page.content.decode()
    assert Submission.objects.count() == 0

    page = client.post("/sessions/new/", form | {"purposes": ["recording", "tool", "peers"]})
    submission = Submission.objects.get()
    start = f"/sessions/{submission.pk}/hand-in/"
    assert page["Location"] == f"{start}conversation/"

    # a later stage leads back to the one that is due
    assert client.get(f"{start}focus/")["Location"] == f"{start}conversation/"

    # a wrong file: what it is, what to do, and nothing is lost
    page = client.post(
        f"{start}conversation/", {"file": SimpleUploadedFile("a.vtt", b"WEBVTT\n\n")}
    )
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert Transcript.objects.count() == 0
    page = client.post(f"{start}conversation/", {"file": SimpleUploadedFile("a.vtt", VTT)})
    assert page["Location"] == f"{start}speakers/"

    # she leaves, and comes back to where she was
    assert client.get(start)["Location"] == f"{start}speakers/"
    page = client.get(f"{start}speakers/")
    assert "What would you like to have by the time we finish?" in page.content.decode()
    page = client.post(f"{start}speakers/", {"voice-0": "client", "voice-1": "client"})
    assert "Say which voice is the coach" in page.content.decode()
    page = client.post(f"{start}speakers/", {"voice-0": "coach", "voice-1": "client"})
    assert page["Location"] == f"{start}text/"

    # masks: suggestions to keep, one word of her own to add
    page = client.get(f"{start}text/").content.decode()
    text = page.split("As your readers will see it")[1]
    assert "Katrin" not in text
    assert "tomke@example.org" not in text
    formset = {
        "mask-TOTAL_FORMS": 3,
        "mask-INITIAL_FORMS": 0,
        "mask-0-use": "on",
        "mask-0-original": "Katrin",
        "mask-0-replacement": "Person A",
        "mask-1-use": "on",
        "mask-1-original": "tomke@example.org",
        "mask-1-replacement": "[email]",
        "mask-2-use": "on",
        "mask-2-original": "one talk",
        "mask-2-replacement": "something",
    }
    assert client.post(f"{start}text/", formset)["Location"] == f"{start}focus/"

    focus = {"title": "June", "level": level.pk, "focus": Competency.objects.get(number=8).pk}
    assert client.post(f"{start}focus/", focus)["Location"] == f"{start}reflection/"

    # her own words come before anything is read, and a few are not enough
    page = client.post(f"{start}reflection/", {"reflection": "It was fine."})
    assert "Write at least 10 words" in page.content.decode()
    assert Job.objects.count() == 0
    words = {"reflection": "I asked, and then I waited for longer than I usually do."}
    session = f"/sessions/{submission.pk}/"
    assert client.post(f"{start}reflection/", words)["Location"] == session
    assert client.post(f"{start}reflection/", words)["Location"] == session  # clicked twice

    submission.refresh_from_db()
    assert submission.state == Submission.State.IN_REVIEW
    assert [turn.text for turn in submission.turns.all()] == [
        "What would you like to have by the time we finish?",
        "I keep postponing something with Person A at Siemens.",
        "What makes it matter now?",
        "Person A leaves in June. Write to me at [email].",
    ]
    assert submission.duration_ms == 15_880
    assert Job.objects.filter(kind="review_with_ai").count() == 1

    # going back leads to the session, and a stranger finds nothing
    assert client.get(f"{start}text/")["Location"] == session
    client.force_login(world.learner("Stranger Stein"))
    assert [client.get(f"{start}{stage}").status_code for stage in ("", "text/", "focus/")] == [
        404
    ] * 3
