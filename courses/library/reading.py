"""The library file: meta, domains, levels, rating words, competencies, sources and resources."""

import re
from pathlib import Path

from courses.library.nodes import Entry, LibraryError, read_root, unique
from courses.library.parts import (
    CompetencyPart,
    DomainPart,
    FrameworkPart,
    LevelPart,
    Library,
    MarkerPart,
    ResourcePart,
    SourcePart,
)
from courses.rubrics import LABELS, Value

TREATMENTS = {
    "notices_only": "notices_only",
    "evidence_from_other_competencies_plus_reflection": "evidence_only",
    "scored_with_evidence": "scored_with_evidence",
}
DETECTABILITY = ("high", "medium", "low", "none", "needs_timestamps")
KINDS = ("book", "web", "exercise")


def load(source: Path | str) -> Library:
    """Read and check a library file (a path) or its text. LibraryError names the line."""
    root = read_root(source, "the library")
    if root.number("schema_version") != 1:
        raise root.error("has an unknown schema_version; this program reads 1", "schema_version")
    framework = _framework(root.entry("meta", "meta"))
    levels = _levels(root)
    domains = _domains(root)
    _rating_words(root.entry("rating", "rating"))
    sources = _sources(root)
    keys = tuple(level.key for level in levels)
    rows = _resources(root, frozenset(keys))
    resources = tuple(part for _, part in rows)
    competencies = _Competencies(
        levels=keys,
        domains={number: domain.slug for domain in domains for number in domain.competencies},
        sources=frozenset(part.slug for part in sources),
        resources=frozenset(part.slug for part in resources),
    ).read(root)
    refs = frozenset(marker.ref for part in competencies for marker in part.markers)
    for row, _ in rows:
        _known(row, "markers", refs, "behaviour")
    root.close()
    return Library(framework, levels, domains, competencies, sources, resources)


def slug_of(name: str) -> str:
    """The slug of a framework whose file gives none."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50]


def _framework(meta: Entry) -> FrameworkPart:
    about = meta.entry("framework", "the framework")
    name = about.text("name", 120)
    revisions = []
    for row in about.entries_if_any("revisions", "a revision"):
        revisions.append((row.number("year", 1900, 2200), row.text("note")))
        row.close()
    part = FrameworkPart(
        slug=about.slug("slug") if about.has("slug") else slug_of(name),
        name=name,
        owner=about.text("owner", 120),
        revisions=tuple(revisions),
        official_url=about.text_or_none("official_url", 200),
        comparison_url=about.text_or_none("comparison_url", 200),
        attribution=meta.text("attribution"),
        disclaimer=meta.text("disclaimer"),
        updated_on=meta.day("updated"),
    )
    about.close()
    for key in ("title", "language", "status"):
        meta.text(key)
    meta.texts("editing_rules")
    meta.close()
    return part


def _levels(root: Entry) -> tuple[LevelPart, ...]:
    levels: list[LevelPart] = []
    seen: dict[object, int] = {}
    for row in root.entries("levels", "a level"):
        key = row.slug("id", 10)
        row.label = f"level “{key}”"
        unique(row, "id", key, seen)
        levels.append(
            LevelPart(
                key=key,
                name=row.text("name", 20),
                credential=row.text("credential", 80),
                study_question=row.text("study_question", 200),
                depth=row.text("depth"),
            )
        )
        row.close()
    return tuple(levels)


def _domains(root: Entry) -> tuple[DomainPart, ...]:
    domains: list[DomainPart] = []
    seen: dict[object, int] = {}
    placed: dict[object, int] = {}
    for row in root.entries("domains", "a domain"):
        slug = row.slug("id")
        row.label = f"domain “{slug}”"
        unique(row, "id", slug, seen)
        numbers = []
        for line, text in row.texts_with_lines("competencies") if row.has("competencies") else ():
            if not text.isdecimal():
                raise LibraryError(line, f"{row.label} lists “{text}”, which is not a number")
            if text in placed:
                problem = f"competency {text} is also in the domain of line {placed[text]}"
                raise LibraryError(line, problem)
            placed[text] = line
            numbers.append(int(text))
        domains.append(
            DomainPart(slug, row.text("name", 80), row.text("about", 300), tuple(numbers))
        )
        row.close()
    return tuple(domains)


def _rating_words(rating: Entry) -> None:
    """The words are the product's own; the file documents them and must not say others."""
    seen: dict[object, int] = {}
    for row in rating.entries("per_behaviour", "a rating word"):
        key = row.choice("id", [value.value for value in Value])
        row.label = f"rating word “{key}”"
        unique(row, "id", key, seen)
        if row.text("label") != LABELS[Value(key)]:
            raise row.error(f"must be labelled “{LABELS[Value(key)]}”", "label")
        row.text("meaning")
        row.close()
    for row in rating.entries("per_competency", "a rating word"):
        row.choice("id", ("starting", "growing", "steady", "distinctive"))
        row.text("label")
        row.text("meaning")
        row.close()
    rating.texts("rules")
    rating.close()


def _sources(root: Entry) -> tuple[SourcePart, ...]:
    found: list[SourcePart] = []
    seen: dict[object, int] = {}
    for row in root.entries_if_any("sources", "a source"):
        slug = row.slug("id")
        row.label = f"source “{slug}”"
        unique(row, "id", slug, seen)
        row.choice("seen", ("full", "excerpt", "listed"))
        found.append(
            SourcePart(
                slug=slug,
                title=row.text("title", 200),
                publisher=row.text_or_none("publisher", 120),
                year=row.number_or_none("year"),
                url=row.text_or_none("url", 300),
                note=row.text_or_none("note", 200),
            )
        )
        row.close()
    return tuple(found)


