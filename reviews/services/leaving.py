"""A reader leaves: what she has not handed in goes with her."""

from django.db import transaction

from coachlms.accounts.models import User
from reviews.models import Assessment, Review
from reviews.services.sharing import revoke_share


@transaction.atomic
def give_up_duties(*, reviewer: User) -> int:
    """End her shares, her open duties and her drafts; says how many duties. What she handed in stays."""
    for share in reviewer.sessions_shared.filter(revoked_at=None).select_related("submission"):
        revoke_share(submission=share.submission)
    unfinished = Review.objects.filter(reviewer=reviewer).exclude(state=Review.State.SUBMITTED)
    Assessment.objects.filter(review__in=unfinished).delete()
    unfinished.update(decline_reason="")
    for review in unfinished.filter(state__in=["offered", "open", "expired"]).select_for_update():
        review.move_to(Review.State.VOID)
    return unfinished.count()
