"""Creating, looking at, repeating and forgetting jobs."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from coachlms.common.errors import Conflict
from coachlms.jobs import services as jobs
from coachlms.jobs.models import Job, Step
from coachlms.jobs.registry import Hold, PermanentFailure, TemporaryFailure, job

pytestmark = pytest.mark.django_db
done: list[int] = []


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    done.clear()


@job(queue="ai", max_attempts=3)
def write_down(hold: Hold, subject: int) -> None:
    with hold.finish():
        done.append(subject)


@job()
def only_return(hold: Hold, subject: int) -> None:
    done.append(subject)


@job(max_attempts=3)
def fail_for_now(hold: Hold, subject: int) -> None:
    done.append(subject)
    raise TemporaryFailure("away", "The service is away.", retry_after=90)


@job()
def fail_for_good(hold: Hold, subject: int) -> None:
    raise PermanentFailure("unreadable", "This recording holds no speech.")


def test_create_takes_queue_and_limit_from_the_kind() -> None:
    row = jobs.create(write_down, 7, key="write_down:7")
    assert (row.kind, row.subject, row.queue, row.max_attempts) == ("write_down", 7, "ai", 3)
    assert (row.state, row.attempt) == (Job.State.QUEUED, 0)


def test_create_with_the_same_key_gives_the_first_row() -> None:
    first = jobs.create(write_down, 7, key="once")
    jobs.run_pending()
    assert jobs.create(write_down, 8, key="once") == first
    assert jobs.run_pending() == 0
    assert done == [7]


def test_create_vanishes_with_the_transaction_around_it() -> None:
    def hand_in_and_fail() -> None:
        with transaction.atomic():
            jobs.create(write_down, 7, key="write_down:7")
            raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        hand_in_and_fail()
    assert not Job.objects.exists()


def test_run_pending_does_what_is_due_in_order_and_leaves_the_rest() -> None:
    jobs.create(write_down, 1, key="a")
    jobs.create(write_down, 2, key="b", not_before=timezone.now() + timedelta(hours=1))
    jobs.create(only_return, 3, key="c")
    assert jobs.run_pending() == 2
    assert done == [1, 3]
    assert list(Job.objects.order_by("pk").values_list("state", "attempt")) == [
        ("done", 1),
        ("queued", 0),
        ("done", 1),
    ]


def test_run_pending_stops_at_the_limit() -> None:
    for subject in range(3):
        jobs.create(write_down, subject, key=f"{subject}")
    assert jobs.run_pending(limit=2) == 2
    assert done == [0, 1]


def test_temporary_failure_waits_at_least_as_long_as_asked_and_dies_at_the_limit() -> None:
    row = jobs.create(fail_for_now, 5, key="x")
    with time_machine.travel(datetime.now(tz=UTC), tick=False) as clock:
        for attempt in (1, 2, 3):
            assert jobs.run_pending() == 1
            row.refresh_from_db()
            assert row.attempt == attempt
            if attempt < 3:
                assert row.state == Job.State.QUEUED
                assert row.not_before >= timezone.now() + timedelta(seconds=90)
                clock.move_to(row.not_before)
    assert (row.state, row.error_code) == (Job.State.DEAD, "away")
    assert row.error_text == "The service is away."
    assert row.token is None
    assert done == [5, 5, 5]


def test_permanent_failure_is_dead_at_once_with_its_reason() -> None:
    row = jobs.create(fail_for_good, 5, key="x")
    jobs.run_pending()
    row.refresh_from_db()
    assert (row.state, row.attempt, row.error_code) == (Job.State.DEAD, 1, "unreadable")
    assert row.error_text == "This recording holds no speech."
    assert row.finished_at is not None


def test_run_again_gives_a_dead_job_all_its_attempts_back() -> None:
    row = jobs.create(fail_for_good, 5, key="x")
    jobs.run_pending()
    row.refresh_from_db()
    jobs.run_again(row)
    assert (row.state, row.attempt, row.finished_at) == (Job.State.QUEUED, 0, None)
    assert jobs.run_pending() == 1


def test_run_again_refuses_a_job_that_is_not_dead() -> None:
    row = jobs.create(write_down, 5, key="x")
    jobs.run_pending()
    with pytest.raises(Conflict):
        jobs.run_again(row)
    row.refresh_from_db()
    assert (row.state, row.attempt) == (Job.State.DONE, 1)


def test_progress_of_shows_the_newest_job_of_the_subject() -> None:
    jobs.create(write_down, 5, key="first")
    newest = jobs.create(write_down, 5, key="second")
    jobs.create(write_down, 6, key="somebody-else")
    assert jobs.progress_of(write_down, 5) == newest
    assert jobs.progress_of("write_down", 5) == newest
    assert jobs.progress_of(only_return, 5) is None


def test_periodic_work_is_created_once_per_slot() -> None:
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False) as clock:
        assert jobs.create_periodic(queues=("default",)) >= 1
        assert jobs.create_periodic(queues=("default",)) == 0
        clock.shift(timedelta(days=1))
        jobs.create_periodic(queues=("default",))
    housekeeping = Job.objects.filter(kind="forget_old_jobs").order_by("pk")
    assert [row.subject for row in housekeeping] == [20780, 20781]


def test_periodic_work_of_other_queues_is_left_to_other_workers() -> None:
    assert jobs.create_periodic(queues=("media",)) == 0
    assert not Job.objects.filter(kind="forget_old_jobs").exists()


def test_forget_old_deletes_finished_jobs_and_steps_after_thirty_days_and_keeps_dead_ones() -> None:
    with time_machine.travel(datetime.now(tz=UTC) - timedelta(days=31)):
        jobs.create(write_down, 1, key="old")
        jobs.create(fail_for_good, 2, key="dead")
        jobs.run_pending()
        Step.objects.create(
            kind="k", subject=1, name="n", input_hash="h", version="1", result={"words": 3}
        )
    jobs.create(write_down, 3, key="new")
    jobs.run_pending()
    assert jobs.forget_old() == 2
    kept = Job.objects.order_by("pk").values_list("idempotency_key", flat=True)
    assert list(kept) == ["dead", "new"]
    assert not Step.objects.exists()


def test_forget_steps_deletes_the_results_of_one_subject_only() -> None:
    for kind, subject in (("write_down", 1), ("only_return", 1), ("write_down", 2)):
        Step.objects.create(
            kind=kind, subject=subject, name="n", input_hash="h", version="1", result=[]
        )
    assert jobs.forget_steps(write_down, only_return, subject=1) == 2
    assert list(Step.objects.values_list("kind", "subject")) == [("write_down", 2)]
