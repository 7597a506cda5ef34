"""`manage.py up`: one tree that comes back by itself, starts once and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from coachlms.common.supervisor import Plan
from tests.faults.harness import ROOT, Ground, children_of, count_jobs, killing_ground

SETTINGS = "tests.faults.settings"
IN_A_MINUTE_S = 60.0
# A child with a grandchild that would outlive it.
STUBBORN = "import subprocess, time; subprocess.Popen(['sleep', '300']); time.sleep(300)"


def wait_until(happened: Callable[[], bool], limit_s: float = IN_A_MINUTE_S) -> None:
    end = time.monotonic() + limit_s
    while not happened():
        assert time.monotonic() < end, f"did not happen within {limit_s:.0f} s"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def family(pid: int) -> list[int]:
    """Everything below this process."""
    below = children_of(pid)
    return below + [grandchild for child in below for grandchild in family(child)]


@contextmanager
def program(
    command: list[str], env: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A program whose whole family is gone afterwards, whatever the test did."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output)
    try:
        yield process
    finally:
        for pid in [process.pid, *family(process.pid)]:
            if is_alive(pid):
                os.kill(pid, signal.SIGKILL)
        process.wait()


@contextmanager
def supervisor(
    folder: Path, children: dict[str, list[str]], **plan: float
) -> Iterator[subprocess.Popen[bytes]]:
    whole = Plan(
        lock=str(folder / "up.lock"),
        host="127.0.0.1",
        port=free_port(),
        address="http://localhost",
        children=children,
        **plan,  # type: ignore[arg-type]
    )
    command = [sys.executable, "-m", "coachlms.common.supervisor", json.dumps(asdict(whole))]
    with program(command, dict(os.environ), folder / "out") as process:
        yield process


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    port = str(free_port())
    with killing_ground(settings=SETTINGS, var_dir=tmp_path / "var", PORT=port) as ground:
        (ground.var_dir / "static").mkdir()
        yield ground


@pytest.mark.slow
def test_up_announces_itself_once_and_survives_the_death_of_web_and_worker(ground: Ground) -> None:
    out = ground.var_dir / "out"
    with program([sys.executable, "manage.py", "up"], ground.env, out) as up:
        ready = f"CoachLMS is ready: http://localhost:{ground.env['PORT']}"
        wait_until(lambda: ready in out.read_text())
        wait_until(lambda: len(family(up.pid)) == 4)
        before = family(up.pid)
        for child in children_of(up.pid):
            os.kill(child, signal.SIGKILL)
        wait_until(lambda: len(set(family(up.pid)) - set(before)) == 4)
        ground.manage("create_effects", "2")
        wait_until(lambda: count_jobs(ground, "kind='leave_effect'").done == 2)
        wait_until(lambda: not any(is_alive(pid) for pid in before))

        started = time.monotonic()
        last = family(up.pid)
        up.terminate()
        assert up.wait(20) == 0
        assert time.monotonic() - started < 15
        assert not any(is_alive(pid) for pid in last)
        text = out.read_text()
        assert "worker ended (exit code -9); starting it again in 0.5 s." in text
        assert "did not stop" not in text
        assert text.count("CoachLMS is ready") == 1


def test_up_refuses_a_second_start_and_leaves_the_first_alone(tmp_path: Path) -> None:
    with supervisor(tmp_path, {"nap": ["sleep", "300"]}) as first:
        wait_until(lambda: len(family(first.pid)) == 1)
        (tmp_path / "second").mkdir()
        plan = Plan(str(tmp_path / "up.lock"), "127.0.0.1", free_port(), "http://x", {})
        second = subprocess.run(
            [sys.executable, "-m", "coachlms.common.supervisor", json.dumps(asdict(plan))],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            check=False,
        )
        assert second.returncode == 1
        assert second.stdout == (
            f"CoachLMS is already running here: http://localhost (process {first.pid})."
            " Stop it first, or open that page.\n"
        )
        assert first.poll() is None


def test_up_names_another_port_when_this_one_is_taken(ground: Ground) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(ground.env["PORT"])))
        other.listen()
        up = subprocess.run(
            [sys.executable, "manage.py", "up"],
            cwd=ROOT,
            env=ground.env,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert up.returncode == 1
    assert up.stdout.startswith(f"Port {ground.env['PORT']} on 127.0.0.1 cannot be used")
    assert "for example PORT=" in up.stdout


def test_up_that_is_killed_takes_its_children_with_it(tmp_path: Path) -> None:
    with supervisor(tmp_path, {"nap": ["sleep", "300"], "rest": ["sleep", "300"]}) as up:
        wait_until(lambda: len(family(up.pid)) == 2)
        below = family(up.pid)
        up.kill()
        up.wait()
        wait_until(lambda: not any(is_alive(pid) for pid in below), limit_s=5)


def test_up_clears_grandchildren_away_when_it_stops(tmp_path: Path) -> None:
    with supervisor(tmp_path, {"stubborn": [sys.executable, "-c", STUBBORN]}) as up:
        wait_until(lambda: len(family(up.pid)) == 2)
        below = family(up.pid)
        up.terminate()
        assert up.wait(10) == 0
        wait_until(lambda: not any(is_alive(pid) for pid in below), limit_s=5)


def test_up_ends_a_child_that_does_not_listen(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(300)"
    with supervisor(tmp_path, {"deaf": [sys.executable, "-c", deaf]}, grace_s=0.5) as up:
        wait_until(lambda: (tmp_path / "out").read_text() == "1\n")
        up.terminate()
        assert up.wait(10) == 0
        assert (tmp_path / "out").read_text() == (
            "1\ndeaf did not stop within 0 s and is ended.\nCoachLMS has stopped.\n"
        )


def test_up_gives_up_when_a_child_ends_again_and_again(tmp_path: Path) -> None:
    with supervisor(
        tmp_path, {"broken": [sys.executable, "-c", "raise SystemExit(3)"]}, crashes_most=3
    ) as up:
        assert up.wait(30) == 1
        assert (tmp_path / "out").read_text().splitlines() == [
            "broken ended (exit code 3); starting it again in 0.5 s.",
            "broken ended (exit code 3); starting it again in 1.0 s.",
            "broken ended 3 times right after its start; giving up.",
            "CoachLMS has stopped.",
        ]
