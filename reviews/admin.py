"""Sessions and duties in the admin: numbers, states and dates. No word of a conversation is shown or searched."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from reviews.models import DeletionReceipt, Review, Rubric, Submission


class LookOnly:
    """Nothing here is changed by hand: states have their services, and a session is its learner's."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Submission)
class SubmissionAdmin(LookOnly, admin.ModelAdmin[Submission]):
    list_display = ("pk", "learner", "state", "level", "handed_in_at", "delete_text_on")
    list_filter = ("state", "level")
    list_select_related = ("learner", "level")
    fields = (
        "learner",
        "enrolment",
        "level",
        "focus",
        "state",
        "state_since",
        "language",
        "duration_ms",
        "word_count",
        "created_at",
        "handed_in_at",
        "delete_text_on",
        "text_deleted_at",
    )


@admin.register(Review)
class ReviewAdmin(LookOnly, admin.ModelAdmin[Review]):
    list_display = ("pk", "submission_id", "source", "reviewer", "state", "due_at", "submitted_at")
    list_filter = ("source", "state")
    list_select_related = ("reviewer",)
    fields = (
        "submission_id",
        "source",
        "reviewer",
        "alias",
        "analyser",
        "state",
        "state_since",
        "created_at",
        "opened_at",
        "lease_until",
        "due_at",
        "submitted_at",
        "decline_reason",
    )


@admin.register(Rubric)
class RubricAdmin(LookOnly, admin.ModelAdmin[Rubric]):
    list_display = ("digest", "level", "frozen_at")


@admin.register(DeletionReceipt)
class DeletionReceiptAdmin(LookOnly, admin.ModelAdmin[DeletionReceipt]):
    list_display = ("submission_number", "reason", "turns", "quotes", "files", "deleted_at")
