"""Downloads and deletions run here, beside the web."""

from datetime import timedelta

from coachlms.jobs.registry import Hold, job, periodic


@job(max_attempts=5)
def make_download(hold: Hold, export_id: int) -> None:
    from coachlms.accounts import leaving

    leaving.make_download(export_id=export_id, hold=hold)


@job(max_attempts=8)
def erase_account(hold: Hold, erasure_id: int) -> None:
    from coachlms.accounts import leaving

    leaving.erase(erasure_id=erasure_id, hold=hold)


@periodic(every=timedelta(hours=6))
def delete_old_downloads(hold: Hold, _slot: int) -> None:
    from coachlms.accounts import leaving

    leaving.delete_old_downloads(hold=hold)
