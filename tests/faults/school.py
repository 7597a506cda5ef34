"""A scaled-out school on this machine: real PostgreSQL, two Redis, an S3 server, web and worker processes.

Everything listens on loopback, is bounded in number, and is ended by the process id it was started with.
"""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import boto3
import psycopg

from tests.faults.conftest import Redis
from tests.faults.harness import ROOT
from tests.postgres import postgres

BUCKET = "coachlms"
KEYS = {"AWS_ACCESS_KEY_ID": "only-for-tests", "AWS_SECRET_ACCESS_KEY": "only-for-tests"}
TALK = (
    "Coach: What would you like to have by the end of our {n} minutes?\n"
    "Client: A decision. I have carried it around for {n} weeks.\n"
    "Coach: What makes it matter to you now?\n"
    "Client: I notice that I am tired of not knowing.\n"
) * 8


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Program:
    """One process of ours and how to start it again."""

    name: str
    command: list[str]
    env: dict[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """SIGKILL for it and all it started: nobody can tidy up."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@dataclass
class ScaledOut:
    """The whole of it. `webs` by port; `ask` reads the database from outside the product."""

    env: dict[str, str]
    database: str
    queue: Redis
    s3: str
    folder: Path
    webs: dict[int, Program] = field(default_factory=dict)
    workers: list[Program] = field(default_factory=list)

    def manage(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.env,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=180,
        )
        return done.stdout

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database) as connection:
            return connection.execute(question.encode()).fetchall()

    def number(self, question: str) -> int:
        return int(str(self.ask(question)[0][0] or 0))

    def files(self) -> list[str]:
        """Names of what lies in the bucket."""
        client = boto3.client(
            "s3",
            endpoint_url=self.s3,
            region_name="eu-central-1",
            aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
        )
        return [row["Key"] for row in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


@contextmanager
def scaled_out(folder: Path, *, webs: int, workers: list[str]) -> Iterator[ScaledOut]:
    """`workers`: one process each, for these queues (“ai” or “default,mail,media”)."""
    with ExitStack() as stack:
        database = stack.enter_context(postgres())
        queue, cache = Redis(folder, free_port()), Redis(folder, free_port())
        for server in (queue, cache):
            server.start()
            stack.callback(server.kill)
        s3 = _s3(stack, folder)
        env = _environment(folder, database, queue, cache, s3)
        school = ScaledOut(env, database, queue, s3, folder)
        school.manage("prepare")
        for number in range(webs):
            port = free_port()
            school.webs[port] = Program(
                f"web {number}", _web(), {**env, "PORT": str(port)}, folder / f"web{number}.log"
            )
        for number, queues in enumerate(workers):
            own = {**env, "WORKER_QUEUES": queues}
            log = folder / f"worker{number}.log"
            school.workers.append(Program(f"worker {number}", _worker(), own, log))
        for program in (*school.webs.values(), *school.workers):
            program.start()
            stack.callback(program.kill)
        for port in school.webs:
            wait_for(port)
        yield school


def _environment(
    folder: Path, database: str, queue: Redis, cache: Redis, s3: str
) -> dict[str, str]:
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return clean | {
        "DJANGO_SETTINGS_MODULE": "tests.faults.product_settings",
        "SECRET_KEY": "only-for-tests-" + "0123456789" * 5,
        "VAR_DIR": str(folder / "var"),
        "DEMO": "0",
        "DATABASE_URL": database,
        "REDIS_URL": queue.url,
        "CACHE_URL": cache.url,
        "STORAGE_URL": f"s3://{BUCKET}/files?endpoint={s3}&region=eu-central-1",
        **KEYS,
        "JOB_LEASE_SECONDS": "3",
        "WORKER_PROCESSES": "1",
        "API_USER_PER_MINUTE": "100000",
        "LOG_LEVEL": "ERROR",
    }


def _s3(stack: ExitStack, folder: Path) -> str:
    """moto's server: S3 in one process, in memory."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = Program("s3", command, dict(os.environ), folder / "s3.log")
    server.start()
    stack.callback(server.kill)
    wait_for(port)
    address = f"http://127.0.0.1:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name="eu-central-1",
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
    )
    place = {"LocationConstraint": "eu-central-1"}
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
    return address


def _web() -> list[str]:
    return [sys.executable, "manage.py", "web"]


def _worker() -> list[str]:
    return [sys.executable, "manage.py", "worker"]


def wait_for(port: int, limit_s: float = 60) -> None:
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing listens on port {port} after {limit_s:.0f} s")


# --- people with programs ---------------------------------------------------------------------------


@dataclass
class Crowd:
    """Threads that hand sessions in through the API, each key again and again until it has an answer."""

    ports: list[int]
    tokens: list[str]
    numbers: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    tries: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def hand_in(self, count: int, threads: int = 6) -> list[threading.Thread]:
        """Begin; whoever wants the end joins the threads."""
        todo = list(range(count))
        started = [threading.Thread(target=self._work, args=(todo,)) for _ in range(threads)]
        for thread in started:
            thread.start()
        return started

    def _work(self, todo: list[int]) -> None:
        while True:
            with self._lock:
                if not todo:
                    return
                number = todo.pop()
            self._until_answered(number)

    def _until_answered(self, number: int) -> None:
        key, end = str(uuid.uuid4()), time.monotonic() + 120
        while time.monotonic() < end:
            with self._lock:
                self.tries += 1
                port = self.ports[self.tries % len(self.ports)]
            status, body = self._send(port, number, key)
            if status == 201:
                with self._lock:
                    self.numbers.append(str(json.loads(body)["id"]))
                return
            if status not in {0, 502, 503}:
                with self._lock:
                    self.refused.append(f"{status} {body[:300]!r}")
                return
            time.sleep(0.3)
        with self._lock:
            self.refused.append("no answer within two minutes")

    def _send(self, port: int, number: int, key: str) -> tuple[int, bytes]:
        """Status 0: the line broke, so nobody knows whether it arrived."""
        body, kind = _form(number)
        headers = {
            "Host": f"localhost:{port}",
            "Authorization": f"Bearer {self.tokens[number % len(self.tokens)]}",
            "Content-Type": kind,
            "Idempotency-Key": key,
        }
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
                line.request("POST", "/api/v1/sessions/hand-in-file/", body, headers)
                answer = line.getresponse()
                return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""


def _form(number: int) -> tuple[bytes, str]:
    mark = "=one-part-after-another="
    fields = {
        "purposes": "recording",
        "agreed_on": "2026-01-02",
        "client_alias": f"Client {number}",
        "coach": "Coach",
        "level": "pcc",
        "title": f"Session {number}",
        "reflection": "I waited a little longer than I usually do, I think, and so did she.",
    }
    rows = [*fields.items(), ("purposes", "tool")]
    parts = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in rows
    )
    file = TALK.format(n=number + 2)
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="talk.txt"\r\n\r\n'
    body = f"{parts}{head}{file}\r\n--{mark}--\r\n"
    return body.encode(), f"multipart/form-data; boundary={mark}"
