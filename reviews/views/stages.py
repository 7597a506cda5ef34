"""What the pages of the six stages share: the stepper, and the rows of the speakers' page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coachlms.accounts.requests import SignedInRequest
from reviews.models import Submission, Transcript
from reviews.services.drafts import STAGES, raw_turns
from reviews.transcripts import LEFT_OUT, SpeakerSummary, Who

NAMES = {
    "consent": _("Consent"),
    "conversation": _("Conversation"),
    "speakers": _("Who is who"),
    "text": _("Check the text"),
    "focus": _("Focus"),
    "reflection": _("Reflection"),
}
SAME_AS = "same-"


@dataclass(frozen=True, slots=True)
class StageLink:
    """One stage in the stepper; `url` only where one can go back."""

    label: str
    url: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """One voice and what was said of it: a role, or the same as another voice."""

    name: str
    voice: SpeakerSummary
    chosen: str
    others: Sequence[tuple[str, str]]


def stage_page(
    request: SignedInRequest,
    name: str,
    submission: Submission | None = None,
    status: int = 200,
    **page: Any,
) -> HttpResponse:
    """The page of one stage with its stepper."""
    context = {
        "nav": "sessions",
        "submission": submission,
        "stages": stage_links(name, submission),
        "back": _url(submission, STAGES[STAGES.index(name) - 1]) if name != STAGES[0] else "",
        "site_url": settings.SITE_URL,
        "retention_days": settings.TRANSCRIPT_RETENTION_DAYS,
        **page,
    }
    return render(request, f"reviews/hand_in/{name}.html", context, status=status)


def stage_links(name: str, submission: Submission | None) -> list[StageLink]:
    here = STAGES.index(name)
    return [
        StageLink(
            str(NAMES[stage]), _url(submission, stage) if at < here else "", at < here, at == here
        )
        for at, stage in enumerate(STAGES)
    ]


def voice_rows(
    found: Sequence[SpeakerSummary], roles: Mapping[str, str], posted: Mapping[str, Any]
) -> list[VoiceRow]:
    """What was just chosen, else what is saved, else a guess."""
    return [
        VoiceRow(
            name=f"voice-{at}",
            voice=voice,
            chosen=str(posted.get(f"voice-{at}") or roles.get(voice.label) or voice.guess.value),
            others=[
                (f"{SAME_AS}{n}", other.label) for n, other in enumerate(found) if n < at and at > 1
            ],
        )
        for at, voice in enumerate(found)
    ]


def merged(transcript: Transcript, said: Mapping[str, str]) -> dict[str, int | None]:
    """What is left after merging: turns in all, of each side, and the length in ms or None."""
    usable = {*Who, LEFT_OUT}
    roles = {label: role if role in usable else LEFT_OUT for label, role in said.items()}
    turns = raw_turns(transcript, roles)
    counts = Counter(turn.who for turn in turns)
    ends = [turn.end_ms or turn.start_ms or 0 for turn in turns]
    return {
        "turns": len(turns),
        "coach": counts[Who.COACH],
        "client": counts[Who.CLIENT],
        "length_ms": max(ends, default=0) or None,
    }


def said_as(rows: Sequence[VoiceRow]) -> dict[str, str]:
    """Label to role; the same as an earlier voice takes that voice's role."""
    roles: dict[str, str] = {}
    for row in rows:
        same = row.chosen.removeprefix(SAME_AS)
        if row.chosen.startswith(SAME_AS) and same.isdecimal() and int(same) < len(rows):
            roles[row.voice.label] = roles.get(rows[int(same)].voice.label, "")
        else:
            roles[row.voice.label] = row.chosen
    return roles


def _url(submission: Submission | None, stage: str) -> str:
    return reverse(f"hand_in_{stage}", args=[submission.pk]) if submission else ""
