"""Somebody comes from the school's own sign-in service: a new account, or her own, never another's."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.core import mail
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings
from requests import ConnectionError as RequestsConnectionError

from coachlms.accounts.adapter import SocialAdapter
from coachlms.accounts.documents import has_agreed
from coachlms.accounts.middleware import OtherServices
from coachlms.accounts.models import User
from tests.accounts import people

pytestmark = pytest.mark.django_db

LENA = {
    "sub": "7",
    "email": "lena@school.example",
    "email_verified": True,
    "name": "Lena Holm",
}


@pytest.fixture(autouse=True)
def _school_service(settings: Settings) -> Iterator[None]:
    """The service as the environment would set it up; without its addresses, which nothing here asks for."""
    settings.DOCUMENT_VERSIONS = {"terms": 1, "privacy": 1}
    app: dict[str, object] = {
        "provider_id": "school",
        "name": "The school",
        "client_id": "c",
        "secret": "s",
    }
    app |= {"settings": {"server_url": "https://login.school.example"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    registry.load()
    registry.provider_map["openid_connect"] = OpenIDConnectProvider
    yield
    del registry.provider_map["openid_connect"]


def who_comes(said: dict[str, object]) -> SocialLogin:
    request = RequestFactory().get("/")
    provider = SocialAdapter().get_provider(request, "school")
    return provider.sociallogin_from_response(request, {"userinfo": said})


def arrive(client: Client, said: dict[str, object]) -> None:
    """The service has just sent her back; she stands before the last form."""
    session = client.session
    session["socialaccount_sociallogin"] = who_comes(said).serialize()
    session.save()


def test_the_last_form_asks_for_name_and_terms(client: Client) -> None:
    arrive(client, LENA)
    page = people.main_of(client.get(reverse("socialaccount_signup")))
    assert "The school has told us who you are." in page
    assert 'value="Lena Holm"' in page
    assert 'value="lena@school.example"' in page
    form = {"name": "Lena", "email": "lena@school.example"}
    refused = client.post(reverse("socialaccount_signup"), form).content.decode()
    assert "Without this there can be no account." in refused
    assert not User.objects.exists()


def test_a_confirmed_address_opens_the_account_at_once(client: Client) -> None:
    arrive(client, LENA)
    form = {"name": "Lena", "email": "lena@school.example", "agree": "on"}
    answer = client.post(reverse("socialaccount_signup"), form)
    assert answer["Location"] == reverse("courses")
    lena = User.objects.get()
    assert (lena.name, lena.email) == ("Lena", "lena@school.example")
    assert lena.role_names == {"learner"}
    assert has_agreed(lena)
    assert not lena.has_usable_password()
    assert SocialAccount.objects.get(user=lena).uid == "7"
    assert people.is_in(client)


@pytest.mark.parametrize(
    ("said", "email"),
    [
        (LENA | {"email_verified": False}, "lena@school.example"),
        (LENA | {"email_verified": False}, "somebody.else@example.org"),
    ],
)
def test_an_address_nobody_confirmed_is_confirmed_by_mail_first(
    client: Client, said: dict[str, object], email: str
) -> None:
    arrive(client, said)
    form = {"name": "Lena", "email": email, "agree": "on"}
    answer = client.post(reverse("socialaccount_signup"), form)
    assert answer["Location"] == reverse("account_email_verification_sent")
    assert not EmailAddress.objects.get(email=email).verified
    assert [message.to for message in mail.outbox] == [[email]]
    assert not people.is_in(client)


def test_a_confirmed_address_cannot_be_swapped_for_another(client: Client) -> None:
    arrive(client, LENA)
    form = {"name": "Lena", "email": "somebody.else@example.org", "agree": "on"}
    client.post(reverse("socialaccount_signup"), form)
    assert User.objects.get().email == "lena@school.example"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [
        ("lena@school.example", True)
    ]


def test_an_account_with_the_same_address_is_not_taken_over(client: Client) -> None:
    mina = people.member()
    arrive(client, LENA | {"email": mina.email})
    form = {"name": "Thief", "email": mina.email, "agree": "on"}
    answer = client.post(reverse("socialaccount_signup"), form)
    assert answer["Location"] == reverse("account_email_verification_sent")
    assert not people.is_in(client)
    assert not SocialAccount.objects.exists()
    assert User.objects.get().name == "Mina"
    assert [message.subject for message in mail.outbox] == ["You have an account already"]


def test_a_closed_school_takes_nobody_in_this_way(client: Client, settings: Settings) -> None:
    settings.SIGN_UP_OPEN = False
    arrive(client, LENA)
    page = client.get(reverse("socialaccount_signup")).content.decode()
    assert "This school invites its learners itself." in page


def test_sign_up_can_be_closed(client: Client, settings: Settings) -> None:
    settings.SIGN_UP_OPEN = False
    form = {"name": "Lena", "email": "l@example.org", "password1": people.PASSWORD, "agree": "on"}
    page = client.post(reverse("account_signup"), form).content.decode()
    assert "This school invites its learners itself." in page
    assert not User.objects.exists()


def test_a_service_out_of_reach_is_said_and_not_a_fault(client: Client) -> None:
    request = RequestFactory().post("/accounts/oidc/school/login/")
    services = OtherServices(lambda _request: HttpResponse())
    answer = services.process_exception(request, RequestsConnectionError())
    assert answer is not None
    assert answer["Location"] == reverse("socialaccount_login_error")
    page = client.get(answer["Location"])
    assert page.status_code == 401
    assert "The other service did not let you through" in page.content.decode()


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("post", "https://login.school.example/auth?state=1&x=2", 200),
        ("post", "/courses/", 302),
        ("post", "http://testserver/courses/", 302),
        ("get", "https://files.school.example/audio", 302),
    ],
)
def test_a_form_leads_to_another_site_by_a_page_of_ours(
    method: str, address: str, status: int
) -> None:
    """Browsers hold the redirects of a form to form-action 'self'."""
    request = getattr(RequestFactory(), method)("/accounts/oidc/school/login/")
    answer = OtherServices(lambda _request: HttpResponseRedirect(address))(request)
    assert answer.status_code == status
    if status == 200:
        refresh = '<meta http-equiv="refresh" content="0;URL=\'%s\'">'
        assert refresh % address.replace("&", "&amp;") in answer.content.decode()
