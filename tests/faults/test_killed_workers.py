"""Workers are killed again and again: nothing is lost and nothing happens twice.

FAULTS_LONG=1 runs 1,000 jobs instead of 300, and kills Redis five times instead of twice.
"""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.faults.conftest import Redis
from tests.faults.harness import (
    Ground,
    children_of,
    count_jobs,
    end_group,
    kill_loop,
    killing_ground,
)

LONG = bool(os.environ.get("FAULTS_LONG"))
JOBS = 1000 if LONG else 300
SLOTS = 8
SETTINGS = "tests.faults.settings"


def assert_each_effect_once(ground: Ground, jobs: int) -> None:
    effects = ground.ask("SELECT subject FROM faults_effect ORDER BY subject")
    assert effects == [(subject,) for subject in range(jobs)]


@pytest.mark.slow
def test_killed_embedded_worker_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    with killing_ground(
        settings=SETTINGS, var_dir=tmp_path / "var", WORKER_PROCESSES=str(SLOTS)
    ) as ground:
        ground.manage("create_effects", str(JOBS))
        report = kill_loop(
            ground, died_share=0.33, slots=SLOTS, where="kind='leave_effect'", limit_s=JOBS * 0.8
        )
        print(report)
        assert report.died_share >= 0.3
        assert (report.counts.done, report.counts.dead) == (JOBS, 0)
        assert_each_effect_once(ground, JOBS)


@pytest.mark.slow
@pytest.mark.redis
def test_killed_worker_on_redis_loses_nothing_and_repeats_nothing(
    tmp_path: Path, redis: Redis
) -> None:
    with killing_ground(
        settings=SETTINGS,
        var_dir=tmp_path / "var",
        WORKER_PROCESSES=str(SLOTS),
        REDIS_URL=redis.url,
    ) as ground:
        ground.manage("create_effects", str(JOBS))
        report = kill_loop(
            ground, died_share=0.33, slots=SLOTS, where="kind='leave_effect'", limit_s=JOBS * 0.8
        )
        print(report)
        assert report.died_share >= 0.3
        assert (report.counts.done, report.counts.dead) == (JOBS, 0)
        assert_each_effect_once(ground, JOBS)


@pytest.mark.slow
@pytest.mark.redis
def test_redis_killed_again_and_again_loses_nothing_and_work_flows_again(
    tmp_path: Path, redis: Redis
) -> None:
    """The worker is not touched, and Redis comes back empty each time."""
    jobs, kills = (200, 5) if LONG else (60, 2)
    with killing_ground(
        settings=SETTINGS, var_dir=tmp_path / "var", WORKER_PROCESSES="2", REDIS_URL=redis.url
    ) as ground:
        ground.manage("create_effects", str(jobs))
        worker = ground.start_worker()
        try:
            for kill in range(1, kills + 1):
                wait_for_done(ground, jobs * kill // (kills + 1))
                redis.kill()
                time.sleep(1)
                redis.start()
            wait_for_done(ground, jobs)
            assert worker.poll() is None
        finally:
            end_group(worker)
        assert_each_effect_once(ground, jobs)


def wait_for_done(ground: Ground, done: int, flows_again_s: float = 60) -> None:
    """Every job that finishes gives the next one a minute; longer means that work does not flow."""
    seen, since = -1, time.monotonic()
    while seen < done:
        now_done = count_jobs(ground, "kind='leave_effect'").done
        if now_done > seen:
            seen, since = now_done, time.monotonic()
        assert time.monotonic() - since < flows_again_s, ground.log.read_text()[-2000:]
        time.sleep(0.1)


@pytest.mark.slow
def test_work_that_kills_its_worker_is_dead_with_a_reason_and_the_rest_goes_on(
    tmp_path: Path,
) -> None:
    with killing_ground(
        settings=SETTINGS, var_dir=tmp_path / "var", JOB_LEASE_SECONDS="2"
    ) as ground:
        ground.manage("create_effects", "1", "--kind", "die_always")
        ground.manage("create_effects", "5")
        worker = ground.start_worker()
        try:
            end = time.monotonic() + 60
            while not count_jobs(ground).is_over and time.monotonic() < end:
                time.sleep(0.1)
        finally:
            end_group(worker)
        dead = ground.ask(
            "SELECT state, attempt, error_code, error_text FROM jobs_job WHERE kind='die_always'"
        )
        reason = "The worker died 3 times while doing this."
        assert dead == [("dead", 3, "worker_died", reason)]
        assert_each_effect_once(ground, 5)


@pytest.mark.slow
def test_idle_child_that_is_killed_ends_the_embedded_worker_at_once(tmp_path: Path) -> None:
    """It may have taken the lock of the one pipe with it; a new worker is seconds away."""
    with killing_ground(settings=SETTINGS, var_dir=tmp_path / "var") as ground:
        ground.manage("create_effects", "1")
        worker = ground.start_worker()
        try:
            wait_for_done(ground, 1)
            time.sleep(1)  # until the main process has seen the end of the task
            (child,) = children_of(worker.pid)
            os.kill(child, signal.SIGKILL)
            assert worker.wait(15) == 75
        finally:
            end_group(worker)
