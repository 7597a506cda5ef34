"""What the API says about learning resources, and what curators send."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import URLValidator
from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from courses.models import Competency, Level, Marker, Resource
from courses.querysets import is_curator
from courses.services.resources import ResourceDraft

Data = dict[str, Any]
MOST_PLACES = 100
LONGEST_BODY = 20_000


class ResourceSerializer(serializers.Serializer[Resource]):
    """Something to read, hear or do."""

    slug = serializers.CharField()
    kind = serializers.ChoiceField(choices=Resource.Kind.choices)
    title = serializers.CharField()
    by = serializers.CharField()
    year = serializers.IntegerField(allow_null=True)
    url = serializers.CharField(help_text="Empty where there is none.")
    isbn = serializers.CharField()
    minutes = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(
        choices=Resource.State.choices, help_text="Others than curators see checked ones alone."
    )
    markers = serializers.SerializerMethodField(help_text="Behaviours it is for, by ref.")
    levels = serializers.SerializerMethodField(help_text="None: it suits every level.")
    competencies = serializers.SerializerMethodField(help_text="Slugs of those that name it.")
    page = serializers.SerializerMethodField(help_text="The same for people.")

    def get_markers(self, resource: Resource) -> list[str]:
        return [marker.ref for marker in resource.markers.all()]

    def get_levels(self, resource: Resource) -> list[str]:
        return [level.key for level in resource.levels.all()]

    def get_competencies(self, resource: Resource) -> list[str]:
        return [competency.slug for competency in resource.competencies.all()]

    def get_page(self, resource: Resource) -> str:
        return f"{self.context['pages']}{resource.slug}/"


class CareSerializer(serializers.Serializer[Resource]):
    """Where a resource stands, for curators."""

    proposed_by = serializers.CharField(allow_null=True, help_text="Who last wrote it.")
    reviewed_by = serializers.CharField(allow_null=True)
    reviewed_at = serializers.DateTimeField(allow_null=True)
    review_due_on = serializers.DateField(allow_null=True)
    note = serializers.CharField(help_text="Why it was sent back.")
    link_state = serializers.ChoiceField(choices=Resource.Link.choices)
    link_answer = serializers.CharField()
    link_checked_at = serializers.DateTimeField(allow_null=True)
    hidden_since = serializers.DateTimeField(
        allow_null=True, help_text="Learners do not see it since then: its link is broken."
    )


class ResourceDetailSerializer(ResourceSerializer):
    """A resource with its text."""

    body = serializers.CharField(help_text="The exercise itself; empty for others.")
    care = serializers.SerializerMethodField(help_text="For curators; null for others.")

    @extend_schema_field(CareSerializer(allow_null=True))
    def get_care(self, resource: Resource) -> Data | None:
        if not is_curator(self.context["visitor"]):
            return None
        return CareSerializer(resource).data


class ResourceQuery(serializers.Serializer[Data]):
    """Filters of the list."""

    competency = serializers.SlugField(
        required=False, help_text="Slug of a competency: named by it or for one of its behaviours."
    )
    level = serializers.SlugField(
        required=False, max_length=10, help_text="Key of a level, as in /levels/."
    )
    kind = serializers.ChoiceField(choices=Resource.Kind.choices, required=False)
    state = serializers.ChoiceField(choices=Resource.State.choices, required=False)
    search = serializers.CharField(
        required=False, max_length=100, help_text="Words in title, author or text."
    )

    def validate_competency(self, slug: str) -> Competency:
        found: Competency = _rows(Competency.objects.all(), "slug", [slug])[0]
        return found

    def validate_level(self, key: str) -> Level:
        found: Level = _rows(Level.objects.all(), "key", [key])[0]
        return found


class ResourceFields(serializers.Serializer[Data]):
    """What a curator proposes. A page needs `url`, an exercise `body`, a book `by` before it is submitted."""

    kind = serializers.ChoiceField(choices=Resource.Kind.choices)
    title = serializers.CharField(max_length=200)
    by = serializers.CharField(max_length=200, required=False, allow_blank=True)
    year = serializers.IntegerField(min_value=1, max_value=9999, required=False, allow_null=True)
    url = serializers.URLField(
        max_length=300,
        required=False,
        allow_blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    isbn = serializers.CharField(max_length=20, required=False, allow_blank=True)
    body = serializers.CharField(max_length=LONGEST_BODY, required=False, allow_blank=True)
    minutes = serializers.IntegerField(min_value=1, max_value=1440, required=False, allow_null=True)
    markers = serializers.ListField(
        child=serializers.CharField(max_length=8), max_length=MOST_PLACES, required=False
    )
    levels = serializers.ListField(
        child=serializers.SlugField(max_length=10), max_length=MOST_PLACES, required=False
    )
    competencies = serializers.ListField(
        child=serializers.SlugField(), max_length=MOST_PLACES, required=False
    )

    def validate_markers(self, refs: list[str]) -> list[Marker]:
        return _rows(Marker.objects.all(), "ref", refs)

    def validate_levels(self, keys: list[str]) -> list[Level]:
        return _rows(Level.objects.all(), "key", keys)

    def validate_competencies(self, slugs: list[str]) -> list[Competency]:
        return _rows(Competency.objects.all(), "slug", slugs)

    def validate(self, attrs: Data) -> Data:
        """Line breaks and double spaces become one space, but in the text of an exercise."""
        return {
            name: " ".join(value.split()) if isinstance(value, str) and name != "body" else value
            for name, value in attrs.items()
        }


class NoteFields(serializers.Serializer[Data]):
    """What is missing, for whoever proposed it."""

    note = serializers.CharField(max_length=500)


def draft_in(data: Data, before: Resource | None = None) -> ResourceDraft:
    """What is to be kept; of `before`, where the data say nothing."""
    if before is None:
        return ResourceDraft(**data)
    kept = {
        name: getattr(before, name)
        for name in ("kind", "title", "by", "year", "url", "isbn", "body", "minutes")
    }
    placed = {
        "markers": list(before.markers.all()),
        "levels": list(before.levels.all()),
        "competencies": list(before.competencies.all()),
    }
    return ResourceDraft(**{**kept, **placed, **data})


def _rows(rows: QuerySet[Any], name: str, wanted: Iterable[str]) -> list[Any]:
    """The rows with these names; a ValidationError names those that are not there."""
    names = set(wanted)
    found: list[Model] = list(rows.filter(**{f"{name}__in": names}))
    missing = names - {getattr(row, name) for row in found}
    if missing:
        raise serializers.ValidationError(f"Not in the library: {', '.join(sorted(missing))}.")
    return found
