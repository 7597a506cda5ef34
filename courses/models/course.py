"""A course of modules and steps, the cohort that takes it together, and how far each learner is."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.library import Competency, Level, Resource
from courses.querysets import CohortQuerySet, CourseQuerySet, EnrolmentQuerySet


class Course(models.Model):
    """A way through the library at one level."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    is_published = models.BooleanField(default=True)

    objects = CourseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("course", args=[self.slug])


class Module(models.Model):
    """One chapter of a course, about one competency."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="modules")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="modules")

    class Meta:
        ordering = ["course", "position"]
        constraints = [
            models.UniqueConstraint(fields=["course", "position"], name="one_module_per_position")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("module", args=[self.course.slug, self.position])


class Step(models.Model):
    """One thing to do in a module."""

    class Kind(models.TextChoices):
        READ = "read", _("Read")
        RESOURCE = "resource", _("Learning resource")
        QUESTION = "question", _("Practice question")
        HAND_IN = "hand_in", _("Hand in a session")
        REVIEW = "review", _("Review a peer")

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True, help_text="What to do, or the practice question itself.")
    resource = models.ForeignKey(
        Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    needed = models.PositiveSmallIntegerField(
        default=1, help_text="How many reviews a review step asks for; 1 for every other kind."
    )
    minutes = models.PositiveSmallIntegerField(default=10)

    class Meta:
        ordering = ["module", "position"]
        constraints = [
            models.UniqueConstraint(fields=["module", "position"], name="one_step_per_position")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        module = self.module
        return reverse("step", args=[module.course.slug, module.position, self.position])


class Cohort(models.Model):
    """People who take a course together. An open cohort can be joined by anybody signed in."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    is_open = models.BooleanField(default=True)
    instructors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="cohorts_taught", blank=True
    )

    objects = CohortQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Enrolment(models.Model):
    """A learner's place in a cohort."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments"
    )
    enrolled_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["enrolled_at"]
        constraints = [models.UniqueConstraint(fields=["cohort", "learner"], name="enrolled_once")]

    def __str__(self) -> str:
        return f"{self.learner} in {self.cohort}"


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
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=5000)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "step"], name="one_answer_per_step")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.step}"
