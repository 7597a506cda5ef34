"""What only a real PostgreSQL shows: moving there, backing up, restoring, and dispatchers side by side."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.ops.test_backup import FILL, Place, contents
from tests.postgres import binaries, postgres

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(binaries() is None, reason="needs postgresql: apt-get install postgresql"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Address of the server, without the name of a database."""
    with postgres() as url:
        yield url.rpartition("/")[0]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """On SQLite."""
    place = Place(tmp_path_factory.mktemp("school") / "var")
    for command in (
        ("migrate", "--verbosity", "0"),
        ("load_library",),
        ("load_course",),
        ("shell", "--verbosity", "0", "-c", FILL),
    ):
        done = place.manage(*command)
        assert done.returncode == 0, done.stderr
    return place


def database(server: str, name: str) -> str:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as control:
        control.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type] - names of this file
    return f"{server}/{name}"


def counts(url: str) -> dict[str, int]:
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    with psycopg.connect(url) as control:
        names = [row[0] for row in control.execute(tables)]
        found = {}
        for name in names:
            row = control.execute(f'SELECT count(*) FROM "{name}"').fetchone()  # type: ignore[arg-type] # noqa: S608
            assert row is not None
            found[name] = row[0]
    return found


def test_school_moves_to_postgresql_is_backed_up_wiped_and_restored(
    school: Place, server: str, tmp_path: Path
) -> None:
    # every row moves, and ids go on where they were
    url = database(server, "school")
    done = school.manage("move_to", url)
    assert done.returncode == 0, done.stderr
    assert "every value is the same there" in done.stdout
    here = {name: len(rows) for name, rows in school.rows().items() if "sqlite" not in name}
    assert counts(url) == here
    assert here["courses_marker"] > 40
    there = Place(tmp_path / "there", url)
    again = FILL.replace("lena@", "lone@").replace("Tally.objects", "# ")
    done = there.manage("shell", "--verbosity", "0", "-c", again)
    assert done.returncode == 0, done.stderr
    assert counts(url)["jobs_job"] == 80
    with psycopg.connect(url) as control:
        tally = control.execute("SELECT attempts FROM jobs_tally").fetchall()
        names = control.execute("SELECT name FROM accounts_user ORDER BY id").fetchall()
    assert (tally, names) == ([(2**40,)], [("Lena Ærø",), ("Lena Ærø",)])

    # a backup, into an empty database of another installation
    file = tmp_path / "school.tar"
    done = there.manage("backup", str(file))
    assert done.returncode == 0, done.stderr
    said = json.loads(contents(file)["manifest.json"])
    assert (said["engine"], said["rows"]) == ("postgresql", counts(url))
    restored = database(server, "restored")
    done = Place(tmp_path / "new", restored).manage("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert counts(restored) == counts(url)
    assert dump(restored) == dump(url)

    # neither goes over what is there
    before = dump(restored)
    for command in (("restore", str(file)), ("move_to", url)):
        done = Place(tmp_path / "new", restored).manage(*command)
        assert done.returncode == 1
        assert "tables. " in done.stderr
    assert dump(restored) == before


def dump(url: str) -> str:
    """Every row as text."""
    command = ["pg_dump", "--data-only", "--inserts", "--no-owner", url]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return "\n".join(sorted(line for line in text.splitlines() if line.startswith("INSERT")))


def test_restore_of_another_kind_of_database_leads_to_moving(
    school: Place, server: str, tmp_path: Path
) -> None:
    file = tmp_path / "sqlite.tar"
    assert school.manage("backup", str(file)).returncode == 0
    url = database(server, "other_kind")
    done = Place(tmp_path / "new", url).manage("restore", str(file))
    assert done.returncode == 1
    assert "manage.py move_to" in done.stderr
    assert counts(url) == {}


DISPATCH = """
import sys
from coachlms.jobs.dispatcher import Dispatcher
dispatcher = Dispatcher(
    publish=lambda pk, queue: print(pk), queues=("default",), slots=150, worker=sys.argv[-1]
)
sys.stdin.readline()
while dispatcher.round():
    pass
"""


def test_four_dispatchers_at_once_send_every_job_once(server: str, tmp_path: Path) -> None:
    place = Place(tmp_path / "var", database(server, "dispatch"))
    assert place.manage("migrate", "--verbosity", "0").returncode == 0
    many = "from coachlms.jobs.models import Job\nJob.objects.bulk_create(Job(kind='k', subject=n) for n in range(300))"
    assert place.manage("shell", "--verbosity", "0", "-c", many).returncode == 0
    programs = [
        subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", DISPATCH],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            **place.surroundings(),
        )
        for _ in range(4)
    ]
    sent = [program.communicate("\n", timeout=120)[0].split() for program in programs]
    assert [program.returncode for program in programs] == [0] * 4
    numbers = [int(number) for of_one in sent for number in of_one]
    assert len(numbers) == 300
    assert len(set(numbers)) == 300
