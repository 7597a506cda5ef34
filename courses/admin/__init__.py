"""Desks of curators (library, resources) and admins (courses, cohorts), one file per noun."""

from courses.admin.competency import CompetencyAdmin
from courses.admin.course import CohortAdmin, CourseAdmin, EnrolmentAdmin, ModuleAdmin
from courses.admin.framework import FrameworkAdmin, SourceAdmin
from courses.admin.marker import MarkerAdmin
from courses.admin.resources import ResourceAdmin
from courses.admin.study_line import StudyLineAdmin

__all__ = [
    "CohortAdmin",
    "CompetencyAdmin",
    "CourseAdmin",
    "EnrolmentAdmin",
    "FrameworkAdmin",
    "MarkerAdmin",
    "ModuleAdmin",
    "ResourceAdmin",
    "SourceAdmin",
    "StudyLineAdmin",
]
