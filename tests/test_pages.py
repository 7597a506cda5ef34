"""Public pages say what holds on this installation, and ask the database little."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from coachlms.accounts.models import Role
from coachlms.accounts.services import create_user
from courses.models import Competency
from tests.reviews import world

pytestmark = pytest.mark.django_db


def main_of(client: Client, name: str) -> str:
    html = client.get(reverse(name)).content.decode()
    return html[html.index("<main") : html.index("</main>")]


def test_landing_leads_a_visitor_to_the_free_demo_first(client: Client) -> None:
    html = main_of(client, "landing")
    assert html.count("btn--primary") == 1
    assert f'btn--primary btn--l" href="{reverse("free_demo")}"' in html
    assert f'href="{reverse("library")}"' in html
    assert f'href="{reverse("account_signup")}"' in html
    assert "not affiliated with the International Coaching Federation" in html


@pytest.mark.parametrize(("is_open", "first"), [(True, "account_signup"), (False, "library")])
def test_landing_without_the_free_demo_leads_to_what_is_open(
    client: Client, settings: Settings, is_open: bool, first: str
) -> None:
    settings.FREE_DEMO, settings.SIGN_UP_OPEN = False, is_open
    html = main_of(client, "landing")
    assert html.count("btn--primary") == 1
    assert f'btn--primary btn--l" href="{reverse(first)}"' in html
    assert (reverse("account_signup") in html) == is_open
    assert reverse("free_demo") not in html


def test_landing_shows_the_competencies_that_are_loaded(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world.library()
    with django_assert_num_queries(2):
        html = main_of(client, "landing")
    for competency in Competency.objects.all():
        assert f'href="{competency.get_absolute_url()}"' in html


def test_landing_leads_whoever_is_signed_in_to_her_courses(client: Client) -> None:
    mina = create_user(email="mina@example.org", name="Mina", password=None, roles=(Role.LEARNER,))
    client.force_login(mina)
    assert client.get(reverse("landing"))["Location"] == reverse("courses")


def test_privacy_names_the_days_of_this_installation(client: Client, settings: Settings) -> None:
    settings.TRANSCRIPT_RETENTION_DAYS = 90
    settings.DRAFT_RETENTION_DAYS = 14
    html = main_of(client, "privacy")
    assert "A transcript is deleted 90 days after you hand it in" in html
    assert "kept for you alone, at most 14 days" in html


@pytest.mark.parametrize("name", ["method", "privacy", "for_clients", "accessibility"])
def test_public_pages_need_no_database_and_have_one_heading(
    client: Client, name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        html = main_of(client, name)
    assert html.count("<h1") == 1
    assert "https://" not in html


def test_unknown_page_does_not_tell_missing_from_private(client: Client) -> None:
    answer = client.get("/sessions/")
    assert answer["Location"] == f"{reverse('account_login')}?next=/sessions/"
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "the page is private to somebody else" in answer.content.decode()
