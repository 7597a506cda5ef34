"""The link check: what counts as broken, when it hides a resource, how politely it asks."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from coachlms.accounts.models import User
from coachlms.common.outbound import Client, OutboundError
from coachlms.jobs import services as jobs
from coachlms.jobs.models import Job
from courses.errors import CallsAreOff, NoAddress
from courses.models import Resource
from courses.services import links
from courses.services.links import Finding
from tests.common.servers import Server, serving

pytestmark = pytest.mark.django_db
LINK = Resource.Link
DEAD = Finding(LINK.BROKEN, "The server answers 404.")
ALIVE = Finding(LINK.WORKS, "")
SHY = Finding(LINK.NEEDS_PERSON, "The server lets no programs in (403).")
DAY = timedelta(days=1)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def client_for(server: Server) -> Client:
    return Client(
        agent="Tests",
        resolver=lambda name, port: ["127.0.0.1"],
        open_networks=["127.0.0.1/32"],
        ports=frozenset({server.port}),
    )


def page(slug: str = "page", url: str = "https://example.org/page", **fields: object) -> Resource:
    return Resource.objects.create(
        slug=slug, kind="web", title=slug.title(), url=url, state="published", **fields
    )


def state_of(resource: Resource) -> tuple[str, int, bool]:
    resource.refresh_from_db()
    return resource.link_state, resource.link_failures, resource.is_shown


@pytest.mark.parametrize(
    ("path", "link", "answer"),
    [
        ("/200", LINK.WORKS, ""),
        ("/204", LINK.WORKS, ""),
        ("/to?/200", LINK.WORKS, "leads to example.org"),
        ("/no-head", LINK.WORKS, ""),
        ("/401", LINK.NEEDS_PERSON, "The server asks to sign in (401)."),
        ("/403", LINK.NEEDS_PERSON, "The server lets no programs in (403)."),
        ("/405", LINK.NEEDS_PERSON, "The server lets no programs in (405)."),
        ("/429", LINK.NEEDS_PERSON, "The server asks to come back later (429)."),
        ("/404", LINK.BROKEN, "The server answers 404."),
        ("/410", LINK.BROKEN, "The server answers 410."),
        ("/503", LINK.BROKEN, "The server answers 503."),
        ("/to?ftp://example.org/", LINK.BROKEN, "Only addresses that begin with http"),
    ],
)
def test_answer_of_a_server_becomes_a_finding(
    server: Server, path: str, link: Resource.Link, answer: str
) -> None:
    found = links.look(client=client_for(server), url=f"http://example.org:{server.port}{path}")
    assert (found.link, found.counts) == (link, True)
    assert found.answer.startswith(answer)


def test_fault_of_our_own_network_does_not_count() -> None:
    def no_names(name: str, port: int) -> list[str]:
        raise OutboundError("Names cannot be looked up at the moment.", ours=True)

    found = links.look(client=Client(agent="T", resolver=no_names), url="https://example.org/")
    assert found == Finding(LINK.BROKEN, "Names cannot be looked up at the moment.", counts=False)
    row = page()
    links.record(resource_id=row.pk, url=row.url, found=found)
    assert state_of(row) == ("unchecked", 0, True)
    assert row.link_answer == "Names cannot be looked up at the moment."


def test_second_failure_a_day_later_hides_and_tells(curator: User, learner: User) -> None:
    row, now = page(), timezone.now()
    links.record(resource_id=row.pk, url=row.url, found=DEAD, now=now)
    assert state_of(row) == ("failing", 1, True)
    links.record(resource_id=row.pk, url=row.url, found=DEAD, now=now + DAY)
    assert state_of(row) == ("broken", 2, False)
    assert (row.hidden_since, row.link_answer) == (now + DAY, "The server answers 404.")
    assert list(Resource.objects.published()) == []
    links.record(resource_id=row.pk, url=row.url, found=DEAD, now=now + 2 * DAY)
    row.refresh_from_db()
    assert row.hidden_since == now + DAY
    assert [notice.text for notice in curator.notices.all()] == [
        "The link of “Page” is broken. Learners do not see it until it works again."
    ]
    assert learner.notices.count() == 0


def test_many_failures_on_one_day_hide_nothing(curator: User) -> None:
    row, now = page(), timezone.now()
    for minutes in (0, 10, 60, 23 * 60):
        at = now + timedelta(minutes=minutes)
        links.record(resource_id=row.pk, url=row.url, found=DEAD, now=at)
    assert state_of(row) == ("failing", 4, True)
    assert curator.notices.count() == 0


def test_answer_between_two_failures_begins_anew() -> None:
    row, now = page(), timezone.now()
    for days, found in ((0, DEAD), (1, ALIVE), (2, DEAD)):
        links.record(resource_id=row.pk, url=row.url, found=found, now=now + days * DAY)
    assert state_of(row) == ("failing", 1, True)


def test_link_that_works_again_is_shown_again() -> None:
    row, now = page(), timezone.now()
    for days in (0, 1):
        links.record(resource_id=row.pk, url=row.url, found=DEAD, now=now + days * DAY)
    links.record(resource_id=row.pk, url=row.url, found=ALIVE, now=now + 2 * DAY)
    assert state_of(row) == ("works", 0, True)


def test_server_that_wants_a_person_is_not_broken_and_proves_nothing(curator: User) -> None:
    row, now = page(), timezone.now()
    for days in (0, 1, 2):
        links.record(resource_id=row.pk, url=row.url, found=SHY, now=now + days * DAY)
    assert state_of(row) == ("needs_person", 0, True)
    hidden = page("hidden", hidden_since=now, link_state="broken", link_failures=2)
    links.record(resource_id=hidden.pk, url=hidden.url, found=SHY, now=now + DAY)
    assert state_of(hidden) == ("needs_person", 0, False)
    links.confirm_link(resource=hidden, by=curator)
    assert state_of(hidden) == ("works", 0, True)
    assert hidden.link_answer == "opened by Cleo Curator"


def test_resource_without_an_address_is_not_confirmed(curator: User) -> None:
    row = page(url="")
    with pytest.raises(NoAddress):
        links.confirm_link(resource=row, by=curator)
    assert state_of(row) == ("unchecked", 0, True)


def test_finding_about_an_earlier_address_is_dropped() -> None:
    row = page()
    links.record(resource_id=row.pk, url="https://example.org/before", found=DEAD)
    assert state_of(row) == ("unchecked", 0, True)


def test_checks_of_one_host_are_spread(settings: Settings) -> None:
    settings.OUTBOUND = True
    rows = [page(f"page-{n}", url=f"https://example.org/{n}") for n in range(3)]
    rows += [page("other", url="https://example.com/"), page("none", url="")]
    assert links.ask_check(resources=rows) == 4
    assert links.ask_check(resources=rows[:1]) == 1  # the same minute: no second job
    begins = dict(Job.objects.values_list("subject", "not_before"))
    assert len(begins) == 4
    apart = [(begins[row.pk] - begins[rows[0].pk]).total_seconds() for row in rows[:4]]
    assert apart == [0, 5, 10, 0]


def test_sweep_asks_each_host_once_and_only_for_what_is_due(settings: Settings) -> None:
    settings.OUTBOUND = True
    now = timezone.now()
    never = page("never", url="https://one.example/1")
    page("never-too", url="https://one.example/2")
    old = page("old", url="https://two.example/", link_checked_at=now - 7 * DAY)
    again = page(
        "again", url="https://three.example/", link_state="failing", link_checked_at=now - DAY
    )
    broken = page("bad", url="https://six.example/", link_state="broken", link_checked_at=now - DAY)
    page("fresh", url="https://four.example/", link_checked_at=now - 6 * DAY)
    page("just", url="https://five.example/", link_state="failing", link_checked_at=now)
    page("bare", url="")
    Resource.objects.filter(pk=page("away", url="https://x.example/").pk).update(state="archived")
    assert links.sweep_links() == 4
    assert set(Job.objects.values_list("subject", flat=True)) == {
        row.pk for row in (never, old, again, broken)
    }


def test_nothing_is_asked_while_calls_are_off(settings: Settings) -> None:
    settings.OUTBOUND = False
    row = page()
    assert links.sweep_links() == 0
    with pytest.raises(CallsAreOff, match="OUTBOUND=1"):
        links.ask_check(resources=[row])
    assert Job.objects.count() == 0


def test_job_refuses_an_address_inside_and_keeps_why(settings: Settings, server: Server) -> None:
    settings.OUTBOUND = True
    row = page(url="http://127.0.0.1/admin/")
    links.ask_check(resources=[row])
    jobs.run_pending()
    assert state_of(row) == ("failing", 1, True)
    assert row.link_answer == "It leads to an address that is not public."
    assert Job.objects.get().state == "done"
    assert server.seen == []


def test_job_whose_calls_were_switched_off_meanwhile_asks_nobody(settings: Settings) -> None:
    settings.OUTBOUND = True
    row = page(url="http://127.0.0.1/")
    links.ask_check(resources=[row])
    settings.OUTBOUND = False
    jobs.run_pending()
    assert state_of(row) == ("unchecked", 0, True)
    assert Job.objects.get().state == "done"


def test_command_prints_what_is_known_the_worst_first(settings: Settings) -> None:
    settings.OUTBOUND = False
    page("works", url="https://one.example/", link_state="works", link_checked_at=timezone.now())
    page("broken", url="https://two.example/", link_state="broken", hidden_since=timezone.now())
    out, err = StringIO(), StringIO()
    call_command("check_links", stdout=out, stderr=err)
    lines = out.getvalue().splitlines()
    assert [line.split()[0] for line in lines] == ["link", "broken", "works", "2"]
    assert lines[1].split() == ["broken", "–", "published", "Broken", "https://two.example/"]
    assert lines[-1] == "2 links, 1 hidden from learners."
    assert "OUTBOUND=1" in err.getvalue()


def test_command_looks_at_what_is_due(settings: Settings) -> None:
    settings.OUTBOUND = True
    due = page("due", url="http://127.0.0.1/")
    fresh = page("fresh", url="http://127.0.0.1/f", link_checked_at=timezone.now())
    out = StringIO()
    call_command("check_links", "--broken", stdout=out)
    assert (state_of(due)[0], state_of(fresh)[0]) == ("failing", "unchecked")
    assert [line.split()[0] for line in out.getvalue().splitlines()] == ["link", "failing", "1"]
