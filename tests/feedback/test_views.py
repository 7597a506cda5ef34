"""Who reads and answers a report, with and without htmx, and how many queries the pages cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from coachlms.accounts.models import User
from feedback.models import FindingAnswer, Practice
from reviews.models import Rating, Review, Submission
from tests.feedback.rows import (
    TALK,
    expire_text,
    machine_read_session,
    person,
    read_session,
    session_of,
    share_with,
    withdraw,
)

# who is asking (2), the session, six for the report, readings, resources, share, the page frame (1-2)
PAGE_QUERIES = 12


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def body(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return str(response.content.decode())


def answer(client: Client, submission: Submission, ref: str, **data: str) -> int:
    url = reverse("answer_finding", args=[submission.pk, ref])
    return int(client.post(url, data).status_code)


def test_author_reads_reflection_before_findings(author: User) -> None:
    page = body(signed_in(author), "report", read_session(author).pk)
    places = [
        page.index(part)
        for part in (
            "I felt unusually quiet",
            "your share of the talk",
            "What carried this conversation",
            'id="f-8a"',
            "Two places to grow",
            'id="f-8c"',
            "How the voices see it",
            "One practice for the next session",
            "Questions to sit with",
            "Limits of this review",
            "not affiliated with",
        )
    ]
    assert places == sorted(places)


def test_every_highlighted_word_stands_in_the_transcript(author: User) -> None:
    page = body(signed_in(author), "report", read_session(author).pk)
    marked = [part.split("</mark>")[0] for part in page.split('<mark dir="auto">')[1:]]
    assert len(marked) >= 6
    texts = [escape(text) for _, text in TALK]
    assert [words for words in marked if not any(words in text for text in texts)] == []


def test_report_has_no_inline_style_or_handler(author: User) -> None:
    page = body(signed_in(author), "report", read_session(author).pk)
    for forbidden in (" style=", "<style", "onclick", "<script>", "javascript:"):
        assert forbidden not in page


def test_provisional_report_says_who_is_missing(author: User) -> None:
    page = body(signed_in(author), "report", machine_read_session(author).pk)
    assert page.count("Provisional: the AI reader so far.") == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_stranger_finds_nothing(author: User, stranger: User, method: str) -> None:
    submission = read_session(author)
    client = signed_in(stranger)
    if method == "get":
        assert client.get(reverse("report", args=[submission.pk])).status_code == 404
    else:
        assert answer(client, submission, "8a", answer="confirmed") == 404
        practice = client.post(
            reverse("take_practice", args=[submission.pk]), {"choice": "own", "text": "Mine"}
        )
        assert practice.status_code == 404
    assert FindingAnswer.objects.count() == 0
    assert Practice.objects.count() == 0


def test_peer_who_read_the_session_does_not_get_the_report(author: User) -> None:
    submission = read_session(author)
    peer = User.objects.get(name="Petra Peer")
    assert signed_in(peer).get(reverse("report", args=[submission.pk])).status_code == 404


def test_anonymous_is_asked_to_sign_in(author: User) -> None:
    submission = read_session(author)
    response = Client().get(reverse("report", args=[submission.pk]))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_mentor_with_a_share_reads_and_cannot_answer(author: User) -> None:
    submission = read_session(author)
    mentor = User.objects.get(name="Tomas Mentor")
    share_with(submission, mentor)
    client = signed_in(mentor)
    page = body(client, "report", submission.pk)
    assert 'id="f-8a"' in page
    assert "Take this practice" not in page
    assert 'aria-pressed="' not in page
    assert "Your reflection" not in page
    assert answer(client, submission, "8a", answer="confirmed") == 403
    taken = client.post(reverse("take_practice", args=[submission.pk]), {"choice": "8c"})
    assert taken.status_code == 403
    assert FindingAnswer.objects.count() == 0
    assert Practice.objects.count() == 0


def test_mentor_is_noted_in_the_access_log_once_a_day(author: User) -> None:
    submission = read_session(author)
    mentor = User.objects.get(name="Tomas Mentor")
    share_with(submission, mentor)
    for reader in (mentor, mentor, author):
        body(signed_in(reader), "report", submission.pk)
    assert [(entry.user, entry.role) for entry in submission.accesses.all()] == [(mentor, "mentor")]


def test_mentor_who_owes_a_reading_sees_no_other_before(author: User) -> None:
    submission = read_session(author)
    mentor = User.objects.get(name="Tomas Mentor")
    share_with(submission, mentor)
    Review.objects.filter(reviewer=mentor).update(state=Review.State.OPEN)
    page = body(signed_in(mentor), "report", submission.pk)
    assert "Your own reading comes first" in page
    assert "<mark" not in page


def test_mentor_whose_share_ran_out_finds_nothing(author: User) -> None:
    submission = read_session(author)
    mentor = User.objects.get(name="Tomas Mentor")
    share_with(submission, mentor, days=-1)
    assert signed_in(mentor).get(reverse("report", args=[submission.pk])).status_code == 404


def test_answer_comes_back_to_the_finding_without_htmx(author: User) -> None:
    submission = read_session(author)
    client = signed_in(author)
    url = reverse("answer_finding", args=[submission.pk, "8a"])
    response = client.post(url, {"answer": "confirmed", "note": "Yes, I remember."})
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('report', args=[submission.pk])}#f-8a"
    page = body(client, "report", submission.pk)
    assert "Confirmed by you on" in page
    assert "Yes, I remember." in page
    assert "1 confirmed, 0 rejected, 5 open" in page


def test_answer_with_htmx_brings_the_finding_and_the_progress(author: User) -> None:
    submission = read_session(author)
    url = reverse("answer_finding", args=[submission.pk, "8c"])
    response = signed_in(author).post(url, {"answer": "rejected"}, headers={"HX-Request": "true"})
    fragment = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in fragment
    assert 'id="f-8c" data-answer="rejected"' in fragment
    assert 'hx-swap-oob="true"' in fragment
    assert "0 confirmed, 1 rejected, 5 open" in fragment


def test_rejected_finding_keeps_its_place(author: User) -> None:
    submission = read_session(author)
    client = signed_in(author)
    before = body(client, "report", submission.pk)
    assert answer(client, submission, "8a", answer="rejected") == 302
    after = body(client, "report", submission.pk)
    assert 'id="f-8a" data-answer="rejected"' in after
    for page in (before, after):
        assert page.index('id="f-8a"') < page.index('id="f-8f"') < page.index('id="f-3b"')


@pytest.mark.parametrize(
    ("ref", "data", "status"),
    [
        ("7a", {"answer": "confirmed"}, 404),
        ("9z", {"answer": "confirmed"}, 404),
        ("8a", {"answer": "loved"}, 400),
        ("8a", {"answer": "confirmed", "note": "x" * 2001}, 400),
    ],
)
def test_unknown_answers_are_refused_and_nothing_is_kept(
    author: User, ref: str, data: dict[str, str], status: int
) -> None:
    assert answer(signed_in(author), read_session(author), ref, **data) == status
    assert FindingAnswer.objects.count() == 0


def test_practice_is_taken_and_shown(author: User) -> None:
    submission = read_session(author)
    client = signed_in(author)
    response = client.post(
        reverse("take_practice", args=[submission.pk]),
        {"choice": "8c", "accountability": "A card by the screen."},
    )
    assert response["Location"] == f"{reverse('report', args=[submission.pk])}#practice"
    page = body(client, "report", submission.pk)
    assert "How it is kept: A card by the screen." in page
    assert "Take another one instead" in page


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        ({}, 422, "Choose one practice, or write your own."),
        ({"choice": "own", "text": "x" * 301}, 422, "Ensure this value has at most 300 characters"),
        ({"choice": "own", "text": "  "}, 400, "Write in one sentence"),
        ({"choice": "3b"}, 400, "not among the suggestions"),
    ],
)
def test_odd_practice_is_refused_with_a_sentence(
    author: User, data: dict[str, str], status: int, sentence: str
) -> None:
    submission = read_session(author)
    response = signed_in(author).post(reverse("take_practice", args=[submission.pk]), data)
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert Practice.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (Submission.State.DRAFT, "not handed in yet"),
        (Submission.State.IN_REVIEW, "The first reading is still missing"),
        (Submission.State.WITHDRAWN, "took back the consent"),
    ],
)
def test_before_any_result_the_page_says_what_is_missing(
    author: User, state: str, sentence: str
) -> None:
    submission = session_of(author, state=state)
    client = signed_in(author)
    assert sentence in body(client, "report", submission.pk)
    assert answer(client, submission, "8a", answer="confirmed") == 409
    assert FindingAnswer.objects.count() == 0


def test_report_after_withdrawal_has_numbers_and_no_words(author: User) -> None:
    submission = read_session(author)
    Rating.objects.filter(assessment__review__submission=submission).update(
        note="Her careful voice."
    )
    withdraw(submission)
    page = body(signed_in(author), "report", submission.pk)
    assert "Your client took back the consent" in page
    assert "31\N{NO-BREAK SPACE}%" in page
    assert "3 of 6 behaviours" in page
    for _, text in TALK:
        for piece in text.split(". "):
            if len(piece.split()) > 3:
                assert escape(piece) not in page
    assert "careful voice" not in page
    assert "<mark" not in page
    assert answer(signed_in(author), submission, "8a", answer="confirmed") == 404


def test_report_after_retention_names_the_day(author: User) -> None:
    submission = read_session(author)
    expire_text(submission)
    page = body(signed_in(author), "report", submission.pk)
    assert "The transcript was deleted on" in page
    assert "<mark" not in page


def test_report_never_names_a_peer(author: User) -> None:
    page = body(signed_in(author), "report", read_session(author).pk)
    for peer in Review.objects.by_peers().select_related("reviewer"):
        assert peer.reviewer is not None
        assert peer.reviewer.name not in page
        assert peer.reviewer.email not in page
    assert "Peer A" in page


@pytest.mark.parametrize(
    ("name", "most"), [("report", PAGE_QUERIES), ("growth", 8), ("evidence_of", 8)]
)
def test_pages_cost_the_same_for_little_and_for_much(author: User, name: str, most: int) -> None:
    submission = machine_read_session(author, handed_in_at=timezone.now() - timedelta(days=9))
    other = machine_read_session(author)
    places: dict[str, list[object]] = {
        "report": [submission.pk],
        "growth": [],
        "evidence_of": ["facilitates-client-growth"],
    }
    client = signed_in(author)
    client.post(
        reverse("take_practice", args=[other.pk]), {"choice": "own", "text": "Wait, then ask."}
    )
    with CaptureQueriesContext(connection) as little:
        body(client, name, *places[name])
    for days in range(1, 4):
        machine_read_session(author, handed_in_at=timezone.now() - timedelta(days=20 + days))
    answer(client, submission, "8a", answer="confirmed", note="Yes.")
    with CaptureQueriesContext(connection) as much:
        body(client, name, *places[name])
    assert len(little) == len(much)
    assert len(much) <= most


def test_growth_of_a_newcomer_offers_the_first_step(author: User) -> None:
    page = body(signed_in(author), "growth")
    assert "Nothing to compare yet" in page
    assert page.count("btn--primary") == 1


def test_growth_shows_own_sessions_and_the_current_practice(author: User) -> None:
    submission = read_session(author)
    other = person("Olga Other")
    machine_read_session(other, title="Somebody else’s evening")
    client = signed_in(author)
    client.post(
        reverse("take_practice", args=[submission.pk]),
        {"choice": "own", "text": "Wait for the second answer."},
    )
    page = body(client, "growth")
    assert "Wait for the second answer." in page
    assert page.count("Current</span>") == 1
    assert "One session since" in page
    assert "Somebody else" not in page


def test_own_evidence_is_a_fragment_for_htmx_and_a_page_without(author: User) -> None:
    submission = read_session(author)
    client = signed_in(author)
    url = reverse("evidence_of", args=["facilitates-client-growth"])
    fragment = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "4 of 6 behaviours" in fragment
    assert f"{reverse('session', args=[submission.pk])}#t9" in fragment
    page = body(client, "evidence_of", "facilitates-client-growth")
    assert "<html" in page
    assert fragment.strip().splitlines()[-1] in page


def test_own_evidence_is_nobody_elses(author: User, stranger: User) -> None:
    read_session(author)
    page = body(signed_in(stranger), "evidence_of", "facilitates-client-growth")
    assert "No passage of yours has been found" in page
    assert "third row" not in page
    assert (
        Client().get(reverse("evidence_of", args=["facilitates-client-growth"])).status_code == 302
    )


def test_own_evidence_of_an_unknown_competency_is_not_found(author: User) -> None:
    response = signed_in(author).get(reverse("evidence_of", args=["juggling"]))
    assert response.status_code == 404
