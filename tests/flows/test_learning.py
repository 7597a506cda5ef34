"""A learner joins a course and works through its first module; her instructor sees how far she is."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from coachlms.accounts.models import Role
from coachlms.accounts.services import create_user
from courses.models import Answer, Cohort, Course, StepProgress

MODULE = "/courses/coaching-in-practice/modules/1/"


@pytest.mark.django_db
def test_learner_works_through_her_first_module() -> None:
    call_command("load_library", stdout=StringIO())
    call_command("load_course", stdout=StringIO())
    course = Course.objects.get()
    mira = create_user(
        email="mira@example.org", name="Mira Kern", password=None, roles=(Role.LEARNER,)
    )
    ines = create_user(
        email="ines@example.org", name="Ines Ort", password=None, roles=(Role.INSTRUCTOR,)
    )
    cohort = Cohort.objects.create(course=course, name="Spring group", starts_on=date(2027, 3, 1))
    cohort.instructors.add(ines)
    client = Client()

    # As a visitor she reads a competency; the courses ask her to sign in.
    assert "What you can observe" in body(client, "/library/demonstrates-ethical-practice/")
    assert client.get("/courses/")["Location"] == "/accounts/login/?next=/courses/"

    # Signed in, she joins the group and opens the first module.
    client.force_login(mira)
    assert "Join Spring group" in body(client, "/courses/")
    assert client.post(f"/courses/cohorts/{cohort.pk}/enrol/")["Location"] == course_address()
    assert "0 of 4 steps; next: Read: Demonstrates Ethical Practice" in body(client, MODULE)

    # The question is not open yet, and cannot be answered past the reading.
    assert client.post(f"{MODULE}steps/3/answer/", {"text": "Early"}).status_code == 409
    assert Answer.objects.count() == 0

    # She reads, does the exercise, answers both questions.
    assert "I have read it" in body(client, f"{MODULE}steps/1/")
    assert client.post(f"{MODULE}steps/1/done/")["Location"] == MODULE
    assert "Write down what a new client should know" in body(client, f"{MODULE}steps/2/")
    client.post(f"{MODULE}steps/2/done/")
    assert "2 of 4 steps; next: Your sentence for the edge of coaching" in body(client, MODULE)
    client.post(f"{MODULE}steps/3/answer/", {"text": "I would slow down and say what I heard."})
    client.post(f"{MODULE}steps/4/answer/", {"text": "My mentor, until the end of May."})

    # The module is done, her words are kept, and the next module waits.
    page = body(client, MODULE)
    assert "4 of 4 steps; all done" in page
    assert "Open the next module" in page
    assert "I would slow down and say what I heard." in body(client, f"{MODULE}steps/3/")
    assert StepProgress.objects.filter(done_at__isnull=False).count() == 4

    # Doing a step again changes nothing; the instructor sees words, not marks.
    dates = list(StepProgress.objects.order_by("pk").values_list("done_at", flat=True))
    client.post(f"{MODULE}steps/1/done/")
    assert list(StepProgress.objects.order_by("pk").values_list("done_at", flat=True)) == dates
    client.force_login(ines)
    groups = body(client, "/cohorts/")
    assert "Mira K." in groups
    assert "4 of 27 steps" in groups
    assert "Read: Establishes and Maintains Agreements" in groups


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def course_address() -> str:
    return "/courses/coaching-in-practice/"
