"""Leading a cohort: making it, its settings, dates and people, and what others may not do."""

from datetime import date

import pytest
from django.test import Client

from coachlms.accounts.models import Role, User
from courses import services
from courses.errors import CourseNotPublished, LastInstructor, NoLongerThere, NotAnInstructor
from courses.models import Cohort, Course, DueDate, Enrolment, Extension, Module, StepProgress
from courses.services import CohortPlan
from tests.courses.conftest import person
from tests.courses.test_views_library import page, queries_of, words

PLAN = CohortPlan("Autumn group", date(2027, 9, 1), Cohort.Pace.COHORT)


def test_cohort_begins_with_its_instructor(course: Course, instructor: User) -> None:
    cohort = services.create_cohort(course=course, plan=PLAN, instructor=instructor)
    assert (cohort.name, cohort.pace, cohort.is_open) == ("Autumn group", "cohort", False)
    assert list(cohort.instructors.all()) == [instructor]


def test_cohort_needs_an_instructor_and_a_published_course(
    course: Course, instructor: User, learner: User
) -> None:
    with pytest.raises(NotAnInstructor, match="Mira Kern does not have the role"):
        services.create_cohort(course=course, plan=PLAN, instructor=learner)
    Course.objects.update(is_published=False)
    course.refresh_from_db()
    with pytest.raises(CourseNotPublished):
        services.create_cohort(course=course, plan=PLAN, instructor=instructor)
    assert Cohort.objects.count() == 0


def test_last_instructor_stays(cohort: Cohort, instructor: User, learner: User) -> None:
    with pytest.raises(LastInstructor, match="Spring group needs somebody who leads it"):
        services.remove_instructor(cohort=cohort, instructor=instructor)
    with pytest.raises(NotAnInstructor):
        services.add_instructor(cohort=cohort, instructor=learner)
    assert list(cohort.instructors.all()) == [instructor]
    second = person("Second One", Role.INSTRUCTOR)
    services.add_instructor(cohort=cohort, instructor=second)
    services.remove_instructor(cohort=cohort, instructor=instructor)
    assert list(cohort.instructors.all()) == [second]


def test_days_belong_to_ones_own_pace_alone(cohort: Cohort) -> None:
    plan = CohortPlan("Spring", date(2027, 3, 1), Cohort.Pace.COHORT, days_per_module=9)
    services.change_cohort(cohort=cohort, plan=plan)
    assert cohort.days_per_module is None


def test_taken_out_learner_keeps_her_work_and_sees_the_course_no_more(
    client: Client, enrolment: Enrolment, learner: User, course: Course
) -> None:
    step = course.modules.get(position=1).steps.get(position=1)
    services.tick_step(enrolment=enrolment, step=step)
    services.end_place(enrolment=enrolment)
    client.force_login(learner)
    assert client.get("/courses/coaching-in-practice/modules/1/").status_code == 404
    assert "Spring group" not in page(client, "/courses/")
    assert StepProgress.objects.count() == 1
    with pytest.raises(NoLongerThere, match="Your place in Spring group has ended"):
        services.enrol(learner=learner, cohort=enrolment.cohort)
    with pytest.raises(NoLongerThere):
        services.tick_step(enrolment=enrolment, step=step)
    services.take_back(enrolment=enrolment)
    assert "1 of 27 steps" in page(client, "/courses/")


def test_instructor_makes_a_cohort_on_the_page(
    client: Client, course: Course, instructor: User
) -> None:
    client.force_login(instructor)
    refused = client.post("/cohorts/new/", {"course": course.pk, "name": "", "pace": "cohort"})
    assert refused.status_code == 422
    assert Cohort.objects.count() == 0
    made = client.post(
        "/cohorts/new/",
        {"course": course.pk, "name": "Autumn", "starts_on": "2027-09-01", "pace": "cohort"},
    )
    cohort = Cohort.objects.get()
    assert made["Location"] == f"/cohorts/{cohort.pk}/invitations/"
    assert (cohort.name, cohort.starts_on, cohort.is_open) == ("Autumn", date(2027, 9, 1), False)
    assert list(cohort.instructors.all()) == [instructor]


