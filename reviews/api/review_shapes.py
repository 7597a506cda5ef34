"""What the API says about a review, and what a reader sends. Nothing here names the author to a peer."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from courses.rubrics import Value
from reviews.api.fields import Data
from reviews.api.shapes import Shown, TurnSerializer
from reviews.models import Review
from reviews.services.assessing import AssessmentDraft, QuoteDraft, RatingDraft
from reviews.services.desk import question_for, title_for

LONGEST = 2000
MOST_RATINGS = 200
MOST_QUOTES = 40
LAST_TURN = 100_000
LONGEST_TURN = 50_000


class ReviewSerializer(serializers.Serializer[Review]):
    """One of your duties. Days, not times: a time would tell who somebody is."""

    id = serializers.IntegerField()
    source = serializers.ChoiceField(  # type: ignore[assignment]
        source="voice", choices=["self", "peer", "mentor"], help_text="As whom you read."
    )
    state = serializers.ChoiceField(choices=Review.State.choices)
    alias = serializers.CharField(help_text="How the learner sees you, as a peer.")
    title = serializers.SerializerMethodField()
    question = serializers.SerializerMethodField(
        help_text="What the learner asks her readers to listen for."
    )
    level = serializers.CharField(source="submission.level.key")
    session = serializers.SerializerMethodField(
        help_text="Number of the session; null for a peer, who does not see it."
    )
    opened_on = serializers.SerializerMethodField()
    due_on = serializers.SerializerMethodField()
    submitted_on = serializers.SerializerMethodField()

    def get_title(self, review: Review) -> str:
        return title_for(review)

    def get_question(self, review: Review) -> str:
        return question_for(review)

    def get_session(self, review: Review) -> int | None:
        return None if review.voice == "peer" else review.submission_id

    def get_opened_on(self, review: Review) -> date | None:
        return _day(review.opened_at)

    def get_due_on(self, review: Review) -> date | None:
        return _day(review.due_at)

    def get_submitted_on(self, review: Review) -> date | None:
        return _day(review.submitted_at)


class RubricMarkerSerializer(serializers.Serializer[Shown]):
    """One behaviour as it was worded when the session was handed in."""

    ref = serializers.CharField()
    text = serializers.CharField()
    depth = serializers.CharField(help_text="What it looks like at the level of the session.")
    look_for = serializers.CharField()


class RubricGroupSerializer(serializers.Serializer[Shown]):
    """One competency of the rubric."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    slug = serializers.CharField()
    is_focus = serializers.BooleanField(help_text="Its behaviours need a word before you hand in.")
    markers = RubricMarkerSerializer(many=True)


class EvidenceFields(serializers.Serializer[Data]):
    """Words of one turn: by the words, or by where they stand; with neither, the whole turn."""

    turn = serializers.IntegerField(min_value=1, max_value=LAST_TURN)
    quote = serializers.CharField(
        max_length=LONGEST_TURN,
        required=False,
        allow_null=True,
        trim_whitespace=False,
        help_text="Word for word as in the turn.",
    )
    start = serializers.IntegerField(
        min_value=0, max_value=LONGEST_TURN, required=False, allow_null=True
    )
    end = serializers.IntegerField(
        min_value=1, max_value=LONGEST_TURN, required=False, allow_null=True
    )


class RatingFields(serializers.Serializer[Data]):
    """One behaviour: a word, a remark, and the passages it rests on."""

    marker = serializers.SlugField(max_length=8, help_text="For example 8c.")
    value = serializers.ChoiceField(
        choices=[value.value for value in Value],
        required=False,
        allow_null=True,
        help_text="null: no word yet. seen and partly need words of the coach, missed of the client.",
    )
    note = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    evidence = EvidenceFields(many=True, required=False, max_length=MOST_QUOTES)  # type: ignore[call-arg]


class DraftFields(serializers.Serializer[Data]):
    """Everything you have written so far; what is left out is empty."""

    ratings = RatingFields(many=True, max_length=MOST_RATINGS)  # type: ignore[call-arg]
    strength = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    experiment = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)

    def validate_ratings(self, rows: list[Data]) -> list[Data]:
        if len({row["marker"] for row in rows}) < len(rows):
            raise serializers.ValidationError("Rate each behaviour once.")
        return rows


class DeclineFields(serializers.Serializer[Data]):
    """Why you give a review back."""

    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class DraftSerializer(DraftFields):
    """Your review as it is saved."""


class SavedSerializer(DraftSerializer):
    """Your review as it is saved, and what keeps it from being handed in."""

    missing = serializers.ListField(child=serializers.CharField())


class ReviewDetailSerializer(ReviewSerializer):
    """A review with everything that lies on your desk."""

    is_open = serializers.BooleanField(help_text="It can still be written.")
    rubric = RubricGroupSerializer(many=True)
    turns = TurnSerializer(many=True)
    draft = DraftSerializer()


def draft_in(data: Data) -> AssessmentDraft:
    """What was sent, in the shape of the service."""
    return AssessmentDraft(
        ratings=tuple(_rating(row) for row in data["ratings"]),
        strength=data.get("strength", ""),
        experiment=data.get("experiment", ""),
    )


def draft_out(draft: AssessmentDraft) -> dict[str, Any]:
    """What is saved, in the shape it is sent in."""
    return {
        "ratings": [
            {
                "marker": row.ref,
                "value": row.value.value if row.value else None,
                "note": row.note,
                "evidence": [
                    {"turn": q.turn, "quote": q.text, "start": q.start, "end": q.end}
                    for q in row.quotes
                ],
            }
            for row in draft.ratings
        ],
        "strength": draft.strength,
        "experiment": draft.experiment,
    }


def _rating(row: Data) -> RatingDraft:
    value = row.get("value")
    return RatingDraft(
        ref=row["marker"],
        value=Value(value) if value else None,
        note=row.get("note", ""),
        quotes=tuple(
            QuoteDraft(quote["turn"], quote.get("quote"), quote.get("start"), quote.get("end"))
            for quote in row.get("evidence", ())
        ),
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
