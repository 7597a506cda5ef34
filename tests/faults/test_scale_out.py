"""Two webs and four workers on PostgreSQL, Redis and S3; Redis, a worker and a web are killed in the middle.

FAULTS_LONG=1 hands in 1,000 sessions instead of 150.
"""

import os
import time
from pathlib import Path

import pytest

from tests.faults.school import Crowd, ScaledOut, scaled_out
from tests.postgres import binaries

COUNT = 1000 if os.environ.get("FAULTS_LONG") else 150
LEARNERS = 10
MAKE = """
from coachlms.accounts.documents import agree
from coachlms.accounts.models import Role, Scope
from coachlms.accounts.leaving import ask_download
from coachlms.accounts.services import create_user, issue_token
for n in range({n}):
    user = create_user(email=f"many{{n}}@example.org", name=f"Many {{n}}", password=None, roles=(Role.LEARNER,))
    agree(user=user)
    print("token", issue_token(user=user, name="crowd", scopes=[Scope.SESSIONS, Scope.READ], days=1)[1])
"""
DOWNLOADS = """
from coachlms.accounts.leaving import ask_download
from coachlms.accounts.models import User
for user in User.objects.filter(email__startswith="many"):
    ask_download(user=user)
"""


def wait_until_read(school: ScaledOut, limit_s: float) -> float:
    """Seconds until nothing is left to do."""
    started = time.monotonic()
    open_jobs = (
        "SELECT count(*) FROM jobs_job WHERE state IN ('queued', 'running') AND not_before <= now()"
    )
    while school.number(open_jobs):
        assert time.monotonic() - started < limit_s, school.ask(
            "SELECT kind, state, attempt, error_code, count(*) FROM jobs_job"
            " WHERE state <> 'done' GROUP BY 1, 2, 3, 4"
        )
        time.sleep(0.5)
    return time.monotonic() - started


def assert_each_was_read_once(school: ScaledOut) -> None:
    assert school.number("SELECT count(*) FROM reviews_submission") == COUNT
    read = "SELECT count(*) FROM reviews_submission WHERE state IN ('provisional', 'final')"
    assert school.number(read) == COUNT
    per_session = {
        "reading": "SELECT count(*) FROM reviews_reading GROUP BY submission_id",
        "assessment": (
            "SELECT count(*) FROM reviews_assessment a JOIN reviews_review r ON r.id = a.review_id"
            " WHERE r.source = 'ai' AND r.state = 'submitted' GROUP BY r.submission_id"
        ),
        "result, combined once": "SELECT edition FROM reviews_result",
        "turns": "SELECT count(*) FROM reviews_turn GROUP BY submission_id",
    }
    expected = {"turns": 32}
    for what, question in per_session.items():
        assert school.ask(question) == [(expected.get(what, 1),)] * COUNT, what
    told = (
        "SELECT count(*) FROM notifications_notice WHERE key LIKE 'result:%' GROUP BY user_id, key"
    )
    assert school.ask(told) == [(1,)] * COUNT


@pytest.mark.slow
@pytest.mark.redis
@pytest.mark.skipif(binaries() is None, reason="needs postgresql: apt-get install postgresql")
def test_nothing_is_lost_or_doubled_when_redis_a_worker_and_a_web_are_killed(
    tmp_path: Path,
) -> None:
    queues = ["ai", "ai", "default,mail,media", "default,mail,media,ai"]
    with scaled_out(tmp_path, webs=2, workers=queues) as school:
        made = school.manage("shell", "-c", MAKE.format(n=LEARNERS))
        tokens = [line.split()[1] for line in made.splitlines() if line.startswith("token ")]
        crowd = Crowd(list(school.webs), tokens)
        threads = crowd.hand_in(COUNT)

        when_handed_in(school, COUNT // 4)
        school.queue.kill()
        school.workers[0].kill()
        when_handed_in(school, COUNT // 3)  # people go on handing in meanwhile
        school.queue.start()
        school.workers[0].start()
        when_handed_in(school, COUNT // 2)
        web = next(iter(school.webs.values()))
        web.kill()
        school.workers[2].kill()
        web.start()
        school.workers[2].start()

        for thread in threads:
            thread.join(COUNT)
        assert (crowd.refused, len(set(crowd.numbers))) == ([], COUNT)
        school.manage("shell", "-c", DOWNLOADS)
        waited = wait_until_read(school, limit_s=60 + COUNT / 5)
        print(f"{COUNT} handed in with {crowd.tries} requests; all read {waited:.0f} s later")
        assert school.number("SELECT count(*) FROM jobs_job WHERE state = 'dead'") == 0
        assert_each_was_read_once(school)
        files = school.ask("SELECT file FROM accounts_dataexport WHERE ready_at IS NOT NULL")
        assert sorted(school.files()) == sorted(f"files/{name}" for (name,) in files)
        assert len(files) == LEARNERS


def when_handed_in(school: ScaledOut, count: int) -> None:
    end = time.monotonic() + 120
    while school.number("SELECT count(*) FROM reviews_submission") < count:
        assert time.monotonic() < end, f"not {count} sessions within two minutes"
        time.sleep(0.1)
