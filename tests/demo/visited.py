"""Tries a conversation and deletes it, in a process of its own, so that files on the disk can be searched."""

import os

from django.test import Client

from coachlms.demo.models import DemoVisit
from coachlms.demo.services import purge_expired
from coachlms.jobs import services as jobs
from tests.demo.visitors import CLIENT_SAID, OWN, address, bring, load_library, newest, say_who

NAME = "Ottokar"
SPEAKER = "Annegret Silberzwirn"
SECRETS = (CLIENT_SAID, NAME, SPEAKER, "learning about yourself")
SAID = OWN.replace("Coach", SPEAKER) * 10  # long enough for pages of its own
COOKIE = "VISITOR_COOKIE"


def prepare() -> None:
    """One visit that was read, through the pages; its cookie goes to the output."""
    load_library()
    browser = _browser()
    bring(browser, SAID)
    say_who(browser, newest(), {"voice-0": "coach", "voice-1": "client"})
    jobs.run_pending()
    page = browser.get(address(newest(), "demo_transcript")).content.decode()
    assert CLIENT_SAID in page
    print(browser.cookies["demo"].value)


def delete() -> None:
    """With the button."""
    browser = _browser()
    browser.cookies["demo"] = os.environ[COOKIE]
    assert browser.post(address(newest(), "delete_demo")).status_code == 302


def expire() -> None:
    DemoVisit.objects.update(expires_at=DemoVisit.objects.get().created_at)
    assert purge_expired() == 1


def _browser() -> Client:
    return Client(SERVER_NAME="localhost")
