"""What courses know about a person."""

from coachlms.accounts.models import User
from coachlms.accounts.privacy import Part, register
from courses.models import Enrolment


def collect(user: User) -> object:
    """One row per course she takes, with her progress and her written answers."""
    mine = Enrolment.objects.filter(learner=user).select_related("cohort__course")
    return [
        {
            "course": enrolment.cohort.course.title,
            "cohort": enrolment.cohort.name,
            "enrolled_at": enrolment.enrolled_at,
            "progress": list(enrolment.progress.values("step__title", "reached", "done_at")),
            "answers": list(enrolment.answers.values("step__title", "text", "saved_at")),
        }
        for enrolment in mine
    ]


def erase(user: User) -> int:
    """Her places in courses, with progress and answers; cohorts she taught go on without her."""
    user.cohorts_taught.clear()
    return user.enrolments.all().delete()[0]


register(Part("courses", "Courses, steps and answers", collect, erase))
