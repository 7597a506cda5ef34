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


class SecondPersonNeeded(DomainError):
    code = "second_person_needed"
    message = "You proposed “{resource}”. Somebody else has to look at it before learners do."


class ResourceIncomplete(DomainError):
    code = "resource_incomplete"
    message = "“{resource}” needs {missing} before anybody can check it."


class NoteMissing(DomainError):
    code = "note_missing"
    message = "Say in a sentence what is missing. Whoever proposed it reads your note."


class ResourceInUse(DomainError):
    code = "resource_in_use"
    message = (
        "“{resource}” is a step of “{module}” (“{step}”). Choose another resource there first."
    )


class NoAddress(DomainError):
    code = "no_address"
    message = "“{resource}” has no address that could be checked."


class CallsAreOff(DomainError):
    code = "calls_are_off"
    message = (
        "Links are not checked here: this installation calls no other server. "
        "Whoever runs it can allow it with OUTBOUND=1."
    )


class NotComplete(DomainError):
    """The library lacks something without which its file could not be read back."""

    code = "library_not_complete"
    message = "The library cannot be written as a file yet: {problem}. Fill it in and try again."


class LibraryMoved(DomainError):
    """What a load would do is no longer what was shown."""

    code = "library_moved"
    message = "Somebody changed the library since you looked. Here is what the file would do now."


class ModuleLocked(DomainError):
    code = "module_locked"
    message = "“{module}” opens when “{missing}” is done. Finish that one first."


class ModuleElsewhere(DomainError):
    code = "module_of_another_course"
    message = "“{module}” does not belong to the course of {cohort}."


class NoLongerThere(DomainError):
    code = "place_ended"
    message = "Your place in {cohort} has ended. Its instructor can invite you again."


class NotAnInstructor(DomainError):
    code = "not_an_instructor"
    message = "{person} does not have the role of an instructor. An admin can grant it."


class LastInstructor(DomainError):
    code = "last_instructor"
    message = "{cohort} needs somebody who leads it. Add another instructor first."


class CourseNotPublished(DomainError):
    code = "course_not_published"
    message = "“{course}” is not published yet. A cohort can begin once it is."


class InvitationOver(DomainError):
    """Used up, expired or taken back."""

    code = "invitation_over"
    message = (
        "This invitation to {cohort} no longer lets anybody in. Ask who sent it for a new one."
    )
    status = 410


class JustMailed(DomainError):
    code = "just_mailed"
    message = (
        "That mail was asked for a moment ago. Wait {minutes} minutes before you send it again."
    )


class InvitationAnswered(DomainError):
    code = "invitation_answered"
    message = "{person} has accepted already; there is nothing to send."


class RosterUnreadable(DomainError):
    code = "roster_unreadable"
    message = "Line {line} of this list cannot be read; a quotation mark may be left open there."
    status = 422


class RosterTooLong(DomainError):
    code = "roster_too_long"
    message = "This list has more than {most} lines. Send it in parts."
    status = 422
