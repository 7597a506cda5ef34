"""A forgotten password, a new one, another address: in our words, one mail each."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from coachlms.accounts.models import Role, User
from coachlms.accounts.services import create_user

pytestmark = pytest.mark.django_db

OLD, NEW = "third-row-by-the-window", "the-second-row-is-fine"


@pytest.fixture
def mina() -> User:
    user = create_user(email="mina@example.org", name="Mina", password=OLD, roles=(Role.LEARNER,))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def signed_in(client: Client, mina: User) -> Client:
    client.post(reverse("account_login"), {"login": mina.email, "password": OLD})
    return client


def ask_for_a_password(client: Client, email: str) -> str:
    answer = client.post(reverse("account_reset_password"), {"email": email})
    assert answer["Location"] == reverse("account_reset_password_done")
    html = client.get(answer["Location"]).content.decode()
    return html[html.index("<main") : html.index("</main>")]


def reset_link() -> str:
    found = re.search(r"http://\S+?(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert found is not None
    return found[1]


def test_reset_by_mail_works_once(client: Client, mina: User) -> None:
    ask_for_a_password(client, "MINA@example.org")
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("A new password", ["mina@example.org"])
    form = client.get(reset_link(), follow=True)
    html = form.content.decode()
    assert '<label for="id_password1">New password</label>' in html
    assert html.count("At least ten characters") == 1
    address = form.request["PATH_INFO"]
    answer = client.post(address, {"password1": NEW, "password2": NEW})
    assert answer["Location"] == reverse("account_reset_password_from_key_done")
    mina.refresh_from_db()
    assert mina.check_password(NEW)

    again = Client().get(reset_link(), follow=True).content.decode()
    assert "This link was used already or is too old" in again
    assert 'name="password1"' not in again


def test_reset_does_not_tell_who_has_an_account(client: Client, mina: User) -> None:
    known = ask_for_a_password(client, mina.email)
    unknown = ask_for_a_password(client, "nobody@example.org")
    assert known == unknown
    assert [message.subject for message in mail.outbox] == [
        "A new password",
        "No account with this address",
    ]
    assert mail.outbox[1].to == ["nobody@example.org"]


def test_change_needs_the_present_password(signed_in: Client, mina: User) -> None:
    address = reverse("account_change_password")
    html = signed_in.post(
        address, {"oldpassword": "not-this-one", "password1": NEW, "password2": NEW}
    ).content.decode()
    assert 'id="id_oldpassword_error"' in html
    mina.refresh_from_db()
    assert mina.check_password(OLD)

    signed_in.post(address, {"oldpassword": OLD, "password1": NEW, "password2": NEW})
    mina.refresh_from_db()
    assert mina.check_password(NEW)


def test_another_address_becomes_the_main_one_when_confirmed(signed_in: Client, mina: User) -> None:
    address = reverse("account_email")
    signed_in.post(address, {"action_add": "", "email": "Mina@School.example"})
    added = EmailAddress.objects.get(email="mina@school.example")
    assert (added.verified, added.primary) == (False, False)
    assert mail.outbox[-1].to == ["mina@school.example"]

    signed_in.post(address, {"action_primary": "", "email": added.email})
    mina.refresh_from_db()
    assert mina.email == "mina@example.org"

    EmailAddress.objects.filter(pk=added.pk).update(verified=True)
    signed_in.post(address, {"action_primary": "", "email": added.email})
    mina.refresh_from_db()
    assert mina.email == "mina@school.example"


def test_addresses_offer_only_what_can_be_done(signed_in: Client, mina: User) -> None:
    address = reverse("account_email")

    def offered() -> list[str]:
        return re.findall(r'name="action_(\w+)"', signed_in.get(address).content.decode())

    assert offered() == ["add"]
    assert '<label for="id_email">E-mail</label>' in signed_in.get(address).content.decode()
    added = EmailAddress.objects.create(user=mina, email="mina@school.example")
    assert offered() == ["send", "remove", "add"]
    EmailAddress.objects.filter(pk=added.pk).update(verified=True)
    assert offered() == ["primary", "remove", "add"]
    signed_in.post(address, {"action_remove": "", "email": added.email})
    assert EmailAddress.objects.get().email == "mina@example.org"


def test_main_address_cannot_be_removed(signed_in: Client, mina: User) -> None:
    page = signed_in.post(
        reverse("account_email"), {"action_remove": "", "email": mina.email}, follow=True
    )
    assert "mina@example.org is your main address." in page.content.decode()
    assert EmailAddress.objects.get().email == "mina@example.org"


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "account_logout"])
def test_account_pages_lead_to_each_other(signed_in: Client, name: str) -> None:
    html = signed_in.get(reverse(name)).content.decode()
    assert f'href="{reverse("account")}"' in html
    if name != "account_logout":
        assert f'href="{reverse("account_email")}"' in html
        assert f'href="{reverse("account_change_password")}"' in html
        assert f'href="{reverse("account_logout")}"' in html


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_every_control_has_its_label(client: Client, name: str) -> None:
    html = client.get(reverse(name)).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    controls = re.findall(r'<input(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', main)
    assert controls
    assert [ref for ref in controls if f'<label for="{ref}"' not in main] == []
    assert "placeholder" not in main
