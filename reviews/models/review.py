"""A review is a duty of one reader; its assessment is what she, or the embedded reader, said."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coachlms.common.lifecycle import Stateful
from courses.models import Marker
from courses.rubrics import LABELS, Value
from reviews.models.submission import Submission, Turn
from reviews.querysets import ReviewQuerySet


class Review(Stateful):
    """One reader's duty to read one session. The AI is a reviewer without a person."""

    class Source(models.TextChoices):
        SELF = "self", _("You")
        AI = "ai", _("AI reader")
        PEER = "peer", _("Peer")
        VOLUNTEER = "volunteer", _("Peer")
        MENTOR = "mentor", _("Mentor")

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        OPEN = "open", _("Open")
        SUBMITTED = "submitted", _("Handed in")
        EXPIRED = "expired", _("Time ran out")
        DECLINED = "declined", _("Given back")
        VOID = "void", _("No longer needed")

    ALLOWED = {
        State.OFFERED: frozenset({State.OPEN, State.DECLINED, State.EXPIRED, State.VOID}),
        State.OPEN: frozenset({State.SUBMITTED, State.EXPIRED, State.DECLINED, State.VOID}),
        # an expired draft may still be handed in and counts (ALGORITHMS.md)
        State.EXPIRED: frozenset({State.SUBMITTED, State.VOID}),
        State.SUBMITTED: frozenset({State.VOID}),
        State.VOID: frozenset({State.OPEN}),  # a mentor whose share ended and began again
    }

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="reviews"
    )
    source = models.CharField(max_length=10, choices=Source.choices)
    alias = models.CharField(max_length=20, blank=True, help_text="How the learner sees her peer.")
    analyser = models.CharField(max_length=60, blank=True, help_text="Name and version, AI only.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=300, blank=True)

    state = models.CharField(
        max_length=20, choices=State.choices, default=State.OPEN, editable=False
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "reviewer"],
                condition=Q(reviewer__isnull=False),
                name="one_review_per_person",
            ),
            models.UniqueConstraint(
                fields=["submission", "analyser"],
                condition=Q(source="ai"),
                name="one_ai_review_per_analyser",
            ),
            models.CheckConstraint(
                condition=Q(source="ai", reviewer__isnull=True)
                | (~Q(source="ai") & Q(reviewer__isnull=False)),
                name="only_the_ai_is_nobody",
            ),
        ]
        indexes = [
            models.Index(fields=["reviewer", "state"], name="duties_of_reviewer"),
            models.Index(fields=["state", "lease_until"], name="live_leases"),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} on {self.submission_id}"

    def get_absolute_url(self) -> str:
        return reverse("review", args=[self.pk])

    @property
    def voice(self) -> str:
        """self, ai, peer or mentor: which of the four voices this is."""
        return "peer" if self.source == self.Source.VOLUNTEER else self.source


class Assessment(models.Model):
    """What one review says: a draft while the review is open, final once it is submitted."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="assessment")
    strength = models.TextField(max_length=2000, blank=True)
    experiment = models.TextField(max_length=2000, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)
    seconds_spent = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"Assessment of review {self.review_id}"


class Rating(models.Model):
    """One reader's word for one marker, with a remark of hers."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="ratings")
    marker = models.ForeignKey(Marker, on_delete=models.PROTECT, related_name="ratings")
    value = models.CharField(
        max_length=16,
        choices=[(v.value, LABELS[v]) for v in Value],
        blank=True,
        help_text="Empty only in a draft: passages chosen, no word yet.",
    )
    note = models.TextField(max_length=2000, blank=True)
    rule = models.CharField(
        max_length=300, blank=True, help_text="AI: why, in words without quotes."
    )
    certainty = models.FloatField(null=True, help_text="AI only, 0..1.")

    class Meta:
        ordering = ["marker__competency__number", "marker__position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "marker"], name="one_rating_per_marker")
        ]

    def __str__(self) -> str:
        return f"{self.marker.ref}: {self.value}"


class Evidence(models.Model):
    """Verbatim words of one turn: `turn.text[start:end] == quote`, checked before it is saved."""

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="evidence")
    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="evidence")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="quote_has_words"),
            models.UniqueConstraint(
                fields=["rating", "turn", "start", "end"], name="one_quote_per_place"
            ),
        ]

    def __str__(self) -> str:
        return f"Evidence in turn {self.turn_id}"
