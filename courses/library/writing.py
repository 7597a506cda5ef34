"""Writes a library as the YAML that `load` reads back to the same library."""

from collections.abc import Mapping
from typing import Any

import yaml

from courses.library.parts import CompetencyPart, Library, MarkerPart, ResourcePart, SourcePart
from courses.library.reading import TREATMENTS, slug_of
from courses.rubrics import LABELS, Value

HEAD = """\
# Competency library, written by CoachLMS. Change what you like and load it again:
#   manage.py load_library FILE    or    Admin, Frameworks, Load a library file
"""
OBSERVABLE = {
    "notices_only": "partly",
    "evidence_only": "indirectly",
    "scored_with_evidence": "mostly",
}
EDITING_RULES = [
    "Do not paste the owner's definitions, markers or assessment texts into any field.",
    "Refer to markers by number and link to the official page.",
    "Levels describe depth of practice for study; never print them as a verdict.",
]
PER_COMPETENCY = {
    "starting": "Few of the behaviours seen.",
    "growing": "Several seen, some thin or one-sided.",
    "steady": "Most seen with evidence across the session.",
    "distinctive": "Seen throughout and clearly fitted to this client.",
}


class _Dumper(yaml.SafeDumper):
    """Block style, lists indented, texts of several paragraphs as they stand."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def dump(library: Library) -> str:
    """The file, ready to be saved as UTF-8."""
    body = {
        "schema_version": 1,
        "meta": _meta(library),
        "domains": [
            _filled(id=part.slug, name=part.name, about=part.about)
            | _filled(competencies=list(part.competencies))
            for part in library.domains
        ],
        "levels": [
            {
                "id": part.key,
                "name": part.name,
                "credential": part.credential,
                "study_question": part.study_question,
                "depth": part.depth,
            }
            for part in library.levels
        ],
        "rating": _rating(),
        "competencies": [_competency(part) for part in library.competencies],
    }
    body |= _filled(
        sources=[_source(part) for part in library.sources],
        learning_resources=[_resource(part) for part in library.resources],
    )
    text = yaml.dump(body, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return f"{HEAD}{text}"


def _filled(**values: Any) -> dict[str, Any]:
    """Only what there is: the reader takes a key that is missing for none."""
    return {key: value for key, value in values.items() if value not in (None, "", [], ())}


def _meta(library: Library) -> dict[str, Any]:
    part = library.framework
    framework: dict[str, Any] = {"name": part.name, "owner": part.owner}
    if part.slug != slug_of(part.name):
        framework["slug"] = part.slug
    framework |= _filled(
        revisions=[{"year": year, "note": note} for year, note in part.revisions],
        official_url=part.official_url,
        comparison_url=part.comparison_url,
    )
    return {
        "title": part.name,
        "language": "en",
        "updated": part.updated_on,
        "status": "exported",
        "framework": framework,
        "attribution": part.attribution,
        "disclaimer": part.disclaimer,
        "editing_rules": EDITING_RULES,
    }


def _rating() -> dict[str, Any]:
    return {
        "per_behaviour": [
            {"id": value.value, "label": LABELS[value], "meaning": LABELS[value]} for value in Value
        ],
        "per_competency": [
            {"id": key, "label": key.capitalize(), "meaning": meaning}
            for key, meaning in PER_COMPETENCY.items()
        ],
        "rules": ["No rating of seen or partly without a verbatim quote from the transcript."],
    }


def _competency(part: CompetencyPart) -> dict[str, Any]:
    treatment = {ours: theirs for theirs, ours in TREATMENTS.items()}[part.treatment]
    head = {"number": part.number, "slug": part.slug, "name": part.name, "domain": part.domain}
    assessment = {"observable_from_transcript": OBSERVABLE[part.treatment]}
    assessment |= _filled(how_icf_uses_it=part.how_assessed)
    assessment["product_treatment"] = treatment
    return (
        head
        | {"tagline": part.tagline}
        | _filled(customer_tagline=part.customer_tagline, customer_note=part.customer_note)
        | {"description": part.description}
        | _filled(customer_description=part.customer_description)
        | {"assessment": assessment}
        | _filled(
            behaviours=[_marker(marker) for marker in part.markers],
            development_tips=list(part.tips),
            common_mistakes=list(part.mistakes),
            practice_questions=list(part.questions),
            related=[{"number": number, "reason": reason} for number, reason in part.related],
            sources=list(part.sources),
            learning_resources=list(part.resources),
        )
    )


def _marker(part: MarkerPart) -> dict[str, Any]:
    depth: Mapping[str, str] = part.depth
    return (
        {"id": part.ref, "text": part.text}
        | _filled(customer_text=part.customer_text)
        | {"depth": dict(depth)}
        | _filled(icf_marker_refs=list(part.official_refs))
        | {"look_for": part.look_for, "detectability": part.detectability}
    )


def _source(part: SourcePart) -> dict[str, Any]:
    return (
        {"id": part.slug, "title": part.title}
        | _filled(publisher=part.publisher, year=part.year, url=part.url, note=part.note)
        | {"seen": "listed"}
    )


def _resource(part: ResourcePart) -> dict[str, Any]:
    return (
        {"id": part.slug, "kind": part.kind, "title": part.title}
        | _filled(
            by=part.by,
            year=part.year,
            url=part.url,
            isbn=part.isbn,
            minutes=part.minutes,
            markers=list(part.markers),
            levels=list(part.levels),
        )
        | {"verified": part.verified}
        | _filled(body=part.body)
    )
