"""A session (`Submission`), its transcript while it is being prepared, and its turns once it is handed in."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coachlms.common.lifecycle import Stateful
from courses.models import Competency, Enrolment, Level, Step
from reviews.querysets import SubmissionQuerySet


def new_key() -> str:
    return secrets.token_urlsafe(32)


class Rubric(models.Model):
    """Markers as they were worded when a session was opened for reading; shared by equal rubrics."""

    digest = models.CharField(max_length=64, unique=True)
    level = models.CharField(max_length=10)
    body = models.JSONField(help_text="courses.rubrics.Rubric.as_dict()")
    frozen_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.level} {self.digest[:8]}"


class Submission(Stateful):
    """One practice session of one learner, from the first consent box to the last report."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        IN_REVIEW = "in_review", _("Being read")
        PROVISIONAL = "provisional", _("First readings are in")
        FINAL = "final", _("Read")
        WITHDRAWN = "withdrawn", _("Withdrawn by the client")

    ALLOWED = {
        State.DRAFT: frozenset({State.IN_REVIEW, State.WITHDRAWN}),
        State.IN_REVIEW: frozenset({State.PROVISIONAL, State.FINAL, State.WITHDRAWN}),
        State.PROVISIONAL: frozenset({State.FINAL, State.WITHDRAWN}),
        State.FINAL: frozenset({State.WITHDRAWN}),
    }

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="submissions"
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.SET_NULL, null=True, related_name="submissions"
    )
    step = models.ForeignKey(Step, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=80, blank=True)
    client_alias = models.CharField(max_length=40, blank=True)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, null=True, related_name="+")
    focus = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, related_name="+")
    focus_question = models.CharField(max_length=200, blank=True)
    reflection = models.TextField(max_length=5000, blank=True)
    agreed_on = models.DateField(null=True, help_text="Date of the client's written agreement.")
    recorded_by = models.CharField(max_length=80, blank=True)
    withdrawal_key = models.CharField(max_length=60, unique=True, default=new_key, editable=False)
    request_key = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Digest of the Idempotency-Key."
    )
    request_mark = models.CharField(
        max_length=64, blank=True, editable=False, help_text="What came with it, as a keyed digest."
    )
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=8, default="en")
    duration_ms = models.PositiveIntegerField(null=True)
    word_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    handed_in_at = models.DateTimeField(null=True)
    delete_text_on = models.DateField(null=True, help_text="The transcript is deleted on this day.")
    text_deleted_at = models.DateTimeField(null=True)

    state = models.CharField(
        max_length=20, choices=State.choices, default=State.DRAFT, editable=False
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("session")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"])
                | models.Q(handed_in_at__isnull=False, rubric__isnull=False, level__isnull=False),
                name="handed_in_session_is_complete",
            ),
            models.UniqueConstraint(
                fields=["learner", "request_key"],
                condition=~models.Q(request_key=""),
                name="one_session_per_key",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "handed_in_at"], name="sessions_waiting"),
            models.Index(fields=["learner", "-created_at"], name="sessions_of_learner"),
        ]

    def __str__(self) -> str:
        return self.title or "Untitled session"

    def get_absolute_url(self) -> str:
        return reverse("session", args=[self.pk])

    @property
    def has_text(self) -> bool:
        """False once the words are gone: withdrawn, or past their retention."""
        return self.state != self.State.WITHDRAWN and self.text_deleted_at is None

    @property
    def is_read(self) -> bool:
        return self.state in {self.State.PROVISIONAL, self.State.FINAL}

    def length(self) -> timedelta:
        """How long the session was; by its words at 150 a minute where the transcript has no times."""
        if self.duration_ms:
            return timedelta(milliseconds=self.duration_ms)
        return timedelta(minutes=self.word_count / 150)


class Transcript(models.Model):
    """What was brought in, while the learner prepares it; deleted at hand-in. The file itself is never kept."""

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, related_name="transcript"
    )
    name = models.CharField(max_length=120, help_text="Of the file, for the learner only.")
    format = models.CharField(max_length=40)
    utterances = models.JSONField(default=list, help_text="[speaker, text, start_ms, end_ms, line]")
    roles = models.JSONField(
        default=dict, help_text="Speaker label to coach, client, other, left_out"
    )
    masks = models.JSONField(
        null=True, help_text="[kind, original, replacement]; null: not checked"
    )
    warnings = models.JSONField(default=list)
    uploaded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Transcript of {self.submission_id}"


class Turn(models.Model):
    """One turn of the masked transcript, as everybody reads it."""

    class Who(models.TextChoices):
        COACH = "coach", _("Coach")
        CLIENT = "client", _("Client")
        OTHER = "other", _("Third voice")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveIntegerField()
    who = models.CharField(max_length=10, choices=Who.choices)
    text = models.TextField()
    start_ms = models.PositiveIntegerField(null=True)
    end_ms = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["submission_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="one_turn_per_number")
        ]

    def __str__(self) -> str:
        return f"Turn {self.number}"
