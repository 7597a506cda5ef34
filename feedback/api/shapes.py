"""What the API says about a report, and what the learner sends back. Words, never numbers, for what was seen."""

from typing import Any

from rest_framework import serializers

from courses.rubrics import Value
from feedback.findings import Voice
from feedback.models import FindingAnswer, Practice
from feedback.reports.evidence import OwnEvidence
from feedback.services import OWN_PRACTICE
from reviews.models import Result

Shown = dict[str, Any]
VALUES = [value.value for value in Value]
VOICES = [voice.value for voice in Voice]
WORDS = ["starting", "growing", "steady", "distinctive"]


class QuoteSerializer(serializers.Serializer[Shown]):
    """Verbatim words of one turn of the masked transcript."""

    turn = serializers.IntegerField()
    who = serializers.ChoiceField(choices=["coach", "client", "other"])
    text = serializers.CharField()
    start_ms = serializers.IntegerField(
        allow_null=True, help_text="From the start of the session; null without times."
    )


class ReaderSerializer(serializers.Serializer[Shown]):
    """One of the four voices, and how it is called."""

    voice = serializers.ChoiceField(choices=VOICES)
    name = serializers.CharField()


class AnswerSerializer(serializers.Serializer[Shown]):
    """What the learner answered."""

    answer = serializers.ChoiceField(choices=FindingAnswer.Answer.choices, allow_blank=True)
    note = serializers.CharField()
    answered_at = serializers.DateTimeField()


class FindingSerializer(serializers.Serializer[Shown]):
    """One strength, edge or notice with the words it rests on."""

    kind = serializers.ChoiceField(choices=FindingAnswer.Kind.choices)
    marker = serializers.CharField(source="ref")
    value = serializers.ChoiceField(
        choices=VALUES, allow_blank=True, help_text="Empty for a notice."
    )
    headline = serializers.CharField()
    text = serializers.CharField()
    quotes = QuoteSerializer(many=True)
    said_by = ReaderSerializer(many=True)
    attempt = serializers.CharField(help_text="Edges: other words, offered as an experiment.")
    coach_said = QuoteSerializer(allow_null=True, help_text="Edges: what you said there.")
    depth = serializers.CharField(help_text="What it looks like at this level.")
    question = serializers.CharField(help_text="To reflect on.")
    answer = AnswerSerializer(allow_null=True)


class MarkSerializer(serializers.Serializer[Shown]):
    """What one reader said about one behaviour."""

    voice = serializers.ChoiceField(choices=VOICES)
    reader = serializers.CharField(help_text="A peer by her alias only.")
    value = serializers.ChoiceField(choices=VALUES)
    note = serializers.CharField()
    rule = serializers.CharField(help_text="AI reader: why.")
    quotes = QuoteSerializer(many=True)


class MarkerSerializer(serializers.Serializer[Shown]):
    """One behaviour: what all readers together say, and each of them."""

    marker = serializers.CharField(source="ref")
    text = serializers.CharField()
    together = serializers.CharField(
        allow_null=True, help_text="In words; null where nobody could rate it."
    )
    readers_differ = serializers.BooleanField()
    marks = MarkSerializer(many=True)


class CompetencySerializer(serializers.Serializer[Shown]):
    """One competency of the report."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    slug = serializers.CharField()
    is_focus = serializers.BooleanField()
    word = serializers.ChoiceField(
        choices=WORDS, allow_null=True, help_text="null: too little to read."
    )
    found = serializers.IntegerField(help_text="Behaviours that were found.")
    of = serializers.IntegerField(help_text="Behaviours it has.")
    deepen = serializers.CharField(help_text="What would deepen it.")
    markers = MarkerSerializer(many=True)


class FactSerializer(serializers.Serializer[Shown]):
    """One measured fact of the conversation, in words."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    said = serializers.CharField()
    note = serializers.CharField()
    definition = serializers.CharField()
    trend = serializers.CharField(help_text="Your own sessions before; empty for the first.")


class SuggestionSerializer(serializers.Serializer[Shown]):
    """One practice to choose from."""

    choice = serializers.CharField(source="ref", help_text="Send it as `choice`.")
    text = serializers.CharField()
    hear = serializers.CharField(help_text="How you will notice that it worked.")


class PracticeSerializer(serializers.Serializer[Practice]):
    """The practice you took for your next session."""

    text = serializers.CharField()
    accountability = serializers.CharField()
    marker = serializers.CharField(source="marker.ref", allow_null=True, default=None)
    taken_at = serializers.DateTimeField()


class ReaderWordsSerializer(serializers.Serializer[Shown]):
    """What one person wrote about the whole session."""

    voice = serializers.ChoiceField(choices=VOICES)
    reader = serializers.CharField()
    strength = serializers.CharField()
    experiment = serializers.CharField()


