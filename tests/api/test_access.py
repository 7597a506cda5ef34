"""Who may do what through the API. Every operation stands in this table; one that is missing fails the build.

Columns as in tests/architecture/test_access.py: anonymous, the author of the session, another learner, the peer who
reviews it, the mentor it is shared with, another mentor, the instructor, a curator, an admin. Each request comes
without a body; 400, 409 and 422 say that somebody who may is told what is missing.
"""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.test_access import ROLES, School, school

pytestmark = pytest.mark.django_db

EVERYBODY = "200 200 200 200 200 200 200 200 200"
SIGNED_IN = "401 200 200 200 200 200 200 200 200"
NEW = "401 400 400 400 400 400 400 400 400"
TAKEN_BY_ONE = "401 409 409 409 409 409 201 409 409"  # one more reader is needed, and only one
AUTHOR = "401 {} 404 404 404 404 404 404 404"
AUTHOR_AND_MENTOR = "401 {} 404 404 {} 404 404 404 404"
PEER = "401 404 404 {} 404 404 404 404 404"
CURATOR = "401 403 403 403 403 403 403 {0} {0}"
ENROLLED = "401 {0} {0} {0} 404 404 404 404 404"

TABLE: dict[str, str] = {
    "GET api_docs": EVERYBODY,
    "GET api_schema": EVERYBODY,
    "GET api_me": SIGNED_IN,
    # the public library
    "GET api_levels": EVERYBODY,
    "GET api_competencies": EVERYBODY,
    "GET api_competency": EVERYBODY,
    "GET api_resources": EVERYBODY,
    "GET api_resource": EVERYBODY,
    # resources for curators; the one of the school is published
    "POST api_resources": CURATOR.format(400),
    "PATCH api_resource": CURATOR.format(200),
    "POST api_resource_submit": CURATOR.format(409),
    "POST api_resource_publish": CURATOR.format(409),
    "POST api_resource_send_back": CURATOR.format(400),
    "POST api_resource_renew": CURATOR.format(200),
    "POST api_resource_archive": "401 403 403 403 403 403 403 409 200",
    "POST api_resource_restore": CURATOR.format(409),
    # courses; the step belongs to a course that the author, the learner and the peer take
    "GET api_courses": SIGNED_IN,
    "GET api_course": SIGNED_IN,
    "GET api_enrolments": SIGNED_IN,
    "POST api_enrolments": NEW,
    "GET api_step": ENROLLED.format(200),
    "POST api_step_done": ENROLLED.format(200),
    "PUT api_step_answer": ENROLLED.format(400),
    # own sessions
    "GET api_sessions": SIGNED_IN,
    "POST api_sessions": NEW,
    "POST api_sessions_from_file": NEW,
    "GET api_session": AUTHOR.format(200),
    "DELETE api_session": AUTHOR.format(200),
    "PUT api_consent": AUTHOR.format(409),
    "PUT api_transcript": AUTHOR.format(409),
    "GET api_speakers": AUTHOR.format(409),
    "PUT api_speakers": AUTHOR.format(409),
    "GET api_masks": AUTHOR.format(409),
    "PUT api_masks": AUTHOR.format(409),
    "PUT api_focus": AUTHOR.format(409),
    "PUT api_reflection": AUTHOR.format(409),
    "POST api_hand_in": AUTHOR.format(200),
    "GET api_progress": AUTHOR.format(200),
    "POST api_retry": AUTHOR.format(204),
    "PUT api_share": AUTHOR.format(400),
    "DELETE api_share": AUTHOR.format(204),
    "GET api_withdrawal_link": AUTHOR.format(200),
    "GET api_turns": AUTHOR_AND_MENTOR.format(200, 200),
    "GET api_mentors": SIGNED_IN,
    # reviews to write
    "GET api_reviews": SIGNED_IN,
    "POST api_take_review": TAKEN_BY_ONE,
    "GET api_review": PEER.format(200),
    "PUT api_review_draft": PEER.format(400),
    "POST api_submit_review": PEER.format(422),
    "POST api_decline_review": PEER.format(204),
    # feedback
    "GET api_report": AUTHOR_AND_MENTOR.format(200, 409),
    "POST api_answer_finding": AUTHOR_AND_MENTOR.format(400, 403),
    "PUT api_take_practice": AUTHOR_AND_MENTOR.format(400, 403),
    "GET api_growth": SIGNED_IN,
    "GET api_evidence": SIGNED_IN,
}
OF_A_REVIEW = {"api_review", "api_review_draft", "api_submit_review", "api_decline_review"}
WITHOUT_A_ROW = {
    "api_docs",
    "api_schema",
    "api_me",
    "api_levels",
    "api_competencies",
    "api_resources",
    "api_courses",
    "api_enrolments",
    "api_sessions",
    "api_sessions_from_file",
    "api_mentors",
    "api_reviews",
    "api_take_review",
    "api_growth",
}

__all__ = ["school"]


@pytest.fixture(autouse=True)
def _no_throttle() -> None:
    cache.clear()


def operations() -> Iterator[str]:
    """Method and name of every operation under /api/v1/."""

    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern

    resolvers = get_resolver().url_patterns
    api = next(one for one in resolvers if str(one.pattern) == "api/v1/")
    assert isinstance(api, URLResolver)
    for pattern in walk(api.url_patterns):
        view = getattr(pattern.callback, "cls", None)  # a page for people has none
        methods = [m for m in ("get", "post", "put", "patch", "delete") if hasattr(view, m)]
        for method in methods or ["get"]:
            yield f"{method.upper()} {pattern.name}"


def address(school: School, name: str) -> str:
    if name in WITHOUT_A_ROW:
        return reverse(name)
    if name in OF_A_REVIEW:
        return reverse(name, args=[school.review.pk])
    if name in {"api_evidence", "api_competency"}:
        return reverse(name, args=["competency-8"])
    if name.startswith("api_resource"):
        return reverse(name, args=[school.resource.slug])
    if name == "api_course":
        return reverse(name, args=[school.step.module.course.slug])
    if name.startswith("api_step"):
        return reverse(name, args=[school.step.module.course.slug, school.step.pk])
    if name == "api_answer_finding":
        return reverse(name, args=[school.session.pk, "8a"])
    return reverse(name, args=[school.session.pk])


def test_every_operation_stands_in_the_table() -> None:
    assert set(operations()) == set(TABLE)


@pytest.mark.parametrize("operation", TABLE)
def test_everybody_gets_what_the_table_says(school: School, operation: str) -> None:
    method, name = operation.split()
    path = address(school, name)
    codes = []
    for role in reversed(ROLES):  # the author last: a session she has deleted is gone for all
        client = Client()
        user = school.people[role]
        if user is not None:
            client.force_login(user)
        codes.append(str(client.generic(method, path).status_code))
    assert " ".join(reversed(codes)) == TABLE[operation]
