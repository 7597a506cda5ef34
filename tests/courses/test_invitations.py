"""Invitations: only a digest is kept, mails go out once, and who comes is a learner and nothing else."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from coachlms.accounts.models import Role, User
from coachlms.accounts.privacy import parts
from coachlms.jobs import services as jobs
from coachlms.jobs.models import Job
from courses import services
from courses.errors import AlreadyEnrolled, InvitationAnswered, InvitationOver, JustMailed
from courses.models import Cohort, Course, Enrolment, Extension, Invitation
from courses.services import invitations
from tests.courses.conftest import person

LIST = "Noor Amari,noor@example.net,7\nAyo,ayo@example.net\n"


def link_in(message: mail.EmailMessage) -> str:
    found = re.search(r"/join/([^/\s]+)/", str(message.body))
    assert found is not None
    return found.group(1)


@pytest.fixture
def link(cohort: Cohort, instructor: User) -> tuple[Invitation, str]:
    return invitations.create_link(cohort=cohort, created_by=instructor, days=7, uses=2)


@pytest.fixture
def mailed(cohort: Cohort, instructor: User) -> Invitation:
    invitations.invite_roster(cohort=cohort, text=LIST, invited_by=instructor)
    jobs.run_pending()
    return Invitation.objects.get(email="noor@example.net")


def test_only_the_digest_of_a_link_is_kept(link: tuple[Invitation, str]) -> None:
    row, token = link
    stored = Invitation.objects.values().get(pk=row.pk)
    assert len(token) >= 32
    assert token not in [str(value) for value in stored.values()]
    assert invitations.find(token) == row
    assert invitations.find(f"{token}x") is None


def test_link_lets_in_as_many_as_it_says(
    link: tuple[Invitation, str], cohort: Cohort, learner: User, stranger: User
) -> None:
    row, _token = link
    Cohort.objects.update(is_open=False)  # an invitation opens what is closed to others
    for user in (learner, stranger):
        invitations.accept(invitation=row, learner=user)
    with pytest.raises(InvitationOver, match="to Spring group no longer lets anybody in"):
        invitations.accept(invitation=row, learner=person("Third One"))
    row.refresh_from_db()
    assert (row.uses, row.state) == (2, "used up")
    assert set(cohort.enrolments.values_list("learner__name", flat=True)) == {
        "Mira Kern",
        "Stefan Stranger",
    }


def test_whoever_comes_is_a_learner_and_nothing_else(link: tuple[Invitation, str]) -> None:
    newcomer = person("New Comer")
    invitations.accept(invitation=link[0], learner=newcomer)
    assert list(newcomer.roles.values_list("role", flat=True)) == [Role.LEARNER]


def test_coming_twice_uses_nothing_up(link: tuple[Invitation, str], learner: User) -> None:
    invitations.accept(invitation=link[0], learner=learner)
    with pytest.raises(AlreadyEnrolled):
        invitations.accept(invitation=link[0], learner=learner)
    assert Invitation.objects.get().uses == 1


@pytest.mark.parametrize("how", ["revoked", "expired", "unpublished"])
def test_invitation_that_is_over_lets_nobody_in(
    link: tuple[Invitation, str], learner: User, how: str
) -> None:
    row, _token = link
    if how == "revoked":
        invitations.revoke(invitation=row)
    elif how == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    else:
        Course.objects.update(is_published=False)
    with pytest.raises(InvitationOver):
        invitations.accept(invitation=row, learner=learner)
    assert Enrolment.objects.count() == 0
    assert Invitation.objects.get().uses == 0


def test_list_becomes_one_mail_for_each_person(mailed: Invitation, cohort: Cohort) -> None:
    assert sorted(message.to[0] for message in mail.outbox) == [
        "ayo@example.net",
        "noor@example.net",
    ]
    (noor,) = [message for message in mail.outbox if message.to == ["noor@example.net"]]
    assert noor.subject == "CoachLMS: you are invited to Spring group"
    assert str(noor.body).startswith("Hello Noor Amari,\n")
    assert "Ines Instructor invites you to Spring group" in str(noor.body)
    assert invitations.find(link_in(noor)) == mailed
    assert mailed.state == "no answer yet"
    assert mailed.nonce not in str(noor.body)


def test_same_list_again_invites_nobody(
    mailed: Invitation, cohort: Cohort, instructor: User
) -> None:
    again = invitations.invite_roster(
        cohort=cohort, text=LIST + "Pia,pia@example.net", invited_by=instructor
    )
    assert (again.mails, again.lines) == (1, 3)
    jobs.run_pending()
    assert len(mail.outbox) == 3
    assert Invitation.objects.count() == 3


def test_mail_that_is_tried_twice_holds_the_same_link(mailed: Invitation) -> None:
    first = next(message for message in mail.outbox if message.to == ["noor@example.net"])
    Job.objects.filter(kind="send_invitation", subject=mailed.pk).update(
        state=Job.State.QUEUED, finished_at=None, attempt=1
    )
    jobs.run_pending()
    second = mail.outbox[-1]
    assert second.to == ["noor@example.net"]
    assert link_in(second) == link_in(first)
    assert second.extra_headers["Message-ID"] == first.extra_headers["Message-ID"]


def test_nothing_is_sent_when_it_was_taken_back_first(cohort: Cohort, instructor: User) -> None:
    invitations.invite_roster(cohort=cohort, text=LIST, invited_by=instructor)
    for row in Invitation.objects.all():
        invitations.revoke(invitation=row)
    jobs.run_pending()
    assert mail.outbox == []
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}


def test_mail_again_waits_and_then_sends_the_same_link(mailed: Invitation) -> None:
    with pytest.raises(JustMailed, match="Wait 10 minutes"):
        invitations.mail_again(invitation=mailed)
    jobs.run_pending()
    assert len(mail.outbox) == 2
    Invitation.objects.update(
        mail_asked_at=timezone.now() - timedelta(hours=1), expires_at=timezone.now()
    )
    invitations.mail_again(invitation=mailed)
    jobs.run_pending()
    assert invitations.find(link_in(mail.outbox[-1])) == mailed
    mailed.refresh_from_db()
    assert mailed.is_live


def test_mail_again_to_somebody_who_came_is_refused(mailed: Invitation, learner: User) -> None:
    invitations.accept(invitation=mailed, learner=learner)
    with pytest.raises(InvitationAnswered, match="Noor Amari has accepted already"):
        invitations.mail_again(invitation=mailed)
    assert len(mail.outbox) == 2


def test_days_of_the_list_become_an_extension(
    mailed: Invitation, learner: User, instructor: User
) -> None:
    place = invitations.accept(invitation=mailed, learner=learner)
    row = Extension.objects.get()
    assert (row.enrolment, row.module, row.days, row.given_by) == (place, None, 7, instructor)
    assert place.invitation == mailed


def test_taken_out_learner_does_not_come_back_by_her_old_mail(
    mailed: Invitation, learner: User
) -> None:
    place = invitations.accept(invitation=mailed, learner=learner)
    services.end_place(enrolment=place)
    mailed.refresh_from_db()
    assert mailed.state == "taken back"
    with pytest.raises(InvitationOver):
        invitations.accept(invitation=mailed, learner=learner)
    place.refresh_from_db()
    assert place.ended_at is not None


def test_new_invitation_brings_back_her_place_with_her_work(
    link: tuple[Invitation, str], enrolment: Enrolment, course: Course
) -> None:
    step = course.modules.get(position=1).steps.get(position=1)
    services.tick_step(enrolment=enrolment, step=step)
    services.end_place(enrolment=enrolment)
    place = invitations.accept(invitation=link[0], learner=enrolment.learner)
    assert (place.pk, place.ended_at) == (enrolment.pk, None)
    assert place.progress.get().step == step


def test_invitation_waits_only_for_an_address_that_was_proved(
    mailed: Invitation, learner: User
) -> None:
    address = learner.emailaddress_set.create(email="noor@example.net", verified=False)
    assert invitations.waiting_for(learner) == []
    address.verified = True
    address.save()
    assert invitations.waiting_for(learner) == [mailed]
    invitations.accept(invitation=mailed, learner=learner)
    assert invitations.waiting_for(learner) == []


def test_500_people_are_invited_at_once(cohort: Cohort, instructor: User) -> None:
    text = "\n".join(f"P{n},p{n}@example.net" for n in range(500))
    done = invitations.invite_roster(cohort=cohort, text=text, invited_by=instructor)
    assert done == invitations.Invited(mails=500, lines=500)
    assert Job.objects.filter(kind="send_invitation", queue="mail").count() == 500
    again = invitations.invite_roster(cohort=cohort, text=text, invited_by=instructor)
    assert again.mails == 0
    assert Invitation.objects.count() == 500


def test_addresses_are_forgotten_three_months_after_the_end(mailed: Invitation) -> None:
    Invitation.objects.filter(pk=mailed.pk).update(expires_at=timezone.now() - timedelta(days=91))
    assert invitations.forget_old() == 1
    assert list(Invitation.objects.values_list("email", flat=True)) == ["ayo@example.net"]


def test_leaving_deletes_invitations_and_places(
    mailed: Invitation, learner: User, instructor: User
) -> None:
    invitations.accept(invitation=mailed, learner=learner)
    (part,) = [part for part in parts() if part.name == "courses"]
    part.erase(learner)
    part.erase(instructor)
    assert Enrolment.objects.count() == Extension.objects.count() == 0
    row = Invitation.objects.get()
    assert (row.email, row.created_by) == ("ayo@example.net", None)
