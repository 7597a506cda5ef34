"""Which row a request is about, and whether it is the same request as an earlier one."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.db.models import F, Model, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from coachlms.accounts.models import User
from reviews.models import Submission
from reviews.services.once import Once

KEY_HEADER = "Idempotency-Key"
KEY_CHARS = 200
KEY = OpenApiParameter(
    KEY_HEADER,
    str,
    OpenApiParameter.HEADER,
    description=(
        "Any text of yours, up to 200 characters, a new one for each session. The same key with the same content "
        "gives the session it made before; with other content it is refused."
    ),
)


def person(request: Request) -> User:
    """Who asks; the permission classes have seen to it that somebody does."""
    return cast(User, request.user)


def own_sessions(request: Request) -> QuerySet[Submission]:
    """Her own sessions with the names their answers show: three words instead of three more rows of a table."""
    return Submission.objects.of(person(request)).annotate(
        level_key=F("level__key"), focus_slug=F("focus__slug"), result_stage=F("result__stage")
    )


def own_session(request: Request, pk: int) -> Submission:
    """One of them with everything its answer shows; 404 for everybody else."""
    return get_object_or_404(own_sessions(request).select_related("level", "focus"), pk=pk)


def once(request: Request, data: Mapping[str, Any]) -> Once | None:
    """The key of this request with what came with it; None without a key."""
    key = request.headers.get(KEY_HEADER, "").strip()
    if len(key) > KEY_CHARS:
        raise ValidationError({KEY_HEADER: [f"At most {KEY_CHARS} characters."]})
    if not key:
        return None
    return Once(key, json.dumps(data, default=_plain, sort_keys=True).encode())


def _plain(value: Any) -> Any:
    """What JSON has no word for, the same for the same content."""
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, UploadedFile):
        return _digest(value)
    return value.pk if isinstance(value, Model) else str(value)


def _digest(file: UploadedFile[bytes]) -> str:
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return digest
