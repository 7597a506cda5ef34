"""Housekeeping of the job table itself."""

from datetime import timedelta

from coachlms.jobs.registry import Hold, periodic


@periodic(every=timedelta(days=1))
def forget_old_jobs(hold: Hold, slot: int) -> None:
    from coachlms.jobs import services

    with hold.finish():
        services.forget_old()
