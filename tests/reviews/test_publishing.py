"""One result from all readings: replaced, counted, provisional, final, told once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from coachlms.accounts.models import Role, User
from coachlms.notifications.models import Notice
from courses.rubrics import Value
from reviews.models import Result, Submission
from reviews.services.publishing import publish_when_ready
from reviews.services.waiting import climb_ladder
from tests.reviews import world

pytestmark = pytest.mark.django_db

ALL_SEEN = world.Said({f"8{letter}": Value.SEEN for letter in "abcdef"})
TEXTS = ["Your session report is ready.", "A new reading of your session is in."]


@pytest.fixture
def author(db: None) -> User:
    return world.learner("Mira Kovac")


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("text", flat=True))


def test_nothing_is_published_before_a_reading_is_in(author: User) -> None:
    submission = world.open_session(author)

    publish_when_ready(submission=submission)

    assert not Result.objects.exists()
    assert submission.state == "in_review"
    assert told(author) == []


def test_the_first_peer_makes_it_provisional_and_the_second_final(author: User) -> None:
    submission = world.open_session(author)

    world.peer_reads(world.peer_ready("Noor Amari"), ALL_SEEN)
    submission.refresh_from_db()
    assert (submission.state, submission.result.stage) == ("provisional", "provisional")

    world.peer_reads(world.peer_ready("Pia Lindt"), world.Said())
    submission.refresh_from_db()
    result = Result.objects.get(submission=submission)
    assert (submission.state, result.stage) == ("final", "final")
    assert (result.edition, result.peers, result.has_ai, result.has_mentor) == (2, 2, False, False)
    item = result.items.get(marker__ref="8a")
    assert (item.n, item.value, item.median, item.disagreement) == (2, "partly", 1.0, True)
    assert result.words == {"3": None, "8": "steady"}
    assert told(author) == TEXTS


def test_one_peer_and_the_ai_stay_provisional_until_the_due_date(author: User) -> None:
    submission = world.open_session(author)
    world.read_by_ai(submission)
    ai = dict(
        submission.result.items.filter(marker__ref__startswith="8").values_list(
            "marker__ref", "value"
        )
    )
    near = {ref: Value(value) for ref, value in ai.items()}
    world.peer_reads(world.peer_ready("Noor Amari"), world.Said(near))
    climb_ladder()
    submission.refresh_from_db()
    assert submission.state == "provisional"
    edition = submission.result.edition

    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        climb_ladder()

    submission.refresh_from_db()
    result = Result.objects.get(submission=submission)
    assert (submission.state, result.stage, result.edition) == ("final", "final", edition)
    assert told(author) == TEXTS


def test_one_peer_without_the_ai_stays_provisional_and_the_learner_hears_what_to_do(
    author: User,
) -> None:
    submission = world.open_session(author)
    world.peer_reads(world.peer_ready("Noor Amari"), ALL_SEEN)

    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        climb_ladder()
        climb_ladder()

    submission.refresh_from_db()
    assert submission.state == "provisional"
    assert told(author)[-1] == (
        "Fewer peers than planned have read your session. You can share it with a mentor."
    )
    assert len(told(author)) == 2


def test_a_mentor_makes_it_final_and_her_word_dominates(author: User) -> None:
    mentor = world.person("Tomas Rehn", Role.MENTOR)
    submission = world.open_session(author, mentor=mentor)
    world.peer_reads(world.peer_ready("Noor Amari"), ALL_SEEN)

    world.hand_in(world.review_of(submission, mentor), world.Said({"8c": Value.MISSED}))

    submission.refresh_from_db()
    assert submission.state == "final"
    values = dict(submission.result.items.values_list("marker__ref", "value"))
    assert values == {**dict.fromkeys(("8a", "8b", "8d", "8e", "8f"), "not_seen"), "8c": "missed"}


def test_a_reading_after_the_final_one_is_combined_and_stays_final(author: User) -> None:
    mentor = world.person("Tomas Rehn", Role.MENTOR)
    submission = world.open_session(author, mentor=mentor)
    world.hand_in(world.review_of(submission, mentor))

    world.read_by_ai(submission)

    result = Result.objects.get(submission=submission)
    assert (submission.state, result.stage, result.edition) == ("final", "final", 2)
    assert (result.has_ai, result.has_mentor) == (True, True)


def test_combining_the_same_readings_again_gives_the_same_items(author: User) -> None:
    submission = world.open_session(author)
    world.read_by_ai(submission)
    world.peer_reads(world.peer_ready("Noor Amari"), ALL_SEEN)
    submission.refresh_from_db()
    before = _items(submission)

    publish_when_ready(submission=submission)

    assert _items(submission) == before


def _items(submission: Submission) -> list[tuple[object, ...]]:
    fields = ("marker__ref", "value", "n", "estimate", "low", "high", "median", "disagreement")
    return list(submission.result.items.values_list(*fields))


def test_classmates_are_asked_once_after_three_days_without_any_reader(author: User) -> None:
    world.open_session(author)
    peer = world.peer_ready("Noor Amari")
    newcomer = world.learner("Sefa Demir")
    climb_ladder()
    assert told(peer) == []

    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        climb_ladder()
        climb_ladder()

    assert told(peer) == ["A session in your course waits for its first reader."]
    assert Notice.objects.get(user=peer).path == "/reviews/"
    assert told(newcomer) == told(author) == []
