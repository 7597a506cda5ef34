"""Every page of the site, as a person opens it: by day on a wide screen, by night on a phone.

Which pages there are is read from the addresses themselves and from tests/architecture/test_access.py; a page
that is not opened here fails the first test. A page is right when it answers 200 under its own address, axe finds
nothing serious in it, it does not scroll sideways, and the browser has nothing to complain of (scripts, the content
security policy, missing files).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from courses.models import Competency, Level, Resource, Source, StudyLine
from reviews.models import Submission
from reviews.services import drafts, withdrawal
from reviews.services.drafts import ConsentDraft, FocusDraft
from tests.accounts import people
from tests.architecture.test_access import ROLES, TABLE, School, whole_school
from tests.browser.conftest import overflows, serious_findings
from tests.demo import visitors
from tests.reviews import world

pytestmark = pytest.mark.django_db(transaction=True)

# Addresses that answer, but not with a page.
NO_PAGES = {
    "healthz": "one word for a probe",
    "board_csv": "a file",
    "session_progress": "a part of a page",
    "demo_progress": "a part of a page",
    "download": "a file",
    "hand_in": "leads to the step that is next",
    "join_on": "leads to the course",
    "ask_download": "leads back to the page of one’s data",
    "readyz": "one word for a probe",
    "metrics": "figures for a program",
    "api_nowhere": "an answer for a program",
    "api_schema": "a file",
    "account_confirm_login_code": "leads away: signing in by mailed code is off",
    "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "an answer for a script",
    "socialaccount_signup": "leads away unless a sign-in service has just sent somebody",
}
# Pages the table cannot open, because they need something the school of the table has not.
STEPS = ("conversation", "speakers", "text", "focus", "reflection")
LATER = {f"hand_in_{step}" for step in STEPS} | {"session_deleted"}
DEMO = {"demo_report", "demo_transcript", "demo_speakers"}
FIRST = {"agree", "second_factor_first"}
OPENED_AS_VISITOR = (
    "account_login",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "socialaccount_login_cancelled",
)
OPENED_WITH_PASSWORD = (
    "account_logout",
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "socialaccount_connections",
    "usersessions_list",
)
OPENED_WITH_FACTORS = (
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
)
OPENED_BY_OWN_ADDRESS = {
    "account_confirm_email",
    "account_reset_password_from_key",
    "account_set_password",
    "mfa_authenticate",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "socialaccount_login_error",
}
# Faults of others that we cannot mend from here: rule of axe, and the elements that break it.
KNOWN = {
    # Select2 puts its hidden search field into the list of what is chosen
    "list": ".select2-selection--multiple > ul",
}
LEADS_ON = {"account_reset_password_from_key"}  # to the same page without the secret in its address

TOO_WIDE = """
  [...document.querySelectorAll('body *')]
    .filter(part => part.getBoundingClientRect().right > document.documentElement.clientWidth)
    .slice(0, 5).map(part => part.tagName + '.' + part.className)
