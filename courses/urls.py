"""Addresses of this app. `evidence_of` under /library/ belongs to `feedback`, a cohort's board to `reviews`."""

from django.urls import path

from courses import views

STEP = "courses/<slug:slug>/modules/<int:module>/steps/<int:position>/"
COHORT = "cohorts/<int:pk>/"
PLACE = f"{COHORT}learners/<int:place>/"

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/coverage/", views.coverage, name="coverage"),
    path("library/resources/", views.resources, name="resources"),
    path("library/resources/<slug:slug>/", views.resource, name="resource"),
    path("library/<slug:slug>/", views.competency, name="competency"),
    path("courses/", views.courses, name="courses"),
    path("courses/cohorts/<int:pk>/enrol/", views.enrol, name="enrol"),
    path("courses/<slug:slug>/", views.course, name="course"),
    path("courses/<slug:slug>/modules/<int:position>/", views.module, name="module"),
    path(STEP, views.step, name="step"),
    path(f"{STEP}done/", views.tick_step, name="tick_step"),
    path(f"{STEP}answer/", views.answer_step, name="answer_step"),
    path("cohorts/", views.cohorts, name="cohorts"),
    path("cohorts/new/", views.cohort_new, name="cohort_new"),
    path(f"{COHORT}settings/", views.cohort_settings, name="cohort_settings"),
    path(f"{COHORT}dates/", views.cohort_dates, name="cohort_dates"),
    path(f"{COHORT}people/", views.cohort_people, name="cohort_people"),
    path(f"{COHORT}instructors/", views.add_instructor, name="add_instructor"),
    path(
        f"{COHORT}instructors/<int:person>/remove/",
        views.remove_instructor,
        name="remove_instructor",
    ),
    path(f"{PLACE}extension/", views.extend_dates, name="extend_dates"),
    path(f"{PLACE}end/", views.end_place, name="end_place"),
    path(f"{PLACE}take-back/", views.take_back_learner, name="take_back_learner"),
    path(
        f"{COHORT}extensions/<int:extension>/take-back/",
        views.take_extension_back,
        name="take_extension_back",
    ),
    path(f"{COHORT}announcements/", views.announcements, name="announcements"),
    path(f"{COHORT}announcements/<int:number>/", views.announcement, name="announcement"),
    path(
        f"{COHORT}announcements/<int:number>/withdraw/",
        views.withdraw_announcement,
        name="withdraw_announcement",
    ),
    path(f"{COHORT}invitations/", views.invitations, name="invitations"),
    path(f"{COHORT}invitations/link/", views.invite_by_link, name="invite_by_link"),
    path(f"{COHORT}invitations/check/", views.check_roster, name="check_roster"),
    path(f"{COHORT}invitations/send/", views.send_invitations, name="send_invitations"),
    path(f"{COHORT}invitations/<int:number>/again/", views.mail_again, name="mail_again"),
    path(
        f"{COHORT}invitations/<int:number>/revoke/",
        views.revoke_invitation,
        name="revoke_invitation",
    ),
    path("courses/invitations/<int:pk>/accept/", views.accept_invitation, name="accept_invitation"),
    path("join/", views.join_on, name="join_on"),
    path("join/<str:token>/", views.join, name="join"),
]
