"""A course: its modules and their steps. Who takes it, and how far she is, stands in cohort.py."""

import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.models.library import Competency, Level
from courses.models.resource import Resource
from courses.querysets import CourseQuerySet

WEEKS_MOST = 104


def new_key() -> str:
    """A name for what was made by hand; a course file gives names people can read."""
    return secrets.token_hex(4)


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
    key = models.SlugField(
        default=new_key,
        help_text="What the module is known by in a course file; stays when it moves.",
    )
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="modules")
    week = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(WEEKS_MOST)],
        help_text="Due at the end of this week of the cohort. Empty: one week for each module.",
    )
    requires = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Opens when that module is done. Only an earlier one of this course counts.",
    )
    requires_earlier = models.BooleanField(
        default=False, help_text="Opens when all earlier modules are done."
    )

    class Meta:
        ordering = ["course", "position"]
        constraints = [
            models.UniqueConstraint(fields=["course", "position"], name="one_module_per_position"),
            models.UniqueConstraint(fields=["course", "key"], name="one_module_per_key"),
            models.CheckConstraint(
                condition=Q(requires=None) | Q(requires_earlier=False),
                name="module_requires_one_or_all",
            ),
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
    key = models.SlugField(
        default=new_key,
        help_text="What the step is known by in a course file; stays when it moves.",
    )
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
            models.UniqueConstraint(fields=["module", "position"], name="one_step_per_position"),
            models.UniqueConstraint(fields=["module", "key"], name="one_step_per_key"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        module = self.module
        return reverse("step", args=[module.course.slug, module.position, self.position])
