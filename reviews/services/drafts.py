"""A session while it is being prepared: six stages, each saved on its own, in any sitting."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from coachlms.accounts.models import User
from courses.models import Competency, Enrolment, Level, Step
from courses.services import require_unlocked
from reviews.errors import (
    AlreadyHandedIn,
    ConsentMissing,
    ConsentTakenBack,
    SpeakersUnclear,
    TranscriptRefused,
)
from reviews.models import ConsentGrant, Purpose, Submission, Transcript
from reviews.models.consent import REQUIRED_PURPOSES
from reviews.transcripts import (
    LEFT_OUT,
    SpeakerSummary,
    Turn,
    UnreadableTranscript,
    Utterance,
    Who,
    merge,
    read,
    speakers,
    warnings_for,
)
from reviews.transcripts.pseudonyms import Kind, Mask, masked, suggest

STAGES = ("consent", "conversation", "speakers", "text", "focus", "reflection")
REFLECTION_WORDS = 10
DOUBLE_CLICK = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class ConsentDraft:
    """What the client agreed to in writing."""

    purposes: frozenset[Purpose]
    agreed_on: date | None
    client_alias: str
    recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class FocusDraft:
    """What the session is to be read for."""

    title: str
    level: Level
    focus: Competency | None
    focus_question: str = ""


# --- the stages -------------------------------------------------------------------------------------


@transaction.atomic
def start_draft(
    *, learner: User, consent: ConsentDraft, step: Step | None = None, by_hand: bool = True
) -> Submission:
    """A new session with its consent. Knows the learner's course when it began in one of its steps.

    ModuleLocked when that step's module waits for another. `by_hand`: twice the same within seconds is a double click and makes one draft.
    """
    enrolment = None
    places = Enrolment.objects.current().filter(learner=learner)
    if step is not None:
        enrolment = places.filter(cohort__course=step.module.course_id).first()
    if enrolment is None or step is None:
        step, enrolment = None, places.last()
    else:
        require_unlocked(enrolment=enrolment, module=step.module)
    again = _same_just_now(learner, consent, step) if by_hand else None
    if again is not None:
        return again
    submission = Submission.objects.create(learner=learner, step=step, enrolment=enrolment)
    _record(submission, consent)
    return submission


@transaction.atomic
def save_consent(*, submission: Submission, consent: ConsentDraft) -> None:
    """Replace what is on record. ConsentTakenBack when the client has withdrawn one of these herself."""
    _record(_hold(submission), consent)


@transaction.atomic
def save_transcript(*, submission: Submission, data: bytes, name: str) -> Transcript:
    """Read a file or pasted text in place of what was there. ConsentMissing, TranscriptRefused."""
    held = _hold(submission)
    if not has_consent(held):
        raise ConsentMissing
    try:
        parsed = read(data, name)
    except UnreadableTranscript as error:
        raise TranscriptRefused(
            reason=error.reason, advice=error.advice, line=error.line
        ) from error
    rows = [[u.speaker, u.text, u.start_ms, u.end_ms, u.line] for u in parsed.utterances]
    transcript, _ = Transcript.objects.update_or_create(
        submission=held,
        defaults={
            "name": name[:120],
            "format": parsed.format,
            "utterances": rows,
            "warnings": list(parsed.warnings),
            "roles": {},
            "masks": None,
            "uploaded_at": timezone.now(),
        },
    )
    return transcript


@transaction.atomic
def save_roles(*, submission: Submission, roles: Mapping[str, str]) -> None:
    """Who is who; `roles` names every voice. SpeakersUnclear without a coach or without a client."""
    held = _hold(submission)
    labels = {summary.label for summary in voices(held.transcript)}
    known = {label: role for label, role in roles.items() if label in labels}
    allowed = {*Who, LEFT_OUT}
    if set(known) != labels or not set(known.values()) <= allowed:
        raise SpeakersUnclear
    if not {Who.COACH, Who.CLIENT} <= set(known.values()):
        raise SpeakersUnclear
    if known != held.transcript.roles:
        held.transcript.masks = None
    held.transcript.roles = known
    held.transcript.save(update_fields=["roles", "masks"])


@transaction.atomic
def save_masks(*, submission: Submission, masks: Sequence[Mask]) -> None:
    """The masks the learner has checked; none at all is a choice too."""
    held = _hold(submission)
    held.transcript.masks = [
        [mask.kind.value, mask.original, mask.replacement]
        for mask in masks
        if mask.original.strip()
    ]
    held.transcript.save(update_fields=["masks"])


@transaction.atomic
def save_focus(*, submission: Submission, focus: FocusDraft) -> None:
    held = _hold(submission)
    held.title = focus.title.strip()[:80]
    held.level, held.focus = focus.level, focus.focus
    held.focus_question = focus.focus_question.strip()[:200]
    held.save(update_fields=["title", "level", "focus", "focus_question"])


@transaction.atomic
def save_reflection(*, submission: Submission, text: str) -> None:
    """The learner's own words, before anything is read."""
    held = _hold(submission)
    held.reflection = text.strip()[:5000]
    held.save(update_fields=["reflection"])


