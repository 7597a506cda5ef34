"""A session as an answer: composed once, for the views that show or change it."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.finding import own_session, person
from reviews.api.shapes import MasksSerializer, SessionDetailSerializer, TranscriptSerializer
from reviews.models import ConsentGrant, Review, Submission, Transcript
from reviews.services import drafts


def places(request: Request) -> dict[str, str]:
    """Where sessions live, for the links of an answer."""
    return {
        "sessions": request.build_absolute_uri(reverse("api_sessions")),
        "pages": request.build_absolute_uri(reverse("sessions")),
    }


def session_shown(request: Request, pk: int, status: int = 200) -> Response:
    """The session as it is in the database now."""
    submission = own_session(request, pk)
    today = timezone.localdate()
    shares = submission.shares.filter(revoked_at=None, expires_on__gte=today)
    readings = Review.objects.visible_to(person(request)).filter(submission=submission)
    is_draft = submission.state == Submission.State.DRAFT
    grants = Prefetch("consents", ConsentGrant.objects.order_by("pk"))
    prefetch_related_objects([submission], grants)
    row = {
        "next_stage": drafts.missing_stage(submission) if is_draft else None,
        "share": shares.select_related("mentor").first(),
        "own_reading": readings.values_list("pk", flat=True).first(),
    }
    for name, value in row.items():
        setattr(submission, name, value)
    return Response(SessionDetailSerializer(submission, context=places(request)).data, status)


def transcript_shown(transcript: Transcript) -> Response:
    """What was brought in, with its voices."""
    voices = [
        {
            "number": number,
            "label": voice.label,
            "turns": voice.turns,
            "words": voice.words,
            "share": round(voice.share, 3),
            "first_lines": voice.first_lines,
            "guess": voice.guess.value,
            "role": transcript.roles.get(voice.label),
        }
        for number, voice in enumerate(drafts.voices(transcript), start=1)
    ]
    shown: dict[str, Any] = {
        "name": transcript.name,
        "format": transcript.format,
        "uploaded_at": transcript.uploaded_at,
        "warnings": transcript.warnings,
        "voices": voices,
    }
    return Response(TranscriptSerializer(shown).data)


def masks_shown(transcript: Transcript) -> Response:
    """The masks that are saved, else those we suggest, and the text behind them."""
    checked = transcript.masks is not None
    masks = drafts.masks_of(transcript) if checked else drafts.suggested_masks(transcript)
    shown = {
        "checked": checked,
        "masks": masks,
        "warnings": drafts.warnings_of(transcript),
        "turns": drafts.masked_turns(transcript, masks),
    }
    return Response(MasksSerializer(shown).data)
