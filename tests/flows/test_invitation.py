"""An instructor invites a class by CSV; one of them signs up from her mail, proves her address and begins."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, override_settings

from coachlms.accounts.models import Role, User
from coachlms.accounts.services import create_user
from coachlms.jobs import services as jobs
from courses.models import Cohort, Course, Extension, StepProgress

CLASS = """name;email;extension days
Noor Amari;noor@example.net;7
Ayo Thomas;ayo@example.net;
Noor Amari;NOOR@example.net;
Sefa;not-an-address;
"""
PASSWORD = "a long sentence of hers"


@pytest.mark.django_db
@override_settings(SIGN_UP_OPEN=False)
def test_class_is_invited_by_csv_and_one_learner_begins() -> None:
    call_command("load_library", stdout=StringIO())
    call_command("load_course", stdout=StringIO())
    ines = create_user(
        email="ines@example.org", name="Ines Ort", password=None, roles=(Role.INSTRUCTOR,)
    )
    school = Client()
    school.force_login(ines)

    # She makes a closed group that goes together, and looks at her list: nothing is sent yet.
    made = school.post(
        "/cohorts/new/",
        {
            "course": Course.objects.get().pk,
            "name": "Autumn group",
            "starts_on": "2027-09-06",
            "pace": "cohort",
        },
    )
    cohort = Cohort.objects.get()
    base = f"/cohorts/{cohort.pk}/invitations/"
    assert made["Location"] == base
    upload = SimpleUploadedFile("class.csv", CLASS.encode("utf-16"), "text/csv")
    seen = school.post(f"{base}check/", {"file": upload}).content.decode()
    assert "2 of 4 lines will become a mail." in seen
    assert "stands in line 2 already" in seen
    jobs.run_pending()
    assert mail.outbox == []

    # She confirms, twice by accident: two mails in all.
    roster = re.search(r"<textarea[^>]*>(.*?)</textarea>", seen, re.DOTALL)
    assert roster is not None
    for _ in range(2):
        school.post(f"{base}send/", {"text": roster.group(1)})
    jobs.run_pending()
    assert sorted(message.to[0] for message in mail.outbox) == [
        "ayo@example.net",
        "noor@example.net",
    ]

    # Noor opens her mail. Sign-up is closed to others; she finds her name and address filled in.
    noor = Client()
    (invitation,) = [row for row in mail.outbox if row.to == ["noor@example.net"]]
    join = path_in(str(invitation.body), r"/join/[^/\s]+/")
    assert "You are invited to Autumn group" in noor.get(join).content.decode()
    assert noor.post(join, {"sign-up": ""})["Location"] == "/accounts/signup/"
    form = noor.get("/accounts/signup/").content.decode()
    assert 'value="Noor Amari"' in form
    assert 'value="noor@example.net"' in form
    mail.outbox.clear()
    noor.post(
        "/accounts/signup/",
        {"name": "Noor Amari", "email": "noor@example.net", "password1": PASSWORD, "agree": "on"},
    )
    assert cohort.enrolments.count() == 0  # not before the address is hers

    # She proves her address and is in, with the days her instructor gave her.
    proof = path_in(str(mail.outbox[-1].body), r"/accounts/confirm-email/[^/\s]+/")
    arrived = noor.post(proof, follow=True)
    assert arrived.redirect_chain[-1][0] == "/courses/coaching-in-practice/"
    assert "You are in Autumn group. The first step is open." in arrived.content.decode()
    place = cohort.enrolments.get()
    assert (place.learner.email, Extension.objects.get().days) == ("noor@example.net", 7)
    assert list(place.learner.roles.values_list("role", flat=True)) == [Role.LEARNER]

    # She does the first step, due a week later than for the others.
    module = "/courses/coaching-in-practice/modules/1/"
    assert "with 7 more days for you" in noor.get(module).content.decode()
    assert noor.post(f"{module}steps/1/done/")["Location"] == module
    assert StepProgress.objects.get().enrolment == place

    # Her instructor sees who came, and whom the same list would still invite: nobody.
    text = school.get(base).content.decode()
    assert (text.count("accepted"), text.count("no answer yet")) == (1, 1)
    again = school.post(f"{base}check/", {"text": CLASS}).content.decode()
    assert "0 of 4 lines will become a mail." in again
    assert User.objects.filter(email="ayo@example.net").count() == 0
    assert place.cohort.starts_on == date(2027, 9, 6)


def path_in(body: str, pattern: str) -> str:
    found = re.search(pattern, body)
    assert found is not None
    return found.group()
