"""Mail leaves the house here, beside the work that caused it."""

from coachlms.jobs.registry import Hold, job


@job(queue="mail", max_attempts=8)
def send_notice(hold: Hold, notice_id: int) -> None:
    from coachlms.notifications import services

    services.mail_notice(notice_id=notice_id, hold=hold)
