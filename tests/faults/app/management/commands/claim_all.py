import os
import random
import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from coachlms.jobs import runner
from coachlms.jobs.models import Job


class Command(BaseCommand):
    help = (
        "Claim every job of the table one after the other, beginning at a moment all racers know."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("moment", type=float, help="seconds since 1970")

    def handle(self, *, moment: float, **options: object) -> None:
        jobs = list(Job.objects.order_by("pk").values_list("pk", flat=True))
        random.Random(os.getpid()).shuffle(jobs)  # in one order the first racer stays first
        time.sleep(max(0.0, moment - time.time()))
        for pk in jobs:
            if runner.claim(pk) is not None:
                self.stdout.write(str(pk))
