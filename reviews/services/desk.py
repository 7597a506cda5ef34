"""What lies on a reader's desk: the rubric in reading order, her draft so far, and the title without names."""

from courses.models import Competency
from courses.rubrics import Rubric, RubricCompetency, RubricMarker, Value
from reviews.models import Assessment, Review
from reviews.services import assessing
from reviews.services.assessing import AssessmentDraft, QuoteDraft, RatingDraft
from reviews.wording import without_names


def rated_groups(review: Review) -> list[tuple[RubricCompetency, tuple[RubricMarker, ...]]]:
    """The competency to read for first, then every other one that is rated."""
    rubric: Rubric = assessing.rubric_of(review.submission)
    focus = assessing.focus_of(review.submission)
    rated = [c for c in rubric.competencies if c.treatment == Competency.Treatment.SCORED]
    rated.sort(key=lambda competency: (competency.number != focus, competency.number))
    return [(competency, rubric.of(competency.number)) for competency in rated]


def saved_draft(review: Review) -> AssessmentDraft:
    """The draft in the database in the shape of the form."""
    assessment = Assessment.objects.filter(review=review).first()
    if assessment is None:
        return AssessmentDraft()
    ratings = assessment.ratings.select_related("marker").prefetch_related("evidence__turn")
    return AssessmentDraft(
        ratings=tuple(
            RatingDraft(
                ref=rating.marker.ref,
                value=Value(rating.value) if rating.value else None,
                note=rating.note,
                quotes=tuple(
                    QuoteDraft(row.turn.number, row.quote, row.start, row.end)
                    for row in rating.evidence.all()
                ),
            )
            for rating in ratings
        ),
        strength=assessment.strength,
        experiment=assessment.experiment,
    )


def title_for(review: Review) -> str:
    """The session's title; a peer reads it without the author's name."""
    return without_names(str(review.submission), _hidden(review))


def question_for(review: Review) -> str:
    """What the learner asks her readers to listen for; a peer reads it without the author's name."""
    return without_names(review.submission.focus_question, _hidden(review))


def _hidden(review: Review) -> tuple[str, ...]:
    learner = review.submission.learner
    return (learner.name, learner.email) if review.voice == "peer" else ()
