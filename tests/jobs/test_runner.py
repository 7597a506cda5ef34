"""Who may do a job, for how long, and how every ending is written down."""

import logging
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from coachlms.jobs import runner
from coachlms.jobs import services as jobs
from coachlms.jobs.errors import LeaseLost
from coachlms.jobs.models import Job, Step
from coachlms.jobs.registry import Hold, job

SECRET = "the client said something private"


@job(max_attempts=2)
def stumble(hold: Hold, subject: int) -> None:
    raise ValueError(SECRET)


@job(max_attempts=2)
def do_nothing(hold: Hold, subject: int) -> None:
    pass


@job(lease_seconds=0.3)
def take_longer_than_the_lease(hold: Hold, subject: int) -> None:
    time.sleep(2 * hold.lease_seconds)
    assert hold.mine.held(timezone.now()).exists()
    with hold.finish():
        leave_effect(subject)


@job(lease_seconds=0.3)
def be_taken_over(hold: Hold, subject: int) -> None:
    Job.objects.filter(pk=hold.job_id).update(token="0" * 32)
    end = time.monotonic() + 10
    while time.monotonic() < end:
        hold.check()
        time.sleep(0.02)
    leave_effect(subject)


def leave_effect(subject: int) -> None:
    Step.objects.create(
        kind="effect", subject=subject, name="n", input_hash="h", version="1", result=[]
    )


def expire(row: Job) -> None:
    Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def claimed(row: Job) -> Hold:
    hold = runner.claim(row.pk, worker="here")
    assert hold is not None
    return hold


@pytest.mark.django_db
def test_claim_gives_the_job_to_the_first_and_nothing_to_the_second() -> None:
    row = jobs.create(do_nothing, 1, key="x")
    hold = claimed(row)
    assert runner.claim(row.pk) is None
    row.refresh_from_db()
    assert (row.state, row.attempt, row.worker) == (Job.State.RUNNING, 1, "here")
    assert (hold.attempt, hold.max_attempts) == (1, 2)


@pytest.mark.django_db
def test_claim_takes_over_after_the_lease_and_the_first_may_not_finish() -> None:
    row = jobs.create(do_nothing, 1, key="x")
    first = claimed(row)
    expire(row)
    second = claimed(row)
    with pytest.raises(LeaseLost), first.finish():
        leave_effect(1)
    assert not Step.objects.exists()
    with second.finish():
        leave_effect(1)
    row.refresh_from_db()
    assert (row.state, row.attempt) == (Job.State.DONE, 2)
    assert Step.objects.count() == 1


@pytest.mark.django_db
def test_finish_undoes_the_end_of_the_job_when_the_effect_fails() -> None:
    row = jobs.create(do_nothing, 1, key="x")
    hold = claimed(row)

    def finish_on_a_full_disk() -> None:
        with hold.finish():
            leave_effect(1)
            raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        finish_on_a_full_disk()
    row.refresh_from_db()
    assert (row.state, hold.finished) == (Job.State.RUNNING, False)
    assert not Step.objects.exists()


@pytest.mark.django_db
def test_claim_after_the_last_attempt_buries_the_job_with_a_reason() -> None:
    row = jobs.create(do_nothing, 1, key="x")
    for _ in range(2):
        claimed(row)
        expire(row)
    assert runner.claim(row.pk) is None
    row.refresh_from_db()
    assert (row.state, row.attempt, row.error_code) == (Job.State.DEAD, 2, "worker_died")
    assert row.error_text == "The worker died 2 times while doing this."


@pytest.mark.django_db
def test_unexpected_error_counts_and_is_logged_without_content(
    caplog: pytest.LogCaptureFixture,
) -> None:
    row = jobs.create(stumble, 1, key="x")
    with caplog.at_level(logging.WARNING):
        assert runner.run(row.pk)
        row.refresh_from_db()
        assert (row.state, row.error_code) == (Job.State.QUEUED, "ValueError")
        Job.objects.update(not_before=timezone.now())
        assert runner.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempt, row.error_text) == (Job.State.DEAD, 2, runner.UNEXPECTED)
    assert "in stumble" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.django_db
def test_run_of_a_finished_job_does_nothing() -> None:
    row = jobs.create(do_nothing, 1, key="x")
    assert [runner.run(row.pk), runner.run(row.pk)] == [True, False]
    row.refresh_from_db()
    assert (row.state, row.attempt) == (Job.State.DONE, 1)


@pytest.mark.django_db
def test_job_of_an_unknown_kind_waits_for_a_worker_that_knows_it() -> None:
    row = Job.objects.create(kind="from_the_future", subject=1)
    assert runner.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempt, row.error_code) == (Job.State.QUEUED, 1, "unknown_kind")


@pytest.mark.django_db(transaction=True)
def test_heartbeat_renews_the_lease_while_the_work_goes_on() -> None:
    row = jobs.create(take_longer_than_the_lease, 4, key="x")
    runner.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempt) == (Job.State.DONE, 1)
    assert Step.objects.get().subject == 4


@pytest.mark.django_db(transaction=True)
def test_heartbeat_stops_work_that_somebody_else_took_over() -> None:
    row = jobs.create(be_taken_over, 4, key="x")
    assert runner.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempt, row.error_code) == (Job.State.RUNNING, 1, "")
    assert not Step.objects.exists()


@pytest.mark.django_db
def test_heartbeat_thread_ends_with_the_job() -> None:
    row = jobs.create(do_nothing, 1, key="x")
    runner.run(row.pk)
    names = [thread.name for thread in threading.enumerate()]
    assert f"lease of job {row.pk}" not in names
    assert connection.is_usable()
