"""What the library and the courses can refuse, and what to do then."""

from coachlms.common.errors import DomainError


class AlreadyEnrolled(DomainError):
    code = "already_enrolled"
    message = "You are already in {cohort}. Your courses page leads to it."


class CohortClosed(DomainError):
    code = "cohort_closed"
    message = "{cohort} takes nobody new at the moment. Ask its instructor, or join another group."


class StepElsewhere(DomainError):
    code = "step_of_another_course"
    message = "“{step}” belongs to another course than the one you take with {cohort}."
    status = 404


class StepNotOpen(DomainError):
    code = "step_not_open"
    message = "“{step}” opens after “{before}”. Finish that one first."


class NotDoneByHand(DomainError):
    code = "not_done_by_hand"
    message = "“{step}” is done by doing it, not by ticking it. Open the step and follow it."


class TakenElsewhere(DomainError):
    """A slug or ref of the file belongs to another framework."""

    code = "taken_by_another_framework"
    message = "{what} already belongs to “{framework}”. Give it another id in this file."
