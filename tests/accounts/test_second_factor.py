"""A code of an app or a recovery code after the password; staff cannot do without."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from coachlms.accounts.errors import UnreadableSecret
from coachlms.accounts.models import Role
from coachlms.accounts.second_factor import SecondFactorAdapter, is_missing
from tests.accounts import people

pytestmark = pytest.mark.django_db


def give(client: Client, code: str) -> str:
    """Type a code at the second step; where that leads, or nothing when it is refused."""
    return client.post(reverse("mfa_authenticate"), {"code": code}).headers.get("Location", "")


@pytest.mark.django_db(transaction=True)  # the mail goes out after the commit
def test_setting_up_an_app_shows_its_secret_and_gives_recovery_codes(client: Client) -> None:
    mina = people.member()
    people.sign_in(client, mina)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r'<code class="secret">(\w+)</code>', page)
    assert secret is not None
    answer = client.post(reverse("mfa_activate_totp"), {"code": people.code_of_app(secret[1])})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(answer["Location"])
    assert len(re.findall(r"<li><code>\d{8}</code></li>", codes.content.decode())) == 10
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert [message.subject for message in mail.outbox] == ["A second factor was set up"]
    assert "127.0.0.1" in str(mail.outbox[0].body)


def test_a_wrong_code_sets_nothing_up(client: Client) -> None:
    people.sign_in(client, people.member())
    client.get(reverse("mfa_activate_totp"))
    page = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert "This code is not right, or it was used already." in page
    assert not Authenticator.objects.exists()


def test_signing_in_asks_for_the_code_of_the_app(client: Client) -> None:
    mina = people.member()
    people.set_up_app(mina)
    assert people.sign_in(client, mina)["Location"] == reverse("mfa_authenticate")
    assert not people.is_in(client)
    assert give(client, "000000") == ""
    assert not people.is_in(client)
    assert give(client, people.code_of_app()) == reverse("courses")
    assert people.is_in(client)


@pytest.mark.parametrize("later", [0, 1])
def test_a_code_of_the_app_works_once(client: Client, later: int) -> None:
    """Also the code of the next half minute, which counts already because clocks differ."""
    mina = people.member()
    people.set_up_app(mina)
    code = people.code_of_app(later=later)
    people.sign_in(client, mina)
    give(client, code)
    assert people.is_in(client)
    thief = Client()
    people.sign_in(thief, mina)
    assert give(thief, code) == ""
    assert not people.is_in(thief)


def test_a_recovery_code_works_once(client: Client) -> None:
    mina = people.member()
    code, *others = people.set_up_app(mina)
    people.sign_in(client, mina)
    give(client, code)
    assert people.is_in(client)
    again = Client()
    people.sign_in(again, mina)
    assert give(again, code) == ""
    assert not people.is_in(again)
    left = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert left == others


def test_the_second_step_without_the_first_leads_back(client: Client) -> None:
    people.set_up_app(people.member())
    answer = client.post(reverse("mfa_authenticate"), {"code": people.code_of_app()})
    assert answer["Location"] == reverse("account_login")
    assert not people.is_in(client)


def test_secrets_lie_encrypted_in_the_database() -> None:
    people.set_up_app(people.member())
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        kept = [json.loads(row[0]) for row in cursor.fetchall()]
    secrets = [one.get("secret") or one["seed"] for one in kept]
    assert all(secret.startswith("gAAAA") for secret in secrets)
    assert people.SECRET not in str(kept)
    assert SecondFactorAdapter().decrypt(secrets[0]) == people.SECRET


def test_secrets_outlive_a_new_key_while_the_old_one_is_named(settings: Settings) -> None:
    adapter = SecondFactorAdapter()
    kept = adapter.encrypt(people.SECRET)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" * 5
    with pytest.raises(UnreadableSecret):
        adapter.decrypt(kept)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert adapter.decrypt(kept) == people.SECRET


def test_another_key_lets_nobody_in(client: Client, settings: Settings) -> None:
    mina = people.member()
    people.set_up_app(mina)
    settings.SECRET_KEY = "another-key-" * 5
    people.sign_in(client, mina)
    answer = client.post(reverse("mfa_authenticate"), {"code": people.code_of_app()})
    assert answer.status_code == 409
    assert not people.is_in(client)


@pytest.mark.parametrize("address", ["/admin/", "/courses/", "/cohorts/", "/account/tokens/"])
def test_staff_without_a_second_factor_get_to_nothing_else(
    client: Client, settings: Settings, address: str
) -> None:
    settings.REQUIRE_STAFF_MFA = True
    people.sign_in(client, people.staff())
    answer = client.get(address)
    assert answer["Location"] == f"/account/second-factor/?next={address.replace('/', '%2F')}"
    page = client.get(answer["Location"])
    assert "A second factor first" in page.content.decode()
    assert (
        client.get(reverse("mfa_activate_totp")).templates[0].name == "mfa/totp/activate_form.html"
    )


def test_staff_with_a_second_factor_get_on(client: Client, settings: Settings) -> None:
    settings.REQUIRE_STAFF_MFA = True
    ada = people.staff()
    people.set_up_app(ada)
    people.sign_in(client, ada)
    give(client, people.code_of_app())
    assert client.get("/admin/").headers.get("Location") is None
    answer = client.get("/account/second-factor/?next=/admin/")
    assert answer["Location"] == "/admin/"


def test_programs_of_staff_are_told_why(client: Client, settings: Settings) -> None:
    settings.REQUIRE_STAFF_MFA = True
    people.sign_in(client, people.staff())
    answer = client.get("/api/v1/sessions/")
    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "second_factor_missing"


@pytest.mark.parametrize(
    ("roles", "is_staff", "missing"),
    [
        ((Role.LEARNER,), False, False),
        ((Role.MENTOR, Role.INSTRUCTOR, Role.CURATOR), False, False),
        ((Role.ADMIN,), False, True),
        ((Role.CURATOR,), True, True),
    ],
)
def test_a_second_factor_is_required_of_staff_and_admins(
    settings: Settings, roles: tuple[Role, ...], is_staff: bool, missing: bool
) -> None:
    settings.REQUIRE_STAFF_MFA = True
    user = people.member("Somebody", *roles)
    user.is_staff = is_staff
    assert is_missing(user) is missing
    settings.REQUIRE_STAFF_MFA = False
    assert is_missing(user) is False


def test_the_demo_school_on_this_machine_does_without() -> None:
    assert settings.DEMO
    assert not settings.HTTPS
    assert not settings.REQUIRE_STAFF_MFA


def test_the_admin_has_no_sign_in_of_its_own(client: Client) -> None:
    answer = client.post("/admin/login/", {"username": "x", "password": "y"})
    assert answer["Location"].startswith(reverse("account_login"))
    people.sign_in(client, people.member())
    assert client.get("/admin/login/").status_code == 403


def test_switching_the_app_off_needs_proof_and_takes_the_codes_along(client: Client) -> None:
    mina = people.member()
    people.set_up_app(mina)
    client.force_login(mina)
    address = reverse("mfa_deactivate_totp")
    assert client.post(address)["Location"].startswith("/accounts/reauthenticate/")
    assert Authenticator.objects.count() == 2
    client.post("/accounts/2fa/reauthenticate/", {"code": people.code_of_app()})
    assert client.post(address)["Location"] == reverse("mfa_index")
    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "A second factor was switched off"


@pytest.mark.django_db(transaction=True)  # the mail goes out after the commit
def test_an_operator_removes_the_factors_of_somebody_who_lost_them(client: Client) -> None:
    mina, other = people.member(), people.member("Other")
    people.set_up_app(other)
    people.set_up_app(mina)
    people.sign_in(client, mina)
    give(client, people.code_of_app())
    call_command("remove_second_factors", "MINA@example.org")
    assert set(Authenticator.objects.values_list("user__name", flat=True)) == {"Other"}
    assert client.get(reverse("account"))["Location"].startswith(reverse("account_login"))
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Your second factors were removed", [mina.email])
    assert people.sign_in(Client(), mina)["Location"] == reverse("courses")


def test_an_address_nobody_has_is_said_to_the_operator() -> None:
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("remove_second_factors", "nobody@example.org")
