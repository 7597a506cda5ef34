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
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
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
from tests.architecture.test_access import School, whole_school

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "6"))
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
        headers: dict[str, dict[str, str]] = {"anonymous": {}}
        for role in ROLES[1:]:
            user = school.people[role]
            assert user is not None
            _token, text = issue_token(user=user, name="t", scopes=tuple(Scope), days=1)
            headers[role] = {"Authorization": f"Bearer {text}"}
        yield Everybody(school, headers)
        transaction.set_rollback(True)


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


@pytest.mark.parametrize("label", OPERATIONS)
def test_no_request_makes_a_fault_or_breaks_the_schema(everybody: Everybody, label: str) -> None:
    operation, app = OPERATIONS[label], get_wsgi_application()
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)

    def send(case: Case) -> None:
        for role, headers in everybody.headers.items():
            with transaction.atomic():
                response = case.call(app=app, headers=headers)
                transaction.set_rollback(True)
            try:
                case.validate_response(response, checks=CHECKS, headers=headers)
            except Exception as failure:
                failure.add_note(f"as {role}")
                raise

    for mode in modes:

        @settings(
            max_examples=EXAMPLES,
            phases=[Phase.generate],
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def check(case: Case) -> None:
            send(case)
            if case.path_parameters:
                for take_draft in (True, False):
                    names = list(case.path_parameters)
                    case.path_parameters = known(
                        everybody.school, operation.path, names, take_draft
                    )
                    send(case)

        check()
