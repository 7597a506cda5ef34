"""Names what the fault tests left out, so that nobody takes silence for proof."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

LEFT_OUT = pytest.StashKey[list[str]]()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("redis") and not shutil.which("redis-server"):
        left_out = item.config.stash.setdefault(LEFT_OUT, [])
        left_out.append(item.name)
        pytest.skip("redis-server is missing: sudo apt-get install redis-server")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for name in config.stash.get(LEFT_OUT, []):
        terminalreporter.line(
            f"left out: {name} (no redis-server; sudo apt-get install redis-server)"
        )


@dataclass
class Redis:
    """A real server on a free port that forgets everything when it is killed."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        quiet = ["--save", "", "--appendonly", "no", "--loglevel", "warning"]
        self.process = subprocess.Popen(
            ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), *quiet],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server = Redis(tmp_path, probe.getsockname()[1])
    server.start()
    yield server
    server.kill()
