"""`make bench`: how fast the reader reads, and the pages beside a minimal page and a bare list, on both databases.

Prints a table; passes and fails nothing. What is exact (query counts, failed writes) is a test elsewhere too.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.load import reader
from tests.postgres import binaries, postgres

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("Django", "djangorestframework", "gunicorn", "psycopg", "onnxruntime")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--writers", type=float, default=10.0, help="seconds; 0: none")
    parser.add_argument("--only", default="", help="pages whose name contains this")
    parser.add_argument("--reader", type=int, default=3, help="rounds of the reader; 0: none")
    parser.add_argument("--on", choices=["sqlite", "postgresql"], nargs="+")
    return parser.parse_args()


def measure_on(name: str, given: argparse.Namespace) -> dict[str, Any]:
    plan = {
        "sessions": given.sessions,
        "seconds": given.seconds,
        "rounds": given.rounds,
        "connections": given.connections,
        "writers": given.writers,
        "only": given.only,
    }
    with ExitStack() as stack:
        folder = tempfile.mkdtemp(prefix="coachlms-bench-")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        env = {
            **os.environ,
            "VAR_DIR": folder,
            "API_USER_PER_MINUTE": "100000",
            "LOG_LEVEL": "ERROR",
        }
        env.pop("DATABASE_URL", None)
        if name == "postgresql":
            env["DATABASE_URL"] = stack.enter_context(postgres())
        quiet: dict[str, Any] = {"cwd": ROOT, "env": env, "check": True}
        manage = [sys.executable, "manage.py", "prepare"]
        subprocess.run(manage, stdout=subprocess.DEVNULL, timeout=300, **quiet)
        command = [sys.executable, "-m", "tests.load.measure", json.dumps(plan)]
        told = subprocess.run(command, stdout=subprocess.PIPE, timeout=3600, **quiet).stdout
    result: dict[str, Any] = json.loads(told.splitlines()[-1])
    return result


def machine() -> str:
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}, {packages}"


def show(name: str, given: argparse.Namespace, result: dict[str, Any]) -> None:
    print(f"\n{name}: {given.sessions} sessions, {3 * given.sessions} reviews", end="")
    print(f" (filled in {result['filled_s']:.0f} s)")
    head = f"{'page':16} {'conn':>4} {'req/s':>7} {'spread':>6} {'p50 ms':>7} {'p95 ms':>7}"
    print(f"{head} {'of yardstick':>12} {'queries':>7} {'wrong':>5}")
    for line in result["lines"]:
        print(
            f"{line['name']:16} {line['connections']:4d} {line['rate']:7.0f} {line['spread']:6.0%}"
            f" {line['p50_ms']:7.1f} {line['p95_ms']:7.1f} {line['ratio']:12.0%}"
            f" {line['queries']:7d} {line['wrong']:5d}"
        )
    wrote = result["writers"]
    if wrote:
        rate = wrote["saved"] / wrote["seconds"]
        print(
            f"{wrote['writers']} writers: {rate:.0f} reviews saved per second,"
            f" {wrote['failed']} of {wrote['saved'] + wrote['failed']} failed"
        )


def main() -> int:
    given = options()
    print(machine())
    if given.reader:
        print("\n".join(reader.table(reader.rounds(given.reader))), end="\n\n")
    print("Medians over rounds; yardsticks: a page of one template and five queries, a bare list.")
    wished = given.on or ["sqlite", "postgresql"]
    if "postgresql" in wished and binaries() is None:
        print("PostgreSQL is not installed (apt-get install postgresql): left out.")
        wished.remove("postgresql")
    for name in wished:
        show(name, given, measure_on(name, given))
    return 0


if __name__ == "__main__":
    sys.exit(main())
