"""The list, the settings, the progress and the deletion of one's own sessions."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coachlms.accounts.models import Role, User
from coachlms.jobs.models import Job
from courses.rubrics import Value
from reviews.models import DeletionReceipt, Share, Submission
from reviews.services import duties, sharing, withdrawal
from tests.reviews import world

pytestmark = pytest.mark.django_db

STEP = re.compile(r'<li data-state="(\w+)"')


@pytest.fixture
def author(client: Client) -> User:
    user = world.learner("Author Anders")
    client.force_login(user)
    return user


@pytest.fixture
def mentor(db: None) -> User:
    return world.person("Mentor Moser", Role.MENTOR)


def html(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.status_code
    return response.content.decode()


def polled(client: Client, session: Submission, status: int = 200) -> str:
    """The progress of a session as htmx asks for it."""
    response = client.get(f"/sessions/{session.pk}/progress/", headers={"HX-Request": "true"})
    assert response.status_code == status, response.status_code
    return response.content.decode()


# --- the list ---------------------------------------------------------------------------------------


def test_an_empty_list_says_what_comes_and_leads_to_it(client: Client, author: User) -> None:
    page = html(client, "/sessions/")
    assert "No sessions yet" in page
    assert page.count('href="/sessions/new/"') == 1


def test_the_list_names_the_next_deed_of_each_state(client: Client, author: User) -> None:
    draft = Submission.objects.create(learner=author)
    read = world.open_session(author)
    world.read_by_ai(read)
    waiting = world.open_session(author)
    withdrawn = world.open_session(author)
    withdrawal.withdraw_all(submission=withdrawn)

    page = html(client, "/sessions/")

    assert f'href="/sessions/{draft.pk}/hand-in/">Go on' in page
    assert f'href="/sessions/{waiting.pk}/">See how far it is' in page
    assert f'href="/sessions/{read.pk}/report/">Read the report' in page
    assert f'href="/sessions/{withdrawn.pk}/">See what was deleted' in page


def test_the_list_shows_whose_readings_are_in(client: Client, author: User) -> None:
    session = world.open_session(author)
    assert "Read by" not in html(client, "/sessions/")
    world.read_by_ai(session)
    world.peer_reads(world.peer_ready("Noor Amari"), world.Said({"8a": Value.SEEN}))
    page = html(client, "/sessions/")
    assert re.findall(r'data-voice="(\w+)"', page) == ["ai", "peer"]
    assert "Noor" not in page


def test_the_list_shows_ones_own_sessions_only(client: Client, author: User) -> None:
    world.open_session(world.learner("Other Olsen"))
    assert "The third row" not in html(client, "/sessions/")


def test_the_list_costs_the_same_for_one_and_for_fifty(client: Client, author: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            html(client, "/sessions/")
        return len(captured)

    world.read_by_ai(world.open_session(author))
    one = queries()
    for _ in range(49):
        world.open_session(author, turns=2)
    assert queries() == one
    assert one <= 8


def test_the_list_begins_with_what_is_not_handed_in(client: Client, author: User) -> None:
    draft = Submission.objects.create(learner=author, title="Half ready")
    newer = world.open_session(author)
    page = html(client, "/sessions/")
    assert newer.created_at > draft.created_at
    assert page.index("Half ready") < page.index("The third row")


def test_the_list_has_pages_of_twenty(client: Client, author: User) -> None:
    Submission.objects.bulk_create(Submission(learner=author) for _ in range(21))
    assert html(client, "/sessions/").count(">Go on<") == 20
    assert html(client, "/sessions/?page=2").count(">Go on<") == 1
    assert html(client, "/sessions/?page=nonsense").count(">Go on<") == 20


# --- settings and sharing -----------------------------------------------------------------------------


def test_settings_show_consents_link_countdown_and_log(
    client: Client, author: User, mentor: User
) -> None:
    session = world.open_session(author, mentor=mentor)
    until = timezone.localdate() + timedelta(days=12)
    Submission.objects.filter(pk=session.pk).update(delete_text_on=until)
    sharing.record_access(submission=session, user=mentor, role="mentor")
    page = html(client, f"/sessions/{session.pk}/settings/")
    assert page.count('data-label="Purpose"') == 4
    assert f"/withdraw/{session.withdrawal_key}/" in page
    assert "The transcript is deleted in 12 days" in page
    assert "Mentor Moser, mentor coach" in page


def test_settings_never_name_a_peer_who_opened_it(client: Client, author: User) -> None:
    session = world.open_session(author)
    peer = world.learner("Noor Amari")
    sharing.record_access(submission=session, user=peer, role="peer")
    page = html(client, f"/sessions/{session.pk}/settings/")
    assert "A peer" in page
    assert "Noor" not in page


def test_share_and_end_it_again(client: Client, author: User, mentor: User) -> None:
    session = world.open_session(author)
    base = f"/sessions/{session.pk}/"
    until = timezone.localdate() + timedelta(days=5)
    response = client.post(f"{base}share/", {"mentor": mentor.pk, "until": until})
    assert response["Location"] == f"{base}settings/"
    assert Share.objects.get().expires_on == until
    assert "Mentor Moser may read this session until" in html(client, f"{base}settings/")
    assert client.post(f"{base}share/end/")["Location"] == f"{base}settings/"
    assert Share.objects.get().revoked_at is not None


def test_a_share_that_is_over_can_be_given_again(
    client: Client, author: User, mentor: User
) -> None:
    session = world.open_session(author, mentor=mentor)
    Share.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    base = f"/sessions/{session.pk}/"
    page = html(client, f"{base}settings/")
    assert "may read this session until" not in page
    assert 'name="mentor"' in page
    assert "You and one mentor" not in html(client, base)
    client.post(f"{base}share/", {"mentor": mentor.pk, "until": timezone.localdate()})
    assert "You and one mentor" in html(client, base)
    assert Share.objects.count() == 1


def test_nobody_shares_with_herself(client: Client, mentor: User) -> None:
    session = world.open_session(mentor)
    client.force_login(mentor)
    base = f"/sessions/{session.pk}/"
    assert f'<option value="{mentor.pk}"' not in html(client, f"{base}settings/")
    form = {"mentor": mentor.pk, "until": timezone.localdate()}
    assert client.post(f"{base}share/", form).status_code == 422
    assert Share.objects.count() == 0


def test_a_peer_who_reads_it_stands_in_the_log_without_her_name(
    client: Client, author: User
) -> None:
    session = world.open_session(author)
    review = duties.offer_next(reviewer=world.peer_ready("Noor Amari"))
    reader = Client()
    assert review.reviewer is not None
    reader.force_login(review.reviewer)
    assert "Nobody beside you has opened" in html(client, f"/sessions/{session.pk}/settings/")
    html(reader, review.get_absolute_url())
    html(reader, review.get_absolute_url())
    page = html(client, f"/sessions/{session.pk}/settings/")
    assert page.count("A peer") == 1
    assert "Noor" not in page


def test_the_room_leads_its_learner_to_the_settings(
    client: Client, author: User, mentor: User
) -> None:
    session = world.open_session(author, mentor=mentor)
    leads = f'href="/sessions/{session.pk}/settings/"'
    assert leads in html(client, f"/sessions/{session.pk}/")
    client.force_login(mentor)
    assert leads not in html(client, f"/sessions/{session.pk}/")


@pytest.mark.parametrize("days", [-1, -300])
def test_share_until_a_day_that_is_over_is_refused(
    client: Client, author: User, mentor: User, days: int
) -> None:
    session = world.open_session(author)
    until = timezone.localdate() + timedelta(days=days)
    form = {"mentor": mentor.pk, "until": until}
    response = client.post(f"/sessions/{session.pk}/share/", form)
    assert response.status_code == 422
    assert "This day is over" in response.content.decode()
    assert Share.objects.count() == 0


def test_share_with_somebody_who_is_no_mentor_is_refused(client: Client, author: User) -> None:
    session = world.open_session(author)
    form = {"mentor": world.learner("Other Olsen").pk, "until": timezone.localdate()}
    assert client.post(f"/sessions/{session.pk}/share/", form).status_code == 422
    assert Share.objects.count() == 0


def test_without_consent_for_a_mentor_there_is_nothing_to_share_with(
    client: Client, author: User, mentor: User
) -> None:
    session = world.open_session(author)
    session.consents.filter(purpose="mentor").update(withdrawn_at=timezone.now())
    base = f"/sessions/{session.pk}/"
    assert 'name="mentor"' not in html(client, f"{base}settings/")
    form = {"mentor": mentor.pk, "until": timezone.localdate()}
    response = client.post(f"{base}share/", form)
    assert response.status_code == 409
    assert "Your client has not agreed" in response.content.decode()
    assert Share.objects.count() == 0


# --- deleting -----------------------------------------------------------------------------------------


def test_delete_asks_first_and_gives_a_receipt(client: Client, author: User) -> None:
    session = world.open_session(author)
    path = f"/sessions/{session.pk}/delete/"
    assert "10 turns of the masked transcript" in html(client, path)
    assert "Delete “The third row”?" in client.post(path, {}).content.decode()
    assert Submission.objects.filter(pk=session.pk).exists()

    assert client.post(path, {"confirm": "1"})["Location"] == "/sessions/deleted/"
    assert not Submission.objects.exists()
    assert "10 turns, 0 quotes and 0 uploaded texts" in html(client, "/sessions/deleted/")
    assert client.post(path, {"confirm": "1"}).status_code == 404


def test_a_receipt_is_shown_to_the_browser_that_deleted_only(client: Client, author: User) -> None:
    DeletionReceipt.objects.create(
        submission_number=1, reason="learner", turns=1, quotes=1, files=0
    )
    html(client, "/sessions/deleted/", status=404)


# --- progress -----------------------------------------------------------------------------------------


def test_progress_waits_and_goes_on_being_asked_for(client: Client, author: User) -> None:
    session = world.open_session(author)
    page = polled(client, session)
    assert STEP.findall(page) == ["done", "now", "next"]
    assert "AI reader: waiting for its turn" in page
    assert "<html" not in page


def test_progress_counts_what_the_reader_has_done(client: Client, author: User) -> None:
    session = world.open_session(author)
    Job.objects.filter(kind="review_with_ai").update(
        state="running",
        progress=1,
        progress_total=2,
        progress_text="Reading the conversation",
        token="00000000-0000-0000-0000-000000000001",
        lease_until=timezone.now() + timedelta(seconds=30),
    )
    page = polled(client, session)
    assert "AI reader: reading the conversation" in page
    assert 'max="2" value="1"' in page


def test_progress_stops_being_asked_for_once_there_is_something_to_read(
    client: Client, author: User, mentor: User
) -> None:
    session = world.open_session(author, mentor=mentor)
    world.read_by_ai(session)
    page = polled(client, session, status=286)
    assert STEP.findall(page) == ["done", "done", "now", "next"]
    assert "Peers: 0 of 2 have read it" in page
    assert f'href="/sessions/{session.pk}/report/"' in page


def test_progress_is_a_page_of_its_own_without_htmx(client: Client, author: User) -> None:
    session = world.open_session(author)
    path = f"/sessions/{session.pk}/progress/"
    page = html(client, path)
    assert page.startswith("<!doctype html>")
    assert f'hx-get="{path}" hx-trigger="every 2s"' in page
    assert f'href="{path}">Look again' in page
    world.read_by_ai(session)
    page = html(client, path)
    assert f'hx-get="{path}"' not in page
    assert f'href="/sessions/{session.pk}/report/"' in page


def test_progress_of_what_nobody_reads_leads_to_what_to_do(client: Client, author: User) -> None:
    draft = Submission.objects.create(learner=author)
    withdrawn = world.open_session(author)
    withdrawal.withdraw_all(submission=withdrawn)
    for session in (draft, withdrawn):
        response = client.get(f"/sessions/{session.pk}/progress/")
        assert response["Location"] == f"/sessions/{session.pk}/"
    assert "Withdrawn by the client" in polled(client, withdrawn, status=286)


def test_progress_leaves_out_readers_the_client_did_not_agree_to(
    client: Client, author: User
) -> None:
    session = world.open_session(author)
    session.consents.filter(purpose="peers").update(withdrawn_at=timezone.now())
    assert "Peers" not in polled(client, session)


def test_a_reading_that_was_given_up_says_so_and_can_be_tried_again(
    client: Client, author: User
) -> None:
    session = world.open_session(author)
    Job.objects.filter(kind="review_with_ai").update(
        state="dead", error_text="The reader ran out of memory.", attempt=6
    )
    page = polled(client, session, status=286)
    assert "The reader ran out of memory." in page
    assert "is being read" not in page
    assert "Your session is safe" in page
    again = f"/sessions/{session.pk}/progress/again/"
    assert client.post(again)["Location"] == f"/sessions/{session.pk}/"
    job = Job.objects.get(kind="review_with_ai")
    assert (job.state, job.attempt) == ("queued", 0)
    assert client.post(again)["Location"] == f"/sessions/{session.pk}/"  # clicked twice
    assert Job.objects.filter(kind="review_with_ai").count() == 1
    world.read_by_ai(session)
    assert session.state == Submission.State.PROVISIONAL


# --- strangers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["settings", "delete", "progress", "client-link"])
@pytest.mark.parametrize("who", ["stranger", "mentor"])
def test_the_pages_of_a_session_are_its_learners_only(
    client: Client, mentor: User, page: str, who: str
) -> None:
    session = world.open_session(world.learner("Author Anders"), mentor=mentor)
    client.force_login(mentor if who == "mentor" else world.learner("Stranger Stein"))
    html(client, f"/sessions/{session.pk}/{page}/", status=404)


@pytest.mark.parametrize("deed", ["share", "share/end", "delete", "progress/again"])
def test_a_stranger_can_change_nothing(client: Client, mentor: User, deed: str) -> None:
    session = world.open_session(world.learner("Author Anders"), mentor=mentor)
    client.force_login(mentor)
    form = {"confirm": "1", "mentor": mentor.pk, "until": timezone.localdate()}
    assert client.post(f"/sessions/{session.pk}/{deed}/", form).status_code == 404
    assert session.shares.filter(revoked_at=None).count() == 1
    assert Submission.objects.get().turns.count() == len(world.TALK)


def test_a_session_past_its_retention_keeps_room_and_report(client: Client, author: User) -> None:
    session = world.open_session(author)
    world.read_by_ai(session)
    Submission.objects.filter(pk=session.pk).update(delete_text_on=timezone.localdate())
    assert withdrawal.purge_expired() == 1
    base = f"/sessions/{session.pk}/"
    assert "The words of this session were deleted" in html(client, base)
    report = html(client, f"{base}report/")
    assert "I felt unusually quiet." in report
    assert world.TALK[1][1] not in report
    assert f'href="{base}report/">Read the report' in html(client, "/sessions/")
    assert "10 turns" in html(client, f"{base}settings/")
