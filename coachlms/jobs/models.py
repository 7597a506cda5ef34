"""The job row is the queue. Celery only moves it."""

import uuid

from django.db import models
from django.utils import timezone

from coachlms.jobs.querysets import JobQuerySet


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
