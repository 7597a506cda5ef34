"""Every write of this app: the learner's answers to findings, and the practice she takes."""

from django.db import transaction
from django.utils import timezone

from coachlms.accounts.models import User
from courses.models import Marker
from feedback.errors import (
    NoReportYet,
    NotYours,
    PracticeEmpty,
    UnknownAnswer,
    UnknownFinding,
    UnknownPractice,
)
from feedback.models import FindingAnswer, Practice
from feedback.permissions import may_answer
from feedback.querysets import compose, has_result
from feedback.reports import Report
from reviews.models import Submission

OWN_PRACTICE = "own"


@transaction.atomic
def answer_finding(
    *, submission: Submission, user: User, ref: str, answer: str, note: str
) -> FindingAnswer | None:
    """Keep her answer and note beside the finding; None when both are empty and the answer is taken back."""
    finding = _report(submission, user).finding(ref)
    if finding is None:
        raise UnknownFinding
    if answer not in FindingAnswer.Answer.values:
        raise UnknownAnswer
    # a withdrawal holds this row: a note written in the same moment is either deleted with the rest or refused
    if not Submission.objects.select_for_update().get(pk=submission.pk).has_text:
        raise UnknownFinding
    marker, kind = Marker.objects.get(ref=ref), finding.kind.value
    if not answer and not note.strip():
        submission.finding_answers.filter(marker=marker, kind=kind).delete()
        return None
    saved, _ = FindingAnswer.objects.update_or_create(
        submission=submission,
        marker=marker,
        kind=kind,
        defaults={"answer": answer, "note": note.strip(), "answered_at": timezone.now()},
    )
    return saved


def take_practice(
    *, submission: Submission, user: User, choice: str, text: str, accountability: str
) -> Practice:
    """Take one practice for the next session: a suggestion by its marker, or words of her own.

    Taking another one later replaces it; a session leads to one practice.
    """
    report = _report(submission, user)
    if choice == OWN_PRACTICE:
        marker, words = None, text.strip()
    else:
        suggestion = next((s for s in report.suggestions if s.ref == choice), None)
        if suggestion is None:
            raise UnknownPractice
        marker, words = Marker.objects.get(ref=choice), suggestion.text
    if not words:
        raise PracticeEmpty
    with transaction.atomic():
        taken, _ = Practice.objects.update_or_create(
            submission=submission,
            defaults={
                "learner": user,
                "marker": marker,
                "text": words,
                "accountability": accountability.strip(),
                "taken_at": timezone.now(),
            },
        )
    return taken


def _report(submission: Submission, user: User) -> Report:
    if not may_answer(user, submission):
        raise NotYours
    if not has_result(submission):
        raise NoReportYet
    return compose(submission, user)
