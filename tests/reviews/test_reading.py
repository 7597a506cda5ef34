"""The embedded reader as one more reviewer."""

from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import timezone

from coachlms.jobs import services as jobs
from coachlms.jobs.models import Job
from coachlms.notifications.models import Notice
from courses.rubrics import Value
from reviews.analysis import ANALYSER, VERSION
from reviews.analysis.reading import MarkerReading, Quote
from reviews.models import Assessment, Evidence, Reading, Result, Submission
from reviews.services.opening import open_reviews
from reviews.services.reading import check_quotes, review_by_ai
from tests.reviews import world

pytestmark = pytest.mark.django_db

QUOTE = Quote(turn=1, start=0, end=4, text="What", start_ms=None)
SAID = MarkerReading("8a", Value.SEEN, (QUOTE,), "why", "rule", 0.8)


def test_review_by_ai_writes_facts_ratings_evidence_and_a_provisional_result() -> None:
    submission = world.open_session(world.learner("Mira Kovac"))

    world.read_by_ai(submission)

    review = submission.reviews.get(source="ai")
    assert (review.state, review.analyser) == ("submitted", f"{ANALYSER} {VERSION}")
    assert submission.state == "provisional"
    reading = submission.readings.get()
    facts = {row["key"]: row["value"] for row in reading.facts}
    assert facts["turns"] == len(world.TALK)
    result = Result.objects.get(submission=submission)
    assert (result.stage, result.edition, result.has_ai, result.peers) == (
        "provisional",
        1,
        True,
        0,
    )
    rated = review.assessment.ratings.values_list("marker__ref", flat=True)
    assert set(result.items.values_list("marker__ref", flat=True)) == set(rated)


def test_every_quote_of_the_ai_stands_in_its_turn_and_speaks_for_its_value() -> None:
    submission = world.open_session(world.learner("Mira Kovac"))

    world.read_by_ai(submission)

    rows = list(Evidence.objects.select_related("turn", "rating"))
    assert rows
    for row in rows:
        assert row.turn.text[row.start : row.end] == row.quote
    for rating in Assessment.objects.get(review__source="ai").ratings.all():
        needed = {"seen": "coach", "partly": "coach", "missed": "client"}.get(rating.value)
        said_by = {evidence.turn.who for evidence in rating.evidence.all()}
        assert needed is None or needed in said_by


def test_review_by_ai_twice_changes_nothing() -> None:
    submission = world.open_session(world.learner("Mira Kovac"))
    world.read_by_ai(submission)
    before = _everything()
    job = Job.objects.get(kind="review_with_ai")
    Job.objects.filter(pk=job.pk).update(state="queued", attempt=0, not_before=timezone.now())

    jobs.run_pending()

    assert _everything() == before
    assert Job.objects.get(pk=job.pk).state == "done"


def test_review_by_ai_ends_quietly_when_the_client_withdrew() -> None:
    submission = world.open_session(world.learner("Mira Kovac"))
    submission.move_to(Submission.State.WITHDRAWN)

    world.read_by_ai(submission)

    assert Job.objects.get(kind="review_with_ai").state == "done"
    assert _everything() == ([], [], [], [])


def test_review_by_ai_writes_nothing_when_the_client_withdraws_while_it_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    submission = world.open_session(world.learner("Mira Kovac"))

    class Hold:
        """The edge of the worker: the withdrawal lands between reading and writing."""

        def progress(self, done: int, total: int, text: str) -> None:
            if done == 1:
                Submission.objects.get(pk=submission.pk).move_to("withdrawn")

        def finish(self) -> object:
            return transaction.atomic()

    review_by_ai(submission_id=submission.pk, hold=Hold())  # type: ignore[arg-type]

    assert _everything() == ([], [], [], [])
    assert submission.reviews.get(source="ai").state == "open"


def test_review_by_ai_of_an_unknown_session_is_over_at_once() -> None:
    review_by_ai(submission_id=404, hold=None)  # type: ignore[arg-type]

    assert _everything() == ([], [], [], [])


def test_a_conversation_it_cannot_read_gives_facts_and_a_limit_and_no_rating() -> None:
    submission = world.draft_session(world.learner("Mira Kovac"))
    submission.turns.update(text="Wat wil je vandaag bespreken, en hoe gaat het met je?")
    open_reviews(submission=submission)
    world.read_by_ai(submission)

    reading = submission.readings.get()
    assert reading.limits
    assert submission.reviews.get(source="ai").state == "submitted"
    assert not submission.result.items.exists()
    assert submission.result.words == {"3": None, "8": None}


def test_the_learner_hears_once_that_her_report_is_ready_without_words_of_the_session() -> None:
    author = world.learner("Mira Kovac")
    submission = world.open_session(author)

    world.read_by_ai(submission)

    notice = Notice.objects.get(user=author)
    assert notice.text == "Your session report is ready."
    assert notice.path == f"/sessions/{submission.pk}/"


def test_check_quotes_drops_and_counts_what_is_not_verbatim() -> None:
    moved = replace(QUOTE, start=1, end=5)
    invented = replace(QUOTE, turn=9)
    negative = replace(QUOTE, start=-4, end=0)

    checked = check_quotes(
        [
            replace(SAID, evidence=(QUOTE, moved)),
            replace(SAID, ref="8b", evidence=(invented, negative)),
            replace(SAID, ref="8c", value=Value.NOT_SEEN, evidence=()),
        ],
        {1: "What now?"},
    )

    assert [(one.ref, one.evidence) for one in checked.markers] == [("8a", (QUOTE,)), ("8c", ())]
    assert checked.dropped == 2


def _everything() -> tuple[list[object], ...]:
    """Rows by key: equal before and after means that nothing was written."""
    return (
        list(Reading.objects.values_list("pk", "created_at")),
        list(Evidence.objects.values_list("pk", flat=True)),
        list(Result.objects.values_list("pk", "edition")),
        list(Notice.objects.values_list("pk", "text")),
    )
