"""What courses know about a person."""

from django.db.models import Q

from coachlms.accounts.models import User
from coachlms.accounts.privacy import Part, register
from courses.models import Announcement, Enrolment, Extension, Invitation
from courses.services.cohorts import addresses_of


def collect(user: User) -> object:
    """One row per course she takes, with her progress and her written answers."""
    mine = Enrolment.objects.filter(learner=user).select_related("cohort__course")
    return [
        {
            "course": enrolment.cohort.course.title,
            "cohort": enrolment.cohort.name,
            "enrolled_at": enrolment.enrolled_at,
            "ended_at": enrolment.ended_at,
            "more_time": list(enrolment.extensions.values("module__title", "days", "reason")),
            "progress": list(enrolment.progress.values("step__title", "reached", "done_at")),
            "answers": list(enrolment.answers.values("step__title", "text", "saved_at")),
        }
        for enrolment in mine
    ]


def erase(user: User) -> int:
    """Her places in courses, with progress and answers, and invitations to her addresses.

    Cohorts she taught go on without her; what she announced there stays without her name.
    """
    user.cohorts_taught.clear()
    Announcement.objects.filter(author=user).update(author=None)
    Extension.objects.filter(given_by=user).update(given_by=None)
    Invitation.objects.filter(created_by=user).update(created_by=None)
    invited = Invitation.objects.filter(
        Q(email__in=addresses_of(user))
        | Q(email=user.email)
        | ~Q(email="") & Q(enrolments__learner=user)
    )
    gone = Invitation.objects.filter(pk__in=list(invited.values_list("pk", flat=True))).delete()[0]
    return gone + user.enrolments.all().delete()[0]


register(Part("courses", "Courses, steps and answers", collect, erase))
