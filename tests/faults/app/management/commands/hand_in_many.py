"""Hands in sessions as learners would, for tests that kill the worker meanwhile."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from coachlms.accounts.models import Role
from coachlms.accounts.services import create_user
from coachlms.jobs.models import Job
from courses.models import Competency, Level
from reviews.models import Purpose
from reviews.services import drafts
from reviews.services.drafts import ConsentDraft, FocusDraft
from reviews.services.handing_in import hand_in

SAID = (
    "Coach: What would you like to have by the end of our {n} minutes?\n"
    "Client: A decision. I have carried it around for {n} weeks.\n"
    "Coach: What makes it matter to you now?\n"
    "Client: I notice that I am tired of not knowing.\n"
)


class Command(BaseCommand):
    help = (
        "Hand in COUNT sessions. Without --lasting attempts each may be tried as often as needed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("load_library", verbosity=0)
        learner = create_user(
            email="many@example.org", name="Many", password=None, roles=(Role.LEARNER,)
        )
        purposes = frozenset({Purpose.RECORDING, Purpose.TOOL})
        focus = FocusDraft(
            "A session", Level.objects.get(key="pcc"), Competency.objects.get(number=8)
        )
        for number in range(options["count"]):
            with transaction.atomic():
                consent = ConsentDraft(purposes, timezone.localdate(), f"Client {number}")
                draft = drafts.start_draft(learner=learner, consent=consent)
                text = (SAID * 8).format(n=number + 2)
                drafts.save_transcript(submission=draft, data=text.encode(), name="talk.txt")
                drafts.save_roles(submission=draft, roles={"Coach": "coach", "Client": "client"})
                drafts.save_masks(submission=draft, masks=[])
                drafts.save_focus(submission=draft, focus=focus)
                drafts.save_reflection(
                    submission=draft, text="I waited a little longer than I usually do, I think."
                )
                hand_in(submission=draft)
        # poison is tested elsewhere: here a job may die as often as the test kills it
        Job.objects.filter(kind="review_with_ai").update(max_attempts=1000)