"""


@dataclass(frozen=True)
class Look:
    width: int
    scheme: str


@dataclass(frozen=True)
class Stop:
    """A page, and the browser it is opened with."""

    name: str
    path: str
    client: Client
    status: int = 200


LOOKS = [Look(1440, "light"), Look(390, "dark")]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look.width}-{look.scheme}")
def look(request: pytest.FixtureRequest) -> Look:
    found: Look = request.param
    return found


class Round:
    """One window that goes from page to page, with the cookies of whoever opens it."""

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.home = home
        self.complaints: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")

    def all_right(self, stops: Iterator[Stop]) -> None:
        """Opens each; the report names every page and everything that is wrong with it."""
        found = [f"{stop.name}: {wrong}" for stop in stops for wrong in self._open(stop)]
        assert not found, "\n".join(found)

    def _open(self, stop: Stop) -> list[str]:
        self._enter_as(stop.client)
        self.complaints.clear()
        answer = self.page.goto(stop.path)
        assert answer is not None
        wrong = list(self.complaints) if stop.status == 200 else []
        if answer.status != stop.status:
            wrong.append(f"answers {answer.status}")
        if stop.name not in LEADS_ON and _path(self.page.url) != _path(stop.path):
            wrong.append(f"leads to {_path(self.page.url)}")
        if overflows(self.page):
            wrong.append(f"scrolls sideways: {self.page.evaluate(TOO_WIDE)}")
        return wrong + serious_findings(self.page, KNOWN)

    def _enter_as(self, client: Client) -> None:
        context = self.page.context
        context.clear_cookies()
        context.add_cookies(
            [{"name": n, "value": c.value, "url": self.home} for n, c in client.cookies.items()]
        )


@pytest.fixture
def go(chromium: Browser, live_server: LiveServer, look: Look) -> Iterator[Round]:
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": look.width, "height": 900},
        color_scheme="dark" if look.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(20_000)
    yield Round(context.new_page(), live_server.url)
    context.close()


def _path(url: str) -> str:
    return urlsplit(url).path


def readable() -> dict[str, str]:
    """Names of the table that answer a GET with 200, and the first role that gets it."""
    found = {}
    for name, row in TABLE.items():
        codes = dict(zip(ROLES, row.split(" | ")[0].split(), strict=True))
        role = next((role for role, code in codes.items() if code == "200"), None)
        if role is not None and name not in NO_PAGES:
            found[name] = role
    return found


def can_be_read(name: str) -> bool:
    """Something may answer a GET there: not only a refusal of the method."""
    return set(TABLE[name].split(" | ")[0].split()) - {"in", "405"} != set()


def their_names() -> set[str]:
    """Names of allauth's addresses and of the page of the API; its operations answer programs."""
    found = {"api_docs", "api_schema"}
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and str(pattern.pattern) == "accounts/":
            found |= {name for name in pattern.reverse_dict if isinstance(name, str)}
    return found


def test_every_page_is_opened_here_or_said_to_be_none() -> None:
    ours = {name for name in TABLE if can_be_read(name)}
    assert ours - set(readable()) - LATER - DEMO - FIRST - set(NO_PAGES) == set()
    opened = {*OPENED_AS_VISITOR, *OPENED_WITH_PASSWORD, *OPENED_WITH_FACTORS}
    opened |= OPENED_BY_OWN_ADDRESS | {"api_docs"}
    assert their_names() - opened - set(NO_PAGES) == set()
    assert set(NO_PAGES) - ours - their_names() == set()


