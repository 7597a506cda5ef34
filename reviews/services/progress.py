"""How far the reading of a session is: what is done, what goes on, what still comes."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coachlms.jobs.models import Job
from coachlms.jobs.services import progress_of
from reviews.models import Purpose, Review, Submission
from reviews.tasks import review_with_ai

DONE, NOW, NEXT = "done", "now", "next"


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """One line of the list; `at` of `of` only while something can be counted."""

    label: str
    state: str
    at: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """`failed` is the sentence of a reading that was given up; then nothing moves by itself."""

    steps: tuple[ProgressStep, ...]
    failed: str = ""
    job: Job | None = None  # of the AI reader, until it has read the session

    @property
    def message(self) -> str:
        """What goes on now, else what was done last."""
        going_on = [step for step in self.steps if step.state == NOW]
        return (going_on or [step for step in self.steps if step.state == DONE][-1:])[0].label

    @property
    def percent(self) -> int:
        """How far the AI reader is; 100 once it has read the session."""
        if self.job is None or self.job.state == Job.State.DONE:
            return 100
        return 100 * self.job.progress // max(1, self.job.progress_total)


def progress_of_session(submission: Submission) -> Progress:
    """Four queries at most, whatever the session."""
    handed_in = {
        (review.voice, review.pk): review.state == Review.State.SUBMITTED
        for review in submission.reviews.exclude(state=Review.State.VOID)
    }

    def count(voice: str) -> int:
        return sum(is_in for (name, _pk), is_in in handed_in.items() if name == voice)

    is_read = count("ai") > 0
    job = None if is_read else progress_of(review_with_ai, submission.pk)
    steps = [_arrived(submission), _ai_reader(is_read, job)]
    if submission.consents.filter(purpose=Purpose.PEERS, withdrawn_at=None).exists():
        steps.append(_peers(count("peer"), is_read))
    if any(voice == "mentor" for voice, _pk in handed_in):
        label = _("Your mentor has read it") if count("mentor") else _("Your mentor")
        steps.append(ProgressStep(label, DONE if count("mentor") else NEXT))
    is_dead = job is not None and job.state == Job.State.DEAD
    return Progress(tuple(steps), failed=job.error_text if job and is_dead else "", job=job)


def _arrived(submission: Submission) -> ProgressStep:
    words = submission.word_count
    label = ngettext("Handed in, %(n)s word", "Handed in, %(n)s words", words) % {"n": f"{words:,}"}
    return ProgressStep(label, DONE)


def _ai_reader(is_read: bool, job: Job | None) -> ProgressStep:
    if is_read:
        return ProgressStep(_("The AI reader has read it"), DONE)
    if job is None or job.state == Job.State.QUEUED:
        return ProgressStep(_("AI reader: waiting for its turn"), NOW)
    if job.state == Job.State.DEAD:
        return ProgressStep(_("The AI reader gave up"), NOW)
    text = job.progress_text[:1].lower() + job.progress_text[1:] or _("reading now")
    return ProgressStep(
        _("AI reader: %(text)s") % {"text": text}, NOW, job.progress, job.progress_total
    )


def _peers(handed_in: int, is_read: bool) -> ProgressStep:
    needed = settings.PEER_REVIEWS_NEEDED
    label = _("Peers: %(n)s of %(needed)s have read it") % {"n": handed_in, "needed": needed}
    if handed_in >= needed:
        return ProgressStep(label, DONE)
    return ProgressStep(label, NOW if is_read else NEXT)
