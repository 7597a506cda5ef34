"""A learner's sessions with a result, against each other."""

from django.utils import timezone

from coachlms.accounts.models import User
from courses.models import Competency
from feedback.querysets.facts import facts_of
from feedback.reports import (
    CompetencyRow,
    Growth,
    GrowthSource,
    PracticeRow,
    SessionPoint,
    compose_growth,
)
from reviews.models import Reading, Result


def growth_of(learner: User) -> Growth:
    """Her sessions with a result against each other; five queries."""
    results = list(
        Result.objects.filter(submission__learner=learner)
        .select_related("submission")
        .order_by("submission__handed_in_at", "submission_id")
    )
    readings: dict[int, Reading] = {}
    for reading in Reading.objects.filter(submission__learner=learner).defer("behaviours"):
        readings.setdefault(reading.submission_id, reading)
    return compose_growth(
        GrowthSource(
            competencies=tuple(
                CompetencyRow(c.number, c.name, c.slug, c.treatment)
                for c in Competency.objects.order_by("number")
            ),
            sessions=tuple(_point(r, readings.get(r.submission_id)) for r in results),
            practices=_practices(learner),
        )
    )


def _point(result: Result, reading: Reading | None) -> SessionPoint:
    submission = result.submission
    return SessionPoint(
        pk=submission.pk,
        title=str(submission),
        day=timezone.localdate(submission.handed_in_at),
        words={int(number): word for number, word in result.words.items()},
        facts=facts_of(reading),
        notices=len({row["ref"] for row in reading.notices}) if reading else 0,
    )


def _practices(learner: User) -> tuple[PracticeRow, ...]:
    rows = learner.practices.select_related("submission", "marker").order_by("-taken_at", "-pk")
    return tuple(
        PracticeRow(
            text=row.text,
            accountability=row.accountability,
            taken_at=row.taken_at,
            ref=row.marker.ref if row.marker else "",
            session=str(row.submission) if row.submission else "",
            session_pk=row.submission_id,
            is_current=place == 0,
        )
        for place, row in enumerate(rows)
    )