def test_settings_open_and_close_joining(
    client: Client, cohort: Cohort, instructor: User, stranger: User
) -> None:
    client.force_login(instructor)
    data = {"name": "Spring group", "starts_on": "2027-03-01", "pace": "individual"}
    address = f"/cohorts/{cohort.pk}/settings/"
    assert client.post(address, data)["Location"] == address
    client.force_login(stranger)
    assert client.post(f"/courses/cohorts/{cohort.pk}/enrol/").status_code == 404
    client.force_login(instructor)
    client.post(address, data | {"is_open": "on", "days_per_module": "14"})
    cohort.refresh_from_db()
    assert (cohort.is_open, cohort.days_per_module) == (True, 14)


def test_dates_page_keeps_only_what_differs(
    client: Client, cohort: Cohort, instructor: User
) -> None:
    Cohort.objects.update(pace=Cohort.Pace.COHORT)
    client.force_login(instructor)
    address = f"/cohorts/{cohort.pk}/dates/"
    assert 'value="2027-03-07"' in page(client, address)
    modules = list(Module.objects.order_by("position"))
    data = {f"due-{module.pk}": "" for module in modules[1:]}
    client.post(address, data | {f"due-{modules[0].pk}": "2027-03-07"})
    assert list(DueDate.objects.values_list("module__position", "due_on").order_by("pk")) == [
        (2, None),
        (3, None),
        (4, None),
        (5, None),
        (6, None),
    ]
    assert client.post(address, {f"due-{modules[0].pk}": "soon"}).status_code == 422
    assert DueDate.objects.count() == 5


def test_extension_is_given_and_taken_back_on_the_page(
    client: Client, enrolment: Enrolment, instructor: User
) -> None:
    client.force_login(instructor)
    base = f"/cohorts/{enrolment.cohort_id}"
    address = f"{base}/learners/{enrolment.pk}/extension/"
    assert client.post(address, {"days": "0"}).status_code == 422
    assert Extension.objects.count() == 0
    given = client.post(address, {"days": "5", "reason": "A <b>move</b>"})
    assert given["Location"] == f"{base}/people/"
    assert "5 days for every module" in words(page(client, f"{base}/people/"))
    text = client.get(address).content.decode()
    assert "A &lt;b&gt;move&lt;/b&gt;" in text
    row = Extension.objects.get()
    assert row.given_by == instructor
    client.post(f"{base}/extensions/{row.pk}/take-back/")
    assert Extension.objects.count() == 0


def test_pages_of_a_cohort_reach_into_no_other(
    client: Client, enrolment: Enrolment, course: Course
) -> None:
    other = person("Other Instructor", Role.INSTRUCTOR)
    mine = services.create_cohort(course=course, plan=PLAN, instructor=other)
    client.force_login(other)
    for address in (
        f"/cohorts/{mine.pk}/learners/{enrolment.pk}/end/",
        f"/cohorts/{mine.pk}/learners/{enrolment.pk}/extension/",
        f"/cohorts/{enrolment.cohort_id}/learners/{enrolment.pk}/end/",
    ):
        assert client.post(address, {"days": "5"}).status_code == 404
    enrolment.refresh_from_db()
    assert enrolment.ended_at is None
    assert Extension.objects.count() == 0


def test_co_instructor_is_added_and_leaves_on_the_page(
    client: Client, cohort: Cohort, instructor: User, learner: User
) -> None:
    second = person("Second One", Role.INSTRUCTOR)
    client.force_login(instructor)
    base = f"/cohorts/{cohort.pk}/"
    assert client.post(f"{base}instructors/", {"person": learner.pk}).status_code == 422
    client.post(f"{base}instructors/", {"person": second.pk})
    assert set(cohort.instructors.all()) == {instructor, second}
    left = client.post(f"{base}instructors/{instructor.pk}/remove/")
    assert left["Location"] == "/cohorts/"
    assert list(cohort.instructors.all()) == [second]


@pytest.mark.parametrize("tab", ["people", "invitations", "announcements"])
def test_pages_cost_the_same_for_1_and_50_learners(
    client: Client, cohort: Cohort, instructor: User, tab: str
) -> None:
    client.force_login(instructor)

    def more(count: int) -> int:
        for number in range(count):
            learner = person(f"P{tab}{count}{number}", Role.LEARNER)
            place = services.enrol(learner=learner, cohort=cohort)
            services.extend(enrolment=place, days=1, reason="", given_by=instructor)
            services.announce(cohort=cohort, author=instructor, title="T", text="T")
        return queries_of(client, f"/cohorts/{cohort.pk}/{tab}/")

    assert more(1) == more(50) <= 12
