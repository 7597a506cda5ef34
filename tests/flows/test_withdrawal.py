"""Tomke changes her mind: first about the peers, then about everything. She has a link and no account."""

import re

import pytest
from django.core import mail
from django.test import Client

from coachlms.accounts.models import Role
from coachlms.jobs import services as jobs
from courses.rubrics import Value
from reviews.models import Submission
from reviews.services import duties
from tests.reviews import world

pytestmark = pytest.mark.django_db

SAID = "The choir. I have led it for nine years and I am tired."


def test_client_withdraws(client: Client) -> None:
    # Anders has handed in; the AI reader and one peer have read, a second peer and a mentor are at it
    anders = world.learner("Anders Lund")
    mentor = world.person("Moa Moser", Role.MENTOR)
    session = world.open_session(anders, mentor=mentor)
    world.read_by_ai(session)
    world.peer_reads(world.peer_ready("Noor Amari"), world.Said({"8a": Value.SEEN}))
    pia = world.peer_ready("Pia Lindt")
    review = duties.offer_next(reviewer=pia)
    assert review.submission == session

    # Anders finds the link for his client in the settings, with a text to send her
    client.force_login(anders)
    page = client.get(f"/sessions/{session.pk}/client-link/").content.decode()
    found = re.search(r"/withdraw/[\w-]+/", page)
    assert found is not None
    link = found.group()
    client.logout()

    # Tomke opens it: what she agreed to, and not a word of the talk
    tomke = Client()
    page = tomke.get(link).content.decode()
    assert "Two other learners read the masked text" in page
    assert SAID not in page

    # she takes back the peers: asked once more, then it is done
    assert "Take this back?" in tomke.post(link, {"purposes": ["peers"]}).content.decode()
    tomke.post(link, {"purposes": ["peers"], "confirm": "1"})
    client.force_login(pia)
    assert client.get(f"/reviews/{review.pk}/").status_code == 404
    client.force_login(mentor)
    assert SAID in client.get(f"/sessions/{session.pk}/").content.decode()

    # a week later she takes back everything
    page = tomke.post(link, {"everything": "1"}).content.decode()
    assert "This cannot be undone." in page
    still_agreed = re.findall(r'name="purposes" value="(\w+)"', page)
    assert still_agreed == ["recording", "tool", "mentor"]
    tomke.post(link, {"purposes": still_agreed, "confirm": "1"})
    page = tomke.get(link).content.decode()
    assert "The words of your conversation are deleted." in page
    assert "You have taken everything back." in page

    # the mentor finds nothing any more; Anders finds out why, and that he did nothing wrong
    assert client.get(f"/sessions/{session.pk}/").status_code == 404
    client.force_login(anders)
    page = client.get(f"/sessions/{session.pk}/").content.decode()
    assert "Withdrawn by the client" in page
    assert "You did nothing wrong." in page
    for path in ("", f"{session.pk}/", f"{session.pk}/settings/", f"{session.pk}/report/"):
        page = client.get(f"/sessions/{path}").content.decode()
        assert "choir" not in page, path
        assert "third row" not in page, path

    # he was told by mail, without a word of it
    jobs.run_pending()
    told = [message for message in mail.outbox if message.to == [anders.email]]
    assert any("withdrawn" in message.body for message in told)
    assert all("choir" not in f"{message.subject} {message.body}" for message in told)
    assert Submission.objects.get(pk=session.pk).result.peers == 1
