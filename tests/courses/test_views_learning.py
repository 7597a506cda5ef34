"""Courses: who sees what, what can be done in which order, query budgets."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachlms.accounts.models import Role, User
from courses import services
from courses.models import Answer, Cohort, Course, Enrolment, Step, StepProgress
from tests.courses.conftest import person
from tests.courses.test_views_library import page, queries_of, words

COURSE = "/courses/coaching-in-practice/"
MODULE = f"{COURSE}modules/2/"


def done(enrolment: Enrolment, module: int, count: int) -> None:
    steps = Step.objects.filter(module__position=module, position__lte=count)
    for step in steps.select_related("module"):
        services.complete_step(enrolment=enrolment, step=step)


@pytest.mark.parametrize("address", ["/courses/", COURSE, MODULE, f"{MODULE}steps/1/", "/cohorts/"])
def test_visitors_are_sent_to_sign_in(client: Client, enrolment: Enrolment, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("address", [MODULE, f"{MODULE}steps/1/", "/cohorts/"])
def test_strangers_find_nothing(
    client: Client, enrolment: Enrolment, stranger: User, address: str
) -> None:
    client.force_login(stranger)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("deed", ["done/", "answer/"])
def test_strangers_cannot_do_steps(
    client: Client, enrolment: Enrolment, stranger: User, deed: str
) -> None:
    client.force_login(stranger)
    response = client.post(f"{MODULE}steps/1/{deed}", {"text": "mine"})
    assert response.status_code == 404
    assert StepProgress.objects.count() == Answer.objects.count() == 0


def test_closed_course_is_not_found_by_strangers(
    client: Client, cohort: Cohort, stranger: User
) -> None:
    client.force_login(stranger)
    assert "Join Spring group" in page(client, COURSE)
    Cohort.objects.update(is_open=False)
    assert client.get(COURSE).status_code == 404
    assert "No courses yet" in page(client, "/courses/")


def test_courses_page_offers_and_then_shows_the_course(
    client: Client, cohort: Cohort, learner: User
) -> None:
    client.force_login(learner)
    assert "Join Spring group" in page(client, "/courses/")
    response = client.post(f"/courses/cohorts/{cohort.pk}/enrol/")
    assert (response.status_code, response["Location"]) == (302, COURSE)
    text = words(page(client, "/courses/"))
    assert "0 of 27 steps; next: Read: Demonstrates Ethical Practice" in text
    assert "Join Spring group" not in text


def test_enrol_needs_a_post_and_an_open_cohort(
    client: Client, cohort: Cohort, learner: User
) -> None:
    client.force_login(learner)
    assert client.get(f"/courses/cohorts/{cohort.pk}/enrol/").status_code == 405
    Cohort.objects.update(is_open=False)
    assert client.post(f"/courses/cohorts/{cohort.pk}/enrol/").status_code == 404
    assert Enrolment.objects.count() == 0


def test_enrolling_twice_is_a_conflict_that_says_so(
    client: Client, enrolment: Enrolment, learner: User
) -> None:
    client.force_login(learner)
    response = client.post(f"/courses/cohorts/{enrolment.cohort_id}/enrol/")
    assert response.status_code == 409
    assert "You are already in Spring group." in response.content.decode()
    assert Enrolment.objects.count() == 1


def test_module_page_shows_done_now_and_next(
    client: Client, enrolment: Enrolment, learner: User
) -> None:
    done(enrolment, 2, 3)
    client.force_login(learner)
    html = page(client, MODULE)
    states = [part.split('"', 1)[0] for part in html.split('<li data-state="')[1:]]
    assert states == ["done", "done", "done", "now", "next"]
    assert "3 of 5 steps; next: Hand in a practice session" in html
    step = Step.objects.get(module__position=2, position=4)
    assert f"?step={step.pk}" in html
    assert html.count("btn--primary") == 1


@pytest.mark.parametrize(
    ("module", "position", "words_of_it"),
    [
        (2, 1, "I have read it"),
        (2, 2, "I have done it"),
        (2, 3, "Save your answer"),
        (2, 4, "Hand in a session"),
        (2, 5, "0 of 1 handed in"),
    ],
)
def test_open_step_offers_its_deed_and_a_later_one_does_not(
    client: Client,
    enrolment: Enrolment,
    learner: User,
    module: int,
    position: int,
    words_of_it: str,
) -> None:
    client.force_login(learner)
    address = f"{COURSE}modules/{module}/steps/{position}/"
    if position > 1:
        html = page(client, address)
        assert words_of_it not in html
        assert "This step opens after “Read: Establishes and Maintains Agreements”." in html
    done(enrolment, module, position - 1)
    assert words_of_it in page(client, address)


def test_ticking_a_later_step_is_refused_with_what_to_do(
    client: Client, enrolment: Enrolment, learner: User
) -> None:
    client.force_login(learner)
    response = client.post(f"{MODULE}steps/2/done/")
    assert response.status_code == 409
    assert "opens after “Read: Establishes" in response.content.decode()
    assert StepProgress.objects.count() == 0


def test_hand_in_cannot_be_ticked(client: Client, enrolment: Enrolment, learner: User) -> None:
    done(enrolment, 2, 3)
    client.force_login(learner)
    assert client.post(f"{MODULE}steps/4/done/").status_code == 409
    assert StepProgress.objects.count() == 3


def test_empty_answer_is_sent_back_with_a_sentence(
    client: Client, enrolment: Enrolment, learner: User
) -> None:
    done(enrolment, 2, 2)
    client.force_login(learner)
    response = client.post(f"{MODULE}steps/3/answer/", {"text": "  "})
    assert response.status_code == 422
    assert "Write a sentence or two before you save." in response.content.decode()
    assert Answer.objects.count() == 0


def test_unknown_module_and_step_are_not_found(
    client: Client, enrolment: Enrolment, learner: User
) -> None:
    client.force_login(learner)
    for address in (f"{COURSE}modules/9/", f"{MODULE}steps/9/", "/courses/none/"):
        assert client.get(address).status_code == 404


def test_instructor_sees_her_group_by_name_and_nobody_elses(
    client: Client, enrolment: Enrolment, instructor: User, course: Course
) -> None:
    done(enrolment, 1, 2)
    other = Cohort.objects.create(course=course, name="Other group", starts_on=date(2027, 5, 1))
    services.enrol(learner=person("Ayo Tal", Role.LEARNER), cohort=enrolment.cohort)
    services.enrol(learner=person("Otto Other", Role.LEARNER), cohort=other)
    client.force_login(instructor)
    text = words(page(client, "/cohorts/"))
    assert text.index("Ayo T. 0 of 27 steps") < text.index("Mira K. 2 of 27 steps")
    assert "Nobody is ranked here." in text
    assert "Otto" not in text
    assert "Other group" not in text


def test_instructor_without_a_group_is_told_what_happens_next(
    client: Client, instructor: User
) -> None:
    client.force_login(instructor)
    assert "You lead no group yet" in page(client, "/cohorts/")


def enrol_many(cohort: Cohort, count: int) -> None:
    for number in range(count):
        learner = person(f"Learner {number:02}", Role.LEARNER)
        done(services.enrol(learner=learner, cohort=cohort), 1, 1)


def test_cohorts_page_costs_the_same_for_1_and_50_learners(
    client: Client, cohort: Cohort, instructor: User
) -> None:
    client.force_login(instructor)
    enrol_many(cohort, 1)
    one = queries_of(client, "/cohorts/")
    for user in User.objects.filter(name__startswith="Learner"):
        user.delete()
    enrol_many(cohort, 50)
    assert queries_of(client, "/cohorts/") == one <= 15


@pytest.mark.parametrize("address", ["/courses/", COURSE, MODULE, f"{MODULE}steps/1/"])
def test_learning_pages_cost_the_same_for_1_and_50_cohorts(
    client: Client, enrolment: Enrolment, learner: User, course: Course, address: str
) -> None:
    def more(count: int) -> None:
        for number in range(count):
            cohort = Cohort.objects.create(
                course=course, name=f"Group {number}", starts_on=date(2027, 5, 1)
            )
            if number % 2:
                services.enrol(learner=learner, cohort=cohort)

    client.force_login(learner)
    more(2)
    few = queries_of(client, address)
    more(50)
    assert queries_of(client, address) == few <= 18


def test_courses_page_is_read_only(client: Client, enrolment: Enrolment, learner: User) -> None:
    client.force_login(learner)
    with CaptureQueriesContext(connection) as queries:
        page(client, "/courses/")
        page(client, MODULE)
    assert [q for q in queries.captured_queries if not q["sql"].startswith("SELECT")] == []
