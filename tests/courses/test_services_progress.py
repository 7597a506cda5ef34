"""Joining, ticking, answering, and what counts for whom."""

import pytest

from coachlms.accounts.models import User
from courses import services
from courses.errors import (
    AlreadyEnrolled,
    CohortClosed,
    NotDoneByHand,
    StepElsewhere,
    StepNotOpen,
)
from courses.models import Answer, Cohort, Course, Enrolment, Module, Step, StepProgress
from courses.services import progress_text
from tests.courses.conftest import person


def step(course: Course, module: int, position: int) -> Step:
    return Step.objects.get(module__course=course, module__position=module, position=position)


def reload(enrolment: Enrolment) -> services.CourseStanding:
    return services.standing(Enrolment.objects.with_progress().get(pk=enrolment.pk))


@pytest.mark.parametrize(
    ("done", "total", "title", "text"),
    [
        (2, 5, "Hand in a practice session", "2 of 5 steps; next: Hand in a practice session"),
        (0, 1, "Read", "0 of 1 steps; next: Read"),
        (5, 5, "", "5 of 5 steps; all done"),
        (0, 0, "", "No steps yet"),
    ],
)
def test_progress_text_says_what_is_next(done: int, total: int, title: str, text: str) -> None:
    assert progress_text(done, total, title) == text


def test_enrol_twice_is_refused(enrolment: Enrolment, cohort: Cohort, learner: User) -> None:
    with pytest.raises(AlreadyEnrolled, match="already in Spring group"):
        services.enrol(learner=learner, cohort=cohort)
    assert Enrolment.objects.count() == 1


def test_enrol_in_a_closed_cohort_is_refused(cohort: Cohort, learner: User) -> None:
    Cohort.objects.update(is_open=False)
    with pytest.raises(CohortClosed, match="Spring group takes nobody new"):
        services.enrol(learner=learner, cohort=cohort)
    assert Enrolment.objects.count() == 0


def test_complete_step_twice_keeps_the_first_date(enrolment: Enrolment, course: Course) -> None:
    first = services.complete_step(enrolment=enrolment, step=step(course, 6, 5))
    second = services.complete_step(enrolment=enrolment, step=step(course, 6, 5))
    assert (first.pk, first.done_at, first.reached) == (second.pk, second.done_at, 2)
    assert StepProgress.objects.count() == 1


def test_step_of_another_course_is_refused(enrolment: Enrolment, course: Course) -> None:
    other = Course.objects.create(slug="other", title="Other", summary="-", level=course.level)
    module = Module.objects.create(
        course=other,
        position=1,
        title="-",
        summary="-",
        competency=course.modules.all()[0].competency,
    )
    alien = Step.objects.create(module=module, position=1, kind=Step.Kind.READ, title="Alien")
    for service in (services.complete_step, services.tick_step):
        with pytest.raises(StepElsewhere, match="belongs to another course"):
            service(enrolment=enrolment, step=alien)
    assert StepProgress.objects.count() == 0


def test_later_step_cannot_be_ticked_first(enrolment: Enrolment, course: Course) -> None:
    with pytest.raises(StepNotOpen) as error:
        services.tick_step(enrolment=enrolment, step=step(course, 2, 2))
    assert str(error.value) == (
        "“Exercise: from topic to outcome” opens after"
        " “Read: Establishes and Maintains Agreements”. Finish that one first."
    )
    assert StepProgress.objects.count() == 0


def test_modules_may_be_taken_in_any_order(enrolment: Enrolment, course: Course) -> None:
    services.tick_step(enrolment=enrolment, step=step(course, 6, 1))
    assert reload(enrolment).module(6).text == (  # type: ignore[union-attr]
        "1 of 5 steps; next: Exercise: three minutes to end"
    )


@pytest.mark.parametrize(("module", "position"), [(2, 3), (2, 4), (2, 5)])
def test_question_hand_in_and_review_cannot_be_ticked(
    enrolment: Enrolment, course: Course, module: int, position: int
) -> None:
    with pytest.raises(NotDoneByHand, match="done by doing it"):
        services.tick_step(enrolment=enrolment, step=step(course, module, position))
    assert StepProgress.objects.count() == 0


def test_answer_completes_its_step_and_can_be_changed(enrolment: Enrolment, course: Course) -> None:
    for position in (1, 2):
        services.tick_step(enrolment=enrolment, step=step(course, 1, position))
    question = step(course, 1, 3)
    services.save_answer(enrolment=enrolment, step=question, text="First thought")
    done_at = StepProgress.objects.get(step=question).done_at
    services.save_answer(enrolment=enrolment, step=question, text="Second thought")
    assert Answer.objects.get().text == "Second thought"
    assert StepProgress.objects.get(step=question).done_at == done_at


def test_answer_to_a_step_that_is_not_open_is_not_kept(
    enrolment: Enrolment, course: Course
) -> None:
    with pytest.raises(StepNotOpen):
        services.save_answer(enrolment=enrolment, step=step(course, 1, 3), text="Too early")
    assert Answer.objects.count() == StepProgress.objects.count() == 0


def test_reviews_count_toward_the_first_open_review_step(
    enrolment: Enrolment, course: Course, learner: User
) -> None:
    reached = []
    for _ in range(5):
        services.count_review(learner=learner)
        rows = StepProgress.objects.order_by("step__module__position")
        reached.append([(row.reached, row.done_at is not None) for row in rows])
    assert reached == [
        [(1, True)],
        [(1, True), (1, True)],
        [(1, True), (1, True), (1, False)],
        [(1, True), (1, True), (2, True)],
        [(1, True), (1, True), (2, True)],
    ]


def test_review_of_somebody_without_a_course_counts_nowhere(
    enrolment: Enrolment, stranger: User
) -> None:
    services.count_review(learner=stranger)
    assert StepProgress.objects.count() == 0


def test_standing_names_the_open_step_of_each_module(enrolment: Enrolment, course: Course) -> None:
    services.tick_step(enrolment=enrolment, step=step(course, 1, 1))
    here = reload(enrolment)
    assert here.text == "1 of 27 steps; next: Exercise: two minutes of terms"
    assert [row.state for row in here.modules[0].steps] == ["done", "now", "next", "next"]
    assert here.address == "/courses/coaching-in-practice/modules/1/"
    assert here.last_done_at == StepProgress.objects.get().done_at


def test_finished_course_leads_to_itself(enrolment: Enrolment, course: Course) -> None:
    for row in Step.objects.filter(module__course=course):
        services.complete_step(enrolment=enrolment, step=row)
    here = reload(enrolment)
    assert (here.text, here.address) == (
        "27 of 27 steps; all done",
        "/courses/coaching-in-practice/",
    )
    assert all(row.is_done for row in here.modules)


def test_enrolments_are_visible_to_the_learner_and_her_instructors(
    enrolment: Enrolment, learner: User, instructor: User, stranger: User
) -> None:
    other = person("Otto Other")
    visible = {
        user.name: list(Enrolment.objects.visible_to(user))
        for user in (learner, instructor, stranger, other)
    }
    assert visible == {
        "Mira Kern": [enrolment],
        "Ines Instructor": [enrolment],
        "Stefan Stranger": [],
        "Otto Other": [],
    }
