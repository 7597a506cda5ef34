"""Who may read a session beside its learner, and who did."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from coachlms.accounts.models import Role, User
from reviews.errors import NotAgreedForMentor, NotAMentor
from reviews.models import AccessEntry, Purpose, Review, Share, Submission
from reviews.services.opening import open_mentor_review


@transaction.atomic
def share_with_mentor(*, submission: Submission, mentor: User, until: date) -> Share:
    """One named mentor may read until this day; a share with somebody else ends. Opens her duty once it is read.

    NotAgreedForMentor without the client's consent, NotAMentor for anybody else and for herself.
    """
    held = Submission.objects.select_for_update().get(pk=submission.pk)
    if not held.consents.filter(purpose=Purpose.MENTOR, withdrawn_at=None).exists():
        raise NotAgreedForMentor
    if Role.MENTOR not in mentor.role_names or mentor.pk == held.learner_id:
        raise NotAMentor
    current = held.shares.filter(revoked_at=None).first()
    if current and current.mentor_id == mentor.pk:
        current.expires_on = until
        current.save(update_fields=["expires_on"])
        return current
    _end_share(held)
    share = Share.objects.create(submission=held, mentor=mentor, expires_on=until)
    if held.state not in {Submission.State.DRAFT, Submission.State.WITHDRAWN}:
        open_mentor_review(submission=held, mentor=mentor)
    return share


@transaction.atomic
def revoke_share(*, submission: Submission) -> None:
    """The mentor can no longer open the session; what she handed in stays, what she drafted does not count."""
    _end_share(Submission.objects.select_for_update().get(pk=submission.pk))


def record_access(*, submission: Submission, user: User, role: str) -> None:
    """Note that somebody other than the learner opened the session; once per person and day.

    Asks first, unless the row says `noted_today`: opening a page again takes no lock for writing.
    """
    today = {"submission": submission, "user": user, "day": timezone.localdate()}
    noted = getattr(submission, "noted_today", None)
    if noted is None:
        noted = AccessEntry.objects.filter(**today).exists()
    if not noted:  # two windows at once: the database keeps one row
        AccessEntry.objects.bulk_create([AccessEntry(**today, role=role)], ignore_conflicts=True)


def noted_today(user: User) -> Exists:
    """For sessions: whether `record_access` has noted this person today."""
    rows = AccessEntry.objects.filter(submission=OuterRef("pk"), user=user)
    return Exists(rows.filter(day=timezone.localdate()))


def _end_share(held: Submission) -> None:
    held.shares.filter(revoked_at=None).update(revoked_at=timezone.now())
    for review in held.reviews.live().filter(source=Review.Source.MENTOR):
        review.move_to(Review.State.VOID)
