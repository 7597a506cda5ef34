"""A school at work: 2,000 sessions with their turns, readings and evidence, 6,000 reviews, 40 learners.

Every session is a copy of one that the product itself handed in, read and published in the demo school, so
that pages show as much as they do in life.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from coachlms.accounts.documents import agree
from coachlms.accounts.models import Role, User
from coachlms.accounts.services import create_user
from courses.models import Cohort, Enrolment, Step, StepProgress
from reviews.models import (
    Assessment,
    ConsentGrant,
    Evidence,
    Rating,
    Reading,
    Result,
    ResultItem,
    Review,
    Submission,
    Turn,
)

LEARNERS = 40
BATCH = 500


@dataclass(frozen=True, slots=True)
class School:
    """Who signs in for the measurement, and what she opens."""

    learner: User
    peer: User
    instructor: User
    session: Submission
    duty: Review
    cohort: Cohort


def fill(sessions: int) -> School:
    """Fill an installation that `manage.py prepare` has made."""
    cohort = Cohort.objects.get(name="Spring group")
    learners = [_learner(number, cohort) for number in range(LEARNERS)]
    template = _template()
    copies = Copies(template)
    for start in range(0, sessions, BATCH):
        copies.make([learners[n % LEARNERS] for n in range(start, min(start + BATCH, sessions))])
    _progress(cohort)
    newest = Submission.objects.filter(learner=learners[0]).latest("pk")
    duty = Review.objects.filter(submission__learner=learners[1], source="peer").first()
    assert duty is not None
    duty.state, duty.submitted_at = Review.State.OPEN, None
    duty.lease_until = timezone.now() + timedelta(days=2)
    duty.save()
    instructor = cohort.instructors.get()
    peer = duty.reviewer
    assert peer is not None
    return School(learners[0], peer, instructor, newest, duty, cohort)


def _learner(number: int, cohort: Cohort) -> User:
    user = create_user(
        email=f"learner{number}@load.invalid",
        name=f"Learner {number}",
        password=None,
        roles=(Role.LEARNER,),
    )
    agree(user=user)
    Enrolment.objects.create(cohort=cohort, learner=user)
    return user


def _template() -> Submission:
    """The longest session of the demo school that two peers and the reader have read."""
    read = Submission.objects.filter(
        result__peers__gte=2, result__has_ai=True, text_deleted_at=None
    ).exclude(state=Submission.State.WITHDRAWN)
    found = read.annotate(length=models.Count("turns")).order_by("-length").first()
    assert found is not None
    return found


def _progress(cohort: Cohort) -> None:
    """Everybody is somewhere else in the course."""
    steps = list(Step.objects.filter(module__course=cohort.course).order_by("module", "position"))
    enrolments = Enrolment.objects.filter(cohort=cohort, learner__email__endswith="@load.invalid")
    rows = [
        StepProgress(enrolment=enrolment, step=step, reached=step.needed, done_at=timezone.now())
        for number, enrolment in enumerate(enrolments)
        for step in steps[: number % len(steps)]
    ]
    StepProgress.objects.bulk_create(rows, batch_size=500)


class Copies:
    """Rows of one session, read once, written for many learners."""

    def __init__(self, template: Submission) -> None:
        self.template = template
        self.turns = list(template.turns.all())
        self.consents = list(template.consents.all())
        self.readings = list(template.readings.all())
        self.result = template.result
        self.items = list(template.result.items.all())
        handed_in = template.reviews.submitted().filter(source__in=["ai", "peer"]).order_by("pk")
        self.reviews = list(handed_in)[:3]
        self.assessments = {r.pk: r.assessment for r in self.reviews}
        self.ratings = {r.pk: list(r.assessment.ratings.all()) for r in self.reviews}
        self.evidence = {
            rating.pk: list(rating.evidence.all())
            for ratings in self.ratings.values()
            for rating in ratings
        }

    def make(self, learners: list[User]) -> None:
        places = {e.learner_id: e for e in Enrolment.objects.filter(learner__in=learners)}
        sessions = [
            copy_of(
                self.template,
                learner=learner,
                enrolment=places[learner.pk],
                withdrawal_key=f"load-{Submission.objects.count()}-{n}",
            )
            for n, learner in enumerate(learners)
        ]
        Submission.objects.bulk_create(sessions)
        for model, rows in ((ConsentGrant, self.consents), (Reading, self.readings)):
            _bulk(model, [copy_of(row, submission=s) for s in sessions for row in rows])
        turns = _bulk(Turn, [copy_of(row, submission=s) for s in sessions for row in self.turns])
        by_session: dict[int, dict[int, Turn]] = {}
        for turn, old in zip(turns, self.turns * len(sessions), strict=True):
            by_session.setdefault(turn.submission_id, {})[old.pk] = turn
        results = _bulk(Result, [copy_of(self.result, submission=s) for s in sessions])
        _bulk(ResultItem, [copy_of(row, result=r) for r in results for row in self.items])
        self._reviews(sessions, learners, by_session)

    def _reviews(
        self,
        sessions: list[Submission],
        learners: list[User],
        turns: dict[int, dict[int, Turn]],
    ) -> None:
        count = len(learners)
        pairs = [
            (s, old, None if old.source == "ai" else learners[(n + 1 + k) % count])
            for n, s in enumerate(sessions)
            for k, old in enumerate(self.reviews)
        ]
        reviews = _bulk(Review, [copy_of(old, submission=s, reviewer=who) for s, old, who in pairs])
        said = _bulk(
            Assessment,
            [
                copy_of(self.assessments[old.pk], review=review)
                for review, (_s, old, _who) in zip(reviews, pairs, strict=True)
            ],
        )
        olds, news, where = [], [], []
        for assessment, (session, old, _who) in zip(said, pairs, strict=True):
            for rating in self.ratings[old.pk]:
                olds.append(rating)
                news.append(copy_of(rating, assessment=assessment))
                where.append(turns[session.pk])
        _bulk(Rating, news)
        _bulk(
            Evidence,
            [
                copy_of(row, rating=new, turn=place[row.turn_id])
                for old_rating, new, place in zip(olds, news, where, strict=True)
                for row in self.evidence[old_rating.pk]
            ],
        )


def copy_of(row: Any, **changes: object) -> Any:
    """A row like this one, not saved yet."""
    skipped = {"id", "pk"}
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in skipped and field.name not in changes
    }
    return type(row)(**values, **changes)


def _bulk(model: Any, rows: list[Any]) -> list[Any]:
    made: list[Any] = model._base_manager.bulk_create(rows, batch_size=2000)
    return made
