"""Who may see which session and which review, and the bundles pages need. Nothing here writes."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

if TYPE_CHECKING:
    from coachlms.accounts.models import User
    from reviews.models import Review, Submission  # noqa: F401  (named in strings below)

LIVE = ("offered", "open")


def _agreed(session: str, purpose: str) -> Exists:
    """The client's consent for this purpose holds."""
    grants = apps.get_model("reviews", "ConsentGrant")._default_manager
    return Exists(
        grants.filter(submission=OuterRef(session), purpose=purpose, withdrawn_at__isnull=True)
    )


def _shared(session: str, mentor: "User") -> Exists:
    """The learner shares it with this mentor at present."""
    shares = apps.get_model("reviews", "Share")._default_manager.filter(mentor=mentor)
    today = timezone.localdate()
    return Exists(
        shares.filter(submission=OuterRef(session), revoked_at__isnull=True, expires_on__gte=today)
    )


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: "User") -> "SubmissionQuerySet":
        """The session room: the learner herself, and the mentor she shares it with at present."""
        return self.filter(Q(learner=user) | self._shared_with(user))

    def of(self, user: "User") -> "SubmissionQuerySet":
        """One's own sessions only: what may be changed or deleted."""
        return self.filter(learner=user)

    def shared_with(self, user: "User") -> "SubmissionQuerySet":
        """Sessions a mentor may read at present, the client's consent included."""
        return self.filter(self._shared_with(user))

    @staticmethod
    def _shared_with(user: "User") -> Q:
        is_there = ~Q(state__in=["draft", "withdrawn"])
        return is_there & Q(_shared("pk", user)) & Q(_agreed("pk", "mentor"))

    def waiting_for_readers(self) -> "SubmissionQuerySet":
        """Handed in, not final, words still there."""
        return self.filter(state__in=["in_review", "provisional"], text_deleted_at__isnull=True)


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: "User") -> "ReviewQuerySet":
        """A person's own duties while the words are there and the client's consent covers her.

        Given-back and void ones are gone. A mentor's end with the share, a peer's with the consent for peers.
        """
        as_peer = Q(source__in=["peer", "volunteer"]) & Q(_agreed("submission", "peers"))
        as_mentor = (
            Q(source="mentor") & Q(_agreed("submission", "mentor")) & Q(_shared("submission", user))
        )
        return (
            self.filter(reviewer=user, state__in=[*LIVE, "submitted", "expired"])
            .filter(Q(source="self") | as_peer | as_mentor)
            .filter(submission__text_deleted_at__isnull=True)
            .exclude(submission__state__in=["draft", "withdrawn"])
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
