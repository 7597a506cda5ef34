"""The curators' desk: lists, steps as buttons and actions, and who may press them."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from coachlms.accounts.models import Role, User
from coachlms.jobs.models import Job
from courses.library import Library
from courses.models import Competency, Level, Marker, Resource
from tests.courses.conftest import person

LIST = "/admin/courses/resource/"


def staff(name: str, *roles: Role) -> User:
    user = person(name, *roles)
    user.is_staff = True
    user.save()
    return user


@pytest.fixture
def desk(client: Client, library: Library, settings: Settings) -> Client:
    """A curator's browser; one person may publish alone."""
    settings.TWO_PERSON_RULE = False
    client.force_login(staff("Clara Curator", Role.CURATOR))
    return client


def curator_of(_desk: Client) -> User:
    return User.objects.get(name="Clara Curator")


def titles(response: Any) -> set[str]:
    html = unescape(response.content.decode())
    return set(
        re.findall(r'<a href="/admin/courses/resource/\d+/change/[^"]*"[^>]*>([^<]+)</a>', html)
    )


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def take(desk: Client, resource: Resource, step: str, **data: str) -> str:
    """What is said after the step; messages wait until a page shows them, so the last one counts."""
    address = reverse("admin:courses_resource_step", args=[resource.pk, step])
    response = desk.post(address, data)
    assert response.headers["Location"] == f"{LIST}{resource.pk}/change/"
    return said(response)[-1]


def kline() -> Resource:
    return Resource.objects.get(slug="res-kline")


def test_list_narrows_down_by_state_kind_competency_level_and_link(desk: Client) -> None:
    two, mcc = Competency.objects.get(number=2), Level.objects.get(key="mcc")
    Resource.objects.filter(slug="res-icf-pcc").update(
        link_state="broken", hidden_since=timezone.now()
    )
    assert titles(desk.get(f"{LIST}?competency={two.pk}")) == {
        "Humble Inquiry",
        "The Reflective Practitioner",
    }
    assert "Time to Think" in titles(desk.get(f"{LIST}?state=in_review&kind=book"))
    assert titles(desk.get(f"{LIST}?state=shown&kind=web")) == set()
    assert titles(desk.get(f"{LIST}?link=broken")) == {"PCC Markers"}
    assert titles(desk.get(f"{LIST}?link=hidden")) == {"PCC Markers"}
    assert titles(desk.get(f"{LIST}?link=unchecked")) == {"Code of Ethics"}
    at_mcc = titles(desk.get(f"{LIST}?kind=exercise&level={mcc.pk}"))
    assert ("Who is leading now" in at_mcc, "Two routes, her choice" in at_mcc) == (True, False)
    assert len(titles(desk.get(f"{LIST}?level=nonsense&competency=99999999999999999999"))) == 37


def test_list_costs_the_same_for_1_and_30_more_rows(desk: Client) -> None:
    desk.get(LIST)
    with CaptureQueriesContext(connection) as few:
        desk.get(f"{LIST}?kind=book")
    for number in range(30):
        row = Resource.objects.create(slug=f"b{number}", kind="book", title=f"B{number}")
        row.markers.set(Marker.objects.filter(ref__in=["8a", "8b"]))
    with CaptureQueriesContext(connection) as many:
        desk.get(f"{LIST}?kind=book")
    assert len(few) == len(many)


def test_resource_goes_from_nothing_to_learners_by_the_buttons(desk: Client) -> None:
    marker, two = Marker.objects.get(ref="2a"), Competency.objects.get(number=2)
    response = desk.post(
        f"{LIST}add/",
        {
            "kind": "exercise",
            "title": "Whose choice is it?",
            "slug": "whose-choice",
            "body": "First.\n\nThen.",
            "markers": [marker.pk],
            "competencies": [two.pk],
        },
    )
    assert response.status_code == 302
    row = Resource.objects.get(slug="whose-choice")
    assert (row.state, row.proposed_by, row.body) == ("draft", curator_of(desk), "First.\n\nThen.")
    assert (list(row.markers.all()), list(row.competencies.all())) == ([marker], [two])
    assert take(desk, row, "submit") == "It waits for a curator’s check now."
    assert take(desk, row, "publish") == "Learners see it now."
    html = desk.get(row.get_absolute_url()).content.decode()
    assert "Whose choice is it?" in html
    assert take(desk, row, "archive") == "It is in the archive; nobody finds it any more."
    assert take(desk, row, "restore") == "It is a draft again."


def test_saved_page_keeps_its_competencies_and_its_state(desk: Client) -> None:
    row = Resource.objects.get(slug="res-icf-pcc")
    before = set(row.competencies.all())
    chosen = [competency.pk for competency in before if competency.number != 3]
    data = {"kind": "web", "title": "PCC Markers", "slug": row.slug, "url": row.url}
    response = desk.post(f"{LIST}{row.pk}/change/", data | {"competencies": chosen})
    assert response.status_code == 302
    row.refresh_from_db()
    assert row.state == "published"
    assert {c.number for c in before} - {c.number for c in row.competencies.all()} == {3}


