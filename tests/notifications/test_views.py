"""The inbox, and what every page knows about who looks at it."""

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from coachlms.accounts.models import Role, User
from coachlms.accounts.services import create_user, grant_role
from coachlms.notifications import services
from coachlms.notifications.context_processors import page_frame
from coachlms.notifications.models import Notice

pytestmark = pytest.mark.django_db


def person(name: str, *roles: Role) -> User:
    return create_user(email=f"{name}@example.org", name=name, password=None, roles=roles)


@pytest.fixture
def learner() -> User:
    return person("mina", Role.LEARNER)


def tell(user: User, count: int, first: int = 1) -> None:
    for number in range(first, first + count):
        services.notify(
            user=user, key=f"k{number}", text=f"Notice {number}.", path=f"/at/{number}", mail=False
        )


def shown(client: Client, query: str = "") -> str:
    html = client.get(reverse("inbox") + query).content.decode()
    return html[html.index("<main") : html.index("</main>")]


def request_of(user: User) -> HttpRequest:
    request = HttpRequest()
    request.user = user
    return request


def test_inbox_shows_ones_own_notices_newest_first(client: Client, learner: User) -> None:
    tell(learner, 2)
    stranger = person("otto", Role.LEARNER)
    services.notify(user=stranger, key="k", text="Not for you.", path="/", mail=False)
    client.force_login(learner)
    html = shown(client)
    assert html.index("Notice 2.") < html.index("Notice 1.")
    assert "Not for you." not in html


def test_inbox_without_notices_says_what_will_be_here(client: Client, learner: User) -> None:
    client.force_login(learner)
    html = shown(client)
    assert "Nothing here yet" in html
    assert reverse("inbox_read") not in html


def test_inbox_is_not_read_by_looking(client: Client, learner: User) -> None:
    tell(learner, 2)
    client.force_login(learner)
    shown(client)
    assert Notice.objects.filter(read_at__isnull=True).count() == 2


def test_inbox_read_marks_ones_own_and_leaves_the_others(client: Client, learner: User) -> None:
    stranger = person("otto", Role.LEARNER)
    tell(learner, 2)
    tell(stranger, 1)
    client.force_login(learner)
    answer = client.post(reverse("inbox_read"))
    assert answer["Location"] == reverse("inbox")
    assert Notice.objects.get(read_at__isnull=True).user == stranger
    assert reverse("inbox_read") not in shown(client)


def test_inbox_open_goes_where_the_notice_leads_and_counts_as_read(
    client: Client, learner: User
) -> None:
    tell(learner, 2)
    client.force_login(learner)
    first = Notice.objects.get(key="k1")
    assert f'action="{reverse("inbox_open", args=[first.pk])}"' in shown(client)
    answer = client.post(reverse("inbox_open", args=[first.pk]))
    assert answer["Location"] == "/at/1"
    assert Notice.objects.get(read_at__isnull=True).key == "k2"
    html = shown(client)
    assert 'href="/at/1"' in html
    assert reverse("inbox_open", args=[first.pk]) not in html


def test_inbox_open_hides_somebody_elses_notice(client: Client, learner: User) -> None:
    tell(person("otto", Role.LEARNER), 1)
    notice = Notice.objects.get()
    client.force_login(learner)
    assert client.post(reverse("inbox_open", args=[notice.pk])).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_inbox_open_by_a_link_changes_nothing(client: Client, learner: User) -> None:
    tell(learner, 1)
    notice = Notice.objects.get()
    client.force_login(learner)
    assert client.get(reverse("inbox_open", args=[notice.pk])).status_code == 405
    notice.refresh_from_db()
    assert notice.read_at is None


def test_inbox_goes_on_to_older_pages(client: Client, learner: User) -> None:
    tell(learner, 21)
    client.force_login(learner)
    assert "Notice 1." not in shown(client)
    older = shown(client, "?page=2")
    assert "Notice 1." in older
    assert "Notice 2." not in older


@pytest.mark.parametrize("count", [1, 20])
def test_inbox_takes_the_same_queries_for_one_and_many(
    client: Client,
    learner: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    tell(learner, count)
    client.force_login(learner)
    with django_assert_num_queries(5):
        shown(client)


@pytest.mark.parametrize(
    ("role", "mentors", "teaches"),
    [
        (Role.LEARNER, False, False),
        (Role.MENTOR, True, False),
        (Role.INSTRUCTOR, False, True),
        (Role.CURATOR, False, False),
        (Role.ADMIN, False, True),
    ],
)
def test_page_frame_knows_what_she_does_in_two_queries(
    role: Role, mentors: bool, teaches: bool, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person("ada", role)
    ada = User.objects.get()
    tell(ada, 3)
    with django_assert_num_queries(2):
        known = page_frame(request_of(ada))
        assert known["unread"] == 3
    assert known == {"unread": 3, "frame": {"mentors": mentors, "teaches": teaches}}


def test_header_offers_mentoring_to_mentors_only(client: Client, learner: User) -> None:
    client.force_login(learner)
    link = f'href="{reverse("mentoring")}"'
    assert link not in client.get(reverse("inbox")).content.decode()
    grant_role(user=learner, role=Role.MENTOR)
    assert link in client.get(reverse("inbox")).content.decode()


def test_page_frame_is_empty_for_visitors(client: Client) -> None:
    html = client.get(reverse("library")).content.decode()
    assert reverse("inbox") not in html
    assert reverse("account_login") in html
