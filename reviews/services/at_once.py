"""All six stages in one go, for programs: a whole session from one file, or nothing at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coachlms.accounts.models import User
from courses.models import Competency, Level
from reviews.errors import VoicesUnclear
from reviews.models import Submission
from reviews.services import drafts
from reviews.services.drafts import ConsentDraft, FocusDraft
from reviews.services.handing_in import hand_in
from reviews.transcripts import SpeakerSummary, Who
from reviews.transcripts.pseudonyms import Mask

USUAL_LEVEL = "pcc"


@dataclass(frozen=True, slots=True)
class WholeSession:
    """Everything the pages ask for. `coach` and `client` are names or numbers of voices in the file."""

    consent: ConsentDraft
    data: bytes
    name: str
    coach: str
    client: str = ""
    title: str = ""
    level: Level | None = None  # None: that of the learner's course
    focus: Competency | None = None
    focus_question: str = ""
    reflection: str = ""
    masks: tuple[Mask, ...] = ()  # beside the suggested ones, and before them


@transaction.atomic
def hand_in_at_once(*, learner: User, whole: WholeSession) -> Submission:
    """Prepare a session and hand it in. Without a reflection it stays a draft that needs only that.

    Suggested masks are taken as they are. TranscriptRefused, VoicesUnclear and NothingLeft leave nothing behind.
    """
    submission = drafts.start_draft(learner=learner, consent=whole.consent, by_hand=False)
    transcript = drafts.save_transcript(submission=submission, data=whole.data, name=whole.name)
    roles = roles_of(drafts.voices(transcript), coach=whole.coach, client=whole.client)
    drafts.save_roles(submission=submission, roles=roles)
    transcript.refresh_from_db()
    own = {mask.original for mask in whole.masks}
    suggested = [m for m in drafts.suggested_masks(transcript) if m.original not in own]
    drafts.save_masks(submission=submission, masks=[*whole.masks, *suggested])
    drafts.save_focus(submission=submission, focus=_focus(submission, whole))
    drafts.save_reflection(submission=submission, text=whole.reflection)
    submission.refresh_from_db()
    return hand_in(submission=submission) if whole.reflection.strip() else submission


def roles_of(voices: Sequence[SpeakerSummary], *, coach: str, client: str) -> dict[str, str]:
    """Every voice to its role. Of two voices the other is the client; of more, both must be named.

    VoicesUnclear lists what is in the file.
    """
    labels = [voice.label for voice in voices]
    first = _named(labels, coach)
    others = [label for label in labels if label != first]
    second = others[0] if not client and len(others) == 1 else _named(labels, client)
    if first is None or second is None or first == second:
        listed = "; ".join(f"{at} {label}" for at, label in enumerate(labels, start=1))
        raise VoicesUnclear(voices=listed, found=labels)
    roles = dict.fromkeys(labels, Who.OTHER.value)
    return {**roles, first: Who.COACH.value, second: Who.CLIENT.value}


def _named(labels: Sequence[str], said: str) -> str | None:
    """By number from 1, by the whole name, or by a part of the name that only one voice has."""
    wish = said.strip().casefold()
    if wish.isdecimal() and len(wish) < 4 and 1 <= int(wish) <= len(labels):
        return labels[int(wish) - 1]
    same = [label for label in labels if label.casefold() == wish]
    part = [label for label in labels if wish and wish in label.casefold()]
    return next((found[0] for found in (same, part) if len(found) == 1), None)


def _focus(submission: Submission, whole: WholeSession) -> FocusDraft:
    level = whole.level
    if level is None and submission.enrolment is not None:
        level = submission.enrolment.cohort.course.level
    if level is None:
        level = Level.objects.filter(key=USUAL_LEVEL).first() or Level.objects.earliest("position")
    day = date_format(timezone.localdate())
    title = whole.title.strip() or _("Session of %(day)s") % {"day": day}
    return FocusDraft(title, level, whole.focus, whole.focus_question)
