"""A session that was handed in becomes one that is read."""

import pytest

from coachlms.accounts.models import Role
from coachlms.jobs.models import Job
from coachlms.notifications.models import Notice
from courses.models import Marker
from courses.rubrics import Rubric
from reviews.models import Review
from reviews.models import Rubric as FrozenRubric
from reviews.services.opening import freeze_rubric, open_mentor_review, open_reviews
from tests.reviews import world

pytestmark = pytest.mark.django_db


def test_open_reviews_creates_own_and_ai_duty_and_the_first_job() -> None:
    author = world.learner("Mira Kovac")
    submission = world.draft_session(author)

    open_reviews(submission=submission)

    duties = submission.reviews.values_list("source", "reviewer", "state", "analyser")
    assert list(duties) == [("self", author.pk, "open", ""), ("ai", None, "open", "embedded")]
    assert submission.state == "in_review"
    jobs = Job.objects.values_list("kind", "subject", "queue", "idempotency_key")
    assert list(jobs) == [
        ("review_with_ai", submission.pk, "ai", f"review_with_ai:{submission.pk}")
    ]
    assert Notice.objects.count() == 0


def test_open_reviews_gives_the_mentor_it_is_shared_with_a_duty_and_a_notice_without_names() -> (
    None
):
    mentor = world.person("Tomas Rehn", Role.MENTOR)
    submission = world.open_session(world.learner("Mira Kovac"), mentor=mentor)

    review = world.review_of(submission, mentor)
    assert (review.source, review.state, review.lease_until) == ("mentor", "open", None)
    notice = Notice.objects.get()
    assert (notice.user, notice.text) == (mentor, "A learner shared a session with you.")
    assert notice.path == "/mentoring/"


def test_sharing_again_gives_the_same_duty_and_no_second_notice() -> None:
    mentor = world.person("Tomas Rehn", Role.MENTOR)
    submission = world.open_session(world.learner("Mira Kovac"), mentor=mentor)

    again = open_mentor_review(submission=submission, mentor=mentor)

    assert again == world.review_of(submission, mentor)
    assert Review.objects.filter(source="mentor").count() == 1
    assert Notice.objects.count() == 1


def test_a_frozen_rubric_is_shared_by_equal_wording_and_outlives_a_change() -> None:
    level = world.library()
    first = freeze_rubric(level=level)
    assert freeze_rubric(level=level) == first

    Marker.objects.filter(ref="8a").update(text="Worded anew")
    second = freeze_rubric(level=level)

    assert FrozenRubric.objects.count() == 2
    first.refresh_from_db()
    assert Rubric.from_dict(first.body).marker("8a").text == "Behaviour 8a"
    assert Rubric.from_dict(second.body).marker("8a").text == "Worded anew"
