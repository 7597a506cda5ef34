"""From a stranger to a learner, and what strangers must not learn on the way."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from coachlms.accounts.models import Role, User
from coachlms.accounts.services import create_user

pytestmark = pytest.mark.django_db

PASSWORD = "third-row-by-the-window"
LENA = {"name": " Lena Holm ", "email": "Lena@Example.org", "password1": PASSWORD, "agree": "on"}


def member(email: str = "mina@example.org") -> User:
    mina = create_user(email=email, name="Mina", password=PASSWORD, roles=(Role.LEARNER,))
    EmailAddress.objects.create(user=mina, email=mina.email, verified=True, primary=True)
    return mina


def link_in_mail(part: str) -> str:
    found = re.search(rf"http://\S+?(/accounts/{part}/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def test_sign_up_makes_a_learner_once_the_address_is_confirmed(client: Client) -> None:
    answer = client.post(reverse("account_signup"), LENA)
    assert answer["Location"] == reverse("account_email_verification_sent")
    lena = User.objects.get()
    assert (lena.name, lena.email, lena.is_staff) == ("Lena Holm", "lena@example.org", False)
    assert lena.role_names == {"learner"}
    assert "_auth_user_id" not in client.session
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Confirm your address", ["lena@example.org"])
    assert str(message.body).startswith("Hello Lena Holm,\n")

    answer = client.post(link_in_mail("confirm-email"))
    assert answer["Location"] == reverse("courses")
    assert EmailAddress.objects.get(user=lena).verified
    assert client.session["_auth_user_id"] == str(lena.pk)


def test_sign_up_grants_nothing_a_stranger_asks_for(client: Client) -> None:
    client.post(reverse("account_signup"), LENA | {"role": "admin", "is_staff": "on"})
    lena = User.objects.get()
    assert lena.role_names == {"learner"}
    assert not lena.is_staff
    assert not lena.is_superuser


def test_sign_up_with_a_taken_address_tells_only_its_owner(client: Client) -> None:
    mina = member()
    answer = client.post(reverse("account_signup"), LENA | {"email": "MINA@example.org"})
    assert answer["Location"] == reverse("account_email_verification_sent")
    assert User.objects.get() == mina
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("You have an account already", ["mina@example.org"])


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("email", "lena"), ("password1", "short"), ("password1", "1234567890")],
)
def test_sign_up_ties_the_error_to_its_field(client: Client, field: str, value: str) -> None:
    html = client.post(reverse("account_signup"), LENA | {field: value}).content.decode()
    control = re.search(rf'<input[^>]*name="{field}"[^>]*>', html)
    assert control is not None
    assert 'aria-invalid="true"' in control[0]
    described = re.search(r'aria-describedby="([^"]+)"', control[0])
    assert described is not None
    assert f"id_{field}_error" in described[1].split()
    assert [ref for ref in described[1].split() if f'id="{ref}"' not in html] == []
    assert not User.objects.exists()
    assert mail.outbox == []


def test_sign_in_waits_for_the_confirmed_address(client: Client) -> None:
    client.post(reverse("account_signup"), LENA)
    answer = client.post(
        reverse("account_login"), {"login": "lena@example.org", "password": PASSWORD}
    )
    assert answer["Location"] == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session


def test_sign_in_says_the_same_for_a_wrong_password_and_an_unknown_address(client: Client) -> None:
    member()
    said = []
    for email in ("mina@example.org", "nobody@example.org"):
        html = client.post(
            reverse("account_login"), {"login": email, "password": "wrong-wrong-wrong"}
        ).content.decode()
        notice = re.search(r'role="alert">.*?<p>(.*?)</p>', html, re.DOTALL)
        assert notice is not None
        said.append(notice[1])
    assert said[0] == said[1]
    assert "_auth_user_id" not in client.session


def test_sign_in_goes_on_to_the_page_that_was_asked_for(client: Client) -> None:
    member()
    page = client.get(reverse("inbox"), follow=True)
    assert 'name="next" value="/inbox/"' in page.content.decode()
    answer = client.post(
        reverse("account_login"),
        {"login": "mina@example.org", "password": PASSWORD, "next": "/inbox/"},
    )
    assert answer["Location"] == "/inbox/"


def test_sign_in_does_not_lead_to_another_site(client: Client) -> None:
    member()
    answer = client.post(
        reverse("account_login"),
        {"login": "mina@example.org", "password": PASSWORD, "next": "https://elsewhere.example/"},
    )
    assert answer["Location"] == reverse("courses")


def test_sign_out_needs_a_post(client: Client) -> None:
    client.force_login(member())
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session
    answer = client.post(reverse("account_logout"))
    assert answer["Location"] == reverse("landing")
    assert "_auth_user_id" not in client.session


def test_account_that_was_closed_cannot_sign_in(client: Client) -> None:
    mina = member()
    User.objects.filter(pk=mina.pk).update(is_active=False)
    client.post(reverse("account_login"), {"login": mina.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


class DeadMailServer(BaseEmailBackend):
    def send_messages(self, email_messages: object) -> int:
        raise ConnectionRefusedError


def test_a_dead_mail_server_costs_nobody_the_account(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.DeadMailServer"
    page = client.post(reverse("account_signup"), LENA, follow=True)
    assert page.status_code == 200
    assert "The mail could not be sent" in page.content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(reverse("account_login"), {"login": LENA["email"], "password": PASSWORD})
    assert mail.outbox[-1].subject == "Confirm your address"
