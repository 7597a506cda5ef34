"""Addresses of library, resources and courses under /api/v1/."""

from django.urls import path

from courses.api import learning, library, resources

RESOURCE = "resources/<slug:slug>/"
STEP = "courses/<slug:slug>/steps/<int:pk>/"

urlpatterns = [
    path("levels/", library.Levels.as_view(), name="api_levels"),
    path("competencies/", library.Competencies.as_view(), name="api_competencies"),
    path("competencies/<slug:slug>/", library.OneCompetency.as_view(), name="api_competency"),
    path("resources/", resources.Resources.as_view(), name="api_resources"),
    path(RESOURCE, resources.OneResource.as_view(), name="api_resource"),
    path(f"{RESOURCE}submit/", resources.Submit.as_view(), name="api_resource_submit"),
    path(f"{RESOURCE}publish/", resources.Publish.as_view(), name="api_resource_publish"),
    path(f"{RESOURCE}send-back/", resources.SendBack.as_view(), name="api_resource_send_back"),
    path(f"{RESOURCE}renew/", resources.Renew.as_view(), name="api_resource_renew"),
    path(f"{RESOURCE}archive/", resources.Archive.as_view(), name="api_resource_archive"),
    path(f"{RESOURCE}restore/", resources.Restore.as_view(), name="api_resource_restore"),
    path("courses/", learning.Courses.as_view(), name="api_courses"),
    path("courses/<slug:slug>/", learning.OneCourse.as_view(), name="api_course"),
    path(STEP, learning.OneStep.as_view(), name="api_step"),
    path(f"{STEP}done/", learning.StepDone.as_view(), name="api_step_done"),
    path(f"{STEP}answer/", learning.StepAnswer.as_view(), name="api_step_answer"),
    path("enrolments/", learning.Enrolments.as_view(), name="api_enrolments"),
]
