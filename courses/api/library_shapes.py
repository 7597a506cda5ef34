"""What the API says about the library."""

from typing import Any

from rest_framework import serializers

from courses.models import Competency, Domain, Framework, Level, Resource, Source

Shown = dict[str, Any]


class LevelSerializer(serializers.Serializer[Level]):
    """A depth of practice to study by. Never a verdict on a person."""

    key = serializers.CharField(help_text="What other operations take as `level`.")
    name = serializers.CharField()
    framework = serializers.CharField(source="framework.slug")
    credential = serializers.CharField()
    study_question = serializers.CharField()
    depth = serializers.CharField(help_text="What practice looks like at this depth.")


class DomainSerializer(serializers.Serializer[Domain]):
    """A group of competencies."""

    slug = serializers.CharField()
    name = serializers.CharField()


class LibraryCompetencySerializer(serializers.Serializer[Competency]):
    """One competency in the list."""

    number = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()
    tagline = serializers.SerializerMethodField()
    framework = serializers.CharField(source="domain.framework.slug")
    domain = DomainSerializer()
    treatment = serializers.ChoiceField(
        choices=Competency.Treatment.choices, help_text="How sessions are read for it."
    )
    page = serializers.SerializerMethodField(help_text="The same for people.")

    def get_tagline(self, competency: Competency) -> str:
        return competency.customer_tagline or competency.tagline

    def get_page(self, competency: Competency) -> str:
        return f"{self.context['pages']}{competency.slug}/"


class BehaviourSerializer(serializers.Serializer[Shown]):
    """One observable behaviour at the level asked for."""

    ref = serializers.CharField()
    text = serializers.CharField()
    depth = serializers.CharField(help_text="What it looks like at this level; may be empty.")
    look_for = serializers.CharField()
    detectability = serializers.CharField(help_text="How well a transcript shows it.")
    official_refs = serializers.ListField(
        child=serializers.CharField(), help_text="Numbers of the owner’s markers."
    )


class RelatedSerializer(serializers.Serializer[Shown]):
    """A competency this one leads to, and why."""

    number = serializers.IntegerField(source="other.number")
    slug = serializers.CharField(source="other.slug")
    name = serializers.CharField(source="other.name")
    reason = serializers.CharField()


class SourceSerializer(serializers.Serializer[Source]):
    """Where the facts come from."""

    title = serializers.CharField()
    publisher = serializers.CharField()
    year = serializers.IntegerField(allow_null=True)
    url = serializers.CharField(help_text="Empty where there is no address.")


class FrameworkSerializer(serializers.Serializer[Framework]):
    """The competency model. Show `attribution` and `disclaimer` with what you show of it."""

    slug = serializers.CharField()
    name = serializers.CharField()
    owner = serializers.CharField()
    official_url = serializers.CharField()
    attribution = serializers.CharField()
    disclaimer = serializers.CharField()


class ShortResourceSerializer(serializers.Serializer[Resource]):
    """A learning resource by its title."""

    slug = serializers.CharField()
    kind = serializers.ChoiceField(choices=Resource.Kind.choices)
    title = serializers.CharField()
    by = serializers.CharField()
    minutes = serializers.IntegerField(allow_null=True)


class CompetencyDetailSerializer(LibraryCompetencySerializer):
    """Everything the page of a competency says, at one level."""

    description = serializers.CharField()
    level = serializers.CharField(allow_null=True, help_text="Key of the level that is shown.")
    levels = serializers.ListField(child=serializers.CharField(), help_text="Keys to ask for.")
    behaviours = BehaviourSerializer(many=True)
    tips = serializers.ListField(child=serializers.CharField())
    mistakes = serializers.ListField(child=serializers.CharField())
    questions = serializers.ListField(child=serializers.CharField())
    related = RelatedSerializer(many=True, source="related.all")
    sources = SourceSerializer(many=True, source="shown_sources")
    resources = ShortResourceSerializer(many=True, source="shown_resources")
    about = FrameworkSerializer(source="domain.framework", help_text="The competency model.")