class ReportSerializer(serializers.Serializer[Shown]):
    """The report of one session, as its page says it."""

    session = serializers.IntegerField()
    title = serializers.CharField()
    stage = serializers.ChoiceField(choices=Result.Stage.choices)
    stage_words = serializers.CharField(help_text="Who has read it so far.")
    has_text = serializers.BooleanField(help_text="False once the words have been deleted.")
    level = serializers.CharField()
    reflection = serializers.CharField(help_text="Your own words, from before anything was read.")
    readers = ReaderSerializer(many=True)
    strengths = FindingSerializer(many=True)
    edges = FindingSerializer(many=True)
    notices = FindingSerializer(many=True)
    facts = FactSerializer(many=True)
    competencies = CompetencySerializer(many=True)
    questions = serializers.ListField(child=serializers.CharField())
    practices = SuggestionSerializer(many=True)
    practice = PracticeSerializer(allow_null=True)
    reader_words = ReaderWordsSerializer(many=True)
    limits = serializers.ListField(child=serializers.CharField())
    disclaimer = serializers.CharField()


class AnswerFields(serializers.Serializer[Shown]):
    """Confirm, reject or leave open, with a note."""

    answer = serializers.ChoiceField(
        choices=FindingAnswer.Answer.choices, allow_blank=True, help_text="Empty: left open."
    )
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class PracticeFields(serializers.Serializer[Shown]):
    """One of the suggestions by its marker, or `own` with a sentence."""

    choice = serializers.SlugField(max_length=8, help_text=f"A marker, or `{OWN_PRACTICE}`.")
    text = serializers.CharField(
        max_length=Practice._meta.get_field("text").max_length,
        required=False,
        allow_blank=True,
        default="",
        help_text=f"Your own words, with `{OWN_PRACTICE}`.",
    )
    accountability = serializers.CharField(
        max_length=Practice._meta.get_field("accountability").max_length,
        required=False,
        allow_blank=True,
        default="",
        help_text="Who will hear of it, and when.",
    )


class PointSerializer(serializers.Serializer[Shown]):
    """One competency in one session."""

    session = serializers.IntegerField()
    word = serializers.ChoiceField(choices=WORDS, allow_null=True)


class TrendSerializer(serializers.Serializer[Shown]):
    """One competency over your sessions, oldest first."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    slug = serializers.CharField()
    word = serializers.ChoiceField(choices=WORDS, allow_null=True, help_text="The latest.")
    note = serializers.CharField()
    points = PointSerializer(many=True)


class FactPointSerializer(serializers.Serializer[Shown]):
    """One measured fact of one session."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.FloatField(allow_null=True)
    unit = serializers.CharField()


class GrowthSessionSerializer(serializers.Serializer[Shown]):
    """One session with a result."""

    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    day = serializers.DateField()
    facts = FactPointSerializer(many=True)


class PracticeTakenSerializer(serializers.Serializer[Shown]):
    """One practice you took."""

    text = serializers.CharField()
    accountability = serializers.CharField()
    taken_at = serializers.DateTimeField()
    marker = serializers.CharField(source="ref", help_text="Empty for your own words.")
    session = serializers.IntegerField(source="session_pk", allow_null=True)
    is_current = serializers.BooleanField()


class GrowthSerializer(serializers.Serializer[Shown]):
    """Your sessions against each other, and against nobody else’s."""  # noqa: RUF002

    lede = serializers.CharField()
    sessions = GrowthSessionSerializer(many=True)
    competencies = TrendSerializer(many=True)
    practices = PracticeTakenSerializer(many=True)


class OwnQuoteSerializer(serializers.Serializer[Shown]):
    """Words of one of your sessions."""

    session = serializers.IntegerField(source="session_pk")
    title = serializers.CharField(source="session")
    value = serializers.ChoiceField(choices=VALUES)
    turn = serializers.IntegerField()
    start_ms = serializers.IntegerField(allow_null=True)
    text = serializers.CharField()


class MarkerEvidenceSerializer(serializers.Serializer[Shown]):
    """Your evidence for one behaviour."""

    marker = serializers.CharField(source="ref")
    text = serializers.CharField()
    passages = serializers.IntegerField(help_text="Where it was seen or partly seen.")
    openings = serializers.IntegerField(help_text="Where the client gave an opening.")
    quotes = OwnQuoteSerializer(many=True, help_text="The latest two.")


class EvidenceSerializer(serializers.Serializer[OwnEvidence]):
    """Your evidence for one competency, over all sessions whose words are there."""

    slug = serializers.CharField()
    name = serializers.CharField()
    found = serializers.IntegerField(help_text="Behaviours with a passage.")
    markers = MarkerEvidenceSerializer(many=True)
