"""Tell a person something, once: in the inbox and by mail."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from coachlms.accounts.models import User
from coachlms.jobs import services as jobs
from coachlms.jobs.registry import Hold, PermanentFailure, TemporaryFailure
from coachlms.notifications import tasks
from coachlms.notifications.models import Notice

SUBJECT_CHARS = 120


@transaction.atomic
def notify(*, user: User, key: str, text: str, path: str, mail: bool = True) -> None:
    """Put a line into the inbox, once per key; the mail follows as a job. Never words of a session."""
    notice, is_new = Notice.objects.get_or_create(
        user=user, key=key, defaults={"text": text, "path": path}
    )
    if is_new and mail:
        jobs.create(tasks.send_notice, notice.pk, key=f"send_notice:{notice.pk}")


def mark_read(*, user: User, notice_id: int) -> None:
    """Somebody else's notice, or one that was read before, stays as it is."""
    Notice.objects.filter(pk=notice_id, user=user, read_at__isnull=True).update(
        read_at=timezone.now()
    )


def mark_all_read(*, user: User) -> int:
    """Everything in the inbox counts as seen; says how many were new."""
    return user.notices.filter(read_at__isnull=True).update(read_at=timezone.now())


def mail_notice(*, notice_id: int, hold: Hold) -> None:
    """Send the mail of one notice. Sent twice after a crash, it carries the same Message-ID."""
    notice = Notice.objects.select_related("user").filter(pk=notice_id).first()
    if notice is None or notice.mailed_at or not notice.user.is_active:
        return  # erased, told already, or gone
    deliver(_message(notice))
    with hold.finish():
        Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())


def _message(notice: Notice) -> EmailMessage:
    words = {
        "notice": notice,
        "site_name": settings.SITE_NAME,
        "address": f"{settings.SITE_URL}{notice.path}",
    }
    subject = " ".join(render_to_string("emails/notice-subject.txt", words).split())
    host = urlsplit(settings.SITE_URL).hostname
    return EmailMessage(
        subject=subject[:SUBJECT_CHARS],
        body=render_to_string("emails/notice.txt", words),
        to=[notice.user.email],
        headers={
            "Message-ID": f"<notice-{notice.pk}-{notice.created_at:%Y%m%d%H%M%S}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def deliver(message: EmailMessage) -> None:
    """Send one mail from a job. PermanentFailure for an address that takes none, else TemporaryFailure."""
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        if all(code >= 500 for code, _ in error.recipients.values()):
            raise PermanentFailure(
                "address_refused", "The mail server says that this address takes no mail."
            ) from None
        raise TemporaryFailure("mail_delayed", "The mail server asks to try later.") from None
    except (smtplib.SMTPException, OSError):
        raise TemporaryFailure("mail_server", "The mail server cannot be reached.") from None
