"""Work that happens outside a request: each task calls services and decides nothing."""

from datetime import timedelta

from coachlms.jobs.registry import Hold, job, periodic


@job("ai", max_attempts=3)
def read_demo(hold: Hold, visit_id: int) -> None:
    """Mask and read one visitor's conversation."""
    from coachlms.demo import services

    services.read(visit_id=visit_id, hold=hold)


@periodic(every=timedelta(minutes=10))
def sweep_demo(hold: Hold, slot: int) -> None:
    """Delete what visitors brought in more than 24 hours ago."""
    from coachlms.demo import services

    services.purge_expired()
