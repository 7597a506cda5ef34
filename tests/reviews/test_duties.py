"""The next review for whoever asks, giving back, leases that run out."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coachlms.accounts.models import Role, User
from coachlms.common.errors import DomainError
from coachlms.notifications.models import Notice
from reviews.errors import EnoughOpen, HandInFirst, NothingToReview, NotOpen
from reviews.models import Assessment, Review, Submission
from reviews.services import assessing, duties
from tests.reviews import world

pytestmark = pytest.mark.django_db


def test_offer_next_opens_the_neediest_session_with_a_lease_and_an_alias() -> None:
    submission = world.open_session(world.learner("Mira Kovac"))
    peer = world.peer_ready("Noor Amari")

    review = duties.offer_next(reviewer=peer)

    assert (review.submission, review.reviewer, review.source) == (submission, peer, "peer")
    assert (review.state, review.alias) == ("open", "Peer A")
    assert review.opened_at is not None
    assert review.lease_until == review.due_at == review.opened_at + timedelta(hours=24)


def test_offer_next_prefers_the_session_nobody_reads_and_never_exceeds_what_is_needed() -> None:
    first = world.open_session(world.learner("Mira Kovac"))
    second = world.open_session(world.learner("Jonas Berg"))
    peers = [world.peer_ready(f"Peer Number{i}") for i in range(5)]

    given = [duties.offer_next(reviewer=peer).submission for peer in peers[:4]]
    with pytest.raises(NothingToReview):
        duties.offer_next(reviewer=peers[4])

    assert given == [first, second, first, second]
    assert Review.objects.by_peers().count() == 2 * world.peers_needed()
    assert list(first.reviews.by_peers().values_list("alias", flat=True)) == ["Peer A", "Peer B"]


def test_offer_next_gives_a_learner_nothing_before_she_has_handed_in() -> None:
    world.open_session(world.learner("Mira Kovac"))
    newcomer = world.learner("Sefa Demir")

    with pytest.raises(HandInFirst):
        duties.offer_next(reviewer=newcomer)

    assert not Review.objects.filter(reviewer=newcomer).exists()


def test_offer_next_never_gives_a_session_twice_or_ones_own() -> None:
    author = world.learner("Mira Kovac")
    world.open_session(author)
    peer = world.peer_ready("Noor Amari")
    review = duties.offer_next(reviewer=peer)
    duties.decline(review=review, reason="I know this coach.")

    for asker in (peer, author):
        with pytest.raises(NothingToReview):
            duties.offer_next(reviewer=asker)

    assert Review.objects.by_peers().count() == 1


def test_offer_next_needs_the_clients_consent_for_peers() -> None:
    submission = world.open_session(world.learner("Mira Kovac"))
    submission.consents.filter(purpose="peers").update(withdrawn_at=timezone.now())
    peer = world.peer_ready("Noor Amari")

    with pytest.raises(NothingToReview):
        duties.offer_next(reviewer=peer)

    assert not submission.reviews.by_peers().exists()


def test_offer_next_stays_within_a_course_except_for_a_guest() -> None:
    submission = world.open_session(world.learner("Mira Kovac"))
    outsider = world.learner("Olga Out", enrolled=False)
    world.draft_session(outsider, purposes=())
    guest = world.person("Ines Vogel", Role.INSTRUCTOR)

    with pytest.raises(NothingToReview):
        duties.offer_next(reviewer=outsider)
    review = duties.offer_next(reviewer=guest)

    assert (review.submission, review.source, review.voice) == (submission, "volunteer", "peer")


def test_offer_next_does_not_make_a_mentor_the_peer_of_her_mentee() -> None:
    mentor = world.person("Tomas Rehn", Role.MENTOR)
    author = world.learner("Mira Kovac")
    world.share(world.draft_session(author), mentor)
    world.open_session(author)

    with pytest.raises(NothingToReview):
        duties.offer_next(reviewer=mentor)

    assert not Review.objects.filter(reviewer=mentor).exists()


def test_offer_next_refuses_a_fourth_open_review() -> None:
    for name in ("Mira Kovac", "Jonas Berg", "Ayo Thomas", "Pia Lindt"):
        world.open_session(world.learner(name))
    peer = world.peer_ready("Noor Amari")
    for _ in range(3):
        duties.offer_next(reviewer=peer)

    with pytest.raises(EnoughOpen, match="You hold 3 reviews already"):
        duties.offer_next(reviewer=peer)

    assert Review.objects.filter(reviewer=peer).by_peers().count() == 3


def test_offer_next_makes_a_pair_that_reads_each_other_the_last_choice() -> None:
    earlier = world.open_session(world.learner("Mira Kovac"))
    peer = world.learner("Noor Amari")
    own = world.open_session(peer)
    duties.offer_next(reviewer=own.learner)  # Noor reads Mira's session
    assert duties.offer_next(reviewer=earlier.learner).submission == own  # and Mira reads Noor's
    world.open_session(earlier.learner)
    later = world.open_session(world.learner("Jonas Berg"))

    assert duties.offer_next(reviewer=peer).submission == later


def test_offer_next_costs_the_same_for_two_and_for_forty_sessions() -> None:
    peers = [world.peer_ready(f"Peer Number{i}") for i in range(2)]
    for i in range(2):
        world.open_session(world.learner(f"Author A{i}"))
    counts = [_queries_of_offer(peers[0])]
    for i in range(40):
        world.open_session(world.learner(f"Author B{i}"))
    counts.append(_queries_of_offer(peers[1]))

    assert counts[0] == counts[1]


def _queries_of_offer(peer: User) -> int:
    with CaptureQueriesContext(connection) as queries:
        duties.offer_next(reviewer=peer)
    return len(queries)


def test_obstacle_says_what_offer_next_would_say() -> None:
    peer = world.peer_ready("Noor Amari")
    newcomer = world.learner("Sefa Demir")

    assert _code(duties.obstacle(reviewer=newcomer)) == "hand_in_first"
    assert _code(duties.obstacle(reviewer=peer)) == "nothing_to_review"
    world.open_session(world.learner("Mira Kovac"))
    assert duties.obstacle(reviewer=peer) is None


def _code(refusal: DomainError | None) -> str | None:
    return refusal.code if refusal else None


def test_decline_gives_the_place_back_and_deletes_the_draft() -> None:
    submission = world.open_session(world.learner("Mira Kovac"))
    peer, other = world.peer_ready("Noor Amari"), world.peer_ready("Pia Lindt")
    review = duties.offer_next(reviewer=peer)
    assessing.save_draft(review=review, draft=world.draft_of(world.Said()))

    duties.decline(review=review, reason="  I know this coach. ")

    review.refresh_from_db()
    assert (review.state, review.decline_reason) == ("declined", "I know this coach.")
    assert not Assessment.objects.exists()
    again = duties.offer_next(reviewer=other)
    assert (again.submission, again.alias) == (submission, "Peer B")


def test_decline_of_ones_own_reading_is_refused() -> None:
    author = world.learner("Mira Kovac")
    review = world.review_of(world.open_session(author), author)

    with pytest.raises(NotOpen):
        duties.decline(review=review, reason="")

    review.refresh_from_db()
    assert review.state == "open"


def test_an_expired_lease_frees_the_place_and_its_draft_may_still_be_handed_in() -> None:
    submission = world.open_session(world.learner("Mira Kovac"))
    peers = [world.peer_ready(f"Peer Number{i}") for i in range(3)]
    late = duties.offer_next(reviewer=peers[0])
    duties.offer_next(reviewer=peers[1])
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert duties.expire_overdue() == 2
        assert duties.expire_overdue() == 0
        assert duties.offer_next(reviewer=peers[2]).submission == submission
        late.refresh_from_db()
        assert late.state == "expired"
        world.hand_in(late)

    late.refresh_from_db()
    assert late.state == "submitted"
    assert submission.reviews.by_peers().submitted().count() == 1


def test_duties_without_a_lease_never_expire() -> None:
    submission = world.open_session(world.learner("Mira Kovac"))

    with time_machine.travel(timezone.now() + timedelta(days=90), tick=False):
        assert duties.expire_overdue() == 0

    assert set(submission.reviews.values_list("state", flat=True)) == {"open"}


def test_remind_tells_at_half_and_near_the_end_each_once() -> None:
    world.open_session(world.learner("Mira Kovac"))
    review = duties.offer_next(reviewer=world.peer_ready("Noor Amari"))
    start = timezone.now()
    told = []
    for hours in (1, 13, 14, 22, 23, 25):
        with time_machine.travel(start + timedelta(hours=hours), tick=False):
            duties.remind()
        told.append(Notice.objects.filter(user=review.reviewer).count())

    assert told == [0, 1, 1, 2, 2, 2]
    texts = Notice.objects.filter(user=review.reviewer).order_by("pk").values_list("text", "path")
    assert list(texts) == [
        ("A review waits for you.", f"/reviews/{review.pk}/"),
        ("The time for one of your reviews ends soon.", f"/reviews/{review.pk}/"),
    ]


def test_offer_next_leaves_a_session_alone_once_its_words_are_gone() -> None:
    submission = world.open_session(world.learner("Mira Kovac"))
    Submission.objects.filter(pk=submission.pk).update(text_deleted_at=timezone.now())

    with pytest.raises(NothingToReview):
        duties.offer_next(reviewer=world.peer_ready("Noor Amari"))
