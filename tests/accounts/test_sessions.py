"""Where one is signed in, and proof before a change that would lock its owner out."""

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse

from coachlms.accounts.templatetags.people import browser
from tests.accounts import people

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


def test_every_place_is_listed_and_the_present_one_marked(client: Client) -> None:
    mina = people.member()
    phone = Client(headers={"User-Agent": PHONE})
    people.sign_in(phone, mina)
    desk = Client(headers={"User-Agent": FIREFOX})
    people.sign_in(desk, mina)
    page = people.main_of(desk.get(reverse("usersessions_list")))
    assert page.index("Safari on iPhone") < page.index("Firefox on Linux") < page.index("This one")
    assert page.count("From 127.0.0.1") == 2


def test_signing_out_elsewhere_ends_the_other_places_only(client: Client) -> None:
    mina, other = people.member(), people.member("Other")
    phone, stranger = Client(), Client()
    for browser_of, user in ((client, mina), (phone, mina), (stranger, other)):
        people.sign_in(browser_of, user)
    answer = client.post(reverse("usersessions_list"), follow=True)
    assert "You are signed out everywhere else." in answer.content.decode()
    assert people.is_in(client)
    assert people.is_in(stranger)
    assert phone.get(reverse("account"))["Location"].startswith(reverse("account_login"))
    assert UserSession.objects.filter(user=mina).count() == 1


def test_a_changed_password_ends_the_other_places(client: Client) -> None:
    mina = people.member()
    phone = Client()
    people.sign_in(phone, mina)
    people.sign_in(client, mina)
    new = "the-second-row-is-fine"
    form = {"oldpassword": people.PASSWORD, "password1": new, "password2": new}
    client.post(reverse("account_change_password"), form)
    assert client.get(reverse("account")).templates[0].name == "account/account.html"
    assert phone.get(reverse("account"))["Location"].startswith(reverse("account_login"))
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Your password was changed", [mina.email])


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("account_email", {"action_add": "", "email": "mina@school.example"}),
        ("account_email", {"action_remove": "", "email": "spare@example.org"}),
        ("mfa_activate_totp", {"code": "123456"}),
        ("mfa_add_webauthn", {"credential": "{}"}),
    ],
)
def test_a_change_after_a_while_needs_the_password_again(
    client: Client, name: str, form: dict[str, str]
) -> None:
    mina = people.member()
    EmailAddress.objects.create(user=mina, email="spare@example.org", verified=True)
    with time_machine.travel("2026-11-23 09:00Z", tick=False) as clock:
        people.sign_in(client, mina)
        clock.shift(601)
        answer = client.post(reverse(name), form)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert sorted(EmailAddress.objects.values_list("email", flat=True)) == [
        "mina@example.org",
        "spare@example.org",
    ]


def test_the_change_goes_on_by_itself_after_the_password(client: Client) -> None:
    mina = people.member()
    client.force_login(mina)
    form = {"action_add": "", "email": "mina@school.example"}
    answer = client.post(reverse("account_email"), form)
    wrong = client.post(answer["Location"], {"password": "not-this-one"})
    assert "This is not the password of this account." in wrong.content.decode()
    assert EmailAddress.objects.count() == 1
    client.post(
        reverse("account_reauthenticate"),
        {"password": people.PASSWORD, "next": reverse("account_email")},
    )
    assert EmailAddress.objects.filter(email="mina@school.example", verified=False).count() == 1


def test_an_address_that_goes_is_reported_to_the_main_one(client: Client) -> None:
    mina = people.member()
    EmailAddress.objects.create(user=mina, email="spare@example.org", verified=True)
    people.sign_in(client, mina)
    client.post(reverse("account_email"), {"action_remove": "", "email": "spare@example.org"})
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("An address was removed", [mina.email])
    assert "spare@example.org was removed from your account" in str(message.body)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "An unknown program"),
    ],
)
def test_browser_is_named_as_people_name_it(user_agent: str, words: str) -> None:
    assert browser(user_agent) == words
