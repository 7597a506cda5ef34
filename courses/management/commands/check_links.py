"""`manage.py check_links`: asks the servers that resources point to, and prints what is known of each address."""

import time
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand

from coachlms.common.errors import DomainError
from courses.models import Resource
from courses.services import links

APART_SECONDS = 1.0  # between two questions to one host
COLUMNS = ("link", "looked at", "state", "resource", "address")


class Command(BaseCommand):
    help = (
        "Check the links of learning resources that are due, here and now, and print all of them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="also those that were looked at this week"
        )
        parser.add_argument("--report", action="store_true", help="ask nobody, only print")
        parser.add_argument("--broken", action="store_true", help="print only what needs a person")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["report"]:
            self._look(links.every_link() if options["all"] else links.due_links())
        rows = [
            row
            for row in links.every_link()
            if not options["broken"] or row.link_state in links.NEEDS_ATTENTION
        ]
        self._print(rows)

    def _look(self, rows: Sequence[Resource]) -> None:
        asked: dict[str | None, float] = {}
        for row in rows:
            host = urlsplit(row.url).hostname
            wait = asked.get(host, float("-inf")) + APART_SECONDS - time.monotonic()
            time.sleep(max(0.0, wait))
            try:
                links.check_here(resource=row)
            except DomainError as error:
                self.stderr.write(str(error))
                return
            asked[host] = time.monotonic()

    def _print(self, rows: Sequence[Resource]) -> None:
        lines = [COLUMNS, *(_line(row) for row in rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(COLUMNS) - 1)]
        for line in lines:
            cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=False)]
            self.stdout.write("  ".join([*cells, line[-1]]))
        hidden = sum(row.hidden_since is not None for row in rows)
        self.stdout.write(f"{len(rows)} links, {hidden} hidden from learners.")


def _line(row: Resource) -> tuple[str, ...]:
    looked = f"{row.link_checked_at:%Y-%m-%d}" if row.link_checked_at else "–"
    said = f" ({row.link_answer})" if row.link_answer else ""
    title = row.title if len(row.title) <= 40 else f"{row.title[:39]}…"
    return (row.link_state, looked, row.state, title, f"{row.url}{said}")
