"""Starts web and worker and keeps them alive until Ctrl-C."""

import json
import os
import sys
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from coachlms.common import programs
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
            children={"web": programs.web(), "worker": programs.worker()},
        )
        # This process becomes the supervisor, without the memory Django takes.
        program = [sys.executable, "-m", "coachlms.common.supervisor", json.dumps(asdict(plan))]
        os.execve(sys.executable, program, programs.environment())  # noqa: S606
