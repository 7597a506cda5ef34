"""Told once, by inbox and by mail, and the mail says nothing private."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from coachlms.accounts.models import User
from coachlms.jobs import services as jobs
from coachlms.jobs.models import Job
from coachlms.notifications import services, tasks
from coachlms.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner() -> User:
    return User.objects.create_user("mina@example.org", "a long password", name="Mina O’Neil")


@pytest.fixture
def stranger() -> User:
    return User.objects.create_user("otto@example.org", "a long password", name="Otto")


def tell(learner: User, key: str = "report:1") -> None:
    services.notify(
        user=learner, key=key, text="Your feedback is ready.", path="/sessions/1/feedback"
    )


def test_notify_tells_the_same_thing_once(learner: User) -> None:
    tell(learner)
    tell(learner)
    jobs.run_pending()
    notice = Notice.objects.get()
    assert (notice.text, notice.path) == ("Your feedback is ready.", "/sessions/1/feedback")
    assert notice.mailed_at is not None
    assert len(mail.outbox) == 1


def test_notify_without_mail_stays_in_the_inbox(learner: User) -> None:
    services.notify(user=learner, key="k", text="Saved.", path="/", mail=False)
    assert jobs.run_pending() == 0
    assert Notice.objects.get().mailed_at is None
    assert mail.outbox == []


def test_mail_holds_greeting_text_and_address(learner: User) -> None:
    tell(learner)
    jobs.run_pending()
    (message,) = mail.outbox
    assert message.to == ["mina@example.org"]
    assert message.subject == "CoachLMS: Your feedback is ready."
    lines = [line for line in str(message.body).splitlines() if line]
    assert lines[:4] == [
        "Hello Mina O’Neil,",
        "Your feedback is ready.",
        "Open it here:",
        "http://localhost:8000/sessions/1/feedback",
    ]


def test_mail_after_a_crash_carries_the_same_message_id(
    learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(learner)
    send = EmailMessage.send

    def send_and_lose_power(message: EmailMessage, fail_silently: bool = False) -> int:
        send(message, fail_silently)
        raise OSError

    with monkeypatch.context() as edge:
        edge.setattr(EmailMessage, "send", send_and_lose_power)
        jobs.run_pending()
    assert Notice.objects.get().mailed_at is None
    Job.objects.update(not_before=timezone.now())
    jobs.run_pending()
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert Notice.objects.get().mailed_at is not None


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (smtplib.SMTPServerDisconnected("gone"), "queued", "mail_server"),
        (ConnectionRefusedError(), "queued", "mail_server"),
        (smtplib.SMTPRecipientsRefused({"x": (451, b"later")}), "queued", "mail_delayed"),
        (smtplib.SMTPRecipientsRefused({"x": (550, b"nobody")}), "dead", "address_refused"),
    ],
)
def test_mail_trouble_is_tried_again_unless_the_address_is_refused(
    learner: User, monkeypatch: pytest.MonkeyPatch, error: Exception, state: str, code: str
) -> None:
    def refuse(message: EmailMessage, fail_silently: bool = False) -> int:
        raise error

    monkeypatch.setattr(EmailMessage, "send", refuse)
    tell(learner)
    jobs.run_pending()
    notice = Notice.objects.get()
    job = jobs.progress_of(tasks.send_notice, notice.pk)
    assert job is not None
    assert (job.state, job.error_code) == (state, code)
    assert notice.mailed_at is None


def test_mail_is_not_sent_to_an_account_that_was_closed(learner: User) -> None:
    tell(learner)
    User.objects.update(is_active=False)
    jobs.run_pending()
    assert mail.outbox == []
    assert Job.objects.get().state == Job.State.DONE


def test_mail_of_an_erased_notice_is_done_without_a_mail(learner: User) -> None:
    tell(learner)
    Notice.objects.all().delete()
    jobs.run_pending()
    assert mail.outbox == []
    assert Job.objects.get().state == Job.State.DONE


def test_mark_read_leaves_other_peoples_notices_alone(learner: User, stranger: User) -> None:
    tell(learner)
    notice = Notice.objects.get()
    services.mark_read(user=stranger, notice_id=notice.pk)
    notice.refresh_from_db()
    assert notice.read_at is None


def test_mark_read_keeps_the_first_time(learner: User) -> None:
    tell(learner)
    notice = Notice.objects.get()
    services.mark_read(user=learner, notice_id=notice.pk)
    yesterday = timezone.now() - timedelta(days=1)
    Notice.objects.update(read_at=yesterday)
    services.mark_read(user=learner, notice_id=notice.pk)
    notice.refresh_from_db()
    assert notice.read_at == yesterday
