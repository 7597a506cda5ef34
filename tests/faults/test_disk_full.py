"""The disk is full: nothing half-written stays, people are told, and everything goes on once there is room."""

from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError
from django.test import Client

from coachlms.accounts.models import User
from coachlms.jobs import services as jobs
from coachlms.jobs.models import Job
from reviews.models import Reading, Submission
from tests.reviews import world

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL’s disk is its own"),
]


def fill_disk() -> int:
    """SQLite gets no page more: exactly what it meets when the disk is full. Gives the former limit."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # pages that earlier tests left empty would be room enough
        cursor.execute("PRAGMA max_page_count")
        before = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {int(cursor.fetchone()[0])}")
    return before


def make_room(pages: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count = {pages}")


@transaction.atomic
def bring_in_many(author: User) -> None:
    for _ in range(200):
        world.draft_session(author)


def test_a_reading_waits_for_room_and_is_done_once() -> None:
    world.library()
    session = world.open_session(world.learner("Author Anders"), turns=40)
    before = fill_disk()
    try:
        with suppress(OperationalError):  # where the job cannot even be claimed
            jobs.run_pending()
    finally:
        make_room(before)
    assert Reading.objects.count() == 0
    session.refresh_from_db()
    assert session.state == Submission.State.IN_REVIEW

    Job.objects.filter(state=Job.State.RUNNING).update(lease_until="2020-01-01T00:00Z")
    Job.objects.update(not_before="2020-01-01T00:00Z")
    jobs.run_pending()
    session.refresh_from_db()
    assert session.state == Submission.State.PROVISIONAL
    assert Reading.objects.count() == 1


def test_a_hand_in_on_a_full_disk_is_refused_whole(client: Client) -> None:
    world.library()
    author = world.learner("Author Anders")
    client.force_login(author)
    client.get("/sessions/")
    sessions = Submission.objects.count()
    before = fill_disk()
    try:
        with pytest.raises(OperationalError, match="full"):
            bring_in_many(author)
    finally:
        make_room(before)
    assert Submission.objects.count() == sessions
