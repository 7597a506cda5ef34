"""The attempt after the last allowed one is refused, for addresses with and without an account alike."""

import pytest
from django.conf import settings as product
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from coachlms import settings as written
from tests.accounts import people

pytestmark = pytest.mark.django_db

PER_ACCOUNT, PER_NETWORK = 5, 20
WRONG = "wrong-wrong-wrong"


@pytest.fixture(autouse=True)
def _limits_of_the_product(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = written.ACCOUNT_RATE_LIMITS


def attempt(client: Client, email: str, password: str = WRONG) -> int:
    form = {"login": email, "password": password}
    return client.post(reverse("account_login"), form).status_code


@pytest.mark.parametrize("email", ["mina@example.org", "nobody@example.org"])
def test_the_sixth_wrong_password_is_refused(client: Client, email: str) -> None:
    people.member()
    codes = [attempt(client, email) for _ in range(PER_ACCOUNT + 1)]
    assert codes == [200] * PER_ACCOUNT + [429]


def test_the_refusal_looks_the_same_with_and_without_an_account(client: Client) -> None:
    people.member()
    said = []
    for email in ("mina@example.org", "nobody@example.org"):
        for _ in range(PER_ACCOUNT):
            attempt(client, email)
        form = {"login": email, "password": "wrong-wrong-wrong"}
        said.append(people.main_of(client.post(reverse("account_login"), form)))
    assert "Too many attempts" in said[0]
    assert said[0] == said[1]


def test_the_right_password_is_refused_too_for_a_while(client: Client) -> None:
    mina = people.member()
    for _ in range(PER_ACCOUNT):
        attempt(client, mina.email)
    assert attempt(client, mina.email, people.PASSWORD) == 429
    assert not people.is_in(client)


def test_one_network_cannot_try_one_password_on_many_accounts(client: Client) -> None:
    codes = [attempt(client, f"learner{i}@example.org") for i in range(PER_NETWORK + 1)]
    assert codes == [200] * PER_NETWORK + [429]


def test_signing_in_rightly_is_not_counted_as_an_attempt() -> None:
    mina = people.member()
    for _ in range(PER_ACCOUNT + 3):
        client = Client()
        assert people.sign_in(client, mina)["Location"] == reverse("courses")


def test_codes_of_the_second_step_cannot_be_guessed(client: Client) -> None:
    mina = people.member()
    people.set_up_app(mina)
    people.sign_in(client, mina)
    address = reverse("mfa_authenticate")
    for _ in range(PER_ACCOUNT):
        client.post(address, {"code": "000000"})
    page = client.post(address, {"code": people.code_of_app()}).content.decode()
    assert "Too many attempts." in page
    assert not people.is_in(client)


@pytest.mark.parametrize("email", ["mina@example.org", "nobody@example.org"])
def test_mail_for_a_new_password_is_bounded_per_address(client: Client, email: str) -> None:
    people.member()
    answers = [
        client.post(reverse("account_reset_password"), {"email": email}).status_code
        for _ in range(4)
    ]
    assert answers[:3] == [302, 302, 302]
    assert answers[3] in {302, 200, 429}
    assert len(mail.outbox) == 3


def test_signing_up_is_bounded_per_network(client: Client) -> None:
    form = {"name": "Lena", "password1": people.PASSWORD, "agree": "on"}
    codes = [
        client.post(reverse("account_signup"), form | {"email": f"lena{i}@example.org"}).status_code
        for i in range(21)
    ]
    assert codes[-1] == 429
    assert set(codes[:-1]) == {302}


def test_limits_are_counted_in_the_cache_that_processes_share(client: Client) -> None:
    attempt(client, "mina@example.org")
    kept = [key for key in cache._cache if "allauth:rl" in key]  # type: ignore[attr-defined]
    assert len(kept) >= 2
    assert product.ACCOUNT_RATE_LIMITS == written.ACCOUNT_RATE_LIMITS
