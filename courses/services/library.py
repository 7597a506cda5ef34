"""Brings the library in the database to what a checked file says."""

from dataclasses import asdict

from django.db import transaction

from courses.errors import TakenElsewhere
from courses.library import CompetencyPart, Library, MarkerPart, ResourcePart
from courses.models import (
    Competency,
    Domain,
    Framework,
    Level,
    Marker,
    MarkerDepth,
    RelatedCompetency,
    Resource,
    Source,
    StudyLine,
)
from courses.services.resources import next_review
from courses.services.shelf import LibraryChange, Shelf, Tally


@transaction.atomic
def load_library(*, library: Library) -> LibraryChange:
    """Create and change what differs; loading the same file again writes nothing.

    Behaviours the file no longer names are removed unless something was rated by them. Sources,
    resources and competencies that left the file stay. The state of a resource is the curators': the
    file only says in which one a new row begins.
    """
    return _Loader(library).load()


class _Loader:
    """One run: the parts in the order in which they point to each other."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.tally = Tally()
        self.levels: dict[str, Level] = {}
        self.competencies: dict[int, Competency] = {}
        self.markers: dict[str, Marker] = {}

    def load(self) -> LibraryChange:
        self.framework = self._framework()
        self._refuse_what_others_own()
        self._levels()
        self._sources()
        self._competencies()
        self._markers()
        self._study_lines()
        self._relations()
        self._resources()
        self._links()
        return self.tally.frozen()

    def _framework(self) -> Framework:
        part = self.library.framework
        # The lock makes a second loader wait, so that two starts at once do not both create rows.
        rows = Framework.objects.select_for_update().filter(slug=part.slug)
        values = asdict(part) | {
            "revisions": [{"year": year, "note": note} for year, note in part.revisions]
        }
        return Shelf(rows, lambda row: row.slug, self.tally).put(part.slug, **values)

    def _refuse_what_others_own(self) -> None:
        slugs = [part.slug for part in self.library.competencies]
        refs = [marker.ref for part in self.library.competencies for marker in part.markers]
        competency = (
            Competency.objects.exclude(domain__framework=self.framework)
            .filter(slug__in=slugs)
            .select_related("domain__framework")
            .first()
        )
        if competency:
            framework = competency.domain.framework
            raise TakenElsewhere(what=f"The competency “{competency.slug}”", framework=framework)
        marker = (
            Marker.objects.exclude(competency__domain__framework=self.framework)
            .filter(ref__in=refs)
            .select_related("competency__domain__framework")
            .first()
        )
        if marker:
            framework = marker.competency.domain.framework
            raise TakenElsewhere(what=f"The behaviour “{marker.ref}”", framework=framework)

    def _levels(self) -> None:
        shelf = Shelf(self.framework.levels.all(), lambda row: row.key, self.tally)
        for position, part in enumerate(self.library.levels, 1):
            self.levels[part.key] = shelf.put(
                part.key, framework_id=self.framework.pk, position=position, **asdict(part)
            )

    def _sources(self) -> None:
        shelf = Shelf(Source.objects.all(), lambda row: row.slug, self.tally)
        for part in self.library.sources:
            shelf.put(part.slug, **asdict(part))

    def _competencies(self) -> None:
        domains = Shelf(self.framework.domains.all(), lambda row: row.slug, self.tally)
        placed: dict[str, Domain] = {}
        for position, domain in enumerate(self.library.domains, 1):
            placed[domain.slug] = domains.put(
                domain.slug,
                framework_id=self.framework.pk,
                slug=domain.slug,
                name=domain.name,
                about=domain.about,
                position=position,
            )
        rows = Competency.objects.filter(domain__framework=self.framework)
        shelf = Shelf(rows, lambda row: row.slug, self.tally)
        for part in self.library.competencies:
            values = {name: getattr(part, name) for name in COPIED}
            row = shelf.put(part.slug, domain_id=placed[part.domain].pk, **values)
            self.competencies[part.number] = row

    def _markers(self) -> None:
        mine = list(self.competencies.values())
        shelf = Shelf(Marker.objects.filter(competency__in=mine), lambda row: row.ref, self.tally)
        depths = Shelf(
            MarkerDepth.objects.filter(marker__competency__in=mine).select_related(
                "marker", "level"
            ),
            lambda row: (row.marker.ref, row.level.key),
            self.tally,
        )
        for competency in self.library.competencies:
            for position, part in enumerate(competency.markers, 1):
                marker = self._marker(shelf, competency, part, position)
                self.markers[part.ref] = marker
                for key, text in part.depth.items():
                    depths.put((part.ref, key), marker=marker, level=self.levels[key], text=text)
        shelf.clear_rest()

    def _marker(
        self, shelf: Shelf[Marker], competency: CompetencyPart, part: MarkerPart, position: int
    ) -> Marker:
        return shelf.put(
            part.ref,
            competency_id=self.competencies[competency.number].pk,
            ref=part.ref,
            text=part.text,
            customer_text=part.customer_text,
            look_for=part.look_for,
            detectability=part.detectability,
            official_refs=list(part.official_refs),
            position=position,
        )

    def _study_lines(self) -> None:
        shelf = Shelf(
            StudyLine.objects.filter(competency__in=self.competencies.values()),
            lambda row: (row.competency_id, row.kind, row.position),
            self.tally,
        )
        for part in self.library.competencies:
            pk = self.competencies[part.number].pk
            for kind, texts in (
                (StudyLine.Kind.TIP, part.tips),
                (StudyLine.Kind.MISTAKE, part.mistakes),
                (StudyLine.Kind.QUESTION, part.questions),
            ):
                for position, text in enumerate(texts, 1):
                    key = (pk, kind.value, position)
                    shelf.put(key, competency_id=pk, kind=kind.value, position=position, text=text)
        shelf.clear_rest()

    def _relations(self) -> None:
        shelf = Shelf(
            RelatedCompetency.objects.filter(
                competency__in=self.competencies.values()
            ).select_related("competency", "other"),
            lambda row: (row.competency_id, row.other_id),
            self.tally,
        )
        for part in self.library.competencies:
            competency = self.competencies[part.number]
            for position, (number, reason) in enumerate(part.related, 1):
                other = self.competencies[number]
                shelf.put(
                    (competency.pk, other.pk),
                    competency=competency,
                    other=other,
                    reason=reason,
                    position=position,
                )
        shelf.clear_rest()

    def _resources(self) -> None:
        rows = Resource.objects.prefetch_related("markers", "levels")
        shelf = Shelf(rows, lambda row: row.slug, self.tally)
        for part in self.library.resources:
            values = asdict(part) | self._standing(part, shelf.get(part.slug))
            markers = [self.markers[ref] for ref in values.pop("markers")]
            levels = [self.levels[key] for key in values.pop("levels")]
            del values["verified"]
            row = shelf.put(part.slug, **values)
            shelf.link(row, "markers", markers)
            shelf.link(row, "levels", levels)

    def _standing(self, part: ResourcePart, known: Resource | None) -> dict[str, object]:
        """What the file's `verified` means for a row: nothing, once a curator has had it in hand."""
        if known is None and not part.verified:
            return {"state": Resource.State.IN_REVIEW}
        if known is None or (
            part.verified
            and known.state == Resource.State.IN_REVIEW
            and known.proposed_by_id is None
        ):
            return {"state": Resource.State.PUBLISHED, "review_due_on": next_review()}
        return {}

    def _links(self) -> None:
        rows = Competency.objects.filter(domain__framework=self.framework)
        shelf = Shelf(
            rows.prefetch_related("sources", "resources"), lambda row: row.number, self.tally
        )
        sources = {row.slug: row for row in Source.objects.all()}
        resources = {row.slug: row for row in Resource.objects.all()}
        for part in self.library.competencies:
            row = shelf.of(part.number)
            shelf.link(row, "sources", [sources[slug] for slug in part.sources])
            shelf.link(row, "resources", [resources[slug] for slug in part.resources])


COPIED = (
    "number",
    "slug",
    "name",
    "tagline",
    "description",
    "customer_tagline",
    "customer_description",
    "customer_note",
    "treatment",
    "how_assessed",
)
