"""Progress that people see, and steps that are not done twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coachlms.jobs import runner
from coachlms.jobs import services as jobs
from coachlms.jobs.errors import LeaseLost
from coachlms.jobs.models import Job, Step
from coachlms.jobs.registry import Hold, job

pytestmark = pytest.mark.django_db


@job()
def listen(hold: Hold, subject: int) -> None:
    pass


@pytest.fixture
def row() -> Job:
    return jobs.create(listen, 9, key="listen:9")


@pytest.fixture
def hold(row: Job) -> Hold:
    held = runner.claim(row.pk)
    assert held is not None
    return held


def take_over(row: Job) -> Hold:
    Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    other = runner.claim(row.pk)
    assert other is not None
    return other


def test_progress_is_written_at_first_and_at_the_end_but_not_for_every_turn(
    row: Job, hold: Hold
) -> None:
    for turn in range(1, 41):
        hold.progress(turn, 40, f"turn {turn} of 40")
        if turn == 39:
            row.refresh_from_db()
            assert (row.progress, row.progress_text) == (1, "turn 1 of 40")
    row.refresh_from_db()
    assert (row.progress, row.progress_total) == (40, 40)
    assert row.progress_text == "turn 40 of 40"


def test_progress_refuses_after_somebody_took_over(row: Job, hold: Hold) -> None:
    take_over(row)
    with pytest.raises(LeaseLost):
        hold.progress(1, 2, "half")
    row.refresh_from_db()
    assert row.progress_text == ""
    with pytest.raises(LeaseLost):
        hold.check()


def test_step_is_reused_by_the_next_attempt(row: Job, hold: Hold) -> None:
    calls: list[str] = []

    def work() -> dict[str, list[int]]:
        calls.append("worked")
        return {"turns": [1, 2]}

    assert hold.step("turns", version="1", inputs=b"a", work=work) == {"turns": [1, 2]}
    again = take_over(row)
    assert again.step("turns", version="1", inputs=b"a", work=work) == {"turns": [1, 2]}
    assert calls == ["worked"]


@pytest.mark.parametrize(
    ("version", "inputs"), [("2", b"a"), ("1", b"b")], ids=["new version", "other input"]
)
def test_step_is_done_again_for_another_version_or_input(
    hold: Hold, version: str, inputs: bytes
) -> None:
    hold.step("turns", version="1", inputs=b"a", work=lambda: 1)
    assert hold.step("turns", version=version, inputs=inputs, work=lambda: 2) == 2
    assert Step.objects.count() == 2


def test_step_result_of_a_lost_job_is_thrown_away(row: Job, hold: Hold) -> None:
    def work() -> int:
        take_over(row)
        return 1

    with pytest.raises(LeaseLost):
        hold.step("turns", version="1", inputs=b"a", work=work)
    assert not Step.objects.exists()


def test_step_prolongs_the_lease(row: Job, hold: Hold) -> None:
    Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() + timedelta(seconds=1))
    hold.step("turns", version="1", inputs=b"a", work=lambda: 1)
    row.refresh_from_db()
    assert row.lease_until is not None
    assert row.lease_until > timezone.now() + timedelta(seconds=20)


def test_finish_a_second_time_is_refused(hold: Hold) -> None:
    with hold.finish():
        pass
    with pytest.raises(LeaseLost), hold.finish():
        Step.objects.create(
            kind="listen", subject=9, name="n", input_hash="h", version="1", result=[]
        )
    assert not Step.objects.exists()
