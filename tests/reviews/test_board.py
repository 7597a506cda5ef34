"""The instructor's board: states by module, who needs her, the same few queries for any group, never a word."""

import csv
import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coachlms.accounts.models import Role, User
from courses import services
from courses.models import Cohort, Competency, Enrolment, Module, Step
from courses.services.board import grid_of
from courses.services.invitations import invite_roster
from reviews.models import Review, Submission
from reviews.services.board import Board, board_of
from tests.courses.test_views_library import page, queries_of, words
from tests.reviews import world

pytestmark = pytest.mark.django_db
TODAY = datetime(2027, 3, 10, 9, tzinfo=ZoneInfo("UTC"))


@pytest.fixture
def cohort() -> Cohort:
    """Three modules of two steps, going together since Monday 1 March 2027; the third waits for the second."""
    found = world.cohort()
    found.pace, found.starts_on = Cohort.Pace.COHORT, date(2027, 3, 1)
    found.save()
    for place in (1, 2, 3):
        chapter = found.course.modules.create(
            position=place,
            title=f"Chapter {place}",
            summary="s",
            competency=Competency.objects.get(number=8),
        )
        chapter.steps.create(position=1, kind=Step.Kind.READ, title="Read")
        chapter.steps.create(position=2, kind=Step.Kind.REVIEW, title="Review", needed=place)
    Module.objects.filter(position=3).update(requires=Module.objects.get(position=2))
    return found


@pytest.fixture
def instructor(cohort: Cohort) -> User:
    user = world.person("Ines Ort", Role.INSTRUCTOR)
    cohort.instructors.add(user)
    return user


def finish(learner: User, position: int, count: int = 2) -> None:
    place = learner.enrolments.get()
    for step in Step.objects.filter(module__position=position, position__lte=count):
        services.complete_step(enrolment=place, step=step)


def seen_by(user: User) -> Board:
    return board_of(cohort=world.cohort(), viewer=user)


@time_machine.travel(TODAY, tick=False)
def test_grid_shows_done_late_due_open_and_locked(cohort: Cohort) -> None:
    ayo, mira, noor = (world.learner(name) for name in ("Ayo Tal", "Mira Kern", "Noor Amari"))
    finish(ayo, 1)
    finish(mira, 1, count=1)
    finish(noor, 1)
    finish(noor, 2)
    services.extend(
        enrolment=mira.enrolments.get(),
        days=2,
        reason="",
        given_by=ayo,
        module=Module.objects.get(position=1),
    )
    rows = {row.name: row for row in grid_of(cohort).learners}
    told = {
        name: [(cell.state, cell.text, cell.steps_text) for cell in row.cells]
        for name, row in rows.items()
    }
    assert told == {
        "Ayo T.": [
            ("done", "done", ""),
            ("due", "due 14 Mar", ""),
            ("locked", "not open yet", ""),
        ],
        "Mira K.": [
            ("late", "1 day over", "1 of 2"),
            ("due", "due 14 Mar", ""),
            ("locked", "not open yet", ""),
        ],
        "Noor A.": [("done", "done", ""), ("done", "done", ""), ("open", "not begun", "")],
    }
    assert rows["Mira K."].days_over == 1
    assert grid_of(cohort).reviews_asked == 6


def test_waiting_sessions_come_longest_first_with_what_they_wait_for(
    cohort: Cohort, instructor: User
) -> None:
    author, other = world.learner("Mira Kern"), world.learner("Pia Lind")
    first, second = world.open_session(author), world.open_session(other)
    world.read_by_ai(first)
    past = timezone.now() - timedelta(days=6)
    Submission.objects.filter(pk=second.pk).update(handed_in_at=past)
    peer = world.peer_ready("Peer One")
    Review.objects.create(
        submission=first, reviewer=peer, source="peer", opened_at=past, due_at=timezone.now()
    )
    board = seen_by(instructor)
    assert [(row.learner.name, row.days, row.why) for row in board.waiting] == [
        ("Pia L.", 6, "AI reader only"),
        ("Mira K.", 0, "AI reader only, 1 open"),
    ]
    assert board.reviews_due == {"today": ["Peer O."], "later": [], "lapsed": []}


def test_session_the_client_gave_to_nobody_waits_for_nobody(
    cohort: Cohort, instructor: User
) -> None:
    world.peer_ready("Peer One")
    board = seen_by(instructor)
    assert board.waiting == ()
    assert [(row.sessions, row.heard_by) for row in board.rows] == [(1, ())]


def test_title_and_address_are_for_whom_the_session_is_shared_with(
    cohort: Cohort, instructor: User
) -> None:
    session = world.open_session(world.learner("Mira Kern"))
    (row,) = seen_by(instructor).waiting
    assert (row.title, row.address, seen_by(instructor).next_address) == ("", "", "")
    share = world.share(session, instructor)
    board = seen_by(instructor)
    assert (board.waiting[0].title, board.next_address) == (
        "The third row",
        f"/sessions/{session.pk}/",
    )
    share.revoked_at = timezone.now()
    share.save()
    assert seen_by(instructor).waiting[0].title == ""


def test_reviews_and_voices_are_counted(cohort: Cohort, instructor: User) -> None:
    author = world.learner("Mira Kern")
    session = world.open_session(author)
    world.read_by_ai(session)
    peer = world.peer_ready("Peer One")
    world.peer_reads(peer)
    rows = {row.learner.name: row for row in seen_by(instructor).rows}
    assert rows["Mira K."].heard_by == ("ai", "peer")
    assert (rows["Peer O."].given, rows["Peer O."].given_text) == (1, "1 of 6")
    assert rows["Mira K."].given_text == "0 of 6"


