"""Who may read a session beside its learner, and who did."""

from django.utils import timezone

from coachlms.accounts.models import User
from reviews.models import AccessEntry, Submission


def record_access(*, submission: Submission, user: User, role: str) -> None:
    """Note that somebody other than the learner opened the session; once per person and day."""
    AccessEntry.objects.get_or_create(
        submission=submission, user=user, day=timezone.localdate(), defaults={"role": role}
    )
