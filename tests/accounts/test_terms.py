"""Terms and privacy: agreed to at sign-up, asked again when a version rose, and never a trap."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from coachlms.accounts import documents
from coachlms.accounts.models import Acceptance, User
from coachlms.demo import people as demo
from tests.accounts import people

pytestmark = pytest.mark.django_db

LENA = {"name": "Lena", "email": "lena@example.org", "password1": people.PASSWORD}


@pytest.fixture(autouse=True)
def _documents_in_force(settings: Settings) -> None:
    settings.DOCUMENT_VERSIONS = {"terms": 1, "privacy": 1}


def accepted_by(user: User) -> list[tuple[str, int]]:
    return sorted(user.acceptances.values_list("document", "version"))


def test_sign_up_without_the_box_makes_no_account(client: Client) -> None:
    page = client.post(reverse("account_signup"), LENA).content.decode()
    assert "Without this there can be no account." in page
    assert not User.objects.exists()


def test_sign_up_records_what_was_agreed_to(client: Client) -> None:
    client.post(reverse("account_signup"), LENA | {"agree": "on"})
    lena = User.objects.get()
    assert accepted_by(lena) == [("privacy", 1), ("terms", 1)]
    assert documents.has_agreed(lena)


def test_somebody_an_admin_added_is_asked_at_her_first_page(client: Client) -> None:
    mina = people.member()
    people.sign_in(client, mina)
    answer = client.get("/sessions/?page=2")
    assert answer["Location"] == "/account/agree/?next=%2Fsessions%2F%3Fpage%3D2"
    page = client.get(answer["Location"]).content.decode()
    assert "Two short pages say what you can expect here" in page
    refused = client.post(reverse("agree"), {"next": "/sessions/?page=2"})
    assert refused.status_code == 422
    assert not Acceptance.objects.exists()
    agreed = client.post(reverse("agree"), {"next": "/sessions/?page=2", "agree": "on"})
    assert agreed["Location"] == "/sessions/?page=2"
    assert accepted_by(mina) == [("privacy", 1), ("terms", 1)]
    assert client.get("/sessions/").templates[0].name == "reviews/sessions/sessions.html"


def test_a_risen_version_is_asked_for_once(client: Client, settings: Settings) -> None:
    mina = people.member()
    documents.agree(user=mina)
    people.sign_in(client, mina)
    settings.DOCUMENT_VERSIONS = {"terms": 2, "privacy": 1}
    page = client.get(client.get("/sessions/")["Location"]).content.decode()
    assert "have changed" in page
    client.post(reverse("agree"), {"agree": "on"})
    client.post(reverse("agree"), {"agree": "on"})
    assert accepted_by(mina) == [("privacy", 1), ("terms", 1), ("terms", 2)]
    assert client.get(reverse("agree"))["Location"] == reverse("courses")


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_agreeing_does_not_lead_to_another_site(client: Client, wanted: str) -> None:
    people.sign_in(client, people.member())
    answer = client.post(reverse("agree"), {"agree": "on", "next": wanted})
    assert answer["Location"] == reverse("courses")


def test_a_program_is_told_why(client: Client) -> None:
    people.sign_in(client, people.member())
    answer = client.get("/api/v1/sessions/")
    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Sign in with a browser and agree first.",
        "status": 403,
        "code": "terms_not_accepted",
    }


def test_a_fragment_leads_the_whole_page_there(client: Client) -> None:
    people.sign_in(client, people.member())
    answer = client.get("/sessions/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == reverse("agree")


@pytest.mark.parametrize(
    "name", ["terms", "privacy", "for_clients", "account_data", "account_logout"]
)
def test_what_one_agrees_to_and_the_ways_out_stay_open(client: Client, name: str) -> None:
    people.sign_in(client, people.member())
    assert "Before you go on" not in client.get(reverse(name), follow=True).content.decode()


def test_whoever_agreed_costs_no_query(client: Client, django_assert_num_queries: object) -> None:
    mina = people.member()
    documents.agree(user=mina)
    mina = User.objects.get(pk=mina.pk)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert documents.has_agreed(mina)


def test_the_demo_school_has_agreed(settings: Settings) -> None:
    made = demo.create([{"key": "mira", "name": "Mira", "roles": ["learner"]}])
    assert documents.has_agreed(made["mira"])


def test_the_pages_name_their_version(client: Client) -> None:
    assert "Version 1" in client.get(reverse("terms")).content.decode()
