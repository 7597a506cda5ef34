"""Every page of the admin by role, and that none of them shows what people said or wrote."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import connection
from django.db.models import Model
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coachlms.accounts.models import Role, User
from coachlms.common.admin import ByRole
from coachlms.jobs.models import Job
from courses.models import (
    Cohort,
    Competency,
    Course,
    Enrolment,
    Marker,
    Module,
    Resource,
    Source,
    StudyLine,
)
from feedback.models import Practice
from reviews.models import Review, Submission
from tests.reviews import world

pytestmark = pytest.mark.django_db

LIBRARY = {
    "courses.Framework",
    "courses.Competency",
    "courses.Marker",
    "courses.StudyLine",
    "courses.Source",
    "courses.Resource",
}
REST = {
    "courses.Course",
    "courses.Module",
    "courses.Cohort",
    "courses.Enrolment",
    "accounts.User",
    "jobs.Job",
    "reviews.Submission",
    "reviews.Review",
    "reviews.Rubric",
    "reviews.DeletionReceipt",
}
# who may open what; everybody is staff here
MAY: dict[Role, set[str]] = {
    Role.LEARNER: set(),
    Role.MENTOR: set(),
    Role.INSTRUCTOR: set(),
    Role.CURATOR: LIBRARY,
    Role.ADMIN: LIBRARY | REST,
}

# Words of a session, or written by a person for another one: never in the admin.
PRIVATE: dict[str, set[str]] = {
    "reviews.Submission": {
        "title",
        "client_alias",
        "focus_question",
        "reflection",
        "recorded_by",
        "withdrawal_key",
    },
    "reviews.Review": {"decline_reason", "assessment"},
    "reviews.Assessment": {"strength", "experiment"},
    "reviews.Rating": {"note"},
    "reviews.Evidence": {"quote"},
    "reviews.Transcript": {"name", "utterances", "masks"},
    "reviews.Turn": {"text"},
    "reviews.Reading": {"facts", "behaviours", "notices"},
    "feedback.FindingAnswer": {"note"},
    "feedback.Practice": {"text", "accountability"},
    "courses.Answer": {"text"},
    "notifications.Notice": {"text"},
    "accounts.User": {"password"},
}
# Models that are private as a whole: no page and no inline of their own.
NEVER = {
    "reviews.Assessment",
    "reviews.Rating",
    "reviews.Evidence",
    "reviews.Transcript",
    "reviews.Turn",
    "reviews.Reading",
    "feedback.FindingAnswer",
    "feedback.Practice",
    "courses.Answer",
    "notifications.Notice",
    "accounts.ApiToken",
    "mfa.Authenticator",
    "usersessions.UserSession",
    "socialaccount.SocialToken",
}


def pages() -> Iterator[tuple[str, ModelAdmin[Model]]]:
    for model, page in admin.site._registry.items():
        yield model._meta.label, page


def staff(role: Role) -> User:
    user = world.person(f"Staff {role}", role)
    user.is_staff = True
    user.save()
    return user


def path_of(label: str, page: str) -> str:
    return reverse(f"admin:{label.lower().replace('.', '_')}_{page}")


def test_every_page_is_in_the_table_and_asks_for_a_role() -> None:
    assert {label for label, _ in pages()} == LIBRARY | REST
    assert [label for label, page in pages() if not isinstance(page, ByRole)] == []


@pytest.mark.parametrize("role", list(Role))
def test_list_and_add_pages_open_for_the_right_roles(client: Client, role: Role) -> None:
    client.force_login(staff(role))
    opened = {}
    for label, _ in pages():
        opened[label] = client.get(path_of(label, "changelist")).status_code == 200
        added = client.get(path_of(label, "add")).status_code == 200
        assert not (added and not opened[label]), label
    assert {label for label, is_open in opened.items() if is_open} == MAY[role]


@pytest.mark.parametrize("role", [Role.LEARNER, Role.MENTOR, Role.INSTRUCTOR])
def test_other_staff_find_a_sentence_and_no_room(client: Client, role: Role) -> None:
    client.force_login(staff(role))
    page = client.get(reverse("admin:index"))
    assert page.context["sidebar_navigation"] == []
    assert "There is nothing here for your role." in page.content.decode()


def test_sidebar_shows_a_curator_the_library_alone(client: Client) -> None:
    client.force_login(staff(Role.CURATOR))
    rooms = client.get(reverse("admin:index")).context["sidebar_navigation"]
    assert [str(room["title"]) for room in rooms] == ["Library"]


def test_sidebar_leads_an_admin_to_every_page(client: Client) -> None:
    client.force_login(staff(Role.ADMIN))
    rooms = client.get(reverse("admin:index")).context["sidebar_navigation"]
    assert [str(room["title"]) for room in rooms] == ["Library", "Courses", "People", "Work"]
    links = {item["link"] for room in rooms for item in room["items"]}
    assert {path_of(label, "changelist") for label, _ in pages()} - links == set()


@pytest.mark.parametrize("role", [Role.CURATOR, Role.ADMIN])
def test_role_without_staff_opens_no_page(client: Client, role: Role) -> None:
    client.force_login(world.person("Not staff", role))
    answers = {client.get(path_of(label, "changelist")).status_code for label, _ in pages()}
    assert answers == {302}


def test_curator_changes_nothing_outside_the_library(client: Client) -> None:
    world.open_session(world.learner("Mira Kovac"))
    client.force_login(staff(Role.CURATOR))
    user = User.objects.get(name="Mira Kovac")
    data = {"name": "Changed", "email": user.email, "is_active": "on"}
    answer = client.post(reverse("admin:accounts_user_change", args=[user.pk]), data)
    cohort = Cohort.objects.get()
    deleted = client.post(reverse("admin:courses_cohort_delete", args=[cohort.pk]), {"post": "yes"})
    assert (answer.status_code, deleted.status_code) == (403, 403)
    assert User.objects.get(pk=user.pk).name == "Mira Kovac"
    assert Cohort.objects.get() == cohort


@pytest.mark.parametrize("label", ["marker", "studyline", "source", "resource"])
def test_imports_and_exports_are_the_curators(client: Client, label: str) -> None:
    client.force_login(staff(Role.INSTRUCTOR))
    refused = [
        client.get(reverse(f"admin:courses_{label}_{page}")) for page in ("import", "export")
    ]
    assert [answer.status_code for answer in refused] == [403, 403]
    client.force_login(staff(Role.CURATOR))
    allowed = [
        client.get(reverse(f"admin:courses_{label}_{page}")) for page in ("import", "export")
    ]
    assert [answer.status_code for answer in allowed] == [200, 200]


def test_library_file_is_the_curators(client: Client) -> None:
    world.library()
    framework = Competency.objects.first().domain.framework
    client.force_login(staff(Role.INSTRUCTOR))
    paths = [
        reverse("admin:courses_framework_load"),
        reverse("admin:courses_framework_file", args=[framework.pk]),
    ]
    assert [client.get(path).status_code for path in paths] == [403, 403]


def shown(page: ModelAdmin[Model]) -> set[str]:
    """Names of the fields a page shows, filters or searches by, with those of its inlines."""
    request = RequestFactory().get("/")
    request.user = User(is_staff=True, is_superuser=True, is_active=True)
    names = set(map(str, page.get_list_display(request)))
    names |= {name.split("__")[0].lstrip("=^@") for name in page.get_search_fields(request)}
    names |= {str(name) for name in page.get_list_filter(request)}
    names |= set(page.get_fields(request)) | set(page.get_readonly_fields(request))
    return names


@pytest.mark.parametrize("label", sorted(LIBRARY | REST))
def test_page_shows_searches_and_lists_nothing_private(label: str) -> None:
    page = dict(pages())[label]
    assert shown(page) & PRIVATE.get(label, set()) == set()
    searched = {part for name in page.search_fields for part in name.split("__")}
    assert searched & {"reflection", "quote", "strength", "experiment", "utterances"} == set()


def test_nothing_private_has_a_page_or_an_inline() -> None:
    found = {label for label, _ in pages()}
    for _, page in pages():
        found |= {inline.model._meta.label for inline in page.inlines}
    assert found & NEVER == set()


def change_pages() -> Iterator[str]:
    for label, page in pages():
        for row in page.model._default_manager.all()[:2]:
            name = label.lower().replace(".", "_")
            for view in ("change", "history"):
                yield reverse(f"admin:{name}_{view}", args=[row.pk])
        yield path_of(label, "changelist")


WORDS = (
    "from the third row?",
    "The third row",
    "unusually quiet",
    "choir",
    "plan at the end",
    "A remark.",
)


def test_no_page_of_a_school_at_work_holds_a_word_of_a_session(client: Client) -> None:
    world.open_session(world.learner("Mira Kovac"))
    world.peer_reads(world.peer_ready("Noor Amari"))
    client.force_login(staff(Role.ADMIN))
    said = {}
    for path in change_pages():
        html = client.get(path).content.decode()
        said[path] = [word for word in WORDS if word in html]
    assert len(said) > 30
    assert {path: words for path, words in said.items() if words} == {}


def fifty(model: type[Model]) -> None:
    """More rows of everything a list shows."""
    competency = Competency.objects.get(number=8)
    course = Course.objects.first() or world.cohort().course
    for number in range(49):
        name = f"row-{number}"
        rows: dict[type[Model], dict[str, object]] = {
            Competency: {
                "domain": competency.domain,
                "number": 10,
                "slug": name,
                "name": name,
                "treatment": "notices_only",
            },
            Marker: {
                "competency": competency,
                "ref": f"x{number}",
                "text": name,
                "detectability": "high",
                "position": number + 10,
            },
            StudyLine: {"competency": competency, "kind": "tip", "text": name, "position": number},
            Source: {"slug": name, "title": name},
            Resource: {"slug": name, "title": name, "kind": "book"},
            Course: {"slug": name, "title": name, "level": course.level},
            Module: {
                "course": course,
                "position": number + 10,
                "key": name,
                "title": name,
                "competency": competency,
            },
            Cohort: {"course": course, "name": name, "starts_on": "2026-01-01"},
            User: {"email": f"{name}@example.org", "name": name},
            Job: {"kind": "review_with_ai", "subject": number},
        }
        if model is Enrolment:
            world.learner(f"Learner {number}")
        elif model is Submission:
            Submission.objects.create(learner=User.objects.get(name="Mira Kovac"))
        elif model is Review:
            author = world.learner(f"Author {number}")
            world.read_by_ai(world.open_session(author))
        else:
            model._default_manager.create(**rows[model])


def test_deletion_page_counts_what_is_in_the_way_and_names_nothing(client: Client) -> None:
    author = world.learner("Mira Kovac")
    session = world.open_session(author)
    marker = Marker.objects.get(ref="8c")
    Practice.objects.create(
        learner=author, submission=session, marker=marker, text="I ask my choir and wait."
    )
    client.force_login(staff(Role.CURATOR))
    for path in (
        reverse("admin:courses_marker_delete", args=[marker.pk]),
        reverse("admin:courses_competency_delete", args=[marker.competency_id]),
    ):
        html = client.get(path).content.decode()
        assert [word for word in (*WORDS, "I ask my") if word in html] == []
        assert client.post(path, {"post": "yes"}).status_code in {200, 403}
    page = client.get(reverse("admin:courses_marker_delete", args=[marker.pk]))
    assert page.context["protected"] == ["1 practice"]
    assert Marker.objects.filter(ref="8c").count() == 1
    assert Competency.objects.filter(number=8).count() == 1


def asked_by(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("model", "queries"),
    [
        (Competency, 6),
        (Marker, 7),
        (StudyLine, 6),
        (Source, 7),
        (Resource, 11),
        (Course, 5),
        (Module, 6),
        (Cohort, 6),
        (Enrolment, 6),
        (User, 5),
        (Submission, 6),
        (Review, 5),
        (Job, 7),
    ],
)
def test_list_asks_the_same_for_one_row_and_for_fifty(
    client: Client, model: type[Model], queries: int
) -> None:
    world.open_session(world.learner("Mira Kovac"))
    world.peer_ready("Noor Amari")
    Resource.objects.create(slug="first", title="First", kind="book")
    client.force_login(staff(Role.ADMIN))
    path = path_of(model._meta.label, "changelist")
    few = asked_by(client, path)
    fifty(model)
    many = asked_by(client, path)
    assert (model, few, many) == (model, queries, queries)


def test_admin_may_run_only_its_own_scripts_and_no_inline_one(client: Client) -> None:
    client.force_login(staff(Role.ADMIN))
    policy = client.get(reverse("admin:index"))["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["script-src"] == "'self' 'unsafe-eval'"
    assert parts["style-src"] == "'self' 'unsafe-inline'"
    assert parts["default-src"] == "'none'"
    outside = client.get(reverse("library"))["Content-Security-Policy"]
    assert "unsafe" not in outside
