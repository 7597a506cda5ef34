"""Sharing with one named mentor: who may, until when, how it ends, and what is noted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coachlms.accounts.models import Role, User
from reviews.errors import NotAgreedForMentor, NotAMentor
from reviews.models import AccessEntry, Review, Share, Submission
from reviews.services import sharing
from tests.reviews import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    return world.learner("Author Anders")


@pytest.fixture
def mentor() -> User:
    return world.person("Mentor Moser", Role.MENTOR)


@pytest.fixture
def session(author: User) -> Submission:
    return world.open_session(author)


def in_days(days: int) -> object:
    return timezone.localdate() + timedelta(days=days)


def test_share_opens_the_session_and_a_duty_for_the_mentor(
    session: Submission, mentor: User
) -> None:
    until = timezone.localdate() + timedelta(days=14)
    sharing.share_with_mentor(submission=session, mentor=mentor, until=until)
    assert list(Submission.objects.visible_to(mentor)) == [session]
    assert [duty.source for duty in Review.objects.visible_to(mentor)] == ["mentor"]


def test_sharing_again_with_the_same_mentor_moves_the_day_only(
    session: Submission, mentor: User
) -> None:
    day = timezone.localdate()
    sharing.share_with_mentor(submission=session, mentor=mentor, until=day + timedelta(days=3))
    sharing.share_with_mentor(submission=session, mentor=mentor, until=day + timedelta(days=9))
    assert [share.expires_on for share in Share.objects.all()] == [in_days(9)]
    assert Review.objects.filter(reviewer=mentor).count() == 1


def test_sharing_with_another_mentor_ends_the_first(session: Submission, mentor: User) -> None:
    other = world.person("Mentor Meier", Role.MENTOR)
    until = timezone.localdate() + timedelta(days=3)
    sharing.share_with_mentor(submission=session, mentor=mentor, until=until)
    sharing.share_with_mentor(submission=session, mentor=other, until=until)
    assert not Submission.objects.visible_to(mentor).exists()
    assert list(Submission.objects.visible_to(other)) == [session]
    states = dict(Review.objects.filter(source="mentor").values_list("reviewer", "state"))
    assert states == {mentor.pk: "void", other.pk: "open"}


def test_share_without_the_clients_consent_is_refused_and_nothing_is_shared(
    session: Submission, mentor: User
) -> None:
    session.consents.filter(purpose="mentor").update(withdrawn_at=timezone.now())
    with pytest.raises(NotAgreedForMentor):
        sharing.share_with_mentor(submission=session, mentor=mentor, until=timezone.localdate())
    assert Share.objects.count() == 0
    assert not Review.objects.filter(reviewer=mentor).exists()


def test_share_with_somebody_who_mentors_nobody_is_refused(session: Submission) -> None:
    with pytest.raises(NotAMentor):
        sharing.share_with_mentor(
            submission=session, mentor=world.learner("Peer Petersen"), until=timezone.localdate()
        )
    assert Share.objects.count() == 0


def test_share_with_oneself_is_refused(mentor: User) -> None:
    session = world.open_session(mentor)
    with pytest.raises(NotAMentor):
        sharing.share_with_mentor(submission=session, mentor=mentor, until=timezone.localdate())
    assert Share.objects.count() == 0


def test_a_share_ends_by_itself_after_its_last_day(session: Submission, mentor: User) -> None:
    world.share(session, mentor)
    Share.objects.update(expires_on=timezone.localdate())
    assert Submission.objects.visible_to(mentor).exists()
    Share.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert not Submission.objects.visible_to(mentor).exists()


def test_revoke_keeps_what_the_mentor_handed_in(author: User, mentor: User) -> None:
    session = world.open_session(author, mentor=mentor)
    world.hand_in(world.review_of(session, mentor))
    sharing.revoke_share(submission=session)
    assert not Submission.objects.visible_to(mentor).exists()
    assert not Review.objects.visible_to(mentor).exists()
    assert world.review_of(session, mentor).state == Review.State.SUBMITTED


def test_revoke_drops_a_duty_that_was_not_handed_in(author: User, mentor: User) -> None:
    session = world.open_session(author, mentor=mentor)
    sharing.revoke_share(submission=session)
    assert world.review_of(session, mentor).state == Review.State.VOID


def test_access_is_noted_once_a_day(session: Submission, mentor: User) -> None:
    for _ in range(3):
        sharing.record_access(submission=session, user=mentor, role="mentor")
    entries = AccessEntry.objects.values_list("user", "role", "day")
    assert list(entries) == [(mentor.pk, "mentor", timezone.localdate())]
