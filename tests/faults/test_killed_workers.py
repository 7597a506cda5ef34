"""Workers are killed again and again: nothing is lost and nothing happens twice.

FAULTS_LONG=1 runs 1,000 jobs instead of 300, and kills Redis five times instead of twice.
"""

import os
from pathlib import Path

import pytest

from tests.faults.conftest import Redis
from tests.faults.harness import Ground, kill_loop, killing_ground

LONG = bool(os.environ.get("FAULTS_LONG"))
JOBS = 1000 if LONG else 300
SLOTS = 8
SETTINGS = "tests.faults.settings"


def assert_each_effect_once(ground: Ground, jobs: int) -> None:
    subjects = sorted(row[0] for row in ground.ask("SELECT subject FROM faults_effect"))
    assert subjects == list(range(jobs))


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
