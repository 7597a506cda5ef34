"""A PostgreSQL server in a throw-away folder, for the part of the test run that needs one."""

import getpass
import glob
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


def binaries() -> str | None:
    """The folder with initdb of the newest version Debian has installed; None without a server."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    return os.path.dirname(found[-1]) if found else None


@contextmanager
def postgres() -> Iterator[str]:
    """DATABASE_URL of an empty server that listens on loopback and is gone afterwards."""
    bin_dir = binaries()
    assert bin_dir is not None
    folder = tempfile.mkdtemp(prefix="coachlms-postgres-")
    # PostgreSQL refuses to run as root; Debian's package brings a user for it
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    name = "postgres" if as_user else getpass.getuser()
    if as_user:
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = f"{folder}/data"
    quiet = {"stdout": subprocess.DEVNULL, "check": True, "cwd": "/"}
    initdb = [f"{bin_dir}/initdb", "-D", data, "-A", "trust", "-U", name, "--no-sync", "-E", "UTF8"]
    subprocess.run([*as_user, *initdb], **quiet)
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"
    control = [*as_user, f"{bin_dir}/pg_ctl", "-D", data, "-w", "-s"]
    subprocess.run([*control, "-o", options, "-l", f"{folder}/log", "start"], **quiet)
    try:
        yield f"postgres://{name}@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)
