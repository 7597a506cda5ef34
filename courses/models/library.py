"""The competency library: framework, domain, competency, marker with its depth per level."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.querysets import CompetencyQuerySet, SourceQuerySet


class Framework(models.Model):
    """A competency model by its owner, e.g. the ICF's; its texts of attribution are shown with it."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    owner = models.CharField(max_length=120)
    revisions = models.JSONField(
        default=list, blank=True, help_text="Rows of year and note, newest last."
    )
    official_url = models.URLField(blank=True)
    comparison_url = models.URLField(blank=True)
    attribution = models.TextField()
    disclaimer = models.TextField()
    updated_on = models.DateField()

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.name


class Level(models.Model):
    """A depth of practice to study by: ACC, PCC or MCC. Never a verdict on a person."""

    USUAL = "pcc"  # shown where nobody has chosen one

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="levels")
    key = models.SlugField(max_length=10)
    name = models.CharField(max_length=20)
    credential = models.CharField(max_length=80)
    study_question = models.CharField(max_length=200)
    depth = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "key"], name="one_level_per_key")
        ]

    def __str__(self) -> str:
        return self.name


class Domain(models.Model):
    """A group of competencies."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="domains")
    slug = models.SlugField()
    name = models.CharField(max_length=80)
    about = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "slug"], name="one_domain_per_slug")
        ]

    def __str__(self) -> str:
        return self.name


class Competency(models.Model):
    """One competency. `customer_*` is the customer's own wording, shown with attribution."""

    class Treatment(models.TextChoices):
        SCORED = "scored_with_evidence", _("Rated with evidence")
        EVIDENCE = "evidence_only", _("Evidence only")
        NOTICES = "notices_only", _("Notices only")

    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="competencies")
    number = models.PositiveSmallIntegerField()
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    tagline = models.CharField(max_length=300)
    description = models.TextField()
    customer_tagline = models.CharField(max_length=300, blank=True)
    customer_description = models.TextField(blank=True)
    customer_note = models.TextField(blank=True)
    treatment = models.CharField(max_length=24, choices=Treatment.choices)
    how_assessed = models.TextField(blank=True)
    sources = models.ManyToManyField("courses.Source", related_name="competencies", blank=True)
    resources = models.ManyToManyField("courses.Resource", related_name="competencies", blank=True)

    objects = CompetencyQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[sources, resources])

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "competencies"

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("competency", args=[self.slug])

    @property
    def shows_customer_text(self) -> bool:
        """True where the customer's own wording replaces ours; then it needs its own attribution."""
        return bool(self.customer_tagline)


class Marker(models.Model):
    """An observable behaviour, named by a ref such as 8c."""

    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="markers")
    ref = models.CharField(max_length=8, unique=True)
    text = models.CharField(max_length=300)
    customer_text = models.CharField(max_length=300, blank=True)
    look_for = models.CharField(max_length=400)
    detectability = models.CharField(
        max_length=20, help_text="high, medium, low, none, needs_timestamps"
    )
    official_refs = models.JSONField(
        default=list, blank=True, help_text="Numbers of the owner's markers."
    )
    position = models.PositiveSmallIntegerField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["competency__number", "position"]

    def __str__(self) -> str:
        return f"{self.ref} {self.text}"


class MarkerDepth(models.Model):
    """What a marker looks like at one level."""

    marker = models.ForeignKey(Marker, on_delete=models.CASCADE, related_name="depths")
    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=400)

    history = HistoricalRecords()

    class Meta:
        ordering = ["level__position"]
        constraints = [
            models.UniqueConstraint(fields=["marker", "level"], name="one_depth_per_level")
        ]

    def __str__(self) -> str:
        return f"{self.marker.ref} {self.level.name}"


class StudyLine(models.Model):
    """A development tip, a common mistake or a question to practise."""

    class Kind(models.TextChoices):
        TIP = "tip", _("Development tip")
        MISTAKE = "mistake", _("Common mistake")
        QUESTION = "question", _("Question to practise")

    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=400)
    position = models.PositiveSmallIntegerField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["competency__number", "kind", "position"]

    def __str__(self) -> str:
        return self.text


class RelatedCompetency(models.Model):
    """Why one competency leads to another."""

    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="related")
    other = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "related competencies"
        constraints = [models.UniqueConstraint(fields=["competency", "other"], name="related_once")]

    def __str__(self) -> str:
        return f"{self.competency.number} → {self.other.number}"


class Source(models.Model):
    """Where a competency's facts come from."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.URLField(max_length=300, blank=True)
    note = models.CharField(max_length=200, blank=True, help_text="A word to curators.")

    objects = SourceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title
