"""Ways into a cohort: a link for several, mails for the people of a list, and what happens when somebody comes."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from coachlms.accounts.models import Role, User
from coachlms.accounts.services import grant_role
from coachlms.jobs import services as jobs
from coachlms.jobs.registry import Hold
from coachlms.notifications.services import SUBJECT_CHARS, deliver
from courses.errors import AlreadyEnrolled, InvitationAnswered, InvitationOver, JustMailed
from courses.models import Cohort, Enrolment, Extension, Invitation
from courses.models.cohort import digest_of
from courses.services.cohorts import addresses_of
from courses.services.roster import Line, check_roster
from courses.tasks import send_invitation

FORGOTTEN_AFTER = timedelta(days=90)
MAIL_AGAIN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Invited:
    """What a confirmed list did: mails that were asked for, of how many lines."""

    mails: int
    lines: int


@transaction.atomic
def create_link(
    *, cohort: Cohort, created_by: User, days: int, uses: int
) -> tuple[Invitation, str]:
    """A link that lets `uses` people in within `days`, and its text, which nobody can read again."""
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        cohort=cohort,
        digest=digest_of(token),
        uses_allowed=uses,
        created_by=created_by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return invitation, token


@transaction.atomic
def invite_roster(*, cohort: Cohort, text: str, invited_by: User) -> Invited:
    """Invite everybody of the list who is not in and not invited; the same list again invites nobody.

    Each mail is a job of its own. RosterTooLong, RosterUnreadable.
    """
    Cohort.objects.select_for_update().get(pk=cohort.pk)  # the same list, confirmed twice at once
    lines = check_roster(cohort=cohort, text=text)
    rows = Invitation.objects.bulk_create(
        _personal(cohort, line, invited_by) for line in lines if line.status == "invite"
    )
    again = [line.email for line in lines if line.status == "again"]
    expired = Invitation.objects.filter(cohort=cohort, email__in=again, revoked_at=None)
    mails = [*rows, *expired]
    _ask_for_mails(mails)
    return Invited(len(mails), len(lines))


@transaction.atomic
def mail_again(*, invitation: Invitation) -> None:
    """The same mail once more, good for another month. InvitationAnswered, InvitationOver, JustMailed."""
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.is_used_up:
        raise InvitationAnswered(person=held.name or held.email)
    if held.revoked_at or not held.email:
        raise InvitationOver(cohort=held.cohort)
    if held.mail_asked_at and held.mail_asked_at > timezone.now() - MAIL_AGAIN_AFTER:
        raise JustMailed(minutes=int(MAIL_AGAIN_AFTER.total_seconds() // 60))
    _ask_for_mails([held])


def revoke(*, invitation: Invitation) -> None:
    """It lets nobody in from now on; who came by it stays."""
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=timezone.now())
    invitation.refresh_from_db()


@transaction.atomic
def accept(*, invitation: Invitation, learner: User) -> Enrolment:
    """A place in the cohort, open or not, as a learner and nothing else; one use of the invitation.

    AlreadyEnrolled uses nothing up; InvitationOver when it was taken back, expired or used up meanwhile.
    """
    cohort = invitation.cohort
    places = Enrolment.objects.filter(cohort=cohort, learner=learner)
    if places.current().exists():
        raise AlreadyEnrolled(cohort=cohort)
    live = Invitation.objects.live().filter(pk=invitation.pk, cohort__course__is_published=True)
    if not live.update(uses=F("uses") + 1):
        raise InvitationOver(cohort=cohort)
    enrolment, _is_new = places.update_or_create(
        cohort=cohort, learner=learner, defaults={"ended_at": None, "invitation": invitation}
    )
    grant_role(user=learner, role=Role.LEARNER)
    if invitation.extension_days:
        Extension.objects.create(
            enrolment=enrolment,
            days=invitation.extension_days,
            reason=_("Given with the invitation"),
            given_by=invitation.created_by,
        )
    return enrolment


def mail_invitation(*, invitation_id: int, hold: Hold) -> None:
    """Send the mail of one invitation. Sent twice after a crash, it holds the same link and Message-ID."""
    row = (
        Invitation.objects.live()
        .select_related("cohort__course", "created_by")
        .filter(pk=invitation_id)
        .first()
    )
    if row is None:
        return
    token = token_of(row)
    if digest_of(token) != row.digest:  # the site has another secret key by now
        Invitation.objects.filter(pk=row.pk).update(digest=digest_of(token))
    deliver(_message(row, token))
    with hold.finish():
        Invitation.objects.filter(pk=row.pk).update(mailed_at=timezone.now())


def forget_old() -> int:
    """Addresses that were invited, three months after the invitation ended. Says how many."""
    before = timezone.now() - FORGOTTEN_AFTER
    return Invitation.objects.exclude(email="").filter(expires_at__lt=before).delete()[0]


# --- looking ----------------------------------------------------------------------------------------


def find(token: str) -> Invitation | None:
    """The invitation behind a link, in whatever state it is."""
    rows = Invitation.objects.select_related("cohort__course__level", "created_by")
    return rows.filter(digest=digest_of(token)).first()


def waiting_for(user: User) -> list[Invitation]:
    """Invitations to an address she has proved, to cohorts she is not in."""
    rows = Invitation.objects.live().filter(
        email__in=addresses_of(user), cohort__course__is_published=True
    )
    inside = Enrolment.objects.current().filter(learner=user).values("cohort")
    return list(rows.exclude(cohort__in=inside).select_related("cohort__course__level"))


def token_of(invitation: Invitation) -> str:
    """What stands in the mail: nobody makes it from the database alone."""
    return salted_hmac("courses.invitation", invitation.nonce, algorithm="sha256").hexdigest()


# --- inside -----------------------------------------------------------------------------------------


def _personal(cohort: Cohort, line: Line, invited_by: User) -> Invitation:
    row = Invitation(
        cohort=cohort,
        email=line.email,
        name=line.name,
        extension_days=line.days,
        created_by=invited_by,
        expires_at=timezone.now() + Invitation.LASTS,
    )
    row.digest = digest_of(token_of(row))
    return row


def _ask_for_mails(rows: Iterable[Invitation]) -> None:
    now = timezone.now()
    for row in rows:
        row.mails_asked += 1
        row.mail_asked_at, row.expires_at = now, now + Invitation.LASTS
        jobs.create(send_invitation, row.pk, key=f"send_invitation:{row.pk}:{row.mails_asked}")
    Invitation.objects.bulk_update(rows, ["mails_asked", "mail_asked_at", "expires_at"], 200)


def _message(row: Invitation, token: str) -> EmailMessage:
    words = {
        "invitation": row,
        "cohort": row.cohort,
        "site_name": settings.SITE_NAME,
        "address": settings.SITE_URL + reverse("join", args=[token]),
    }
    subject = " ".join(render_to_string("emails/invitation-subject.txt", words).split())
    host = urlsplit(settings.SITE_URL).hostname
    return EmailMessage(
        subject=subject[:SUBJECT_CHARS],
        body=render_to_string("emails/invitation.txt", words),
        to=[row.email],
        headers={
            "Message-ID": f"<invitation-{row.pk}-{row.mails_asked}-{row.nonce[:8]}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
