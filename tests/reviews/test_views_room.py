"""The session room: who gets in, what she sees, and how much it costs."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coachlms.accounts.models import Role, User
from courses.rubrics import Value
from reviews.models import AccessEntry, DeletionReceipt, Submission
from reviews.services import assessing
from reviews.services.assessing import AssessmentDraft, QuoteDraft, RatingDraft
from tests.reviews import world

pytestmark = pytest.mark.django_db

SEEN_8A = world.Said({"8a": Value.SEEN})
EVIDENCE = re.compile(r'<a class="evidence" href="#(f-[\w]+)">(.*?)</a>', re.DOTALL)
TAG = re.compile(r'<a class="marktag" data-voice="(\w+)" href="#f-(\w+)">')


@pytest.fixture
def author(db: None) -> User:
    return world.learner("Mira Kovac")


@pytest.fixture
def mentor(db: None) -> User:
    return world.person("Tomas Rehn", Role.MENTOR)


def page(client: Client, user: User, submission: Submission, query: str = "") -> str:
    client.force_login(user)
    response = client.get(f"/sessions/{submission.pk}/{query}")
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_room_shows_each_voice_once_per_turn_and_one_highlight(
    client: Client, author: User, mentor: User
) -> None:
    submission = world.open_session(author, mentor=mentor)
    world.peer_reads(world.peer_ready("Noor Amari"), SEEN_8A)
    world.peer_reads(world.peer_ready("Pia Lindt"), SEEN_8A)
    world.hand_in(world.review_of(submission, mentor), SEEN_8A)

    html = page(client, author, submission)

    assert EVIDENCE.findall(html) == [
        ("f-8a", "What are you learning about yourself, from the third row?")
    ]
    assert TAG.findall(html) == [("peer", "8a"), ("mentor", "8a")]
    assert 'id="f-8a"' in html
    assert html.count('class="turn"') == len(world.TALK)
    assert html.count('<rect class="l-coach" x') == html.count('<rect class="l-client" x') == 5
    assert html.count('<rect class="l-evid"') == 1
    assert "Peer A" in html
    assert "Peer B" in html
    assert "Noor" not in html


def test_the_filter_shows_the_remarks_of_one_voice_and_ignores_nonsense(
    client: Client, author: User, mentor: User
) -> None:
    submission = world.open_session(author, mentor=mentor)
    world.peer_reads(world.peer_ready("Noor Amari"), SEEN_8A)
    world.hand_in(world.review_of(submission, mentor), world.Said({"8c": Value.MISSED}))

    assert TAG.findall(page(client, author, submission, "?voice=peer")) == [("peer", "8a")]
    assert TAG.findall(page(client, author, submission, "?voice=mentor")) == [("mentor", "8c")]
    assert TAG.findall(page(client, author, submission, "?voice=ai")) == []
    assert len(TAG.findall(page(client, author, submission, "?voice=<script>"))) == 2


def test_the_room_of_a_session_that_is_still_read_has_live_progress_and_no_report(
    client: Client, author: User
) -> None:
    submission = world.open_session(author)

    waiting = page(client, author, submission)
    world.read_by_ai(submission)
    ready = page(client, author, submission)

    assert f'hx-get="/sessions/{submission.pk}/progress/"' in waiting
    assert "Read the report" not in waiting
    assert "hx-get" not in ready
    assert f'href="/sessions/{submission.pk}/report/">Read the report</a>' in ready
    assert "Coach’s share of the talk" in ready


def test_every_highlight_is_verbatim_and_what_a_client_says_is_never_markup(
    client: Client, author: User
) -> None:
    submission = world.draft_session(author)
    spoken = 'What do you want to do with <b>it</b> & "that"?'
    submission.turns.filter(number=7).update(text=spoken)
    world.open_reviews(submission=submission)
    own = world.review_of(submission, author)
    draft = RatingDraft("8b", Value.SEEN, "", (QuoteDraft(7, '<b>it</b> & "that"?'),))
    assessing.save_draft(review=own, draft=AssessmentDraft((draft,)))
    assessing.submit(review=own)

    html = page(client, author, submission)

    shown = [unescape(text) for _, text in EVIDENCE.findall(html)]
    assert shown == ['<b>it</b> & "that"?']
    assert shown[0] in spoken
    assert "<b>it</b>" not in html


def test_a_mentor_sees_only_her_own_remarks_until_she_has_handed_in(
    client: Client, author: User, mentor: User
) -> None:
    submission = world.open_session(author, mentor=mentor)
    world.peer_reads(world.peer_ready("Noor Amari"), SEEN_8A)
    review = world.review_of(submission, mentor)
    assessing.save_draft(review=review, draft=world.draft_of(world.Said({"8c": Value.MISSED})))

    before = page(client, mentor, submission)
    assessing.submit(review=review)
    after = page(client, mentor, submission)

    assert TAG.findall(before) == [("mentor", "8c")]
    assert "You see your own remarks only." in before
    assert "Peer A" not in before
    assert "Partly seen" not in before
    assert TAG.findall(after) == [("peer", "8a"), ("mentor", "8c")]
    assert "Write your reading" in before
    assert "Write your reading" not in after


def test_a_mentors_visit_is_written_down_once_a_day_and_the_learners_is_not(
    client: Client, author: User, mentor: User
) -> None:
    submission = world.open_session(author, mentor=mentor)

    page(client, author, submission)
    page(client, mentor, submission)
    page(client, mentor, submission)

    assert list(AccessEntry.objects.values_list("user", "role", "submission")) == [
        (mentor.pk, "mentor", submission.pk)
    ]


def test_strangers_peers_and_former_mentors_get_404(
    client: Client, author: User, mentor: User
) -> None:
    submission = world.open_session(author, mentor=mentor)
    peer = world.peer_ready("Noor Amari")
    world.peer_reads(peer)
    submission.shares.update(revoked_at=timezone.now())
    codes = []
    for user in (peer, mentor, world.learner("Sefa Demir"), world.person("Ada", Role.ADMIN)):
        client.force_login(user)
        codes.append(client.get(f"/sessions/{submission.pk}/").status_code)

    assert codes == [404, 404, 404, 404]
    assert not AccessEntry.objects.exists()


def test_the_room_asks_who_one_is(client: Client, author: User) -> None:
    submission = world.open_session(author)

    response = client.get(f"/sessions/{submission.pk}/")

    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next=/sessions/{submission.pk}/"


def test_a_withdrawn_session_says_so_without_a_word_of_it(client: Client, author: User) -> None:
    submission = world.open_session(author)
    world.peer_reads(world.peer_ready("Noor Amari"), SEEN_8A)
    submission.refresh_from_db()
    submission.move_to(Submission.State.WITHDRAWN)
    DeletionReceipt.objects.create(
        submission_number=submission.pk, reason="client", turns=10, quotes=1, files=0
    )

    html = page(client, author, submission)

    assert "Withdrawn by the client" in html
    assert "10 turns, 1 quote and 0 files" in html
    assert "third row" not in html
    assert "turn__body" not in html


def test_a_session_past_its_retention_keeps_its_numbers_and_says_when_words_went(
    client: Client, author: User
) -> None:
    submission = world.open_session(author)
    world.read_by_ai(submission)
    submission.turns.all().delete()
    Submission.objects.filter(pk=submission.pk).update(text_deleted_at=timezone.now())

    html = page(client, author, submission)

    assert "The words of this session were deleted on" in html
    assert "Coach’s share of the talk" in html
    assert "turn__body" not in html


def test_a_draft_leads_to_its_hand_in(client: Client, author: User) -> None:
    submission = world.draft_session(author)
    client.force_login(author)

    response = client.get(f"/sessions/{submission.pk}/")

    assert (response.status_code, response["Location"]) == (
        302,
        f"/sessions/{submission.pk}/hand-in/",
    )


def test_the_room_costs_the_same_for_ten_and_for_fifty_turns(client: Client, author: User) -> None:
    small = world.open_session(author, turns=10)
    big = world.open_session(author, turns=50)
    world.read_by_ai(small)
    for name in ("Noor Amari", "Pia Lindt", "Ayo Thomas"):
        world.peer_reads(world.peer_ready(name), SEEN_8A)
    client.force_login(author)

    costs = {}
    for submission in (small, big):
        for when in ("first", "kept"):
            with CaptureQueriesContext(connection) as queries:
                client.get(submission.get_absolute_url())
            costs[submission, when] = len(queries)

    assert costs[small, "first"] == costs[big, "first"] <= 12
    assert costs[small, "kept"] == costs[big, "kept"] <= 7


def test_the_margin_shows_the_focus_and_other_competencies_on_request(
    client: Client, author: User
) -> None:
    submission = world.open_session(author)
    own = world.review_of(submission, author)
    quotes = (QuoteDraft(1),)
    rows = (
        RatingDraft("8a", Value.SEEN, "", (QuoteDraft(5),)),
        RatingDraft("3a", Value.SEEN, "", quotes),
    )
    assessing.save_draft(review=own, draft=AssessmentDraft(rows))
    assessing.submit(review=own)

    assert TAG.findall(page(client, author, submission)) == [("self", "8a")]
    assert TAG.findall(page(client, author, submission, "?competency=3")) == [("self", "3a")]
    every = page(client, author, submission, "?competency=all&voice=self")
    assert TAG.findall(every) == [("self", "3a"), ("self", "8a")]
    assert f'href="/sessions/{submission.pk}/?voice=ai&amp;competency=all"' in every
    assert TAG.findall(page(client, author, submission, "?competency=x")) == [("self", "8a")]
