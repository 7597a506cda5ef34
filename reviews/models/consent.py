"""What the client agreed to, who was let in, who looked, and what was deleted."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models.submission import Submission


class Purpose(models.TextChoices):
    """What a client agrees to, each on its own."""

    RECORDING = "recording", _("Recording this conversation")
    TOOL = "tool", _("Reading by this school’s tool")
    PEERS = "peers", _("Two peers read the masked text")
    PEERS_AUDIO = "peers_audio", _("Those peers may also listen")
    MENTOR = "mentor", _("Your mentor coach reads it")


REQUIRED_PURPOSES = frozenset({Purpose.RECORDING, Purpose.TOOL})


class ConsentGrant(models.Model):
    """One purpose the client agreed to for one session; kept with its date after a withdrawal."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    granted_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "purpose"], name="one_consent_per_purpose"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.purpose}"


class Share(models.Model):
    """One named mentor may read one session until a day, or until the learner ends it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="shares")
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions_shared"
    )
    shared_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_mentor_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} with {self.mentor}"


class AccessEntry(models.Model):
    """Somebody other than the learner opened the session; one row per person and day."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="accesses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    day = models.DateField()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "user", "day"], name="one_access_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.role}"


class DeletionReceipt(models.Model):
    """What was deleted, when and why, in numbers. Holds no word of the conversation."""

    submission_number = models.BigIntegerField(help_text="Primary key the session has or had.")
    reason = models.CharField(max_length=40)
    turns = models.PositiveIntegerField()
    quotes = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    deleted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-deleted_at"]

    def __str__(self) -> str:
        return f"Session {self.submission_number}, {self.deleted_at:%Y-%m-%d}"
