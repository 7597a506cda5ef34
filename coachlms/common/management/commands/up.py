"""Starts web and worker and keeps them alive until Ctrl-C."""

import json
import os
import sys
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from coachlms.common.supervisor import Plan


class Command(BaseCommand):
    help = "Start the web server and the worker, and keep both alive until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        plan = Plan(
            lock=str(settings.VAR_DIR / "up.lock"),
            host=settings.HOST,
            port=settings.PORT,
            address=settings.SITE_URL,
            children={"web": web(), "worker": worker()},
        )
        # This process becomes the supervisor, without the memory Django takes.
        program = [sys.executable, "-m", "coachlms.common.supervisor", json.dumps(asdict(plan))]
        os.execve(sys.executable, program, {**os.environ, "PYTHONPATH": _path()})  # noqa: S606


def web() -> list[str]:
    """gunicorn. No access log: addresses of pages may carry a client's withdrawal link."""
    return [
        *(sys.executable, "-m", "gunicorn", "coachlms.wsgi"),
        *(
            "--bind",
            f"{f'[{settings.HOST}]' if ':' in settings.HOST else settings.HOST}:{settings.PORT}",
        ),
        *("--worker-class", "gthread"),
        *("--workers", str(settings.WEB_PROCESSES), "--threads", str(settings.WEB_THREADS)),
        *("--timeout", "60", "--graceful-timeout", "10", "--keep-alive", "5"),
        *("--max-requests", "20000", "--max-requests-jitter", "2000"),
        *("--log-level", "warning", "--no-control-socket"),
    ]


def worker() -> list[str]:
    """Celery; what it does is set in coachlms/celery.py."""
    return [
        *(sys.executable, "-m", "celery", "--quiet", "-A", "coachlms.celery", "worker"),
        *("--loglevel", "warning"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def _path() -> str:
    """Child programs find the product wherever the command was called from."""
    known = os.environ.get("PYTHONPATH", "")
    return os.pathsep.join(filter(None, [str(settings.BASE_DIR), known]))
