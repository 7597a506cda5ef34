"""Sign-in through other services: off, or set up completely; half of it is refused with a sentence."""

import os

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from coachlms.accounts.adapter import SocialAdapter
from coachlms.social import sign_ins

OIDC = {
    "SOCIAL_OIDC_ISSUER": "https://login.school.example/",
    "SOCIAL_OIDC_CLIENT_ID": "coachlms",
    "SOCIAL_OIDC_SECRET": "s",
    "SOCIAL_OIDC_NAME": "The school",
}
GOOGLE = {"SOCIAL_GOOGLE_CLIENT_ID": "g", "SOCIAL_GOOGLE_SECRET": "s"}
MICROSOFT = {
    "SOCIAL_MICROSOFT_CLIENT_ID": "m",
    "SOCIAL_MICROSOFT_SECRET": "s",
    "SOCIAL_MICROSOFT_TENANT": "school.example",
}


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("SOCIAL_")]:
        monkeypatch.delenv(name)


def give(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_nothing_is_on_by_default() -> None:
    assert sign_ins() == ([], {})


@pytest.mark.parametrize(
    ("values", "apps"),
    [
        (OIDC, ["openid_connect"]),
        (GOOGLE, ["google"]),
        (MICROSOFT, ["microsoft"]),
        (OIDC | GOOGLE | MICROSOFT, ["openid_connect", "google", "microsoft"]),
    ],
)
def test_what_is_given_completely_is_on(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], apps: list[str]
) -> None:
    give(monkeypatch, values)
    installed, providers = sign_ins()
    assert installed == [f"allauth.socialaccount.providers.{app}" for app in apps]
    assert list(providers) == apps
    assert all(provider["OAUTH_PKCE_ENABLED"] for provider in providers.values())


@pytest.mark.parametrize("values", [OIDC, GOOGLE, MICROSOFT])
def test_half_of_it_is_refused_and_the_rest_named(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str]
) -> None:
    for missing in values:
        give(monkeypatch, values)
        monkeypatch.setenv(missing, " ")
        with pytest.raises(ImproperlyConfigured) as refused:
            sign_ins()
        assert f"is only half set up. Give {missing} too" in str(refused.value)


def test_an_issuer_without_https_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, OIDC | {"SOCIAL_OIDC_ISSUER": "http://login.school.example"})
    with pytest.raises(ImproperlyConfigured, match="must begin with https"):
        sign_ins()


def test_values_reach_allauth_as_it_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, OIDC | MICROSOFT)
    _apps, providers = sign_ins()
    (school,) = providers["openid_connect"]["APPS"]
    assert (school["provider_id"], school["name"]) == ("school", "The school")
    assert school["settings"] == {"server_url": "https://login.school.example"}
    (microsoft,) = providers["microsoft"]["APPS"]
    assert microsoft["settings"] == {"tenant": "school.example"}


def test_an_account_is_never_found_by_the_address_a_service_names() -> None:
    assert not settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION
    assert not settings.SOCIALACCOUNT_AUTO_SIGNUP


@pytest.mark.django_db
def test_pages_offer_no_service_while_none_is_set_up(client: Client) -> None:
    for name in ("account_login", "account_signup"):
        assert "Go on with" not in client.get(reverse(name)).content.decode()


@pytest.mark.parametrize(("said", "counts"), [(True, True), (False, False), ("false", False)])
def test_only_a_plain_true_confirms_an_address(said: object, counts: bool) -> None:
    address = EmailAddress(email="mina@example.org", verified=said)
    login = SocialLogin(account=SocialAccount(), email_addresses=[address])
    SocialAdapter().pre_social_login(None, login)  # type: ignore[arg-type]
    assert address.verified is counts
