"""Learning resources: what there is to read, hear or do, from a first draft to the archive."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from coachlms.common.lifecycle import Stateful
from courses.models.library import Level, Marker
from courses.querysets import ResourceQuerySet


class Resource(Stateful):
    """Something to read, hear or do. Learners see it once somebody has checked it and its link works."""

    class Kind(models.TextChoices):
        BOOK = "book", _("Book")
        WEB = "web", _("Web page")
        EXERCISE = "exercise", _("Exercise")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        PUBLISHED = "published", _("Published")
        DUE = "due_for_review", _("Due for review")
        ARCHIVED = "archived", _("Archived")

    class Link(models.TextChoices):
        UNCHECKED = "unchecked", _("Never checked")
        WORKS = "works", _("Works")
        NEEDS_PERSON = "needs_person", _("Needs a person")
        FAILING = "failing", _("Failed, checked again soon")
        BROKEN = "broken", _("Broken")

    ALLOWED = {
        State.DRAFT: frozenset({State.IN_REVIEW, State.ARCHIVED}),
        State.IN_REVIEW: frozenset({State.PUBLISHED, State.DRAFT}),
        State.PUBLISHED: frozenset({State.DUE, State.ARCHIVED}),
        State.DUE: frozenset({State.PUBLISHED, State.ARCHIVED}),
        State.ARCHIVED: frozenset({State.DRAFT}),
    }
    SHOWN = frozenset({State.PUBLISHED, State.DUE})
    FAILURES_MATTER_AFTER = timedelta(days=1)  # one bad afternoon hides nothing

    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    by = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.URLField(_("address"), max_length=300, blank=True)
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    body = models.TextField(blank=True, help_text="The exercise itself, in plain paragraphs.")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    markers = models.ManyToManyField(Marker, related_name="resources", blank=True)
    levels = models.ManyToManyField(
        Level, related_name="resources", blank=True, help_text="None: it suits every level."
    )

    state = models.CharField(
        max_length=20, choices=State.choices, default=State.DRAFT, editable=False
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who last wrote what learners are to read.",
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)
    review_due_on = models.DateField(null=True, editable=False)
    note = models.CharField(
        max_length=500, blank=True, editable=False, help_text="Why it was sent back."
    )

    link_state = models.CharField(
        max_length=12, choices=Link.choices, default=Link.UNCHECKED, editable=False
    )
    link_answer = models.CharField(max_length=120, blank=True, editable=False)
    link_checked_at = models.DateTimeField(null=True, editable=False)
    link_failures = models.PositiveSmallIntegerField(default=0, editable=False)
    link_failing_since = models.DateTimeField(null=True, editable=False)
    hidden_since = models.DateTimeField(
        null=True, editable=False, help_text="Learners do not see it, because its link is broken."
    )

    objects = ResourceQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=[
            "link_state",
            "link_answer",
            "link_checked_at",
            "link_failures",
            "link_failing_since",
            "hidden_since",
        ]
    )

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["draft", "in_review", "published", "due_for_review", "archived"]
                ),
                name="resource_state_is_known",
            )
        ]
        indexes = [
            models.Index(fields=["state", "review_due_on"], name="resources_due"),
            models.Index(fields=["link_checked_at"], name="resources_by_link_check"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("resource", args=[self.slug])

    @property
    def is_checked(self) -> bool:
        """Somebody has read it and found it right; its link may be broken all the same."""
        return self.state in self.SHOWN

    @property
    def is_shown(self) -> bool:
        """Learners see it."""
        return self.is_checked and self.hidden_since is None

    @property
    def days_to_review(self) -> int | None:
        """Until somebody should look again; negative when that is overdue, None when nobody is asked."""
        if self.review_due_on is None:
            return None
        return (self.review_due_on - timezone.localdate()).days
