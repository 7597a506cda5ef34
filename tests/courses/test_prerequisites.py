"""A module that waits for another: enforced where things are done, readable in outline."""

import pytest
from django.test import Client

from coachlms.accounts.models import User
from courses import services
from courses.errors import ModuleLocked
from courses.library import LibraryError, load_course
from courses.models import Answer, Enrolment, Module, Step, StepProgress
from reviews.models import Submission
from reviews.services import drafts
from reviews.services.drafts import ConsentDraft
from tests.courses.conftest import shipped_library
from tests.courses.test_library import COURSE
from tests.courses.test_views_library import page, words

FIVE = "/courses/coaching-in-practice/modules/5/"


def steps(module: int) -> list[Step]:
    rows = Step.objects.filter(module__position=module).select_related("module")
    return list(rows.order_by("position"))


def finish(enrolment: Enrolment, module: int) -> None:
    for step in steps(module):
        services.complete_step(enrolment=enrolment, step=step)


def standing(enrolment: Enrolment) -> services.CourseStanding:
    return services.standing(Enrolment.objects.with_progress().get(pk=enrolment.pk))


def locked(enrolment: Enrolment) -> list[int]:
    return [row.module.position for row in standing(enrolment).modules if row.is_locked]


def test_module_opens_when_the_required_one_is_done(enrolment: Enrolment) -> None:
    assert locked(enrolment) == [5]
    with pytest.raises(ModuleLocked) as error:
        services.tick_step(enrolment=enrolment, step=steps(5)[0])
    assert str(error.value) == (
        "“What shifts” opens when “Hearing the person” is done. Finish that one first."
    )
    assert StepProgress.objects.count() == 0
    finish(enrolment, 4)
    assert locked(enrolment) == []
    services.tick_step(enrolment=enrolment, step=steps(5)[0])
    assert StepProgress.objects.filter(step=steps(5)[0]).count() == 1


def test_answer_in_a_locked_module_is_not_kept(enrolment: Enrolment) -> None:
    question = steps(5)[3]
    with pytest.raises(ModuleLocked):
        services.save_answer(enrolment=enrolment, step=question, text="Early")
    assert Answer.objects.count() == StepProgress.objects.count() == 0


def test_module_may_require_all_earlier_ones(enrolment: Enrolment) -> None:
    Module.objects.filter(position=5).update(requires=None)
    Module.objects.filter(position=3).update(requires_earlier=True)
    assert locked(enrolment) == [3]
    third = standing(enrolment).modules[2]
    assert [module.position for module in third.missing] == [1, 2]
    assert third.text == "0 of 4 steps; opens after “Ground rules”"
    finish(enrolment, 1)
    with pytest.raises(ModuleLocked, match="opens when “Opening and agreeing” is done"):
        services.tick_step(enrolment=enrolment, step=steps(3)[0])
    finish(enrolment, 2)
    assert locked(enrolment) == []


def test_requirement_of_a_later_module_locks_nobody_out(enrolment: Enrolment) -> None:
    last = Module.objects.get(position=6)
    Module.objects.filter(position=5).update(requires=last)
    Module.objects.filter(position=6).update(requires=Module.objects.get(position=5))
    assert locked(enrolment) == [6]
    services.tick_step(enrolment=enrolment, step=steps(5)[0])
    assert StepProgress.objects.count() == 1


def test_session_cannot_be_begun_for_a_step_of_a_locked_module(
    enrolment: Enrolment, learner: User
) -> None:
    Module.objects.filter(position=2).update(requires=Module.objects.get(position=1))
    consent = ConsentDraft(frozenset(), None, "")
    step = Step.objects.get(module__position=2, key="hand-in")
    with pytest.raises(ModuleLocked, match="“Opening and agreeing” opens when “Ground rules”"):
        drafts.start_draft(learner=learner, consent=consent, step=step)
    assert Submission.objects.count() == 0
    finish(enrolment, 1)
    assert drafts.start_draft(learner=learner, consent=consent, step=step).step == step


def test_locked_module_says_what_is_missing_and_stays_readable(
    client: Client, enrolment: Enrolment, learner: User
) -> None:
    client.force_login(learner)
    html = page(client, FIVE)
    text = words(html)
    assert (
        "This module opens when “Hearing the person” is done. You can read what it holds." in text
    )
    assert "Ten of your own questions without run-up and explanation." in text
    assert "Read it" not in text
    assert html.count("btn--primary") == 1
    step = words(page(client, f"{FIVE}steps/1/"))
    assert "This step belongs to “What shifts”, which opens when “Hearing the person” is" in step
    assert "I have read it" not in step
    response = client.post(f"{FIVE}steps/1/done/")
    assert response.status_code == 409
    assert "“What shifts” opens when “Hearing the person” is done." in response.content.decode()
    assert StepProgress.objects.count() == 0
    outline = words(page(client, "/courses/coaching-in-practice/"))
    assert "0 of 4 steps; opens after “Hearing the person”" in outline


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: Ending", "title: Ending\n    requires: none", "line 7: module “Ending” requires"),
        ("title: Ending", "title: Ending\n    week: 0", "line 7: module “Ending” has 0 as week"),
        ("{kind: read,", "{key: all-earlier, kind: read,", "line 10: step “Reading” cannot be"),
        ("{kind: resource,", "{key: step-1, kind: resource,", "line 11: step “Doing” repeats the"),
    ],
)
def test_mistake_in_keys_and_requirements_names_its_line(old: str, new: str, message: str) -> None:
    with pytest.raises(LibraryError) as error:
        load_course(COURSE.replace(old, new, 1), shipped_library())
    assert str(error.value).startswith(message)
