"""Who may do what with a report. Reading is decided by `Submission.objects.visible_to`."""

from coachlms.accounts.models import User
from reviews.models import Submission


def may_answer(user: User, submission: Submission) -> bool:
    """Only the learner answers findings and takes a practice; her mentor reads along."""
    return submission.learner_id == user.pk
