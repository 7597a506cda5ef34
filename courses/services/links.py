"""Do the addresses of resources still lead anywhere? What is broken for a day is hidden, and curators hear of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from coachlms.accounts.models import User
from coachlms.common import outbound
from coachlms.jobs import services as jobs
from coachlms.jobs.registry import Hold
from courses.errors import CallsAreOff, NoAddress
from courses.models import Resource
from courses.services.telling import curators, tell
from courses.tasks import check_link

LINK = Resource.Link
EVERY = timedelta(days=7)
AGAIN_AFTER_FAILURE = timedelta(days=1)
SAME_HOST_APART = timedelta(seconds=5)
SERIOUSNESS = (LINK.WORKS, LINK.UNCHECKED, LINK.FAILING, LINK.NEEDS_PERSON, LINK.BROKEN)
NEEDS_ATTENTION = frozenset({LINK.FAILING, LINK.NEEDS_PERSON, LINK.BROKEN})
ASKS_FOR_A_PERSON = {
    401: "asks to sign in (401)",
    403: "lets no programs in (403)",
    405: "lets no programs in (405)",
    429: "asks to come back later (429)",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look at an address found. `counts` is False when our own network was to blame."""

    link: Resource.Link
    answer: str
    counts: bool = True


def look(*, client: outbound.Client, url: str) -> Finding:
    """Ask the server once. Never raises for what a server can do."""
    try:
        answer = client.probe(url)
    except outbound.OutboundError as error:
        return Finding(LINK.BROKEN, error.text, counts=not error.ours)
    if answer.status < 300:
        host = urlsplit(answer.url).hostname
        return Finding(LINK.WORKS, f"leads to {host}" if answer.redirects else "")
    if answer.status in ASKS_FOR_A_PERSON:
        return Finding(LINK.NEEDS_PERSON, f"The server {ASKS_FOR_A_PERSON[answer.status]}.")
    return Finding(LINK.BROKEN, f"The server answers {answer.status}.")


@transaction.atomic
def record(*, resource_id: int, url: str, found: Finding, now: datetime | None = None) -> None:
    """Keep a finding, unless the address has changed since. The second failure after a day hides the row."""
    now = now or timezone.now()
    resource = Resource.objects.select_for_update().filter(pk=resource_id, url=url).first()
    if resource is None:
        return
    fields: dict[str, object] = {"link_answer": found.answer[:120]}
    if found.counts:
        fields |= {"link_checked_at": now, "link_state": found.link}
        fields |= _after(resource, found.link, now)
    Resource.objects.filter(pk=resource.pk).update(**fields)
    if fields.get("hidden_since") == now:
        _tell_broken(resource, now)


def _after(resource: Resource, link: Resource.Link, now: datetime) -> dict[str, object]:
    """The counters after one finding."""
    if link == LINK.WORKS:
        return {"link_failures": 0, "link_failing_since": None, "hidden_since": None}
    if link == LINK.NEEDS_PERSON:  # no failure, and no proof either: what is hidden stays hidden
        return {"link_failures": 0, "link_failing_since": None}
    since = resource.link_failing_since or now
    failed: dict[str, object] = {
        "link_failures": resource.link_failures + 1,
        "link_failing_since": since,
    }
    if now - since < resource.FAILURES_MATTER_AFTER:
        shown = resource.hidden_since is None
        return failed | ({"link_state": LINK.FAILING} if shown else {})
    return failed | {"hidden_since": resource.hidden_since or now}


def confirm_link(*, resource: Resource, by: User) -> None:
    """A person opened the address and found the page. NoAddress when there is none."""
    if not resource.url:
        raise NoAddress(resource=resource.title)
    found = Finding(LINK.WORKS, f"opened by {by}")
    record(resource_id=resource.pk, url=resource.url, found=found)


def forget_link(*, resource: Resource) -> None:
    """A new address: what was known of the old one says nothing about it."""
    Resource.objects.filter(pk=resource.pk).update(
        link_state=LINK.UNCHECKED,
        link_answer="",
        link_checked_at=None,
        link_failures=0,
        link_failing_since=None,
        hidden_since=None,
    )


@transaction.atomic
def ask_check(*, resources: Iterable[Resource]) -> int:
    """Put a check of each address into the queue, five seconds apart for one host; says how many."""
    if not settings.OUTBOUND:
        raise CallsAreOff
    now = timezone.now()
    per_host: defaultdict[str | None, int] = defaultdict(int)
    asked = 0
    for resource in resources:
        if not resource.url:
            continue
        host = urlsplit(resource.url).hostname
        start = now + per_host[host] * SAME_HOST_APART
        per_host[host] += 1
        key = f"check_link:{resource.pk}:{now:%Y%m%d%H%M}"
        jobs.create(check_link, resource.pk, key=key, not_before=start)
        asked += 1
    return asked


def sweep_links(*, now: datetime | None = None) -> int:
    """Ask for the checks that are due, one per host at a time; nothing where calls are off."""
    if not settings.OUTBOUND:
        return 0
    by_host: dict[str | None, Resource] = {}
    for resource in due_links(now=now):
        by_host.setdefault(urlsplit(resource.url).hostname, resource)
    return ask_check(resources=by_host.values())


def due_links(*, now: datetime | None = None) -> list[Resource]:
    """Not looked at for a week; or failed, and a day has passed. The longest untouched first."""
    now = now or timezone.now()
    old = Q(link_checked_at=None) | Q(link_checked_at__lte=now - EVERY)
    broken = Q(link_state__in=[LINK.FAILING, LINK.BROKEN])
    failed = broken & Q(link_checked_at__lte=now - AGAIN_AFTER_FAILURE)
    rows = Resource.objects.current().exclude(url="").filter(old | failed)
    return list(rows.order_by(F("link_checked_at").asc(nulls_first=True), "pk"))


def every_link() -> list[Resource]:
    """All that have an address and are not in the archive, the worst first."""
    rows = Resource.objects.current().exclude(url="")
    return sorted(rows, key=lambda row: (-SERIOUSNESS.index(row.link_state), row.title))


def check_here(*, resource: Resource) -> None:
    """Look and keep what was found, in this process. CallsAreOff while OUTBOUND is off."""
    if not settings.OUTBOUND:
        raise CallsAreOff
    found = look(client=outbound.from_settings(), url=resource.url)
    record(resource_id=resource.pk, url=resource.url, found=found)


def check(*, resource_id: int, hold: Hold) -> None:
    """The job: look, then keep what was found and finish, in one transaction."""
    resource = Resource.objects.filter(pk=resource_id).exclude(url="").first()
    if resource is None or not settings.OUTBOUND:
        return  # deleted, without an address by now, or calls were switched off meanwhile
    found = look(client=outbound.from_settings(), url=resource.url)
    with hold.finish():
        record(resource_id=resource.pk, url=resource.url, found=found)


def _tell_broken(resource: Resource, now: datetime) -> None:
    text = f"The link of “{resource.title}” is broken. Learners do not see it until it works again."
    for person in curators():
        tell(person, resource, key=f"broken:{now:%Y%m%d}", text=text)
