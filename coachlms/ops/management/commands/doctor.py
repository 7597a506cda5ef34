"""`manage.py doctor`: what is configured, reachable and missing, and how to get it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from coachlms.ops.findings import all_findings


class Command(BaseCommand):
    help = "Look at every part of this installation. Ends with 1 when something needed is missing."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        missing = 0
        for finding in all_findings():
            missing += finding.state == "missing"
            self.stdout.write(f"{finding.part:<16} {finding.state:<8} {finding.found}".rstrip())
            if finding.remedy:
                self.stdout.write(f"{'':<25} → {finding.remedy}")
        self.stdout.write(f"{missing} missing." if missing else "Nothing is missing.")
        if missing:
            sys.exit(1)
