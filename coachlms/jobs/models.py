"""The job row is the queue. Celery only moves it."""

import uuid

from django.db import models
from django.utils import timezone

from coachlms.jobs.querysets import JobQuerySet, WorkerQuerySet


class Job(models.Model):
    """One piece of work about one row of the product, named by kind and primary key."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        DEAD = "dead"

    kind = models.CharField(max_length=60)
    subject = models.BigIntegerField(help_text="Primary key of the row the work is about.")
    queue = models.CharField(max_length=20, default="default")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    not_before = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    token = models.UUIDField(null=True, default=None)
    progress = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_text = models.CharField(max_length=200, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_text = models.CharField(max_length=300, blank=True)
    idempotency_key = models.CharField(max_length=160, unique=True, default=uuid.uuid4)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    redispatch_at = models.DateTimeField(null=True, help_text="No second message before this time.")
    dispatches = models.PositiveIntegerField(default=0, help_text="Messages since the last claim.")
    claimed_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True)
    expiries = models.PositiveIntegerField(
        default=0, db_default=0, help_text="How often its worker vanished while it held this job."
    )
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["queue", "not_before", "id"],
                condition=models.Q(state="queued"),
                name="jobs_waiting",
            ),
            models.Index(
                fields=["lease_until"], condition=models.Q(state="running"), name="jobs_held"
            ),
            models.Index(fields=["kind", "subject"], name="jobs_of_subject"),
            models.Index(
                fields=["finished_at"], condition=models.Q(state="done"), name="jobs_finished"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running", "done", "dead"]),
                name="job_state_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running")
                | models.Q(token__isnull=False, lease_until__isnull=False),
                name="running_job_has_token_and_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} ({self.state})"


class Step(models.Model):
    """A committed piece of long work: another attempt with the same input takes the result from here."""

    kind = models.CharField(max_length=60)
    subject = models.BigIntegerField()
    name = models.CharField(max_length=60)
    input_hash = models.CharField(max_length=64)
    version = models.CharField(max_length=40)
    result = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "name", "input_hash", "version"], name="one_step_result"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: {self.name}"


class Worker(models.Model):
    """A worker that is there: its dispatcher says so every few seconds."""

    name = models.CharField(max_length=80, unique=True)
    queues = models.CharField(max_length=80, help_text="Names with a comma between them.")
    slots = models.PositiveSmallIntegerField()
    seen_at = models.DateTimeField()

    objects = WorkerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} ({self.queues})"


class Tally(models.Model):
    """What jobs had that are gone from the table or began anew, so that no counter ever falls."""

    kind = models.CharField(max_length=60)
    queue = models.CharField(max_length=20)
    attempts = models.PositiveBigIntegerField(default=0)
    expiries = models.PositiveBigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "queue"], name="one_tally_per_kind_and_queue")
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.queue}"
