"""Every operation with made-up requests, as everybody: no fault of ours, and no answer the schema does not name.

`SCHEMATHESIS_EXAMPLES=200` asks for more requests of each operation than the few of an ordinary run.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from pytest_django import DjangoDbBlocker
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from coachlms.accounts.models import Scope
from coachlms.accounts.services import issue_token
from reviews.models import Purpose, Submission
from reviews.services import drafts
from reviews.services.drafts import ConsentDraft
from tests.architecture.test_access import School, whole_school
from tests.reviews import world

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "3"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
ROLES = ("anonymous", "author", "peer", "mentor", "instructor", "curator", "admin")
LOADED = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
OPERATIONS = {one.ok().label: one.ok() for one in LOADED.get_all_operations()}
MANY = {"anon": 10**6, "user": 10**6, "write": 10**6}


@dataclass
class Everybody:
    """The school, and what each role sends to say who she is."""

    school: School
    headers: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Everybody]:
    """Made once: each request below is undone after its answer."""
    with (
        override_settings(API_LIMITS=MANY),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        school = whole_school()
        prepare(school.draft)
        headers: dict[str, dict[str, str]] = {"anonymous": {}}
        for role in ROLES[1:]:
            user = school.people[role]
            assert user is not None
            _token, text = issue_token(user=user, name="t", scopes=tuple(Scope), days=1)
            headers[role] = {"Authorization": f"Bearer {text}"}
        yield Everybody(school, headers)
        transaction.set_rollback(True)


def prepare(draft: Submission) -> None:
    """So far that every stage of it can be opened."""
    consent = ConsentDraft(frozenset(Purpose), timezone.localdate(), "Client M")
    drafts.save_consent(submission=draft, consent=consent)
    talk = "\n".join(f"{who.title()}: {text}" for who, text in world.TALK)
    drafts.save_transcript(submission=draft, data=talk.encode(), name="talk.txt")
    drafts.save_roles(submission=draft, roles={"Coach": "coach", "Client": "client"})


def known(school: School, path: str, names: list[str], take_draft: bool) -> dict[str, Any]:
    """Values for the places of an address so that it leads to a row."""
    pks = {
        "sessions": (school.draft if take_draft else school.session).pk,
        "reviews": school.review.pk,
        "courses": school.step.pk,
    }
    slugs = {"courses": school.step.module.course.slug, "resources": school.resource.slug}
    first = path.removeprefix("/api/v1/").split("/")[0]
    values = {
        "pk": pks.get(first, 1),
        "id": pks.get(first, 1),
        "slug": slugs.get(first, "competency-8"),
        "ref": "8a",
    }
    return {name: values[name] for name in names}


def requests_of(label: str, mode: GenerationMode) -> list[Case]:
    """What the schema allows, or forbids: the same cases in every run."""
    cases: list[Case] = []

    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[label].as_strategy(generation_mode=mode))
    def collect(case: Case) -> None:
        cases.append(case)

    try:
        collect()
    except Unsatisfiable:
        # Nearly every text is a slug that may exist: what is wrong with the others is among the edges.
        assert mode is GenerationMode.NEGATIVE, label
    return cases


def edges_of(label: str) -> list[Case]:
    """Each limit of each field on its own: the longest, the smallest, one beyond."""
    operation = OPERATIONS[label]
    return list(
        LOADED.iter_coverage_cases(
            operation,
            generation_modes=list(GenerationMode),
            generation_config=LOADED.config.generation_for(operation=operation, phase="coverage"),
        )
    )


def send(case: Case, everybody: Everybody, *roles: str) -> None:
    """Ask as these roles; whatever the answer changed is undone."""
    app = get_wsgi_application()
    for role in roles:
        headers = everybody.headers[role]
        with transaction.atomic():
            response = case.call(app=app, headers=headers)
            transaction.set_rollback(True)
        try:
            case.validate_response(response, checks=CHECKS, headers=headers)
        except Exception as failure:
            failure.add_note(f"as {role}")
            raise


def at_known_rows(case: Case, school: School) -> Iterator[Case]:
    """The same request about rows that are there."""
    for take_draft in (True, False) if case.path_parameters else ():
        names = list(case.path_parameters)
        case.path_parameters = known(school, case.operation.path, names, take_draft)
        yield case


@pytest.mark.parametrize("label", OPERATIONS)
def test_made_up_requests_meet_no_fault_and_the_schema_holds(
    everybody: Everybody, label: str
) -> None:
    for mode in GenerationMode:
        for case in requests_of(label, mode):
            send(case, everybody, *ROLES)
            for again in at_known_rows(case, everybody.school):
                send(again, everybody, *ROLES)


@pytest.mark.parametrize("label", OPERATIONS)
def test_edges_of_fields_meet_no_fault_and_the_schema_holds(
    everybody: Everybody, label: str
) -> None:
    role = "curator" if "/resources/" in label else "peer" if "/reviews/" in label else "author"
    for case in edges_of(label):
        send(case, everybody, role)
        for again in at_known_rows(case, everybody.school):
            send(again, everybody, role)
            break  # the stages of a draft; a session that is read refuses most of them anyway
