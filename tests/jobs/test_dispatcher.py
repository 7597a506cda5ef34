"""Messages: enough to keep the slots busy, never one per look, repeated when they were lost."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from coachlms.jobs import runner
from coachlms.jobs import services as jobs
from coachlms.jobs.dispatcher import GAP_FIRST_S, Dispatcher
from coachlms.jobs.models import Job
from coachlms.jobs.registry import Hold, Kind, job

pytestmark = pytest.mark.django_db


@job(queue="ai")
def read_session(hold: Hold, subject: int) -> None:
    pass


@job(queue="mail")
def send_word(hold: Hold, subject: int) -> None:
    pass


@pytest.fixture
def sent() -> list[tuple[int, str]]:
    return []


@pytest.fixture
def dispatcher(sent: list[tuple[int, str]]) -> Dispatcher:
    return Dispatcher(
        publish=lambda pk, queue: sent.append((pk, queue)),
        queues=("ai", "mail"),
        slots=2,
        worker="me",
    )


def many(kind: Kind, count: int) -> list[int]:
    return [jobs.create(kind, number, key=f"{kind.name}{number}").pk for number in range(count)]


def test_round_publishes_twice_the_slots_per_queue_and_no_more(
    dispatcher: Dispatcher, sent: list[tuple[int, str]]
) -> None:
    readings, words = many(read_session, 10), many(send_word, 1)
    assert dispatcher.round() == 5
    assert sent == [*((pk, "ai") for pk in readings[:4]), (words[0], "mail")]
    assert dispatcher.round() == 0


def test_round_makes_room_when_a_message_is_picked_up(
    dispatcher: Dispatcher, sent: list[tuple[int, str]]
) -> None:
    readings = many(read_session, 6)
    dispatcher.round()
    runner.run(readings[0])
    assert dispatcher.round() == 1
    assert sent[-1] == (readings[4], "ai")


def test_round_leaves_other_queues_and_later_work_alone(
    dispatcher: Dispatcher, sent: list[tuple[int, str]]
) -> None:
    Job.objects.create(kind="read_session", subject=1, queue="media")
    later = timezone.now() + timedelta(hours=1)
    jobs.create(read_session, 1, key="later", not_before=later)
    assert dispatcher.round() == 0
    assert sent == []


def test_round_repeats_a_lost_message_with_growing_gaps(dispatcher: Dispatcher) -> None:
    with time_machine.travel(datetime(2026, 11, 23, tzinfo=UTC), tick=False) as clock:
        many(read_session, 1)
        gaps = []
        for _ in range(4):
            assert dispatcher.round() == 1
            row = Job.objects.get(kind="read_session")
            assert row.redispatch_at is not None
            gaps.append((row.redispatch_at - timezone.now()).total_seconds())
            clock.move_to(row.redispatch_at)
    assert gaps == [GAP_FIRST_S * factor for factor in (1, 2, 4, 8)]


def test_round_publishes_the_job_of_a_dead_worker_as_soon_as_its_lease_is_over(
    dispatcher: Dispatcher, sent: list[tuple[int, str]]
) -> None:
    (pk,) = many(read_session, 1)
    dispatcher.round()
    runner.claim(pk, worker="somebody")
    assert dispatcher.round() == 0
    Job.objects.update(lease_until=timezone.now())
    assert dispatcher.round() == 1
    assert sent == [(pk, "ai"), (pk, "ai")]


def test_round_of_two_dispatchers_sends_each_job_once(sent: list[tuple[int, str]]) -> None:
    many(read_session, 4)
    for name in ("one", "two"):
        Dispatcher(
            publish=lambda pk, queue: sent.append((pk, queue)),
            queues=("ai",),
            slots=4,
            worker=name,
        ).round()
    assert len(sent) == len(set(sent)) == 4


def test_round_with_the_broker_away_does_not_count_against_the_job() -> None:
    (pk,) = many(read_session, 1)

    def away(pk: int, queue: str) -> None:
        raise ConnectionRefusedError

    with pytest.raises(ConnectionRefusedError):
        Dispatcher(publish=away, queues=("ai",), slots=1, worker="me").round()
    row = Job.objects.get(pk=pk)
    assert (row.state, row.dispatches, row.redispatch_at) == (Job.State.QUEUED, 0, None)


def test_forget_messages_lets_a_new_worker_start_at_once(dispatcher: Dispatcher) -> None:
    many(read_session, 1)
    dispatcher.round()
    dispatcher.forget_messages()
    assert dispatcher.round() == 1


@pytest.mark.parametrize(
    ("waiting_min", "my_claim_min", "stuck"),
    [(1, None, False), (3, None, True), (3, 5, True), (3, 1, False)],
    ids=["short wait", "never claimed", "claimed long ago", "claimed just now"],
)
def test_worker_is_stuck_when_work_waits_and_it_claims_nothing(
    dispatcher: Dispatcher, waiting_min: int, my_claim_min: int | None, stuck: bool
) -> None:
    now = timezone.now()
    jobs.create(read_session, 1, key="w", not_before=now - timedelta(minutes=waiting_min))
    if my_claim_min is not None:
        claimed_at = now - timedelta(minutes=my_claim_min)
        Job.objects.create(
            kind="read_session", subject=2, state="done", worker="me", claimed_at=claimed_at
        )
    assert dispatcher.is_stuck() is stuck


def test_worker_with_one_long_job_is_not_stuck(dispatcher: Dispatcher) -> None:
    long_ago = timezone.now() - timedelta(minutes=20)
    jobs.create(read_session, 1, key="waits", not_before=long_ago)
    busy = jobs.create(read_session, 2, key="long")
    assert runner.claim(busy.pk, worker="me") is not None
    Job.objects.filter(pk=busy.pk).update(claimed_at=long_ago)
    assert dispatcher.is_stuck() is False
