"""A session that was handed in becomes one that is read: rubric frozen, duties created, first job queued."""

import hashlib
import json

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from coachlms.accounts.models import User
from coachlms.jobs import services as jobs
from coachlms.notifications.services import notify
from courses.models import Level
from courses.services import rubric_for
from reviews.models import Review, Rubric, Share, Submission
from reviews.tasks import review_with_ai

ANALYSER = "embedded"


@transaction.atomic
def open_reviews(*, submission: Submission) -> None:
    """Freeze the rubric and create the duties that exist from the start; the caller holds the row.

    Peers are not chosen here: whoever asks for a review next gets the session that needs one most.
    """
    if submission.level is None:
        raise ValueError("A session is opened for reading with its level.")
    submission.rubric = freeze_rubric(level=submission.level)
    submission.handed_in_at = submission.handed_in_at or timezone.now()
    submission.save(update_fields=["rubric", "handed_in_at"])
    submission.move_to(Submission.State.IN_REVIEW)
    now = timezone.now()
    Review.objects.create(
        submission=submission,
        source=Review.Source.SELF,
        reviewer=submission.learner,
        opened_at=now,
    )
    Review.objects.create(
        submission=submission, source=Review.Source.AI, analyser=ANALYSER, opened_at=now
    )
    jobs.create(review_with_ai, submission.pk, key=f"review_with_ai:{submission.pk}")
    today = timezone.localdate()
    shares = Share.objects.filter(
        submission=submission, revoked_at__isnull=True, expires_on__gte=today
    )
    for share in shares.select_related("mentor"):
        open_mentor_review(submission=submission, mentor=share.mentor)


@transaction.atomic
def open_mentor_review(*, submission: Submission, mentor: User) -> Review:
    """The duty of the mentor a session is shared with; sharing it again gives the same duty."""
    review, is_new = Review.objects.get_or_create(
        submission=submission,
        reviewer=mentor,
        defaults={"source": Review.Source.MENTOR, "opened_at": timezone.now()},
    )
    if review.state == Review.State.VOID:  # shared, ended, and shared again
        review.move_to(Review.State.OPEN)
    if is_new:
        notify(
            user=mentor,
            key=f"shared:{review.pk}",
            text="A learner shared a session with you.",
            path=reverse("mentoring"),
        )
    return review


def freeze_rubric(*, level: Level) -> Rubric:
    """The markers as they are worded now. Equal wording gives the same row, by its digest."""
    body = rubric_for(level=level).as_dict()
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    rubric, _ = Rubric.objects.get_or_create(
        digest=digest, defaults={"level": level.key, "body": json.loads(canonical)}
    )
    return rubric
