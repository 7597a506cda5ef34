"""The library of the database as the parts a file is made of, and the file itself."""

from itertools import pairwise

from django.db.models import Prefetch, Q

from courses.errors import NotComplete
from courses.library import Library, LibraryError, dump, load
from courses.library.parts import (
    CompetencyPart,
    DomainPart,
    FrameworkPart,
    LevelPart,
    MarkerPart,
    ResourcePart,
    SourcePart,
)
from courses.models import Competency, Domain, Framework, Level, Marker, Resource, Source, StudyLine


def library_file(*, framework: Framework) -> str:
    """YAML that `load_library` reads back to the same rows. NotComplete says what is missing for that."""
    text = dump(library_of(framework=framework))
    try:
        load(text)
    except LibraryError as error:
        raise NotComplete(problem=error.problem) from error
    return text


def library_of(*, framework: Framework) -> Library:
    """Everything taught about one framework. NotComplete names the first marker without a depth."""
    rows = Competency.objects.filter(domain__framework=framework).order_by("number")
    competencies = list(
        rows.select_related("domain").prefetch_related(
            Prefetch("markers", Marker.objects.order_by("position")),
            "markers__depths__level",
            Prefetch("lines", StudyLine.objects.order_by("position")),
            "related__other",
            "sources",
            "resources",
        )
    )
    for one, two in pairwise(competencies):
        if one.number == two.number:
            raise NotComplete(problem=f"two competencies have the number {one.number}")
    levels = list(framework.levels.all())
    domains = list(framework.domains.prefetch_related("competencies"))
    return Library(
        framework=_framework(framework),
        levels=tuple(
            LevelPart(row.key, row.name, row.credential, row.study_question, row.depth)
            for row in levels
        ),
        domains=tuple(_domain(row) for row in domains),
        competencies=tuple(_competency(row, levels) for row in competencies),
        sources=_sources(framework),
        resources=_resources(framework, levels),
    )


def _framework(row: Framework) -> FrameworkPart:
    return FrameworkPart(
        slug=row.slug,
        name=row.name,
        owner=row.owner,
        revisions=tuple((entry["year"], entry["note"]) for entry in row.revisions),
        official_url=row.official_url,
        comparison_url=row.comparison_url,
        attribution=row.attribution,
        disclaimer=row.disclaimer,
        updated_on=row.updated_on,
    )


def _domain(row: Domain) -> DomainPart:
    numbers = sorted(competency.number for competency in row.competencies.all())
    return DomainPart(row.slug, row.name, row.about, tuple(numbers))


def _competency(row: Competency, levels: list[Level]) -> CompetencyPart:
    lines: dict[str, list[str]] = {kind: [] for kind in StudyLine.Kind.values}
    for line in row.lines.all():
        lines[line.kind].append(line.text)
    return CompetencyPart(
        number=row.number,
        slug=row.slug,
        name=row.name,
        domain=row.domain.slug,
        tagline=row.tagline,
        description=row.description,
        customer_tagline=row.customer_tagline,
        customer_description=row.customer_description,
        customer_note=row.customer_note,
        treatment=row.treatment,
        how_assessed=row.how_assessed,
        markers=tuple(_marker(marker, levels) for marker in row.markers.all()),
        tips=tuple(lines[StudyLine.Kind.TIP]),
        mistakes=tuple(lines[StudyLine.Kind.MISTAKE]),
        questions=tuple(lines[StudyLine.Kind.QUESTION]),
        related=tuple((link.other.number, link.reason) for link in row.related.all()),
        sources=tuple(source.slug for source in row.sources.all()),
        resources=tuple(resource.slug for resource in row.resources.all()),
    )


def _marker(row: Marker, levels: list[Level]) -> MarkerPart:
    texts = {depth.level.key: depth.text for depth in row.depths.all()}
    for level in levels:
        if not texts.get(level.key):
            raise NotComplete(problem=f"behaviour “{row.ref}” has no depth at {level}")
    return MarkerPart(
        ref=row.ref,
        text=row.text,
        customer_text=row.customer_text,
        depth={level.key: texts[level.key] for level in levels},
        look_for=row.look_for,
        detectability=row.detectability,
        official_refs=tuple(row.official_refs),
    )


def _ours(framework: Framework) -> Q:
    """Named by a competency of this framework, or by none at all."""
    return Q(competencies__domain__framework=framework) | Q(competencies=None)


def _sources(framework: Framework) -> tuple[SourcePart, ...]:
    rows = Source.objects.filter(_ours(framework)).distinct()
    return tuple(
        SourcePart(row.slug, row.title, row.publisher, row.year, row.url, row.note) for row in rows
    )


def _resources(framework: Framework, levels: list[Level]) -> tuple[ResourcePart, ...]:
    """With the behaviours and levels of this framework; `verified` is what learners may see."""
    markers = Marker.objects.filter(competency__domain__framework=framework)
    rows = Resource.objects.filter(_ours(framework)).distinct().order_by("slug")
    shown = set(Resource.objects.published().values_list("pk", flat=True))
    return tuple(
        ResourcePart(
            slug=row.slug,
            kind=row.kind,
            title=row.title,
            by=row.by,
            year=row.year,
            url=row.url,
            isbn=row.isbn,
            verified=row.pk in shown,
            body=row.body,
            minutes=row.minutes,
            markers=tuple(marker.ref for marker in row.markers.all()),
            levels=tuple(level.key for level in row.levels.all()),
        )
        for row in rows.prefetch_related(
            Prefetch("markers", markers),
            Prefetch("levels", Level.objects.filter(pk__in=[level.pk for level in levels])),
        )
    )
