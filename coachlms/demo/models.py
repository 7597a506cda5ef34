"""A visitor's conversation in the free demo: rows of their own, far from every session of the school."""

import secrets
from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.transcripts import Turn, Utterance, Who

KEPT_FOR = timedelta(hours=24)


def new_key() -> str:
    return secrets.token_urlsafe(18)


def end_of_visit() -> datetime:
    return timezone.now() + KEPT_FOR


class DemoVisitQuerySet(models.QuerySet["DemoVisit"]):
    """Named filters."""

    def live(self) -> "DemoVisitQuerySet":
        """Not over yet, whether or not the sweep has come by."""
        return self.filter(expires_at__gt=timezone.now())

    def over(self, now: datetime) -> "DemoVisitQuerySet":
        return self.filter(expires_at__lte=now)

    def of(self, owner: str) -> "DemoVisitQuerySet":
        """Those of the browser with this secret, by its digest."""
        return self.live().filter(owner=owner)


class DemoVisit(models.Model):
    """One conversation and everything read in it. No user, no address, no file name."""

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    owner = models.CharField(max_length=64, help_text="Digest of the secret in the cookie.")
    title = models.CharField(max_length=80)
    sample = models.SlugField(blank=True, help_text="Empty: the visitor’s own text.")
    utterances = models.JSONField(
        default=list, help_text="[speaker, text, start_ms, end_ms, line]; empty once it is masked"
    )
    roles = models.JSONField(
        default=dict, help_text="Speaker label to role; empty until somebody said it."
    )
    turns = models.JSONField(default=list, help_text="[number, who, text, start_ms, end_ms]")
    masked = models.PositiveIntegerField(default=0, help_text="How many words are masked.")
    notes = models.JSONField(default=list, help_text="Sentences about the transcript.")
    readings = models.JSONField(default=dict, help_text="By level; see coachlms.demo.readings.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=end_of_visit, db_index=True)

    objects = DemoVisitQuerySet.as_manager()

    class Meta:
        verbose_name = "visit"

    def __str__(self) -> str:
        return f"Visit {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("demo_report", args=[self.key])

    @property
    def is_read(self) -> bool:
        return bool(self.readings)

    @property
    def asks_who(self) -> bool:
        """The text did not say who coaches, and nobody has yet."""
        return not self.roles and not self.is_read

    @property
    def plain_utterances(self) -> tuple[Utterance, ...]:
        return tuple(Utterance(*row) for row in self.utterances)

    @property
    def plain_turns(self) -> tuple[Turn, ...]:
        """As they are read and shown: masked."""
        return tuple(
            Turn(number, Who(who), text, start_ms, end_ms)
            for number, who, text, start_ms, end_ms in self.turns
        )

    @property
    def left(self) -> str:
        """How long it stays: “23 h”, “40 min”."""
        seconds = max(0, int((self.expires_at - timezone.now()).total_seconds()))
        if seconds >= 3600:
            return _("%(n)s h") % {"n": seconds // 3600}
        return _("%(n)s min") % {"n": max(1, seconds // 60)}
