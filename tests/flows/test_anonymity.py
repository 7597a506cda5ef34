"""Nothing a peer can get names the author, and nothing the author can get names a peer: a search byte by byte."""

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coachlms.accounts.models import User
from coachlms.jobs import services as jobs
from reviews.models import Review, Submission, Transcript
from reviews.services import duties
from tests.reviews import world

pytestmark = pytest.mark.django_db

FILE_NAME = "mira-and-marlene-march.vtt"
COMPLETE = {
    **{f"value-8{letter}": "not_seen" for letter in "abcdef"},
    "strength": "You stayed inside her picture.",
    "experiment": "I would wait a little longer.",
}


@pytest.fixture
def author(db: None) -> User:
    return world.learner("Mirabel Kovacova")


@pytest.fixture
def submission(author: User) -> Submission:
    """A session whose author wrote her own name into everything she could type."""
    submission = world.draft_session(author)
    submission.title = "Kovacova in the third row"
    submission.focus_question = "Does mirabel.kovacova@example.org lead, or does Mirabel follow?"
    submission.recorded_by = "Mirabel Kovacova"
    submission.client_alias = "Friend of Kovacova"
    submission.save()
    Transcript.objects.create(submission=submission, name=FILE_NAME, format="vtt")
    world.open_reviews(submission=submission)
    return submission


def traces_of(user: User, submission: Submission) -> list[bytes]:
    """Everything that would tell who somebody is."""
    first, last = user.name.split()
    local = user.email.partition("@")[0]
    return [
        text.lower().encode()
        for text in (first, last, user.email, local, FILE_NAME, submission.withdrawal_key)
    ]


def found_in(response: HttpResponse, traces: list[bytes]) -> list[bytes]:
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    everything = (headers.encode() + b"\n" + response.content).lower()
    return [trace for trace in traces if trace in everything]


def everything_a_peer_can_get(client: Client, review: Review) -> dict[str, HttpResponse]:
    page = f"/reviews/{review.pk}/"
    wrong = {**COMPLETE, "value-8a": "seen", "evidence-8a": ["5|never said"]}
    return {
        "queue": client.get("/reviews/"),
        "form": client.get(page),
        "saved": client.post(f"{page}save/", COMPLETE),
        "not saved": client.post(f"{page}save/", wrong),
        "bad turn": client.post(f"{page}save/", {**COMPLETE, "turns-8a": "77", "plain": "1"}),
        "incomplete": client.post(page, {"value-8a": "seen"}),
        "handed in": client.post(page, COMPLETE),
        "queue with what was given": client.get("/reviews/"),
        "what was given": client.get(page),
        "saved again": client.post(f"{page}save/", COMPLETE),
        "given back": client.post("/reviews/9999/decline/"),
        "inbox": client.get(reverse("inbox")),
        "nothing more": client.post("/reviews/take/", follow=True),
    }


def test_a_peer_gets_no_byte_that_names_the_author(author: User, submission: Submission) -> None:
    peer = world.peer_ready("Noor Amari")
    client = Client()
    client.force_login(peer)
    review = duties.offer_next(reviewer=peer)
    duties.remind()

    answers = everything_a_peer_can_get(client, review)

    hits = {
        name: found_in(answer, traces_of(author, submission)) for name, answer in answers.items()
    }
    assert {name: hit for name, hit in hits.items() if hit} == {}
    assert "in the third row" in answers["form"].content.decode()
    assert review.submission == submission


def test_a_mail_to_a_peer_names_nobody(author: User, submission: Submission) -> None:
    peer = world.peer_ready("Noor Amari")
    review = duties.offer_next(reviewer=peer)
    Review.objects.filter(pk=review.pk).update(
        opened_at=review.opened_at - (review.lease_until - review.opened_at)  # type: ignore[operator]
    )
    duties.remind()
    jobs.run_pending()

    letters = [
        letter.message().as_bytes().lower() for letter in mail.outbox if letter.to == [peer.email]
    ]
    assert len(letters) == 2  # the reminder, and the report of her own session
    assert [t for t in traces_of(author, submission) if t in letters[0]] == []


def test_a_peer_cannot_come_from_her_review_to_the_session(
    author: User, submission: Submission
) -> None:
    peer = world.peer_ready("Noor Amari")
    client = Client()
    client.force_login(peer)
    review = duties.offer_next(reviewer=peer)

    html = client.get(f"/reviews/{review.pk}/").content.decode()

    assert "/sessions/" not in html.replace('href="/sessions/"', "")
    for path in (f"/sessions/{submission.pk}/", f"/sessions/{submission.pk}/report/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert found_in(answer, traces_of(author, submission)) == []


def test_the_author_gets_no_byte_that_names_a_peer(author: User, submission: Submission) -> None:
    peer = world.peer_ready("Noorjehan Amariyan")
    world.peer_reads(peer)
    jobs.run_pending()
    client = Client()
    client.force_login(author)

    answers = [client.get(f"/sessions/{submission.pk}/"), client.get(reverse("inbox"))]
    letters = [
        letter.message().as_bytes().lower() for letter in mail.outbox if letter.to == [author.email]
    ]

    traces = [b"noorjehan", b"amariyan", peer.email.encode()]
    assert [found_in(answer, traces) for answer in answers] == [[], []]
    assert len(letters) == 2
    assert [trace for trace in traces for letter in letters if trace in letter] == []
    assert "Peer A" in answers[0].content.decode()
