"""The rooms of the admin as its sidebar shows them: only to those who may enter."""

from collections.abc import Callable
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coachlms.common.admin import is_admin, is_curator


class Item(TypedDict):
    title: str | Promise
    icon: str
    link: str
    permission: Callable[[HttpRequest], bool]


class Room(TypedDict):
    title: str | Promise
    about: str | Promise
    items: list[Item]


ROOMS = (
    (
        _("Library"),
        _("What is taught: competencies, behaviours, sources and what to learn with."),
        is_curator,
        (
            (_("Competencies"), "school", "courses_competency"),
            (_("Behaviours"), "visibility", "courses_marker"),
            (_("Tips, mistakes, questions"), "lightbulb", "courses_studyline"),
            (_("Learning resources"), "menu_book", "courses_resource"),
            (_("Sources"), "format_quote", "courses_source"),
            (_("Frameworks"), "account_tree", "courses_framework"),
        ),
    ),
    (
        _("Courses"),
        _("How it is worked through: courses, their modules, and the cohorts that take them."),
        is_admin,
        (
            (_("Courses"), "route", "courses_course"),
            (_("Modules"), "view_agenda", "courses_module"),
            (_("Cohorts"), "groups", "courses_cohort"),
            (_("Enrolments"), "how_to_reg", "courses_enrolment"),
        ),
    ),
    (
        _("People"),
        _("Who is here, and in which roles."),
        is_admin,
        ((_("People"), "person", "accounts_user"),),
    ),
    (
        _("Work"),
        _("Sessions and readings as numbers and dates, and the jobs behind them."),
        is_admin,
        (
            (_("Sessions"), "forum", "reviews_submission"),
            (_("Readings"), "rate_review", "reviews_review"),
            (_("Rubrics"), "checklist", "reviews_rubric"),
            (_("Deletion receipts"), "delete_history", "reviews_deletionreceipt"),
            (_("Jobs"), "manufacturing", "jobs_job"),
        ),
    ),
)


def sidebar(request: HttpRequest) -> list[Room]:
    """The rooms this person may enter, as unfold wants them."""
    return [
        Room(
            title=title,
            about=about,
            items=[
                Item(
                    title=name,
                    icon=icon,
                    link=reverse(f"admin:{page}_changelist"),
                    permission=may,
                )
                for name, icon, page in items
            ],
        )
        for title, about, may, items in ROOMS
        if may(request)
    ]


def site_name(request: HttpRequest) -> str:
    name: str = settings.SITE_NAME
    return name


def tokens(request: HttpRequest) -> str:
    return static("css/tokens.css")


def style(request: HttpRequest) -> str:
    return static("css/admin.css")


def script(request: HttpRequest) -> str:
    return static("js/admin.js")


def icon(request: HttpRequest) -> str:
    return static("favicon.svg")


def account(request: HttpRequest) -> list[dict[str, object]]:
    """Where staff change what is theirs: on the pages of the site, like everybody else."""
    return [{"title": _("Your account"), "link": reverse("account_email")}]
