"""From submitted reviews to one result: combined anew each time a review comes in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from coachlms.notifications.services import notify
from courses.models import Competency, Marker
from courses.rubrics import Rubric, Value
from reviews import aggregation, assignment
from reviews.aggregation import Combined, Opinion
from reviews.models import Rating, Result, ResultItem, Review, Submission

FIRST_TEXT = "Your session report is ready."
NEXT_TEXT = "A new reading of your session is in."

By = Mapping[str, Value]  # marker ref to what one reader said


@dataclass(frozen=True, slots=True)
class Voices:
    """The submitted readings of one session, by who read it."""

    peers: tuple[By, ...]
    ai: By | None
    mentors: tuple[By, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.peers or self.mentors) and self.ai is None

    def opinions(self) -> dict[str, list[Opinion]]:
        """Every marker that was rated, with the opinions about it."""
        sides = (("peer", self.peers), ("ai", (self.ai,) if self.ai else ()))
        rows: dict[str, list[Opinion]] = defaultdict(list)
        for source, readings in (*sides, ("mentor", self.mentors)):
            for reading in readings:
                for ref, value in reading.items():
                    rows[ref].append(Opinion(source, value))
        return rows


def take_in(*, submission: Submission, review: Review) -> None:
    """A review is complete: hand it in and publish. The caller holds the row of the session."""
    review.move_to(Review.State.SUBMITTED)
    review.submitted_at = timezone.now()
    review.save(update_fields=["submitted_at"])
    if review.source != Review.Source.SELF:
        publish_when_ready(submission=submission)


def publish_when_ready(*, submission: Submission) -> None:
    """Replace the result by what all submitted readings say now, and tell the learner.

    The caller holds the row of the session. Nothing happens before the first reading is in.
    """
    voices = voices_of(submission)
    if voices.is_empty or submission.rubric is None:
        return
    combined = {ref: aggregation.combine(said) for ref, said in voices.opinions().items()}
    is_final = submission.state == Submission.State.FINAL or _may_be_released(submission, voices)
    words = _words(Rubric.from_dict(submission.rubric.body), combined)
    result = _replace(submission, voices, combined, words, is_final=is_final)
    _move(submission, is_final=is_final)
    notify(
        user=submission.learner,
        key=f"result:{submission.pk}:{result.edition}",
        text=FIRST_TEXT if result.edition == 1 else NEXT_TEXT,
        path=submission.get_absolute_url(),
    )


def release_when_due(*, submission: Submission) -> bool:
    """At the due date one peer whom the AI reader is near is enough. The caller holds the row.

    The readings are the same, so nothing is combined anew and nobody is told.
    """
    if submission.state != Submission.State.PROVISIONAL:
        return False
    if not _may_be_released(submission, voices_of(submission)):
        return False
    Result.objects.filter(submission=submission).update(stage=Result.Stage.FINAL)
    submission.move_to(Submission.State.FINAL)
    return True


def voices_of(submission: Submission) -> Voices:
    """What was handed in by peers, mentors and the newest AI reader. Learners' own readings stay out."""
    submitted = submission.reviews.submitted().exclude(source=Review.Source.SELF)
    reviews = list(submitted.order_by("pk"))
    said: dict[int, dict[str, Value]] = {review.pk: {} for review in reviews}
    ratings = Rating.objects.filter(assessment__review__in=reviews).exclude(value="")
    for pk, ref, value in ratings.values_list("assessment__review", "marker__ref", "value"):
        said[pk][ref] = Value(value)

    def by(voice: str) -> tuple[By, ...]:
        return tuple(said[review.pk] for review in reviews if review.voice == voice)

    ai = by("ai")
    return Voices(peers=by("peer"), ai=ai[-1] if ai else None, mentors=by("mentor"))


def _may_be_released(submission: Submission, voices: Voices) -> bool:
    since = submission.handed_in_at
    return aggregation.may_be_released(
        peers=voices.peers,
        ai=voices.ai,
        has_mentor=bool(voices.mentors),
        is_due=since is not None and timezone.now() >= since + assignment.PEERS_DUE_AFTER,
        needed=min(settings.PEER_REVIEWS_NEEDED, aggregation.PEERS_FOR_RELEASE),
    )


def _replace(
    submission: Submission,
    voices: Voices,
    combined: Mapping[str, Combined],
    words: Mapping[str, str | None],
    *,
    is_final: bool,
) -> Result:
    result, is_new = Result.objects.update_or_create(
        submission=submission,
        defaults={
            "stage": Result.Stage.FINAL if is_final else Result.Stage.PROVISIONAL,
            "peers": len(voices.peers),
            "has_ai": voices.ai is not None,
            "has_mentor": bool(voices.mentors),
            "method": aggregation.METHOD,
            "words": dict(words),
            "combined_at": timezone.now(),
        },
    )
    if not is_new:
        result.edition += 1
        result.save(update_fields=["edition"])
        result.items.all().delete()
    ResultItem.objects.bulk_create(_items(result, combined))
    return result


def _items(result: Result, combined: Mapping[str, Combined]) -> Iterable[ResultItem]:
    markers = Marker.objects.in_bulk(list(combined), field_name="ref")
    for ref, row in combined.items():
        yield ResultItem(
            result=result,
            marker=markers[ref],
            value=row.value,
            n=row.n,
            estimate=row.estimate,
            low=row.low,
            high=row.high,
            median=row.median,
            disagreement=row.disagreement,
        )


def _words(rubric: Rubric, combined: Mapping[str, Combined]) -> dict[str, str | None]:
    """A word for each competency that is rated; those with notices or evidence only have none."""
    return {
        str(competency.number): aggregation.word_of_competency(
            _levels([marker.ref for marker in rubric.of(competency.number)], combined)
        )
        for competency in rubric.competencies
        if competency.treatment == Competency.Treatment.SCORED
    }


def _levels(refs: Sequence[str], combined: Mapping[str, Combined]) -> list[float | None]:
    return [combined[ref].level if ref in combined else None for ref in refs]


def _move(submission: Submission, *, is_final: bool) -> None:
    target = Submission.State.FINAL if is_final else Submission.State.PROVISIONAL
    if submission.state != target:
        submission.move_to(target)
