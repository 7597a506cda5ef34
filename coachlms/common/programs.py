"""The programs an installation consists of, as command lines: the web server and the worker."""

import os
import shutil
import socket
import sys
from pathlib import Path

from django.conf import settings


def web() -> list[str]:
    """gunicorn. No access log: addresses of pages may carry a client's withdrawal link."""
    host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    return [
        *(sys.executable, "-m", "gunicorn", "coachlms.wsgi"),
        *("--bind", f"{host}:{settings.PORT}", "--worker-class", "gthread"),
        *("--workers", str(settings.WEB_PROCESSES), "--threads", str(settings.WEB_THREADS)),
        *("--timeout", "60", "--graceful-timeout", "10", "--keep-alive", "5"),
        *("--max-requests", "20000", "--max-requests-jitter", "2000"),
        *("--log-level", "warning", "--logger-class", "coachlms.ops.gunicorn.ContentFree"),
        "--no-control-socket",
    ]


def worker() -> list[str]:
    """Celery; what it does is set in coachlms/celery.py."""
    return [
        *(sys.executable, "-m", "celery", "--quiet", "-A", "coachlms.celery", "worker"),
        *("--loglevel", "warning", "--queues", ",".join(settings.WORKER_QUEUES)),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def environment() -> dict[str, str]:
    """What these programs get: the way to the product, and a folder to count requests in."""
    known = os.environ.get("PYTHONPATH", "")
    path = os.pathsep.join(filter(None, [str(settings.BASE_DIR), known]))
    counting = {"PROMETHEUS_MULTIPROC_DIR": _counting_folder()} if settings.METRICS_TOKEN else {}
    return {**os.environ, "PYTHONPATH": path, "LOG_FORMAT": settings.LOG_FORMAT, **counting}


def _counting_folder() -> str:
    """Empty, and for this start alone: all web processes of one start count in it together.

    `exec` keeps the process number, so the name holds for as long as the web server runs.
    """
    place, host = settings.VAR_DIR / "metrics", socket.gethostname()
    for old in place.glob(f"{host}-*"):
        number = old.name.removeprefix(f"{host}-")
        if number == str(os.getpid()) or not Path("/proc", number).exists():
            shutil.rmtree(old, ignore_errors=True)
    mine: Path = place / f"{host}-{os.getpid()}"
    mine.mkdir(mode=0o700, parents=True)
    return str(mine)
