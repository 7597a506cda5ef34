"""What a library file says, as frozen values: a framework with its levels, competencies and markers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from courses.rubrics import Rubric, RubricCompetency, RubricMarker


@dataclass(frozen=True, slots=True)
class FrameworkPart:
    slug: str
    name: str
    owner: str
    revisions: tuple[tuple[int, str], ...]  # (2025, "what it changed"), newest last
    official_url: str
    comparison_url: str
    attribution: str
    disclaimer: str
    updated_on: date


@dataclass(frozen=True, slots=True)
class LevelPart:
    key: str
    name: str
    credential: str
    study_question: str
    depth: str


@dataclass(frozen=True, slots=True)
class DomainPart:
    slug: str
    name: str
    about: str
    competencies: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MarkerPart:
    ref: str
    text: str
    customer_text: str
    depth: Mapping[str, str]  # level key to what the marker looks like there
    look_for: str
    detectability: str
    official_refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompetencyPart:
    number: int
    slug: str
    name: str
    domain: str
    tagline: str
    description: str
    customer_tagline: str
    customer_description: str
    customer_note: str
    treatment: str
    how_assessed: str
    markers: tuple[MarkerPart, ...]
    tips: tuple[str, ...]
    mistakes: tuple[str, ...]
    questions: tuple[str, ...]
    related: tuple[tuple[int, str], ...]  # competency number and the reason
    sources: tuple[str, ...]
    resources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourcePart:
    slug: str
    title: str
    publisher: str
    year: int | None
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class ResourcePart:
    slug: str
    kind: str
    title: str
    by: str
    year: int | None
    url: str
    isbn: str
    verified: bool
    body: str = ""
    minutes: int | None = None
    markers: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """One framework with everything taught about it, checked against itself."""

    framework: FrameworkPart
    levels: tuple[LevelPart, ...]
    domains: tuple[DomainPart, ...]
    competencies: tuple[CompetencyPart, ...]
    sources: tuple[SourcePart, ...]
    resources: tuple[ResourcePart, ...]

    def with_exercises(self, exercises: tuple[ResourcePart, ...]) -> "Library":
        """The same library with our own exercises among its resources."""
        return replace(self, resources=self.resources + exercises)

    def rubric(self, level: str) -> Rubric:
        """The markers at one level, in our own wording; KeyError for a level the file lacks."""
        if level not in {part.key for part in self.levels}:
            raise KeyError(level)
        return Rubric(
            level=level,
            competencies=tuple(
                RubricCompetency(c.number, c.name, c.slug, c.treatment) for c in self.competencies
            ),
            markers=tuple(
                RubricMarker(m.ref, c.number, m.text, m.depth[level], m.look_for, m.detectability)
                for c in self.competencies
                for m in c.markers
            ),
        )


@dataclass(frozen=True, slots=True)
class StepPart:
    key: str  # unique in its module; progress hangs on it
    kind: str
    title: str
    text: str
    resource: str
    needed: int
    minutes: int


@dataclass(frozen=True, slots=True)
class ModulePart:
    key: str  # unique in its course
    title: str
    summary: str
    competency: str  # slug
    week: int | None  # of the cohort, at whose end it is due
    requires: str  # key of an earlier module, or empty
    requires_earlier: bool  # all earlier modules
    steps: tuple[StepPart, ...]


@dataclass(frozen=True, slots=True)
class CoursePart:
    """A way through one framework's library at one level."""

    slug: str
    framework: str
    level: str
    title: str
    summary: str
    modules: tuple[ModulePart, ...]