def _resources(root: Entry, levels: frozenset[str]) -> list[tuple[Entry, ResourcePart]]:
    """With their rows: the behaviours they name are checked once these are known."""
    found: list[tuple[Entry, ResourcePart]] = []
    seen: dict[object, int] = {}
    for row in root.entries_if_any("learning_resources", "a learning resource"):
        slug = row.slug("id")
        row.label = f"learning resource “{slug}”"
        unique(row, "id", slug, seen)
        part = ResourcePart(
            slug=slug,
            kind=row.choice("kind", KINDS),
            title=row.text("title", 200),
            by=row.text_or_none("by", 200),
            year=row.number_or_none("year"),
            url=row.text_or_none("url", 300),
            isbn=row.text_or_none("isbn", 20),
            verified=row.flag("verified"),
            body=row.paragraphs("body") if row.has("body") else "",
            minutes=row.number_or_none("minutes"),
            markers=row.texts_if_any("markers"),
            levels=_known(row, "levels", levels, "level"),
        )
        row.close()
        found.append((row, part))
    return found


class _Competencies:
    """Reads the competencies and resolves what they point to."""

    def __init__(
        self,
        *,
        levels: tuple[str, ...],
        domains: dict[int, str],
        sources: frozenset[str],
        resources: frozenset[str],
    ) -> None:
        self.levels = levels
        self.domains = domains
        self.sources = sources
        self.resources = resources
        self._refs: dict[object, int] = {}
        self._related: list[tuple[Entry, int]] = []

    def read(self, root: Entry) -> tuple[CompetencyPart, ...]:
        rows = root.entries("competencies", "a competency")
        numbers: dict[object, int] = {}
        slugs: dict[object, int] = {}
        parts = []
        for row in rows:
            part = self._competency(row)
            unique(row, "number", part.number, numbers)
            unique(row, "slug", part.slug, slugs)
            parts.append(part)
        for entry, number in self._related:
            if number not in numbers:
                raise entry.error(f"points to competency {number}, which is not here", "number")
        missing = sorted(set(self.domains) - {part.number for part in parts})
        if missing:
            raise root.error(f"has no competency {missing[0]}, which a domain lists", "domains")
        return tuple(parts)

    def _competency(self, row: Entry) -> CompetencyPart:
        number = row.number("number", 1, 99)
        row.label = f"competency {number}"
        domain = row.slug("domain")
        if self.domains.get(number) != domain:
            raise row.error(f"is not listed by the domain “{domain}”", "domain")
        assessment = row.entry("assessment", f"the assessment of competency {number}")
        treatment = TREATMENTS[assessment.choice("product_treatment", TREATMENTS)]
        how_assessed = assessment.text_or_none("how_icf_uses_it")
        assessment.text("observable_from_transcript")
        assessment.close()
        part = CompetencyPart(
            number=number,
            slug=row.slug("slug"),
            name=row.text("name", 120),
            domain=domain,
            tagline=row.text("tagline", 300),
            description=row.text("description"),
            customer_tagline=row.text_or_none("customer_tagline", 300),
            customer_description=row.text_or_none("customer_description"),
            customer_note=row.text_or_none("customer_note"),
            treatment=treatment,
            how_assessed=how_assessed,
            markers=tuple(self._marker(m) for m in row.entries_if_any("behaviours", "a behaviour")),
            tips=row.texts_if_any("development_tips"),
            mistakes=row.texts_if_any("common_mistakes"),
            questions=row.texts_if_any("practice_questions"),
            related=self._relations(row, number),
            sources=_known(row, "sources", self.sources, "source"),
            resources=_known(row, "learning_resources", self.resources, "learning resource"),
        )
        row.close()
        return part

    def _marker(self, row: Entry) -> MarkerPart:
        ref = row.slug("id", 8)
        row.label = f"behaviour “{ref}”"
        unique(row, "id", ref, self._refs)
        depth = row.entry("depth", row.label)
        texts = {}
        for level in self.levels:
            if not depth.has(level):
                raise depth.error(f"has no depth for {level}")
            texts[level] = depth.text(level, 400)
        depth.close()
        part = MarkerPart(
            ref=ref,
            text=row.text("text", 300),
            customer_text=row.text_or_none("customer_text", 300),
            depth=texts,
            look_for=row.text("look_for", 400),
            detectability=row.choice("detectability", DETECTABILITY),
            official_refs=row.texts("icf_marker_refs") if row.has("icf_marker_refs") else (),
        )
        row.close()
        return part

    def _relations(self, row: Entry, number: int) -> tuple[tuple[int, str], ...]:
        found = []
        seen: dict[object, int] = {}
        for entry in row.entries_if_any("related", f"a relation of competency {number}"):
            other = entry.number("number", 1, 99)
            unique(entry, "number", other, seen)
            if other == number:
                raise entry.error("points to itself", "number")
            self._related.append((entry, other))
            found.append((other, entry.text("reason", 300)))
            entry.close()
        return tuple(found)


def _known(row: Entry, key: str, known: frozenset[str], noun: str) -> tuple[str, ...]:
    """A list of slugs that the file must define elsewhere; a key that is not there means none."""
    if not row.has(key):
        return ()
    for line, slug in row.texts_with_lines(key):
        if slug not in known:
            raise LibraryError(line, f"{row.label} names the {noun} “{slug}”, which is not here")
    return row.texts(key)
