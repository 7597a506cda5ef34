"""`make test`: the house rules, then every test that can run here; what is left out is named with its remedy."""

import os
import shutil
import subprocess
import sys
import tempfile
import time

from tests.postgres import binaries, postgres

BIN = os.path.join(os.path.dirname(sys.executable), "")
NEEDS = {
    "browser": (lambda: shutil.which("chromium") is not None, "apt-get install chromium"),
    "redis": (lambda: shutil.which("redis-server") is not None, "apt-get install redis-server"),
    "postgresql": (lambda: binaries() is not None, "apt-get install postgresql"),
}
# what depends on how a database locks, counts and compares
ON_POSTGRES = (
    "tests/jobs",
    "tests/notifications",
    "tests/courses",
    "tests/feedback",
    "tests/flows",
    "tests/ops/test_metrics.py",
    "tests/ops/test_probes.py",
)
ON_POSTGRES += ("tests/reviews/hand_in", "tests/architecture/test_access.py")
ON_POSTGRES += ("tests/architecture/test_page_queries.py",)


def run(title: str, *command: str, **extra_env: str) -> bool:
    started = time.monotonic()
    print(f"\n--- {title}", flush=True)
    done = subprocess.run(command, env={**os.environ, **extra_env}, check=False)
    print(f"--- {title}: {'ok' if done.returncode == 0 else 'FAILED'}", end=" ")
    print(f"({time.monotonic() - started:.0f} s)", flush=True)
    return done.returncode == 0


def house_rules(scratch: str) -> list[bool]:
    manage = (sys.executable, "manage.py")
    own = {"VAR_DIR": scratch}
    public = {**own, "SITE_URL": "https://school.example", "ALLOWED_HOSTS": "school.example"}
    return [
        run("ruff", f"{BIN}ruff", "check", "."),
        run("ruff format", f"{BIN}ruff", "format", "--check", "."),
        run("djlint", f"{BIN}djlint", "templates", "--lint", "--quiet"),
        run("import rules", f"{BIN}lint-imports", "--no-cache"),
        run("migrations", *manage, "makemigrations", "--check", "--dry-run", **own),
        run("check --deploy", *manage, "check", "--deploy", "--fail-level", "WARNING", **public),
        run("mypy", f"{BIN}mypy"),
    ]


def tests() -> bool:
    left_out = {name: remedy for name, (here, remedy) in NEEDS.items() if not here()}
    # Killing workers and browsers in parallel with everything else measures the machine, not us.
    alone = "browser or slow or redis"
    quick = run(
        "tests", sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", f"not ({alone})", "tests"
    )
    marks = " and ".join(f"not {name}" for name in left_out if name != "postgresql")
    chosen = f"({alone}) and {marks}" if marks else alone
    heavy = run(
        "tests that need a machine of their own",
        *(sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", chosen, "tests"),
    )
    on_postgres = "postgresql" in left_out or run_on_postgres()
    for name, remedy in left_out.items():
        print(f"left out: tests that need {name}. To run them too: {remedy}")
    if left_out and os.environ.get("NOTHING_LEFT_OUT"):
        print("NOTHING_LEFT_OUT is set, so this is a failure.")
        return False
    return quick and heavy and on_postgres


def run_on_postgres() -> bool:
    with postgres() as url:
        command = (
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "2",
            "-m",
            "not slow and not browser",
        )
        return run("tests on PostgreSQL", *command, *ON_POSTGRES, DATABASE_URL=url)


def main() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="coachlms-check-") as scratch:
        results = house_rules(scratch)
    results.append(tests())
    print(f"\n{'all green' if all(results) else 'something FAILED'}", end=" ")
    print(f"in {time.monotonic() - started:.0f} s")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
