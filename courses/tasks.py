"""Work that happens outside a request: each task calls services and decides nothing."""

from datetime import timedelta

from coachlms.jobs.registry import Hold, job, periodic


@job(max_attempts=3)
def check_link(hold: Hold, resource_id: int) -> None:
    """Does the address of one resource still lead anywhere?"""
    from courses.services import links

    links.check(resource_id=resource_id, hold=hold)


@periodic(every=timedelta(hours=1))
def sweep_links(hold: Hold, slot: int) -> None:
    """Ask for the link checks that are due."""
    from courses.services import links

    links.sweep_links()


@periodic(every=timedelta(days=1))
def find_due_resources(hold: Hold, slot: int) -> None:
    """Published resources whose time is up wait for a curator's look."""
    from courses.services import resources

    resources.find_due()


@periodic(every=timedelta(hours=6))
def remind_of_dates(hold: Hold, slot: int) -> None:
    """Modules that are due soon, or over."""
    from courses.services import reminders

    reminders.remind_of_dates(hold=hold)


@job()
def tell_cohort(hold: Hold, announcement_id: int) -> None:
    """A line about an announcement for everybody it is for."""
    from courses.services import announcements

    announcements.tell(announcement_id=announcement_id, hold=hold)


@job("mail", max_attempts=8)
def send_invitation(hold: Hold, invitation_id: int) -> None:
    """One mail that lets one person into a cohort."""
    from courses.services import invitations

    invitations.mail_invitation(invitation_id=invitation_id, hold=hold)


@periodic(every=timedelta(days=1))
def forget_invitations(hold: Hold, slot: int) -> None:
    """Addresses of people who were invited long ago."""
    from courses.services import invitations

    invitations.forget_old()