def test_no_word_of_a_session_stands_on_the_board(
    client: Client, cohort: Cohort, instructor: User
) -> None:
    author = world.learner("Mira Kern")
    session = world.open_session(author)
    world.read_by_ai(session)
    world.peer_reads(world.peer_ready("Peer One"), world.Said())
    client.force_login(instructor)
    for address in (f"/cohorts/{cohort.pk}/", f"/cohorts/{cohort.pk}/board.csv"):
        text = client.get(address).content.decode()
        hers = (session.title, session.focus_question, session.reflection)
        said = [turn.text for turn in session.turns.all()]
        theirs = ["You stayed inside her picture.", "I would wait a little longer."]
        assert [words for words in (*hers, *said, *theirs) if words in text] == []


def test_strangers_learners_and_other_instructors_find_no_board(
    client: Client, cohort: Cohort, instructor: User
) -> None:
    learner = world.learner("Mira Kern")
    other = world.person("Otto Other", Role.INSTRUCTOR)
    for user in (learner, other):
        client.force_login(user)
        for address in (f"/cohorts/{cohort.pk}/", f"/cohorts/{cohort.pk}/board.csv"):
            assert client.get(address).status_code == 404


@time_machine.travel(TODAY, tick=False)
def test_filters_and_orders_come_from_the_address(
    client: Client, cohort: Cohort, instructor: User
) -> None:
    late, quiet, done = (world.learner(name) for name in ("Ayo Tal", "Mira Kern", "Noor Amari"))
    for learner in (quiet, done):
        finish(learner, 1)
    Enrolment.objects.filter(learner=quiet).update(enrolled_at=TODAY - timedelta(days=60))
    quiet.enrolments.get().progress.update(done_at=TODAY - timedelta(days=20))
    services.extend(enrolment=done.enrolments.get(), days=1, reason="", given_by=instructor)
    client.force_login(instructor)

    def names(query: str) -> list[str]:
        html = page(client, f"/cohorts/{cohort.pk}/{query}")
        return [part.split("<", 1)[0] for part in html.split('<th scope="row">')[1:]]

    assert names("") == names("?show=nonsense&sort=nonsense") == ["Ayo T.", "Mira K.", "Noor A."]
    assert names("?show=late") == ["Ayo T."]
    assert names("?show=quiet") == ["Mira K."]
    assert names("?show=waiting") == []
    assert names("?sort=last") == ["Ayo T.", "Mira K.", "Noor A."]
    assert names("?sort=late")[0] == "Ayo T."
    assert late.enrolments.count() == 1


def test_csv_is_text_to_a_spreadsheet(client: Client, cohort: Cohort, instructor: User) -> None:
    for number, name in enumerate(("=1+1", "+2", "-3", "@SUM(A1)", "Zoë Zed")):
        user = world.learner(f"L {number}")
        User.objects.filter(pk=user.pk).update(name=name)
    client.force_login(instructor)
    response = client.get(f"/cohorts/{cohort.pk}/board.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="spring.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Learner", "1. Chapter 1", "2. Chapter 2"]
    assert sorted(row[0] for row in rows[1:]) == ["'+2", "'-3", "'=1+1", "'@SUM(A1)", "Zoë Zed"]
    assert rows[1][4:9] == ["0", "0", "6", "0", rows[1][8]]


def test_unanswered_invitations_are_counted(
    client: Client, cohort: Cohort, instructor: User
) -> None:
    invite_roster(cohort=cohort, text="A,a@example.net\nB,b@example.net", invited_by=instructor)
    cohort.invitations.update(mailed_at=timezone.now())
    client.force_login(instructor)
    html = page(client, f"/cohorts/{cohort.pk}/")
    assert "Invitations without an answer: 2" in html
    assert "Nobody is in the group yet" in html


@pytest.mark.parametrize("what", ["", "board.csv"])
def test_board_costs_the_same_for_1_and_50_learners(
    client: Client, cohort: Cohort, instructor: User, what: str
) -> None:
    client.force_login(instructor)

    def more(count: int) -> int:
        for number in range(count):
            learner = world.learner(f"Learner {count} {number}")
            finish(learner, 1, count=1)
            services.extend(
                enrolment=learner.enrolments.get(), days=1, reason="", given_by=instructor
            )
            session = world.draft_session(learner)
            if number % 2:
                world.share(session, instructor)
            world.open_reviews(submission=session)
        if what:
            return len_of_queries(client, f"/cohorts/{cohort.pk}/{what}")
        return queries_of(client, f"/cohorts/{cohort.pk}/")

    assert more(1) == more(49) <= 12


def len_of_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address)["Content-Type"].startswith("text/csv")
    return len(queries)


def test_board_page_names_who_needs_the_instructor(
    client: Client, cohort: Cohort, instructor: User
) -> None:
    Cohort.objects.update(starts_on=timezone.localdate() - timedelta(days=10))
    learner = world.learner("Mira Kern")
    world.open_session(learner)
    client.force_login(instructor)
    text = words(page(client, f"/cohorts/{cohort.pk}/"))
    assert "1 learner in Course" in text
    assert "1 session waits for a person." in text
    assert "A session of Mira K. since today nobody has read it yet" in text
    assert "Mira K. Give more time to Mira K. “Chapter 1”, 4 days over" in text
    assert "Write to the group" in text
