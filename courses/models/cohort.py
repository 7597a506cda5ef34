"""The cohort that takes a course together, how far each learner is, and the dates that hold for her."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course, Module, Step
from courses.querysets import (
    AnnouncementQuerySet,
    CohortQuerySet,
    EnrolmentQuerySet,
    InvitationQuerySet,
)

MOST_DAYS = 365


class Cohort(models.Model):
    """People who take a course together. An open cohort can be joined by anybody signed in."""

    class Pace(models.TextChoices):
        INDIVIDUAL = "individual", _("Each at her own pace")
        COHORT = "cohort", _("Together, week by week")

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    is_open = models.BooleanField(default=True)
    pace = models.CharField(max_length=12, choices=Pace.choices, default=Pace.INDIVIDUAL)
    days_per_module = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        help_text="At one’s own pace: days for each module, from the day of joining. Empty: no dates.",
    )
    instructors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="cohorts_taught", blank=True
    )

    objects = CohortQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pace__in=["individual", "cohort"]), name="cohort_pace_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The instructors' board."""
        return reverse("board", args=[self.pk])


class DueDate(models.Model):
    """A date an instructor set for one module of her cohort, in place of the computed one."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="due_dates")
    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="due_dates")
    due_on = models.DateField(null=True, blank=True, help_text="Empty: this module has no date.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "module"], name="one_due_date_per_module")
        ]

    def __str__(self) -> str:
        return f"{self.cohort}, {self.module}: {self.due_on or 'no date'}"


class Enrolment(models.Model):
    """A learner's place in a cohort. After it has ended her work is kept, and she sees the course no more."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments"
    )
    enrolled_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    invitation = models.ForeignKey(
        "courses.Invitation",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="enrolments",
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["enrolled_at"]
        constraints = [models.UniqueConstraint(fields=["cohort", "learner"], name="enrolled_once")]

    def __str__(self) -> str:
        return f"{self.learner} in {self.cohort}"


class Extension(models.Model):
    """More days for one learner: for one module, or for all of them. Several add up."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="extensions")
    module = models.ForeignKey(
        Module,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: every module.",
    )
    days = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )
    reason = models.CharField(max_length=300, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1), name="extension_has_days"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.days} days"


class StepProgress(models.Model):
    """How far a learner is with one step: `reached` of `Step.needed`; done when `done_at` is set."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")
    reached = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "step"], name="one_progress_per_step")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.step}"


class Answer(models.Model):
    """A learner's written answer to a practice question; hers alone and her instructors'."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="answers")
    step = models.ForeignKey(
        Step, on_delete=models.PROTECT, related_name="+"
    )  # a course file that no longer names the question deletes nobody's words
    text = models.TextField(max_length=5000)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "step"], name="one_answer_per_step")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.step}"


class Announcement(models.Model):
    """What an instructor wrote to everybody in her cohort. Plain text; a withdrawn one is not shown."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="announcements")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=5000)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.title


def digest_of(token: str) -> str:
    """SHA-256; enough for random bits that nobody guesses, however fast the hash is."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_nonce() -> str:
    return secrets.token_hex(16)


class Invitation(models.Model):
    """A way into a cohort, as a learner and nothing else: a link for several, or a mail for one person.

    Only the digest of the link is kept. What stands in a mail is made again from `nonce` and the site's
    secret key when the mail is sent, so that two tries of one mail hold the same link.
    """

    LASTS = timedelta(days=30)

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(blank=True, help_text="Empty: a link for anybody who has it.")
    name = models.CharField(max_length=80, blank=True)
    extension_days = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(MOST_DAYS)]
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    uses_allowed = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    uses = models.PositiveSmallIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, editable=False)
    mails_asked = models.PositiveSmallIntegerField(default=0, editable=False)
    mail_asked_at = models.DateTimeField(null=True, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "email"],
                condition=~Q(email="") & Q(revoked_at__isnull=True),
                name="one_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=Q(uses__lte=models.F("uses_allowed")), name="invitation_not_overused"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email or 'link'} to {self.cohort}"

    @property
    def is_used_up(self) -> bool:
        return self.uses >= self.uses_allowed

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_live(self) -> bool:
        return not (self.revoked_at or self.is_expired or self.is_used_up)

    @property
    def state(self) -> str:
        """What the instructor reads in the list."""
        if self.revoked_at:
            return str(_("taken back"))
        if self.is_used_up:
            return str(_("accepted") if self.email else _("used up"))
        if self.is_expired:
            return str(_("expired"))
        if self.email:
            return str(_("no answer yet") if self.mailed_at else _("on its way"))
        return str(_("open"))
