"""The free demo is its own island: who can open a visit, how long it lives, how many there may be."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from coachlms.accounts.models import Role
from coachlms.demo import guards, services
from coachlms.demo.models import DemoVisit
from coachlms.jobs import services as jobs
from coachlms.jobs.models import Job
from coachlms.settings import ACCOUNT_RATE_LIMITS
from tests.demo.visitors import CLIENT_SAID, OWN, address, bring, choose, main_of, newest, read
from tests.reviews import world

pytestmark = pytest.mark.usefixtures("library")
PAGES = ("demo_report", "demo_transcript", "demo_speakers", "demo_progress")


@pytest.fixture
def limited(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**ACCOUNT_RATE_LIMITS, "free_demo": "2/h/ip"}
    cache.clear()


@pytest.mark.parametrize("name", PAGES)
def test_another_visitor_gets_404(client: Client, name: str) -> None:
    visit = read(client)
    stranger, neighbour = Client(), Client()
    bring(neighbour)
    for other in (stranger, neighbour):
        assert other.get(address(visit, name)).status_code == 404
    assert client.get(address(visit, name)).status_code in {200, 302}


def test_another_visitor_cannot_delete_or_say_who(client: Client) -> None:
    bring(client, OWN.replace("Coach", "Anna").replace("Client", "Ben"))
    visit = newest()
    stranger = Client()
    assert stranger.post(address(visit, "delete_demo")).status_code == 404
    roles = {"voice-0": "coach", "voice-1": "client"}
    assert stranger.post(address(visit, "demo_speakers"), roles).status_code == 404
    visit.refresh_from_db()
    assert visit.roles == {}


@pytest.mark.parametrize("change", ["value", "nothing but the value", "another salt"])
def test_a_cookie_that_we_did_not_sign_opens_nothing(client: Client, change: str) -> None:
    visit = read(client)
    cookie = client.cookies["demo"]
    forged = {
        "value": "x" + cookie.value,
        "nothing but the value": cookie.value.split(":")[0],
        "another salt": client.cookies.get("messages", cookie).value[::-1],
    }[change]
    client.cookies["demo"] = forged
    assert client.get(address(visit)).status_code == 404


def test_the_cookie_is_out_of_reach_of_scripts_and_the_row_holds_only_its_digest(
    client: Client,
) -> None:
    visit = read(client)
    cookie = client.cookies["demo"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 24 * 3600
    secret = cookie.value.split(":")[0]
    assert visit.owner == guards.owner(secret)
    assert secret not in str(vars(visit))
    assert secret not in address(visit)


def test_one_browser_keeps_its_visits_apart_and_can_open_all(client: Client) -> None:
    first = read(client)
    choose(client, "two-calendars")
    jobs.run_pending()
    second = newest()
    assert CLIENT_SAID in main_of(client.get(address(first, "demo_transcript")))
    assert CLIENT_SAID not in main_of(client.get(address(second, "demo_transcript")))


@pytest.mark.parametrize("name", ["free_demo", "demo_report", "demo_transcript"])
def test_no_page_is_indexed_or_kept(client: Client, name: str) -> None:
    visit = read(client)
    place = reverse(name) if name == "free_demo" else address(visit, name)
    answer = client.get(place)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "private, no-store"


def test_no_staff_page_and_no_row_of_others_holds_the_text(client: Client) -> None:
    visit = read(client)
    admin = world.person("Admin Adler", Role.ADMIN)
    admin.is_staff = admin.is_superuser = True
    admin.save()
    staff = Client()
    staff.force_login(admin)
    job = Job.objects.get(kind="read_demo", subject=visit.pk)
    pages = [
        reverse("admin:index"),
        reverse("admin:jobs_job_changelist"),
        reverse("admin:jobs_job_change", args=[job.pk]),
    ]
    for place in pages:
        html = staff.get(place).content.decode()
        assert CLIENT_SAID not in html
        assert visit.key not in html
    assert "demo" not in staff.get(reverse("admin:index")).context["available_apps"].__str__()
    for name in PAGES:
        assert staff.get(address(visit, name)).status_code == 404
    assert CLIENT_SAID not in str(list(Job.objects.values()))


def test_after_24_hours_it_is_gone_from_pages_at_once_and_from_the_table_by_the_sweep(
    client: Client,
) -> None:
    old, young = read(client), read(client)
    assert old.expires_at - old.created_at == pytest.approx(
        timedelta(hours=24), abs=timedelta(seconds=1)
    )
    DemoVisit.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    assert client.get(address(old)).status_code == 404
    assert "Gone in" in main_of(client.get(address(young)))

    jobs.create_periodic(queues=("default",))
    jobs.run_pending()
    assert list(DemoVisit.objects.values_list("pk", flat=True)) == [young.pk]


def test_a_visit_that_is_over_is_not_read(client: Client) -> None:
    bring(client)
    DemoVisit.objects.update(expires_at=timezone.now())
    jobs.run_pending()
    visit = newest()
    assert visit.readings == {}
    assert services.purge_expired() == 1


def test_deleted_while_it_waits_stays_deleted(client: Client) -> None:
    bring(client)
    visit = newest()
    answer = client.post(address(visit, "delete_demo"), follow=True)
    assert "Deleted. Nothing of that conversation is left on this server." in main_of(answer)
    jobs.run_pending()
    assert DemoVisit.objects.count() == 0
    assert client.get(address(visit)).status_code == 404
    assert client.post(address(visit, "delete_demo")).status_code == 404


@pytest.mark.usefixtures("limited")
def test_each_address_may_try_so_often_in_an_hour(client: Client) -> None:
    bring(client)
    choose(client, "two-calendars")
    refused = [bring(client), choose(client, "two-calendars")]
    for answer in refused:
        assert answer.status_code == 429
        assert "Come back in an hour." in main_of(answer)
        assert answer["Retry-After"] == "3600"
    assert DemoVisit.objects.count() == 2
    assert "Try it with a conversation" in main_of(client.get(reverse("free_demo")))
    assert choose(Client(REMOTE_ADDR="192.0.2.7"), "two-calendars").status_code == 302
    assert DemoVisit.objects.count() == 3


@pytest.mark.usefixtures("limited")
def test_behind_a_proxy_the_address_is_the_visitors(client: Client, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _time in range(2):
        client.post(
            reverse("try_sample", args=["two-calendars"]), HTTP_X_FORWARDED_FOR="198.51.100.1"
        )
    same = client.post(
        reverse("try_sample", args=["two-calendars"]),
        HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.1",  # what she writes herself does not count
    )
    other = client.post(
        reverse("try_sample", args=["two-calendars"]), HTTP_X_FORWARDED_FOR="198.51.100.2"
    )
    assert (same.status_code, other.status_code) == (429, 302)


def test_no_more_visits_live_than_the_server_keeps(client: Client, settings: Settings) -> None:
    settings.DEMO_AT_ONCE = 2
    bring(client)
    choose(client, "two-calendars")
    DemoVisit.objects.filter(sample="").update(
        expires_at=timezone.now() + timedelta(minutes=40, seconds=30)
    )
    for answer in (bring(client), choose(client, "salt-and-lemon")):
        assert answer.status_code == 429
        assert "The next place is free in 40 min." in main_of(answer)
    assert DemoVisit.objects.count() == 2
    DemoVisit.objects.filter(sample="").update(expires_at=timezone.now())
    assert choose(client, "salt-and-lemon").status_code == 302


def test_a_huge_body_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.post(
        reverse("free_demo"),
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(2 * 1024 * 1024),
    )
    assert answer.status_code == 413
    assert "This is too large" in main_of(answer)
    assert DemoVisit.objects.count() == 0


@pytest.mark.parametrize("name", ["free_demo", "try_sample"])
def test_forms_need_the_token_of_this_site(name: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    place = reverse(name, args=["two-calendars"] if name == "try_sample" else [])
    assert strict.post(place, {"text": OWN, "may_use": "on"}).status_code == 403
    assert DemoVisit.objects.count() == 0


def test_switched_off_there_is_no_demo_and_the_first_page_leads_to_sign_up(
    client: Client, settings: Settings
) -> None:
    visit = read(client)
    settings.FREE_DEMO = False
    places = [reverse("free_demo"), *(address(visit, name) for name in PAGES)]
    assert [client.get(place).status_code for place in places] == [404] * 5
    assert choose(client, "two-calendars").status_code == 404
    landing = main_of(client.get(reverse("landing")))
    assert reverse("free_demo") not in landing
    assert f'btn--primary btn--l" href="{reverse("account_signup")}"' in landing
    DemoVisit.objects.update(expires_at=timezone.now())
    assert services.purge_expired() == 1  # what was there still goes in time
