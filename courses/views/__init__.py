"""Pages of the library and the courses."""

from courses.views.announcements import announcement, announcements, withdraw_announcement
from courses.views.cohorts import (
    add_instructor,
    cohort_dates,
    cohort_new,
    cohort_people,
    cohort_settings,
    cohorts,
    end_place,
    extend_dates,
    remove_instructor,
    take_back_learner,
    take_extension_back,
)
from courses.views.coverage import coverage
from courses.views.invitations import (
    check_roster,
    invitations,
    invite_by_link,
    mail_again,
    revoke_invitation,
    send_invitations,
)
from courses.views.joining import accept_invitation, join, join_on
from courses.views.learning import answer_step, course, courses, enrol, module, step, tick_step
from courses.views.library import competency, library, resource, resources

__all__ = [
    "accept_invitation",
    "add_instructor",
    "announcement",
    "announcements",
    "answer_step",
    "check_roster",
    "cohort_dates",
    "cohort_new",
    "cohort_people",
    "cohort_settings",
    "cohorts",
    "competency",
    "course",
    "courses",
    "coverage",
    "end_place",
    "enrol",
    "extend_dates",
    "invitations",
    "invite_by_link",
    "join",
    "join_on",
    "library",
    "mail_again",
    "module",
    "remove_instructor",
    "resource",
    "resources",
    "revoke_invitation",
    "send_invitations",
    "step",
    "take_back_learner",
    "take_extension_back",
    "tick_step",
    "withdraw_announcement",
]
