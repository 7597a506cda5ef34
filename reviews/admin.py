"""Sessions and duties in the admin: numbers, states and dates. No word of a conversation is shown or searched."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext

from coachlms.common.admin import LookOnly, RoomAdmin
from reviews.models import DeletionReceipt, Review, Rubric, Submission


@admin.register(Submission)
class SubmissionAdmin(LookOnly, RoomAdmin[Submission]):
    list_display = ("pk", "learner", "state", "level", "handed_in_at", "delete_text_on")
    view_on_site = False
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

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Submission | None:
        """Named by its number: the title is the learner's. Nothing here is ever saved."""
        found: Submission | None = super().get_object(request, *args, **kwargs)
        if found is not None:
            found.title = gettext("Session %d") % found.pk
        return found


@admin.register(Review)
class ReviewAdmin(LookOnly, RoomAdmin[Review]):
    view_on_site = False
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
    )


@admin.register(Rubric)
class RubricAdmin(LookOnly, RoomAdmin[Rubric]):
    list_display = ("digest", "level", "frozen_at")


@admin.register(DeletionReceipt)
class DeletionReceiptAdmin(LookOnly, RoomAdmin[DeletionReceipt]):
    list_display = ("submission_number", "reason", "turns", "quotes", "files", "deleted_at")
