"""One session of the demo school, from its consent to its last review, as a person would make it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from coachlms.accounts.models import User
from coachlms.jobs import services as jobs
from coachlms.jobs.models import Job
from courses.models import Competency, Level, Marker
from courses.rubrics import NEEDS_EVIDENCE, Value
from feedback.services import OWN_PRACTICE, take_practice
from reviews.assignment import alias, lease
from reviews.models import Evidence, Purpose, Review, Submission
from reviews.services import assessing, drafts, withdrawal
from reviews.services.assessing import AssessmentDraft, QuoteDraft, RatingDraft
from reviews.services.drafts import ConsentDraft, FocusDraft
from reviews.services.handing_in import hand_in
from reviews.services.sharing import share_with_mentor

FOLDER = Path(__file__).parent / "sessions"


@dataclass(frozen=True, slots=True)
class Plan:
    """One row of school.yaml."""

    row: Mapping[str, Any]

    def content(self) -> tuple[bytes, str]:
        if "file" in self.row:
            return (FOLDER / self.row["file"]).read_bytes(), self.row["file"]
        return str(self.row.get("text", "")).encode(), "pasted text"


def build(plan: Plan, members: Mapping[str, User]) -> None:
    """The session as far as its row says: a draft without a reflection stays a draft."""
    row = plan.row
    submission = _draft(plan, members)
    if "reflection" not in row:
        return
    _prepare(submission, plan, members)
    hand_in(submission=submission)
    submission.refresh_from_db()
    if row.get("reading_failed"):
        _fail_reading(submission)
    else:
        jobs.run_pending()
        submission.refresh_from_db()
    _review(submission, row, members)
    if row.get("practice"):
        take_practice(
            submission=submission, user=submission.learner, choice=OWN_PRACTICE, **row["practice"]
        )
    _move_back(submission, row.get("days_ago", 0))
    if row.get("withdrawn"):
        withdrawal.withdraw_all(submission=submission)


def _draft(plan: Plan, members: Mapping[str, User]) -> Submission:
    row = plan.row
    purposes = frozenset(Purpose(name) for name in row["purposes"])
    agreed_on = timezone.localdate() - timedelta(days=row.get("days_ago", 0) + 1)
    consent = ConsentDraft(purposes, agreed_on if purposes else None, row.get("client_alias", ""))
    submission = drafts.start_draft(learner=members[row["learner"]], consent=consent)
    data, name = plan.content()
    if data:
        drafts.save_transcript(submission=submission, data=data, name=name)
    return submission


def _prepare(submission: Submission, plan: Plan, members: Mapping[str, User]) -> None:
    row = plan.row
    transcript = submission.transcript
    coach = row.get("coach")
    roles = {
        voice.label: ("coach" if voice.label == coach else "client") if coach else voice.guess.value
        for voice in drafts.voices(transcript)
    }
    drafts.save_roles(submission=submission, roles=roles)
    transcript.refresh_from_db()
    drafts.save_masks(submission=submission, masks=drafts.suggested_masks(transcript))
    focus = FocusDraft(
        title=row["title"],
        level=Level.objects.get(key=row["level"]),
        focus=Competency.objects.get(number=row["focus"]),
        focus_question=row.get("focus_question", ""),
    )
    drafts.save_focus(submission=submission, focus=focus)
    if "mentor" in row:
        until = timezone.localdate() + timedelta(days=60)
        share_with_mentor(submission=submission, mentor=members[row["mentor"]], until=until)
    drafts.save_reflection(submission=submission, text=row["reflection"])


def _review(submission: Submission, row: Mapping[str, Any], members: Mapping[str, User]) -> None:
    own = submission.reviews.filter(source=Review.Source.SELF).first()
    if own and "self" in row:
        _assess(own, row["self"])
    for reading in row.get("reviews", []):
        reader = members[reading["reviewer"]]
        if reading.get("mentor"):
            duty = submission.reviews.get(reviewer=reader)
        else:
            duty = _open(submission, reader)
        _assess(duty, reading)
    for key in row.get("expired_reviews", []):
        _open(submission, members[key]).move_to(Review.State.EXPIRED)
    for key in row.get("open_reviews", []):
        _open(submission, members[key])


def _open(submission: Submission, reader: User) -> Review:
    """A duty for this very reader; whoever asks on the page gets the session that needs one most."""
    now = timezone.now()
    until = now + lease(submission.length())
    return Review.objects.create(
        submission=submission,
        reviewer=reader,
        source=Review.Source.PEER,
        alias=alias(submission.reviews.by_peers().count()),
        opened_at=now,
        lease_until=until,
        due_at=until,
    )


def _assess(review: Review, said: Mapping[str, Any]) -> None:
    ratings = tuple(_rating(review, ref, entry) for ref, entry in said["ratings"].items())
    draft = AssessmentDraft(ratings, said.get("strength", ""), said.get("experiment", ""))
    assessing.save_draft(review=review, draft=draft)
    if "strength" in said or review.source == Review.Source.SELF:
        assessing.submit(review=review)


def _rating(review: Review, ref: str, entry: str | Mapping[str, Any]) -> RatingDraft:
    """A bare word takes the passages the embedded reader found for it; without any it is “not seen”."""
    given: Mapping[str, Any] = {"value": entry} if isinstance(entry, str) else entry
    value = Value(given["value"])
    quotes: Iterable[QuoteDraft] = [_quote(review, text) for text in given.get("quotes", [])]
    if "quotes" not in given and value in NEEDS_EVIDENCE:
        quotes = _found(review, ref, "client" if value is Value.MISSED else "coach")
        value = value if quotes else Value.NOT_SEEN
    return RatingDraft(ref, value, given.get("note", ""), tuple(quotes))


def _quote(review: Review, text: str) -> QuoteDraft:
    turn = review.submission.turns.filter(text__contains=text).first()
    if turn is None:
        raise ValueError(f"school.yaml quotes words that are not in the session: {text}")
    return QuoteDraft(turn.number, text)


def _found(review: Review, ref: str, who: str) -> list[QuoteDraft]:
    evidence = Evidence.objects.filter(
        rating__marker=Marker.objects.get(ref=ref),
        rating__assessment__review__submission=review.submission,
        turn__who=who,
    )
    first = evidence.select_related("turn").order_by("position").first()
    return [QuoteDraft(first.turn.number, first.quote)] if first else []


def _fail_reading(submission: Submission) -> None:
    """The state people see when the machine gave up: a dead job with a reason and “run again”."""
    Job.objects.filter(kind="review_with_ai", subject=submission.pk).update(
        state=Job.State.DEAD,
        attempt=6,
        error_code="demonstration",
        error_text="The reader gave up after six tries. This is how that looks; run it again.",
        finished_at=timezone.now(),
    )


def _move_back(submission: Submission, days: int) -> None:
    """Dates as if the school had been at it for a while."""
    past = timedelta(days=days)
    handed_in = (submission.handed_in_at or timezone.now()) - past
    Submission.objects.filter(pk=submission.pk).update(
        created_at=handed_in,
        handed_in_at=handed_in,
        state_since=handed_in + timedelta(minutes=1),
        delete_text_on=handed_in.date() + timedelta(days=settings.TRANSCRIPT_RETENTION_DAYS),
    )
    for review in submission.reviews.filter(submitted_at__isnull=False):
        review.submitted_at = handed_in + (timezone.now() - handed_in) / 2
        review.save(update_fields=["submitted_at"])
