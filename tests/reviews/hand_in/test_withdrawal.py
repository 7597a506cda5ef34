"""Taking back, deleting, expiring: which words go, which numbers stay, and who is told."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from coachlms.accounts.models import Role, User
from coachlms.jobs.models import Step
from coachlms.notifications.models import Notice
from courses.rubrics import Value
from reviews.models import (
    Assessment,
    DeletionReceipt,
    Evidence,
    Purpose,
    Rating,
    Result,
    Review,
    Submission,
    Transcript,
    Turn,
)
from reviews.services import drafts, withdrawal
from reviews.services.drafts import ConsentDraft
from tests.reviews import world

pytestmark = pytest.mark.django_db

SEEN_8A = world.Said({"8a": Value.SEEN})
ALL_WORDS = ("title", "client_alias", "focus_question", "reflection", "recorded_by")


@pytest.fixture
def author() -> User:
    return world.learner("Author Anders")


@pytest.fixture
def mentor() -> User:
    return world.person("Mentor Moser", Role.MENTOR)


@pytest.fixture
def session(author: User, mentor: User) -> Submission:
    """Read by the AI reader and one peer; a second peer and the mentor still write."""
    submission = world.open_session(author, mentor=mentor)
    world.read_by_ai(submission)
    world.peer_reads(world.peer_ready("Noor Amari"), SEEN_8A)
    return Submission.objects.get(pk=submission.pk)


def draft_of(author: User) -> Submission:
    purposes = frozenset({Purpose.RECORDING, Purpose.TOOL})
    consent = ConsentDraft(purposes, timezone.localdate(), "Client A")
    draft = drafts.start_draft(learner=author, consent=consent)
    text = b"Coach: What now?\nClient: I go to Annika.\n"
    drafts.save_transcript(submission=draft, data=text, name="talk.txt")
    return draft


def written_words(submission: Submission) -> list[str]:
    """Everything people and the AI reader wrote about the session."""
    of_review = {"review__submission": submission}
    rows = Assessment.objects.filter(**of_review).values_list("strength", "experiment")
    notes = Rating.objects.filter(assessment__review__submission=submission)
    words = [word for row in (*rows, *notes.values_list("note", "rule")) for word in row]
    return [word for word in words if word]


def test_withdraw_all_deletes_every_word_and_keeps_the_numbers(session: Submission) -> None:
    ratings = list(Rating.objects.order_by("pk").values_list("marker", "value", "certainty"))
    words = dict(session.result.words)
    assert len(written_words(session)) > 3

    receipt = withdrawal.withdraw_all(submission=session)

    assert (receipt.turns, receipt.reason) == (len(world.TALK), "client")
    assert receipt.quotes >= 1
    assert not Turn.objects.filter(submission=session).exists()
    assert not Evidence.objects.filter(turn__submission=session).exists()
    assert written_words(session) == []
    assert [getattr(session, name) for name in ALL_WORDS] == [""] * 5
    assert (
        list(Rating.objects.order_by("pk").values_list("marker", "value", "certainty")) == ratings
    )
    assert Result.objects.get(submission=session).words == words
    assert {row["note"] for row in session.readings.get().facts} == {""}
    assert session.readings.get().notices == []


def test_withdraw_all_ends_state_consents_shares_and_open_duties(
    session: Submission, mentor: User
) -> None:
    withdrawal.withdraw_all(submission=session)
    assert session.state == Submission.State.WITHDRAWN
    assert not session.has_text
    assert not session.consents.filter(withdrawn_at=None).exists()
    assert not session.shares.filter(revoked_at=None).exists()
    states = dict(session.reviews.values_list("source", "state"))
    assert states == {"self": "void", "ai": "submitted", "peer": "submitted", "mentor": "void"}
    assert not Submission.objects.visible_to(mentor).exists()
    assert not Review.objects.visible_to(mentor).exists()


def test_withdraw_all_deletes_what_jobs_remember(session: Submission) -> None:
    for subject in (session.pk, session.pk + 1):
        Step.objects.create(
            kind="review_with_ai", subject=subject, name="n", input_hash="h", version="1", result={}
        )
    withdrawal.withdraw_all(submission=session)
    assert list(Step.objects.values_list("subject", flat=True)) == [session.pk + 1]


def test_withdraw_all_twice_is_once(session: Submission) -> None:
    first = withdrawal.withdraw_all(submission=session)
    assert withdrawal.withdraw_all(submission=session) == first
    assert DeletionReceipt.objects.count() == 1
    assert Notice.objects.filter(key__startswith="withdrawn:").count() == 1


def test_withdraw_all_tells_the_learner_without_a_word_of_the_session(
    session: Submission, author: User
) -> None:
    withdrawal.withdraw_all(submission=session)
    notice = Notice.objects.get(user=author, key__startswith="withdrawn:")
    assert notice.text == (
        "Your client has withdrawn her consent. The words of that session are deleted."
    )
    assert notice.path == f"/sessions/{session.pk}/settings/"


def test_withdraw_all_empties_a_draft_too(author: User) -> None:
    draft = draft_of(author)
    receipt = withdrawal.withdraw_all(submission=draft)
    assert (draft.state, receipt.files, Transcript.objects.count()) == ("withdrawn", 1, 0)


@pytest.mark.parametrize("purpose", [Purpose.RECORDING, Purpose.TOOL])
def test_withdrawing_what_everything_rests_on_withdraws_everything(
    session: Submission, purpose: Purpose
) -> None:
    receipt = withdrawal.withdraw_purposes(submission=session, purposes={purpose})
    assert receipt is not None
    session.refresh_from_db()
    assert session.state == Submission.State.WITHDRAWN
    assert session.turns.count() == 0


def test_withdrawing_peers_ends_their_duties_and_keeps_what_is_counted(
    author: User, session: Submission
) -> None:
    late = world.peer_ready("Pia Lindt")
    from_queue = session.reviews.create(source="peer", reviewer=late, alias="Peer B")
    assert withdrawal.withdraw_purposes(submission=session, purposes={Purpose.PEERS}) is None
    from_queue.refresh_from_db()
    assert from_queue.state == Review.State.VOID
    assert not Review.objects.visible_to(late).filter(submission=session).exists()
    session.refresh_from_db()
    assert session.state == Submission.State.PROVISIONAL
    assert session.turns.count() == len(world.TALK)
    assert session.result.peers == 1
    withdrawn = session.consents.exclude(withdrawn_at=None).values_list("purpose", flat=True)
    assert list(withdrawn) == ["peers"]


def test_withdrawing_the_mentor_closes_the_room_for_her_at_once(
    session: Submission, mentor: User
) -> None:
    withdrawal.withdraw_purposes(submission=session, purposes={Purpose.MENTOR})
    assert not Submission.objects.visible_to(mentor).exists()
    assert world.review_of(session, mentor).state == Review.State.VOID
    assert session.turns.count() == len(world.TALK)


def test_delete_session_leaves_the_receipt_only(session: Submission) -> None:
    number = session.pk
    receipt = withdrawal.delete_session(submission=session)
    assert (receipt.submission_number, receipt.reason) == (number, "learner")
    assert not Submission.objects.filter(pk=number).exists()
    assert not Review.objects.filter(submission=number).exists()
    assert not Turn.objects.filter(submission=number).exists()


def test_purge_deletes_texts_on_their_day_and_keeps_the_report(session: Submission) -> None:
    today = timezone.localdate()
    Submission.objects.filter(pk=session.pk).update(delete_text_on=today + timedelta(days=1))
    assert withdrawal.purge_expired() == 0
    assert session.turns.count() == len(world.TALK)

    assert withdrawal.purge_expired(timezone.now() + timedelta(days=1)) == 1
    session.refresh_from_db()
    assert session.state == Submission.State.PROVISIONAL
    assert session.text_deleted_at is not None
    assert session.turns.count() == 0
    assert written_words(session) == []
    assert (session.title, session.reflection) == ("The third row", "I felt unusually quiet.")
    assert session.result.peers == 1
    assert DeletionReceipt.objects.get().reason == "retention"
    assert withdrawal.purge_expired(timezone.now() + timedelta(days=2)) == 0


def test_purge_deletes_drafts_nobody_went_on_with(author: User) -> None:
    old, fresh = draft_of(author), draft_of(author)
    begun = timezone.now() - timedelta(days=settings.DRAFT_RETENTION_DAYS, minutes=1)
    Submission.objects.filter(pk=old.pk).update(created_at=begun)
    assert withdrawal.purge_expired() == 1
    assert list(Submission.objects.all()) == [fresh]
    assert Transcript.objects.get().submission == fresh
    assert DeletionReceipt.objects.get().reason == "retention"


def test_withdrawing_after_the_text_expired_ends_what_is_left(session: Submission) -> None:
    Submission.objects.filter(pk=session.pk).update(delete_text_on=timezone.localdate())
    withdrawal.purge_expired()
    receipt = withdrawal.withdraw_all(submission=session)
    assert (receipt.reason, receipt.turns) == ("client", 0)
    assert [getattr(session, name) for name in ALL_WORDS] == [""] * 5
    reasons = DeletionReceipt.objects.order_by("pk").values_list("reason", "turns")
    assert list(reasons) == [("retention", len(world.TALK)), ("client", 0)]


def test_a_session_withdrawn_while_the_reader_waits_is_not_read(author: User) -> None:
    session = world.open_session(author)
    withdrawal.withdraw_all(submission=session)
    world.read_by_ai(session)
    assert session.state == Submission.State.WITHDRAWN
    assert not session.readings.exists()
    assert not Result.objects.exists()
