"""One page for everything about an account: the state of each part, and the way to change it."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from coachlms.accounts.models import User
from tests.accounts import people

pytestmark = pytest.mark.django_db


def parts(client: Client) -> dict[str, str]:
    """What the page says of each part."""
    page = people.main_of(client.get(reverse("account")))
    rows = re.findall(r"<b>(.*?)</b>\s*<span class=\"small soft\">(.*?)</span>", page, re.DOTALL)
    return {title: state.strip() for title, state in rows}


def test_every_part_is_there_with_its_state(client: Client) -> None:
    mina = people.member()
    people.sign_in(client, mina)
    assert parts(client) == {
        "E-mail": "mina@example.org",
        "Password": "Set",
        "Second factor": "Off. A stolen password is enough to get in.",
        "Passkeys": "None",
        "Where you are signed in": "1 place",
        "Your data": "Take it along, or delete your account",
        "API tokens": "Keys for programs of yours",
    }
    EmailAddress.objects.create(user=mina, email="spare@example.org", verified=True)
    people.set_up_app(mina)
    people.sign_in(Client(), mina)
    said = parts(client)
    assert said["E-mail"] == "mina@example.org, 1 more"
    assert said["Second factor"] == "On"


def test_staff_learn_that_their_role_needs_a_second_factor(
    client: Client, settings: Settings
) -> None:
    settings.REQUIRE_STAFF_MFA = True
    people.sign_in(client, people.staff())
    assert parts(client)["Second factor"] == "Missing. Your role needs one."


def test_somebody_without_a_password_is_led_to_choose_one(client: Client) -> None:
    mina = people.member()
    mina.set_unusable_password()
    mina.save()
    client.force_login(mina)
    assert parts(client)["Password"] == "None"
    assert reverse("account_set_password") in people.main_of(client.get(reverse("account")))


def test_the_name_can_be_changed_and_not_emptied(client: Client) -> None:
    mina = people.member()
    people.sign_in(client, mina)
    client.post(reverse("account"), {"name": " Mina Holm "})
    assert User.objects.get(pk=mina.pk).name == "Mina Holm"
    assert client.post(reverse("account"), {"name": "  "}).status_code == 422
    assert User.objects.get(pk=mina.pk).name == "Mina Holm"


def test_the_header_leads_to_it(client: Client) -> None:
    people.sign_in(client, people.member())
    page = client.get(reverse("courses")).content.decode()
    assert re.search(r'<a class="avatar" href="/account/"', page) is not None


@pytest.mark.parametrize(
    "name",
    [
        "account",
        "account_email",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "usersessions_list",
        "socialaccount_connections",
        "account_logout",
    ],
)
def test_every_account_page_has_the_house_around_it(client: Client, name: str) -> None:
    mina = people.member()
    people.sign_in(client, mina)
    if name in {"mfa_view_recovery_codes", "mfa_generate_recovery_codes"}:
        people.set_up_app(mina)
    answer = client.get(reverse(name))
    page = answer.content.decode()
    ours = Path(settings.BASE_DIR) / "templates"
    assert str(answer.templates[0].origin).startswith(str(ours))
    assert page.count("<h1") == 1
    assert 'href="#main"' in page
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", page) == []


@pytest.mark.parametrize("kind", ["mfa/email", "mfa/messages", "account/email", "usersessions"])
def test_every_word_of_allauth_in_use_has_ours_in_its_place(kind: str) -> None:
    theirs = Path(allauth.__file__).parent / "templates"
    unused = re.compile("login_code|password_reset_(code|subject|message)|base_message")
    missing = [
        str(path.relative_to(theirs))
        for path in (theirs / kind).rglob("*.txt")
        if not (Path(settings.BASE_DIR) / "templates" / path.relative_to(theirs)).is_file()
        and not unused.search(path.name)
    ]
    assert missing == []
