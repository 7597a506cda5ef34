"""What the machine measured (`Reading`) and what all readers together say (`Result`)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Marker
from courses.rubrics import LABELS, Value
from reviews.models.submission import Submission


class Reading(models.Model):
    """One run of an analyser: facts and behaviours as numbers and turn numbers, never words."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="readings")
    analyser = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    facts = models.JSONField(help_text="Rows of key, label, value, unit, note, definition, turns.")
    behaviours = models.JSONField(help_text="Rows of turn, start, end, kind, detail, rule.")
    timeline = models.JSONField(default=list, help_text="Rows of turn, who, start, end, does.")
    notices = models.JSONField(default=list, help_text="Rows of ref, text, turn numbers.")
    words = models.JSONField(default=dict, help_text="Competency number to its word, or null.")
    limits = models.JSONField(default=list)
    dropped = models.PositiveIntegerField(default=0, help_text="Claims without a verbatim quote.")
    seconds = models.FloatField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "analyser", "version"], name="one_reading_per_analyser"
            )
        ]

    def __str__(self) -> str:
        return f"{self.analyser} {self.version} on {self.submission_id}"


class Result(models.Model):
    """The aggregate of a session's submitted reviews; replaced whole when a review comes in."""

    class Stage(models.TextChoices):
        PROVISIONAL = "provisional", _("Provisional")
        FINAL = "final", _("Final")

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="result")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    edition = models.PositiveIntegerField(default=1, help_text="Counts how often it was combined.")
    peers = models.PositiveSmallIntegerField(default=0)
    has_ai = models.BooleanField(default=False)
    has_mentor = models.BooleanField(default=False)
    method = models.CharField(max_length=40)
    words = models.JSONField(default=dict, help_text="Competency number to its word, or null.")
    combined_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Result of {self.submission_id}, {self.stage}"


class ResultItem(models.Model):
    """One marker: estimate and interval on the line not seen (0), partly (1), seen (2)."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="items")
    marker = models.ForeignKey(Marker, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField(help_text="Ratings that count: no “no opportunity”.")
    value = models.CharField(
        max_length=16,
        choices=[(v.value, LABELS[v]) for v in Value],
        help_text="What all readers together say, as a word.",
    )
    estimate = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    median = models.FloatField(null=True)
    disagreement = models.BooleanField(default=False)

    class Meta:
        ordering = ["marker__competency__number", "marker__position"]
        constraints = [
            models.UniqueConstraint(fields=["result", "marker"], name="one_item_per_marker")
        ]

    def __str__(self) -> str:
        return f"{self.marker.ref}: {self.estimate}"
