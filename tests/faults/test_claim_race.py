"""Processes that want the same rows at the same moment."""

import subprocess
import sys
import time
from pathlib import Path

from tests.faults.harness import ROOT, killing_ground

JOBS, RACERS = 150, 4


def test_claim_by_four_processes_at_once_gives_every_job_to_exactly_one(tmp_path: Path) -> None:
    with killing_ground(
        settings="tests.faults.settings", var_dir=tmp_path, JOB_LEASE_SECONDS="600"
    ) as ground:
        ground.manage("create_effects", str(JOBS))
        moment = str(time.time() + 4)
        racers = [
            subprocess.Popen(
                [sys.executable, "manage.py", "claim_all", moment],
                cwd=ROOT,
                env=ground.env,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(RACERS)
        ]
        claimed = [racer.communicate(timeout=60)[0].split() for racer in racers]
        assert [racer.returncode for racer in racers] == [0] * RACERS
        everything = sorted(int(pk) for each in claimed for pk in each)
        assert everything == [pk for (pk,) in ground.ask("SELECT id FROM jobs_job ORDER BY id")]
        assert ground.number("SELECT sum(attempt) FROM jobs_job") == JOBS
        assert sum(bool(each) for each in claimed) > 1
