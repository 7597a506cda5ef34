"""What programs send about a session: shapes and limits, checked by the rules of the forms."""

from typing import Any

from django.core.exceptions import ValidationError as NotValid
from rest_framework import serializers

from courses.models import Competency, Level, Step
from reviews.forms import rules
from reviews.forms.hand_in import PURPOSE_HELP
from reviews.models import Purpose
from reviews.services.drafts import ConsentDraft, FocusDraft
from reviews.transcripts import LEFT_OUT, Who
from reviews.transcripts.limits import MAX_LABEL_CHARS
from reviews.transcripts.pseudonyms import Kind, Mask

Data = dict[str, Any]
BIGGEST_ID = 2**63 - 1
MOST_MASKS = 400
MOST_VOICES = 100
ROLES = [*(who.value for who in Who), LEFT_OUT]
MASK_KINDS = [kind.value for kind in Kind]
PURPOSES = [(purpose.value, purpose.label) for purpose in PURPOSE_HELP]


class ConsentFields(serializers.Serializer[Data]):
    """What the client agreed to in writing."""

    purposes = serializers.MultipleChoiceField(
        choices=PURPOSES,
        validators=[rules.needed_purposes],
        help_text="`recording` and `tool` are needed.",
    )
    agreed_on = serializers.DateField(
        validators=[rules.day_has_come], help_text="Date on the signed form."
    )
    client_alias = serializers.CharField(
        max_length=40, help_text="A name only you understand, not the real one."
    )
    recorded_by = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text="Empty: you."
    )


def consent_in(data: Data) -> ConsentDraft:
    """The consent of checked data."""
    purposes = frozenset(Purpose(value) for value in data["purposes"])
    return ConsentDraft(
        purposes, data["agreed_on"], data["client_alias"], data.get("recorded_by", "")
    )


class NewSession(ConsentFields):
    """A new session begins with its consent."""

    step = serializers.IntegerField(
        min_value=1,
        max_value=BIGGEST_ID,
        required=False,
        allow_null=True,
        help_text="The step of a course this session is for.",
    )

    def validate_step(self, number: int | None) -> Step | None:
        steps = Step.objects.filter(kind=Step.Kind.HAND_IN).select_related("module__course")
        found = steps.filter(pk=number or 0).first()
        if number is not None and found is None:
            raise serializers.ValidationError("No step with this number takes a session.")
        return found


class TranscriptFields(serializers.Serializer[Data]):
    """A file, or the conversation as text; the file when both are given."""

    file = serializers.FileField(
        required=False,
        allow_empty_file=True,
        help_text="VTT, SRT, TXT, MD, JSON or DOCX, up to 10 MB. Never the recording.",
    )
    text = serializers.CharField(
        required=False,
        allow_blank=True,
        trim_whitespace=False,
        help_text="Each line begins with the speaker’s name and a colon, or the text of a file.",
    )
    name = serializers.CharField(
        required=False, max_length=120, default="pasted text", help_text="Name of the text."
    )

    def validate(self, attrs: Data) -> Data:
        data, _name = conversation_in(attrs)
        if not attrs.get("file") and not data.strip():
            raise serializers.ValidationError("Send a file or the conversation as text.")
        rules.small_enough(attrs["file"].size if attrs.get("file") else len(data))
        return attrs


def conversation_in(data: Data) -> tuple[bytes, str]:
    """Bytes and a name."""
    file = data.get("file")
    if file:
        content: bytes = file.read()
        file.seek(0)
        return content, str(file.name)
    return data.get("text", "").encode(), data.get("name", "")


class RoleFields(serializers.Serializer[Data]):
    """Who one voice is."""

    label = serializers.CharField(max_length=MAX_LABEL_CHARS, trim_whitespace=False)  # type: ignore[assignment]
    role = serializers.ChoiceField(choices=ROLES)


class SpeakersFields(serializers.Serializer[Data]):
    """Every voice of the transcript with its role; several may have the same."""

    voices = RoleFields(many=True, max_length=MOST_VOICES)  # type: ignore[call-arg]


class MaskFields(serializers.Serializer[Data]):
    """One word or phrase and what readers see instead."""

    kind = serializers.ChoiceField(choices=MASK_KINDS, required=False, default=Kind.NAME.value)
    original = serializers.CharField(max_length=120)
    replacement = serializers.CharField(max_length=60)


class MasksFields(serializers.Serializer[Data]):
    """All masks of the session; an empty list is a choice too."""

    masks = MaskFields(many=True, max_length=MOST_MASKS)  # type: ignore[call-arg]


