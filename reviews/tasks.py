"""Work that happens outside a request: each task calls services and decides nothing."""

from datetime import timedelta

from coachlms.jobs.registry import Hold, job, periodic


@job("ai", max_attempts=6)
def review_with_ai(hold: Hold, submission_id: int) -> None:
    """The embedded reader reads one session."""
    from reviews.services import reading

    reading.review_by_ai(submission_id=submission_id, hold=hold)


@periodic(every=timedelta(minutes=10))
def sweep_reviews(hold: Hold, slot: int) -> None:
    """Leases that ran out, sessions that wait for too long, texts past their retention."""
    from reviews.services import duties, waiting
    from reviews.services.withdrawal import purge_expired

    duties.remind()
    duties.expire_overdue()
    waiting.climb_ladder()
    purge_expired()