def test_form_opens_with_what_the_map_asks_for(desk: Client) -> None:
    level, marker = Level.objects.get(key="mcc"), Marker.objects.get(ref="2b")
    six = Competency.objects.get(number=6)
    query = f"?kind=exercise&levels={level.pk}&markers={marker.pk}&competencies={six.pk}"
    form = desk.get(f"{LIST}add/{query}").context["adminform"].form
    assert form["kind"].value() == "exercise"
    assert [str(pk) for pk in form["levels"].value()] == [str(level.pk)]
    assert [str(pk) for pk in form["markers"].value()] == [str(marker.pk)]
    assert [str(pk) for pk in form["competencies"].value()] == [str(six.pk)]
    two = desk.get(f"{LIST}add/?competencies=12,{six.pk}").context["adminform"].form
    assert two["competencies"].value() == ["12", str(six.pk)]


def test_sent_back_with_a_note_and_never_without(desk: Client) -> None:
    assert take(desk, kline(), "send_back", note=" ") == (
        "Say in a sentence what is missing. Whoever proposed it reads your note."
    )
    assert kline().state == "in_review"
    take(desk, kline(), "send_back", note="Which chapter?")
    assert (kline().state, kline().note) == ("draft", "Which chapter?")
    assert "Which chapter?" in desk.get(f"{LIST}{kline().pk}/change/").content.decode()


def test_rule_of_two_hides_the_button_and_refuses_the_step(
    desk: Client, settings: Settings
) -> None:
    settings.TWO_PERSON_RULE = True
    Resource.objects.filter(slug="res-kline").update(proposed_by=curator_of(desk))
    html = desk.get(f"{LIST}{kline().pk}/change/").content.decode()
    assert "You proposed it. Somebody else has to look at it" in html
    assert "/steps/publish/" not in html
    assert take(desk, kline(), "publish") == (
        "You proposed “Time to Think”. Somebody else has to look at it before learners do."
    )
    assert kline().state == "in_review"


def test_step_taken_twice_says_so(desk: Client) -> None:
    assert take(desk, kline(), "publish") == "Learners see it now."
    assert take(desk, kline(), "publish") == (
        "This resource is published and cannot become published."
    )


def test_action_on_several_says_what_could_not_be_done(desk: Client) -> None:
    rows = [kline(), Resource.objects.get(slug="res-icf-pcc")]
    data = {"action": "publish_chosen", "_selected_action": [row.pk for row in rows]}
    response = desk.post(LIST, data)
    assert sorted(said(response)) == [
        "PCC Markers: This resource is published and cannot become published.",
        "Publish: 1.",
    ]
    assert kline().state == "published"


def test_check_now_asks_or_says_why_not(desk: Client, settings: Settings) -> None:
    row = Resource.objects.get(slug="res-icf-pcc")
    settings.OUTBOUND = False
    assert "Links are not checked here" in take(desk, row, "check_link")
    assert Job.objects.filter(kind="check_link").count() == 0
    settings.OUTBOUND = True
    take(desk, row, "check_link")
    assert Job.objects.get(kind="check_link").subject == row.pk
    data = {"action": "check_chosen", "_selected_action": [row.pk, kline().pk]}
    assert said(desk.post(LIST, data))[-1] == "1 link is being checked."
    take(desk, row, "confirm_link")
    row.refresh_from_db()
    assert (row.link_state, row.link_answer) == ("works", "opened by Clara Curator")


def test_published_resource_is_not_deleted(desk: Client) -> None:
    row = Resource.objects.get(slug="res-icf-pcc")
    assert desk.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Resource.objects.filter(pk=row.pk).exists()


def test_unknown_step_and_reading_a_step_do_nothing(desk: Client) -> None:
    address = f"{LIST}{kline().pk}/steps/"
    assert desk.post(f"{address}explode/").status_code == 404
    assert desk.get(f"{address}publish/").status_code == 405
    assert kline().state == "in_review"


@pytest.mark.parametrize("role", [Role.LEARNER, Role.MENTOR, Role.INSTRUCTOR])
def test_steps_are_for_curators_alone(client: Client, library: Library, role: Role) -> None:
    client.force_login(staff("Somebody Else", role))
    address = f"{LIST}{kline().pk}/steps/publish/"
    assert client.post(address).status_code == 403
    assert client.get(LIST).status_code == 403
    client.force_login(person("No Staff", Role.CURATOR))
    assert client.post(address).headers["Location"].startswith("/admin/login/")
    assert kline().state == "in_review"


def test_history_names_who_published_it(desk: Client) -> None:
    take(desk, kline(), "publish")
    html = desk.get(f"{LIST}{kline().pk}/history/").content.decode()
    assert "Clara Curator" in html


def test_list_counts_what_waits_and_leads_to_it(desk: Client) -> None:
    Resource.objects.filter(slug="res-icf-code").update(link_state="needs_person")
    html = desk.get(LIST).content.decode()
    found = re.findall(r'<a href="\?([^"]+)"[^>]*>[^<]+<b>(\d+)</b></a>', html)
    assert found == [
        ("state=in_review", "9"),
        ("state=due_for_review", "0"),
        ("state=draft", "0"),
        ("link=hidden", "0"),
        ("link=needs_person", "1"),
        ("link=unchecked", "1"),
    ]