# --- looking at a draft -----------------------------------------------------------------------------


def missing_stage(submission: Submission) -> str | None:
    """The first stage that is not complete, None when the session can be handed in."""
    checks: tuple[Callable[[], bool], ...] = (
        lambda: has_consent(submission),
        lambda: transcript_of(submission) is not None,
        lambda: bool(submission.transcript.roles),
        lambda: submission.transcript.masks is not None,
        lambda: bool(submission.title and submission.level_id),
        lambda: len(submission.reflection.split()) >= REFLECTION_WORDS,
    )
    for stage, is_complete in zip(STAGES, checks, strict=True):
        if not is_complete():
            return stage
    return None


def has_consent(submission: Submission) -> bool:
    """Everything that is needed, with its date and a name for the client that is not hers."""
    granted = submission.consents.filter(withdrawn_at__isnull=True)
    purposes = set(granted.values_list("purpose", flat=True))
    return bool(
        submission.agreed_on and submission.client_alias and purposes >= set(REQUIRED_PURPOSES)
    )


def transcript_of(submission: Submission) -> Transcript | None:
    return Transcript.objects.filter(submission=submission).first()


def utterances_of(transcript: Transcript) -> list[Utterance]:
    return [Utterance(*row) for row in transcript.utterances]


def voices(transcript: Transcript) -> tuple[SpeakerSummary, ...]:
    """Who speaks, with turn counts and first lines."""
    return speakers(utterances_of(transcript))


def raw_turns(transcript: Transcript, roles: Mapping[str, str] | None = None) -> tuple[Turn, ...]:
    """Turns before masking, by the roles that are saved or by those that might be."""
    return merge(utterances_of(transcript), transcript.roles if roles is None else roles)


def suggested_masks(transcript: Transcript) -> tuple[Mask, ...]:
    """What may have to be masked. Suggestions for the learner to check, never a guarantee."""
    texts = [turn.text for turn in raw_turns(transcript)]
    return suggest(texts, transcript.roles)


def masks_of(transcript: Transcript) -> tuple[Mask, ...]:
    """What the learner has checked, with how often each occurs now."""
    texts = [turn.text for turn in raw_turns(transcript)]
    return tuple(
        Mask(Kind(kind), original, replacement, sum(text.count(original) for text in texts))
        for kind, original, replacement in transcript.masks or []
    )


def masked_turns(transcript: Transcript, masks: Sequence[Mask]) -> tuple[Turn, ...]:
    """The turns as everybody will read them."""
    return masked(raw_turns(transcript), masks)


def warnings_of(transcript: Transcript) -> tuple[str, ...]:
    """What the learner should know about this transcript; nothing here stops her."""
    return (*transcript.warnings, *warnings_for(raw_turns(transcript)))


# --- inside -----------------------------------------------------------------------------------------


def _hold(submission: Submission) -> Submission:
    held = Submission.objects.select_for_update().get(pk=submission.pk)
    if held.state != Submission.State.DRAFT:
        raise AlreadyHandedIn
    return held


def _same_just_now(learner: User, consent: ConsentDraft, step: Step | None) -> Submission | None:
    """The draft the first click of a double click has made."""
    drafts = Submission.objects.filter(
        learner=learner,
        state=Submission.State.DRAFT,
        agreed_on=consent.agreed_on,
        client_alias=consent.client_alias.strip()[:40],
        step=step,
        transcript=None,
        created_at__gte=timezone.now() - DOUBLE_CLICK,
    )
    return drafts.select_for_update(of=("self",)).first() if consent.client_alias else None


def _record(submission: Submission, consent: ConsentDraft) -> None:
    submission.agreed_on = consent.agreed_on
    submission.client_alias = consent.client_alias.strip()[:40]
    submission.recorded_by = consent.recorded_by.strip()[:80]
    submission.save(update_fields=["agreed_on", "client_alias", "recorded_by"])
    taken_back = submission.consents.filter(withdrawn_at__isnull=False)
    if taken_back.filter(purpose__in=consent.purposes).exists():
        raise ConsentTakenBack
    for purpose in consent.purposes:
        ConsentGrant.objects.get_or_create(submission=submission, purpose=purpose)
    # what the learner unticks was never agreed to; what the client takes back stays on record
    submission.consents.filter(withdrawn_at=None).exclude(purpose__in=consent.purposes).delete()
