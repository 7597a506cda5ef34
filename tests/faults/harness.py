"""Kills workers on purpose and counts what became of the work. Knows jobs, and no product.

with killing_ground(settings="coachlms.settings", var_dir=tmp_path) as ground:
    ground.manage("load_demo")                      # whatever fills the job table
    report = kill_loop(ground, died_share=0.3, slots=1, where="kind='review_with_ai'")
    assert report.counts.done == report.counts.jobs

With few attempts per job some would rightly be buried as poison; raise `max_attempts` first, by
`ground.manage("shell", "-c", "from coachlms.jobs.models import Job; Job.objects.update(...)")`.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORKER = [sys.executable, "-m", "celery", "--quiet", "-A", "coachlms.celery", "worker"]
LEAN = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "warning"]


@dataclass
class Ground:
    """One installation in a folder of its own."""

    var_dir: Path
    env: dict[str, str]
    log: Path

    def manage(self, *command: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.env,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=120,
        ).stdout

    def start_worker(self, *arguments: str) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*WORKER, *LEAN, *arguments],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """Rows of the SQLite file, read from outside the product."""
        path = self.var_dir / "coachlms.sqlite3"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)) as database:
            return database.execute(question).fetchall()

    def number(self, question: str) -> int:
        value = self.ask(question)[0][0]
        return int(str(value or 0))


@contextmanager
def killing_ground(*, settings: str, var_dir: Path, **env: str) -> Iterator[Ground]:
    """A migrated installation in an empty folder; `env` on top of a clean environment."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    var_dir.mkdir(parents=True, exist_ok=True)
    ground = Ground(
        var_dir=var_dir,
        env=clean
        | {
            "DJANGO_SETTINGS_MODULE": settings,
            "SECRET_KEY": "only-for-tests-" + "0123456789" * 5,
            "VAR_DIR": str(var_dir),
            "JOB_LEASE_SECONDS": "3",
        }
        | env,
        log=var_dir / "worker.log",
    )
    ground.manage("migrate", "--verbosity", "0")
    yield ground


@dataclass(frozen=True)
class Counts:
    """The job table at one moment. Every attempt beyond the finished ones died or is running."""

    jobs: int
    done: int
    dead: int
    attempts: int
    running: int

    @property
    def died(self) -> int:
        return self.attempts - self.done - self.running

    @property
    def is_over(self) -> bool:
        return self.done + self.dead == self.jobs


@dataclass
class Report:
    """How a kill loop went."""

    counts: Counts
    kills: int
    seconds: float
    kinds_of_kill: dict[str, int] = field(default_factory=dict)

    @property
    def died_share(self) -> float:
        return self.counts.died / max(1, self.counts.attempts)

    def __str__(self) -> str:
        return (
            f"{self.counts.jobs} jobs, {self.counts.attempts} attempts, {self.counts.died} died"
            f" ({self.died_share:.0%}), {self.kills} kills {self.kinds_of_kill},"
            f" {self.seconds:.0f} s; done {self.counts.done}, dead {self.counts.dead}"
        )


def busy_since(ground: Ground, moment: str, where: str) -> int:
    """Jobs in work that were claimed after this moment, so by a worker that still lives."""
    claimed = f"state='running' AND claimed_at > '{moment}'"
    return ground.number(f"SELECT count(*) FROM jobs_job WHERE {claimed} AND {where}")  # noqa: S608


def now_in_database() -> str:
    return datetime.now(tz=UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def count_jobs(ground: Ground, where: str = "1") -> Counts:
    """`where` narrows it to some kinds. A running job with an old lease was killed already."""
    held = "state='running' AND lease_until > strftime('%Y-%m-%d %H:%M:%f', 'now')"
    sums = f"count(*), sum(state='done'), sum(state='dead'), sum(attempt), sum({held})"
    row = ground.ask(f"SELECT {sums} FROM jobs_job WHERE {where}")[0]  # noqa: S608
    return Counts(*(int(str(value or 0)) for value in row))


def kill_loop(
    ground: Ground,
    *,
    died_share: float,
    slots: int,
    where: str = "1",
    limit_s: float = 240,
    disturb: Callable[[], None] | None = None,
) -> Report:
    """Run a worker until all is over; kill it whenever its slots are busy until enough attempts died.

    `died_share` is the share of all attempts that must have died. `disturb` is called after every
    kill, for whatever else is to go wrong.
    """
    started, kills, dice = time.monotonic(), 0, random.Random(7)
    last_kill = now_in_database()
    ways: dict[str, int] = {"group": 0, "main": 0, "child": 0}
    worker = ground.start_worker()
    try:
        while not (counts := count_jobs(ground, where)).is_over:
            if time.monotonic() - started > limit_s:
                raise AssertionError(f"not over after {limit_s:.0f} s: {counts}")
            if worker.poll() is not None:
                end_group(worker)
                worker = ground.start_worker()
            wanted = died_share * (counts.attempts + counts.jobs - counts.done)
            if counts.died < wanted and busy_since(ground, last_kill, where) >= slots:
                time.sleep(dice.uniform(0, 0.1))
                ways[kill_somehow(worker, dice)] += 1
                kills, last_kill = kills + 1, now_in_database()
                if disturb:
                    disturb()
            time.sleep(0.05)
        return Report(counts, kills, time.monotonic() - started, ways)
    finally:
        end_group(worker)


def kill_somehow(worker: "subprocess.Popen[bytes]", dice: random.Random) -> str:
    """SIGKILL for everything, for the main process alone (its children must follow), or for a child."""
    way = dice.choice(["group", "group", "main", "child"])
    children = children_of(worker.pid)
    if way == "group":
        end_group(worker)
    elif way == "main":
        worker.kill()
        worker.wait()
    elif children:
        os.kill(dice.choice(children), signal.SIGKILL)
    return way


def children_of(pid: int) -> list[int]:
    command = ["ps", "-o", "pid=", "--ppid", str(pid)]
    found = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    return [int(word) for word in found.stdout.split()]


def end_group(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
