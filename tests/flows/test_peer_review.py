"""Two peers and a mentor read a session; the learner watches the room fill, voice by voice."""

import re

import pytest
from django.core import mail
from django.test import Client

from coachlms.accounts.models import Role, User
from coachlms.jobs import services as jobs
from coachlms.notifications.models import Notice
from reviews.models import Review, Submission
from tests.reviews import world

pytestmark = pytest.mark.django_db

TAG = re.compile(r'<a class="marktag" data-voice="(\w+)" href="#f-(8\w)">')


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form(**changed: object) -> dict[str, object]:
    """A complete review: 8a seen, everything else not seen."""
    words = {f"value-8{letter}": "not_seen" for letter in "bcdef"}
    return {
        **words,
        "value-8a": "seen",
        "evidence-8a": ["5|What are you learning about yourself, from the third row?"],
        "strength": "You stayed inside her picture.",
        "experiment": "I would wait a little longer.",
        **changed,
    }


def write(client: Client, review: Review, **changed: object) -> None:
    """Autosave, come back, hand in."""
    assert b"Saved at" in client.post(f"/reviews/{review.pk}/save/", form(**changed)).content
    assert b"You stayed inside her picture." in client.get(f"/reviews/{review.pk}/").content
    assert client.post(f"/reviews/{review.pk}/", form(**changed)).status_code == 302


def take(peer: User) -> tuple[Client, Review]:
    client = signed_in(peer)
    client.post("/reviews/take/")
    return client, Review.objects.get(reviewer=peer, source="peer")


def tags(client: Client, submission: Submission) -> set[tuple[str, str]]:
    return set(TAG.findall(client.get(f"/sessions/{submission.pk}/").content.decode()))


def test_the_story_of_a_session_that_is_read_by_everybody() -> None:
    author = world.learner("Mira Kovac")
    mentor = world.person("Tomas Rehn", Role.MENTOR)
    peers = [world.peer_ready("Noor Amari"), world.peer_ready("Jonas Berg")]
    submission = world.open_session(author, mentor=mentor)
    room = signed_in(author)

    # the embedded reader comes first: provisional, and the learner is told
    jobs.run_pending()
    submission.refresh_from_db()
    assert submission.state == "provisional"
    assert {voice for voice, _ in tags(room, submission)} == {"ai"}

    # one peer takes it and gives it back, which costs nobody anything
    client, review = take(peers[0])
    client.post(f"/reviews/{review.pk}/decline/", {"reason": "I know this coach."})
    review.refresh_from_db()
    assert review.state == "declined"

    # two others read it
    third = world.peer_ready("Pia Lindt")
    for peer in (peers[1], third):
        client, review = take(peer)
        write(client, review)
    submission.refresh_from_db()
    assert (submission.state, submission.result.peers) == ("final", 2)
    assert {"ai", "peer"} <= {voice for voice, _ in tags(room, submission)}

    # the mentor sees nobody else before she has written, and her word stands beside theirs
    client = signed_in(mentor)
    assert tags(client, submission) == set()
    write(
        client,
        Review.objects.get(reviewer=mentor),
        **{"value-8c": "missed", "evidence-8c": ["10|Hm. All right."]},
    )
    assert {"ai", "peer", "mentor"} <= {voice for voice, _ in tags(client, submission)}
    assert ("mentor", "8c") in tags(room, submission)

    # one place, three voices, one highlight
    html = room.get(f"/sessions/{submission.pk}/").content.decode()
    passage = "What are you learning about yourself, from the third row?"
    assert (
        len(re.findall(rf'<a class="evidence" href="#f-\w+">{re.escape(passage)}</a>', html)) == 1
    )

    # the learner was told once for each reading, without a word of the session
    jobs.run_pending()
    notices = Notice.objects.filter(user=author).order_by("pk").values_list("text", flat=True)
    assert (
        list(notices)
        == ["Your session report is ready."] + ["A new reading of your session is in."] * 3
    )
    letters = [letter for letter in mail.outbox if letter.to == [author.email]]
    assert len(letters) == 4
    assert not any("third row" in f"{letter.subject}{letter.body}" for letter in letters)
