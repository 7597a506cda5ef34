from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import transaction

from coachlms.jobs import services as jobs
from tests.faults.app import tasks


class Command(BaseCommand):
    help = "Put jobs into the table, each of which leaves one effect."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int)
        parser.add_argument("--kind", default="leave_effect")

    def handle(self, *, count: int, kind: str, **options: object) -> None:
        with transaction.atomic():
            for subject in range(count):
                jobs.create(getattr(tasks, kind), subject, key=f"{kind}:{subject}")