def as_(user: people.User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def of_the_table(school: School) -> Iterator[Stop]:
    clients = {role: as_(user) for role, user in school.people.items()}
    for name, role in readable().items():
        yield Stop(name, school.address(name), clients[role])


def test_pages_of_the_table(go: Round) -> None:
    go.all_right(of_the_table(whole_school()))


def prepared_draft(author: people.User) -> Submission:
    """Every step of it can be opened."""
    consent = ConsentDraft(frozenset({"recording", "tool", "peers"}), date(2026, 3, 1), "Client M")
    draft = drafts.start_draft(learner=author, consent=consent)
    text = "\n".join(f"{who.title()}: {words}" for who, words in world.TALK)
    drafts.save_transcript(submission=draft, data=text.encode(), name="talk.txt")
    draft.refresh_from_db()
    drafts.save_roles(submission=draft, roles={"Coach": "coach", "Client": "client"})
    drafts.save_masks(submission=draft, masks=drafts.suggested_masks(draft.transcript))
    focus = FocusDraft("The row", Level.objects.get(), Competency.objects.get(number=8))
    drafts.save_focus(submission=draft, focus=focus)
    return draft


def later_pages(school: School) -> Iterator[Stop]:
    author = school.people["author"]
    client = as_(author)
    draft = prepared_draft(author)
    for step in STEPS:
        yield Stop(f"hand_in_{step}", reverse(f"hand_in_{step}", args=[draft.pk]), client)


def test_steps_of_a_hand_in(go: Round) -> None:
    go.all_right(later_pages(whole_school()))


def visits() -> Iterator[Stop]:
    """The own conversation of a visitor: before it is known who is who, and when it has been read."""
    asked = Client()
    visitors.bring(asked, visitors.OWN.replace("Coach:", "Ann:").replace("Client:", "Ben:"))
    yield Stop("demo_speakers", visitors.address(visitors.newest(), "demo_speakers"), asked)
    client = Client()
    visit = visitors.read(client)
    yield Stop("demo_report", visitors.address(visit), client)
    yield Stop("demo_transcript", visitors.address(visit, "demo_transcript"), client)


def test_pages_of_the_free_demo(go: Round) -> None:
    visitors.load_library()
    go.all_right(visits())


def visitor_pages() -> Iterator[Stop]:
    client = Client()
    for name in OPENED_AS_VISITOR:
        yield Stop(name, reverse(name), client)
    yield Stop("api_docs", reverse("api_docs"), client)
    failed = "socialaccount_login_error"
    yield Stop(failed, reverse(failed), client, status=401)
    unsure = people.member("Una")
    address = EmailAddress.objects.create(user=unsure, email="una@example.net")
    key = EmailConfirmationHMAC(address).key
    yield Stop("account_confirm_email", reverse("account_confirm_email", args=[key]), client)
    client.post(reverse("account_reset_password"), {"email": unsure.email})
    link = re.search(r"/accounts/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert link is not None
    yield Stop("account_reset_password_from_key", link[0], client)


def member_pages() -> Iterator[Stop]:
    client = Client()
    people.sign_in(client, people.member("Mina"))
    for name in OPENED_WITH_PASSWORD:
        yield Stop(name, reverse(name), client)
    without = as_(world.person("Without Password"))
    yield Stop("account_set_password", reverse("account_set_password"), without)


def passkey() -> dict[str, object]:
    """What a browser answers when a passkey has been made."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(Aaguid.NONE, b"a passkey", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    held = AuthenticatorData.create(b"0" * 32, flags, 0, made)
    answer = {
        "clientDataJSON": websafe_encode(b'{"type":"webauthn.create","challenge":"","origin":"x"}'),
        "attestationObject": websafe_encode(bytes(AttestationObject.create("none", held, {}))),
    }
    key = websafe_encode(b"a passkey")
    extensions = {"credProps": {"rk": True}}
    return {
        "id": key,
        "rawId": key,
        "type": "public-key",
        "response": answer,
        "clientExtensionResults": extensions,
    }


def factor_pages() -> Iterator[Stop]:
    person = people.member("Fay")
    client = Client()
    people.sign_in(client, person)
    people.set_up_app(person)
    WebAuthn.add(person, "My passkey", passkey())
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    for name in OPENED_WITH_FACTORS:
        yield Stop(name, reverse(name), client)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        yield Stop(name, reverse(name, args=[key.pk]), client)
    half_way = Client()
    people.sign_in(half_way, person)
    yield Stop("mfa_authenticate", reverse("mfa_authenticate"), half_way)


def test_pages_of_an_account(go: Round) -> None:
    go.all_right(visitor_pages())
    go.all_right(member_pages())
    go.all_right(factor_pages())


def test_pages_before_anything_else(go: Round, settings: Settings) -> None:
    settings.REQUIRE_STAFF_MFA = True
    path = reverse("second_factor_first")
    go.all_right(iter([Stop("second_factor_first", path, as_(people.staff()))]))
    settings.DOCUMENT_VERSIONS = {"terms": 1, "privacy": 1}
    stop = Stop("agree", reverse("agree"), as_(people.member("Lena")))
    go.all_right(iter([stop]))


def one_of_everything(school: School) -> None:
    """A row for every page of the admin."""
    competency = Competency.objects.get(number=8)
    StudyLine.objects.create(competency=competency, kind="tip", text="Wait.", position=1)
    source = Source.objects.create(
        slug="source", title="A source with a title of some length, 2025"
    )
    competency.sources.add(source)
    withdrawal.withdraw_all(submission=world.open_session(school.people["learner"]))


def admin_pages(school: School) -> Iterator[Stop]:
    client = as_(school.people["admin"])
    yield Stop("admin:index", reverse("admin:index"), client)
    for model in admin.site._registry:
        name = f"admin:{model._meta.label_lower.replace('.', '_')}"
        row = model._default_manager.all()[0]
        yield Stop(f"{name}_changelist", reverse(f"{name}_changelist"), client)
        yield Stop(f"{name}_change", reverse(f"{name}_change", args=[row.pk]), client)


def test_pages_of_the_admin(go: Round) -> None:
    school = whole_school()
    one_of_everything(school)
    assert Resource.objects.count() == 1
    go.all_right(admin_pages(school))
