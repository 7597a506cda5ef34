"""Nobody learns from an answer who has an account: the same page, as many mails, about the same time."""

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client
from django.urls import reverse

from coachlms.accounts.models import User
from tests.accounts import people

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "mina@example.org", "nobody@example.org"
SIGN_UP = {"name": "Lena", "password1": people.PASSWORD, "agree": "on"}


def answer_to(name: str, form: dict[str, str]) -> tuple[int, str, str, list[list[str]]]:
    """Status, address, the page one is led to, and to whom mail went, of a browser that comes anew."""
    client, sent = Client(), len(mail.outbox)
    first = client.post(reverse(name), form)
    shown = client.get(first["Location"]) if first.status_code == 302 else first
    page = people.main_of(shown).replace(KNOWN, "…").replace(UNKNOWN, "…")
    return (
        first.status_code,
        first.headers.get("Location", ""),
        page,
        [message.to for message in mail.outbox[sent:]],
    )


@pytest.mark.parametrize(
    ("name", "field", "form", "mails"),
    [
        ("account_signup", "email", SIGN_UP, 1),
        ("account_reset_password", "email", {}, 1),
        ("account_login", "login", {"password": "wrong-wrong-wrong"}, 0),
    ],
)
def test_known_and_unknown_addresses_get_the_same_answer(
    name: str, field: str, form: dict[str, str], mails: int
) -> None:
    people.member()
    known = answer_to(name, form | {field: KNOWN})
    unknown = answer_to(name, form | {field: UNKNOWN})
    assert known[:3] == unknown[:3]
    assert known[3] == [[KNOWN]] * mails
    assert unknown[3] == [[UNKNOWN]] * mails


def test_signing_up_with_a_taken_address_changes_nothing(client: Client) -> None:
    mina = people.member()
    client.post(reverse("account_signup"), SIGN_UP | {"email": KNOWN})
    assert list(User.objects.values_list("name", "password")) == [("Mina", mina.password)]


def test_an_unknown_address_costs_a_hash_as_well(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.member()
    counted = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode

    def counting(self: hashers.BasePasswordHasher, password: str, salt: str) -> str:
        counted.append(password)
        return str(encode(self, password, salt))

    monkeypatch.setattr(hasher, "encode", counting)
    hashes = []
    for email in (KNOWN, UNKNOWN):
        counted.clear()
        client.post(reverse("account_login"), {"login": email, "password": "wrong-wrong-wrong"})
        hashes.append(len(counted))
    assert hashes == [1, 1]
