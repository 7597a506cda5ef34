"""The page behind an invitation, the list of invitations, and the look at a list before it is sent."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone

from coachlms.accounts.models import User
from coachlms.jobs import services as jobs
from courses.models import Cohort, Enrolment, Invitation
from courses.services import invitations
from tests.courses.test_views_library import page, words

COURSE = "/courses/coaching-in-practice/"


@pytest.fixture
def link(cohort: Cohort, instructor: User) -> str:
    _row, token = invitations.create_link(cohort=cohort, created_by=instructor, days=7, uses=5)
    return f"/join/{token}/"


def test_signed_in_person_joins_with_one_click(
    client: Client, link: str, learner: User, cohort: Cohort
) -> None:
    client.force_login(learner)
    text = words(page(client, link))
    assert "You are invited to Spring group" in text
    assert "Join Spring group You are signed in as Mira Kern." in text
    assert Enrolment.objects.count() == 0
    assert client.post(link)["Location"] == COURSE
    assert cohort.enrolments.get().learner == learner
    again = client.post(link, follow=True)
    assert "You are already in Spring group." in again.content.decode()
    assert Invitation.objects.get().uses == 1


def test_visitor_who_signs_in_is_in_the_group_at_once(
    client: Client, link: str, learner: User, cohort: Cohort
) -> None:
    assert client.post(link, {"sign-in": ""})["Location"] == "/accounts/login/"
    client.force_login(learner)
    assert client.get("/courses/")["Location"] == "/join/"
    assert client.get("/join/")["Location"] == COURSE
    assert cohort.enrolments.get().learner == learner
    assert client.get("/join/")["Location"] == "/courses/"  # only once


def test_page_that_goes_on_writes_only_for_whoever_said_yes(
    client: Client, link: str, learner: User
) -> None:
    client.get(link)
    client.force_login(learner)
    assert client.get("/join/")["Location"] == "/courses/"
    assert Enrolment.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "words_of_it"),
    [
        ({"revoked_at": timezone.now()}, "It was taken back."),
        ({"expires_at": timezone.now()}, "It held until"),
        ({"uses": 5}, "As many people have come by it as it was meant for."),
    ],
)
def test_over_is_said_kindly(
    client: Client, link: str, learner: User, change: dict[str, object], words_of_it: str
) -> None:
    client.post(link)
    Invitation.objects.update(**change)
    visitor = client.get(link)
    assert visitor.status_code == 410
    assert words_of_it in visitor.content.decode()
    assert "Ask Ines Instructor" in visitor.content.decode()
    client.force_login(learner)
    assert client.post(link).status_code == 410
    assert client.get("/join/").status_code == 410
    assert Enrolment.objects.count() == 0


def test_unknown_link_says_what_may_have_happened(client: Client, link: str) -> None:
    response = client.get("/join/nothing-like-it/")
    assert response.status_code == 404
    assert "It may have been cut in two by a mail program." in response.content.decode()


def test_closed_sign_up_opens_for_invited_people_alone(client: Client, link: str) -> None:
    with override_settings(SIGN_UP_OPEN=False):
        assert "Sign-up is closed" in client.get("/accounts/signup/").content.decode()
        assert client.post(link)["Location"] == "/accounts/signup/"
        assert "Create the account" in client.get("/accounts/signup/").content.decode()
        assert "Sign-up is closed" in Client().get("/accounts/signup/").content.decode()


def test_sign_up_begins_with_name_and_address_of_the_invitation(
    client: Client, cohort: Cohort, instructor: User
) -> None:
    invitations.invite_roster(
        cohort=cohort, text="Noor Amari,noor@example.net", invited_by=instructor
    )
    token = invitations.token_of(Invitation.objects.get())
    client.post(f"/join/{token}/")
    html = client.get("/accounts/signup/").content.decode()
    assert 'value="Noor Amari"' in html
    assert 'value="noor@example.net"' in html
    assert 'value="Noor Amari"' not in Client().get("/accounts/signup/").content.decode()


def test_invitation_to_a_proved_address_stands_on_the_courses_page(
    client: Client, cohort: Cohort, instructor: User, learner: User, stranger: User
) -> None:
    invitations.invite_roster(cohort=cohort, text="M,mira.kern@example.org", invited_by=instructor)
    Cohort.objects.update(is_open=False)
    address = f"/courses/invitations/{Invitation.objects.get().pk}/accept/"
    client.force_login(learner)
    assert client.post(address).status_code == 404
    learner.emailaddress_set.create(email="mira.kern@example.org", verified=True)
    assert "You are invited" in page(client, "/courses/")
    client.force_login(stranger)
    assert client.post(address).status_code == 404
    assert Enrolment.objects.count() == 0
    client.force_login(learner)
    assert client.post(address)["Location"] == COURSE
    assert Enrolment.objects.get().learner == learner


def test_list_is_looked_at_before_anything_is_sent(
    client: Client, cohort: Cohort, instructor: User
) -> None:
    client.force_login(instructor)
    base = f"/cohorts/{cohort.pk}/invitations/"
    data = b"Noor,noor@example.net\nAyo,nobody\nNoor,noor@example.net\n"
    upload = SimpleUploadedFile("class.csv", data, "text/csv")
    response = client.post(f"{base}check/", {"file": upload})
    text = words(response.content.decode())
    assert "1 of 3 lines will become a mail." in text
    assert "not invited: “nobody” is no e-mail address" in text
    assert "not invited: stands in line 1 already" in text
    assert Invitation.objects.count() == 0
    sent = client.post(f"{base}send/", {"text": data.decode()}, follow=True)
    assert "1 mail is on its way." in sent.content.decode()
    jobs.run_pending()
    assert [message.to for message in mail.outbox] == [["noor@example.net"]]
    client.post(f"{base}send/", {"text": data.decode()})
    jobs.run_pending()
    assert len(mail.outbox) == 1


def test_names_of_a_list_are_shown_as_text(
    client: Client, cohort: Cohort, instructor: User
) -> None:
    client.force_login(instructor)
    bad = "<img src=x onerror=alert(1)>,x@example.net"
    base = f"/cohorts/{cohort.pk}/invitations/"
    checked = client.post(f"{base}check/", {"text": bad}).content.decode()
    assert "<img" not in checked
    client.post(f"{base}send/", {"text": bad})
    assert "<img" not in client.get(base).content.decode()
    assert "&lt;img src=x" in client.get(base).content.decode()


def test_empty_and_too_large_lists_are_sent_back(
    client: Client, cohort: Cohort, instructor: User
) -> None:
    client.force_login(instructor)
    address = f"/cohorts/{cohort.pk}/invitations/check/"
    empty = client.post(address, {"text": " "})
    assert empty.status_code == 422
    assert "Choose a file or paste at least one line." in empty.content.decode()
    large = SimpleUploadedFile("big.csv", b"x" * 1_100_000, "text/csv")
    assert "larger than 1 MB" in client.post(address, {"file": large}).content.decode()


def test_new_link_is_shown_once(client: Client, cohort: Cohort, instructor: User) -> None:
    client.force_login(instructor)
    base = f"/cohorts/{cohort.pk}/invitations/"
    html = client.post(f"{base}link/", {"uses": "3", "days": "7"}).content.decode()
    token = html.split("/join/", 1)[1].split("/", 1)[0]
    row = invitations.find(token)
    assert row is not None
    assert (row.cohort, row.uses_allowed) == (cohort, 3)
    assert "/join/" not in page(client, base)
    assert "Link for 3 open, 0 of 3 came" in words(page(client, base))


def test_revoke_and_mail_again_reach_only_ones_own_cohort(
    client: Client, cohort: Cohort, instructor: User
) -> None:
    other = Cohort.objects.create(course=cohort.course, name="O", starts_on=cohort.starts_on)
    row, _token = invitations.create_link(cohort=other, created_by=instructor, days=1, uses=1)
    client.force_login(instructor)
    for deed in ("revoke", "again"):
        address = f"/cohorts/{cohort.pk}/invitations/{row.pk}/{deed}/"
        assert client.post(address).status_code == 404
    row.refresh_from_db()
    assert row.revoked_at is None