def masks_in(data: Data) -> list[Mask]:
    return [Mask(Kind(row["kind"]), row["original"], row["replacement"]) for row in data["masks"]]


class ReadingFields(serializers.Serializer[Data]):
    """What the session is to be read for."""

    title = serializers.CharField(max_length=80, help_text="Readers see it; no names.")
    level = serializers.SlugField(max_length=10, help_text="acc, pcc or mcc.")
    focus = serializers.SlugField(
        max_length=50, help_text="Slug of the competency people read for, as in the library."
    )
    focus_question = serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        help_text="One thing you ask your readers to listen for.",
    )

    def validate_focus(self, slug: str) -> Competency:
        scored = Competency.objects.filter(treatment=Competency.Treatment.SCORED)
        found = scored.select_related("domain").filter(slug=slug).first()
        if found is None:
            raise serializers.ValidationError("No competency that is rated has this slug.")
        return found

    def validate(self, attrs: Data) -> Data:
        if attrs.get("level"):
            attrs["level"] = _level(attrs["level"], attrs.get("focus"))
        return attrs


def _level(key: str, focus: Competency | None) -> Level:
    """By its key, in the framework of the focus where one is given."""
    levels = Level.objects.filter(key=key)
    if focus is not None:
        levels = levels.filter(framework=focus.domain.framework_id)
    found = levels.first()
    if found is None:
        raise serializers.ValidationError({"level": ["There is no such level."]})
    return found


class ShareFields(serializers.Serializer[Data]):
    """One mentor coach who may read the session until a day."""

    mentor = serializers.IntegerField(
        min_value=1, max_value=BIGGEST_ID, help_text="Number of a person in /mentors/."
    )
    until = serializers.DateField(
        required=False,
        allow_null=True,
        validators=[rules.day_is_not_over],
        help_text="The last day; 30 days from now when left out.",
    )


class FocusFields(ReadingFields):
    """What the session is to be read for, and the mentor it is shared with."""

    mentor = serializers.IntegerField(
        min_value=1,
        max_value=BIGGEST_ID,
        required=False,
        allow_null=True,
        help_text="Number of a person in /mentors/; null: shared with nobody.",
    )
    until = serializers.DateField(
        required=False,
        allow_null=True,
        validators=[rules.day_is_not_over],
        help_text="The last day; 30 days from now when left out.",
    )


def focus_in(data: Data) -> FocusDraft:
    return FocusDraft(data["title"], data["level"], data["focus"], data.get("focus_question", ""))


class ReflectionFields(serializers.Serializer[Data]):
    """Your own words, before anything is read."""

    text = serializers.CharField(
        max_length=5000, allow_blank=True, help_text="At least ten words before you hand in."
    )


class WholeFields(ConsentFields, ReadingFields):
    """A whole session in one request."""

    file = serializers.FileField(
        allow_empty_file=True,
        help_text="VTT, SRT, TXT, MD, JSON or DOCX, up to 10 MB. Never the recording.",
    )
    coach = serializers.CharField(
        max_length=MAX_LABEL_CHARS,
        required=False,
        allow_blank=True,
        help_text="Your voice in the file: its name, a part of it, or its number from 1.",
    )
    client = serializers.CharField(
        max_length=MAX_LABEL_CHARS,
        required=False,
        allow_blank=True,
        help_text="The client’s voice; needed only where more than two speak.",
    )
    title = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text="Left out: the day of today."
    )
    level = serializers.SlugField(
        max_length=10, required=False, help_text="acc, pcc or mcc; left out: that of your course."
    )
    focus = serializers.SlugField(
        max_length=50, required=False, help_text="Slug of the competency people read for."
    )
    reflection = serializers.CharField(
        max_length=5000,
        required=False,
        allow_blank=True,
        help_text="At least ten words of your own. Left out: the session waits for them as a draft.",
    )
    mask = serializers.ListField(
        child=serializers.CharField(max_length=181),
        max_length=MOST_MASKS,
        required=False,
        help_text="Beside the suggested ones: what to hide=what to show.",
    )

    def validate_file(self, file: Any) -> Any:
        rules.small_enough(file.size)
        return file

    def validate_reflection(self, text: str) -> str:
        if text:
            rules.enough_words(text)
        return text

    def validate_mask(self, lines: list[str]) -> list[Mask]:
        rows = [[part.strip() for part in line.partition("=")[::2]] for line in lines]
        if not all(original and shown for original, shown in rows):
            raise NotValid("Write each mask as: what to hide=what to show.")
        return [Mask(Kind.NAME, original[:120], shown[:60]) for original, shown in rows]
