"""What the learner makes of her feedback: answers to findings, and the one practice she takes."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Marker
from reviews.models import Submission


class FindingAnswer(models.Model):
    """The learner's answer to one finding of a report, known by marker and kind."""

    class Kind(models.TextChoices):
        STRENGTH = "strength"
        EDGE = "edge"
        NOTICE = "notice"

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        REJECTED = "rejected", _("Rejected")
        NONE = "", _("Not answered")

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="finding_answers"
    )
    marker = models.ForeignKey(Marker, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "marker", "kind"], name="one_answer_per_finding"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.kind}: {self.answer}"


class Practice(models.Model):
    """One thing the learner will try in her next session, in her own words."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="practices"
    )
    submission = models.OneToOneField(
        Submission, on_delete=models.SET_NULL, null=True, related_name="practice"
    )
    marker = models.ForeignKey(Marker, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=300)
    accountability = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-taken_at"]

    def __str__(self) -> str:
        return self.text
