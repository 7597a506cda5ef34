"""Who may see which session and which review, and the bundles pages need. Nothing here writes."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from coachlms.accounts.models import User
    from reviews.models import Review, Submission  # noqa: F401  (named in strings below)

LIVE = ("offered", "open")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: "User") -> "SubmissionQuerySet":
        """The session room: the learner herself, and the mentor she shares it with at present."""
        return self.filter(Q(learner=user) | self._shared_with(user)).distinct()

    def of(self, user: "User") -> "SubmissionQuerySet":
        """One's own sessions only: what may be changed or deleted."""
        return self.filter(learner=user)

    def shared_with(self, user: "User") -> "SubmissionQuerySet":
        """Sessions a mentor may read at present, the client's consent included."""
        return self.filter(self._shared_with(user)).distinct()

    @staticmethod
    def _shared_with(user: "User") -> Q:
        return Q(
            shares__mentor=user,
            shares__revoked_at__isnull=True,
            shares__expires_on__gte=timezone.localdate(),
            consents__purpose="mentor",
            consents__withdrawn_at__isnull=True,
        ) & ~Q(state__in=["draft", "withdrawn"])

    def waiting_for_readers(self) -> "SubmissionQuerySet":
        """Handed in, not final, words still there."""
        return self.filter(state__in=["in_review", "provisional"], text_deleted_at__isnull=True)


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: "User") -> "ReviewQuerySet":
        """A person's own duties while the words are there and the client's consent covers her.

        Given-back and void ones are gone. A mentor's end with the share, a peer's with the consent for peers.
        """
        agreed = Q(submission__consents__withdrawn_at__isnull=True)
        as_peer = agreed & Q(
            source__in=["peer", "volunteer"], submission__consents__purpose="peers"
        )
        as_mentor = agreed & Q(
            source="mentor",
            submission__consents__purpose="mentor",
            submission__shares__mentor=user,
            submission__shares__revoked_at__isnull=True,
            submission__shares__expires_on__gte=timezone.localdate(),
        )
        return (
            self.filter(reviewer=user, state__in=[*LIVE, "submitted", "expired"])
            .filter(Q(source="self") | as_peer | as_mentor)
            .filter(submission__text_deleted_at__isnull=True)
            .exclude(submission__state__in=["draft", "withdrawn"])
            .distinct()
        )

    def live(self) -> "ReviewQuerySet":
        return self.filter(state__in=LIVE)

    def submitted(self) -> "ReviewQuerySet":
        return self.filter(state="submitted")

    def by_peers(self) -> "ReviewQuerySet":
        return self.filter(source__in=["peer", "volunteer"])

    def overdue(self) -> "ReviewQuerySet":
        """Open duties whose lease has run out."""
        return self.filter(state__in=LIVE, lease_until__lt=timezone.now())

    def with_assessment(self) -> "ReviewQuerySet":
        """Ratings and evidence of each review, in a fixed number of queries."""
        return self.prefetch_related(
            "assessment__ratings__marker__competency", "assessment__ratings__evidence__turn"
        )
