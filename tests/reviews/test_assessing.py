"""Drafts are kept letter for letter; only a complete reading is handed in, and only once."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from coachlms.accounts.models import Role, User
from courses.models import Competency, Module, Step, StepProgress
from courses.rubrics import Value
from reviews.errors import (
    NotOpen,
    QuoteNotFound,
    ReviewIncomplete,
    UnknownMarker,
    WordsAreGone,
)
from reviews.models import Assessment, Evidence, Rating, Review, Submission
from reviews.services import assessing, duties
from reviews.services.assessing import AssessmentDraft, QuoteDraft, RatingDraft, focus_of
from tests.reviews import world

pytestmark = pytest.mark.django_db

SEEN_8A = RatingDraft("8a", Value.SEEN, "A remark.", (QuoteDraft(5, "from the third row?"),))


@pytest.fixture
def author(db: None) -> User:
    return world.learner("Mira Kovac")


@pytest.fixture
def review(author: User) -> Review:
    """A peer's open review of the author's session."""
    world.open_session(author)
    return duties.offer_next(reviewer=world.peer_ready("Noor Amari"))


def test_save_draft_keeps_words_and_places_of_passages(review: Review) -> None:
    assessing.save_draft(
        review=review,
        draft=AssessmentDraft((SEEN_8A,), strength=" You waited. ", experiment="I would ask."),
    )

    assessment = review.assessment
    assert (assessment.strength, assessment.experiment) == ("You waited.", "I would ask.")
    evidence = Evidence.objects.select_related("turn", "rating__marker").get()
    assert (evidence.rating.marker.ref, evidence.rating.value) == ("8a", "seen")
    assert (evidence.turn.number, evidence.start, evidence.end) == (5, 38, 57)
    assert evidence.turn.text[38:57] == evidence.quote == "from the third row?"


def test_save_draft_takes_a_place_or_a_whole_turn_and_each_place_once(review: Review) -> None:
    quotes = (QuoteDraft(10), QuoteDraft(10, "Hm. All right."), QuoteDraft(10, start=0, end=3))

    assessing.save_draft(
        review=review, draft=AssessmentDraft((RatingDraft("8c", Value.MISSED, "", quotes),))
    )

    rows = Evidence.objects.order_by("position").values_list("quote", "position")
    assert list(rows) == [("Hm. All right.", 0), ("Hm.", 1)]


@pytest.mark.parametrize(
    "quote",
    [
        QuoteDraft(5, "from the fourth row?"),
        QuoteDraft(5, "From The Third Row?"),
        QuoteDraft(5, "Hm. All right."),
        QuoteDraft(5, start=50, end=500),
        QuoteDraft(5, start=9, end=4),
        QuoteDraft(5, "learning", start=0, end=4),
        QuoteDraft(5, "   "),
    ],
)
def test_save_draft_refuses_words_that_are_not_there_and_names_the_turn(
    review: Review, quote: QuoteDraft
) -> None:
    assessing.save_draft(review=review, draft=AssessmentDraft((SEEN_8A,), strength="Before"))

    with pytest.raises(QuoteNotFound, match="turn 5"):
        assessing.save_draft(
            review=review,
            draft=AssessmentDraft((replace(SEEN_8A, quotes=(quote,)),), strength="After"),
        )

    assert Assessment.objects.get(review=review).strength == "Before"
    assert Evidence.objects.get().quote == "from the third row?"


def test_save_draft_refuses_a_turn_that_does_not_exist(review: Review) -> None:
    with pytest.raises(QuoteNotFound, match="turn 99"):
        assessing.save_draft(
            review=review, draft=AssessmentDraft((replace(SEEN_8A, quotes=(QuoteDraft(99),)),))
        )

    assert not Assessment.objects.exists()


@pytest.mark.parametrize("ref", ["1a", "9z"])
def test_save_draft_refuses_markers_that_are_not_rated(review: Review, ref: str) -> None:
    with pytest.raises(UnknownMarker):
        assessing.save_draft(
            review=review, draft=AssessmentDraft((RatingDraft(ref, Value.NOT_SEEN),))
        )

    assert not Rating.objects.exists()


def test_save_draft_replaces_the_draft_and_keeps_passages_without_a_word(review: Review) -> None:
    assessing.save_draft(review=review, draft=AssessmentDraft((SEEN_8A,)))
    passage_only = RatingDraft("8b", None, "", (QuoteDraft(7),))

    assessing.save_draft(review=review, draft=AssessmentDraft((passage_only, RatingDraft("8c"))))

    assert list(Rating.objects.values_list("marker__ref", "value")) == [("8b", "")]
    assert Assessment.objects.count() == 1


def test_save_draft_counts_the_time_between_saves_but_not_long_pauses(review: Review) -> None:
    start = timezone.now()
    for minutes in (0, 2, 3, 60):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assessing.save_draft(review=review, draft=AssessmentDraft((SEEN_8A,)))

    assert Assessment.objects.get(review=review).seconds_spent == 180


def test_save_draft_of_a_withdrawn_session_keeps_nothing(review: Review) -> None:
    review.submission.move_to(Submission.State.WITHDRAWN)

    with pytest.raises(WordsAreGone):
        assessing.save_draft(review=review, draft=AssessmentDraft((SEEN_8A,)))

    assert not Assessment.objects.exists()


def test_submit_hands_in_once_and_counts_for_the_course(review: Review) -> None:
    step = _review_step()
    world.hand_in(review)

    review.refresh_from_db()
    assert review.state == "submitted"
    assert review.submitted_at is not None
    assert StepProgress.objects.get(step=step).reached == 1
    with pytest.raises(NotOpen):
        world.hand_in(review, world.Said(strength="Changed"))
    assert review.assessment.strength == "You stayed inside her picture."
    assert StepProgress.objects.get(step=step).reached == 1


def _review_step() -> Step:
    course = world.cohort().course
    module = Module.objects.create(
        course=course,
        position=1,
        title="M",
        summary="s",
        competency=Competency.objects.get(number=8),
    )
    return Step.objects.create(
        module=module, position=1, kind=Step.Kind.REVIEW, title="Review", needed=2
    )


def test_submit_says_everything_that_is_missing_and_hands_nothing_in(review: Review) -> None:
    draft = AssessmentDraft(
        (
            RatingDraft("8a", Value.SEEN, "", (QuoteDraft(10),)),
            RatingDraft("8b", Value.MISSED, "", (QuoteDraft(5),)),
            RatingDraft("8c", Value.PARTLY),
            RatingDraft("8d", None, "A remark only"),
            RatingDraft("8e", Value.NO_OPPORTUNITY),
        )
    )
    assessing.save_draft(review=review, draft=draft)

    assert assessing.missing(review=review) == [
        "Choose a word for 8d and 8f.",
        "8a needs a passage in which the coach speaks.",
        "8b needs a passage in which the client speaks.",
        "8c needs a passage in which the coach speaks.",
        "Name one strength in your own words.",
        "Offer one experiment in your own words.",
    ]
    with pytest.raises(ReviewIncomplete, match="Choose a word for 8d and 8f"):
        assessing.submit(review=review)
    review.refresh_from_db()
    assert review.state == "open"
    assert review.submission.state == "in_review"


def test_submit_without_any_draft_is_refused(review: Review) -> None:
    with pytest.raises(ReviewIncomplete, match="8a, 8b, 8c, 8d, 8e and 8f"):
        assessing.submit(review=review)

    review.refresh_from_db()
    assert review.state == "open"


def test_submit_takes_other_competencies_as_an_extra(review: Review) -> None:
    draft = world.draft_of(world.Said())
    extra = RatingDraft("3b", Value.SEEN, "", (QuoteDraft(1),))

    assessing.save_draft(review=review, draft=replace(draft, ratings=(*draft.ratings, extra)))
    assessing.submit(review=review)

    assert review.submission.result.items.count() == 7


def test_a_mentor_hands_in_without_strength_and_experiment(author: User) -> None:
    mentor = world.person("Tomas Rehn", Role.MENTOR)
    submission = world.open_session(author, mentor=mentor)

    world.hand_in(world.review_of(submission, mentor), world.Said(strength="", experiment=""))

    submission.refresh_from_db()
    assert submission.state == "final"
    assert submission.result.has_mentor is True


def test_ones_own_reading_needs_one_word_and_does_not_enter_the_result(author: User) -> None:
    submission = world.open_session(author)
    own = world.review_of(submission, author)
    assessing.save_draft(review=own, draft=AssessmentDraft())
    with pytest.raises(ReviewIncomplete, match="at least one behaviour"):
        assessing.submit(review=own)

    assessing.save_draft(review=own, draft=AssessmentDraft((SEEN_8A,)))
    assessing.submit(review=own)

    own.refresh_from_db()
    submission.refresh_from_db()
    assert (own.state, submission.state) == ("submitted", "in_review")
    assert not hasattr(submission, "result")


def test_a_declined_review_cannot_be_written(review: Review) -> None:
    duties.decline(review=review, reason="")

    with pytest.raises(NotOpen):
        assessing.save_draft(review=review, draft=AssessmentDraft((SEEN_8A,)))

    assert not Assessment.objects.exists()


def test_focus_is_the_learners_then_the_modules_then_the_first_that_is_rated(author: User) -> None:
    submission = world.open_session(author)
    assert focus_of(submission) == 8

    submission.focus = Competency.objects.get(number=1)  # notices only: nobody rates it
    assert focus_of(submission) == 3
    submission.step = _review_step()
    assert focus_of(submission) == 8
