"""The worker program by itself, for installations where it has a machine or a container of its own."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from coachlms.common import programs


class Command(BaseCommand):
    help = "Become a worker of WORKER_QUEUES; SIGTERM lets it finish what it does."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        # This process becomes the program: signals reach it, and nobody stands in between.
        os.execve(sys.executable, programs.worker(), programs.environment())  # noqa: S606
