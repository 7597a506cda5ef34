"""What the API says about a session. Times of a talk are milliseconds from its start."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from coachlms.accounts.models import User
from coachlms.jobs.models import Job
from reviews.api.fields import MASK_KINDS, ROLES
from reviews.models import DeletionReceipt, Purpose, Result, Submission, Turn
from reviews.services.drafts import STAGES

Shown = dict[str, Any]
STEP_STATES = ("done", "now", "next")


class LinksSerializer(serializers.Serializer[Shown]):
    """Where to go on from here."""

    self = serializers.URLField()
    page = serializers.URLField(help_text="The same for people.")
    progress = serializers.URLField()
    turns = serializers.URLField()
    report = serializers.URLField()


class SessionSerializer(serializers.Serializer[Submission]):
    """One of your sessions."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=Submission.State.choices)
    level = serializers.CharField(source="level_key", allow_null=True)
    focus = serializers.CharField(
        source="focus_slug", allow_null=True, help_text="Slug of a competency."
    )
    handed_in_at = serializers.DateTimeField(allow_null=True)
    stage = serializers.ChoiceField(
        choices=Result.Stage.choices,
        source="result_stage",
        allow_null=True,
        help_text="Of the result; null while there is none.",
    )
    links = serializers.SerializerMethodField()

    @extend_schema_field(LinksSerializer)
    def get_links(self, submission: Submission) -> dict[str, str]:
        """Addresses under those of the two lists, without a lookup per row."""
        here = f"{self.context['sessions']}{submission.pk}/"
        return {
            "self": here,
            "page": f"{self.context['pages']}{submission.pk}/",
            "progress": f"{here}progress/",
            "turns": f"{here}turns/",
            "report": f"{here}report/",
        }


class GrantSerializer(serializers.Serializer[Shown]):
    """One purpose the client agreed to."""

    purpose = serializers.ChoiceField(choices=Purpose.choices)
    granted_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class PersonSerializer(serializers.Serializer[User]):
    """A person by number and name."""

    id = serializers.IntegerField()
    name = serializers.CharField(source="__str__")


class SessionShareSerializer(serializers.Serializer[Shown]):
    """Who may read the session at present, and until when."""

    mentor = PersonSerializer()
    until = serializers.DateField(source="expires_on")


class SessionDetailSerializer(SessionSerializer):
    """Everything about one of your sessions but its words."""

    focus_question = serializers.CharField()
    reflection = serializers.CharField()
    client_alias = serializers.CharField()
    agreed_on = serializers.DateField(allow_null=True)
    recorded_by = serializers.CharField()
    consents = GrantSerializer(many=True)
    next_stage = serializers.ChoiceField(
        choices=STAGES,
        allow_null=True,
        help_text="Of a draft: what is still to do first; null: it can be handed in.",
    )
    share = SessionShareSerializer(allow_null=True)
    own_reading = serializers.IntegerField(
        allow_null=True, help_text="Number of your own reading of it under /reviews/."
    )
    word_count = serializers.IntegerField()
    duration_ms = serializers.IntegerField(allow_null=True)
    delete_text_on = serializers.DateField(
        allow_null=True, help_text="The transcript is deleted on this day."
    )
    text_deleted_at = serializers.DateTimeField(allow_null=True)


class ReceiptSerializer(serializers.Serializer[DeletionReceipt]):
    """What was deleted, in numbers."""

    receipt = serializers.IntegerField(source="pk", help_text="Number of the deletion receipt.")
    session = serializers.IntegerField(source="submission_number")
    turns = serializers.IntegerField()
    quotes = serializers.IntegerField()
    files = serializers.IntegerField()
    deleted_at = serializers.DateTimeField()


class VoiceSerializer(serializers.Serializer[Shown]):
    """One voice of the transcript."""

    number = serializers.IntegerField(help_text="From 1, in order of first words.")
    label = serializers.CharField()  # type: ignore[assignment]
    turns = serializers.IntegerField()
    words = serializers.IntegerField()
    share = serializers.FloatField(help_text="Of all words, 0 to 1.")
    first_lines = serializers.ListField(child=serializers.CharField())
    guess = serializers.ChoiceField(choices=ROLES, help_text="Ours; you decide.")
    role = serializers.ChoiceField(choices=ROLES, allow_null=True, help_text="As you said.")


class TranscriptSerializer(serializers.Serializer[Shown]):
    """What was brought in; gone once the session is handed in."""

    name = serializers.CharField()
    format = serializers.CharField()
    uploaded_at = serializers.DateTimeField()
    warnings = serializers.ListField(child=serializers.CharField())
    voices = VoiceSerializer(many=True)


class TurnSerializer(serializers.Serializer[Turn]):
    """One turn of the masked transcript."""

    number = serializers.IntegerField()
    who = serializers.ChoiceField(choices=Turn.Who.choices)
    text = serializers.CharField()
    start_ms = serializers.IntegerField(allow_null=True)
    end_ms = serializers.IntegerField(allow_null=True)


class MaskSerializer(serializers.Serializer[Shown]):
    """One word or phrase, what readers see instead, and in how many places."""

    kind = serializers.ChoiceField(choices=MASK_KINDS)
    original = serializers.CharField()
    replacement = serializers.CharField()
    count = serializers.IntegerField()


class MasksSerializer(serializers.Serializer[Shown]):
    """The masks, suggested until you have sent yours, and the text as readers will see it."""

    checked = serializers.BooleanField(help_text="False: suggestions, which may miss names.")
    masks = MaskSerializer(many=True)
    warnings = serializers.ListField(child=serializers.CharField())
    turns = TurnSerializer(many=True)


class ProgressStepSerializer(serializers.Serializer[Shown]):
    """One line of the progress."""

    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=STEP_STATES)


class ProgressSerializer(serializers.Serializer[Shown]):
    """How far the reading is. Ask again while `waiting` is true."""

    state = serializers.ChoiceField(choices=Submission.State.choices)
    waiting = serializers.BooleanField(help_text="True until there is a first reading.")
    job = serializers.ChoiceField(
        choices=Job.State.choices,
        allow_null=True,
        help_text="Of the AI reader.",
    )
    percent = serializers.IntegerField(min_value=0, max_value=100, help_text="Of the AI reader.")
    message = serializers.CharField()
    failed = serializers.CharField(
        help_text="Why the AI reader gave up; empty otherwise. Then try again with retry/."
    )
    steps = ProgressStepSerializer(many=True)
    report = serializers.URLField(allow_null=True, help_text="Once there is one.")


class LinkSerializer(serializers.Serializer[Shown]):
    """The page of the client herself."""

    url = serializers.URLField(help_text="Give it to your client and to nobody else.")
