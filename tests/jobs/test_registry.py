"""Names of kinds are promises: the table keeps them while the code changes."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from coachlms.jobs import registry
from coachlms.jobs.registry import Hold, TemporaryFailure, job


def test_job_takes_its_name_and_the_default_lease() -> None:
    @job(queue="media", max_attempts=2)
    def cut_recording(hold: Hold, subject: int) -> None:
        pass

    kind = registry.kind_named("cut_recording")
    assert kind is cut_recording
    assert (kind.queue, kind.max_attempts, kind.lease_seconds) == ("media", 2, 30)


def test_job_refuses_a_queue_that_no_worker_reads() -> None:
    def shout(hold: Hold, subject: int) -> None:
        pass

    with pytest.raises(ImproperlyConfigured, match="shout names an unknown queue: loud"):
        job(queue="loud")(shout)
    with pytest.raises(TemporaryFailure):
        registry.kind_named("shout")


def test_job_refuses_a_name_that_another_module_has() -> None:
    def forget_old_jobs(hold: Hold, subject: int) -> None:
        pass

    with pytest.raises(ImproperlyConfigured, match=r"coachlms\.jobs\.tasks"):
        job()(forget_old_jobs)
    assert registry.kind_named("forget_old_jobs").work.__module__ == "coachlms.jobs.tasks"
