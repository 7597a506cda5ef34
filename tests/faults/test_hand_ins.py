"""Sessions are handed in and the worker is killed again and again: every one is read, exactly once.

FAULTS_LONG=1 hands in 1,000 instead of 200.
"""

import os
from pathlib import Path

import pytest

from tests.faults.conftest import Redis
from tests.faults.harness import Ground, kill_loop, killing_ground

COUNT = 1000 if os.environ.get("FAULTS_LONG") else 200
SETTINGS = "tests.faults.product_settings"
KIND = "kind='review_with_ai'"


def assert_every_session_is_read_once(ground: Ground) -> None:
    handed_in = ground.number(
        "SELECT count(*) FROM reviews_submission WHERE handed_in_at IS NOT NULL"
    )
    assert handed_in == COUNT
    per_session = {
        "reading": "SELECT count(*) FROM reviews_reading GROUP BY submission_id",
        "assessment": (
            "SELECT count(*) FROM reviews_assessment a JOIN reviews_review r ON r.id = a.review_id"
            " WHERE r.source = 'ai' AND r.state = 'submitted' GROUP BY r.submission_id"
        ),
        "result, combined once": "SELECT edition FROM reviews_result",
    }
    for what, question in per_session.items():
        assert ground.ask(question) == [(1,)] * COUNT, what
    told = "SELECT count(*) FROM notifications_notice GROUP BY key"
    assert ground.ask(told) == [(1,)] * COUNT
    assert ground.number("SELECT count(*) FROM reviews_submission WHERE state = 'in_review'") == 0


@pytest.mark.slow
def test_hand_ins_survive_a_worker_that_is_killed(tmp_path: Path) -> None:
    with killing_ground(
        settings=SETTINGS, var_dir=tmp_path / "var", WORKER_PROCESSES="8"
    ) as ground:
        ground.manage("hand_in_many", str(COUNT))
        report = kill_loop(ground, died_share=0.33, slots=4, where=KIND, limit_s=COUNT * 1.5)
        print(report)
        assert report.died_share >= 0.3
        assert (report.counts.done, report.counts.dead) == (COUNT, 0)
        assert_every_session_is_read_once(ground)


@pytest.mark.slow
@pytest.mark.redis
def test_hand_ins_survive_a_worker_that_is_killed_on_redis(tmp_path: Path, redis: Redis) -> None:
    with killing_ground(
        settings=SETTINGS, var_dir=tmp_path / "var", WORKER_PROCESSES="8", REDIS_URL=redis.url
    ) as ground:
        ground.manage("hand_in_many", str(COUNT))
        report = kill_loop(ground, died_share=0.33, slots=4, where=KIND, limit_s=COUNT * 1.5)
        print(report)
        assert report.died_share >= 0.3
        assert (report.counts.done, report.counts.dead) == (COUNT, 0)
        assert_every_session_is_read_once(ground)
