"""Who may open what. Every address of the site stands in this table; one that is missing fails the build.

Columns: anonymous, the author of the session, another learner, the peer who reviews it, the mentor it is shared
with, another mentor, the instructor of the cohort, a curator, an admin. `in` leads to the sign-in page; what is
somebody else's looks like a page that does not exist. After the bar: the same for a POST without content.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from coachlms.accounts.models import Erasure, Role, User
from coachlms.demo.models import DemoVisit
from coachlms.notifications.models import Notice
from courses.models import Competency, Resource, Step
from courses.services import extend
from courses.services.invitations import create_link, invite_roster
from reviews.models import Review, Submission
from reviews.services import duties
from tests.reviews import world

pytestmark = pytest.mark.django_db

ROLES = (
    "anonymous",
    "author",
    "learner",
    "peer",
    "mentor",
    "other mentor",
    "instructor",
    "curator",
    "admin",
)
NEVER = "405 405 405 405 405 405 405 405 405"
IN_NEVER = "in 405 405 405 405 405 405 405 405"
PUBLIC = "200 200 200 200 200 200 200 200 200"
NOWHERE = "404 404 404 404 404 404 404 404 404"
NO_WORKER = "503 503 503 503 503 503 503 503 503"
SIGNED_IN = "in 200 200 200 200 200 200 200 200"
AUTHOR = "in 200 404 404 404 404 404 404 404"
AUTHOR_GOES_ON = "in 302 404 404 404 404 404 404 404"
AUTHOR_REFUSED = "in 422 404 404 404 404 404 404 404"
AUTHOR_AND_MENTOR = "in 200 404 404 200 404 404 404 404"
PEER = "in 404 404 200 404 404 404 404 404"
ENROLLED = "in 200 200 200 404 404 404 404 404"
DONE = "in 302 302 302 302 302 302 302 302"

LED = "in 404 404 404 404 404 200 404 200"
LED_DONE = "in 404 404 404 404 404 302 404 302"
LED_REFUSED = "in 404 404 404 404 404 422 404 422"

TABLE: dict[str, str] = {
    # public pages
    "landing": f"200 302 302 302 302 302 302 302 302 | {NEVER}",
    "method": f"{PUBLIC} | {NEVER}",
    "privacy": f"{PUBLIC} | {NEVER}",
    "terms": f"{PUBLIC} | {NEVER}",
    "for_clients": f"{PUBLIC} | {NEVER}",
    "accessibility": f"{PUBLIC} | {NEVER}",
    "healthz": f"{PUBLIC} | {NEVER}",
    "readyz": f"{NO_WORKER} | {NEVER}",
    "metrics": f"{NOWHERE} | {NEVER}",
    # the API has a table of its own, tests/api/test_access.py; this is what it does not know
    "api_nowhere": f"{NOWHERE} | {NOWHERE}",
    # the free demo: open to all; a visit to the browser that began it, and to nobody of the school
    "free_demo": f"{PUBLIC} | 422 422 422 422 422 422 422 422 422",
    "try_sample": f"{NEVER} | 302 302 302 302 302 302 302 302 302",
    "demo_report": f"{NOWHERE} | {NEVER}",
    "demo_transcript": f"{NOWHERE} | {NEVER}",
    "demo_progress": f"{NOWHERE} | {NEVER}",
    "demo_speakers": f"{NOWHERE} | {NOWHERE}",
    "delete_demo": f"{NEVER} | {NOWHERE}",
    # a person
    "account": f"{SIGNED_IN} | in 422 422 422 422 422 422 422 422",
    "agree": f"{DONE} | {DONE}",
    "second_factor_first": f"{DONE} | {IN_NEVER}",
    "inbox": f"{SIGNED_IN} | {IN_NEVER}",
    "inbox_read": f"{IN_NEVER} | {DONE}",
    "inbox_open": f"{IN_NEVER} | {AUTHOR_GOES_ON}",
    "api_tokens": f"{SIGNED_IN} | in 422 422 422 422 422 422 422 422",
    "revoke_api_token": f"{IN_NEVER} | in 404 404 404 404 404 404 404 404",
    "account_data": f"{SIGNED_IN} | {IN_NEVER}",
    "ask_download": f"{DONE} | {DONE}",
    "download": f"in 404 404 404 404 404 404 404 404 | {IN_NEVER}",
    "delete_account": f"{SIGNED_IN} | in 422 422 422 422 422 422 422 422",
    "account_deleted": f"{PUBLIC} | {NEVER}",
    # courses
    "library": f"{PUBLIC} | {NEVER}",
    "resources": f"{PUBLIC} | {NEVER}",
    "resource": f"{PUBLIC} | {NEVER}",
    "competency": f"{PUBLIC} | {NEVER}",
    "coverage": f"in 404 404 404 404 404 404 200 200 | {IN_NEVER}",
    "courses": f"{SIGNED_IN} | {IN_NEVER}",
    "enrol": f"{IN_NEVER} | in 409 409 409 302 302 302 302 302",
    "course": f"{SIGNED_IN} | {IN_NEVER}",
    "module": f"{ENROLLED} | {IN_NEVER}",
    "step": f"{ENROLLED} | {IN_NEVER}",
    "tick_step": f"{IN_NEVER} | in 302 302 302 404 404 404 404 404",
    "answer_step": f"{IN_NEVER} | in 422 422 422 404 404 404 404 404",
    "cohorts": f"in 404 404 404 404 404 200 404 200 | {IN_NEVER}",
    # a cohort: those who lead it
    "cohort_new": f"{LED} | {LED_REFUSED}",
    "board": f"{LED} | {IN_NEVER}",
    "board_csv": f"{LED} | {IN_NEVER}",
    "cohort_settings": f"{LED} | {LED_REFUSED}",
    "cohort_dates": f"{LED} | {LED_DONE}",
    "cohort_people": f"{LED} | {IN_NEVER}",
    "add_instructor": f"{IN_NEVER} | {LED_REFUSED}",
    "remove_instructor": f"{IN_NEVER} | in 404 404 404 404 404 409 404 409",
    "extend_dates": f"{LED} | {LED_REFUSED}",
    "take_extension_back": f"{IN_NEVER} | in 404 404 404 404 404 302 404 404",
    "end_place": f"{IN_NEVER} | {LED_DONE}",
    "take_back_learner": f"{IN_NEVER} | {LED_DONE}",
    "announcements": f"{LED} | {LED_REFUSED}",
    "announcement": f"{LED} | {LED_REFUSED}",
    "withdraw_announcement": f"{IN_NEVER} | {LED_DONE}",
    "invitations": f"{LED} | {IN_NEVER}",
    "invite_by_link": f"{IN_NEVER} | {LED_REFUSED}",
    "check_roster": f"{IN_NEVER} | {LED_REFUSED}",
    "send_invitations": f"{IN_NEVER} | {LED_REFUSED}",
    "mail_again": f"{IN_NEVER} | in 404 404 404 404 404 302 404 409",
    "revoke_invitation": f"{IN_NEVER} | {LED_DONE}",
    "accept_invitation": f"{IN_NEVER} | in 404 404 404 404 404 404 404 404",
    "join": f"{PUBLIC} | 302 302 302 302 302 302 302 302 302",
    "join_on": f"{DONE} | {IN_NEVER}",
    # sessions and their consent: the author alone
    "sessions": f"{SIGNED_IN} | {IN_NEVER}",
    "session_deleted": f"in 404 404 404 404 404 404 404 404 | {IN_NEVER}",
    "hand_in_new": f"{SIGNED_IN} | {SIGNED_IN}",
    "hand_in": f"{AUTHOR_GOES_ON} | {IN_NEVER}",
    "hand_in_consent": f"{AUTHOR} | {AUTHOR}",
    "hand_in_conversation": f"{AUTHOR_GOES_ON} | {AUTHOR_GOES_ON}",
    "hand_in_speakers": f"{AUTHOR_GOES_ON} | {AUTHOR_GOES_ON}",
    "hand_in_text": f"{AUTHOR_GOES_ON} | {AUTHOR_GOES_ON}",
    "hand_in_focus": f"{AUTHOR_GOES_ON} | {AUTHOR_GOES_ON}",
    "hand_in_reflection": f"{AUTHOR_GOES_ON} | {AUTHOR_GOES_ON}",
    "client_link": f"{AUTHOR} | {IN_NEVER}",
    "session_settings": f"{AUTHOR} | {IN_NEVER}",
    "share_session": f"{IN_NEVER} | {AUTHOR_REFUSED}",
    "end_share": f"{IN_NEVER} | {AUTHOR_GOES_ON}",
    "delete_session": f"{AUTHOR} | {AUTHOR}",
    "session_progress": f"{AUTHOR} | {IN_NEVER}",
    "try_again": f"{IN_NEVER} | {AUTHOR_GOES_ON}",
    "withdraw": f"{PUBLIC} | {PUBLIC}",
    # readings: the author, and whom she lets in
    "session": f"{AUTHOR_AND_MENTOR} | {IN_NEVER}",
    "reviews": f"{SIGNED_IN} | {IN_NEVER}",
    "take_review": f"{IN_NEVER} | {DONE}",
    "review": f"{PEER} | in 404 404 422 404 404 404 404 404",
    "save_review": f"{IN_NEVER} | {PEER}",
    "decline_review": f"{IN_NEVER} | in 404 404 302 404 404 404 404 404",
    "mentoring": f"{SIGNED_IN} | {IN_NEVER}",
    # feedback
    "report": f"{AUTHOR_AND_MENTOR} | {IN_NEVER}",
    "answer_finding": f"{IN_NEVER} | in 404 404 404 403 404 404 404 404",
    "take_practice": f"{IN_NEVER} | in 422 404 404 403 404 404 404 404",
    "growth": f"{SIGNED_IN} | {IN_NEVER}",
    "evidence_of": f"{SIGNED_IN} | {IN_NEVER}",
}


@dataclass
class School:
    """Everybody, a session that a peer and a mentor read, a draft of the same author, and one step."""

    people: dict[str, User | None]
    session: Submission
    draft: Submission
    review: Review
    step: Step
    resource: Resource
    notice: Notice
    erasure: Erasure
    cohort: dict[str, object]

    def address(self, name: str) -> str:
        return reverse(name, kwargs=self._arguments(name))

    def _arguments(self, name: str) -> dict[str, object]:
        course = self.step.module.course.slug
        place: dict[str, object] = {"slug": course, "position": 1}
        one_step: dict[str, object] = {"slug": course, "module": 1, "position": 1}
        by_name: dict[str, dict[str, object]] = {
            "competency": {"slug": "competency-8"},
            "evidence_of": {"slug": "competency-8"},
            "resource": {"slug": self.resource.slug},
            "course": {"slug": course},
            "module": place,
            "enrol": {"pk": self.step.module.course.cohorts.get().pk},
            "try_sample": {"slug": "two-calendars"},
            "withdraw": {"key": self.session.withdrawal_key},
            "revoke_api_token": {"pk": 1},
            "download": {"pk": 1},
            "account_deleted": {"code": self.erasure.code},
            "inbox_open": {"pk": self.notice.pk},
            "answer_finding": {"pk": self.session.pk, "ref": "8a"},
            "accept_invitation": {"pk": 1},
            "join": {"token": self.cohort["token"]},
            "step": one_step,
            "tick_step": one_step,
            "answer_step": one_step,
        }
        if name in by_name:
            return by_name[name]
        if name in PER_COHORT:
            return {key: self.cohort[key] for key in ("pk", *PER_COHORT[name])}
        if name.startswith("demo_") or name == "delete_demo":
            return {"key": visit_of_another_browser().key}
        if name.startswith("hand_in_") and name != "hand_in_new":
            return {"pk": self.draft.pk}
        if name in {"hand_in", "client_link"}:
            return {"pk": self.draft.pk}
        if name in {"review", "save_review", "decline_review"}:
            return {"pk": self.review.pk}
        if name in PER_SESSION:
            return {"pk": self.session.pk}
        return {}


PER_COHORT: dict[str, tuple[str, ...]] = {
    "board": (),
    "board_csv": (),
    "cohort_settings": (),
    "cohort_dates": (),
    "cohort_people": (),
    "add_instructor": (),
    "remove_instructor": ("person",),
    "extend_dates": ("place",),
    "take_extension_back": ("extension",),
    "end_place": ("place",),
    "take_back_learner": ("place",),
    "announcements": (),
    "announcement": ("number",),
    "withdraw_announcement": ("number",),
    "invitations": (),
    "invite_by_link": (),
    "check_roster": (),
    "send_invitations": (),
    "mail_again": ("number",),
    "revoke_invitation": ("number",),
}
PER_SESSION = {
    "session",
    "session_settings",
    "share_session",
    "end_share",
    "delete_session",
    "session_progress",
    "try_again",
    "report",
    "take_practice",
}


@pytest.fixture
def school() -> School:
    return whole_school()


def whole_school() -> School:
    """In the database of the test that asks."""
    world.library()
    people: dict[str, User | None] = {"anonymous": None}
    people["author"] = author = world.learner("Author Anders")
    people["mentor"] = mentor = world.person("Mentor Moser", Role.MENTOR)
    session = world.open_session(author, mentor=mentor)
    world.read_by_ai(session)
    people["learner"] = world.learner("Other Olsen")
    people["peer"] = peer = world.peer_ready("Peer Petersen")
    review = duties.offer_next(reviewer=peer)
    people["other mentor"] = world.person("Mentor Meier", Role.MENTOR)
    people["instructor"] = instructor = world.person("Instructor Ihle", Role.INSTRUCTOR)
    world.cohort().instructors.add(instructor)
    people["curator"] = world.person("Curator Cordes", Role.CURATOR)
    people["admin"] = admin = world.person("Admin Adler", Role.ADMIN)
    admin.is_staff = admin.is_superuser = True
    admin.save()
    draft = Submission.objects.create(learner=author)
    course = world.cohort().course
    module = course.modules.create(
        position=1, title="Ending", summary="s", competency=Competency.objects.get(number=8)
    )
    step = module.steps.create(position=1, kind=Step.Kind.READ, title="Read")
    resource = Resource.objects.create(
        slug="book", kind="book", title="A book", state="published", by="Somebody"
    )
    notice = author.notices.create(key="demo", text="Something is new.", path="/sessions/")
    gone = world.person("Somebody Gone", Role.MENTOR)
    erasure = Erasure.objects.create(user=gone)
    cohort = cohort_rows(instructor, author)
    return School(people, session, draft, review, step, resource, notice, erasure, cohort)


def visit_of_another_browser() -> DemoVisit:
    return DemoVisit.objects.create(owner="a digest", title="Your conversation")


def cohort_rows(instructor: User, author: User) -> dict[str, object]:
    """A cohort with one of everything its instructors handle; the first announcement and invitation share a number."""
    cohort = world.cohort()
    place = author.enrolments.get()
    extension = extend(enrolment=place, days=3, reason="", given_by=instructor)
    invite_roster(cohort=cohort, text="Nina,nina@example.net", invited_by=instructor)
    _row, token = create_link(cohort=cohort, created_by=instructor, days=7, uses=50)
    number = cohort.invitations.get(email="nina@example.net").pk
    cohort.invitations.update(mail_asked_at=None)
    cohort.announcements.create(pk=number, author=instructor, title="News", text="Soon.")
    return {
        "pk": cohort.pk,
        "person": instructor.pk,
        "place": place.pk,
        "extension": extension.pk,
        "number": number,
        "token": token,
    }


def own_names() -> Iterator[str]:
    """Names of our own addresses; allauth's and the admin's are theirs and checked by prefix below."""

    def walk(patterns: list[URLPattern | URLResolver], theirs: bool) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                prefix = str(pattern.pattern)
                yield from walk(
                    pattern.url_patterns, theirs or prefix in {"accounts/", "admin/", "api/v1/"}
                )
            elif not theirs:
                yield pattern.name or f"unnamed {pattern.pattern}"

    yield from walk(get_resolver().url_patterns, theirs=False)


def code(response: HttpResponse) -> str:
    location = response.headers.get("Location", "")
    return "in" if location.startswith("/accounts/login/") else str(response.status_code)


def answers(school: School, name: str) -> str:
    """Codes of every role, a GET each, then a POST each; every POST is rolled back by the test."""
    rows = []
    for method in ("get", "post"):
        codes = []
        for role in ROLES:
            client = Client(raise_request_exception=True)
            user = school.people[role]
            if user is not None:
                client.force_login(user)
            codes.append(code(getattr(client, method)(school.address(name))))
        rows.append(" ".join(codes))
    return " | ".join(rows)


def test_every_address_stands_in_the_table() -> None:
    assert set(own_names()) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_everybody_gets_what_the_table_says(school: School, name: str) -> None:
    assert answers(school, name) == TABLE[name]


def test_admin_pages_are_for_staff_alone(school: School) -> None:
    codes = {}
    for role, user in school.people.items():
        client = Client()
        if user is not None:
            client.force_login(user)
        codes[role] = client.get("/admin/reviews/submission/").status_code
    assert codes.pop("admin") == 200
    assert set(codes.values()) == {302}
