"""Keeps the processes of one installation alive: one tree, no orphans, no second start.

A program of its own (`python -m coachlms.common.supervisor PLAN`), so that it stays small: it never
loads Django. Its children die with it, even when it is killed; each leads a process group, so that
grandchildren can be cleared away.
"""

import contextlib
import ctypes
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

RUN_LONG_ENOUGH_S = 30.0  # a child that lived this long did not crash at the start
BACKOFF_FIRST_S, BACKOFF_MOST_S = 0.5, 30.0
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


@dataclass(frozen=True)
class Plan:
    """What to run. `lock` is a file; `address` is what people open once the port answers."""

    lock: str
    host: str
    port: int
    address: str
    children: dict[str, list[str]]
    grace_s: float = 20.0
    crashes_most: int = 8


@dataclass
class Child:
    """One process that has to be there."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    crashes: int = field(default=0)

    def start(self) -> None:
        parent = os.getpid()

        def die_with_parent() -> None:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
            if os.getppid() != parent:  # the parent died between fork and prctl
                os._exit(1)

        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            self.command,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - this process has no threads
        )

    def clear_away(self) -> None:
        """Nothing of this child may be left: neither itself nor what it started."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def plan_restart(self) -> float:
        """Seconds to wait, growing with every crash soon after the start."""
        lived = time.monotonic() - self.started_at
        self.crashes = 0 if lived > RUN_LONG_ENOUGH_S else self.crashes + 1
        wait = min(BACKOFF_MOST_S, BACKOFF_FIRST_S * 2.0 ** max(0, self.crashes - 1))
        self.start_again_at = time.monotonic() + wait
        return wait


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a program for the terminal


def take_lock(plan: Plan) -> int | None:
    """The open lock file, or None when another start holds it. Never closed: the end frees it."""
    handle = os.open(plan.lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        other = os.pread(handle, 200, 0).decode() or plan.address
        say(f"CoachLMS is already running here: {other}. Stop it first, or open that page.")
        return None
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{plan.address} (process {os.getpid()})".encode(), 0)
    return handle


def port_is_free(plan: Plan) -> bool:
    family = socket.AF_INET6 if ":" in plan.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((plan.host, plan.port))
        except OSError as error:
            say(
                f"Port {plan.port} on {plan.host} cannot be used ({error.strerror})."
                f" Choose another one, for example PORT={plan.port % 64000 + 1} make run"
            )
            return False
    return True


def answers(plan: Plan) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(plan.host, plan.host)  # noqa: S104 - compared
    page = http.client.HTTPConnection(host, plan.port, timeout=2)
    try:
        page.request("GET", "/healthz", headers={"Host": f"localhost:{plan.port}"})
        return page.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        page.close()


def keep_alive(child: Child, crashes_most: int) -> bool:
    """Start, or clear away and plan the next start. False: it crashes again and again."""
    if child.has_ended() and child.process is not None:
        code = child.process.returncode
        child.clear_away()
        wait = child.plan_restart()
        if child.crashes >= crashes_most:
            say(f"{child.name} ended {child.crashes} times right after its start; giving up.")
            return False
        say(f"{child.name} ended (exit code {code}); starting it again in {wait:.1f} s.")
    if child.process is None and time.monotonic() >= child.start_again_at:
        child.start()
    return True


def stop(children: list[Child], grace_s: float) -> None:
    """Ask everybody at once, wait together, then clear away."""
    for child in children:
        if child.process is not None and child.process.poll() is None:
            child.process.terminate()
    end = time.monotonic() + grace_s
    for child in children:
        if child.process is not None:
            try:
                child.process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                say(f"{child.name} did not stop within {grace_s:.0f} s and is ended.")
        child.clear_away()


def supervise(plan: Plan) -> int:
    """Run until SIGTERM or SIGINT (0), or until a child crash-loops (1)."""
    lock = take_lock(plan)
    if lock is None or not port_is_free(plan):
        return 1
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: asked.set())
    children = [Child(name, command) for name, command in plan.children.items()]
    try:
        return _watch(plan, children, asked)
    finally:
        stop(children, plan.grace_s)
        say("CoachLMS has stopped.")


def _watch(plan: Plan, children: list[Child], asked: threading.Event) -> int:
    announced = False
    while not asked.is_set():
        if not all(keep_alive(child, plan.crashes_most) for child in children):
            return 1
        if not announced and answers(plan):
            announced = True
            say(f"CoachLMS is ready: {plan.address}")
        asked.wait(0.2)
    return 0


if __name__ == "__main__":
    sys.exit(supervise(Plan(**json.loads(sys.argv[1]))))
