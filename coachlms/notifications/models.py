"""What a person is told: an inbox entry and, beside it, a mail. Neither ever holds words of a session."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Notice(models.Model):
    """One line in somebody's inbox, with the page it leads to."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    key = models.CharField(max_length=120, help_text="Says what it is about; told only once.")
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="told_once")]
        indexes = [
            models.Index(
                fields=["user"], condition=models.Q(read_at__isnull=True), name="unread_notices"
            )
        ]

    def __str__(self) -> str:
        return self.text
